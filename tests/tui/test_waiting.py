"""What nobody's last key asked for waits, and takes no key from somebody who types."""

from __future__ import annotations

from dataclasses import replace
from threading import Event

import driving
import pytest
from driving import EXTENT, key, opened, scene_of, text_of
from screens import settled

from hexvet_tui import bars, waiting
from hexvet_tui.app import HexvetApp
from hexvet_tui.commands import COMMAND
from hexvet_tui.dispatch import pressed
from hexvet_tui.effects import Work
from hexvet_tui.pages import text_page
from hexvet_tui.prompting import Choice, Prompt, Question
from hexvet_tui.session import Session
from hexvet_tui.source import WorkspaceSource

TOOK = "y was an answer"
QUESTION = Question("record it?", (Choice("y", "yes", lambda now: now.said(TOOK)),))
PAGE = text_page("WHAT IT MEANS", "much")


def asking(session: Session) -> Session:
    return session.paged(PAGE).asked(QUESTION)


def arrived(session: Session, *, asked: bool = False) -> Session:
    return waiting.arrived(session, asking(session), asked=asked)


def test_what_the_last_key_asked_for_is_there_at_once() -> None:
    session = arrived(opened(), asked=True)
    assert (session.question, session.pages, session.waiting) == (QUESTION, (PAGE,), ())


def test_a_question_after_another_key_waits_for_escape_and_says_so() -> None:
    session = arrived(opened())
    assert (session.question, session.pages) == (None, ())
    assert session.message.text == "esc shows what waits: WHAT IT MEANS: record it?"
    assert TOOK not in key(session, "y").message.text
    later = key(session, "j", "j")
    assert "esc shows what waits" in text_of([bars.status(scene_of(later), 80)])[0]
    shown = key(later, "escape")
    assert (shown.question, shown.pages, shown.waiting) == (QUESTION, (PAGE,), ())
    assert key(shown, "y").message.text == TOOK


def test_escape_ends_a_line_first_and_then_comes_to_what_waits() -> None:
    typing = opened().prompted(Prompt(COMMAND))
    session = arrived(typing, asked=True)
    assert session.question is None, "whoever types is not asked, whatever began it"
    session = key(session, *"my")
    assert session.prompt is not None
    assert session.prompt.text == "my"
    session = key(session, "escape")
    assert (session.prompt, session.question) == (None, QUESTION)


def test_enter_ends_a_line_and_nothing_pops_up() -> None:
    session = key(arrived(opened().prompted(Prompt(COMMAND))), "enter")
    assert session.prompt is None
    assert session.question is None
    assert len(session.waiting) == 1


def test_a_question_never_takes_the_place_of_another() -> None:
    other = Question("really?", (Choice("n", "no", lambda now: now),))
    session = waiting.arrived(
        arrived(opened(), asked=True), opened().paged(PAGE).asked(other), asked=True
    )
    assert session.question == QUESTION
    session = key(session, "escape")
    assert session.question is None, "the page of the first is left"
    assert key(session, "escape").question == other


def test_what_is_asked_again_waits_once() -> None:
    session = arrived(arrived(opened()))
    assert len(session.waiting) == 1


def test_a_line_that_the_background_wants_waits_too() -> None:
    before = opened()
    session = waiting.arrived(before, before.prompted(Prompt(COMMAND)), asked=False)
    assert session.prompt is None
    assert key(session, "escape").prompt == Prompt(COMMAND)


def test_what_asks_nothing_is_never_held() -> None:
    before = opened().prompted(Prompt(COMMAND))
    after = before.said("judged")
    assert waiting.arrived(before, after, asked=False) is after


@pytest.mark.parametrize("name", ["rules", "vetting"])
def test_in_a_form_and_in_a_text_escape_comes_to_it(name: str) -> None:
    before = replace(opened(driving.town()), mode=name, trail=("portfolio",))
    session = pressed(scene_of(arrived(before)), "escape", None, EXTENT)
    assert session.question == QUESTION
    assert session.mode == name, "the key is used up"


async def test_in_the_application_a_key_since_makes_it_wait() -> None:
    app = HexvetApp(WorkspaceSource(driving.TOWN, driving.TOWN_DAY))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        for keys, waits in ((("j",), True), ((), False)):
            gate = Event()
            app.show(app.session.wanting(Work(gate.wait, lambda now, _: asking(now), "test")))
            await pilot.press(*keys)
            works = [one for one in app.workers if one.group == "work test"]
            gate.set()
            await app.workers.wait_for_complete(works)
            await settled(pilot)
            assert bool(app.session.waiting) == waits
            assert (app.session.question is None) == waits
            await pilot.press("escape")
            assert (app.session.question == QUESTION) == waits
            await pilot.press("y", "escape")
