"""Keys: whose they are, and what lines, lists and history make of them."""

from __future__ import annotations

from dataclasses import replace

import driving
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hexvet_tui import modes, verbs
from hexvet_tui.effects import Quit
from hexvet_tui.modes import Mode
from hexvet_tui.prompting import Choice, Prompt, Purpose, Question
from hexvet_tui.scene import Extent, table_of
from hexvet_tui.session import Session


@pytest.fixture
def session() -> Session:
    return driving.opened()


def test_completing_goes_round_the_candidates(session: Session) -> None:
    typing = driving.typed(driving.key(session, "/"), "gate:s")
    first = driving.key(typing, "tab")
    assert first.prompt and first.prompt.text == "gate:stop "
    second = driving.key(first, "tab")
    assert second.prompt and second.prompt.text == "gate:selection "
    assert driving.key(second, "shift+tab").prompt == first.prompt
    letter = driving.typed(second, "x")
    assert letter.prompt and letter.prompt.text == "gate:selection x"


def test_what_stands_behind_the_cursor_survives_completion(session: Session) -> None:
    typing = driving.typed(driving.key(session, "/"), "unknown:cos portal")
    back = driving.key(typing, *["left"] * len(" portal"), "tab")
    assert back.prompt and back.prompt.text == "unknown:cost portal"


def test_history_is_kept_by_purpose_each_line_once(session: Session) -> None:
    def entered(session: Session, text: str) -> Session:
        return driving.key(driving.typed(driving.key(session, "/", "ctrl+u"), text), "enter")

    after = entered(entered(entered(session, "gate:hold"), "portal"), "gate:hold")
    assert after.typed["filter"] == ("portal", "gate:hold")
    typing = driving.key(after, "/", "ctrl+u")
    once = driving.key(typing, "ctrl+p")
    assert once.prompt and once.prompt.text == "gate:hold"
    assert driving.shown(once) == driving.shown(session.filtered("gate:hold"))
    twice = driving.key(once, "ctrl+p", "ctrl+p", "ctrl+p")
    assert twice.prompt and twice.prompt.text == "portal"
    back = driving.key(twice, "ctrl+n", "ctrl+n")
    assert back.prompt and back.prompt.text == ""


def test_arrows_move_behind_a_filter_and_in_the_list_of_commands(session: Session) -> None:
    typing = driving.key(session, "/", "down", "down")
    assert typing.place == 2
    listed = driving.key(session, ":", "down", "down", "up")
    assert listed.prompt and listed.prompt.choice == 0
    assert listed.place == 0


def test_arrows_lead_through_the_history_where_there_is_nothing_to_choose(
    session: Session,
) -> None:
    line = Prompt(Purpose("why", "reason", lambda scene, text: scene.session))
    typing = replace(session, typed={"why": ("first", "second")}, prompt=line)
    back = driving.key(typing, "up", "up")
    assert back.prompt and back.prompt.text == "first"
    assert back.cursor == session.cursor, "what is behind the line stays where it is"
    again = driving.key(back, "down")
    assert again.prompt and again.prompt.text == "second"


@pytest.mark.parametrize("size", [719, 10_000])
def test_a_paste_is_taken_whole(session: Session, size: int) -> None:
    line = Prompt(Purpose("why", "reason", lambda scene, text: scene.session.said(text)))
    after = driving.paste(session.prompted(line), "x" * size)
    assert after.prompt and len(after.prompt.text) == size
    assert len(driving.key(after, "enter").message.text) == size


@pytest.mark.parametrize("size", [10_001, 1_000_000])
def test_a_paste_that_does_not_fit_is_told_and_not_cut(session: Session, size: int) -> None:
    line = Prompt(Purpose("why", "reason", lambda scene, text: scene.session), "begun", 5)
    after = driving.paste(session.prompted(line), "x" * size)
    assert after.prompt == line
    assert after.message.tone == "alert"
    assert f"{size:,} characters, and this line takes 9,995 more" in after.message.text


def test_a_prompt_takes_every_letter_and_leaves_only_keys_that_write_nothing(
    session: Session,
) -> None:
    typing = driving.key(session, "/")
    for letter in "qgs1?:x[] *":
        typing = driving.key(typing, letter)
    assert typing.prompt and typing.prompt.text == "qgs1?:x[] *"
    assert driving.key(typing, "f1").pages[-1].title == "HELP"
    assert driving.key(typing, "ctrl+q").effects == (Quit(),)


def test_a_page_takes_the_keys_before_the_prompt_below_it(session: Session) -> None:
    opened = driving.key(session, "/", "f1")
    assert driving.key(opened, "escape").pages == ()
    assert driving.key(opened, "escape").prompt is not None


def test_a_question_is_answered_by_its_keys_alone(session: Session) -> None:
    said = Choice("s", "save", lambda now: now.said("saved"))
    asked = session.asked(Question("save?", (said,)))
    assert driving.key(asked, "j", "q", "enter").question is not None
    assert driving.key(asked, "s").message.text == "saved"
    assert driving.key(asked, "s").question is None
    left = driving.key(asked, "escape")
    assert (left.question, left.message.text) == (None, "")


def test_quitting_asks_when_something_would_be_lost(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert driving.key(session, "q").effects == (Quit(),)
    edited: Mode = replace(modes.load("project"), unsaved=lambda session: "la_model.toml")
    monkeypatch.setattr(modes, "loaded", lambda: (edited,))
    asked = verbs.quitting(session)
    assert asked.effects == ()
    assert asked.question and "la_model.toml" in asked.question.text
    again = driving.key(asked, "q", "ctrl+q")
    assert (again.question, again.effects) == (asked.question, ()), "what asked answers nothing"
    assert driving.key(asked, "k").effects == (Quit(keeping=True),)
    assert driving.key(asked, "enter").effects == (Quit(keeping=True),)
    assert driving.key(asked, "x").effects == (Quit(),)
    assert driving.key(asked, "s").question == asked.question, "nothing there can be saved"


def test_quitting_leads_to_where_a_text_is_saved(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    edited: Mode = replace(
        modes.load("project"),
        unsaved=lambda session: "la_model.toml",
        save=lambda session: session.said("why?"),
    )
    monkeypatch.setattr(modes, "loaded", lambda: (edited,))
    saving = driving.key(verbs.quitting(session), "s")
    assert (saving.message.text, saving.effects) == ("why?", ())


def test_a_small_terminal_does_nothing_unseen(session: Session) -> None:
    small = Extent(10, 50, (59, 24))
    assert driving.key(session, *"jjsv /:", "enter", extent=small) == session
    assert driving.key(session, "ctrl+q", extent=small).effects == (Quit(),)
    assert driving.key(session, "?", extent=small).pages[-1].title == "HELP"


def test_a_mode_is_left_by_q_and_the_top_by_quitting(session: Session) -> None:
    inside = driving.key(session, "enter")
    assert driving.key(inside, "q").mode == "portfolio"
    assert driving.key(inside, "q").effects == ()
    filtered = session.filtered("gate:hold")
    assert driving.key(filtered, "q").effects == (Quit(),)


def test_a_line_calls_back_with_what_was_typed(session: Session) -> None:
    seen: list[str] = []
    purpose = Purpose(
        "reason",
        "reason",
        lambda scene, text: scene.session.said(f"because {text}"),
        changed=lambda now, text: seen.append(text) or now,  # type: ignore[func-returns-value]
        cancelled=lambda now, text: now.said(f"back to {text}"),
    )
    typing = driving.typed(session.prompted(Prompt(purpose, before="old")), "new")
    assert seen == ["n", "ne", "new"]
    assert driving.key(typing, "enter").message.text == "because new"
    assert driving.key(typing, "escape").message.text == "back to old"


def keys() -> list[str]:
    """Every key that does something anywhere, and some that may not."""
    tables = [table_of(mode) for mode in ("", *modes.IDS)]
    return sorted({k for t in tables for a in t for k in a.keys} | {*"abcxyz019 []:/?*"})


@settings(max_examples=40)
@given(st.lists(st.deferred(lambda: st.sampled_from(keys())), max_size=25), st.booleans())
def test_no_sequence_of_keys_raises(keys: list[str], small: bool) -> None:
    extent = Extent(5, 40, (50, 10)) if small else driving.EXTENT
    session = driving.opened(driving.city())
    for key in keys:
        session = driving.key(session, key, extent=extent).calm()
    assert session.mode in modes.IDS
    assert session.cursor in session.rows.places or not session.rows.order


@pytest.mark.parametrize("mode", ["6", "8"])
def test_a_letter_that_does_nothing_says_so(mode: str) -> None:
    session = driving.key(driving.opened(driving.town()), mode, "s")
    assert session.message.text == "s means nothing here"
    assert driving.key(session, "f7") is session, "no letter"
