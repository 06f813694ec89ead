"""Which questions are asked first, and what a party sees before it has finished."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hexvet.deciding.asking import Asked, near_gate, questions, votes_of
from hexvet.deciding.parties import (
    answers_of,
    evidence_for,
    is_blind,
    parties_of,
    said_by,
    seen_by,
)
from hexvet.evaluation import Assessment


@pytest.fixture
def ridgeway(town: Path, judge: Callable[[Path], Assessment]) -> Assessment:
    """Ridgeway, judged."""
    return judge(town)


def asked(found: Assessment, project: str, order: str = "settling") -> list[Asked]:
    evidence = found.workspace.projects[project].evidence
    return list(questions(found, project, evidence, order))  # type: ignore[arg-type]


def test_what_the_nearest_outcomes_wait_for_alone_is_asked_first(ridgeway: Assessment) -> None:
    # Delta stops at the gate idea, whose check waits for the owner; the section waits for the
    # cost. The check of the gate trial, behind it, waits for ready. Nothing waits for the rest.
    found = asked(ridgeway, "delta")
    assert near_gate(ridgeway.project("delta")) == "idea"
    names = [one.field.name for one in found]
    assert names == ["owner", "cost", "ready", "share", "size", "end", "report", "votes"]
    counted = [(one.near, one.alone, one.waiting) for one in found[:4]]
    assert counted == [(1, 1, 1), (1, 1, 1), (0, 0, 1), (0, 0, 0)]


def test_the_packs_order_is_that_of_the_file_and_leaves_out_the_stage(ridgeway: Assessment) -> None:
    names = [one.field.name for one in asked(ridgeway, "delta", "pack")]
    assert names == ["owner", "cost", "share", "ready", "size", "end", "report", "votes"]


@pytest.mark.parametrize("order", ["settling", "pack"])
def test_disputed_questions_come_first_in_every_order(ridgeway: Assessment, order: str) -> None:
    found = asked(ridgeway, "alpha", order)
    assert [one.field.name for one in found if one.disputed] == ["size"]
    assert found[0].field.name == "size"
    assert found[0].open


def test_a_question_of_votes_is_open_until_all_have_voted(ridgeway: Assessment) -> None:
    votes = next(one for one in asked(ridgeway, "beta") if one.field.name == "votes")
    assert votes_of(votes.evidence) == {"town": "yes"}
    assert votes.voters_left == ("fund",)
    assert votes.open


def test_a_project_that_is_not_there_is_an_error(ridgeway: Assessment) -> None:
    with pytest.raises(KeyError):
        questions(ridgeway, "nowhere", {})


# parties ----------------------------------------------------------------------------------------
def test_a_party_is_blind_until_it_has_finished(ridgeway: Assessment) -> None:
    workspace = ridgeway.workspace
    assert parties_of(workspace) == ("fund", "mayor")
    assert not is_blind(workspace, "alpha", "fund")
    assert is_blind(workspace, "beta", "fund")
    assert is_blind(workspace, "alpha", "town")
    assert not is_blind(workspace, "alpha", "")
    assert answers_of(workspace, "alpha", "town") is None


def test_what_a_blind_party_sees_counts_its_own_answers_and_no_other(
    ridgeway: Assessment,
) -> None:
    # Of beta the fund has said that it is large and has not finished: to all others it is unknown.
    assert "size" not in ridgeway.workspace.projects["beta"].evidence
    seen = seen_by(ridgeway, "beta", "fund")
    assert seen.workspace.projects["beta"].evidence["size"].cell == "large"
    assert evidence_for(ridgeway.workspace, "beta", "fund")["size"].cell == "large"
    # Nobody else's answers about alpha are left when a third party looks at it.
    third = seen_by(ridgeway, "alpha", "town").workspace.projects["alpha"].evidence
    assert sorted(third) == ["cost", "owner", "ready", "stage"]
    assert sorted(evidence_for(ridgeway.workspace, "alpha", "town")) == sorted(third)


def test_who_has_finished_sees_everybody(ridgeway: Assessment) -> None:
    assert seen_by(ridgeway, "alpha", "mayor") is ridgeway
    assert evidence_for(ridgeway.workspace, "alpha", "mayor")["size"].disputed
    told = [(party, one.cell) for party, one in said_by(ridgeway.workspace, "alpha", "size")]
    assert told == [("fund", "large"), ("mayor", "small")]
    assert said_by(ridgeway.workspace, "alpha", "cost") == ()
