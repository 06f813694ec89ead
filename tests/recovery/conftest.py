"""Lets these tests import what the screen's tests share."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
for folder in (HERE, HERE.parent / "tui"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
