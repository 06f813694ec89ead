"""What must be decided before Textual is imported: its switches, characters and colours."""

from __future__ import annotations

import locale
from collections.abc import Mapping, MutableMapping

PLAIN_TERMS = ("linux", "dumb", "vt100", "vt102", "vt220", "ansi")


def prepare(environ: MutableMapping[str, str]) -> None:
    """Set Textual's switches where the user has not: nothing animated, patient escapes.

    Over SSH an arrow key may arrive in pieces; with a short delay it would read as escape.
    """
    environ.setdefault("TEXTUAL_ANIMATIONS", "none")
    environ.setdefault("TEXTUAL_SMOOTH_SCROLL", "0")
    if environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"):
        environ.setdefault("ESCDELAY", "500")
        environ.setdefault("TEXTUAL_FPS", "20")


def encoding() -> str:
    """The encoding of the locale, normalised: `utf8`, `iso88591`."""
    return locale.getpreferredencoding(False).casefold().replace("-", "").replace("_", "")


def needs_ascii(environ: Mapping[str, str], charset: str) -> bool:
    """Whether the terminal or the locale cannot be trusted with box and block characters."""
    return charset != "utf8" or environ.get("TERM", "") in PLAIN_TERMS


def palette(environ: Mapping[str, str], asked: str | None) -> str:
    """The palette's short name: what was asked for, else mono under NO_COLOR, else dark.

    NO_COLOR counts when it is not empty (no-color.org).
    """
    if asked:
        return asked
    return "mono" if environ.get("NO_COLOR") else "dark"
