"""Sums over the portfolio: by hand, and sound however the missing evidence is filled in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexvet.findings.tallies import Balance, Member, balances_of, members_of
from hexvet.judging import Judge, judge_of
from hexvet.language.tables import Row
from hexvet.model import INFINITY, Cell, Interval, Project
from hexvet.packs.loading import Library

from .conftest import DAY, RIVERTON

PACK = Library([RIVERTON / "rules"]).load("river").pack
assert PACK is not None
TALLY = PACK.tallies["river/fund_by_year"]
JUDGE: Judge = judge_of(PACK, DAY, {})
UNBOUNDED = Interval(-INFINITY, INFINITY)


def point(value: float) -> Interval:
    return Interval(value, value)


def ask(source: str | None, year: int | None, amount: float | None, status: str | None) -> Row:
    """One row of what a project asks for; None where nobody has answered."""
    cells: dict[str, Cell | None] = {
        "source": source,
        "year": None if year is None else point(year),
        "amount": None if amount is None else point(amount),
        "status": status,
    }
    return {name: cell for name, cell in cells.items() if cell is not None}


def member(id_: str, *asks: Row, sure: bool = True, table: bool = True) -> Member:
    """A project of the portfolio with its rows."""
    cells: dict[str, Cell] = {"asks": asks} if table else {}
    return Member(Project(id_, id_, f"projects/{id_}.toml", cells=cells), sure)


def fund(*rows: tuple[str | None, int | None, float | None]) -> Row:
    """The programme's answers: the fund's table."""
    return {"fund": tuple(_line(*row) for row in rows)}


def _line(source: str | None, year: int | None, amount: float | None) -> Row:
    return {n: cell for n, cell in ask(source, year, amount, None).items() if n != "status"}


def balance(*members: Member, limits: Row) -> Balance:
    """The balance of the one group that there is."""
    (found,) = balances_of(TALLY, JUDGE, members, limits)
    return found


A = "Foundation"
LIMIT = fund((A, 2018, 1000))


# by hand --------------------------------------------------------------------------------------
def test_more_than_the_limit_is_over() -> None:
    found = balance(
        member("one", ask(A, 2018, 700, "open")),
        member("two", ask(A, 2018, 300, "open"), ask(A, 2018, 50, "open")),
        limits=LIMIT,
    )
    assert (found.total, found.limit, found.verdict) == (point(1050), point(1000), "over")
    assert found.group == (A, 2018)
    assert found.parts == (("one", point(700)), ("two", point(350)))
    assert dict(found.fact.values) == {
        "tally": "river/fund_by_year", "source": A, "year": 2018.0, "verdict": "over",
        "over_by": 50.0, "total_low": 1050.0, "total_high": 1050.0,
        "limit_low": 1000.0, "limit_high": 1000.0,
    }  # fmt: skip


def test_exactly_the_limit_is_within() -> None:
    found = balance(member("one", ask(A, 2018, 1000, "open")), limits=LIMIT)
    assert found.verdict == "within"
    assert "over_by" not in dict(found.fact.values)


def test_cents_add_up() -> None:
    asks = [member(f"p{n}", ask(A, 2018, 0.1, "open")) for n in range(3)]
    assert balance(*asks, limits=fund((A, 2018, 0.3))).verdict == "within"


def test_rows_that_do_not_count_add_nothing() -> None:
    rows = ask(A, 2018, 900, "open"), ask(A, 2018, 900, "withdrawn")
    assert balance(member("one", *rows), limits=LIMIT).total == point(900)


def test_a_row_that_may_count_widens() -> None:
    """Whether the second row was withdrawn is not known: 900 or 1,800."""
    rows = ask(A, 2018, 900, "open"), ask(A, 2018, 900, None)
    found = balance(member("one", *rows), limits=LIMIT)
    assert (found.total, found.verdict) == (Interval(900, 1800), "unknown")
    assert dict(found.fact.values)["verdict"] == "unknown"


def test_what_surely_is_too_much_is_over_whatever_else_may_count() -> None:
    rows = ask(A, 2018, 1001, "open"), ask(A, 2018, 900, None)
    assert balance(member("one", *rows), limits=LIMIT).verdict == "over"


def test_an_amount_that_is_not_known_can_be_anything() -> None:
    rows = ask(A, 2018, 2000, "open"), ask(A, 2018, None, "open")
    found = balance(member("one", *rows), limits=LIMIT)
    assert (found.total, found.verdict) == (UNBOUNDED, "unknown")
    assert not {"total_low", "total_high"} & dict(found.fact.values).keys()


def test_a_row_of_an_unknown_year_may_be_of_each() -> None:
    rows = ask(A, 2018, 600, "open"), ask(A, None, 500, "open"), ask(A, 2019, 100, "open")
    limits = fund((A, 2018, 1000), (A, 2019, 1000))
    found = balances_of(TALLY, JUDGE, [member("one", *rows)], limits)
    assert [(b.group, b.total, b.verdict) for b in found] == [
        ((A, 2018.0), Interval(600, 1100), "unknown"),
        ((A, 2019.0), Interval(100, 600), "within"),
    ]


def test_a_project_that_may_be_in_the_portfolio_may_count() -> None:
    one = member("one", ask(A, 2018, 600, "open"))
    two = member("two", ask(A, 2018, 600, "open"), sure=False)
    found = balance(one, two, limits=LIMIT)
    assert (found.total, found.verdict) == (Interval(600, 1200), "unknown")
    assert found.parts == (("one", point(600)), ("two", Interval(0, 600)))


def test_a_missing_table_makes_it_unknown() -> None:
    one = member("one", ask(A, 2018, 2000, "open"))
    assert balance(one, member("two", table=False), limits=LIMIT).verdict == "unknown"
    assert balance(one, limits={}).verdict == "unknown"


def test_no_rows_are_known_to_be_none() -> None:
    found = balance(member("one"), limits=LIMIT)
    assert (found.total, found.verdict, found.parts) == (point(0), "within", ())


def test_where_the_fund_has_no_line_there_is_nothing() -> None:
    found = balance(member("one", ask("Bank", 2018, 1, "open")), limits=fund())
    assert (found.limit, found.verdict) == (point(0), "over")


def test_several_lines_of_a_limit_add_up() -> None:
    found = balance(
        member("one", ask(A, 2018, 1200, "open")), limits=fund((A, 2018, 1000), (A, 2018, 200))
    )
    assert (found.limit, found.verdict) == (point(1200), "within")


def test_conditions_on_the_limit(tmp_path: Path) -> None:
    text = (RIVERTON / "rules/river.toml").read_text("utf-8")
    (tmp_path / "river.toml").write_text(
        text.replace('limit = "fund.amount"', 'limit = "fund.amount"\nlimit_where = "year > 2017"'),
        encoding="utf-8",
    )
    pack = Library([tmp_path]).load("river").pack
    assert pack is not None
    tally, judge = pack.tallies["river/fund_by_year"], judge_of(pack, DAY, {})
    asked = member("one", ask(A, 2017, 5, "open"))
    (found,) = balances_of(tally, judge, [asked], fund((A, 2017, 1000)))
    assert (found.limit, found.verdict) == (point(0), "over")


def test_nothing_asked_and_no_fund_is_nothing_to_tell() -> None:
    assert balances_of(TALLY, JUDGE, [member("one")], fund()) == ()


# who belongs to the portfolio -----------------------------------------------------------------
@pytest.mark.parametrize(
    ("cells", "lifecycle", "sure"),
    [
        ({"selected": True}, "active", [True]),
        ({"selected": True}, "paused", [True]),
        ({"selected": True}, "withdrawn", []),
        ({"selected": False}, "active", []),
        ({}, "active", [False]),
    ],
)
def test_members(cells: Row, lifecycle: str, sure: list[bool]) -> None:
    project = Project("one", "One", "one.toml", cells=cells, lifecycle=lifecycle)  # type: ignore[arg-type]
    assert [one.sure for one in members_of(JUDGE, [project])] == sure


def test_without_an_expression_all_are_members() -> None:
    judge = replace(JUDGE, pack=replace(JUDGE.pack, portfolio=None))
    projects = [Project("a", "A", "a"), Project("b", "B", "b", lifecycle="withdrawn")]
    assert [(m.project.id, m.sure) for m in members_of(judge, projects)] == [("a", True)]


# sound ----------------------------------------------------------------------------------------
SOURCES, YEARS, STATES = ("a", "b"), (2018, 2019), ("open", "withdrawn")
AMOUNTS = st.integers(-3, 5).map(float)


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(values, values, st.none())


ROWS = st.lists(
    st.tuples(*map(maybe, (st.sampled_from(SOURCES), st.sampled_from(YEARS), AMOUNTS,
                           st.sampled_from(STATES)))),
    max_size=3,
)  # fmt: skip
TABLES = st.one_of(ROWS, ROWS, st.none())


def filled(draw: st.DrawFn, row: tuple[Any, ...]) -> tuple[Any, ...]:
    choices = (st.sampled_from(SOURCES), st.sampled_from(YEARS), AMOUNTS, st.sampled_from(STATES))
    return tuple(
        draw(choice) if value is None else value for value, choice in zip(row, choices, strict=True)
    )


def completed(draw: st.DrawFn, table: list[tuple[Any, ...]] | None) -> list[tuple[Any, ...]]:
    rows = draw(ROWS) if table is None else table
    return [filled(draw, row) for row in rows]


def _three(row: tuple[Any, ...]) -> tuple[Any, Any, Any]:
    return row[0], row[1], row[2]


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Member], Row, list[Member], Row]:
    """What is known, and one way in which it may turn out."""
    known, real = [], []
    for number in range(draw(st.integers(0, 3))):
        table, sure = draw(TABLES), draw(st.booleans())
        rows = [ask(*row) for row in table or ()]
        known.append(member(f"p{number}", *rows, sure=sure, table=table is not None))
        inside = sure or draw(st.booleans())
        if inside:
            real.append(member(f"p{number}", *(ask(*row) for row in completed(draw, table))))
    table = draw(TABLES)
    limits: Row = {} if table is None else fund(*(_three(row) for row in table))
    return known, limits, real, fund(*(_three(row) for row in completed(draw, table)))


@given(worlds())
def test_verdicts_hold_however_it_turns_out(
    world: tuple[list[Member], Row, list[Member], Row],
) -> None:
    known, limits, real, fund_ = world
    outcome = {one.group: one for one in balances_of(TALLY, JUDGE, real, fund_)}
    for said in balances_of(TALLY, JUDGE, known, limits):
        turned = outcome.get(said.group)
        total = turned.total.low if turned else 0.0
        limit = turned.limit.low if turned else 0.0
        assert said.total.low <= total <= said.total.high
        assert said.limit.low <= limit <= said.limit.high
        if said.verdict != "unknown":
            assert said.verdict == ("over" if total > limit else "within")


@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_projects_and_rows_does_not_matter(
    world: tuple[list[Member], Row, list[Member], Row],
    random: Random,
) -> None:
    known, limits, _, _ = world
    found = balances_of(TALLY, JUDGE, known, limits)
    mixed = [*known]
    random.shuffle(mixed)
    other = balances_of(TALLY, JUDGE, mixed, limits)
    assert [replace(one, parts=()) for one in other] == [replace(one, parts=()) for one in found]
