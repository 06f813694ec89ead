"""Strokes as the fewest bytes: in which order they are written, and how one gets from one to
the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hexvet_tui.terminal.pens import Pen, change, commonest, for_blank, of_blank
from hexvet_tui.terminal.strokes import Stroke

STEPS = 3
"""Lines that are gone down one by one rather than by telling the place."""
NEAR = 10
"""Columns to the right below which the way is shorter than the place."""


def shortest(drawn: list[Stroke], pen: Pen, row: int = -1) -> tuple[str, Pen]:
    """Line by line, or pen by pen where that is shorter: a pen costs more than a place. The
    terminal's cursor is somewhere in a row; -1 is one that is not known."""
    by_line = _written(drawn, pen, row)
    if len({stroke.pen for stroke in drawn}) == len(drawn):
        return by_line
    ground = commonest(stroke.pen for stroke in drawn)
    by_pen = _written(_by_pen(drawn, pen, ground, row), pen, row)
    return min(by_line, by_pen, key=lambda way: len(way[0]) + _back(way[1], ground))


def _by_pen(drawn: list[Stroke], pen: Pen, ground: Pen, row: int) -> Iterator[Stroke]:
    """Strokes by their pens, in the cheapest of some orders: every pen may come first, and after
    one comes the nearest."""
    groups: dict[Pen, list[Stroke]] = {}
    near = {of_blank(stroke.pen): stroke.pen for stroke in reversed(drawn) if not stroke.blank}
    for stroke in drawn:
        if stroke.blank:
            own = near.get(stroke.pen, stroke.pen)
        else:
            own = near[of_blank(stroke.pen)] = stroke.pen
        groups.setdefault(own, []).append(stroke)
    start = {own: _step(pen, (row, -1), own, groups[own][0]) for own in groups}
    steps = {
        own: {other: _step(own, groups[own][-1].after, other, groups[other][0]) for other in groups}
        for own in groups
    }
    orders = [_nearest(first, start[first], steps) for first in groups]
    _, order = min(orders, key=lambda found: found[0] + _back(found[1][-1], ground))
    for own in order:
        yield from groups[own]


def _back(pen: Pen, ground: Pen) -> int:
    """Bytes that the next frame needs to come back to the ground on which most of it lies."""
    return len(change(pen, for_blank(pen, ground)))


def _step(pen: Pen, place: tuple[int, int], to: Pen, first: Stroke) -> int:
    """Bytes from a pen at a place to the first stroke of another."""
    return len(change(pen, to)) + len(_way(*place, first.row, first.start))


def _nearest(first: Pen, cost: int, steps: dict[Pen, dict[Pen, int]]) -> tuple[int, list[Pen]]:
    """The bytes of going from pen to pen, always to the nearest, and the pens in that order."""
    order, left = [first], [pen for pen in steps if pen != first]
    while left:
        ways = steps[order[-1]]
        order.append(min(left, key=ways.__getitem__))
        left.remove(order[-1])
        cost += ways[order[-1]]
    return cost, order


def _written(drawn: Iterable[Stroke], pen: Pen, row: int) -> tuple[str, Pen]:
    """Strokes in their order, with places and pens where they differ from what is before."""
    out: list[str] = []
    column = -1
    for stroke in drawn:
        away = (row, column) != (stroke.row, stroke.start)
        if away and 0 < stroke.shown < len(stroke.text) and stroke.sure:
            stroke = stroke.part(stroke.shown, len(stroke.text), stroke.text[stroke.shown :])
        out.append(_way(row, column, stroke.row, stroke.start))
        wanted = for_blank(pen, stroke.pen) if stroke.blank else stroke.pen
        if wanted != pen:
            out.append(change(pen, wanted))
            pen = wanted
        out.append(stroke.text)
        row, column = stroke.after
    return "".join(out), pen


def _way(row: int, column: int, to_row: int, to_column: int) -> str:
    """From one place to another; -1 is a row or column that is not known."""
    down = to_row - row
    if row < 0 or not 0 <= down <= STEPS:
        return f"\x1b[{to_row + 1}{f';{to_column + 1}' if to_column else ''}H"
    # A vertical tab goes down a line in its column; the terminal driver leaves it alone.
    if to_column == column:
        return "\v" * down
    right = to_column - column
    if column >= 0 and 0 < right < NEAR:
        across = f"\x1b[{right}C" if right > 1 else "\x1b[C"
    else:
        across = "\r" if to_column == 0 else f"\x1b[{to_column + 1}G"
    return across + "\v" * down
