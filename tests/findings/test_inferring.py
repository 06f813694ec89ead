"""Two stages: what follows of each project, then of the portfolio; and when it cannot be said."""

from __future__ import annotations

from pathlib import Path

import pytest

from hexvet.evaluation import Assessment
from hexvet.findings import Inferred, infer, inferring
from hexvet.inference.worker import Worker
from hexvet.model import Finding

from .conftest import append, change, judge
from .naive import BrokenWorker, NaiveWorker

RULES = "rules/river.toml"

# From the hand calculation in conftest.py: severity, then the pack's order, then the project's.
EXPECTED = [
    ("blocker", "silent_too_long", ("alder",), "Alder bridge: silent for 92 days."),
    ("blocker", "spender_oversees", (), "R. Vale spends the money and oversees it."),
    ("blocker", "over_the_fund", (), "Foundation in 2018: 100,000 too much."),
    ("warning", "silent", ("alder",), "The sponsor has gone silent."),
    ("warning", "silent", ("cedar",), "The sponsor has gone silent."),
    ("warning", "leaves_early", (), "Ada Moor left on 2018-05-01."),
    ("warning", "waived_base", ("cedar",),
     "river/resourced builds on river/voted, which is waived for 29 days."),
    ("warning", "shared_director", ("alder", "birch"),
     "Kim Oak directs Alder bridge and Birch lane."),
    ("warning", "waits", ("birch", "alder"), "It needs alder first."),
    ("advice", "late", ("alder",), "Survey was due on 2018-05-01."),
]  # fmt: skip


def told(inferred: Inferred) -> list[tuple[str, str, tuple[str, ...], str]]:
    return [
        (f.severity, f.id.removeprefix("river/"), f.about, f.message) for f in inferred.findings
    ]


def named(inferred: Inferred, id_: str) -> Finding:
    (found,) = [one for one in inferred.findings if one.id == f"river/{id_}"]
    return found


# findings -------------------------------------------------------------------------------------
def test_the_findings_of_riverton_in_their_order(inferred: Inferred) -> None:
    assert told(inferred) == EXPECTED
    assert inferred.troubles == ()


def test_the_worker_process_says_the_same(assessment: Assessment, inferred: Inferred) -> None:
    with Worker() as worker:
        found = infer(assessment, worker)
    assert found.findings == inferred.findings
    assert [found.blocked(id_) for id_ in assessment.workspace.projects] == [
        inferred.blocked(id_) for id_ in assessment.workspace.projects
    ]


def test_a_finding_carries_what_its_rule_says(inferred: Inferred) -> None:
    found = named(inferred, "silent_too_long")
    assert (found.gate, found.to) == ("launch", "mayor")
    assert found.rule == "river/silent_too_long"
    assert found.remedy == "The Mayor calls the sponsor."
    assert found.because == ("river/silent",)
    assert found.where is not None
    assert (found.where.file, found.where.path) == (RULES, ("infer", "silent_too_long"))


def test_findings_by_project(inferred: Inferred) -> None:
    found = {id_: [f.id.removeprefix("river/") for f in inferred.of(id_)]
             for id_ in ("alder", "birch", "cedar", "dogwood", "")}  # fmt: skip
    assert found == {
        "alder": ["silent_too_long", "silent", "shared_director", "waits", "late"],
        "birch": ["shared_director", "waits"],
        "cedar": ["silent", "waived_base"],
        "dogwood": [],
        "": ["spender_oversees", "over_the_fund", "leaves_early"],
    }


# gates ----------------------------------------------------------------------------------------
def test_gates_are_blocked_by_the_findings_that_say_why(inferred: Inferred) -> None:
    found = {
        id_: {gate: [f.id for f in why] for gate, why in inferred.blocked(id_).items()}
        for id_ in ("alder", "birch", "cedar", "dogwood")
    }
    assert found == {
        "alder": {"launch": ["river/silent_too_long"]},
        "birch": {"launch": ["river/waits"]},
        "cedar": {"launch": ["river/waived_base"]},
        "dogwood": {},
    }


def test_the_outcomes_of_gates_are_those_of_their_checks(assessment: Assessment) -> None:
    assert assessment.project("alder").gates["launch"].state == "pass"


def test_what_is_blocked_is_not_eligible(inferred: Inferred) -> None:
    """alder and cedar pass vetting, and what concerns them alone blocks launch; so does, for birch,
    what the portfolio shows; dogwood does not pass vetting."""
    assert {inferred.eligible(id_) for id_ in ("alder", "birch", "cedar", "dogwood")} == {()}


def test_who_is_eligible(city: Path) -> None:
    change(city / "projects/birch.toml", '[[needs_first]]\non = "alder"', "")
    found = infer(judge(city), NaiveWorker())
    assert found.eligible("birch") == ("launch",)
    assert found.blocked("birch") == {}


def test_a_gate_blocked_without_a_finding_gets_one(city: Path) -> None:
    rule = """[infer.stop]
title = "Nobody may launch"
when = [{ as = "p", fact = "project", director = "Lou Fern" }]
then = { blocked = "launch", project = "$p.project" }
"""
    append(city / RULES, rule)
    found = infer(judge(city), NaiveWorker())
    (finding,) = found.blocked("dogwood")["launch"]
    assert (finding.id, finding.severity) == ("river/stop", "blocker")
    assert (finding.about, finding.gate) == (("dogwood",), "launch")
    assert finding.message == "Nobody may launch: blocks launch."
    assert finding in found.findings


def test_a_gate_that_is_blocked_for_the_programme_is_blocked_for_all(city: Path) -> None:
    rule = """[infer.stop]
of = "portfolio"
when = [{ as = "p", fact = "programme", same_hand = true }]
then = [
  { finding = "stop", severity = "warning", message = "Stop." },
  { blocked = "vetting" },
]
"""
    append(city / RULES, rule)
    found = infer(judge(city), NaiveWorker())
    for id_ in ("alder", "birch", "cedar", "dogwood"):
        assert [f.id for f in found.blocked(id_)["vetting"]] == ["river/stop"]
    assert list(found.blocked("alder")) == ["vetting", "launch"]


# what is asked --------------------------------------------------------------------------------
def test_without_rules_nothing_is_asked(city: Path) -> None:
    text = (city / RULES).read_text(encoding="utf-8")
    (city / RULES).write_text(text[: text.index("[infer.")], encoding="utf-8")
    worker = NaiveWorker()
    found = infer(judge(city), worker)
    assert (found.findings, found.troubles, found.blocked("alder")) == ((), (), {})
    assert worker.asked == []


def test_each_project_is_asked_about_alone_then_the_portfolio(assessment: Assessment) -> None:
    worker = NaiveWorker()
    infer(assessment, worker)
    projects, portfolio = worker.asked
    about = [{fact.get("project") for fact in facts} - {None} for facts in projects]
    # Of dogwood nothing is known from which any rule could conclude anything.
    assert about == [{"alder"}, {"birch"}, {"cedar"}]
    (facts,) = portfolio
    # cedar is not chosen, so it is not in the portfolio.
    assert {fact.get("project") for fact in facts} == {"alder", "birch", "dogwood", None}


def test_facts_of_rules_that_cannot_fire_are_not_handed_on(assessment: Assessment) -> None:
    """alder has no waiver, so nobody asks which remedies build on which checks."""
    worker = NaiveWorker()
    infer(assessment, worker)
    alder, _, cedar = worker.asked[0]
    assert [fact.kind for fact in alder] == ["project", "milestones", "check", "gate"]
    assert "dependency" in [fact.kind for fact in cedar]


def test_a_project_that_may_be_in_the_portfolio_is_not_joined(city: Path) -> None:
    change(city / "projects/birch.toml", "selected = true\n", "")
    found = infer(judge(city), NaiveWorker())
    assert "river/shared_director" not in {one.id for one in found.findings}


def test_packs_have_their_own_portfolios(city: Path) -> None:
    (city / "rules/other.toml").write_text(
        """[pack]
id = "other"
title = "Another pack"
version = "1.0.0"
format = 1
portfolio = "director == 'Kim Oak'"

[field.director]
type = "text"

[infer.theirs]
of = "portfolio"
when = [{ as = "p", fact = "project", director = { exists = true } }]
then = { finding = "theirs", project = "$p.project", severity = "advice", message = "Theirs." }
""",
        encoding="utf-8",
    )
    change(city / "hexvet.toml", '["river"]', '["river", "other"]')
    found = infer(judge(city), NaiveWorker())
    theirs = [f.about for f in found.findings if f.id == "other/theirs"]
    assert theirs == [("alder",), ("birch",), ("cedar",)]
    assert [one for one in told(found) if one[1] != "other/theirs"] == EXPECTED


# troubles -------------------------------------------------------------------------------------
def test_rules_that_cannot_be_run_are_a_finding(assessment: Assessment) -> None:
    found = infer(assessment, BrokenWorker())
    (finding,) = found.findings
    assert found.unavailable == finding
    assert found.troubles == (finding,)
    assert finding.id == "inference/unavailable"
    assert finding.severity == "blocker"
    assert "the rules took longer than 3 seconds." in finding.message
    assert finding.remedy
    assert found.blocked("alder") == {}
    assert assessment.project("alder").gates["launch"].state == "pass"


def test_rules_that_cannot_be_run_are_as_severe_as_what_they_could_say(city: Path) -> None:
    text = (city / RULES).read_text(encoding="utf-8")
    late = text[text.index("[infer.late]") : text.index("[infer.spender_oversees]")]
    (city / RULES).write_text(text[: text.index("[infer.")] + late, encoding="utf-8")
    (finding,) = infer(judge(city), BrokenWorker()).findings
    assert finding.severity == "advice"


def test_rules_that_copy_a_severity_could_say_the_worst(city: Path) -> None:
    text = (city / RULES).read_text(encoding="utf-8")
    rule = """[infer.copied]
when = [{ as = "c", fact = "check", status = "failed" }]
then = { finding = "copied", project = "$c.project", severity = "$c.severity", message = "So." }
"""
    (city / RULES).write_text(text[: text.index("[infer.")] + rule, encoding="utf-8")
    assessment = judge(city)
    assert [one.severity for one in infer(assessment, BrokenWorker()).findings] == ["blocker"]
    assert [(one.severity, one.about) for one in infer(assessment, NaiveWorker()).findings] == [
        ("blocker", ("cedar",)),
        ("warning", ("alder",)),
        ("warning", ("cedar",)),
    ]


def test_one_project_that_fails_does_not_take_the_others_along(assessment: Assessment) -> None:
    found = infer(assessment, BrokenWorker("alder"))
    first, *rest = found.findings
    assert (first.id, first.about) == ("inference/unavailable", ("alder",))
    # Without what follows of alder nothing is said about the portfolio.
    assert [(f.id, f.about) for f in rest] == [
        ("river/silent", ("cedar",)),
        ("river/waived_base", ("cedar",)),
    ]


def test_too_many_projects_are_not_joined(
    assessment: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inferring, "MOST_PROJECTS", 2)
    found = infer(assessment, NaiveWorker())
    (trouble,) = found.troubles
    assert found.findings[0] == trouble
    assert (trouble.id, trouble.severity) == ("inference/too_large", "blocker")
    assert "it has 3 projects, and at most 2" in trouble.message
    assert 'portfolio = "' in trouble.remedy
    assert "river" in trouble.remedy
    assert found.unavailable is None
    assert [f.id for f in found.of("alder")] == [
        "river/silent_too_long", "river/silent", "river/late"
    ]  # fmt: skip


def test_a_portfolio_at_the_limit_is_joined(
    assessment: Assessment, inferred: Inferred, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inferring, "MOST_PROJECTS", 3)
    assert infer(assessment, NaiveWorker()).findings == inferred.findings


def test_too_many_facts_are_not_chained(
    assessment: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """cedar has six facts: its three checks, a gate, a waiver and what the pack says of remedies;
    alder has five, the others fewer. The portfolio has eight, as test_facts.py shows."""
    monkeypatch.setattr(inferring, "MOST_FACTS", 5)
    (trouble,) = infer(assessment, NaiveWorker()).troubles
    assert (trouble.id, trouble.about) == ("inference/too_large", ("cedar",))
    assert "could match 6 facts, and at most 5" in trouble.message
    monkeypatch.setattr(inferring, "MOST_FACTS", 7)
    (trouble,) = infer(assessment, NaiveWorker()).troubles
    assert (trouble.id, trouble.about) == ("inference/too_large", ())
    assert "of the portfolio were not run: they could match 8 facts" in trouble.message
