"""Projects side by side."""

from __future__ import annotations

import driving
import pytest
from screens import go, lines_of, settled

from hexvet.comparison import Row, difference
from hexvet.evaluation import Assessment
from hexvet.model import Interval
from hexvet_tui.app import HexvetApp
from hexvet_tui.modes.compare import panes, rows
from hexvet_tui.modes.compare.printout import printout
from hexvet_tui.modes.compare.state import CompareState, compared
from hexvet_tui.session import Session
from hexvet_tui.source import WorkspaceSource
from hexvet_tui.typesetting import Line


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


def test_scores_that_are_ranges_differ_by_a_range(town: Assessment) -> None:
    """Ends of the difference: 76 less 97 and 87 less 63; 47 less 97 and 70 less 63."""
    ends = (Interval(63, 97), Interval(76, 87), Interval(47, 70))
    row = Row("difference", "score", "", tuple(difference(one, ends[0]) for one in ends))
    scene = driving.scene_of(comparing(town, "permits", "benches", "lights"))
    told = [text_of(rows.cell(scene, row, at)) for at in range(3)]
    assert told == ["-", "-21 to +24", "-50 to +7"]
    exact = Row("difference", "score", "", (Interval(0, 0), Interval(0, 0), Interval(-3, -3)))
    assert [text_of(rows.cell(scene, exact, at)) for at in range(3)] == ["-", "the same", "-3"]


def test_scores_of_the_sample_are_told_against_the_base() -> None:
    """80 (63-97) is the base: 76 less 97 and 87 less 63; 47 less 97 and 70 less 63."""
    session = comparing(driving.city(), "service-requests", "hiring-time", "inspection-scheduling")
    told = line(session, "Score ")
    assert told.split()[1:] == ["80", "(63-97)", "81", "(76-87)", "59", "(47-70)"]
    assert " ".join(line(session, "Against the base").split()[3:]) == "- -21 to +24 -50 to +7"


def text_of(cell: Line) -> str:
    return "".join(part for part, _ in cell)


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
    assert sheet.columns == ("kind", "id", "title", "Permit routing (permits)",
                             "Smart [benches] (benches)")  # fmt: skip
    assert ("check", "town/time", "Time-limited scope", "+ passed", "x failed") in sheet.rows


def test_projects_beside_those_in_view_are_counted(town: Assessment) -> None:
    """A column takes 17 cells beside 22 of titles: three of four fit into 80, all into 120."""
    session = comparing(town, "permits", "benches", "lights", "archive")
    scene = driving.scene_of(session)
    assert driving.text_of(panes.header(scene, 80, 1))[0].endswith("1 more beside: h l ")
    assert "beside" not in driving.text_of(panes.header(scene, 120, 1))[0]


def test_a_project_is_called_by_its_title(town: Assessment) -> None:
    session = comparing(town, "permits", "benches", "lights")
    assert driving.key(session, "l", "b").message.text == "baseline: Smart [benches]"
    assert driving.key(session, "l", "d").message.text.startswith("Smart [benches] taken out;")


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_drawn_as_text_the_room_is_for_the_rows(size: tuple[int, int]) -> None:
    """Below title, info, heads and sections the rows begin; status and footer end the screen."""
    app = HexvetApp(WorkspaceSource(driving.TOWN, driving.TOWN_DAY))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await go(pilot, "space", "space", "space", "4")
        drawn = lines_of(app)
        await go(pilot, "t")
        lines = lines_of(app)
        assert lines[3].startswith(" Sections")
        assert lines[4].startswith("─ STANDING ─")
        await go(pilot, "t")
        assert lines_of(app)[2:-2] == drawn[2:-2], "drawings have their room again"
        await go(pilot, "t", "G")
        last = next(at for at, line in enumerate(lines_of(app)) if line.startswith(">"))
        assert last < size[1] - 2
