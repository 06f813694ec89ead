"""The table of functions: what each takes and gives. There are no others."""

from __future__ import annotations

from typing import NamedTuple


class Signature(NamedTuple):
    """`least` and `most` arguments; `takes` and `gives` are read by the checker.

    takes: `same` quantities of one kind, `amount` no dates, `date`, `any`; gives: `same` as what
    it takes, or a kind.
    """

    least: int
    most: int
    takes: str
    gives: str
    help: str


FUNCTIONS: dict[str, Signature] = {
    "min": Signature(2, 20, "same", "same", "min(a, b, …): the least"),
    "max": Signature(2, 20, "same", "same", "max(a, b, …): the greatest"),
    "abs": Signature(1, 1, "amount", "same", "abs(x): without its sign"),
    "round": Signature(1, 2, "amount", "same", "round(x) or round(x, 2): halves go up"),
    "days_between": Signature(2, 2, "date", "number", "days_between(from, to)"),
    "months_between": Signature(2, 2, "date", "number", "months_between(from, to)"),
    "years_between": Signature(2, 2, "date", "number", "years_between(from, to)"),
    "if_known": Signature(2, 2, "any", "same", "if_known(x, default)"),
    "today": Signature(0, 0, "any", "date", "today(): the as-of date"),
}


class AggregateSignature(NamedTuple):
    """Whether a column and a condition are needed, allowed or forbidden, and what comes out."""

    column: str  # none | number | ordered | any
    where: str  # needed | allowed
    gives: str  # number | truth | same
    help: str


AGGREGATES: dict[str, AggregateSignature] = {
    "count": AggregateSignature("none", "allowed", "number", "count(table where condition)"),
    "sum": AggregateSignature("number", "allowed", "same", "sum(table.column where condition)"),
    "min": AggregateSignature("ordered", "allowed", "same", "min(table.column where condition)"),
    "max": AggregateSignature("ordered", "allowed", "same", "max(table.column where condition)"),
    "latest": AggregateSignature("any", "allowed", "same", "latest(table.column where condition)"),
    "any": AggregateSignature("none", "needed", "truth", "any(table where condition)"),
    "all": AggregateSignature("none", "needed", "truth", "all(table where condition)"),
    "share": AggregateSignature("none", "needed", "share", "share(table where condition)"),
}
