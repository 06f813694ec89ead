"""Input that Textual cannot stand: other encodings, broken sequences, the end of it."""

from __future__ import annotations

import sys
from codecs import IncrementalDecoder, getincrementaldecoder
from collections.abc import Callable


def tolerant(encoding: str) -> Callable[[], IncrementalDecoder]:
    """A decoder that replaces what it does not understand.

    It raises `EOFError` when it gets nothing although more may come: a terminal that can be
    read and has nothing to say is gone.
    """
    kind = getincrementaldecoder(encoding)

    class Tolerant(kind):  # type: ignore[misc, valid-type]
        def __init__(self) -> None:
            super().__init__(errors="replace")

        def decode(self, data: bytes, final: bool = False) -> str:
            if not data and not final:
                raise EOFError
            return str(super().decode(data, final))

    return Tolerant


def accept_anything() -> None:
    """Make Textual's drivers decode tolerantly, and understand what can be understood.

    Legacy mouse reports past column 95, as a re-attached tmux may send them, are not UTF-8;
    Textual 8.2.8 dies of them (Textualize/textual#6668). Only the driver that is in use is loaded.
    """
    from hexvet_tui.terminal.sequences import SteadyParser

    for name, ours in (("linux_driver", {"getincrementaldecoder": tolerant}), ("web_driver", {})):
        driver = sys.modules.get(f"textual.drivers.{name}")
        for word, better in {**ours, "XTermParser": SteadyParser}.items():
            if hasattr(driver, word):
                setattr(driver, word, better)
