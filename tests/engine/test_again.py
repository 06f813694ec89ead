"""Parties that finish, answer again and finish, in any order: what is kept of outcomes is true."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hexvet
from hexvet import evaluation
from hexvet.deciding import answering
from hexvet.evaluation import evaluate
from hexvet.loading import Workspace
from hexvet.model import Project

CITY = Path(__file__).parents[2] / "sample_data" / "los-angeles"
DAY = datetime.date(2026, 10, 1)
LOADED = hexvet.load(CITY)
FILES = [(one.party, one.project) for one in LOADED.files.assessments]
STEPS = st.tuples(st.sampled_from(FILES), st.sampled_from([None, "sound", "failing"]))


def turned(workspace: Workspace, party: str, project: str, value: str | None) -> Workspace:
    """Somebody finishes, or opens their answers, gives one more, and leaves them open."""
    subject = answering.subject_of(workspace, project, party)
    assert isinstance(subject, answering.Subject)
    finished = answering.closed(subject) is not None
    changed = answering.finish(workspace, subject, not finished)
    assert isinstance(changed, answering.Change)
    if not finished:
        return changed.workspace
    again = answering.subject_of(changed.workspace, project, party)
    assert isinstance(again, answering.Subject)
    field = workspace.fields["system_condition"]
    answered = answering.answer(changed.workspace, again, field, value)
    return answered.workspace if isinstance(answered, answering.Change) else changed.workspace


@pytest.mark.parametrize("columnar_from", [1, 250])
@settings(max_examples=15, deadline=None)
@given(steps=st.lists(STEPS, min_size=2, max_size=6))
def test_judged_again_is_judged_anew(
    columnar_from: int, steps: list[tuple[tuple[str, str], str | None]]
) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(evaluation, "COLUMNAR_FROM", columnar_from)
        workspace, found = LOADED, evaluate(LOADED, DAY)
        for (party, project), value in steps:
            found.project(project)
            workspace = turned(workspace, party, project, value)
            found = evaluate(workspace, DAY, found)
            anew = evaluate(workspace, DAY)
            assert list(found.standings) == list(anew.standings)
            for name, one in workspace.projects.items():
                assert found.project(name) == anew.project(name)
                assert _line(found, one) == found.standings[[*workspace.projects].index(name)]


def _line(found: evaluation.Assessment, project: Project) -> object:
    """A project's line as its details tell it."""
    primary, outcome = found.judges[0].pack, found.project(project.id)
    return evaluation.standing_of(project.title, outcome, primary, project.lifecycle)
