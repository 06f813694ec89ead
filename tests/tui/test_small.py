"""No room but for a notice: it says what waits, and nothing can be done unseen."""

from __future__ import annotations

import driving
import fakes
import pytest
from screens import lines_of, settled

from hexvet_tui import dispatch, small
from hexvet_tui.app import HexvetApp
from hexvet_tui.effects import Quit
from hexvet_tui.pages import PROBLEMS
from hexvet_tui.prompting import Choice, Question
from hexvet_tui.scene import Extent
from hexvet_tui.session import Session

SMALL = Extent(5, 40, (40, 8))
ASKED = Question("really?", (Choice("y", "yes", lambda now: now.said("done")),))


@pytest.fixture
def session() -> Session:
    return driving.opened()


def told(session: Session, **rest: object) -> str:
    return " ".join(small.words(driving.scene_of(session, **rest), 40, 8))


def test_without_anything_that_waits_q_quits(session: Session) -> None:
    assert told(session) == "Hexvet needs 60x16, this is 40x8. Enlarge the window; q quits."
    assert driving.key(session, "q", extent=SMALL).effects == (Quit(),)
    inside = driving.key(session, "enter")
    assert driving.key(inside, "q", extent=SMALL).effects == (Quit(),)


def test_a_line_that_is_typed_waits(session: Session) -> None:
    typing = driving.typed(driving.key(session, ":"), "sho")
    assert told(typing).endswith("What you type waits. Enlarge the window; ^q quits.")
    for key in (*"qwy:?", "enter", "escape", "backspace", "tab", "f1", "down"):
        assert driving.key(typing, key, extent=SMALL) is typing
    assert driving.key(typing, "ctrl+q", extent=SMALL).effects == (Quit(),)


def test_a_question_and_a_page_wait(session: Session) -> None:
    asked, paged = session.asked(ASKED), session.paged(PROBLEMS)
    assert "A question waits." in told(asked)
    assert "A page waits." in told(paged)
    for waiting in (asked, paged, paged.asked(ASKED)):
        for key in ("y", "q", "?", "escape", "enter", "down"):
            assert driving.key(waiting, key, extent=SMALL) is waiting
        assert driving.key(waiting, "ctrl+q", extent=SMALL).effects == (Quit(),)


def test_what_is_not_saved_is_kept_since_nobody_could_be_asked(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = Question("not saved: rules/town.toml", (Choice("x", "discard", lambda now: now),))
    monkeypatch.setattr(small.verbs, "quitting", lambda now: now.asked(question))
    for waiting in (session, session.asked(ASKED)):
        left = driving.key(waiting, "ctrl+q", extent=SMALL)
        assert left.effects == (Quit(keeping=True),)
        assert left.question is not question


def test_the_key_that_is_told_is_the_users_own(session: Session) -> None:
    keymap = (("leave", ()), ("quit", ("ctrl+x",)))
    assert told(session, keymap=keymap).endswith("Enlarge the window; ^x quits.")


def test_help_can_be_read_and_left(session: Session) -> None:
    helped = driving.key(session, "?", extent=SMALL)
    assert driving.key(helped, "j", extent=SMALL).pages[-1].top == 1
    for key in ("?", "escape", "q"):
        assert driving.key(helped, key, extent=SMALL).pages == ()


def test_what_is_pasted_goes_nowhere_unseen(session: Session) -> None:
    typing = driving.key(session, ":")
    scene = driving.scene_of(typing, size=(40, 8))
    assert dispatch.pasted(scene, "rm") is typing


@pytest.mark.parametrize("keys", [(":", "s", "h", "o"), ("P",), ("slash", "b")])
async def test_the_notice_covers_lines_rows_and_pages(keys: tuple[str, ...]) -> None:
    app = HexvetApp(fakes.FakeSource())
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press(*(driving.NAMES.get(key, key) for key in keys))
        before = app.session
        await pilot.resize_terminal(40, 8)
        await settled(pilot)
        shown = [line.strip() for line in lines_of(app)]
        assert "Hexvet needs 60x16, this is 40x8." in shown
        assert len([line for line in shown if line]) == 3
        await pilot.press("q", "y", "enter")
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert app.session == before


async def test_the_page_of_help_is_shown_all_the_same() -> None:
    app = HexvetApp(fakes.FakeSource())
    async with app.run_test(size=(50, 10)) as pilot:
        await settled(pilot)
        await pilot.press("question_mark")
        await settled(pilot)
        assert "HELP" in lines_of(app)[1]
        await pilot.press("question_mark")
        await settled(pilot)
        assert "needs 60x16" in "".join(lines_of(app))
