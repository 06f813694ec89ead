"""What the keys do, without a terminal."""

from __future__ import annotations

import driving
import fakes
import pytest

from hexvet_tui import modes
from hexvet_tui.filtering import parse
from hexvet_tui.modes.project.state import ProjectState
from hexvet_tui.narrowing import FILTER, sorted_by
from hexvet_tui.prompting import Prompt
from hexvet_tui.scene import table_of
from hexvet_tui.session import Session

press = driving.do
shown = driving.shown


@pytest.fixture
def session() -> Session:
    return driving.opened()


def test_rows_start_in_the_order_of_their_names(session: Session) -> None:
    assert shown(session)[:3] == ["routing", "bus-lanes", "bids"]
    assert session.cursor == "routing"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("portal", {"bids"}),
        ("PORTAL call", {"bids"}),
        ('"one-stop"', {"permits"}),
        ("gate:stop stage:vetting", {"bus-lanes"}),
        ("gate:selection=stop", {"real-estate", "bus-lanes", "cycling"}),
        ("stage:launch", {"workplace-safety"}),
        ("section:buy_in=unknown", {"real-estate", "bids", "solar"}),
        ("unknown:buy_in", {"real-estate", "bids", "solar"}),
        ("failed:time_limited", {"real-estate", "bus-lanes", "cycling"}),
        ("waived:fake-model/time_limited", {"vendors"}),
        ("unmet:time_limited", {"real-estate", "bus-lanes", "cycling"}),
        ("failed:time_limited !cycle", {"real-estate", "bus-lanes"}),
        ("score>90", {"permits"}),
        ("score<50", {"routing"}),
        ("met>=6", {"permits", "payroll"}),
        ("evidence=0", {"solar"}),
        ("failed:advisory_council", set()),
        ("passed:advisory_council gate:stop stage:vetting", {"bus-lanes"}),
        ("waived:", {"vendors", "bids"}),
        ("failed:selection", {"real-estate", "bus-lanes", "cycling"}),
        ("unmet:vetting !failed:vetting", {"solar", "budgeting"}),
        ("waived>0 score>=44", {"vendors"}),
        ("end:unknown canopy", {"canopy"}),
        ("lifecycle:active solar", {"solar"}),
        ("score>5k", set()),
    ],
)
def test_filters_keep_what_they_say(session: Session, text: str, expected: set[str]) -> None:
    kept = session.filtered(text)
    assert kept.filter.error == ""
    assert set(shown(kept)) == expected


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("gaet:hold", "did you mean 'gate'?"),
        ("unknown:costt", "did you mean 'cost'?"),
        ("failed:time_limit", "did you mean 'time_limited'?"),
        ("stage:nowhere", "no stage 'nowhere'"),
        ("gate:", "needs a value"),
        ("section:cost=green", "no state 'green'"),
        ("waived:cost", "is never"),
        ("due<soon", "compared with a number, like due>6"),
        ("score:60", "no filter called 'score:'"),
        ("end:2027", "'end' is an amount"),
        ("dept:parks", "ask for no department"),
        ("lifecycle:dead", "no lifecycle 'dead'"),
        ("title>3", "no filter called 'title:'"),
        ("score>" + "9" * 400, ""),
    ],
)
def test_a_mistake_in_a_filter_is_told_with_a_hint(session: Session, text: str, hint: str) -> None:
    assert hint in session.filtered(text).filter.error


def test_terms_before_a_mistake_still_hold(session: Session) -> None:
    kept = session.filtered("portal gaet:hold")
    assert kept.filter.error
    assert shown(kept) == ["bids"]


@pytest.mark.parametrize(
    "text",
    ["", "!", "!!", '"', "mayor's", ":", "a:b:c", "\\", "score>", "[/x]", "due<1e9d", "=" * 9000],
)
def test_no_filter_text_raises(session: Session, text: str) -> None:
    parse(text, session)
    session.filtered(text)


@pytest.mark.parametrize(
    ("column", "first", "last"),
    [
        ("stage", "routing", "cycling"),
        ("met", "permits", "cycling"),
        ("score", "permits", "cycling"),
        ("evidence", "permits", "solar"),
        ("failed", "cycling", "vendors"),
        ("gate", "bids", "cycling"),
    ],
)
def test_columns_sort_best_first(session: Session, column: str, first: str, last: str) -> None:
    rows = shown(sorted_by(session, column))
    assert (rows[0], rows[-1]) == (first, last)


def test_the_cursor_stays_on_its_project(session: Session) -> None:
    there = session.to_row(5)
    name = there.cursor
    assert sorted_by(there, "score").cursor == name
    assert press(sorted_by(there, "score"), "reverse").cursor == name
    assert there.filtered("e").cursor == name
    assert there.with_assessment(fakes.assessment()).cursor == name


def test_a_cursor_whose_project_is_gone_goes_to_its_neighbour(session: Session) -> None:
    there = session.to_row(4)
    rows = tuple(row for row in fakes.PROJECTS if row[0] != there.cursor)
    after = there.with_assessment(fakes.assessment(rows))
    assert after.place == 4
    assert after.cursor != there.cursor


def test_nothing_visible_is_a_state_like_any_other(session: Session) -> None:
    empty = session.filtered("no such thing anywhere")
    assert (empty.place, empty.standing, empty.outcome) == (-1, None, None)
    assert press(empty, "down", "up", "bottom", "open").mode == "portfolio"
    assert empty.filtered("").cursor == session.cursor


def test_the_same_column_again_reverses(session: Session) -> None:
    assert sorted_by(sorted_by(session, "score"), "score").sort.reverse
    assert not sorted_by(sorted_by(session, "score"), "name").sort.reverse


def test_moving_stops_at_the_ends(session: Session) -> None:
    assert press(session, "up").place == 0
    assert press(session, "bottom", "down").place == 13
    assert press(session, "page_down").place == 10
    assert press(session, "bottom", "page_up").place == 3


def test_typing_a_filter_and_giving_it_up(session: Session) -> None:
    typing = press(session.filtered("portal"), "filter")
    more = driving.typed(typing, "x")
    assert (more.filter.text, shown(more)) == ("portalx", [])
    back = driving.key(more, "escape")
    assert (back.prompt, back.filter.text, shown(back)) == (None, "portal", ["bids"])
    assert driving.key(typing, "enter").prompt is None


def test_a_prompt_edits_like_a_shell() -> None:
    prompt = Prompt(FILTER).insert("gate:hold city\x1b[31m hall\n")
    assert prompt.text == "gate:hold city hall"
    assert prompt.pressed("ctrl+w").text == "gate:hold city"
    assert prompt.pressed("home").pressed("delete").text == "ate:hold city hall"
    assert prompt.pressed("ctrl+u").text == ""
    assert prompt.pressed("left").pressed("backspace").text == "gate:hold city hal"[:-1] + "l"
    full = prompt.insert("x" * (400 - len(prompt.text)))
    assert len(full.text) == 400
    assert full.insert("x") is full


def test_escape_goes_back_one_level_and_loses_nothing(session: Session) -> None:
    deep = press(session.filtered("gate:hold"), "open", "why")
    assert deep.of(ProjectState).enlarged
    mode = press(deep, "back")
    assert (mode.mode, mode.of(ProjectState).enlarged) == ("project", False)
    top = press(mode, "back")
    assert (top.mode, top.filter.text) == ("portfolio", "gate:hold")
    assert press(top, "back").filter.text == ""
    assert press(top, "back", "back").mode == "portfolio"


def test_the_next_project_follows_filter_and_order(session: Session) -> None:
    inside = press(sorted_by(session.filtered("gate:stop"), "score"), "top", "open", "next_project")
    assert inside.place == 1
    end = press(inside, *["next_project"] * 9)
    assert end.message.text == "this is the last project"


def test_checks_and_sections_have_cursors_of_their_own(session: Session) -> None:
    inside = press(session.to_row(9), "open")
    assert inside.pane == "checks"
    moved = press(inside, "top")
    assert moved.of(ProjectState).rule == "intake"
    assert press(moved, "down").of(ProjectState).rule == "fake-model/problem_named"
    sections = press(moved, "previous_pane", "down")
    state = sections.of(ProjectState)
    assert (sections.pane, state.about, state.section) == ("sections", "sections", 1)
    assert press(sections, "open").of(ProjectState).about == "sections"


def test_the_cursor_of_the_checks_survives_the_next_project(session: Session) -> None:
    inside = press(session.to_row(2), "open", "top", "down", "next_project")
    assert inside.of(ProjectState).rule == "fake-model/problem_named"


def test_the_explanation_is_scrolled_for_one_rule_alone(session: Session) -> None:
    inside = press(session.to_row(2), "why", "down")
    assert inside.of(ProjectState).top(inside.cursor) == 0  # it fits into ten lines
    scrolled = inside.having(ProjectState(scrolled=(ProjectState().subject(inside.cursor), 4)))
    assert scrolled.of(ProjectState).top(inside.cursor) == 4
    elsewhere = press(scrolled, "next_project")
    assert elsewhere.of(ProjectState).top(elsewhere.cursor) == 0


def test_messages_are_kept_up_to_a_limit(session: Session) -> None:
    for number in range(300):
        session = session.said(str(number))
    assert len(session.history) == 200
    assert session.quiet().message.text == ""
    assert session.quiet().history[-1].text == "299"


@pytest.mark.parametrize("mode", modes.IDS)
def test_every_action_can_be_done_from_anywhere(mode: str) -> None:
    real = driving.opened(driving.city())
    starts = [Session(), real, real.filtered("zzz")]
    for start in starts:
        inside = press(start, f"mode_{mode}")
        for action in table_of(mode):
            press(inside, action.id)
            press(press(inside, "help"), action.id)


def test_each_mode_keeps_its_state_and_its_pane(session: Session) -> None:
    inside = press(session.to_row(3), "open", "top", "down", "next_pane")
    there = press(inside, "mode_portfolio", "down", "mode_project")
    assert there.of(ProjectState).rule == inside.of(ProjectState).rule
    assert there.cursor != inside.cursor


def test_going_back_leads_where_one_came_from(session: Session) -> None:
    inside = press(session, "open")
    assert inside.trail == ("portfolio",)
    assert press(inside, "mode_portfolio").trail == ()
    assert press(inside, "back").mode == "portfolio"
