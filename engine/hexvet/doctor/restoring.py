"""A terminal as a shell wants it: what a program that died on the screen has left behind."""

from __future__ import annotations

import os
from typing import Any, TypeAlias

Lines: TypeAlias = "list[Any]"
"""The line settings of a terminal, as `termios` has them."""

MODES = (1, 1000, 1002, 1003, 1004, 1005, 1006, 1015, 1016, 2004, 2026, 2031, 2048)
"""Private modes to end: cursor keys, mouse, focus, paste, frames, theme and size reports."""

RESTORED = (
    "\x1b7"  # leaving the second screen when not on it must not move the cursor
    "\x1b[<9u"  # the keyboard protocol of kitty, however deep it was entered
    + "".join(f"\x1b[?{mode}l" for mode in MODES)
    + "\x1b[?1049l\x1b[?7h\x1b[?25h\x1b>\x1b(B\x0f\x1b]8;;\x1b\\\x1b[0m"
)
"""Ends every mode that Hexvet or Textual may start, and those of a crashed mouse program."""


def restore(output: int, kept: Lines | None = None) -> None:
    """Write `RESTORED` to a file descriptor and give the terminal its line settings back.

    `kept` is what `termios.tcgetattr` said before; without it, those of a new terminal are
    set. A terminal that is gone, or takes nothing, is left alone.
    """
    import termios

    if not os.isatty(output):
        return
    try:
        os.set_blocking(output, False)
        os.write(output, RESTORED.encode())
        os.set_blocking(output, True)
        termios.tcsetattr(output, termios.TCSANOW, kept or _sane(output))
    except (OSError, termios.error):
        return


def settings(terminal: int) -> Lines | None:
    """The line settings of a terminal, to be put back later; None without a terminal."""
    import termios

    try:
        return list(termios.tcgetattr(terminal))
    except (OSError, termios.error, ValueError):
        return None


def _sane(terminal: int) -> Lines:
    """The present settings with what `stty sane` turns on and off."""
    import termios as t

    i, o, c, lo, ispeed, ospeed, cc = t.tcgetattr(terminal)
    i = (i | t.BRKINT | t.ICRNL | t.IMAXBEL) & ~(t.IGNBRK | t.INLCR | t.IGNCR | t.IXOFF)
    o |= t.OPOST | t.ONLCR
    c |= t.CREAD
    lo |= t.ISIG | t.ICANON | t.IEXTEN | t.ECHO | t.ECHOE | t.ECHOK | t.ECHOCTL | t.ECHOKE
    lo &= ~(t.ECHONL | t.NOFLSH | t.TOSTOP)
    return [i | t.IXON, o, c, lo, ispeed, ospeed, cc]


def own_terminal() -> int:
    """A file descriptor of the terminal of this process; raises `OSError` without one."""
    return os.open("/dev/tty", os.O_RDWR | getattr(os, "O_NOCTTY", 0))
