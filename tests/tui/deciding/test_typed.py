"""What was typed about a decision stays until it is recorded or forgotten."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from towns import Town

from hexvet.problems import Place, Problem, Unusable
from hexvet_tui.deciding import moving, undoing, waiving
from hexvet_tui.deciding.typed import Drafts

SOUND = "The departments are ready by June"


@pytest.fixture
def shut(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing can be recorded."""

    def refused(*_: object) -> None:
        hint = "nothing was changed; make the folder writable"
        told = "cannot make the lock: Permission denied"
        raise Unusable([Problem("WS032", told, Place(".hexvet/lock"), hint)])

    monkeypatch.setattr("hexvet.journal.record", refused)


def filled(town: Town) -> None:
    """A decision about beta, against its gate, by somebody, with a reason."""
    town.on("beta")
    town.key("D", "o", "b")
    town.type("ann")
    town.key("r")
    town.type(SOUND)


def test_esc_loses_nothing_of_a_decision(town: Town) -> None:
    filled(town)
    page = town.page()
    town.key("escape")
    assert town.session.message.text == "nothing was recorded; what was typed is kept"
    town.key("D")
    assert town.page() == page
    assert "r  reason    The departments are ready by June" in page
    assert "b  by        Ann Berg (appointee)" in page


def test_a_line_that_is_half_typed_is_no_part_of_it_and_is_seen(town: Town) -> None:
    town.on("beta")
    town.key("D", "r", *"Half a sen", "escape")
    assert "r  reason    - (half typed: Half a sen)" in town.page()
    assert "because" not in town.page()


def test_what_was_typed_belongs_to_its_project(town: Town) -> None:
    filled(town)
    town.key("escape")
    town.on("alpha")
    town.key("D")
    assert SOUND not in town.page()
    town.key("y")
    assert town.session.of(Drafts).texts["DECIDE beta reason"] == SOUND


def test_another_target_is_there_again(town: Town) -> None:
    town.on("beta")
    town.key("D", "t")
    town.type("paused")
    town.key("escape", "D")
    assert town.session.pages[-1].title == "DECIDE Beta to paused"


def test_what_was_recorded_is_typed_no_more(town: Town) -> None:
    filled(town)
    town.key("y")
    assert town.session.of(Drafts).texts == {}


def test_it_is_forgotten_when_that_is_meant(town: Town) -> None:
    filled(town)
    assert "c  forgets what was typed here" in town.page()
    town.key("c", "escape")
    assert SOUND in town.page()
    town.key("c", "y")
    assert SOUND not in town.page()
    assert town.session.of(Drafts).texts == {}


def test_a_waiver_is_there_again(town: Town) -> None:
    town.on("beta")
    town.session = waiving.begun(town.session, "town/departments", "beta")
    town.settle(town.session)
    town.key("r")
    town.type(SOUND)
    town.key("t")
    town.type("2026-06-30")
    page = town.page()
    town.key("escape")
    town.settle(waiving.begun(town.session, "town/departments", "beta"))
    assert town.page() == page
    assert "t  until     2026-06-30" in page


def test_a_day_that_is_none_is_no_part_of_the_waiver(town: Town) -> None:
    town.settle(waiving.begun(town.session, "town/departments", "beta"))
    town.key("t")
    town.type("soon")
    assert town.session.question is not None
    assert town.session.question.text == "'soon' is not a date like 2027-06-30"
    town.key("escape")
    town.settle(waiving.begun(town.session, "town/departments", "beta"))
    town.key("t")
    assert town.session.prompt is not None and town.session.prompt.text == "soon"


def test_the_reason_for_taking_back_is_there_again(town: Town) -> None:
    town.on("alpha")
    town.key("D", "y")
    town.read()
    town.key("u", "r")
    town.type("Wrong project")
    town.key("escape")
    town.settle(undoing.sought(town.session, None))
    assert "r  reason    Wrong project" in town.page()


# refused ----------------------------------------------------------------------------------------
def test_the_page_stays_and_says_why_when_nothing_can_be_recorded(town: Town, shut: None) -> None:
    filled(town)
    town.key("y")
    assert town.session.pages[-1].title == "DECIDE Beta to rollout"
    page = town.page()
    assert page.splitlines()[1] == " x NOT recorded: cannot make the lock: Permission denied"
    assert SOUND in page and "Ann Berg (appointee)" in page
    assert "NOT recorded: cannot make the lock: Permission denied" in [
        one.text for one in town.session.history
    ]


def test_it_is_recorded_once_that_can_be(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("hexvet.journal.record", _refused)
        filled(town)
        town.key("y")
    town.key("y", "y")
    (line,) = (town.root / "journal.jsonl").read_text().splitlines()
    assert json.loads(line)["reason"] == SOUND


def _refused(*_: object) -> None:
    raise OSError(28, "No space left on device")


def test_a_page_that_something_else_covers_comes_back_by_its_key(town: Town, shut: None) -> None:
    filled(town)
    deed = moving.name_of(town.session.assessment.workspace.projects["beta"])  # type: ignore[union-attr]
    assert deed == "DECIDE beta"
    town.key("y", "escape", "D")
    assert SOUND in town.page()


def test_a_project_that_is_gone_is_not_decided_on(town: Town) -> None:
    filled(town)
    Path(town.root / "projects/beta.toml").unlink()
    town.key("y")
    assert not (town.root / "journal.jsonl").exists()
    assert SOUND in town.page()
    town.key("y")
    assert town.session.message.text == "Beta is not there any more"
    assert town.session.of(Drafts).texts["DECIDE beta reason"] == SOUND


# what stands against it -------------------------------------------------------------------------
def test_what_stands_against_it_comes_first_and_y_says_it(town: Town) -> None:
    town.on("beta")
    town.key("D")
    rows = town.page().splitlines()
    assert rows[1].startswith(" x ")
    told = ("the gate trial stops", "r  reason", "Would be recorded", "xSTOP  trial")
    places = [next(n for n, row in enumerate(rows) if word in row) for word in told]
    assert places == sorted(places)
    assert places[1] < 20, "in view at 80x24"
    town.key("y")
    assert town.session.question is not None
    assert town.session.question.text.startswith("not yet: the gate trial stops")
    assert not any(one.word for one in town.session.question.choices)
    town.key("r")
    assert town.session.prompt is not None, "the other keys go on"
