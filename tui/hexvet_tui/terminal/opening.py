"""What stands in the terminal while the application loads: the screen as it was left, at once.

Textual, numpy and a thousand projects take a moment. Until the first outcomes are there the
terminal shows the picture that the last screen left behind, and says so in the status line; keys
that are pressed meanwhile wait. Nothing here imports Textual.
"""

from __future__ import annotations

import json
import os
import re
import signal
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hexvet.doctor.restoring import Lines, restore, settings
from hexvet.version import VERSION
from hexvet_tui.terminal.ending import INPUT, OUTPUT, SIGNALS

if TYPE_CHECKING:
    from types import FrameType

FILE = "picture.json"
FORMAT = 1
LARGEST = 1_000_000
"""Bytes of a picture that is read at most: 200x60 in 24-bit colour takes 20,000."""
SECOND_SCREEN = "\x1b[?1049h"
NO_CURSOR = "\x1b[?25l"
HARMLESS = re.compile(r"(?:[^\x00-\x1f\x7f-\x9f]+|\x1b\[[0-9;]*[GHXm]|[\r\v])*")
"""Text, places, blanks and pens: all that a picture is made of."""


@dataclass(frozen=True, slots=True)
class Look:
    """What must be the same for a picture to fit: cells, colours and characters."""

    width: int
    height: int
    palette: str
    colours: str
    charset: str
    ascii: bool
    version: str = VERSION

    @property
    def words(self) -> list[Any]:
        """The same as plain values."""
        return [getattr(self, name) for name in self.__slots__]


class Opening:
    """The terminal until the application draws on it. Without a folder nothing is kept.

    `shown` is whether something stands there that the application need not replace at once, and
    `size` its columns and rows; `kept` are the line settings that the terminal had before.
    """

    def __init__(self, folder: Path | None, *, fresh: bool = False) -> None:
        self.shown, self.size = False, (0, 0)
        self.kept: Lines | None = None
        self._file = folder / FILE if folder else None
        self._fresh = fresh

    def show(self, look: Look, title: str) -> None:
        """Take the terminal and show the picture that fits, or what is being read."""
        if not (os.isatty(INPUT) and os.isatty(OUTPUT)):
            return
        self.kept = settings(INPUT)
        for number in SIGNALS:
            signal.signal(number, self._leave)
        _silence(self.kept)
        text = self._picture(look) or _blank(look, title)
        written = f"{SECOND_SCREEN}{NO_CURSOR}\x1b[H{text}".encode(look.charset, "replace")
        try:
            os.write(OUTPUT, written)
        except OSError:
            return
        self.shown, self.size = True, (look.width, look.height)

    def end(self) -> None:
        """Give the terminal back: the application never came."""
        if self.shown:
            restore(OUTPUT, self.kept)

    def keep(self, look: Look, text: str) -> None:
        """Leave a picture for the next time. Raises `OSError`."""
        from hexvet.places import private_folder
        from hexvet_tui.recovery.records import write_private

        if self._file is not None and text and HARMLESS.fullmatch(text):
            whole = {"format": FORMAT, "look": look.words, "text": text}
            write_private(private_folder(self._file.parent) / FILE, json.dumps(whole))

    def _picture(self, look: Look) -> str:
        """The picture that was kept; "" when there is none that fits."""
        if self._file is None or self._fresh:
            return ""
        try:
            with open(self._file, "rb") as file:
                whole = json.loads(file.read(LARGEST))
        except (OSError, ValueError, RecursionError):
            return ""
        if not isinstance(whole, dict) or whole.get("format") != FORMAT:
            return ""
        text = whole.get("text") if whole.get("look") == look.words else ""
        return text if isinstance(text, str) and HARMLESS.fullmatch(text) else ""

    def _leave(self, number: int, frame: FrameType | None) -> None:
        """A signal before the application is there to take it."""
        restore(OUTPUT, self.kept)
        os._exit(128 + number)


def _blank(look: Look, title: str) -> str:
    """The screen of the first time."""
    room = look.width - 2
    return f"\x1b[3;3H{''.join(c for c in title if c.isprintable())[:room]}"


def _silence(kept: Lines | None) -> None:
    """Keys wait as they were typed and without being seen; those that interrupt still do."""
    import termios as t

    if kept is not None:
        lines = [*kept]
        lines[0] &= ~(t.IXON | t.IXOFF | t.ICRNL | t.INLCR | t.IGNCR)
        lines[3] &= ~(t.ECHO | t.ICANON | t.IEXTEN)
        with suppress(OSError, t.error):
            t.tcsetattr(INPUT, t.TCSANOW, lines)
