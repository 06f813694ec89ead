"""The one place where the screen reads the clock: for what is recorded in the journal."""

from __future__ import annotations

import datetime


def now() -> datetime.datetime:
    """The time, with its zone."""
    return datetime.datetime.now(datetime.UTC)
