"""Lines that only moved: the terminal moves them itself for a few bytes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from hexvet_tui.terminal.rows import UNTOLD, Row

FEWEST = 3
"""Lines that have to move together before it is worth looking at."""


class Shift(NamedTuple):
    """The lines from `top` to `bottom` move up by a number of lines, or down when it is below 0.

    `most` is whether that is what happened to most of the lines that changed.
    """

    top: int
    bottom: int
    by: int
    most: bool = False

    @property
    def text(self) -> str:
        """Takes lines out at one end of the region and puts as many in at the other."""
        count = abs(self.by)
        out = self.top if self.by > 0 else self.bottom - count + 1
        lines = "" if count == 1 else str(count)
        return f"\x1b[{out + 1}H\x1b[{lines}M\x1b[{self.new + 1}H\x1b[{lines}L"

    @property
    def erased(self) -> str:
        """Erases what comes in: not every terminal fills lines as it fills what it erases."""
        return "\v".join(["\x1b[K"] * abs(self.by))

    @property
    def new(self) -> int:
        """The first line that comes in, on which the cursor is left."""
        return self.bottom - self.by + 1 if self.by > 0 else self.top

    def moved(self, rows: Sequence[Row], new: Row) -> list[Row]:
        """The lines as they stand afterwards; `new` is what a line is that comes in."""
        within = [
            rows[y + self.by] if self.top <= y + self.by <= self.bottom else new
            for y in range(self.top, self.bottom + 1)
        ]
        return [*rows[: self.top], *within, *rows[self.bottom + 1 :]]


def shifts(rows: Sequence[Row], frame: Mapping[int, Row]) -> list[Shift]:
    """How most of the changed lines of a frame moved, if they did.

    Once with the lines that are the same, and once with the next one, of which some cells
    differ: it was under the cursor.
    """
    changed = [y for y, row in frame.items() if row.texts != rows[y].texts and _telling(row)]
    if len(changed) < FEWEST:
        return []
    places: dict[tuple[str, ...], list[int]] = {}
    for y, row in enumerate(rows):
        places.setdefault(tuple(row.texts), []).append(y)
    moves = [
        (y, old - y)
        for y, row in ((y, frame[y]) for y in changed)
        for old in places.get(tuple(row.texts), ())
        if rows[old].pens == row.pens
    ]
    if not moves:
        return []
    by, count = Counter(by for _, by in moves).most_common(1)[0]
    if count < FEWEST:
        return []
    lines = [y for y, own in moves if own == by]
    most = 2 * count >= len(changed)
    same = Shift(min(*lines, min(lines) + by), max(*lines, max(lines) + by), by, most)
    top, bottom = (same.top, same.bottom + 1) if by > 0 else (same.top - 1, same.bottom)
    found = [same, Shift(top, bottom, by, most)] if top >= 0 and bottom < len(rows) else [same]
    # What is not known cannot be written where it would move to.
    region = rows[found[-1].top : found[-1].bottom + 1]
    return [] if any(UNTOLD in row.texts for row in region) else found


def _telling(row: Row) -> bool:
    """Whether a line can be told from others: blank lines are everywhere."""
    return UNTOLD not in row.texts and len(set(row.texts)) > 1
