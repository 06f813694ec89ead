"""Lines of styled text: cleaned, cut and padded to cells, wrapped, framed. No screen needed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from hexvet_tui.cells import cell_len, cut_cells

Run: TypeAlias = tuple[str, str]
"""Some text and its style key; several keys are separated by spaces, the last one wins."""

Line: TypeAlias = tuple[Run, ...]

FRAME = 2
"""The lines, and the columns, that a frame takes."""

MORE = ".."
"""Marks that something was left out. Two dots, because terminals disagree on how wide one
character with three dots is, and so that a screen in ASCII has the same places."""

_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200d\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff\ud800-\udfff]"
)
_SPACES = re.compile(r"[\t\n\v\f\r\u2028\u2029]+")
_ANSI = re.compile(
    "(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]"
    "|(?:\x1b\\]|\x9d)[^\x07\x1b\x9c]*(?:\x07|\x1b\\\\|\x9c)?|\x1b."
)


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The characters that frames and separators are made of."""

    horizontal: str = "─"
    vertical: str = "│"
    corners: str = "┌┐└┘"
    dot: str = "·"
    more: str = MORE
    arrow: str = "→"


UNICODE = Glyphs()
ASCII = Glyphs("-", "|", "++++", "-", MORE, "->")


@lru_cache(maxsize=4096)
def clean(text: str) -> str:
    """`text` without control, direction and invisible characters: safe in one line of cells.

    Joiners and variation selectors go too, because terminals disagree about their width.
    """
    if text.isascii() and text.isprintable():
        return text
    return _UNPRINTABLE.sub("", _SPACES.sub(" ", _ANSI.sub("", text)))


def width_of(line: Iterable[Run]) -> int:
    """How many cells a line takes."""
    return sum(cell_len(text) for text, _ in line)


def cut(text: str, width: int, more: str = MORE) -> str:
    """`text` in at most `width` cells; `more` marks that something was left out."""
    if cell_len(text) <= width:
        return text
    room = width - cell_len(more)
    if room < 1:
        return cut_cells(text, max(0, width)).rstrip()
    return cut_cells(text, room).rstrip() + more


def fit(text: str, width: int, more: str = MORE, right: bool = False) -> str:
    """`text` in exactly `width` cells, to the left or to the right."""
    short = cut(text, width, more)
    blank = " " * (width - cell_len(short))
    return blank + short if right else short + blank


def fit_line(line: Iterable[Run], width: int, fill: str = "text") -> Line:
    """The line in exactly `width` cells: cut inside a run, or padded with blanks."""
    runs: list[Run] = []
    room = width
    for text, style in line:
        size = cell_len(text)
        if size > room:
            text, size = cut_cells(text, room), room
        if text:
            runs.append((text, style))
        room -= size
        if room <= 0:
            return tuple(runs)
    runs.append((" " * room, fill))
    return tuple(runs)


def cut_line(line: Sequence[Run], width: int, fill: str = "text") -> Line:
    """The line in exactly `width` cells; two dots mark that words at its end were left out."""
    if width < 3 or cell_len("".join(text for text, _ in line).rstrip()) <= width:
        return fit_line(line, width, fill)
    return (*fit_line(line, width - 2, fill), (MORE, fill))


def overlaid(line: Iterable[Run], style: str) -> Line:
    """The line with one more style key on each of its runs."""
    return tuple((text, f"{own} {style}") for text, own in line)


def pointed(line: Line, width: int, *, active: bool = True) -> Line:
    """The row of a list under the cursor, in exactly `width` cells: `>` in place of its first
    cell, on the cursor's ground; on a fainter one where another pane is active."""
    (text, style), *rest = line or (("", "text"),)
    marked = fit_line(((">", "name"), (text[1:], style), *rest), width)
    return overlaid(marked, "cursor" if active else "place")


def justified(left: Sequence[Run], right: Sequence[Run], width: int, fill: str = "text") -> Line:
    """One line with `right` at its end; the left part is cut when both do not fit."""
    room = width - width_of(right)
    if room < 12:
        return cut_line(left, width, fill)
    if width_of(left) > room:
        return (*cut_line(left, room - 1, fill), (" ", fill), *right)
    return (*fit_line(left, room, fill), *right)


def _words(text: str, width: int) -> Iterator[str]:
    for word in text.split():
        while cell_len(word) > width:
            head = cut_cells(word, width)
            head = word[: len(head.rstrip())] or word[:1]
            yield head
            word = word[len(head) :]
        if word:
            yield word


def wrap(text: str, width: int, limit: int = 0) -> list[str]:
    """Words in rows of at most `width` cells. `limit` rows at most when it is not 0."""
    width = max(1, width)
    rows: list[str] = []
    row = ""
    for word in _words(clean(text), width):
        if row and cell_len(row) + 1 + cell_len(word) > width:
            rows.append(row)
            row = word
        else:
            row = f"{row} {word}" if row else word
    rows.append(row)
    if limit and len(rows) > limit:
        rest = " ".join(rows[limit - 1 :])
        return [*rows[: limit - 1], cut(rest, width)]
    return rows


def hanging(label: Run, text: str, style: str, width: int, indent: int) -> list[Line]:
    """A label, and a text that is wrapped beside it at `indent`."""
    rows = wrap(text, width - indent)
    head = (fit(label[0], indent), label[1])
    blank = (" " * indent, style)
    return [((head if n == 0 else blank), (row, style)) for n, row in enumerate(rows)]


def scrolled(top: int, cursor: int, count: int, height: int) -> int:
    """The first visible row that keeps the cursor in view and moves as little as possible."""
    if height <= 0:
        return 0
    top = min(max(top, cursor - height + 1), cursor)
    return max(0, min(top, count - height))


def rule(width: int, glyphs: Glyphs, title: str = "", style: str = "frame") -> Line:
    """A horizontal line, with a title near its start."""
    if not title:
        return ((glyphs.horizontal * width, style),)
    text = cut(f" {title} ", max(0, width - 2), glyphs.more)
    rest = glyphs.horizontal * (width - 1 - cell_len(text))
    return ((glyphs.horizontal, style), (text, f"{style} caption"), (rest, style))


def titled(text: str, active: bool) -> str:
    """A pane's title; that of the active one is marked, so that it shows without colour."""
    return f"> {text}" if active else text


def framed(
    rows: Sequence[Line],
    width: int,
    height: int,
    glyphs: Glyphs,
    *,
    title: str = "",
    hint: str = "",
    active: bool = False,
) -> list[Line]:
    """The rows in a box of exactly `width` by `height` cells, titled above and hinted below."""
    if width < 4 or height < 2:
        return [fit_line((), max(0, width))] * height
    style = "frame active" if active else "frame"
    side = (glyphs.vertical, style)
    body = [*rows[: height - 2], *[()] * (height - 2 - len(rows))]
    inner = [(side, *fit_line(row, width - 2), side) for row in body]
    ends = glyphs.corners
    top = _edge(ends[0], ends[1], title, width, glyphs, style, "caption")
    return [top, *inner, _edge(ends[2], ends[3], hint, width, glyphs, style, "hint")]


def _edge(
    left: str, right: str, text: str, width: int, glyphs: Glyphs, style: str, own: str
) -> Line:
    word = cut(f" {text} ", width - 4, glyphs.more + " ") if text else ""
    rest = glyphs.horizontal * (width - 3 - cell_len(word))
    start = left + glyphs.horizontal
    return ((start, style), (word, f"{style} {own}"), (rest + right, style))
