"""What the environment says about the terminal, before a byte is sent to it."""

from __future__ import annotations

import codecs
import locale
from collections.abc import Mapping
from typing import Literal, TypeAlias

Colours: TypeAlias = Literal["none", "16", "256", "truecolor"]
Multiplexer: TypeAlias = Literal["", "tmux", "screen"]

LINE_PRINTERS = ("", "dumb", "unknown")
"""Values of TERM for what cannot place its cursor."""
COLOURLESS = (*LINE_PRINTERS, "vt52", "vt100", "vt102", "vt220", "xterm-mono")
FEW_GLYPHS = ("linux", "ansi", "cons25", *COLOURLESS)
"""Values of TERM for what may lack lines and blocks in its font."""
MILLIONS = ("alacritty", "contour", "foot", "rio", "wezterm", "xterm-ghostty", "xterm-kitty")
"""Terminals that have 24-bit colour; their COLORTERM does not come along over SSH."""
LOCALES = ("LC_ALL", "LC_CTYPE", "LANG")
"""Variables of the locale, the stronger ones first."""


def term(environ: Mapping[str, str]) -> str:
    """The kind of terminal, as the environment names it."""
    return environ.get("TERM", "")


def places_its_cursor(environ: Mapping[str, str]) -> bool:
    """Whether a full screen can be drawn at all."""
    return term(environ) not in LINE_PRINTERS


def multiplexer(environ: Mapping[str, str]) -> Multiplexer:
    """What stands between this process and the terminal's window, if it says so."""
    if environ.get("TMUX"):
        return "tmux"
    return "screen" if environ.get("STY") else ""


def remote(environ: Mapping[str, str]) -> bool:
    """Whether the terminal is at the other end of an SSH connection."""
    return bool(environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"))


def colours(environ: Mapping[str, str]) -> Colours:
    """How many colours can be shown. NO_COLOR counts when it is not empty (no-color.org)."""
    kind = term(environ)
    if environ.get("NO_COLOR") or kind in COLOURLESS:
        return "none"
    if kind == "linux":
        return "16"
    if multiplexer(environ) == "screen" and kind.startswith("screen"):
        return "256" if "256" in kind else "16"  # screen 4 mistakes 24-bit colours for others
    if environ.get("COLORTERM", "").casefold() in ("truecolor", "24bit"):
        return "truecolor"
    if kind.endswith("-direct") or kind.startswith(MILLIONS):
        return "truecolor"
    return "256" if "256color" in kind else "16"


def charset(environ: Mapping[str, str]) -> str:
    """The encoding of what is written, as Python names it: `utf-8`, `ascii`, `iso8859-1`.

    Python takes UTF-8 for the C locale, and even says so in LC_CTYPE. Whoever asked for the C
    locale gets ASCII all the same.
    """
    asked = [environ.get(name, "") for name in LOCALES]
    coerced = not asked[0] and asked[1].casefold() in ("c.utf-8", "c.utf8", "utf-8")
    chosen = next((word for word in asked[2 if coerced else 0 :] if word), "")
    if chosen in ("C", "POSIX"):
        return "ascii"
    try:
        return codecs.lookup(locale.getpreferredencoding(False)).name
    except LookupError:
        return "ascii"


def needs_ascii(environ: Mapping[str, str]) -> bool:
    """Whether terminal or locale cannot be trusted with lines and blocks."""
    return charset(environ) != "utf-8" or term(environ) in FEW_GLYPHS
