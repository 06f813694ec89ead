"""The guided tour: it fits, goes through every mode with a digit, and leaves nothing open."""

from __future__ import annotations

import datetime
from pathlib import Path

import driving
import pytest
import screens
from textual import events
from textual.pilot import Pilot

from hexvet_tui import bars, modes, tour
from hexvet_tui.demo import TouringApp
from hexvet_tui.modes.project.state import ProjectState
from hexvet_tui.prompting import Choice, Question
from hexvet_tui.session import Session
from hexvet_tui.source import WorkspaceSource

EVERY = range(len(tour.TOUR))


@pytest.fixture(scope="module")
def portfolio() -> Session:
    return driving.opened(driving.city())


def line(painted: object) -> str:
    return driving.text_of([painted])[0]


def test_the_tour_goes_through_every_mode_that_has_a_digit() -> None:
    led_to = {"compare", "rules"}
    assert {step.mode for step in tour.TOUR} | led_to == {tab.id for tab in modes.TABS}


def test_the_steps_about_a_rule_stand_on_the_check_that_fails(portfolio: Session) -> None:
    steps = [n for n, step in enumerate(tour.TOUR) if step.project == "inspection-scheduling"]
    session = portfolio
    for at in steps[:2]:
        session = tour.placed(session, at)
        session = driving.do(session, *tour.TOUR[at].actions)
        assert session.of(ProjectState).rule == "la-model/supports_not_supplants"
    assert session.mode == "rules"


def test_the_step_that_compares_ends_in_the_comparison(portfolio: Session) -> None:
    (at,) = (n for n, step in enumerate(tour.TOUR) if "compare" in step.actions)
    session = driving.do(tour.placed(portfolio, at), *tour.TOUR[at].actions)
    assert session.mode == "compare"
    assert [*session.marks] == ["fleet-downtime", "hiring-time"]


@pytest.mark.parametrize("at", EVERY)
def test_every_step_fits_the_narrowest_line_that_is_supported_in_full(
    portfolio: Session, at: int
) -> None:
    session = tour.placed(portfolio, at).quiet()
    told = line(bars.status(driving.scene_of(session), 80))
    assert len(told) == 80
    assert session.tip in told
    assert told.endswith(" F10 ")


@pytest.mark.parametrize("at", EVERY)
def test_every_step_names_projects_keys_and_actions_that_are_there(
    portfolio: Session, at: int
) -> None:
    step = tour.TOUR[at]
    assert not step.project or step.project in portfolio.rows.places
    assert "{" not in tour.told(step)
    session = tour.placed(portfolio, at)
    assert session.mode == step.mode
    assert not step.project or session.cursor == step.project
    for action in step.actions:
        assert action in {one.id for one in driving.scene_of(session).table}
        session = driving.do(session, action)


def test_a_step_tells_the_keys_that_the_user_has() -> None:
    (step,) = (step for step in tour.TOUR if "why" in step.actions)
    assert tour.told(step).startswith("w:")
    assert tour.told(step, (("why", ("Z",)),)).startswith("Z:")


def test_a_step_begins_the_same_whatever_was_done_before(portfolio: Session) -> None:
    asked = Question("sure?", (Choice("y", "yes", lambda session: session),))
    messy = driving.key(portfolio, "v", "j", " ", "/", "h", "enter").asked(asked)
    calm, after = tour.placed(portfolio, 0), tour.placed(messy, 0)
    assert after.question is None
    assert after.filter.text == ""
    assert (after.cursor, after.marks, after.mode) == (calm.cursor, calm.marks, calm.mode)


def test_what_is_said_elsewhere_moves_the_tour_to_the_footer(portfolio: Session) -> None:
    session = tour.placed(portfolio, 0).said("judging ...")
    scene = driving.scene_of(session)
    assert "judging" in line(bars.status(scene, 80))
    assert session.tip in line(bars.footer(scene, 80))
    quiet = driving.scene_of(session.quiet())
    assert session.tip in line(bars.status(quiet, 80))
    assert session.tip not in line(bars.footer(quiet, 80))


def test_the_last_step_leads_to_the_first(portfolio: Session) -> None:
    assert tour.following(tour.placed(portfolio, 0)) == 1
    assert tour.following(tour.placed(portfolio, len(tour.TOUR) - 1)) == 0


def test_the_plain_tour_tells_each_step_with_what_it_shows() -> None:
    told = [*tour.plain(driving.city())]
    assert [text.split(" ", 1)[0] for text in told] == [
        f"{n}/{len(told)}" for n in range(1, len(told) + 1)
    ]
    whole = "\n".join(told)
    for fact in ("asks_of_empty_source", "xSTOP  launch", "takes back entry 50", "\x1b"):
        assert (fact in whole) is (fact != "\x1b")


async def test_keys_lead_through_the_tour_on_the_screen() -> None:
    """Esc closes what is open before it leaves the tour; F10 then goes on where it was."""
    app = TouringApp(WorkspaceSource(driving.CITY, driving.DAY))
    async with app.run_test(size=(80, 24)) as pilot:
        await screens.settled(pilot)
        assert tour.told(tour.TOUR[0]) in screens.lines_of(app)[22]
        assert app.session.cursor == tour.TOUR[0].project
        await _to_page(pilot)
        assert app.session.pages
        await screens.go(pilot, "escape")
        assert not app.session.pages
        assert tour.is_on(app.session)
        await screens.go(pilot, "escape")
        assert not tour.is_on(app.session)
        at = app.session.of(tour.TourState).at
        await screens.go(pilot, "ctrl+t")
        assert app.session.tip.startswith(f"{at + 2}/")


async def _to_page(pilot: Pilot[None]) -> None:
    (at,) = (n for n, step in enumerate(tour.TOUR) if "problems" in step.actions)
    await screens.go(pilot, *["f10"] * at)


async def test_before_the_city_is_read_the_tour_waits() -> None:
    app = TouringApp(WorkspaceSource(Path("nowhere"), datetime.date(2026, 1, 1)))
    async with app.run_test(size=(80, 24)) as pilot:
        await screens.go(pilot, "f10", "f10")
        assert app.session.tip.startswith("1/")


async def test_what_a_step_brings_late_does_not_lie_over_the_next_ones() -> None:
    """F10 held down: the question of the step that decides comes when others are shown."""
    app = TouringApp(WorkspaceSource(driving.CITY, driving.DAY))
    async with app.run_test(size=(80, 24)) as pilot:
        await screens.settled(pilot)
        for at in range(1, len(tour.TOUR) + 3):
            app.post_message(events.Key("f10", None))
            if tour.TOUR[at % len(tour.TOUR)].actions == ("decide",):
                for _ in range(3):
                    app.post_message(events.Key("f10", None))
        await screens.settled(pilot)
        assert app.session.question is None
        assert not app.session.pages
        assert app.session.mode in ("compare", "sensitivity")
