"""Textual's driver, made to survive what terminals do."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from textual.drivers import linux_driver
from textual.drivers.linux_driver import LinuxDriver

from hexvet_tui import turns
from hexvet_tui.terminal.ending import HUNG_UP
from hexvet_tui.terminal.opening import SECOND_SCREEN
from hexvet_tui.terminal.pens import RESET
from hexvet_tui.terminal.sequences import SteadyParser

FRAME, FRAME_END = "\x1b[?2026h", "\x1b[?2026l"
"""Around a frame that the terminal is to show all at once (synchronised output)."""
FIRST_COLUMN = ";1H"
"""The end of a place in the first column, where every line begins without telling it."""
SMALL = 1_000
"""Bytes that a terminal takes at once anyway: no frame is drawn around them."""


class Outlet(io.TextIOBase):
    """Standard error as the driver's output: when it is gone, writing does nothing any more.

    Textual's writing thread would die of the error and leave the application waiting for it.
    """

    def __init__(self, file: Any, gone: Callable[[], None]) -> None:
        self._file, self._gone, self._lost = file, gone, False

    def write(self, text: str) -> int:
        """Write, as long as there is a terminal."""
        self._try(lambda: self._file.write(text))
        return len(text)

    def flush(self) -> None:
        """Flush, as long as there is a terminal."""
        self._try(self._file.flush)

    def fileno(self) -> int:
        """The file descriptor of the terminal."""
        return int(self._file.fileno())

    def _try(self, do: Callable[[], object]) -> None:
        if self._lost:
            return
        try:
            do()
        except (OSError, ValueError):
            self._lost = True
            self._gone()


class SteadyDriver(LinuxDriver):
    """Tells the application when the terminal is new and when it is gone.

    Textual ends in a trace when reading fails, and reads for ever at the end of the input.
    """

    def __init__(self, app: Any, **given: Any) -> None:
        super().__init__(app, **given)
        self._host = app
        self._file = Outlet(self._file, self._gone)  # type: ignore[assignment]
        self._framed = False
        self._there = False

    def start_application_mode(self) -> None:
        """Start, or come back: nothing of what was shown is there, but the opening."""
        self._host.wire.forget()
        opening = self._host.opening
        self._there = opening.shown
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if self._there:
            self.attrs_before = opening.kept
        self._there = False

    def stop_application_mode(self) -> None:
        """Stop, with the terminal's own colours for whoever writes next."""
        self.write(RESET)
        super().stop_application_mode()

    def write(self, data: str) -> None:
        """Write; each frame in one piece, and a small one without marks around it."""
        if data == SECOND_SCREEN and self._there:
            return  # entering it again would clear it
        if data in (FRAME, FRAME_END):
            self._framed = data == FRAME
            return
        if data.endswith(FIRST_COLUMN):
            data = f"{data[: -len(FIRST_COLUMN)]}H"
        if self._framed and len(data) > SMALL:
            data = f"{FRAME}{data}{FRAME_END}"
        self._framed = False
        super().write(data)

    def process_message(self, message: Any) -> None:
        """Hand on what was typed; what works in the background gives way to it."""
        turns.typed()
        super().process_message(message)

    def run_input_thread(self) -> None:
        """Read until the end, or until there is nothing to read from any more. It begins with
        what was typed before."""
        linux_driver.XTermParser = partial(  # type: ignore[attr-defined, assignment]
            SteadyParser, heard=self._host.opening.typed()
        )
        try:
            super().run_input_thread()
        except (OSError, EOFError):
            self._gone()

    def _gone(self) -> None:
        with suppress(RuntimeError):  # the loop has ended already
            self._loop.call_soon_threadsafe(self._host.ending.begin, HUNG_UP)
