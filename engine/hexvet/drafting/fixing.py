"""Quick fixes: `did you mean` carried out, and what lint can mend by itself."""

from __future__ import annotations

import re

from hexvet.documents import Document, parse_document
from hexvet.drafting.judging import Mistake
from hexvet.problems import Place

_MEANT = re.compile(r"did you mean '([^'\n]{1,200})'\?")
_QUOTED = re.compile(r"'([^'\n]{1,200})'")


def mended(text: str, mistake: Mistake) -> str | None:
    """The text without one mistake; None when a person has to mend it."""
    place = mistake.problem.place
    if mistake.fix is not None:
        return _linted(text, mistake)
    meant = _MEANT.search(mistake.problem.hint)
    if meant is None or not place.line:
        return None
    words = _QUOTED.findall(mistake.problem.message)
    swapped = (_swapped(text, place, word, meant[1]) for word in words)
    return next((new for new in swapped if new is not None and _reads(new)), None)


def _reads(text: str) -> bool:
    """Whether a text is TOML: one that was judged further than that must stay so."""
    return isinstance(parse_document(text, ""), Document)


def _linted(text: str, mistake: Mistake) -> str | None:
    from hexvet.packs.lint.fixing import fixed

    document = parse_document(text, mistake.problem.place.file)
    if not isinstance(document, Document) or mistake.fix is None:
        return None
    new, count = fixed(document, [mistake.fix])
    return new if count else None


def _swapped(text: str, place: Place, word: str, meant: str) -> str | None:
    """The word at a place, or right behind it on the line, in another spelling."""
    lines = text.split("\n")
    if place.line > len(lines):
        return None
    line = lines[place.line - 1]
    start = max(0, place.column - 1)
    whole = re.compile(rf"(?<![A-Za-z0-9_]){re.escape(word)}(?![A-Za-z0-9_])")
    found = whole.search(line, start, max(start + place.width + 1, start + len(word) + 1))
    if found is None:
        return None
    lines[place.line - 1] = line[: found.start()] + meant + line[found.end() :]
    return "\n".join(lines)
