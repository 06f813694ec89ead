"""TOML and the rule language in it, as runs of text and style keys, one line at a time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from hexvet_tui.typesetting import Run

LONGEST = 2_000
"""Characters of a line up to which it is coloured."""
MOST = 20_000
"""Lines of a text up to which it is coloured."""

_TOKEN = re.compile(
    r"(?P<comment>#.*)"
    r'|(?P<triple>"""|\'\'\')'
    r"""|(?P<text>"(?:\\.|[^"\\])*"?|'[^']*'?)"""
    r"|(?P<header>^\s*\[\[?[^\]#]*\]?\]?)"
    r"""|(?P<key>(?:[A-Za-z0-9_.-]+)(?=\s*=(?!=)))"""
    r"|(?P<number>(?<![\w-])[-+]?\d[\d_:.TZ+%-]*|\b(?:true|false|inf|nan)\b)"
)
_KEYED = re.compile(
    r"\s*(?:[A-Za-z0-9_-]+\.)*(?:when|require|met|expr|where|input|portfolio|limit_where)\s*="
)
_EXPRESSION = re.compile(
    r"(?P<word>\b(?:and|or|not|is|known|unknown|in|between|where|if|then|else)\b)"
    r"|(?P<call>\b[a-z_]+(?=\())"
    r"|(?P<number>\b\d[\d_.-]*%?)"
    r"|(?P<sign><=|>=|==|!=|[<>+*/-])"
)
STYLES = {
    "comment": "dim",
    "triple": "met",
    "text": "met",
    "header": "strong",
    "key": "name",
    "number": "unknown",
    "word": "key",
    "call": "key",
    "sign": "key",
}


def inside(lines: Sequence[str], row: int) -> str:
    """The quotes of the text of several lines in which a row begins; empty for none."""
    quotes = ""
    for line in lines[:row]:
        if '"""' in line or "'''" in line:
            quotes = _after(line, quotes)
    return quotes


@lru_cache(maxsize=4096)
def _after(line: str, quotes: str) -> str:
    at = 0
    while True:
        if quotes:
            end = line.find(quotes, at)
            if end < 0:
                return quotes
            quotes, at = "", end + 3
        found = next(
            (t for t in _TOKEN.finditer(line, at) if t.lastgroup in ("triple", "comment")), None
        )
        if found is None or found.lastgroup == "comment":
            return ""
        quotes, at = found[0], found.end()


@lru_cache(maxsize=4096)
def coloured(line: str, quotes: str = "") -> tuple[Run, ...]:
    """A line as runs. `quotes` are those of a text that began above it."""
    if len(line) > LONGEST:
        return ((line, "text"),)
    runs: list[Run] = []
    at = 0
    if quotes:
        end = line.find(quotes)
        if end < 0:
            return ((line, "met"),)
        at = end + 3
        runs.append((line[:at], "met"))
    expression = _KEYED.match(line) is not None
    while at < len(line):
        found = _TOKEN.search(line, at)
        if found is None:
            runs.append((line[at:], "text"))
            break
        if found.start() > at:
            runs.append((line[at : found.start()], "text"))
        at = found.end()
        if found.lastgroup == "triple":
            end = line.find(found[0], at)
            at = len(line) if end < 0 else end + 3
            runs.append((line[found.start() : at], "met"))
        elif found.lastgroup == "text" and expression:
            runs += _spoken(found[0])
        else:
            runs.append((found[0], STYLES[str(found.lastgroup)]))
    return tuple(runs)


def _spoken(text: str) -> list[Run]:
    """An expression in its quotes."""
    runs: list[Run] = []
    at = 0
    for found in _EXPRESSION.finditer(text):
        if found.start() > at:
            runs.append((text[at : found.start()], "text"))
        runs.append((found[0], STYLES[str(found.lastgroup)]))
        at = found.end()
    return [*runs, (text[at:], "text")] if at < len(text) else runs
