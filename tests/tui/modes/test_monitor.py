"""What is due and what moves, over the portfolio."""

from __future__ import annotations

from pathlib import Path

import driving
import pytest

import hexvet
from hexvet.evaluation import Assessment
from hexvet_tui.modes.monitor import charts, panes
from hexvet_tui.modes.monitor.printout import printout
from hexvet_tui.modes.monitor.state import shown_indicators, shown_steps
from hexvet_tui.session import Session


@pytest.fixture
def town() -> Assessment:
    found: Assessment = driving.town()
    return found


def opened(town: Assessment) -> Session:
    return driving.key(driving.opened(town), "6")


def text(session: Session, width: int = 80) -> str:
    scene = driving.scene_of(session)
    lines = [
        *panes.header(scene, width, 1),
        *panes.table(scene, width, 14, 0),
        *panes.detail(scene, width, 12),
    ]
    return "\n".join(driving.text_of(lines))


def test_what_is_overdue_longest_comes_first(town: Assessment) -> None:
    """On 1 June: the report and the departments of 30 April are 32 days late, the survey 12."""
    listed = [(s.project, s.name, s.slip) for s in shown_steps(opened(town)).rows]
    assert listed == [
        ("", "Reports to council 2", 32),
        ("permits", "All departments", 32),
        ("lights", "Survey", 12),
        ("permits", "Hand-over", 0),
        ("lights", "Contract", None),
    ]
    assert "3 overdue" in text(opened(town))
    assert "! 32 d late" in text(opened(town))


def test_what_is_done_is_listed_when_asked_for(town: Assessment) -> None:
    session = driving.key(opened(town), "o")
    assert "One form" in text(session)
    assert "One form" not in text(driving.key(session, "o"))


def test_the_project_cursor_follows_and_a_filter_limits(town: Assessment) -> None:
    session = driving.key(opened(town), "j", "j")
    assert session.cursor == "lights"
    assert driving.key(session, "enter").mode == "project"
    narrowed = session.filtered("permits")
    assert {step.project for step in shown_steps(narrowed).rows} == {"permits"}


def test_indicators_say_whether_they_reach_their_target(town: Assessment) -> None:
    """9 days are at most 10, since 20 April; the next reading was due 11 days ago (31 days after
    20 April is 21 May). The share online has no reading."""
    session = driving.key(opened(town), "tab")
    days, share = shown_indicators(session).rows
    assert (days.state, days.silent, share.state) == ("met", 11, "unknown")
    shown = text(session)
    assert "█▄▁" in shown
    assert "target at most 10, met since 2026-04-20" in " ".join(shown.split()).replace("│ │ ", "")


def test_a_step_of_the_programme_opens_no_project(town: Assessment) -> None:
    session = driving.key(opened(town), "enter")
    assert session.mode == "monitor"
    assert "programme" in session.message.text


def test_a_run_of_readings_goes_from_the_lowest_to_the_highest() -> None:
    assert charts.sparkline([31, 19, 9], 12, ascii_only=False) == "█▄▁"
    assert charts.sparkline([0, 1, 2, 3, 4], 12, ascii_only=True) == "_.-=^"
    assert charts.sparkline([5, 5], 12, ascii_only=True) == "--"
    assert charts.sparkline([], 12, ascii_only=True) == ""
    assert charts.sparkline([1, 2, 3, 4], 2, ascii_only=True) == "_^"


def test_the_timeline_shows_done_planned_and_late(town: Assessment) -> None:
    shown = text(driving.key(opened(town), "o", "j"))
    lines = {line[1:].split("  ")[0].strip(): line for line in shown.splitlines()}
    assert "#" in lines["One form"] and "!" in lines["One form"]
    assert "!" in lines["All departments"]
    assert "-|" in lines["Hand-over"]


def test_text_in_place_of_the_drawing(town: Assessment) -> None:
    shown = text(driving.key(opened(town), "o", "j", "t"))
    assert "due 2026-01-10, done 2026-01-20 (10 d late)" in shown


def test_an_empty_monitor_names_the_questions_that_fill_it(town: Assessment) -> None:
    session = driving.key(opened(town).filtered("archive"), "tab")
    assert "filter" in text(session)


def test_where_nobody_has_said_anything_nothing_is_done_either(tmp_path: Path) -> None:
    (tmp_path / "hexvet.toml").write_text('city = "Nowhere"\npacks = ["la-model"]\n')
    (tmp_path / "projects").mkdir()
    (tmp_path / "projects" / "one.toml").write_text('title = "One"\n')
    shown = text(opened(hexvet.evaluate(hexvet.load(tmp_path), driving.DAY)))
    assert "Nothing is known yet. Questions that fill this: " in shown
    assert "planned" not in shown, "a legend of nothing"


def test_the_printout_has_all_steps(town: Assessment) -> None:
    due, measured = printout(driving.scene_of(driving.opened(town))).sheets
    assert (
        "Permit routing",
        "permits",
        "One form",
        "C. Reyes",
        "2026-01-10",
        "2026-01-20",
        "done late",
        10,
    ) in due.rows
    assert len(due.rows) == 7 and len(measured.rows) == 2
    assert {row[:2] for row in due.rows} >= {("programme", None), ("Street lights", "lights")}


def test_the_printout_has_them_in_the_order_of_the_screen(town: Assessment) -> None:
    """What is open first, then what is done; the survey is before the hand-over that is due."""
    scene = driving.scene_of(driving.key(driving.opened(town), "6"))
    listed = [
        (scene.title(step.project) or "programme", step.name)
        for step in shown_steps(scene.session).rows
    ]
    due, _ = printout(scene).sheets
    told = [(row[0], row[2]) for row in due.rows]
    assert told[: len(listed)] == listed
    assert {row[6] for row in due.rows[len(listed) :]} == {"done late"}


def test_a_name_is_whole_where_there_is_room_for_it() -> None:
    session = driving.key(driving.opened(driving.city()), "6")
    assert "Form live in the first.." in text(session)
    assert "Form live in the first department     ---" in text(session, 120)


def test_the_delivery_gets_the_lines_that_the_list_does_not_need(town: Assessment) -> None:
    """Five steps and two of the programme, a line of titles and the frame."""
    scene = driving.scene_of(opened(town))
    assert panes.table_height(scene) == 10
    assert panes.table_height(driving.scene_of(driving.key(scene.session, "tab", "o"))) == 10


@pytest.mark.parametrize("width", [78, 118])
@pytest.mark.parametrize("keys", [("w",), ("t", "w")])
def test_the_delivery_in_full_cuts_no_name(width: int, keys: tuple[str, ...]) -> None:
    session = driving.key(driving.opened(driving.city()), "6", *keys)
    page = session.pages[-1].lines(driving.scene_of(session), width)
    shown = "\n".join(driving.text_of(page))
    assert "Form live in the first department" in shown
    assert "Share of invoices from small vendors paid in time" in shown
    assert ".." not in shown
    assert all(len(line) <= width for line in shown.splitlines())
