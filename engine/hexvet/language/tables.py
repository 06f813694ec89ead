"""Aggregates over the rows of a table, once it is known which rows count.

A row counts (+1), does not (-1), or may (0); one that may widens the result.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from hexvet.model import ANYTHING, Cell, Interval

Row = Mapping[str, Cell]


def visible(rows: Sequence[Row], dated: str, today: float) -> Sequence[Row]:
    """The rows that existed on the as-of date."""
    if not dated:
        return rows
    return [row for row in rows if not _later(row.get(dated), today)]


def _later(cell: Cell | None, today: float) -> bool:
    return isinstance(cell, Interval) and cell.low > today


def tally(truths: Sequence[int]) -> Interval:
    """How many rows count."""
    sure = truths.count(1)
    return Interval(float(sure), float(sure + truths.count(0)))


def total(values: Sequence[tuple[int, Interval]]) -> Interval:
    """Sum of a column."""
    low = high = 0.0
    for holds, value in values:
        if holds >= 0:
            low += value[0] if holds else min(value[0], 0.0)
            high += value[1] if holds else max(value[1], 0.0)
    return Interval(low, high)


def extreme(
    values: Sequence[tuple[int, Interval]], choose: Callable[[list[float]], float]
) -> Interval:
    """The least or greatest; unknown when no row is sure to count."""
    sure = [value for holds, value in values if holds > 0]
    if not sure:
        return ANYTHING
    possible = [value for holds, value in values if holds >= 0]
    lows, highs = (possible, sure) if choose([0, 1]) == 0 else (sure, possible)
    return Interval(choose([value[0] for value in lows]), choose([value[1] for value in highs]))


def latest(
    rows: Sequence[Row], truths: Sequence[int], dated: str, column: str
) -> Interval | int | str | None:
    """The column's value in the row with the last date; None when that cannot be told."""
    best: Row | None = None
    at = ANYTHING.low
    for row, holds in zip(rows, truths, strict=True):
        when = row.get(dated)
        if holds < 0:
            continue
        if holds == 0 or not isinstance(when, Interval) or when.low != when.high:
            return None
        if when.low >= at:
            best, at = row, when.low
    cell = None if best is None else best.get(column)
    if isinstance(cell, bool):
        return 1 if cell else -1
    return cell if isinstance(cell, Interval | str) else None
