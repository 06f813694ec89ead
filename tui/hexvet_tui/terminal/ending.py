"""The end that comes from outside: a signal, or a terminal that is gone.

Work is saved at once, then the application leaves in its own way. Where it cannot, because it
is stuck, a thread gives the terminal back and ends the process.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from threading import Timer
from typing import TypeAlias

from hexvet.doctor.restoring import Lines, restore, settings

Hook: TypeAlias = Callable[[], None]

PATIENCE = 3.0
"""Seconds that the application has to leave by itself after a signal."""
SIGNALS = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGQUIT)
HUNG_UP = 128 + signal.SIGHUP
"""The exit status when the terminal is gone, whoever notices it first."""
INPUT, OUTPUT = 0, 2
"""File descriptors: Textual reads standard input and draws on standard error."""
STREAMS = (1, 2)


def let_go() -> None:
    """Have what is still to be written go nowhere: there is no terminal any more.

    The interpreter would otherwise fail to write it at its end and change the exit status.
    """
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in STREAMS:
        os.dup2(nowhere, stream)
    os.close(nowhere)


class Ending:
    """Saves and leaves. `leave(status)` is called in the thread that received the signal."""

    def __init__(self, leave: Callable[[int], None]) -> None:
        self.status: int | None = None
        self.faults: list[Exception] = []
        self._hooks: list[Hook] = []
        self._leave = leave
        self._kept: Lines | None = None

    def add(self, hook: Hook) -> None:
        """Have something done before the end.

        A hook may run between any two steps of the main thread, or in another thread: it reads
        what never changes in place, writes whole files, and takes no lock.
        """
        self._hooks.append(hook)

    def watch(self, kept: Lines | None = None) -> None:
        """Take the signals from now on, as far as this thread may. `kept` are the line settings
        of the terminal to be given back; without them those of now."""
        self._kept = kept or settings(INPUT)
        for number in SIGNALS:
            try:
                signal.signal(number, lambda number, frame: self.begin(128 + number))
            except ValueError:
                return

    def begin(self, status: int) -> None:
        """Save, then leave with an exit status. A second call changes nothing."""
        if self.status is not None:
            return
        self.status = status
        last = Timer(PATIENCE, self._abandon)
        last.daemon = True
        last.start()
        for hook in self._hooks:
            try:
                hook()
            except Exception as fault:  # whatever goes wrong in one, the others have their turn
                self.faults.append(fault)
        self._leave(status)

    def _abandon(self) -> None:
        restore(OUTPUT, self._kept)
        os._exit(self.status or 0)
