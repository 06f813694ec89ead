"""An explanation names the leaves that decide, their values and evidence, and what turns them."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

import hexvet
from hexvet.explanation import NoSuchRule
from hexvet.model import Explanation

PACK = """
[pack]
id = "city"
title = "City"
version = "1.0.0"
format = 1
[field.sponsor]
type = "truth"
label = "Executive sponsor"
[field.start]
type = "date"
[field.end]
type = "date"
label = "Planned end"
[field.cost]
type = "money"
min = 0
unit = "USD"
[field.council]
type = "truth"
of = "programme"
label = "Advisory council"
[param.max_months]
values = { 2015-01-01 = 24 }
label = "the limit"
[let.months]
expr = "months_between(start, end)"
label = "Months planned"
[let.backed]
expr = "sponsor or cost == 0"
[gate.selection]
order = 1
[section.s]
order = 1
kind = "benefit"
title = "Savings"
fill = { at_least = 1, of = "criteria" }
[criterion.cheap]
section = "s"
score = { input = "cost", ramp = [1_000, 0] }
[criterion.quick]
section = "s"
met = "months < 12"
[check.time_limited]
title = "Time-limited scope"
require = "end is known and months <= max_months"
severity = "blocker"
gate = "selection"
message = "Planned for {months:.0f} months; the limit is {max_months}."
remedy = "Set an end date."
clause = "P23"
[check.backing]
require = "backed"
severity = "blocker"
gate = "selection"
[check.council]
of = "programme"
require = "council"
severity = "warning"
gate = "selection"
"""
ON = datetime.date(2016, 3, 1)


@pytest.fixture
def explain(tmp_path: Path):  # type: ignore[no-untyped-def]
    """`explain(project_text, rule)` in a workspace with the pack above."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "projects").mkdir()
    (tmp_path / "rules" / "city.toml").write_text(PACK)
    (tmp_path / "hexvet.toml").write_text('format = 1\ncity = "X"\npacks = ["city"]\n')

    def run(answers: str, rule: str | None = None, subject: str = "p") -> Explanation:
        (tmp_path / "projects" / "p.toml").write_text('title = "P"\n' + answers)
        assessment = hexvet.evaluate(hexvet.load(tmp_path), ON)
        assert not assessment.workspace.problems
        return hexvet.explain(assessment, subject, rule)

    return run


def test_a_failed_check_shows_the_one_leaf_that_fails(explain) -> None:  # type: ignore[no-untyped-def]
    said = explain("start = 2016-01-01\nend = 2019-01-01\n", "time_limited")
    assert (said.verdict, said.clause) == ("failed", "P23")
    assert said.message == "Planned for 36 months; the limit is 24."
    (reason,) = said.reasons
    assert reason.text == "months <= max_months"
    assert reason.value == "months is 36, max_months is 24"
    assert reason.holds is False
    assert [evidence.field for evidence in reason.evidence] == ["start", "end"]
    assert said.changes == ("Months planned must be at most 24 (now 36)",)


def test_absence_that_an_author_made_count_asks_for_the_answer(explain) -> None:  # type: ignore[no-untyped-def]
    said = explain("start = 2016-01-01\n", "time_limited")
    assert said.verdict == "failed"
    assert said.message == "Planned for unknown months; the limit is 24."
    assert said.needs == ("end",)
    assert said.changes[0] == "answer: Planned end"


def test_a_leaf_of_a_let_points_at_the_let(explain) -> None:  # type: ignore[no-untyped-def]
    said = explain("cost = 5\n", "backing")
    assert said.verdict == "unknown"
    (reason,) = said.reasons
    assert reason.text == "sponsor"
    assert reason.where.path == ("let", "backed", "expr")
    assert reason.needs == ("sponsor",)
    assert said.changes == ("answer: Executive sponsor (must be yes)",)


def test_the_smallest_set_of_leaves_decides_a_passed_check(explain) -> None:  # type: ignore[no-untyped-def]
    said = explain("sponsor = true\ncost = 0\n", "backing")
    assert said.verdict == "passed"
    assert len(said.reasons) == 1
    assert said.changes == ()


def test_a_gate_is_made_of_the_checks_that_decide_it(explain) -> None:  # type: ignore[no-untyped-def]
    said = explain("sponsor = true\nstart = 2016-01-01\nend = 2019-01-01\n")
    assert (said.rule, said.kind, said.verdict) == ("selection", "gate", "stop")
    assert [part.rule for part in said.parts] == ["city/time_limited"]


def test_a_section_shows_its_criteria_with_scores(explain) -> None:  # type: ignore[no-untyped-def]
    said = explain("cost = { low = 250, high = 500 }\n", "s")
    assert said.verdict == "filled"
    cheap = said.parts[0]
    assert cheap.verdict == "met"
    assert cheap.reasons[0].value == "250 to 500 USD, worth 50 to 75 of 100"


def test_a_check_of_the_programme_is_explained_for_the_programme(explain) -> None:  # type: ignore[no-untyped-def]
    said = explain("", "council", "programme")
    assert (said.subject, said.verdict) == ("programme", "unknown")
    assert explain("", "council").subject == "programme"


def test_a_param_before_its_first_row_is_named(explain, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    explain("start = 2014-01-01\nend = 2015-01-01\n", "time_limited")
    early = hexvet.evaluate(hexvet.load(tmp_path), datetime.date(2014, 6, 1))
    said = hexvet.explain(early, "p", "time_limited")
    assert said.verdict == "unknown"
    assert said.changes == ("max_months must have a value on the as-of date",)


@pytest.mark.parametrize(
    ("subject", "rule", "hint"),
    [
        ("q", None, "there is no project 'q'"),
        ("p", "time_limted", "did you mean 'time_limited'?"),
        ("programme", "time_limited", "name a project"),
        ("programme", "s", "name a project"),
    ],
)
def test_a_name_that_does_not_exist(explain, subject: str, rule: str | None, hint: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(NoSuchRule, match=re.escape(hint)):
        explain("", rule, subject)
