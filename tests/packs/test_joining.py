"""Packs that a workspace uses together: their rules share facts."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from hexvet.loading import load
from hexvet.packs.joining import joint_problems
from hexvet.packs.loading import Library, Loaded
from hexvet.packs.model import Pack

HERE = str(Path(__file__).parent)
if HERE not in sys.path:
    sys.path.insert(0, HERE)

from inference_pack import BASE, LED, rule  # noqa: E402

TEAM = '{ as = "a", fact = "team" }'
OTHER = """
[pack]
id = "other"
title = "Other"
version = "1.0.0"
format = 1
[field.team]
type = "table"
columns = { name = "text", fte = "number" }
"""

Both = Callable[[str, str], tuple[Pack, Pack]]


@pytest.fixture
def both(load_pack: Callable[..., Loaded], tmp_path: Path) -> Both:
    def make(city: str, other: str) -> tuple[Pack, Pack]:
        first = load_pack(BASE + city)
        path = tmp_path / "other.toml"
        path.write_text(OTHER + other)
        second = Library([tmp_path], tmp_path).load_file(path)
        assert first.pack is not None
        assert second.pack is not None, second.problems
        return first.pack, second.pack

    return make


def test_packs_that_agree_have_no_problem(both: Both) -> None:
    packs = both(LED, rule('{ as = "a", fact = "finding", finding = "city/led" }'))
    assert joint_problems(packs) == ()


def test_a_rule_of_a_pack_that_is_not_used(both: Both) -> None:
    _, other = both(LED, rule('{ as = "a", fact = "finding", finding = "city/led" }'))
    (problem,) = joint_problems([other])
    assert (problem.code, problem.severity) == ("RP183", "warning")
    assert problem.message == "no pack in use has the finding 'city/led'"
    assert problem.place.file == "other.toml"


def test_a_misspelt_rule_of_another_pack(both: Both) -> None:
    packs = both(LED, rule('{ as = "a", fact = "check", check = "city/sponsord" }'))
    assert [p.message for p in joint_problems(packs)] == [
        "no pack in use has the check 'city/sponsord'"
    ]


def test_facts_of_one_name_and_two_types(both: Both) -> None:
    one = rule(TEAM, '{ fact = "lead", who = "$a.name" }')
    other = rule(TEAM, '{ fact = "lead", who = "$a.fte" }')
    (problem,) = joint_problems(both(one, other))
    assert (problem.code, problem.severity, problem.place.file) == ("RP045", "error", "other.toml")
    assert "'who' of a fact 'lead' is a number here and a text elsewhere" in problem.message


def test_rules_of_two_packs_that_bar_each_other(both: Both) -> None:
    one = rule(TEAM, unless='{ fact = "finding", finding = "other/found" }')
    other = rule(TEAM, unless='{ fact = "finding", finding = "city/found" }')
    problems = joint_problems(both(one, other))
    assert {problem.code for problem in problems} == {"RP181"}
    assert "city/rule -> other/rule -> city/rule" in problems[0].message


def test_a_workspace_tells_it(both: Both, tmp_path: Path) -> None:
    both(rule(TEAM, '{ fact = "lead", who = "$a.name" }'),
         rule(TEAM, '{ fact = "lead", who = "$a.fte" }'))  # fmt: skip
    rules = tmp_path / "workspace" / "rules"
    rules.mkdir(parents=True)
    for name in ("city.toml", "other.toml"):
        (rules / name).write_text((tmp_path / name).read_text())
    root = tmp_path / "workspace"
    (root / "projects").mkdir()
    (root / "hexvet.toml").write_text('format = 1\ncity = "X"\npacks = ["city", "other"]\n')
    found = [p for p in load(root).problems if p.code == "RP045"]
    assert [str(problem.place).partition(":")[0] for problem in found] == ["rules/other.toml"]
