"""Writing among the rules: selecting, searching, mistakes that are folded, packs that are broken,
shipped, or were left unsaved."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from driving import EXTENT, NAMES, text_of
from rules_desk import (
    NOT_READY,
    READY,
    effect,
    entries,
    file,
    problems,
    rules,
    saved,
    shipped_text,
    swapped,
    text,
    to,
)
from towns import Town

from hexvet.problems import Unusable
from hexvet_tui import bars
from hexvet_tui.dispatch import pasted, pressed
from hexvet_tui.effects import Copy
from hexvet_tui.modes.rules import beside, panes
from hexvet_tui.modes.rules.state import RulesState
from hexvet_tui.modes.rules.verbs import drafts, restored, unsaved
from hexvet_tui.session import Session

__all__ = ["rules"]


def keyed(town: Town, *keys: str) -> list[Copy]:
    """Keys of which some copy; what was copied."""
    copied = []
    for one in keys:
        session = pressed(town.scene, NAMES.get(one, one), one if len(one) == 1 else None, EXTENT)
        copied += [effect for effect in session.effects if isinstance(effect, Copy)]
        rest = tuple(effect for effect in session.effects if not isinstance(effect, Copy))
        town.settle(replace(session, effects=rest))
    return copied


def footer(town: Town) -> str:
    return text_of([bars.footer(town.scene, 200)])[0]


# selecting ------------------------------------------------------------------------------------
def test_shift_and_arrows_select_and_typing_replaces_it(rules: Town) -> None:
    rules.key("ctrl+home")
    first, second = text(rules).buffer.lines[:2]
    rules.key("shift+down")
    assert text(rules).buffer.selected == f"{first}\n"
    rules.key("shift+up")
    assert text(rules).buffer.selected == ""
    rules.key("shift+end", "#")
    assert text(rules).buffer.lines[:2] == ("#", second)
    rules.key("ctrl+z")
    assert text(rules).buffer.lines[0] == first


@pytest.mark.parametrize("begun", ["ctrl+space", "ctrl+@", "v"])
def test_a_mark_selects_where_shift_does_not_arrive(rules: Town, begun: str) -> None:
    rules.key("ctrl+home")
    if begun == "v":
        rules.key("escape")
    rules.key(begun)
    assert rules.scene.pane == "edit"
    rules.key("down", "down")
    lines = text(rules).buffer.lines
    assert text(rules).buffer.selected == f"{lines[0]}\n{lines[1]}\n"
    assert "selecting" in text_of(panes.header(rules.scene, 100, 1))[0]
    assert keyed(rules, "ctrl+c") == [Copy(f"{lines[0]}\n{lines[1]}\n", "selection")]
    rules.key("down")
    assert text(rules).buffer.selected == "", "after a copy moving selects no more"


def test_what_is_cut_can_be_put_in_elsewhere(rules: Town) -> None:
    rules.key("ctrl+home")
    lines = text(rules).buffer.lines
    assert keyed(rules, "shift+down", "ctrl+x") == [Copy(f"{lines[0]}\n", "selection")]
    assert text(rules).buffer.lines == lines[1:]
    rules.key("down", "ctrl+v")
    assert text(rules).buffer.lines[:2] == (lines[1], lines[0])
    rules.key("ctrl+z", "ctrl+z")
    assert text(rules).buffer.lines == lines


def test_without_a_selection_the_line_is_cut_and_comes_back_as_a_line(rules: Town) -> None:
    rules.key("ctrl+home", "right")
    lines = text(rules).buffer.lines
    assert keyed(rules, "ctrl+x") == [Copy(lines[0], "line")]
    assert text(rules).buffer.lines == lines[1:]
    rules.key("ctrl+v")
    assert text(rules).buffer.lines == lines


def test_a_paste_replaces_what_is_selected(rules: Town) -> None:
    rules.key("ctrl+home", "shift+end")
    rules.settle(pasted(rules.scene, "# one\n# two"))
    assert text(rules).buffer.lines[:2] == ("# one", "# two")


def test_esc_leaves_the_text_and_selects_nothing_any_more(rules: Town) -> None:
    rules.key("ctrl+home", "ctrl+space", "down", "escape")
    assert not rules.scene.mode.typing(rules.scene)
    assert text(rules).buffer.selected == ""
    rules.key("escape")
    assert rules.scene.pane == "files"
    assert not text(rules).dirty
    rules.key("2")
    assert rules.session.mode == "project"


def test_the_selection_is_seen_also_without_colour(rules: Town) -> None:
    rules.key("ctrl+home", "shift+right", "shift+right")
    row = panes.editor(rules.scene, 60, 6, 0, 0)[1]
    marked = "".join(part for part, style in row if "picked" in style.split())
    assert marked == text(rules).buffer.lines[0][:2]


# searching ------------------------------------------------------------------------------------
def test_a_search_follows_what_is_typed_and_goes_round(rules: Town) -> None:
    lines = text(rules).buffer.lines
    rows = [row for row, line in enumerate(lines) if line.startswith("[check.")]
    assert len(rows) > 1
    rules.key("ctrl+home", "escape", "/", *"[check.")
    assert text(rules).buffer.selected == "[check."
    assert text(rules).buffer.caret.row == rows[0]
    rules.key("enter")
    assert not rules.scene.mode.typing(rules.scene), "n and N go on, and write nothing"
    rules.key("n")
    assert text(rules).buffer.caret.row == rows[1]
    rules.key("N")
    assert text(rules).buffer.caret.row == rows[0]
    rules.key("N")
    assert text(rules).buffer.caret.row == rows[-1]
    rules.key("e")
    assert text(rules).buffer.selected == ""
    assert tuple(text(rules).buffer.caret) == (rows[-1], 0)
    rules.key("f3")
    assert text(rules).buffer.caret.row == rows[0]
    assert text(rules).buffer.selected == "[check."
    assert not text(rules).dirty


def test_a_search_that_is_given_up_goes_back(rules: Town) -> None:
    rules.key("ctrl+home", "down", "right", "escape", "/", *"ready")
    assert tuple(text(rules).buffer.caret) != (1, 1)
    rules.key("escape")
    assert tuple(text(rules).buffer.caret) == (1, 1)


def test_what_is_not_there_is_said(rules: Town) -> None:
    rules.key("escape", "/")
    rules.type("Zebra")
    assert "'Zebra' does not stand in this file" in rules.session.message.text
    rules.key("n")
    assert "does not stand" in rules.session.message.text


def test_large_letters_are_sought_as_they_are(rules: Town) -> None:
    rules.key("escape", "/")
    rules.type("DEPARTMENTS")
    assert "does not stand" in rules.session.message.text
    rules.key("/")
    rules.type("departments are ready")
    assert text(rules).buffer.selected == "Departments are ready"


def test_a_line_is_gone_to_by_its_number(rules: Town) -> None:
    rules.key("escape", "L")
    rules.type("12")
    assert (rules.scene.pane, text(rules).buffer.caret.row) == ("edit", 11)
    rules.key("escape", ":")
    rules.type("line 99999999")
    assert text(rules).buffer.caret.row == len(text(rules).buffer.lines) - 1
    rules.key("escape", ":")
    rules.type("line x")
    assert "not the number of a line" in rules.session.message.text


# hints ----------------------------------------------------------------------------------------
def test_the_footer_offers_only_what_works_while_letters_are_text(rules: Town) -> None:
    typing = footer(rules)
    for word in ("Edit", "Open", "Diff", "Search", "? Help"):
        assert word not in [*typing.split(), typing[-7:]], word
    assert "F1 Help" in typing
    assert "F2 Save" in typing
    assert "esc Back" in typing
    rules.key("escape")
    assert "e Edit" in footer(rules)
    assert "enter Open" in footer(rules)
    assert "? Help" in footer(rules)


# mistakes -------------------------------------------------------------------------------------
FIELDS = "".join(
    f'[field.idle_{n}]\ntype = "truth"\nlabel = "Idle"\nask = "Is it {n}?"\n\n' for n in range(3)
)


def idle(rules: Town) -> None:
    """Three more fields that no rule reads: RP130."""
    before = [one.problem.code for one in text(rules).warnings].count("RP130")
    rules.key("ctrl+end", "enter")
    rules.settle(pasted(rules.scene, FIELDS))
    assert [one.problem.code for one in text(rules).warnings].count("RP130") == before + 3


def test_warnings_of_a_kind_are_one_row_until_they_are_asked_for(rules: Town) -> None:
    idle(rules)
    assert re.search(r"RP130 \d+ times a field that no rule reads", problems(rules))
    rules.key("f6")
    assert rules.scene.pane == "problems"
    rules.key("home")
    for _ in range(20):
        chosen = next(row for row in problems(rules).split("\n") if row[1:2] == ">")
        if "RP130" in chosen:
            break
        rules.key("j")
    caret = text(rules).buffer.caret
    rules.key("enter")
    shown = problems(rules)
    assert text(rules).buffer.caret == caret
    assert shown.count("RP130 ") >= 3
    assert "RP130 8 times" not in shown
    rules.key("j", "w")
    assert "RP130 means: a field that no rule reads" in rules.page()
    rules.key("escape", "escape")
    assert "RP130 8 times" in problems(rules)
    assert rules.session.mode == "rules"
    rules.key("enter", "enter")
    assert rules.scene.pane == "edit"
    assert text(rules).buffer.line.startswith("[field.")


def test_errors_come_before_all_warnings(rules: Town) -> None:
    idle(rules)
    swapped(rules, READY, 'require = "redy"')
    rows = problems(rules).split("\n")
    assert "PROBLEMS 1 error" in rows[0]
    assert "redy" in rows[1]


# broken packs ---------------------------------------------------------------------------------
@pytest.fixture
def torn(ridgeway: Town) -> Town:
    """Ridgeway, whose own pack is no TOML; a readable one of another name is in use, too."""
    file(ridgeway).write_text(file(ridgeway).read_text().replace(READY, 'require = "ready'))
    settings = ridgeway.root / "hexvet.toml"
    settings.write_text(settings.read_text().replace('["town"]', '["nirn-hexagon", "town"]'))
    ridgeway.read()
    return ridgeway


def test_a_broken_pack_is_told_everywhere_shown_first_and_repaired(torn: Town) -> None:
    status = text_of([bars.status(torn.scene, 100)])[0]
    assert "rules/town.toml" in status
    assert "P shows it 3 repairs it" in status
    torn.key("3")
    assert torn.session.of(RulesState).text is not None
    assert text(torn).file.name == "rules/town.toml"
    assert "town.toml x broken" in "\n".join(text_of(beside.files(torn.scene, 40, 8)))
    torn.key("f8")
    assert text(torn).buffer.line == 'require = "ready'
    torn.key("e", "end", '"')
    assert "does not load" in effect(torn)
    saved(torn, "The quote was missing")
    assert "broken" not in "\n".join(text_of(beside.files(torn.scene, 40, 8)))
    assert [pack.id for pack in torn.session.assessment.packs] == ["nirn-hexagon", "town"]  # type: ignore[union-attr]
    assert entries(torn)[-1].reason == "The quote was missing"


def test_entering_goes_to_the_broken_file_but_not_away_from_work(rules: Town) -> None:
    rules.key("escape", "escape")
    files = rules.session.of(RulesState).files
    other = next(n for n, one in enumerate(files) if one.name == "rules/nirn_hexagon.toml")
    rules.key("home", *["j"] * other, "enter", "escape", "1")
    file(rules).write_text("x = [")
    with pytest.raises(Unusable) as told:
        rules.read()
    rules.session = rules.session.warned("as the application does", told.value.problems)
    rules.key("3")
    assert text(rules).file.name == "rules/town.toml"
    state = rules.session.of(RulesState)
    shown = next(one.path for one in state.files if one.name == "rules/nirn_hexagon.toml")
    rules.session = rules.session.having(replace(state, chosen=shown))
    rules.key("e", "#", "escape", "1", "3")
    assert text(rules).file.name == "rules/nirn_hexagon.toml"


# shipped packs --------------------------------------------------------------------------------
def shipped_draft(town: Town) -> Path:
    """Changes a limit in the text of a shipped pack that is in use; that pack's file."""
    shipped = shipped_text(town)
    town.key("e")
    swapped(town, "value  = 4", "value  = 3")
    return shipped


def test_a_shipped_pack_is_extended_and_takes_effect_when_saved(ridgeway: Town) -> None:
    shipped_text(ridgeway)
    to(ridgeway, "[param.nirn_high]")
    ridgeway.key("f2", "x")
    own = ridgeway.root / "rules" / "ridgeway.toml"
    assert text(ridgeway).file.path == str(own)
    assert not own.exists()
    assert '[override."nirn-hexagon/nirn_high"]' in text(ridgeway).buffer.lines
    assert text(ridgeway).buffer.line == "value  = 4"
    ridgeway.key("backspace", "5")
    assert text(ridgeway).errors == 0
    left(ridgeway)
    assert text(ridgeway).file.path == str(own), "it comes back as what it was"
    ridgeway.key("f2")
    assert 'packs = ["town", "ridgeway"]' in ridgeway.page()
    assert "nirn_high" in ridgeway.page()
    ridgeway.key("escape")
    saved(ridgeway, "We ask for more")
    assert own.read_text().startswith("[pack]")
    assert [pack.id for pack in ridgeway.session.assessment.packs] == ["town", "ridgeway"]  # type: ignore[union-attr]
    swapped(ridgeway, "value  = 5", "value  = 3")
    ridgeway.key("f2")
    assert "hexvet.toml" not in ridgeway.page(), "it is named there by now"
    ridgeway.key("escape")
    saved(ridgeway, "We ask for less")
    assert "value  = 3" in own.read_text()
    ridgeway.key("escape")
    at = next(n for n, one in enumerate(ridgeway.session.of(RulesState).files) if one.shipped)
    ridgeway.settle(ridgeway.session)
    assert ridgeway.session.of(RulesState).files[at].name


def test_an_extension_takes_the_changes_of_the_draft_over_and_undo_gives_them_back(
    ridgeway: Town,
) -> None:
    shipped = shipped_draft(ridgeway)
    wanted = text(ridgeway).buffer.text
    ridgeway.key("f2")
    assert ridgeway.session.question is not None
    assert ridgeway.session.question.choices[0].word == "extend it with these changes"
    ridgeway.key("x")
    assert text(ridgeway).file.name == "rules/ridgeway.toml"
    assert text(ridgeway).buffer.line == "value  = 3"
    assert unsaved(ridgeway.session) == "rules/ridgeway.toml"
    ridgeway.key("5", "ctrl+z", "ctrl+z")
    assert text(ridgeway).file.path == str(shipped)
    assert text(ridgeway).buffer.text == wanted
    assert unsaved(ridgeway.session) == "rules/nirn_hexagon.toml"
    assert "ridgeway" not in " ".join(one.name for one in ridgeway.session.of(RulesState).files)


def test_a_draft_that_no_extension_can_say_stays_where_it_is(ridgeway: Town) -> None:
    shipped = shipped_draft(ridgeway)
    swapped(ridgeway, 'version   = "1.0.0"', 'version   = "1.1.0"')
    ridgeway.key("f2", "x")
    assert "no extension changes [pack]" in ridgeway.session.message.text
    assert text(ridgeway).file.path == str(shipped)
    assert text(ridgeway).dirty


def test_a_copy_is_compared_with_what_it_copies(ridgeway: Town) -> None:
    shipped_draft(ridgeway)
    ridgeway.key("f2", "c", "d")
    page = ridgeway.page()
    assert "as it came with hexvet" in page
    rows = [row for row in page.splitlines() if row[:1] in "~+-"]
    assert len([row for row in rows if row.strip()]) == 1
    ridgeway.key("escape")
    left(ridgeway)
    ridgeway.key("d")
    assert "as it came with hexvet" in ridgeway.page(), "also when it comes back after a crash"


# drafts ---------------------------------------------------------------------------------------
def left(rules: Town) -> None:
    """A draft of a session that is gone, taken back in a new one."""
    [draft] = drafts(rules.session)
    assert rules.session.assessment is not None
    fresh = Session().with_assessment(rules.session.assessment).entered("rules")
    rules.settle(restored(fresh, draft))


def test_a_draft_whose_file_was_changed_since_asks_which_to_keep(rules: Town) -> None:
    swapped(rules, READY, NOT_READY)
    mine = text(rules).buffer.text
    theirs = file(rules).read_text() + "# theirs\n"
    file(rules).write_text(theirs)
    left(rules)
    assert text(rules).buffer.text == mine
    assert rules.session.question is None
    assert rules.session.message.text == "rules/town.toml was changed since: F2 asks which to keep"
    assert "changed by somebody else" in text_of(panes.header(rules.scene, 80, 1))[0]
    rules.key("f2", "b")
    assert "# theirs" in rules.page()
    rules.key("escape", "f2", "t")
    assert text(rules).buffer.text == theirs
    rules.key("e", "ctrl+z")
    assert text(rules).buffer.text == mine
    assert file(rules).read_text() == theirs


def test_a_draft_whose_file_is_as_it_was_asks_nothing(rules: Town) -> None:
    swapped(rules, READY, NOT_READY)
    mine = text(rules).buffer.text
    left(rules)
    assert rules.session.question is None
    assert text(rules).buffer.text == mine
    assert text(rules).dirty
