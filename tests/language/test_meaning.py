"""What each operator and function means, worked out by hand."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pytest
from generators import COLUMNS, FIELDS, HERE, INFINITY, ordinal

from hexvet.language import scalar
from hexvet.language.checker import Scope, compile_expression
from hexvet.language.columns import columns_of
from hexvet.language.environment import Env
from hexvet.language.vector import compile_program, run
from hexvet.model import Cell, Field, Interval

TODAY = ordinal(2018, 2, 1)
WORDS = {1: True, 0: None, -1: False}
UNKNOWN = (-INFINITY, INFINITY)


def i(low: float, high: float | None = None) -> Interval:
    """An answer: exact, or a range."""
    return Interval(low, low if high is None else high)


def said(text: str, programme: Mapping[str, Cell] | None = None, **cells: Cell) -> Any:
    """True, False or None; a text or None; or (low, high). Both evaluators must say it."""
    node = compile_expression(text, Scope(FIELDS, {"kn": "number", "km": "money"}))
    ranges = {name: field.range for name, field in FIELDS.items()}
    dated = {"log": "d"}
    params = {"kn": i(2), "km": i(100)}
    env = Env(cells, programme or {}, params, {}, ranges, TODAY, dated)
    columns = columns_of([cells], FIELDS, TODAY)
    (value,) = run(compile_program([node], {}), columns, env)
    if node.kind == "truth":
        found = scalar.truth(node, env)
        assert int(value[0]) == found
        return WORDS[found]
    if node.kind == "text":
        return scalar.text(node, env)
    low, high = scalar.quantity(node, env)
    assert (float(value[0][0]), float(value[1][0])) == (low, high)
    return low, high


def table(*rows: Mapping[str, Any]) -> tuple[Mapping[str, Cell], ...]:
    """Rows with plain numbers as exact cells."""
    exact = (int, float)
    return tuple(
        {k: i(v) if isinstance(v, exact) and not isinstance(v, bool) else v for k, v in row.items()}
        for row in rows
    )


@pytest.mark.parametrize(
    ("text", "answer", "expected"),
    [
        # at the boundary, of an exact answer
        ("n1 < 5", i(5), False), ("n1 <= 5", i(5), True), ("n1 > 5", i(5), False),
        ("n1 >= 5", i(5), True), ("n1 == 5", i(5), True), ("n1 != 5", i(5), False),
        # a range that touches, covers or misses the boundary
        ("n1 < 5", i(3, 5), None), ("n1 < 5", i(3, 4.9), True), ("n1 < 5", i(5, 6), False),
        ("n1 <= 5", i(3, 5), True), ("n1 <= 5", i(5, 6), None), ("n1 <= 5", i(5.1, 6), False),
        ("n1 > 5", i(5, 6), None), ("n1 > 5", i(3, 5), False), ("n1 > 5", i(5.1, 6), True),
        ("n1 >= 5", i(5, 6), True), ("n1 >= 5", i(3, 5), None), ("n1 >= 5", i(3, 4), False),
        ("n1 == 5", i(4, 6), None), ("n1 == 5", i(5, 6), None), ("n1 == 5", i(6, 7), False),
        ("n1 != 5", i(4, 6), None), ("n1 != 5", i(6, 7), True),
        # both sides ranges
        ("n1 == n1", i(4, 6), None), ("n1 == n1", i(4), True), ("n1 - n1 == 0", i(4, 6), None),
        # between takes both ends
        ("n1 between 1 and 5", i(1), True), ("n1 between 1 and 5", i(5), True),
        ("n1 between 1 and 5", i(0.9), False), ("n1 between 1 and 5", i(5.1), False),
        ("n1 between 1 and 5", i(2, 6), None), ("n1 between 1 and 5", i(6, 7), False),
        ("n1 between 5 and 1", i(3), False), ("not n1 between 1 and 5", i(3), False),
        # lists
        ("n1 in [1, 2.5, 5]", i(2.5), True), ("n1 in [1, 2.5, 5]", i(3), False),
        ("n1 in [1, 2.5, 5]", i(2, 3), None), ("n1 in [1, 5]", i(2, 4), False),
        ("n1 not in [1, 5]", i(5), False), ("n1 not in [1, 5]", i(2, 4), True),
        ("n1 in [-1, 5]", i(5), True), ("n1 in [5,]", i(5), True),
    ],
)  # fmt: skip
def test_comparisons_of_a_number(text: str, answer: Interval, expected: bool | None) -> None:
    assert said(text, n1=answer) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # n1 is declared from 0 to 10, n0 without limits: so much is known of a missing answer
        ("n1 <= 10", True), ("n1 < 10", None), ("n1 > 10", False), ("n1 >= 0", True),
        ("n1 == 11", False), ("n1 + 1 >= 1", True), ("n0 <= 10", None), ("n0 == n0", None),
        ("s0 <= 100%", True), ("s0 > 1", False), ("m0 >= 0", True), ("m0 * 2 + m0 >= 0", True),
        ("m1 >= 0", None), ("n0 * 0 == 0", True), ("d1 >= 2014-12-31", True),
        ("d1 < 2014-12-31", False), ("t0", None), ("not t0", None), ("x0 == 'a'", None),
        ("x0 in ['a', 'b', 'c']", None), ("x0 == x0", None), ("t0 or true", True),
        ("t0 and false", False), ("t0 or false", None), ("t0 and true", None), ("t0 == t0", None),
        ("t0 or not t0", None), ("t0 is known", False), ("t0 is missing", True),
        ("n1 is known", False), ("(n1 <= 10) is known", True),
        ("team is missing", True), ("team is known", False), ("count(team) is known", False),
        ("count(team) >= 0", True), ("count(team) >= 1", None), ("share(team where t) <= 1", True),
        ("any(team where t)", None), ("all(team where t)", None), ("sum(team.p) >= 0", None),
        ("min(team.a) == 1", None), ("latest(log.x) == 'a'", None),
    ],
)  # fmt: skip
def test_what_is_known_of_missing_answers(text: str, expected: bool | None) -> None:
    assert said(text) is expected


@pytest.mark.parametrize("left", [True, False, None])
@pytest.mark.parametrize("right", [True, False, None])
def test_kleenes_tables(left: bool | None, right: bool | None) -> None:
    cells: dict[str, Cell] = {n: v for n, v in (("t0", left), ("t1", right)) if v is not None}
    both = False if False in (left, right) else None if None in (left, right) else True
    either = True if True in (left, right) else None if None in (left, right) else False
    same = None if None in (left, right) else left == right
    assert said("t0 and t1", **cells) is both
    assert said("t0 or t1", **cells) is either
    assert said("t0 == t1", **cells) is same
    assert said("t0 != t1", **cells) is (None if same is None else not same)
    assert said("not t0", **cells) is (None if left is None else not left)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # or < and < not < comparison < + - < * / < sign
        ("true or false and false", True), ("(true or false) and false", False),
        ("not true or true", True), ("not (true or true)", False), ("not 1 > 2", True),
        ("not not true", True), ("not true == false", True), ("(not true) == false", True),
        ("1 + 2 * 3 == 7", True), ("(1 + 2) * 3 == 9", True), ("10 - 2 - 3 == 5", True),
        ("16 / 4 / 2 == 2", True), ("2 * 3 / 4 == 1.5", True), ("-2 * -3 == 6", True),
        ("1 - -1 == 2", True), ("- - 2 == 2", True), ("-2 + 3 == 1", True),
        ("1 between 0 and 2 and true", True), ("1 between 0 and 1 + 1 or false", True),
        ("12_000 == 12000", True), ("25% == 0.25", True), ("150% == 1.5", True),
        ("2.50 == 2.5", True),
        ("'it''s' == \"it's\"", True), ("'A' == 'a'", False), ("2016-02-29 < 2016-03-01", True),
        ("today() == 2018-02-01", True), ("x0 == 'a' or true", True),
    ],
)  # fmt: skip
def test_precedence_and_literals(text: str, expected: bool) -> None:
    assert said(text) is expected


@pytest.mark.parametrize(
    ("text", "cells", "expected"),
    [
        ("n0 + n1", {"n0": i(1, 2), "n1": i(3, 5)}, (4, 7)),
        ("n0 - n1", {"n0": i(1, 2), "n1": i(3, 5)}, (-4, -1)),
        ("n0 - n0", {"n0": i(1, 2)}, (-1, 1)),
        ("n0 * n1", {"n0": i(-2, 3), "n1": i(4, 5)}, (-10, 15)),
        ("n0 * n0", {"n0": i(-2, 3)}, (-6, 9)),
        ("n0 * n2", {"n0": i(-2, -1), "n2": i(-5, -3)}, (3, 10)),
        ("n0 / n1", {"n0": i(1, 4), "n1": i(2, 4)}, (0.25, 2)),
        ("n0 / n2", {"n0": i(1, 4), "n2": i(-4, -2)}, (-2, -0.25)),
        ("n0 / n2", {"n0": i(1, 4), "n2": i(-1, 2)}, UNKNOWN),
        ("n0 / n1", {"n0": i(1, 4), "n1": i(0, 2)}, UNKNOWN),
        ("n0 / n1", {"n0": i(1), "n1": i(0)}, UNKNOWN),
        ("n0 / n1", {"n0": i(0), "n1": i(0)}, UNKNOWN),
        ("0 / n0", {"n0": i(3)}, (0, 0)),
        ("n1 / 2", {}, (0, 5)),
        ("1 / (n1 + 1)", {}, (1 / 11, 1)),
        ("m0 + 1 * km", {}, (100, INFINITY)),
        ("m0 / m0", {"m0": i(10, 20)}, (0.5, 2)),
        ("m0 * s0", {"m0": i(100), "s0": i(0.25)}, (25, 25)),
        ("m0 * s0", {"m0": i(100)}, (0, 100)),
        ("-n1", {"n1": i(2, 3)}, (-3, -2)),
        ("abs(n2)", {"n2": i(-3, 2)}, (0, 3)),
        ("abs(n2)", {"n2": i(-3, -2)}, (2, 3)),
        ("abs(n2)", {"n2": i(2, 3)}, (2, 3)),
        ("abs(n2)", {}, (0, 10)),
        ("round(n0)", {"n0": i(2.5)}, (3, 3)),
        ("round(n0)", {"n0": i(-2.5)}, (-2, -2)),
        ("round(n0)", {"n0": i(2.4, 2.6)}, (2, 3)),
        ("round(n0, 2)", {"n0": i(1.125)}, (1.13, 1.13)),
        ("round(n0, 1)", {"n0": i(1e300)}, (1e300, 1e300)),
        ("round(n0)", {}, UNKNOWN),
        ("min(n0, n1)", {"n0": i(3, 7), "n1": i(5, 6)}, (3, 6)),
        ("max(n0, n1)", {"n0": i(3, 7), "n1": i(5, 6)}, (5, 7)),
        ("max(n0, n1)", {"n1": i(5)}, (5, INFINITY)),
        ("min(1, 2, n1)", {"n1": i(0)}, (0, 0)),
        ("max(m0, 0)", {"m0": i(3)}, (3, 3)),
        ("if_known(n0, 7)", {}, (7, 7)),
        ("if_known(n0, 7)", {"n0": i(1, 2)}, (1, 2)),
        ("if_known(n0, n1)", {}, (0, 10)),
        ("if_known(n0 + n1, 7)", {"n0": i(1)}, (7, 7)),
        ("if_known(n0 / n1, 7)", {"n0": i(1), "n1": i(0, 2)}, (7, 7)),
        ("if_known(n0 / n1, 7)", {"n0": i(1), "n1": i(1, 2)}, (0.5, 1)),
        ("if_known(x0, 'b')", {}, "b"),
        ("if_known(x0, 'b')", {"x0": "c"}, "c"),
        ("if_known(t0, false)", {}, False),
        ("if_known(t0, false)", {"t0": True}, True),
        ("if_known(n1 > 5, true)", {"n1": i(3, 7)}, True),
    ],
)  # fmt: skip
def test_arithmetic_on_ranges(text: str, cells: dict[str, Cell], expected: Any) -> None:
    assert said(text, **cells) == expected


def day(text: str) -> Interval:
    """An exact date."""
    year, month, dom = map(int, text.split("-"))
    return i(ordinal(year, month, dom))


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        ("2015-07-01", "2017-07-01", 24), ("2017-07-01", "2015-07-01", -24),
        ("2015-01-15", "2015-02-15", 1 + 14 / 28 - 14 / 31), ("2015-01-01", "2015-01-16", 15 / 31),
        ("2015-01-31", "2015-02-28", 1 + 27 / 28 - 30 / 31),
        ("2016-02-29", "2017-02-28", 12 + 27 / 28 - 28 / 29),
        ("2016-02-01", "2016-02-29", 28 / 29), ("2015-12-31", "2016-01-01", 1 - 30 / 31),
        ("2015-01-31", "2015-03-31", 2), ("2015-07-01", "2015-07-01", 0),
        ("2015-07-01", "2017-07-02", 24 + 1 / 31), ("2015-07-01", "2017-06-30", 23 + 29 / 30),
        ("0001-01-01", "9999-12-31", 9998 * 12 + 11 + 30 / 31),
    ],
)  # fmt: skip
def test_months_by_the_calendar(start: str, end: str, months: float) -> None:
    low, high = said(f"months_between({start}, {end})")
    assert low == high == pytest.approx(months, abs=1e-9)
    assert said(f"years_between({start}, {end})")[0] == pytest.approx(months / 12, abs=1e-9)
    whole = months == int(months)
    assert not whole or low == months, "the same day of two months is exactly whole"


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2016-02-28", "2016-03-01", 2), ("2015-02-28", "2015-03-01", 1),
        ("2016-01-01", "2017-01-01", 366), ("2017-01-01", "2016-01-01", -366),
    ],
)  # fmt: skip
def test_days_by_the_calendar(start: str, end: str, days: int) -> None:
    assert said(f"days_between({start}, {end})") == (days, days)


def test_two_years_and_a_range_of_ends() -> None:
    ends = i(ordinal(2017, 7, 1), ordinal(2017, 8, 1))
    assert said("months_between(2015-07-01, d0)", d0=ends) == (24, 25)
    assert said("months_between(2015-07-01, d0) <= 24", d0=ends) is None
    assert said("months_between(d0, 2018-07-01)", d0=ends) == (11, 12)
    assert said("days_between(d0, d0)", d0=ends) == (-31, 31)
    assert said("months_between(2015-07-01, d0)") == UNKNOWN


# tables ---------------------------------------------------------------------------------------
TEAM = table(
    {"a": 1, "p": 100, "q": 0.5, "t": True, "x": "a", "d": ordinal(2017, 1, 1)},
    {"a": 2, "p": 200, "t": False, "x": "b", "d": ordinal(2017, 6, 1)},
    {"a": 4, "p": 400, "q": 0.25, "x": "a", "d": ordinal(2016, 1, 1)},
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("count(team)", (3, 3)), ("count(team where x == 'a')", (2, 2)),
        ("count(team where t)", (1, 2)), ("count(team where not t)", (1, 2)),
        ("count(team where q >= 25%)", (2, 3)), ("share(team where x == 'a')", (2 / 3, 2 / 3)),
        ("share(team where t)", (1 / 3, 2 / 3)), ("sum(team.a)", (7, 7)),
        ("sum(team.a where t)", (1, 5)), ("sum(team.a where not t)", (2, 6)),
        ("sum(team.q)", (0.75, 1.75)), ("sum(team.p where x == 'c')", (0, 0)),
        ("min(team.a)", (1, 1)), ("max(team.a)", (4, 4)), ("max(team.a where t)", (1, 4)),
        ("min(team.a where not t)", (2, 2)), ("min(team.a where x == 'c')", UNKNOWN),
        ("max(team.a where t and a > 3)", UNKNOWN), ("latest(team.d)", (ordinal(2017, 6, 1),) * 2),
        ("latest(team.d where x == 'a')", (ordinal(2017, 1, 1),) * 2),
        ("latest(team.d where t)", UNKNOWN), ("latest(team.d where x == 'c')", UNKNOWN),
        ("any(team where t)", True), ("all(team where t)", False), ("any(team where a > 9)", False),
        ("all(team where a < 9)", True), ("all(team where t or a > 1)", True),
        ("any(team where q == 75%)", None), ("all(team where t or x == 'b')", None),
        ("count(team where a > n1)", (0, 3)), ("count(team where a >= kn)", (2, 2)),
        ("count(team where count(team where t) >= 1)", (3, 3)),
        ("sum(team.p) / count(team)", (700 / 3, 700 / 3)), ("team is known", True),
        ("sum(team.p where x == 'a') >= km * 5", True), ("count(team where q is missing)", (1, 1)),
        ("sum(team.q) is known", False), ("if_known(sum(team.q), 0)", (0, 0)),
        ("sum(team.q where q is known) is known", True), ("count(team where t) is known", False),
        ("max(team.q where x == 'a') is known", True), ("max(team.q) is known", False),
    ],
)  # fmt: skip
def test_aggregates(text: str, expected: Any) -> None:
    assert said(text, team=TEAM) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("count(team)", (0, 0)), ("sum(team.p)", (0, 0)), ("min(team.a)", UNKNOWN),
        ("max(team.d)", UNKNOWN), ("any(team where t)", False), ("all(team where t)", True),
        ("share(team where t)", (0, 1)), ("latest(team.d)", UNKNOWN), ("team is known", True),
        ("team is missing", False), ("min(team.a) is known", False), ("sum(team.a) is known", True),
        ("share(team where t) is known", False), ("count(team where t) is known", True),
    ],
)  # fmt: skip
def test_a_table_that_is_known_to_be_empty(text: str, expected: Any) -> None:
    assert said(text, team=()) == expected


LOG = table(
    {"d": ordinal(2017, 3, 1), "x": "a", "a": 1, "t": False},
    {"d": ordinal(2018, 2, 1), "x": "b", "a": 2, "t": True},
    {"d": ordinal(2018, 2, 2), "x": "c", "a": 3},
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("count(log)", (2, 2)), ("latest(log.x)", "b"), ("latest(log.a)", (2, 2)),
        ("latest(log.t)", True), ("latest(log.x where a < 2)", "a"), ("max(log.a)", (2, 2)),
        ("any(log where x == 'c')", False), ("latest(log.d) == 2018-02-01", True),
        ("latest(log.x where a > 5) == 'a'", None), ("latest(log.p) is known", False),
    ],
)  # fmt: skip
def test_rows_after_the_as_of_date_are_hidden(text: str, expected: Any) -> None:
    assert said(text, log=LOG) == expected


def test_a_row_that_may_count_widens_a_sum_in_one_direction_only() -> None:
    losses = table({"a": -3, "t": True}, {"a": -5}, {"a": 2})
    assert said("sum(team.a where t)", team=losses) == (-8, -1)
    assert said("sum(team.a where not t)", team=losses) == (-5, 2)
    assert said("sum(team.a where t or x == 'a')", team=losses[:2]) == (-8, -3)


def test_a_row_without_a_date_counts_but_is_never_the_latest() -> None:
    log = (*LOG[:2], {"x": "c"})
    assert said("count(log)", log=log) == (3, 3)
    assert said("latest(log.x) is known", log=log) is False
    assert said("latest(log.x where a > 0)", log=(*LOG[:2], {"x": "c", "a": i(0)})) == "b"


def test_of_rows_on_one_day_the_last_written_is_the_latest() -> None:
    same = table({"d": ordinal(2018, 1, 1), "x": "a"}, {"d": ordinal(2018, 1, 1), "x": "b"})
    assert said("latest(log.x)", log=same) == "b"


def test_a_rule_of_a_project_reads_the_programme() -> None:
    board = table({"a": 1, "x": "a"}, {"a": 5, "x": "b"})
    assert said("pn > n1", {"pn": i(3)}, n1=i(2)) is True
    assert said("count(board where a > n1)", {"board": board}, n1=i(2)) == (1, 1)
    assert said("count(board where a > n1)", {"board": board}, n1=i(2, 6)) == (0, 1)
    assert said("count(board where x == 'a') + n1", {}, n1=i(2)) == (2, INFINITY)


def test_a_rule_of_the_programme_reads_all_projects() -> None:
    projects = (
        {"n1": i(2), "m0": i(100), "t0": True, "team": TEAM},
        {"n1": i(8), "m0": i(10, 20), "team": ()},
        {"t0": False},
    )
    fields = {**FIELDS, "n1": Field("n1", "number", HERE, range=Interval(0, 10))}

    def over_all(text: str) -> Any:
        node = compile_expression(text, Scope(fields, subject="programme"))
        ranges = {name: field.range for name, field in fields.items()}
        env = Env({}, {}, {}, {}, ranges, TODAY, {}, projects)
        if node.kind == "truth":
            return WORDS[scalar.truth(node, env)]
        return tuple(scalar.quantity(node, env))

    assert over_all("count(projects)") == (3, 3)
    assert over_all("count(projects where t0)") == (1, 2)
    assert over_all("sum(projects.n1)") == (10, 20)
    assert over_all("sum(projects.m0 where n1 > 1)") == (110, INFINITY)
    assert over_all("max(projects.n1)") == (8, 10)
    assert over_all("any(projects where n1 > 10)") is False
    assert over_all("count(projects where team is known)") == (2, 2)
    assert over_all("count(projects where team is missing)") == (1, 1)


# beyond the greatest float --------------------------------------------------------------------
def test_results_that_no_float_holds_are_unbounded_not_wrong() -> None:
    from dataclasses import replace

    lets: dict[str, Any] = {"l0": compile_expression("n0 * 1000000", Scope(FIELDS))}
    for number in range(1, 8):
        scope = Scope(FIELDS, let_kind=lambda name: ("number", "project"))
        text = f"l{number - 1} * l{number - 1}"
        lets[f"l{number}"] = compile_expression(text, scope)
    scope = Scope(FIELDS, let_kind=lambda name: ("number", "project"))
    env = Env({"n0": i(10)}, {}, {}, lets, {}, TODAY)
    for text in ("l7", "l7 + l7", "l7 - l7", "l7 * -1", "l7 / 3", "0 - l7 * l7", "abs(l7)"):
        node = compile_expression(text, scope)
        low, high = scalar.quantity(node, replace(env, memo={}))
        assert low <= high and not math.isnan(low) and low < INFINITY and high > -INFINITY
        columns = columns_of([env.cells], FIELDS, TODAY)
        ((lows, highs),) = run(compile_program([node], lets), columns, env)
        assert (lows[0], highs[0]) == (low, high)
    assert WORDS[scalar.truth(compile_expression("l7 - l7 == 0", scope), env)] is None
    assert WORDS[scalar.truth(compile_expression("l7 > 1", scope), env)] is True


def test_columns_are_as_the_tests_expect() -> None:
    assert set(COLUMNS) == {"a", "q", "p", "d", "t", "x"}
