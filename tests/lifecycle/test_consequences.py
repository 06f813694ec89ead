"""What stands on something: who would be left at a stage that the gates do not let them be at."""

from __future__ import annotations

from pathlib import Path

import hexvet
from hexvet.deciding.consequences import Held, against, consequences
from hexvet.journal import Edit
from hexvet.journal.splicing import edit_of
from hexvet.loading import Workspace
from hexvet.model import Waiver

from .conftest import DAY, Judge


def moved(town: Path, *names: str, places: int = 3) -> None:
    """With projects at the trial; in Ridgeway only as many as there are places may be there."""
    for name in names:
        file = town / f"projects/{name}.toml"
        file.write_text(file.read_text().replace('stage = "idea"', 'stage = "trial"'))
    settings = town / "hexvet.toml"
    settings.write_text(settings.read_text().replace("places = 2", f"places = {places}"))


def fewer(workspace: Workspace, places: int) -> Edit:
    document = workspace.documents["hexvet.toml"]
    return edit_of(document, "hexvet.toml", ("programme", "places"), places)


def test_everybody_beyond_a_gate_that_would_stop_is_named(town: Path, judge: Judge) -> None:
    moved(town, "alpha", "delta")  # beta is there already: three projects, three places
    # Nobody owns delta: the gate holds it before, too.
    assessment = judge(town)
    found = consequences(assessment, [fewer(assessment.workspace, 2)])
    assert found == tuple(Held(name, "trial", "idea", "stop") for name in ("alpha", "beta"))
    assert consequences(assessment, [fewer(assessment.workspace, 4)]) == ()


def test_who_works_towards_the_gate_is_not_held(town: Path, judge: Judge) -> None:
    assessment = judge(town)
    file = "projects/beta.toml"
    edit = edit_of(assessment.workspace.documents[file], file, ("ready",), None)
    # Beta works towards the trial's gate; that one stops it before and holds it after.
    assert consequences(assessment, [edit]) == ()


def test_who_is_held_already_is_not_told_again(town: Path, judge: Judge) -> None:
    moved(town, "alpha", "delta", places=2)
    assessment = judge(town)
    assert consequences(assessment, [fewer(assessment.workspace, 1)]) == ()


def test_who_would_come_back_to_a_stage_is_judged_there(town: Path, judge: Judge) -> None:
    moved(town, "alpha", places=2)
    assessment = judge(town)
    file = "projects/gamma.toml"
    edit = edit_of(assessment.workspace.documents[file], file, ("lifecycle",), None)
    names = [(one.project, one.stage, one.gate) for one in consequences(assessment, [edit])]
    assert names == [(name, "trial", "idea") for name in ("alpha", "beta", "gamma")]


def test_a_waiver_that_goes_holds_whom_it_let_pass(town: Path) -> None:
    moved(town, "alpha", "delta", places=2)
    (town / "waivers.toml").write_text(
        '[waiver.room]\ncheck = "town/room"\nrole = "mayor"\nname = "M"\nreason = "They move."\n'
        "granted = 2026-05-01\nexpires = 2026-05-20\n"
    )
    workspace = hexvet.load(town)
    assert isinstance(workspace.waivers[0], Waiver)
    edit = edit_of(workspace.documents["waivers.toml"], "waivers.toml", ("waiver", "room"), None)
    found = consequences(hexvet.evaluate(workspace, DAY), [edit])
    assert [one.project for one in found] == ["alpha", "beta"]
    assert str(found[0]) == "alpha would be at trial, but the gate idea stops"


def test_many_are_counted_in_one_sentence() -> None:
    held = [Held(name, "trial", "idea", "hold") for name in "abcde"]
    told = against(held)
    assert told.message.endswith("c would be at trial, but the gate idea holds; and 2 more")
    assert told.hint.startswith("--yes")
