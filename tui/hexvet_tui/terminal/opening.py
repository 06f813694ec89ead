"""What stands in the terminal while the application loads: the screen as it was left, at once.

Textual, numpy and a thousand projects take a moment. Until the first outcomes are there the
terminal shows the picture that the last screen left behind, and says so in the status line. The
arrows are answered (see `echo`); all keys wait until the application can do them. Nothing here
imports Textual.
"""

from __future__ import annotations

import json
import os
import re
import signal
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hexvet.doctor.restoring import Lines, restore, settings
from hexvet.version import VERSION
from hexvet_tui.terminal.echo import Echo, Listener, Step, Steps
from hexvet_tui.terminal.ending import INPUT, OUTPUT, SIGNALS

if TYPE_CHECKING:
    from types import FrameType

FILE = "picture.json"
FORMAT = 2
LARGEST = 1_000_000
"""Bytes of a picture that is read at most: 200x60 in 24-bit colour takes 20,000, and each of two
dozen steps up to 8,000."""
SECOND_SCREEN = "\x1b[?1049h"
NO_CURSOR = "\x1b[?25l"
HARMLESS = re.compile(r"(?:[^\x00-\x1f\x7f-\x9f]++|\x1b\[[0-9;]*[CGHKLMXm]|[\r\v])*")
"""Text, places, blanks, pens, and lines that move: all that a picture is made of."""


@dataclass(frozen=True, slots=True)
class Look:
    """What must be the same for a picture to fit: cells, colours and characters, and whether
    the terminal erases in colour."""

    width: int
    height: int
    palette: str
    colours: str
    charset: str
    ascii: bool
    erasing: bool = False
    version: str = VERSION

    @property
    def words(self) -> list[Any]:
        """The same as plain values."""
        return [getattr(self, name) for name in self.__slots__]


NO_STEPS = Steps()


class Opening:
    """The terminal until the application draws on it. Without a folder nothing is kept.

    `shown` is whether something stands there that the application need not replace at once, and
    `size` its columns and rows; `kept` are the line settings that the terminal had before.
    """

    def __init__(self, folder: Path | None, *, fresh: bool = False) -> None:
        self.shown, self.size = False, (0, 0)
        self.kept: Lines | None = None
        self.echo = Echo(NO_STEPS, _write)
        self._listener: Listener | None = None
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
        text, steps = self._picture(look)
        try:
            _write(f"{SECOND_SCREEN}{NO_CURSOR}\x1b[H{text or _blank(look, title)}", look.charset)
        except OSError:
            restore(OUTPUT, self.kept)
            return
        self.shown, self.size = True, (look.width, look.height)
        if steps.steps:
            self.echo = Echo(steps, partial(_try, look.charset))
            self._listener = Listener(INPUT, self.echo)

    def typed(self) -> str:
        """What was typed so far; from now on others read the keyboard."""
        return self._listener.stop() if self._listener else ""

    def end(self) -> None:
        """Give the terminal back: the application never came."""
        self.typed()
        if self.shown:
            restore(OUTPUT, self.kept)

    def keep(self, look: Look, text: str, steps: Steps = NO_STEPS) -> None:
        """Leave a picture for the next time, with what the arrows would show. Raises `OSError`."""
        from hexvet.places import private_folder
        from hexvet_tui.recovery.records import write_private

        if self._file is not None and text and HARMLESS.fullmatch(text):
            around = asdict(steps) if _harmless(steps) else {}
            whole = {"format": FORMAT, "look": look.words, "text": text, "steps": around}
            write_private(private_folder(self._file.parent) / FILE, json.dumps(whole))

    def _picture(self, look: Look) -> tuple[str, Steps]:
        """The picture that was kept, with its steps; "" when there is none that fits.

        It is there once: whoever does not leave one, because he is killed or leaves in the middle
        of something, leaves a session that the one before does not belong to.
        """
        whole = self._taken()
        if not isinstance(whole, dict) or whole.get("format") != FORMAT:
            return "", NO_STEPS
        text = whole.get("text") if whole.get("look") == look.words else ""
        if not isinstance(text, str) or not HARMLESS.fullmatch(text):
            return "", NO_STEPS
        return text, _steps(whole.get("steps"))

    def _taken(self) -> Any:
        """What the file holds, which is away then; None when it cannot be read or is not wanted."""
        if self._file is None or not self._file.is_file():
            return None
        whole = None
        with suppress(OSError, ValueError, RecursionError):
            if not self._fresh:
                with open(self._file, "rb") as file:
                    whole = json.loads(file.read(LARGEST))
        with suppress(OSError):
            self._file.unlink()
        return whole

    def _leave(self, number: int, frame: FrameType | None) -> None:
        """A signal before the application is there to take it."""
        restore(OUTPUT, self.kept)
        os._exit(128 + number)


def _steps(given: Any) -> Steps:
    """Steps as they were kept; none when anything is wrong with them."""
    try:
        own = tuple(Step(down, up) for down, up in given["steps"])
        keys = {str(key): int(way) for key, way in given["keys"].items()}
        found = Steps(own, int(given["at"]), bool(given["above"]), bool(given["below"]), keys)
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError):
        return NO_STEPS
    return found if 0 <= found.at <= len(own) and _harmless(found) else NO_STEPS


def _harmless(steps: Steps) -> bool:
    written = [text for step in steps.steps for text in step]
    return all(isinstance(text, str) and HARMLESS.fullmatch(text) for text in written)


def _write(text: str, charset: str = "utf-8") -> None:
    """Write to the terminal. Raises `OSError`."""
    data = text.encode(charset, "replace")
    while data:
        data = data[os.write(OUTPUT, data) :]


def _try(charset: str, text: str) -> None:
    """Write where there still is a terminal; whoever reads next notices when there is none."""
    with suppress(OSError):
        _write(text, charset)


def _blank(look: Look, title: str) -> str:
    """The screen of the first time."""
    room = look.width - 2
    return f"\x1b[3;3H{''.join(c for c in title if c.isprintable())[:room]}"


def _silence(kept: Lines | None) -> None:
    """Keys wait as they were typed and without being seen; those that interrupt still do. The
    one that suspends is a key like others: nobody could give the screen back yet."""
    import termios as t

    if kept is not None:
        lines = [*kept]
        lines[0] &= ~(t.IXON | t.IXOFF | t.ICRNL | t.INLCR | t.IGNCR)
        lines[3] &= ~(t.ECHO | t.ICANON | t.IEXTEN)
        lines[6] = [*lines[6]]
        with suppress(OSError, ValueError):
            lines[6][t.VSUSP] = bytes([os.fpathconf(INPUT, "PC_VDISABLE")])
        with suppress(OSError, t.error):
            t.tcsetattr(INPUT, t.TCSANOW, lines)
