"""What stands against a decision, who may take it, and what it records."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest

import hexvet
from hexvet.deciding.planning import Plan, has_substance, plan, prospect
from hexvet.deciding.recording import decision
from hexvet.findings.inferred import Inferred
from hexvet.granting import Objection
from hexvet.journal import Entry, read_journal, record
from hexvet.model import Finding
from hexvet.people import Actor
from hexvet.problems import Unusable

from .conftest import APPOINTEE, DAY, FUND, MAYOR, Infer, Judge, Planned, clock, write

SOUND = "The departments are ready by June"


def made(found: Plan | Objection) -> Plan:
    assert isinstance(found, Plan)
    return found


def said(found: Plan) -> list[tuple[str, bool]]:
    return [(one.message, one.passable) for one in found.objections]


# what the gates allow ---------------------------------------------------------------------------
def test_open_gates_need_nothing_more(town: Path, planned: Planned) -> None:
    found = made(planned(town, "alpha", "trial"))
    assert found.objections == ()
    assert (found.move, found.before, found.after, found.at) == (
        "forward", ("active", "idea"), ("active", "trial"), "idea",
    )  # fmt: skip
    assert [(one.gate.id, one.state, one.is_open) for one in found.gates] == [
        ("idea", "pass", True)
    ]
    assert found.overridden == ()


def test_a_gate_that_stops_names_its_checks(town: Path, planned: Planned) -> None:
    write(town, "delta", 'stage = "trial"', 'owner = "none"', "ready = true")
    found = made(planned(town, "delta", "rollout"))
    assert said(found) == [("the gate idea stops", True)]
    (idea, trial) = found.gates
    assert (idea.state, [one.id for one in idea.because]) == ("stop", ["town/owned"])
    assert (trial.state, trial.is_open) == ("pass", True)
    assert found.objections[0].hint == (
        "do what it asks, waive it (hexvet waive), or let mayor or appointee decide with --override"
    )


def test_a_gate_that_holds_is_not_open_either(town: Path, planned: Planned) -> None:
    found = made(planned(town, "delta", "trial"))
    assert said(found) == [("the gate idea holds", True)]
    assert found.gates[0].against == ("town/owned",)


def test_all_gates_before_count_and_the_target_does_not(town: Path, planned: Planned) -> None:
    # at trial the departments are asked for, at roll-out the report; neither is there
    write(town, "delta", 'stage = "trial"', 'owner = "Parks"')
    found = made(planned(town, "delta", "rollout"))
    assert [one.gate.id for one in found.gates] == ["idea", "trial"]
    assert said(found) == [("the gate trial holds", True)]


def test_a_waiver_opens_a_gate_and_is_told(town: Path, planned: Planned) -> None:
    (town / "waivers.toml").write_text(
        '[waiver.beta]\ncheck = "town/departments"\nproject = "beta"\nrole = "mayor"\n'
        'name = "M"\nreason = "r"\ngranted = 2026-05-01\nexpires = 2026-06-01\n'
    )
    found = made(planned(town, "beta", "rollout"))
    assert found.objections == ()
    assert [waiver.id for waiver in found.gates[1].waived] == ["beta"]


def test_a_finding_blocks_a_gate_that_passes(town: Path, planned: Planned) -> None:
    write(town, "alpha", 'stage = "trial"', 'owner = "W"', "ready = true", "cost = 2_000_000")
    found = made(planned(town, "alpha", "rollout"))
    assert said(found) == [("the gate trial is blocked", True)]
    trial = found.gates[1]
    assert (trial.state, trial.is_open, trial.against) == ("pass", False, ("town/dear",))
    assert [one.remedy for one in trial.blocked] == ["Ask the fund."]


def test_a_finding_at_another_gate_is_no_hindrance(town: Path, planned: Planned) -> None:
    write(town, "alpha", 'stage = "idea"', 'owner = "W"', "cost = 2_000_000")
    assert made(planned(town, "alpha", "trial")).objections == ()


def test_closing_wants_every_gate(town: Path, planned: Planned) -> None:
    write(town, "delta", 'stage = "rollout"', 'owner = "P"', "ready = true", "report = true")
    found = made(planned(town, "delta", "closed"))
    assert [one.gate.id for one in found.gates] == ["idea", "trial", "rollout"]
    assert found.objections == ()
    assert found.after == ("closed", "rollout")


def test_back_pause_withdraw_and_reopen_ask_no_gate_but_a_reason(
    town: Path, planned: Planned
) -> None:
    for id_, target, phrase in (
        ("beta", "idea", "go back"),
        ("beta", "trial", "stay where it is"),
        ("beta", "paused", "be paused"),
        ("beta", "withdrawn", "be withdrawn"),
        ("gamma", "active", "be taken up again"),
    ):
        found = made(planned(town, id_, target))
        assert said(found) == [(f"to {phrase} needs a reason", False)]
        assert found.gates == ()
        assert made(planned(town, id_, target, reason="r")).objections == ()


def test_a_project_of_no_stage_enters_one(town: Path, planned: Planned) -> None:
    write(town, "delta", 'owner = "Parks"', "ready = true")
    found = made(planned(town, "delta", "rollout"))
    # nobody knows whether it takes a place until it stands somewhere; judged as if, it does
    assert (found.move, found.at, said(found)) == ("enter", "trial", [])


# roles ------------------------------------------------------------------------------------------
def test_only_the_gates_own_roles_decide(town: Path, planned: Planned) -> None:
    assert made(planned(town, "alpha", "trial", FUND)).objections == ()  # idea: nobody said who
    write(town, "delta", 'stage = "trial"', 'owner = "P"', "ready = true")
    found = made(planned(town, "delta", "rollout", FUND))
    assert said(found) == [
        ("a decision at the gate trial is for mayor or appointee; Fay Chu acts as fund", False)
    ]
    assert made(planned(town, "delta", "rollout", APPOINTEE)).objections == ()


def test_who_may_override_a_gate_may_decide_at_it(town: Path, planned: Planned) -> None:
    rules = town / "rules/town.toml"
    gate = 'title = "Idea"\n'
    rules.write_text(
        rules.read_text().replace(gate, f'{gate}decided_by = ["fund"]\noverridden_by = ["mayor"]\n')
    )
    assert made(planned(town, "alpha", "trial", FUND)).objections == ()
    assert made(planned(town, "alpha", "trial", MAYOR)).objections == ()
    assert said(made(planned(town, "alpha", "withdrawn", APPOINTEE, "r"))) == [
        ("a decision at the gate idea is for fund or mayor; Ann Berg acts as appointee", False)
    ]


def test_the_role_that_may_is_the_one_recorded(town: Path, planned: Planned) -> None:
    write(town, "delta", 'stage = "trial"', 'owner = "P"', "ready = true")
    ann = Actor("ann", "Ann Berg", "analyst", ("analyst", "appointee"))
    assert made(planned(town, "delta", "rollout", ann)).actor.role == "appointee"


def test_an_override_needs_a_role_and_a_reason_of_substance(town: Path, planned: Planned) -> None:
    found = made(planned(town, "beta", "rollout", MAYOR, SOUND, override=True))
    assert found.objections == ()
    assert found.overridden == ("town/departments",)
    assert made(planned(town, "beta", "rollout", APPOINTEE, SOUND, override=True)).objections == ()
    assert said(made(planned(town, "beta", "rollout", FUND, SOUND, override=True))) == [
        ("to override the gate trial is for mayor or appointee; Fay Chu acts as fund", False)
    ]
    assert said(made(planned(town, "beta", "rollout", MAYOR, "ok ok ok", override=True))) == [
        ("an override needs a reason of substance", False)
    ]


def test_a_gate_says_who_overrides_it(town: Path, planned: Planned) -> None:
    write(town, "delta", 'stage = "rollout"', 'owner = "P"', "ready = true", "report = false")
    found = made(planned(town, "delta", "closed", APPOINTEE, SOUND, override=True))
    assert said(found) == [
        ("to override the gate rollout is for mayor; Ann Berg acts as appointee", False)
    ]
    assert made(planned(town, "delta", "closed", MAYOR, SOUND, override=True)).objections == ()


def test_there_has_to_be_something_to_override(town: Path, planned: Planned) -> None:
    found = made(planned(town, "alpha", "trial", MAYOR, SOUND, override=True))
    assert said(found) == [("there is nothing to override: the gates are open", False)]


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        ("", False), ("because", False), ("x x x x x", False), ("1 2 3 4", False),
        ("yes yes yes", False), ("Council agreed today", True), ("市 長 が 決 め た", False),
        ("Рада погодила це сьогодні", True),
    ],
)  # fmt: skip
def test_what_has_substance(reason: str, expected: bool) -> None:
    assert has_substance(reason) is expected


# inference that cannot be had -------------------------------------------------------------------
def test_rules_that_were_not_run_keep_a_gate_closed(town: Path, judge: Judge) -> None:
    assessment = judge(town)
    project = assessment.workspace.projects["alpha"]
    step, judged = prospect(assessment, project, "trial")  # type: ignore[misc]
    trouble = Finding("inference/unavailable", (), "blocker", "The rules were not run: a crash.")
    inferred = Inferred(judged, (trouble,), (trouble,))
    found = plan(inferred, project, step, MAYOR, "")
    assert said(found) == [("The rules were not run: a crash", True)]
    assert plan(inferred, project, step, MAYOR, SOUND, override=True).objections == ()
    assert said(plan(inferred, project, step, FUND, SOUND, override=True)) == [
        ("to override rules that were not run is for mayor or appointee; Fay Chu acts as fund",
         False)
    ]  # fmt: skip
    # where no gate has to be passed, nothing is missing
    back, judged = prospect(assessment, project, "paused")  # type: ignore[misc]
    inferred = Inferred(judged, (trouble,), (trouble,))
    assert plan(inferred, project, back, MAYOR, "r").objections == ()


# what is recorded -------------------------------------------------------------------------------
def decided(root: Path, found: Plan) -> Entry:
    draft, edits = decision(hexvet.load(root), found)
    return record(root, draft, edits, clock)


def test_a_decision_and_what_it_was_taken_on(town: Path, planned: Planned) -> None:
    before = (town / "projects/beta.toml").read_text()
    entry = decided(town, made(planned(town, "beta", "rollout", MAYOR, SOUND, override=True)))
    assert (entry.kind, entry.by, entry.role, entry.reason) == ("decision", "maria", "mayor", SOUND)
    assert entry.as_of == DAY
    assert entry.about == ("project:beta", "gate:trial", "check:town/departments")
    details = entry.details
    assert (details["move"], details["gate"], details["needed"]) == (
        "forward", "trial", ["idea", "trial"],
    )  # fmt: skip
    assert details["from"] == {"lifecycle": "active", "stage": "trial"}
    assert details["to"] == {"lifecycle": "active", "stage": "rollout"}
    assert (details["overridden"], details["name"]) == (["town/departments"], "Maria Lopez")
    outcome = details["outcome"]
    assert isinstance(outcome, dict)
    assert outcome["gates"] == {
        "idea": {"state": "pass", "because": []},
        "trial": {"state": "stop", "because": ["town/departments"]},
        "rollout": {"state": "hold", "because": ["town/reported"]},
    }
    assert outcome["checks"] == {
        "town/room": "passed", "town/owned": "passed", "town/departments": "failed",
        "town/reported": "unknown",
    }  # fmt: skip
    (pack,) = hexvet.load(town).packs
    assert outcome["packs"] == {"town": {"version": "1.0.0", "sha256": pack.sha256}}
    assert outcome["score"] == [0.0, 100.0]  # a cost that nobody knows leaves all of it open
    assert (town / "projects/beta.toml").read_text() == before.replace(
        'stage = "trial"', 'stage = "rollout"'
    )


def test_a_withdrawal_is_one_key_and_so_is_its_end(town: Path, planned: Planned) -> None:
    before = (town / "projects/alpha.toml").read_text()
    decided(town, made(planned(town, "alpha", "withdrawn", MAYOR, "Not now")))
    assert 'lifecycle = "withdrawn"\n' in (town / "projects/alpha.toml").read_text()
    assert "alpha" in hexvet.load(town).withdrawn
    decided(town, made(planned(town, "alpha", "active", MAYOR, "Now")))
    assert (town / "projects/alpha.toml").read_text() == before


def test_to_stay_is_recorded_and_changes_no_file(town: Path, planned: Planned) -> None:
    before = (town / "projects/beta.toml").read_bytes()
    entry = decided(town, made(planned(town, "beta", "trial", MAYOR, "Look again in June")))
    assert (entry.edits, entry.files) == ((), ())
    assert (town / "projects/beta.toml").read_bytes() == before


def test_a_stage_that_parties_have_answered_is_resolved(town: Path, planned: Planned) -> None:
    party = town / "assessments/mayor/alpha.toml"
    party.write_text(party.read_text() + 'stage = "idea"\n')
    decided(town, made(planned(town, "alpha", "trial", MAYOR, "It is time")))
    project = hexvet.load(town).projects["alpha"]
    assert project.cells["stage"] == "trial"
    assert project.evidence["stage"].reason == "It is time"


def test_a_decision_is_refused_when_what_was_judged_has_changed(
    town: Path, planned: Planned
) -> None:
    for file in ("projects/alpha.toml", "projects/beta.toml", "hexvet.toml", "rules/town.toml"):
        found = made(planned(town, "alpha", "trial"))
        workspace = hexvet.load(town)
        path = town / file
        text = path.read_text()
        path.write_text(f"{text}\n# somebody was here\n")
        draft, edits = decision(workspace, found)
        with pytest.raises(Unusable) as error:
            record(town, draft, edits, clock)
        (problem,) = error.value.problems
        assert (problem.code, problem.place.file) == ("JN021", file)
        assert "look at" in problem.hint
        path.write_text(text)
    assert list(read_journal(town)) == []


def test_the_plan_is_of_a_day(town: Path, judge: Judge, inferring: Infer) -> None:
    (town / "waivers.toml").write_text(
        '[waiver.beta]\ncheck = "town/departments"\nproject = "beta"\nrole = "mayor"\n'
        'name = "M"\nreason = "r"\ngranted = 2026-05-01\nexpires = 2026-05-04\n'
    )
    workspace = hexvet.load(town)
    for day, expected in ((DAY, ()), (DAY + datetime.timedelta(days=1), ("town/departments",))):
        assessment = hexvet.evaluate(workspace, day)
        project = workspace.projects["beta"]
        step, judged = prospect(assessment, project, "rollout")  # type: ignore[misc]
        found = plan(inferring(judged), project, step, MAYOR, SOUND)
        assert found.gates[1].against == expected
        assert replace(found, objections=()).judged.as_of == day
