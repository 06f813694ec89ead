"""A portfolio as columns: one array a field instead of one mapping a project.

Shapes: n projects; a table field has m rows over all projects, sorted by project, with `owner`
(int64, m) telling whose row it is. Quantities are float64 pairs (low, high), the same array
twice where every answer is exact; truths int8 (-1, 0, +1); texts int32 codes (-1: unknown).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from hexvet.language.tables import Row, visible
from hexvet.model import ANYTHING, Cell, Field, Interval

Floats: TypeAlias = npt.NDArray[np.float64]
Truths: TypeAlias = npt.NDArray[np.int8]
Codes: TypeAlias = npt.NDArray[np.int32]
Bools: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A column of numbers, shares, money or dates; `known` is None when all are answered."""

    low: Floats
    high: Floats
    known: Bools | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """All rows of a table field. `present` (n) tells which projects have the table at all."""

    owner: npt.NDArray[np.int64]
    columns: Mapping[str, Quantity | Truths | Codes]
    present: Bools


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of `size` projects. `codes` maps every text to its code, and grows by those
    that only rules bring."""

    size: int
    fields: Mapping[str, Quantity | Truths | Codes | Table]
    codes: dict[str, int]
    rows: Sequence[Row] = ()


@dataclass(slots=True)
class Codebook:
    """Gives each distinct text a code, in order of appearance."""

    codes: dict[str, int] = field(default_factory=dict)

    def code(self, text: str) -> int:
        """The code of a text, a new one when it is new."""
        return self.codes.setdefault(text, len(self.codes))


def columns_of(rows: Sequence[Row], fields: Mapping[str, Field], today: float) -> Columns:
    """The columns of the projects whose cells are `rows`, table rows after `today` left out."""
    book = Codebook()
    made: dict[str, Quantity | Truths | Codes | Table] = {}
    for name, declared in fields.items():
        if declared.of == "programme":
            continue
        if declared.kind == "table":
            made[name] = _table(declared, rows, today, book)
        else:
            cells = [row.get(name) for row in rows]
            made[name] = _column(declared.kind, cells, declared.range, book)
    return Columns(len(rows), made, book.codes, rows)


def _column(
    kind: str, cells: Sequence[Cell | None], span: Interval, book: Codebook
) -> Quantity | Truths | Codes:
    if kind == "truth":
        return np.array([0 if c is None else 1 if c else -1 for c in cells], np.int8)
    if kind == "text":
        codes = (book.code(c) if isinstance(c, str) else -1 for c in cells)
        return np.fromiter(codes, np.int32, len(cells))
    return _quantity(cells, span)


def _quantity(cells: Sequence[Cell | None], span: Interval) -> Quantity:
    count = len(cells)
    low, high = span
    lows = np.fromiter((c[0] if isinstance(c, Interval) else low for c in cells), float, count)
    highs = np.fromiter((c[1] if isinstance(c, Interval) else high for c in cells), float, count)
    known = np.fromiter((c is not None for c in cells), bool, count)
    if np.array_equal(lows, highs):
        highs = lows
    return Quantity(lows, highs, None if known.all() else known)


def _table(declared: Field, rows: Sequence[Row], today: float, book: Codebook) -> Table:
    owner: list[int] = []
    inner: list[Row] = []
    present = np.zeros(len(rows), bool)
    for index, row in enumerate(rows):
        found = row.get(declared.name)
        if isinstance(found, tuple) and not isinstance(found, Interval):
            present[index] = True
            shown = visible(found, declared.dated, today)
            owner += [index] * len(shown)
            inner += shown
    made = {}
    for name, column in declared.columns.items():
        span = Interval(0.0, 1.0) if column.kind == "share" else ANYTHING
        made[name] = _column(column.kind, [row.get(name) for row in inner], span, book)
    return Table(np.array(owner, np.int64), made, present)


def part(columns: Columns, start: int, stop: int) -> Columns:
    """The projects `start` to `stop` (not included), as views of the same arrays."""
    if start == 0 and stop >= columns.size:
        return columns
    stop = min(stop, columns.size)
    made = {name: _part(column, slice(start, stop)) for name, column in columns.fields.items()}
    return Columns(stop - start, made, columns.codes, columns.rows[start:stop])


def _part(
    column: Quantity | Truths | Codes | Table, projects: slice
) -> Quantity | Truths | Codes | Table:
    if not isinstance(column, Table):
        return _sliced(column, projects)
    first, last = np.searchsorted(column.owner, (projects.start, projects.stop))
    rows = slice(int(first), int(last))
    inner = {name: _sliced(values, rows) for name, values in column.columns.items()}
    return Table(column.owner[rows] - projects.start, inner, column.present[projects])


def _sliced(column: Quantity | Truths | Codes, rows: slice) -> Quantity | Truths | Codes:
    if not isinstance(column, Quantity):
        return column[rows]
    low = column.low[rows]
    high = low if column.high is column.low else column.high[rows]
    return Quantity(low, high, None if column.known is None else column.known[rows])
