"""A copy is about what the cursor of the mode that is shown stands on, and its message says so."""

from __future__ import annotations

import datetime

import driving
import pytest
from towns import Town

from hexvet.journal import Draft, Edit, record
from hexvet_tui import citing, modes
from hexvet_tui.effects import Copy, Work
from hexvet_tui.modes.log.state import LogState
from hexvet_tui.modes.monitor.state import shown_indicators, shown_steps
from hexvet_tui.modes.programme.verbs import current
from hexvet_tui.modes.sensitivity.verbs import rows
from hexvet_tui.session import Session


@pytest.fixture
def town() -> Session:
    return driving.opened(driving.town())


def copies(session: Session) -> dict[str, Copy]:
    """What `y` and each letter copy."""
    found = {}
    for what in citing.COPIES:
        (effect,) = driving.do(session, f"copy_{what}").effects
        assert isinstance(effect, Copy)
        found[what] = effect
    return found


def worked(session: Session) -> Session:
    """The session after its work is done."""
    for effect in session.effects:
        assert isinstance(effect, Work)
        session = effect.then(session.calm(), effect.do())
    return session


def test_of_a_step_and_an_indicator_its_project_is_copied(town: Session) -> None:
    inside = driving.key(town.to_row(0), "6", "j")
    step = shown_steps(inside).rows[1]
    found = copies(inside)
    assert found["id"].text == step.project
    assert found["row"].text.split("\t")[0] == step.project
    assert step.name in found["row"].text
    assert found["citation"].text.startswith(f"{step.project}: ")
    assert found["citation"].what == f"citation of {step.project}"
    assert step.name in found["why"].text
    pane = driving.key(inside, "tab")
    assert copies(pane)["id"].text == shown_indicators(pane).rows[0].project


def test_of_a_number_a_weight_and_a_score_themselves_are_copied(town: Session) -> None:
    inside = driving.key(worked(driving.key(town, "5")), "j")
    for _ in range(3):
        scene = driving.scene_of(inside)
        if names := rows(scene):
            found = copies(inside)
            assert found["id"].text in names
            assert found["citation"].text.startswith(f"{found['id'].text}: ")
            assert found["why"].text.startswith(found["why"].what.removesuffix(".."))
        inside = driving.key(inside, "tab")
    number = rows(driving.scene_of(inside))[1]
    assert copies(inside)["id"].text == number
    assert "rules/" in copies(inside)["citation"].text


def test_of_the_comparison_the_project_of_the_column_is_copied(town: Session) -> None:
    there = driving.key(town.to_row(0), "space", "space")
    inside = driving.key(driving.do(there, "compare"), "l")
    names = list(there.marks)
    assert copies(inside)["id"].text == names[1]
    assert copies(inside)["citation"].text.startswith(f"{names[1]}: ")


def test_of_the_programme_its_check_is_copied(town: Session) -> None:
    inside = driving.key(town, "7", "j")
    check = current(inside)
    assert check
    found = copies(inside)
    assert found["id"].text == check.id
    assert found["citation"].text.startswith(f"programme: {check.id} {check.status}; ")


@pytest.mark.parametrize("mode", ["portfolio", "project", "vetting"])
def test_elsewhere_it_is_the_project_under_the_cursor(town: Session, mode: str) -> None:
    there = town.to_row(1)
    found = copies(driving.do(there, f"mode_{mode}") if mode != "portfolio" else there)
    assert found["id"].text == there.cursor
    assert found["citation"].what == f"citation of {there.cursor}"


@pytest.mark.parametrize("mode", modes.IDS)
def test_nothing_to_copy_is_said_in_every_mode(mode: str) -> None:
    empty = Session(mode=mode)
    after = driving.do(empty, "copy_citation")
    assert (after.effects, after.message.text) == ((), "there is nothing to copy here")


# what needs a workspace on disk -----------------------------------------------------------------
def cited(town: Town) -> citing.Cited:
    found = town.scene.mode.cited(town.scene)
    assert found is not None
    return found


def test_of_the_log_the_entry_is_copied(ridgeway: Town) -> None:
    day = datetime.datetime(2026, 5, 1, 9, tzinfo=datetime.UTC)
    for before, after in (("50000", "60000"), ("60000", "70000")):
        edit = Edit("projects/alpha.toml", ("cost",), before, after)
        draft = Draft("answer", "ann", "", ("project:alpha",), "An offer")
        record(ridgeway.root, draft, [edit], lambda: day)
    ridgeway.read()
    ridgeway.key("8", "j")
    entry = ridgeway.session.of(LogState).entry
    assert entry and entry.number == 1
    found = cited(ridgeway)
    assert (found.id, found.name) == (str(entry.number), f"entry {entry.number}")
    assert found.citation.startswith(f"entry {entry.number}, ")
    assert found.citation.endswith(f"; sha256 {entry.sha256}")
    assert entry.kind in found.row


def test_of_the_rules_the_rule_under_the_caret_is_copied(ridgeway: Town) -> None:
    ridgeway.key("3", "enter")
    lines = (ridgeway.root / "rules" / "town.toml").read_text(encoding="utf-8").splitlines()
    row = next(n for n, line in enumerate(lines, 1) if line.startswith("[check."))
    name = lines[row - 1].removeprefix("[check.").removesuffix("]")
    ridgeway.key("home", *["j"] * (row - 1))
    found = cited(ridgeway)
    assert found.id == f"town/{name}"
    assert found.row == (f"town/{name}", f"rules/town.toml:{row}")
    assert found.citation.startswith(f"town/{name}: rules/town.toml:{row}; town ")
