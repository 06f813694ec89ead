"""What must be decided before Textual is imported: its switches, characters and colours."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping

from hexvet.doctor import surroundings

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
    """The palette's short name: what was asked for, else mono where there are no colours."""
    if asked:
        return asked
    return "mono" if surroundings.colours(environ) == "none" else "dark"
