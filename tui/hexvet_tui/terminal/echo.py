"""Keys that move the cursor are answered on the picture, before the application is there.

The screen that was left knows what the next presses of the arrows would have shown, and leaves
that with its picture. Whoever opens it again can go up and down the rows while Textual and the
files are loaded. Nothing is decided here: every key is done by the application in its turn, and
what it then shows is put in place of all this.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from select import select
from threading import Thread
from typing import NamedTuple

ARROWS = {"\x1b[A": "up", "\x1bOA": "up", "\x1b[B": "down", "\x1bOB": "down"}
BEGUN = ("\x1b", "\x1b[", "\x1bO")
"""What an arrow begins with: over a slow line it may come in pieces."""
MOST = 4096
"""Bytes that are read at once."""


class Step(NamedTuple):
    """From one row to the one below it, and back: what has to be written; nothing where that is
    not known."""

    down: str
    up: str


@dataclass(frozen=True, slots=True)
class Steps:
    """Rows around the cursor. `at` of the steps lie above it; `above` and `below` are whether
    there are more rows than those; `keys` are the names of keys that go down (1) or up (-1)."""

    steps: tuple[Step, ...] = ()
    at: int = 0
    above: bool = False
    below: bool = False
    keys: Mapping[str, int] = field(default_factory=dict)


class Echo:
    """Answers keys by `write` as long as all that came were known."""

    def __init__(self, steps: Steps, write: Callable[[str], object]) -> None:
        self._steps, self._write = steps, write
        self._at = steps.at
        self._heard, self._rest = 0, ""
        self.live = bool(steps.steps)

    def press(self, key: str) -> None:
        """A key that the application has got, by its name; not those that were heard before."""
        if self._heard:
            self._heard -= 1
        else:
            self._answer(key)

    def _answer(self, key: str) -> None:
        """One that is not known ends the answers: it may change anything."""
        way = self._steps.keys.get(key, 0)
        if not self.live or not way:
            self.live = False
            return
        place = self._at if way > 0 else self._at - 1
        if not 0 <= place < len(self._steps.steps):
            self.live = not (self._steps.below if way > 0 else self._steps.above)
            return
        step = self._steps.steps[place]
        written = step.down if way > 0 else step.up
        self._write(written)
        self._at += way
        self.live = bool(written)

    def heard(self, text: str) -> None:
        """What came from the keyboard before the application, as it came."""
        text, self._rest = self._rest + text, ""
        while text and self.live:
            if text in BEGUN:
                self._rest = text
                return
            arrow = next((known for known in ARROWS if text.startswith(known)), "")
            self._answer(ARROWS.get(arrow, text[0]))
            self._heard += 1
            text = text[len(arrow) or 1 :]


class Listener:
    """Reads the keyboard in a thread of its own until the application does."""

    def __init__(self, source: int, echo: Echo) -> None:
        self._source, self._echo = source, echo
        self._typed = bytearray()
        self._ended, self._end = os.pipe()
        self._thread = Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        with suppress(OSError):  # a keyboard that is gone is noticed by who reads it next
            while True:
                ready, _, _ = select((self._source, self._ended), (), ())
                if self._ended in ready:
                    return
                data = os.read(self._source, MOST)
                if not data:
                    return
                self._typed += data
                self._echo.heard(data.decode("utf-8", "replace"))

    def stop(self) -> str:
        """Read no more; everything that was read. Nothing when it was stopped before."""
        if self._end < 0:
            return ""
        os.write(self._end, b"x")
        self._thread.join()
        for pipe in (self._ended, self._end):
            os.close(pipe)
        self._end = -1
        return self._typed.decode("utf-8", "replace")
