"""What must be decided before Textual is imported: its switches, characters and colours."""

from __future__ import annotations

import os
from collections.abc import Mapping, MutableMapping
from typing import TYPE_CHECKING

from hexvet.doctor import surroundings

if TYPE_CHECKING:
    from hexvet_tui.settings import Settings
    from hexvet_tui.terminal.opening import Look

OUTPUT = 2
"""The file descriptor that the screen is drawn on."""
COLOUR_SYSTEMS = {"16": "standard", "256": "256", "truecolor": "truecolor"}
"""Rich's names for numbers of colours."""


def is_slow(environ: Mapping[str, str], asked: bool | None = None) -> bool:
    """Whether every byte and every moment counts: as asked for, else over SSH."""
    return surroundings.remote(environ) if asked is None else asked


def prepare(environ: MutableMapping[str, str], slow: bool | None = None) -> None:
    """Set Textual's switches where the user has not: nothing animated, patient escapes.

    Over SSH an arrow key may arrive in pieces; with a short delay it would read as escape.
    """
    environ.setdefault("TEXTUAL_ANIMATIONS", "none")
    environ.setdefault("TEXTUAL_SMOOTH_SCROLL", "0")
    system = COLOUR_SYSTEMS.get(surroundings.colours(environ))
    if system:
        environ.setdefault("TEXTUAL_COLOR_SYSTEM", system)
    if is_slow(environ, slow):
        environ.setdefault("ESCDELAY", "500")
        environ.setdefault("TEXTUAL_FPS", "20")


def erases_in_colour(environ: Mapping[str, str]) -> bool:
    """Whether the terminal fills erased cells with the colours of the pen, by its description.

    GNU screen does not, whatever the terminal outside of it does. A terminal of which there is
    no description gets blanks. Only the first answer of a process counts, as with all of curses.
    """
    if surroundings.multiplexer(environ) == "screen":
        return False
    try:
        import curses

        curses.setupterm(surroundings.term(environ) or "dumb", OUTPUT)
        return curses.tigetflag("bce") == 1 and bool(curses.tigetstr("ech"))
    except (ImportError, curses.error):
        return False


def palette(environ: Mapping[str, str], asked: str | None) -> str:
    """The palette's short name: what was asked for, else the one for the colours that there are.

    Sixteen are the terminal's own: the nearest of them would make one of several greys.
    """
    return asked or {"none": "mono", "16": "ansi"}.get(surroundings.colours(environ), "dark")


def plain(environ: Mapping[str, str], asked: bool | None) -> bool:
    """Whether to draw with ASCII characters: as asked for, else where others cannot be trusted."""
    return surroundings.needs_ascii(environ) if asked is None else asked


def look(environ: Mapping[str, str], settings: Settings) -> Look:
    """How the screen will look, as far as it is known before it is there."""
    from hexvet_tui.terminal.opening import Look

    width, height = size()
    colours, charset = surroundings.colours(environ), surroundings.charset(environ)
    asked = palette(environ, settings.theme), plain(environ, settings.ascii)
    return Look(width, height, asked[0], colours, charset, asked[1], erases_in_colour(environ))


def size() -> tuple[int, int]:
    """The terminal's columns and rows, 80 and 24 where it does not say."""
    try:
        columns, rows = os.get_terminal_size(OUTPUT)
    except OSError:
        return 80, 24
    return columns, rows
