"""The difference of two lines as strokes of a pen; in which order they are written: `writing`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from rich.cells import get_character_cell_size

from hexvet_tui.terminal.pens import SHOWN_ON_BLANKS, Pen, of_blank
from hexvet_tui.terminal.rows import TAIL, UNTOLD, Row

JUMP = 4
"""Unchanged cells are written again rather than jumped over up to this many."""
ERASED, LEFT = " {11,}", " {6,}"
"""From this many on, blanks are erased: that costs 5 bytes, and 5 to go on after it, which is
not done at the end of a stretch."""
WITHIN, AT_THE_END = re.compile(ERASED), re.compile(f"{ERASED}|{LEFT}$")


class Stroke(NamedTuple):
    """Text that is written at once with one pen, over the cells from `start` to `end`.

    Of the pen of blanks only what is seen of it is kept. The first `shown` cells stand there
    already: they need not be written when another place is gone to in any case.
    """

    row: int
    start: int
    end: int
    pen: Pen
    text: str
    shown: int = 0

    def part(self, start: int, end: int, text: str) -> Stroke:
        """Some of its cells, counted from its start, with what is written for them."""
        shown = max(0, min(self.shown, end) - start)
        return self._replace(start=self.start + start, end=self.start + end, text=text, shown=shown)

    @property
    def sure(self) -> bool:
        """Whether every terminal moves its cursor as far as we think."""
        narrow = self.text.isascii() or all(map(_narrow, self.text))
        return narrow and len(self.text) == self.end - self.start

    @property
    def after(self) -> tuple[int, int]:
        """The row and the column behind it; -1 is a column that is not known."""
        return self.row, self.end if self.sure else -1

    @property
    def blank(self) -> bool:
        """Whether nothing of it is seen but its ground."""
        empty = self.text[:1] == "\x1b" or not self.text.strip(" ")
        return empty and self.pen == of_blank(self.pen)


def _narrow(character: str) -> bool:
    return get_character_cell_size(character) == 1


def strokes(y: int, old: Row, new: Row, erasing: bool = False) -> Iterator[Stroke]:
    """What changes in a line, cut where the pen changes; with `erasing`, blanks are erased."""
    if old.texts == new.texts and old.pens == new.pens:
        return
    changed = _changed(old, new)
    for start, end in _runs(new, changed, erasing):
        pens = _pens(new, start, end)
        cuts = [x for x in range(1, end - start) if pens[x] != pens[x - 1]]
        for a, b in pairwise((0, *cuts, end - start)):
            text = "".join(new.texts[start + a : start + b])
            pen = pens[a] if text.strip(" ") else of_blank(pens[a])
            shown = next(x for x in (*changed, end) if x >= start + a) - start - a
            stroke = Stroke(y, start + a, start + b, pen, text, min(shown, b - a))
            if erasing and stroke.sure and SHOWN_ON_BLANKS.isdisjoint(pen.marks):
                yield from _erased(stroke, AT_THE_END if b == end - start else WITHIN)
            else:
                yield stroke


def _pens(row: Row, start: int, end: int) -> list[Pen]:
    """The pens of a stretch, where blanks are written with the pen of what is beside them."""
    texts, pens = row.texts[start:end], row.pens[start:end]
    if pens.count(pens[0]) == len(pens):
        return pens
    for x in range(1, len(pens)):
        if texts[x] == " " and of_blank(pens[x]) == of_blank(pens[x - 1]):
            pens[x] = pens[x - 1]
    for x in reversed(range(len(pens) - 1)):
        if texts[x] == " " and of_blank(pens[x]) == of_blank(pens[x + 1]):
            pens[x] = pens[x + 1]
    return pens


def _erased(stroke: Stroke, long: re.Pattern[str]) -> Iterator[Stroke]:
    """The stroke with its long blanks as a sequence that erases them and does not move."""
    done, text = 0, stroke.text
    for blanks in long.finditer(text):
        start, end = blanks.span()
        if start > done:
            yield stroke.part(done, start, text[done:start])
        yield stroke.part(start, end, f"\x1b[{end - start}X")
        done = end
    if done < len(text):
        yield stroke.part(done, len(text), text[done:])


def _changed(old: Row, new: Row) -> list[int]:
    """The cells that do not look as they should."""
    cells = zip(old.texts, old.pens, new.texts, new.pens, strict=True)
    return [
        x
        for x, (text, pen, to, wanted) in enumerate(cells)
        if text != to or (pen != wanted and (to != " " or of_blank(pen) != of_blank(wanted)))
    ]


def _runs(new: Row, changed: list[int], erasing: bool) -> Iterator[tuple[int, int]]:
    """The stretches of a line that have to be written."""
    if not changed:
        return
    start = last = changed[0]
    for x in changed[1:]:
        if x - last > 1 and _worth_a_jump(new, last, x, erasing):
            yield from _addressed(new, start, last + 1)
            start = x
        last = x
    yield from _addressed(new, start, last + 1)


def _worth_a_jump(row: Row, last: int, following: int, erasing: bool) -> bool:
    """Whether jumping over what lies between is shorter than writing it again."""
    texts = row.texts[last : following + 1]
    blank = erasing and not "".join(texts).strip(" ")
    # After a doubtful character a place has to be told in any case.
    far = len(texts) - 2 > JUMP or UNTOLD in texts or any(len(text) != 1 for text in texts[:-1])
    if far and not blank:
        return True
    pens = _pens(row, last, following + 1)
    if blank and pens.count(pens[0]) == len(pens):
        return False
    return far or any(pen not in (pens[0], pens[-1]) for pen in pens)


def _addressed(row: Row, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A stretch from its first lead cell to its last covered one.

    Terminals disagree about the width of some characters: one that is not a single character
    in a single cell ends its stretch, and the next cell is addressed anew: nothing shifts.
    """
    texts, width = row.texts, len(row.texts)
    while start > 0 and texts[start] == TAIL:
        start -= 1
    while end < width and texts[end] == TAIL:
        end += 1
    if TAIL not in texts[start:end] and len("".join(texts[start:end])) == end - start:
        yield start, end
        return
    for x in range(start + 1, end):
        if texts[x] != TAIL and (texts[x - 1] == TAIL or len(texts[x - 1]) > 1):
            yield start, x
            start = x
    yield start, end
