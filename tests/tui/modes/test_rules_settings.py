"""hexvet.toml among the rules: live while it is typed, and saved with its flips; and leaving."""

from __future__ import annotations

from dataclasses import replace

import pytest
from driving import EXTENT, text_of
from rules_desk import (
    NOT_READY,
    READY,
    effect,
    entries,
    file,
    problems,
    rules,
    saved,
    swapped,
    text,
)
from towns import Town

from hexvet_tui.deciding.dialog import Acting
from hexvet_tui.dispatch import pressed
from hexvet_tui.effects import Quit
from hexvet_tui.modes.rules import beside
from hexvet_tui.modes.rules.printout import printout
from hexvet_tui.modes.rules.state import RulesState
from hexvet_tui.modes.rules.verbs import shown_at
from hexvet_tui.printout import as_text

__all__ = ["rules"]

PLACES = "places = 2"
NO_ROOM = "places = 0"


@pytest.fixture
def settings(rules: Town) -> Town:
    """The mayor types into hexvet.toml."""
    path = str(rules.root / "hexvet.toml")
    rules.settle(shown_at(rules.session, path, "hexvet.toml", 1))
    return rules


# live -----------------------------------------------------------------------------------------
def test_the_text_in_force_flips_nothing(settings: Town) -> None:
    assert "0 flips: the text is that in force." in effect(settings)


def test_an_answer_shows_what_it_flips_while_it_is_typed(settings: Town) -> None:
    swapped(settings, PLACES, NO_ROOM)
    shown = effect(settings)
    assert "EFFECT of this draft" in shown
    assert "programme places: 2 -> 0" in shown
    assert "programme room passed → failed" in shown
    assert "at Idea" in shown
    assert "Alpha" in shown
    (row,) = (one for one in as_text(printout(settings.scene)).splitlines() if " room " in one)
    assert row.split() == ["programme", "check", "room", "passed", "failed"]


def test_packs_come_and_go_live(settings: Town) -> None:
    swapped(settings, '["town"]', '["town", "nirn-hexagon"]')
    shown = effect(settings)
    assert "3 of 3 projects change" in shown
    assert "pack nirn-hexagon: added" in shown
    assert "absent → unknown" in shown


def test_a_mistake_in_an_answer_is_told_and_keeps_the_last_effect(settings: Town) -> None:
    swapped(settings, PLACES, NO_ROOM)
    before = effect(settings)
    swapped(settings, "= 0", "= 'x'")
    assert "expected a number" in problems(settings)
    assert "EFFECT of the last valid draft" in effect(settings)
    assert [row[1:] for row in effect(settings).splitlines()[1:]] == [
        row[1:] for row in before.splitlines()[1:]
    ]
    settings.key("ctrl+home", "f8")
    assert text(settings).buffer.line == "places = 'x'"


def test_what_changes_no_verdict_says_so(settings: Town) -> None:
    swapped(settings, '"Ridgeway"', '"Ridgeway on Sea"')
    shown = effect(settings)
    assert "0 flips: the text changed, the verdicts did not." in shown
    assert "city: Ridgeway -> Ridgeway on Sea" in shown


# saved ----------------------------------------------------------------------------------------
def test_f2_lists_the_flips_and_the_journal_keeps_them(settings: Town) -> None:
    swapped(settings, PLACES, NO_ROOM)
    found = text(settings).effect
    assert found is not None
    settings.key("f2")
    assert settings.session.pages[-1].title == "SAVE hexvet.toml"
    page = settings.page()
    assert "programme places: 2 -> 0" in page
    assert "programme: check room: passed -> failed" in page
    assert f"{found.flips} verdicts flip, of {len(found.projects)} of 3 projects:" in page
    settings.key("r")
    settings.type("Nothing fits any more")
    settings.key("y")
    settings.read()
    last = entries(settings)[-1]
    assert (last.kind, last.reason) == ("edit", "Nothing fits any more")
    assert last.details["flipped"] == found.flips
    assert settings.session.assessment is not None
    assert settings.session.assessment.programme["town/room"].status == "failed"
    assert "0 flips" in effect(settings)
    files = "\n".join(text_of(beside.files(settings.scene, 60, 30)))
    assert f"entry {last.number} in force {found.flips} flip" in files


# who ------------------------------------------------------------------------------------------
def test_saving_begins_with_the_one_who_acted_last(rules: Town) -> None:
    rules.session = rules.session.having(Acting("ann"))
    swapped(rules, READY, NOT_READY)
    rules.key("f2")
    assert "by Ann Berg" in rules.page()
    rules.key("b", "ctrl+u")
    rules.type("maria")
    assert "by Maria Lopez" in rules.page()
    assert rules.session.of(Acting).who == "maria", "the next deed begins with her"


# leaving --------------------------------------------------------------------------------------
def leaving(town: Town) -> None:
    """q on the portfolio, and s."""
    town.session = replace(town.session, mode="portfolio", trail=())
    town.key("q", "s")


def asked_to_leave(town: Town) -> None:
    """q on the portfolio, and s: the pack is what is saved then."""
    leaving(town)
    assert town.session.pages[-1].title.startswith("SAVE rules/town.toml")


def test_save_at_the_end_leaves_once_it_is_recorded(rules: Town) -> None:
    swapped(rules, READY, NOT_READY)
    wanted = text(rules).buffer.text
    asked_to_leave(rules)
    rules.key("y")
    assert rules.left is None, "it was not said why"
    rules.key("r")
    rules.type("As agreed")
    rules.key("b", "ctrl+u")
    rules.type("ann")
    assert (rules.left, rules.session.question is not None) == (None, True)
    rules.key("y")
    assert rules.left == Quit()
    assert file(rules).read_text() == wanted
    assert (entries(rules)[-1].reason, entries(rules)[-1].by) == ("As agreed", "ann")


def test_esc_stays_and_a_later_save_does_not_leave(rules: Town) -> None:
    swapped(rules, READY, NOT_READY)
    asked_to_leave(rules)
    rules.key("escape")
    assert (rules.session.mode, rules.session.pages) == ("rules", ())
    assert entries(rules) == []
    saved(rules, "As agreed")
    assert rules.left is None


def test_what_else_is_not_saved_is_asked_about_then(rules: Town) -> None:
    swapped(rules, READY, NOT_READY)
    path = str(rules.root / "hexvet.toml")
    rules.settle(shown_at(rules.session, path, "hexvet.toml", 1))
    swapped(rules, PLACES, NO_ROOM)
    asked_to_leave(rules)
    rules.key("r")
    rules.type("One")
    rules.key("y")
    assert rules.left is None
    assert rules.session.question is not None
    assert rules.session.question.text == "not saved: hexvet.toml"
    rules.key("s", "r")
    rules.type("Two")
    rules.key("y")
    assert rules.left == Quit()
    assert [one.reason for one in entries(rules)] == ["One", "Two"]


def test_what_cannot_be_recorded_stays_and_leaves_the_next_time(rules: Town) -> None:
    swapped(rules, READY, NOT_READY)
    asked_to_leave(rules)
    rules.key("r")
    rules.type("As agreed")
    (rules.root / "journal.jsonl").mkdir()
    rules.key("y")
    assert rules.left is None
    assert "NOT recorded" in rules.page()
    assert "As agreed" in rules.page()
    (rules.root / "journal.jsonl").rmdir()
    rules.key("y", "y")
    assert rules.left == Quit()


def recorded(town: Town) -> None:
    """The reason, and y."""
    assert town.session.pages[-1].title.startswith("SAVE rules/")
    town.key("r")
    town.type("As agreed")
    assert town.left is None
    town.key("y")


def test_a_copy_of_a_shipped_pack_is_saved_and_then_it_is_left(rules: Town) -> None:
    files = rules.session.of(RulesState).files
    shipped = next(one for one in files if one.name == "rules/nirn_hexagon.toml")
    rules.settle(shown_at(rules.session, shipped.path, shipped.name, 1))
    rules.key("ctrl+home", "#", "enter")
    leaving(rules)
    assert rules.session.question is not None
    assert rules.session.question.text == "read-only:"
    rules.key("c")
    recorded(rules)
    assert rules.left == Quit()
    assert (rules.root / "rules" / "nirn_hexagon.toml").read_text().startswith("#\n")


@pytest.mark.parametrize("seen", [True, False])
def test_mine_over_theirs_is_saved_and_then_it_is_left(rules: Town, seen: bool) -> None:
    swapped(rules, READY, NOT_READY)
    mine = text(rules).buffer.text
    file(rules).write_text(file(rules).read_text() + "# theirs\n")
    if seen:
        rules.read()
    leaving(rules)
    assert rules.session.question is not None
    assert "changed by somebody else" in rules.session.question.text
    rules.key("m")
    recorded(rules)
    assert rules.left == Quit()
    assert file(rules).read_text() == mine


def test_whoever_takes_theirs_has_nothing_to_save_and_leaves(rules: Town) -> None:
    swapped(rules, READY, NOT_READY)
    theirs = file(rules).read_text() + "# theirs\n"
    file(rules).write_text(theirs)
    leaving(rules)
    rules.key("t")
    assert rules.left == Quit()
    assert file(rules).read_text() == theirs


def test_a_file_that_is_no_text_is_kept_aside_and_then_it_is_left(rules: Town) -> None:
    swapped(rules, READY, NOT_READY)
    wanted = text(rules).buffer.text
    file(rules).write_bytes(b"\xff")
    leaving(rules)
    rules.key("s")
    recorded(rules)
    assert rules.left == Quit()
    assert file(rules).read_text() == wanted


def test_what_is_typed_while_it_is_recorded_is_a_draft_over_ones_own(rules: Town) -> None:
    swapped(rules, READY, NOT_READY)
    rules.key("f2", "r")
    rules.type("One")
    session = pressed(rules.scene, "y", "y", EXTENT)
    rules.session = session.calm()
    rules.key("e", "ctrl+home", "#")
    rules.settle(replace(rules.session, effects=session.effects))
    rules.read()
    assert text(rules).theirs is None, "nobody else changed it"
    assert text(rules).base == file(rules).read_text()
    assert text(rules).buffer.text == f"#{text(rules).base}"


def test_letters_after_f2_are_no_text(rules: Town) -> None:
    swapped(rules, READY, NOT_READY)
    before = text(rules).buffer.text
    session = pressed(rules.scene, "f2", None, EXTENT)
    rules.session = session.calm()
    rules.key("j")
    rules.settle(replace(rules.session, effects=session.effects), since=rules.keys - 1)
    assert text(rules).buffer.text == before
    assert (rules.session.pages, rules.session.question) == ((), None)
    rules.key("escape")
    assert rules.session.pages[-1].title.startswith("SAVE rules/town.toml")
