"""The difference of two lines as strokes of a pen, and strokes as the fewest bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from operator import ne
from typing import NamedTuple

from hexvet_tui.terminal.pens import Pen, change
from hexvet_tui.terminal.rows import TAIL, UNTOLD, Row

JUMP = 4
"""Unchanged cells are written again rather than jumped over up to this many."""
BLANKS = " " * 12
"""From this many on, blanks are erased: that costs 5 bytes, and 5 to go on after it."""
LONG_BLANKS = re.compile(f"{BLANKS} *")
SHOWN_ON_BLANKS = frozenset({"4", "5", "6", "7", "9", "21", "51", "52", "53"})
"""Marks that are seen on a blank: erasing would not bring them."""
STEPS = 3
"""Lines that are gone down one by one rather than by telling the place."""


class Stroke(NamedTuple):
    """Text that is written at once with one pen, over the cells from `start` to `end`."""

    row: int
    start: int
    end: int
    pen: Pen
    text: str

    def part(self, start: int, end: int, text: str) -> Stroke:
        """Some of its cells, counted from its start, with what is written for them."""
        return self._replace(start=self.start + start, end=self.start + end, text=text)

    @property
    def sure(self) -> bool:
        """Whether every terminal moves its cursor as far as we think."""
        return len(self.text) == self.end - self.start


def strokes(y: int, old: Row, new: Row, erasing: bool = False) -> Iterator[Stroke]:
    """What changes in a line, cut where the pen changes; with `erasing`, blanks are erased."""
    if old.texts == new.texts and old.pens == new.pens:
        return
    for start, end in _runs(old, new):
        cuts = [x for x in range(start + 1, end) if new.pens[x] != new.pens[x - 1]]
        for a, b in pairwise((start, *cuts, end)):
            stroke = Stroke(y, a, b, new.pens[a], "".join(new.texts[a:b]))
            if erasing and BLANKS in stroke.text and SHOWN_ON_BLANKS.isdisjoint(stroke.pen.marks):
                yield from _erased(stroke)
            else:
                yield stroke


def _erased(stroke: Stroke) -> Iterator[Stroke]:
    """The stroke with its long blanks as a sequence that erases them and does not move."""
    if not stroke.sure:
        yield stroke
        return
    done, text = 0, stroke.text
    for blanks in LONG_BLANKS.finditer(text):
        start, end = blanks.span()
        if start > done:
            yield stroke.part(done, start, text[done:start])
        yield stroke.part(start, end, f"\x1b[{end - start}X")
        done = end
    if done < len(text):
        yield stroke.part(done, len(text), text[done:])


def shortest(drawn: list[Stroke], pen: Pen) -> tuple[str, Pen]:
    """Line by line, or pen by pen where that is shorter: a pen costs more than a place."""
    by_line = _written(drawn, pen)
    first = {stroke.pen: at for at, stroke in reversed([*enumerate(drawn)])}
    if len(first) == len(drawn):
        return by_line
    ordered = sorted(drawn, key=lambda stroke: first[stroke.pen])
    return min(by_line, _written(ordered, pen), key=lambda written: len(written[0]))


def _written(drawn: Iterable[Stroke], pen: Pen) -> tuple[str, Pen]:
    """Strokes in their order, with places and pens where they differ from what is before."""
    out: list[str] = []
    row = column = -1
    for stroke in drawn:
        out.append(_way(row, column, stroke.row, stroke.start))
        if stroke.pen != pen:
            out.append(change(pen, stroke.pen))
            pen = stroke.pen
        out.append(stroke.text)
        row, column = stroke.row, stroke.end if stroke.sure else -1
    return "".join(out), pen


def _way(row: int, column: int, to_row: int, to_column: int) -> str:
    """From one place to another; -1 is a row or column that is not known."""
    down = to_row - row
    if row < 0 or not 0 <= down <= STEPS:
        return f"\x1b[{to_row + 1}{f';{to_column + 1}' if to_column else ''}H"
    # A vertical tab goes down a line in its column; the terminal driver leaves it alone.
    if to_column == column:
        return "\v" * down
    across = "\r" if to_column == 0 else f"\x1b[{to_column + 1}G"
    return across + "\v" * down


def _runs(old: Row, new: Row) -> Iterator[tuple[int, int]]:
    """The stretches of a line that have to be written."""
    differs = map(ne, zip(old.texts, old.pens), zip(new.texts, new.pens))  # noqa: B905
    changed = [x for x, differ in enumerate(differs) if differ]
    if not changed:
        return
    start = last = changed[0]
    for x in changed[1:]:
        if x - last > 1 and _worth_a_jump(new, last, x):
            yield from _addressed(new, start, last + 1)
            start = x
        last = x
    yield from _addressed(new, start, last + 1)


def _worth_a_jump(row: Row, last: int, following: int) -> bool:
    """Whether jumping over what lies between is shorter than writing it again."""
    texts = row.texts[last:following]
    # After a doubtful character a place has to be told in any case.
    if len(texts) - 1 > JUMP or UNTOLD in texts or any(len(text) != 1 for text in texts):
        return True
    near = (row.pens[last], row.pens[following])
    return any(pen not in near for pen in row.pens[last + 1 : following])


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
