"""The desk of `desks.py`, for every test here."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = str(Path(__file__).parent)
if HERE not in sys.path:
    sys.path.insert(0, HERE)

from desks import desk  # noqa: E402

__all__ = ["desk"]
