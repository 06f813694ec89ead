"""Signs of the terminal: its size, characters and colours, and what it answered."""

from __future__ import annotations

from collections.abc import Mapping

from hexvet.doctor import surroundings
from hexvet.doctor.asking import Answers
from hexvet.doctor.signs import Sign

LEAST = (60, 16)
DESIGNED = (80, 24)
"""Columns and rows: below the first only a notice is shown; the second shows everything."""
PATIENT = 300
"""Milliseconds after Esc that a slow line needs to bring the rest of an arrow key."""


def signs(
    environ: Mapping[str, str], size: tuple[int, int] | None, answers: Answers | None
) -> list[Sign]:
    """All of them. `size` in columns and rows and `answers` are None without a terminal."""
    return [
        _kind(environ),
        _size(size),
        _characters(environ),
        _colours(environ),
        *([_synchronised(answers, environ)] if answers else []),
        *([_escape(environ)] if surroundings.remote(environ) else []),
    ]


def _kind(environ: Mapping[str, str]) -> Sign:
    kind = surroundings.term(environ)
    if surroundings.places_its_cursor(environ):
        via = surroundings.multiplexer(environ)
        far = ", over SSH" if surroundings.remote(environ) else ""
        return Sign("terminal", "ok", f"TERM={kind}{f' in {via}' if via else ''}{far}")
    found = f"TERM={kind}" if kind else "TERM is not set"
    fix = "use hexvet check here, or a terminal with TERM=xterm-256color"
    return Sign("terminal", "broken", f"{found} cannot show a screen", fix)


def _size(size: tuple[int, int] | None) -> Sign:
    if size is None:
        return Sign("size", "ok", "no terminal here: size and answers were not looked at")
    found = f"{size[0]} columns, {size[1]} rows"
    if size[0] < LEAST[0] or size[1] < LEAST[1]:
        return Sign("size", "broken", found, "make the window at least 60 by 16")
    if size[0] < DESIGNED[0] or size[1] < DESIGNED[1]:
        return Sign("size", "weak", found, "80 by 24 shows every column")
    return Sign("size", "ok", found)


def _characters(environ: Mapping[str, str]) -> Sign:
    charset = surroundings.charset(environ)
    if charset != "utf-8":
        found = f"the locale says {charset}: lines and letters are drawn in ASCII"
        return Sign("characters", "weak", found, "export LANG=C.UTF-8")
    if surroundings.needs_ascii(environ):
        return Sign("characters", "ok", "ASCII, as this kind of terminal may lack others")
    return Sign("characters", "ok", "UTF-8")


def _colours(environ: Mapping[str, str]) -> Sign:
    colours = surroundings.colours(environ)
    if environ.get("NO_COLOR"):
        return Sign("colours", "ok", "none, as NO_COLOR asks for")
    if colours == "truecolor":
        return Sign("colours", "ok", "24-bit")
    fixes = {
        "256": "if the terminal has 24-bit colour: export COLORTERM=truecolor",
        "16": "if the terminal has more: export TERM=xterm-256color",
    }
    plain = surroundings.term(environ) in surroundings.FEW_GLYPHS
    if colours == "none" or plain or surroundings.multiplexer(environ) == "screen":
        return Sign("colours", "ok", colours)
    return Sign("colours", "weak", colours, fixes[colours])


def _synchronised(answers: Answers, environ: Mapping[str, str]) -> Sign:
    topic = "frames"
    if not answers.answered:
        found = "the terminal answers no questions; frames are drawn as they come"
        return Sign(topic, "ok", found)
    if answers.synchronised == "yes":
        return Sign(topic, "ok", "drawn at once (synchronised output)")
    if surroundings.multiplexer(environ) == "tmux":
        found = "tmux draws them as they come, which may flicker"
        return Sign(topic, "weak", found, "tmux 3.5 and later draw them at once")
    return Sign(topic, "ok", "drawn as they come")


def _escape(environ: Mapping[str, str]) -> Sign:
    topic, told = "escape", environ.get("ESCDELAY", "")
    if not told:
        return Sign(topic, "ok", "500 ms for the rest of a key, as over SSH")
    if told.isdecimal() and int(told) >= PATIENT:
        return Sign(topic, "ok", f"ESCDELAY={told}")
    found = f"ESCDELAY={told[:20]}: an arrow key that arrives in pieces reads as Esc"
    return Sign(topic, "weak", found, "export ESCDELAY=500")
