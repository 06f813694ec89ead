"""The sample's journal tells the playbook's two years, and replaying it reproduces them."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

import hexvet
from hexvet.deciding.planning import plan, prospect
from hexvet.findings import infer
from hexvet.inference.worker import Worker
from hexvet.journal import Entry, read_journal
from hexvet.journal.verifying import verify
from hexvet.people import Actor
from hexvet.replaying import replay

CITY = Path(__file__).parent.parent / "sample_data" / "los-angeles"
PLAYBOOK = ("procurement", "real-estate", "workplace-safety")


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    found = list(read_journal(CITY))
    assert all(isinstance(one, Entry) for one in found)
    return [one for one in found if isinstance(one, Entry)]


def decisions(entries: list[Entry], project: str) -> list[Entry]:
    return [e for e in entries if e.kind == "decision" and project in e.concerns("project")]


@pytest.mark.parametrize("project", PLAYBOOK)
def test_each_reform_goes_through_every_stage_in_order(entries: list[Entry], project: str) -> None:
    stages = [e.details["to"]["stage"] for e in decisions(entries, project)]  # type: ignore[index,call-overload]
    assert stages == ["vetting", "selection", "launch", "delivery", "close"]


@pytest.mark.parametrize("project", PLAYBOOK)
def test_each_decision_about_them_quotes_the_playbook(entries: list[Entry], project: str) -> None:
    """What the playbook does not tell is unknown and holds the gates: the mayor overrides them,
    and says so in the playbook's own words."""
    for entry in decisions(entries, project):
        assert entry.role == "mayor"
        assert entry.details["overridden"]
        assert "it says: '" in entry.reason


def test_the_story_takes_two_years(entries: list[Entry]) -> None:
    """'a two year project'."""
    days = [e.as_of for project in PLAYBOOK for e in decisions(entries, project) if e.as_of]
    assert min(days) == datetime.date(2015, 1, 12)
    assert max(days) == datetime.date(2016, 12, 12)


def test_every_kind_of_turn_is_told_by_the_illustrations(entries: list[Entry]) -> None:
    """Paused and taken up, withdrawn and taken up, a waiver, an answer, a resolution, and a
    decision that was undone."""
    kinds = {entry.kind for entry in entries}
    assert {"decision", "waiver", "answer", "resolution", "undo", "edit"} <= kinds
    moves = {entry.details.get("move") for entry in entries}
    assert {"pause", "resume", "withdraw", "reopen", "forward"} <= moves


def test_the_journal_is_whole() -> None:
    assert not verify(CITY, {}).problems


def test_replaying_it_reproduces_every_decision(
    entries: list[Entry], budget: Callable[[int, int], int]
) -> None:
    decided = [entry for entry in entries if entry.kind == "decision"]
    assert len(decided) == 45
    with Worker() as worker:
        again = [
            replay(CITY, entry, lambda found: infer(found, worker))
            for entry in decided[:: budget(3, 1)]
        ]
    assert [found for found in again if not found.agrees] == []


def test_the_files_say_what_the_journal_says(entries: list[Entry]) -> None:
    projects = hexvet.load(CITY).projects
    last: dict[str, object] = {}
    undone = {name for e in entries if e.kind == "undo" for name in e.concerns("entry")}
    for entry in entries:
        if entry.kind == "decision" and str(entry.number) not in undone:
            last[entry.concerns("project")[0]] = entry.details["to"]["stage"]  # type: ignore[index,call-overload]
    for name, stage in last.items():
        assert projects[name].cells["stage"] == stage


def test_what_blocks_a_gate_today_counts_though_it_would_be_silent_after_the_move() -> None:
    """permit-routing asks a source that is spoken for. Only candidates compete for money, and at
    launch it would be none any more; all the same it has not passed selection."""
    assessment = hexvet.evaluate(hexvet.load(CITY), datetime.date(2026, 10, 1))
    project = assessment.workspace.projects["permit-routing"]
    found = prospect(assessment, project, "launch")
    assert isinstance(found, tuple)
    move, judged = found
    actor = Actor("mayor", "Mayor", "mayor", ("mayor",))
    with Worker() as worker:
        standing = infer(assessment, worker)
        supposed = infer(judged, worker, standing)
    asks = "la-model/asks_of_empty_source"
    alone = plan(supposed, project, move, actor, "")
    both = plan(supposed, project, move, actor, "", standing=standing)
    assert asks not in [one.id for reading in alone.gates for one in reading.blocked]
    assert asks in [one.id for reading in both.gates for one in reading.blocked]
    assert both.objections
