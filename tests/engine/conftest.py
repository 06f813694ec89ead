"""Lets the tests of this folder use the generators that stand in `tests/language`."""

from __future__ import annotations

import sys
from pathlib import Path

LANGUAGE = str(Path(__file__).parents[1] / "language")
if LANGUAGE not in sys.path:
    sys.path.append(LANGUAGE)
