"""The columns that a portfolio can be sorted by, and the order that they give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hexvet_tui.columns import Columns

AMOUNT = ("least first", "most first")
ALPHABET = ("A to Z", "Z to A")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its id, the letter after `s` that sorts by it, its word, and what its order is
    called, the rising one first. `by` is what it is sorted by where that is not all of it."""

    id: str
    key: str
    word: str
    best_first: bool = True
    orders: tuple[str, str] = AMOUNT
    by: str = ""


COLUMNS = (
    Column("name", "n", "name", best_first=False, orders=ALPHABET),
    Column("stage", "s", "stage", best_first=False, orders=("earliest first", "latest first")),
    Column("met", "m", "met sections"),
    Column("gate", "g", "gate", orders=("fewest passed first", "most passed first")),
    Column("score", "c", "score", by="guaranteed score"),
    Column("evidence", "e", "evidence"),
    Column("failed", "f", "failed checks"),
    Column("due", "u", "next due", best_first=False, orders=("soonest first", "last first")),
    Column("dept", "d", "department", best_first=False, orders=ALPHABET),
)
BY_ID = {column.id: column for column in COLUMNS}


@dataclass(frozen=True, slots=True)
class Sort:
    """A column and whether its usual direction is reversed."""

    column: str = "name"
    reverse: bool = False

    @property
    def descending(self) -> bool:
        """Whether the largest comes first."""
        return BY_ID[self.column].best_first != self.reverse

    @property
    def word(self) -> str:
        """What is compared: of a score that is a range, the end that the evidence guarantees."""
        return BY_ID[self.column].by or BY_ID[self.column].word

    @property
    def told(self) -> str:
        """`department, A to Z`."""
        return f"{self.word}, {BY_ID[self.column].orders[self.descending]}"


def _keys(columns: Columns, sort: Sort) -> Sequence[Any]:
    """One comparable value a project; of days and departments, none is the last either way."""
    column, last = sort.column, not sort.descending
    if column == "stage":
        gates = {gate: place for place, gate in enumerate(columns.gates)}
        return [(gates.get(stage or "", len(gates)), stage or "") for stage in columns.stages]
    if column == "met":
        return [(row.count("filled"), -row.count("unfilled")) for row in columns.sections]
    if column == "gate":
        return _passed(columns)
    if column == "score":
        return [(-1.0, -1.0) if score is None else score for score in columns.scores]
    if column == "evidence":
        return [-1.0 if share is None else share for share in columns.shares]
    if column == "due":
        return [((days is None) == last, days or 0.0) for days in columns.due]
    if column == "dept":
        return [((not name) == last, name.casefold()) for name in columns.departments]
    return [(counts[1], counts[2]) for counts in columns.counts]


def _passed(columns: Columns) -> Sequence[tuple[int, int]]:
    """How many gates are passed, then how the one after them stands."""
    passage = {None: -1, "stop": 0, "hold": 1, "pass": 2}
    passed = [0] * columns.size
    for states in columns.gates.values():
        passed = [n + (state == "pass") for n, state in zip(passed, states, strict=True)]
    pairs = zip(passed, columns.passages, strict=True)
    return [(number if state else -1, passage[state]) for number, state in pairs]


def _whole_order(columns: Columns, sort: Sort) -> tuple[int, ...]:
    """Every row in the order of a column; ties by title, then by id."""
    names, ids = columns.names, columns.ids
    by_name, key = sort.column == "name", (sort.column, sort.descending)
    if key not in columns.orders:
        rows: Sequence[int] = range(columns.size)
        if by_name:
            rows = sorted(rows, key=lambda row: (names[row], ids[row]), reverse=sort.descending)
        else:
            rows = _whole_order(columns, Sort())
            rows = sorted(rows, key=_keys(columns, sort).__getitem__, reverse=sort.descending)
        columns.orders[key] = tuple(rows)
    return columns.orders[key]


def ordered(columns: Columns, rows: Sequence[int], sort: Sort) -> tuple[int, ...]:
    """Some rows in the order of a column; ties by title, then by id.

    The order of all rows is worked out once, so that another filter costs no sorting.
    """
    order = _whole_order(columns, sort)
    if len(rows) == columns.size:
        return order
    kept = bytearray(columns.size)
    for row in rows:
        kept[row] = 1
    return tuple(row for row in order if kept[row])
