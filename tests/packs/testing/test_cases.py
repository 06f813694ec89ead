"""Tests with tables of cases: what a case adds, takes away, and gets wrong."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hexvet.packs.loading import Loaded
from hexvet.testing import cases_of, run_cases, run_tests

City = Callable[..., Loaded]

TABLE = """
[test.limits]
on = 2018-02-01
given = { start = 2018-01-01, votes = 3, exempt = false }
expect = { voted = "passed" }
cases = [
  { name = "at", given = { end = 2020-01-01 }, expect = { time_limited = "passed" } },
  { name = "over", given = { end = 2020-01-02 }, expect = { time_limited = "failed" } },
  { name = "open", expect = { time_limited = "unknown", missing = ["end"] } },
  { name = "no votes", without = ["votes"], expect = { voted = "unknown" } },
  { given = { votes = 1 }, expect = { voted = "failed" } },
]
"""


def test_each_case_is_the_test_with_its_own_answers_and_expectations(city: City) -> None:
    run = run_cases(city(TABLE))
    assert [one.case.id for one in run.runs] == [
        "limits/at",
        "limits/over",
        "limits/open",
        "limits/no votes",
        "limits/5",
    ]
    assert not run.problems
    assert not run.failures
    assert len(run.expectations) == 2 + 2 + 3 + 1 + 1


def test_what_a_case_expects_replaces_what_the_test_expects(city: City) -> None:
    cases, _ = cases_of(city(TABLE))
    assert [(e.name, e.value) for e in cases[4].expected] == [("voted", "failed")]


def test_a_case_may_have_its_own_date(city: City) -> None:
    text = """
[test.before_the_limit_held]
on = 2018-02-01
given = { start = 2014-01-01, end = 2014-02-01 }
expect = { time_limited = "passed" }
cases = [
  { name = "now" },
  { name = "then", on = 2014-06-01, expect = { time_limited = "unknown" } },
]
"""
    assert not run_cases(city(text)).failures


def test_a_test_without_cases_is_run_itself(city: City) -> None:
    text = '[test.one]\non = 2018-02-01\ngiven = { votes = 1 }\nexpect = { voted = "unknown" }\n'
    expectations, problems = run_tests(city(text))
    assert not problems
    assert [(e.test, e.passed) for e in expectations] == [("one", True)]


HEAD = "[test.t]\non = 2018-02-01\n"


@pytest.mark.parametrize(
    ("text", "code", "column", "hint"),
    [
        ("cases = [{ given = { vots = 1 }, expect = { voted = 'failed' } }]", "RP002", 29, "votes"),
        ("cases = [{ expect = { votd = 'failed' } }]", "RP002", 30, "voted"),
        ("cases = [{ expect = { voted = 'faild' } }]", "RP014", 31, "failed"),
        ("cases = [{ expect = { voted = 3 } }]", "RP013", 31, "passed"),
        ("cases = [{ expect = { missing = ['ende'] } }]", "RP002", 34, "end"),
        ("cases = [{ without = ['vote'], expect = { voted = 'failed' } }]", "RP002", 23, "votes"),
        ("cases = [{ given = { votes = 1 } }]", "RP012", 10, "expect"),
        ("cases = []", "RP012", 9, "case"),
        ("given = {}\nexpect = { need = 'met' }", "RP014", 19, "unfilled"),
        ("given = {}\nexpect = { selection = 'stopp' }", "RP014", 24, "stop"),
        ("given = {}", "RP012", 2, "expect"),
        ("cases = [{ nam = 'x', expect = { voted = 'failed' } }]", "RP011", 12, "name"),
    ],
)
def test_a_misspelt_name_or_outcome_is_an_error_with_its_place(
    city: City, text: str, code: str, column: int, hint: str
) -> None:
    """Otherwise such a test would test nothing, for ever."""
    loaded = city(HEAD + text)
    assert loaded.pack is None
    problem = loaded.problems[0]
    assert (problem.code, problem.place.column) == (code, column)
    assert hint in problem.hint


def test_two_cases_of_one_name_are_an_error(city: City) -> None:
    row = "{ name = 'a', expect = { voted = 'failed' } }"
    loaded = city(f"{HEAD}cases = [{row}, {row}]")
    assert [problem.code for problem in loaded.problems] == ["RP024"]


def test_a_wrong_answer_in_a_case_is_told_and_nothing_is_run(city: City) -> None:
    row = "{ given = { votes = -1 }, expect = { voted = 'failed' } }"
    run = run_cases(city(f"{HEAD}cases = [{row}]"))
    assert [problem.code for problem in run.errors] == ["WS014"]
    assert not run.runs
