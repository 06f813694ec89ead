"""Projects side by side."""

from __future__ import annotations

import driving
import pytest

from hexvet.evaluation import Assessment
from hexvet_tui.modes.compare import panes, rows
from hexvet_tui.modes.compare.printout import printout
from hexvet_tui.modes.compare.state import CompareState, compared
from hexvet_tui.session import Session


@pytest.fixture
def town() -> Assessment:
    found: Assessment = driving.town()
    return found


def comparing(town: Assessment, *names: str) -> Session:
    """A session that compares projects."""
    session = driving.opened(town)
    for name in names:
        session = driving.key(session.to_row(session.rows.places[name]), "space")
    return driving.do(session, "compare")


def table(session: Session, width: int = 80) -> list[str]:
    return driving.text_of(panes.table(driving.scene_of(session), width, 40, 0))


def line(session: Session, start: str) -> str:
    return next(text for text in table(session) if text[1:].startswith(start))


def test_marked_projects_stand_side_by_side(town: Assessment) -> None:
    session = comparing(town, "permits", "benches")
    assert session.mode == "compare"
    assert compared(session) == ("permits", "benches")
    assert line(session, "Time-limited").split()[-4:] == ["+", "passed", "x", "failed"]


def test_differences_are_told_against_the_baseline(town: Assessment) -> None:
    """120,000 is 180,000 less than 300,000; against benches permits cost 180,000 more."""
    session = comparing(town, "permits", "benches")
    assert "120,000 USD -180,000" in line(session, "Cost ")
    session = driving.key(session, "l", "b")
    assert compared(session) == ("benches", "permits")
    assert "300,000 USD +180,000" in line(session, "Cost ")


def test_rows_that_are_the_same_are_hidden_until_asked_for(town: Assessment) -> None:
    session = comparing(town, "permits", "lights")
    hidden = rows.hidden(session)
    assert hidden > 0
    assert not any("backs it" in text for text in table(session))
    every = driving.key(session, "o")
    assert rows.hidden(every) == 0
    assert len(rows.visible(every)) == len(rows.visible(session)) + hidden
    assert any("backs it" in text for text in table(every))


def test_without_marks_the_cursor_and_its_neighbour_are_compared(town: Assessment) -> None:
    session = driving.key(driving.opened(town), "4")
    assert session.mode == "compare"
    assert len(compared(session)) == 2


def test_one_project_alone_cannot_be_compared(town: Assessment) -> None:
    session = driving.opened(town).filtered("permits")
    after = driving.key(session, "4")
    assert after.mode == "portfolio"
    assert "two projects" in after.message.text


def test_a_column_is_dropped_down_to_two(town: Assessment) -> None:
    session = comparing(town, "permits", "benches", "lights")
    session = driving.key(session, "l", "d")
    assert compared(session) == ("permits", "lights")
    assert compared(driving.key(session, "d")) == ("permits", "lights")


def test_enter_opens_the_project_of_the_column_on_the_check_of_the_row(town: Assessment) -> None:
    from hexvet_tui.modes.project.state import ProjectState

    session = comparing(town, "permits", "benches")
    shown = [row.id for row in rows.visible(session)]
    session = driving.key(session, "l", *["j"] * shown.index("town/time"), "enter")
    assert (session.mode, session.cursor) == ("project", "benches")
    assert session.of(ProjectState).rule == "town/time"


def test_why_is_a_page_about_that_cell(town: Assessment) -> None:
    session = comparing(town, "permits", "benches")
    shown = [row.id for row in rows.visible(session)]
    session = driving.key(session, "l", *["j"] * shown.index("town/time"), "w")
    assert "Time-limited scope is xFAILED, Smart [benches]" in session.pages[-1].title


def test_the_cursor_stays_on_its_row(town: Assessment) -> None:
    session = driving.key(comparing(town, "permits", "benches"), "j", "j")
    row = session.of(CompareState).row
    assert driving.key(session, "o").of(CompareState).row == row


def test_many_columns_scroll_with_the_baseline_in_view(town: Assessment) -> None:
    session = comparing(town, "permits", "benches", "lights", "archive")
    session = driving.key(session, "l", "l", "l")
    _, _, shown = panes.spans(driving.scene_of(session), 60)
    assert shown[0] == 0 and shown[-1] == 3


def test_the_printout_has_every_row_of_the_screen(town: Assessment) -> None:
    session = comparing(town, "permits", "benches")
    sheet = printout(driving.scene_of(session)).sheets[0]
    assert sheet.columns == ("kind", "id", "title", "permits", "benches")
    assert ("check", "town/time", "Time-limited scope", "+ passed", "x failed") in sheet.rows
