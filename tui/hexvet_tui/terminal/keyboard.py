"""Input that is not UTF-8 must not end the application."""

from __future__ import annotations

from codecs import IncrementalDecoder, getincrementaldecoder
from collections.abc import Callable
from functools import partial


def tolerant(encoding: str) -> Callable[[], IncrementalDecoder]:
    """A decoder that replaces what it does not understand."""
    return partial(getincrementaldecoder(encoding), errors="replace")


def accept_any_bytes() -> None:
    """Make Textual's driver decode tolerantly.

    Legacy mouse reports past column 95, as a re-attached tmux may send them, are not UTF-8;
    Textual 8.2.8 dies of them (Textualize/textual#6668).
    """
    from textual.drivers import linux_driver

    if hasattr(linux_driver, "getincrementaldecoder"):
        linux_driver.getincrementaldecoder = tolerant
