"""A line of a file as it stands there, with carets under the part that is meant."""

from __future__ import annotations

from hexvet.documents import printable
from hexvet.problems import Place
from hexvet.reporters.typesetting import display_width

WINDOW = 90
"""The most columns of a source line that are shown."""


def excerpt(place: Place, indent: int) -> list[str]:
    """The line with its number and the carets below it; nothing where the line is not known."""
    if not place.line or not place.text.strip():
        return []
    text = printable(place.text).replace("\t", " ")
    start = min(max(place.column - 1, 0), len(text))
    first = 0 if len(text) <= WINDOW else max(0, min(start - WINDOW // 3, len(text) - WINDOW))
    shown = text[first : first + WINDOW]
    part = shown[start - first : start - first + max(place.width, 1)]
    lead, tail = "..." if first else "", "..." if first + WINDOW < len(text) else ""
    blanks = " " * (len(lead) + display_width(shown[: start - first]))
    number, margin = str(place.line), " " * indent
    return [
        f"{margin}{number} | {lead}{shown.rstrip()}{tail}",
        f"{margin}{' ' * len(number)} | {blanks}{'^' * max(1, display_width(part))}",
    ]
