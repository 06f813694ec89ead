"""Which facts there are: exact values only, rows that exist, and nothing that no rule asks for."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from hexvet.findings.facts import ground_of, programme_facts, project_facts
from hexvet.findings.rulebooks import rulebook
from hexvet.findings.wanted import Wanted, sieve_of
from hexvet.inference import model
from hexvet.inference.model import Fact, Value
from hexvet.packs.fact_kinds import Stage

from .conftest import append, change, judge

RULES = "rules/river.toml"


def day(text: str) -> float:
    """A date as facts hold it."""
    return float(datetime.date.fromisoformat(text).toordinal())


def facts_of(city: Path, project: str, of: Stage = "project") -> list[Fact]:
    """The facts of one project, or of the programme (""), that the pack's rules look at."""
    assessment = judge(city)
    ground = ground_of(assessment, rulebook(assessment.packs, of).wanted)
    return list(project_facts(ground, project) if project else programme_facts(ground))


def said(facts: list[Fact], kind: str) -> list[dict[str, Value]]:
    """The values of the facts of one kind."""
    return [dict(fact.values) for fact in facts if fact.kind == kind]


def asking(city: Path, patterns: str, of: str = "project", then: str = "") -> None:
    """Leaves one rule in the pack, with these patterns."""
    text = (city / RULES).read_text(encoding="utf-8")
    then = then or 'then = { finding = "f", project = "$a.project", severity = "advice" }'
    when = " ".join(patterns.split())
    rule = f'[infer.only]\nof = "{of}"\nwhen = [{when}]\n{then}\n'
    (city / RULES).write_text(text[: text.index("[infer.")] + rule, encoding="utf-8")


# projects -------------------------------------------------------------------------------------
def test_a_project_with_its_fields_lets_and_place(city: Path) -> None:
    asking(city, """
        { as = "a", fact = "project", title = { exists = true }, selected = { exists = true },
          contact = { exists = true }, silence = { exists = true }, votes = { exists = true },
          lifecycle = { exists = true }, number = { ge = 1 } }""")  # fmt: skip
    assert said(facts_of(city, "birch"), "project") == [
        {
            "project": "birch", "title": "Birch lane", "selected": True, "votes": 3.0,
            "contact": day("2018-05-20"), "silence": 12.0, "lifecycle": "active", "number": 2.0,
        }
    ]  # fmt: skip


def test_a_field_that_no_rule_looks_at_is_no_part_of_a_fact(city: Path) -> None:
    asking(city, '{ as = "a", fact = "project", votes = { ge = 1 } }')
    assert said(facts_of(city, "birch"), "project") == [{"project": "birch", "votes": 3.0}]


@pytest.mark.parametrize("answer", ["", "votes = { low = 2, high = 3 }"])
def test_what_is_not_known_exactly_is_no_value(answer: str, city: Path) -> None:
    asking(city, '{ as = "a", fact = "project", votes = { exists = false } }')
    change(city / "projects/birch.toml", "votes = 3", answer)
    assert said(facts_of(city, "birch"), "project") == [{"project": "birch"}]


def test_a_range_of_one_value_is_known(city: Path) -> None:
    asking(city, '{ as = "a", fact = "project", votes = { ge = 1 } }')
    change(city / "projects/birch.toml", "votes = 3", "votes = { low = 3, high = 3 }")
    assert said(facts_of(city, "birch"), "project") == [{"project": "birch", "votes": 3.0}]


def test_a_disputed_answer_is_no_value(city: Path) -> None:
    asking(city, '{ as = "a", fact = "project", director = { exists = false } }')
    (city / "assessments/mayor").mkdir(parents=True)
    (city / "assessments/mayor/birch.toml").write_text(
        'finished = true\ndirector = "Somebody else"\n', encoding="utf-8"
    )
    assert said(facts_of(city, "birch"), "project") == [{"project": "birch"}]


def test_a_number_beyond_the_engine_is_left_out(city: Path) -> None:
    asking(city, '{ as = "a", fact = "project", cost = { exists = false } }')
    append(city / "projects/dogwood.toml", "cost = 1_000_000_000_001")
    assert said(facts_of(city, "dogwood"), "project") == [{"project": "dogwood"}]


def test_a_long_text_is_a_text(city: Path) -> None:
    long = "Ж" * 9_000
    asking(city, '{ as = "a", fact = "project", director = { exists = true } }')
    change(city / "projects/birch.toml", "Kim Oak", long)
    assert said(facts_of(city, "birch"), "project") == [{"project": "birch", "director": long}]


def test_a_let_that_evidence_leaves_open_is_no_value(city: Path) -> None:
    asking(city, '{ as = "a", fact = "project", silence = { exists = false } }')
    assert said(facts_of(city, "dogwood"), "project") == [{"project": "dogwood"}]


# rows -----------------------------------------------------------------------------------------
def test_rows_have_their_number_in_the_file_and_hidden_ones_are_not_there(city: Path) -> None:
    asking(city, '{ as = "a", fact = "milestones", name = { exists = true } }')
    assert said(facts_of(city, "alder"), "milestones") == [
        {"project": "alder", "row": 1.0, "name": "Survey"},
        {"project": "alder", "row": 2.0, "name": "Permit"},
    ]


def test_rows_of_the_programme_belong_to_no_project(city: Path) -> None:
    asking(city, '{ as = "a", fact = "staff", left = { exists = true } }', "portfolio",
           'then = { finding = "f", severity = "advice" }')  # fmt: skip
    assert said(facts_of(city, "", "portfolio"), "staff") == [
        {"row": 1.0, "left": day("2018-05-01")}
    ]


# outcomes -------------------------------------------------------------------------------------
def test_checks_with_and_without_their_waiver(city: Path) -> None:
    asking(city, """{ as = "a", fact = "check", check = "voted", without = { exists = true },
        status = { exists = true }, severity = { exists = true }, gate = { exists = true },
        of = { exists = true } }""")  # fmt: skip
    assert said(facts_of(city, "cedar"), "check") == [
        {
            "project": "cedar", "check": "river/voted", "status": "waived", "without": "failed",
            "severity": "blocker", "gate": "vetting", "of": "project",
        }
    ]  # fmt: skip


def test_a_waiver_of_a_check_that_is_passed_changes_nothing(city: Path) -> None:
    asking(city, '{ as = "a", fact = "check", check = "voted", status = { exists = true } }')
    change(city / "projects/cedar.toml", "votes = 2", "votes = 3")
    assert [one["status"] for one in said(facts_of(city, "cedar"), "check")] == ["passed"]


def test_an_unknown_check_is_a_fact_like_any_other(city: Path) -> None:
    asking(city, '{ as = "a", fact = "check", check = "voted", status = "unknown" }')
    assert said(facts_of(city, "dogwood"), "check") == [
        {"project": "dogwood", "check": "river/voted", "status": "unknown"}
    ]


def test_checks_of_the_programme_belong_to_no_project(city: Path) -> None:
    asking(city, '{ as = "a", fact = "check", of = "programme", status = "passed" }',
           then='then = { finding = "f", project = "$a.check", severity = "advice" }')  # fmt: skip
    assert said(facts_of(city, ""), "check") == [
        {"check": "river/overseen", "of": "programme", "status": "passed"}
    ]
    asking(city, '{ as = "a", fact = "check", check = "overseen" }',
           then='then = { finding = "f", project = "$a.check", severity = "advice" }')  # fmt: skip
    assert facts_of(city, "alder") == []


def test_gates_sections_and_criteria(city: Path) -> None:
    text = (city / RULES).read_text(encoding="utf-8")
    sections = """[section.good]
order = 1
kind = "benefit"
title = "Good"
fill = "any"

[criterion.cheap]
section = "good"
met = "votes >= 3"

"""
    at = text.index("[check.voted]")
    (city / RULES).write_text(text[:at] + sections + text[at:], encoding="utf-8")
    append(city / "projects/dogwood.toml", "votes = 2")
    asking(city, """{ as = "a", fact = "gate", state = { exists = true } },
        { as = "b", fact = "section", project = "$a.project", state = { exists = true },
          kind = { exists = true } },
        { as = "c", fact = "criterion", project = "$a.project", state = { exists = true }
        }""")  # fmt: skip
    facts = facts_of(city, "dogwood")
    assert said(facts, "gate") == [
        {"project": "dogwood", "gate": "vetting", "state": "stop"},
        {"project": "dogwood", "gate": "launch", "state": "hold"},
    ]
    assert said(facts, "section") == [
        {"project": "dogwood", "section": "river/good", "state": "unfilled", "kind": "benefit"}
    ]
    assert said(facts, "criterion") == [
        {"project": "dogwood", "criterion": "river/cheap", "state": "unmet"}
    ]


def test_waivers_and_what_remedies_build_on(city: Path) -> None:
    asking(city, """{ as = "a", fact = "waiver", role = { exists = true }, name = { exists = true },
        until = { exists = true }, days_left = { exists = true } },
        { as = "d", fact = "dependency", on = "$a.check" }""")  # fmt: skip
    assert said(facts_of(city, "cedar"), "waiver") == [
        {
            "project": "cedar", "check": "river/voted", "role": "mayor", "name": "M. Vale",
            "until": day("2018-06-30"), "days_left": 29.0,
        }
    ]  # fmt: skip
    assert said(facts_of(city, "alder"), "waiver") == []
    assert said(facts_of(city, ""), "dependency") == [
        {"check": "river/resourced", "on": "river/voted"}
    ]


# what is asked for ----------------------------------------------------------------------------
def test_what_no_pattern_can_match_is_no_fact(city: Path) -> None:
    asking(city, '{ as = "a", fact = "check", check = "voted", status = "failed" }')
    assert facts_of(city, "alder") == []
    assert facts_of(city, "") == []


@pytest.mark.parametrize(
    ("test", "matching"),
    [
        ("{ eq = 3 }", {"alder", "birch"}),
        ("3.0000001", {"alder", "birch"}),
        ("{ ne = 3 }", {"cedar"}),
        ("{ lt = 3 }", {"cedar"}),
        ("{ le = 3 }", {"alder", "birch", "cedar"}),
        ("{ gt = 2 }", {"alder", "birch"}),
        ("{ ge = 2 }", {"alder", "birch", "cedar"}),
        ("{ exists = true }", {"alder", "birch", "cedar"}),
        ("{ exists = false }", {"dogwood"}),
        ("{ ge = 2, lt = 3 }", {"cedar"}),
    ],
)
def test_only_facts_that_pass_the_constant_tests(test: str, matching: set[str], city: Path) -> None:
    """votes: 3 for alder and birch, 2 for cedar, not known for dogwood."""
    asking(city, f'{{ as = "a", fact = "project", votes = {test} }}')
    found = {id_ for id_ in ("alder", "birch", "cedar", "dogwood") if facts_of(city, id_)}
    assert found == matching


def test_tests_against_other_facts_rule_nothing_out(city: Path) -> None:
    asking(city, """{ as = "a", fact = "project", votes = { exists = true } },
        { as = "b", fact = "needs_first", project = "$a.project", on = { ne = "$a.project" }
        }""")  # fmt: skip
    assert said(facts_of(city, "birch"), "needs_first") == [
        {"project": "birch", "row": 1.0, "on": "alder"}
    ]


def test_only_the_named_texts() -> None:
    one, other = (frozenset({model.Test("check", "eq", id_)}) for id_ in ("p/a", "p/b"))
    either = Wanted({}, {"check": sieve_of({one: 0, other: 1})})
    assert either.only("check", "check") == frozenset({"p/a", "p/b"})
    assert either.only("check", "gate") is None
    any_ = frozenset({model.Test("status", "eq", "failed")})
    open_ = Wanted({}, {"check": sieve_of({one: 0, other: 1, any_: 2})})
    assert open_.only("check", "check") is None
