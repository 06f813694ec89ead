"""Sums over the rows of all projects in the portfolio, each held against its limit.

Sums are intervals: a row that may count, an amount that is not known and a project that may be in
the portfolio widen them. So `over` and `within` hold whatever the missing evidence turns out to
be; a table that is missing makes a tally unknown.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from hexvet.findings.values import value_of
from hexvet.inference.encoding import DECIMALS
from hexvet.inference.model import Fact, Value, fact
from hexvet.judging import Judge
from hexvet.language import scalar
from hexvet.language.environment import Env
from hexvet.language.scalar import SHARE
from hexvet.language.tables import Row, visible
from hexvet.model import ANYTHING, Interval, Project
from hexvet.packs.model import Expression, Tally

Verdict: TypeAlias = Literal["over", "within", "unknown"]
Group: TypeAlias = "tuple[Value, ...]"


class Member(NamedTuple):
    """A project of the portfolio, or one that may be in it when not `sure`."""

    project: Project
    sure: bool


@dataclass(frozen=True, slots=True)
class Balance:
    """One group of a tally: what the projects come to together, against the limit.

    `group` are the values of the tally's `by`, in its order; `parts` what each project adds.
    """

    tally: Tally
    group: Group
    total: Interval
    limit: Interval
    verdict: Verdict
    parts: tuple[tuple[str, Interval], ...]

    @property
    def fact(self) -> Fact:
        """The balance as rules see it; an open end of an interval is left out."""
        over = self.total.low - self.limit.high if self.verdict == "over" else None
        amounts = {
            "over_by": over, "total_low": self.total.low, "total_high": self.total.high,
            "limit_low": self.limit.low, "limit_high": self.limit.high,
        }  # fmt: skip
        known = {n: value_of(None if a is None else Interval(a, a)) for n, a in amounts.items()}
        by = dict(zip(self.tally.by, self.group, strict=True))
        return fact("tally", {**by, "tally": self.tally.id, "verdict": self.verdict, **known})


def members_of(judge: Judge, projects: Iterable[Project]) -> tuple[Member, ...]:
    """The projects that a pack's portfolio joins, and those of which that is not known.

    Without an expression, all that are not withdrawn.
    """
    wanted = judge.pack.portfolio
    found = []
    for project in projects:
        if project.lifecycle != "withdrawn":
            holds = scalar.truth(wanted.node, judge.env(project.cells)) if wanted else 1
            if holds >= 0:
                found.append(Member(project, holds > 0))
    return tuple(found)


def balances_of(
    tally: Tally, judge: Judge, members: Sequence[Member], programme: Row
) -> tuple[Balance, ...]:
    """A balance for each group that the projects or the limits name, ordered by its values."""
    asked = {m.project.id: _asked(tally, judge, m) for m in members}
    limits = _limits(tally, judge, programme)
    rows = [row for found in (*asked.values(), limits) for row in found or ()]
    groups = {tuple(value for value in row.group if value is not None) for row in rows}
    whole = [group for group in groups if len(group) == len(tally.by)]
    return tuple(_balance(tally, group, asked, limits) for group in sorted(whole))


# rows -----------------------------------------------------------------------------------------
class _Line(NamedTuple):
    """A row of either table: the values of `by` (None: not known), whether it counts (1, 0 when
    it may), and its amount."""

    group: tuple[Value | None, ...]
    holds: int
    amount: Interval


def _asked(tally: Tally, judge: Judge, member: Member) -> list[_Line] | None:
    cells, table = member.project.cells, tally.table
    lines = _lines(
        judge, judge.env(cells), cells.get(table), table, tally.by, tally.sum, tally.rows
    )
    if lines is None or member.sure:
        return lines
    return [line._replace(holds=min(line.holds, 0)) for line in lines]


def _limits(tally: Tally, judge: Judge, programme: Row) -> list[_Line] | None:
    table = tally.limit_table
    rows, env = programme.get(table), judge.env({})
    return _lines(judge, env, rows, table, tally.by, tally.limit, tally.limit_rows)


def _lines(
    judge: Judge,
    env: Env,
    rows: object,
    table: str,
    by: Sequence[str],
    column: str,
    counted: Expression | None,
) -> list[_Line] | None:
    """The rows that may count; None when the table is missing and could hold such a row."""
    if not isinstance(rows, tuple):
        env.row = {}
        return [] if counted and scalar.truth(counted.node, env) < 0 else None
    kind = judge.pack.fields[table].columns[column].kind
    found = []
    for row in visible(rows, env.dated.get(table, ""), env.today):
        env.row = row
        holds = 1 if counted is None else scalar.truth(counted.node, env)
        amount = row.get(column)
        known = amount if isinstance(amount, Interval) else SHARE if kind == "share" else ANYTHING
        if holds >= 0:
            found.append(_Line(tuple(value_of(row.get(name)) for name in by), holds, known))
    return found


# sums -----------------------------------------------------------------------------------------
def _balance(
    tally: Tally,
    group: Group,
    asked: Mapping[str, list[_Line] | None],
    limits: list[_Line] | None,
) -> Balance:
    amounts = {id_: _amounts(lines, group) for id_, lines in asked.items()}
    parts = tuple((id_, _sum(found)) for id_, found in amounts.items() if found)
    total = _sum([one for found in amounts.values() for one in found])
    limit = _sum(_amounts(limits, group))
    return Balance(tally, group, total, limit, _verdict(total, limit), parts)


def _amounts(lines: list[_Line] | None, group: Group) -> list[Interval]:
    """What each row adds to a group; anything when the table is missing."""
    if lines is None:
        return [ANYTHING]
    found = []
    for line in lines:
        shared = [None if own is None else own == wanted
                  for own, wanted in zip(line.group, group, strict=True)]  # fmt: skip
        if False not in shared:
            sure = line.holds > 0 and None not in shared
            low, high = line.amount
            found.append(line.amount if sure else Interval(min(low, 0.0), max(high, 0.0)))
    return found


def _sum(amounts: Sequence[Interval]) -> Interval:
    """The exact sum, rounded: it does not depend on the order of the projects."""
    low, high = (math.fsum(one[end] for one in amounts) for end in (0, 1))
    return Interval(round(low, DECIMALS) + 0.0, round(high, DECIMALS) + 0.0)


def _verdict(total: Interval, limit: Interval) -> Verdict:
    if total.low > limit.high:
        return "over"
    return "within" if total.high <= limit.low else "unknown"
