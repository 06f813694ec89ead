"""The rules on the screen, in Ridgeway: typed, judged, mended, saved, taken back."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

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
    to,
)
from towns import Town

from hexvet_tui import plain, revisions, title_bar
from hexvet_tui.cells import cell_len
from hexvet_tui.dispatch import pasted, pressed
from hexvet_tui.effects import Copy, Outside
from hexvet_tui.modes.rules import beside, outside, panes
from hexvet_tui.modes.rules.printout import printout
from hexvet_tui.modes.rules.state import RulesState, rows_of, with_text
from hexvet_tui.modes.rules.verbs import drafts, restored, shown_at, unsaved
from hexvet_tui.printout import as_text
from hexvet_tui.session import Session

__all__ = ["rules"]


# typing and its effect ------------------------------------------------------------------------
def test_the_pack_in_force_is_open_and_flips_nothing(rules: Town) -> None:
    assert text(rules).buffer.text == file(rules).read_text()
    assert not text(rules).dirty
    assert "0 flips" in effect(rules)
    assert revisions.words(rules.session) == ""


def test_what_is_typed_shows_what_it_flips_and_undo_takes_it_back(rules: Town) -> None:
    swapped(rules, READY, NOT_READY)
    shown = effect(rules)
    assert "2 of 3 projects change" in shown
    assert "+PASS → xSTOP" in shown
    assert "xSTOP → +PASS" in shown
    assert "Alpha" in shown
    assert "Beta" in shown
    assert revisions.words(rules.session) == "DRAFT town (1.0.0 in force)"
    while text(rules).dirty:
        rules.key("ctrl+z")
    assert "0 flips" in effect(rules)
    assert revisions.words(rules.session) == ""
    rules.key("ctrl+y")
    assert text(rules).dirty


@pytest.mark.parametrize(
    ("size", "words"), [(1, "1 of 3 projects changes, 1 verdict"), (2, "2 of 3 projects change,")]
)
def test_one_project_changes_and_two_change(rules: Town, size: int, words: str) -> None:
    swapped(rules, READY, NOT_READY)
    found = text(rules).effect
    assert found is not None
    projects = tuple(replace(one, flips=one.flips[:1]) for one in found.projects[:size])
    less = replace(found, projects=projects, flips=size, gates=(), programme=())
    session = with_text(rules.session, replace(text(rules), effect=less))
    rows = beside.effect_lines(
        replace(rules.scene, session=session), replace(text(rules), effect=less), 70, chosen=False
    )
    assert words in text_of(rows)[0]


def test_a_draft_with_errors_keeps_the_last_good_effect_and_says_so(rules: Town) -> None:
    swapped(rules, READY, NOT_READY)
    to(rules, NOT_READY, end=True)
    rules.key("backspace")
    assert text(rules).errors == 1
    shown = effect(rules)
    assert "EFFECT of the last valid draft" in shown
    assert "2 of 3 projects change" in shown
    assert "x 1 error" in text_of(panes.header(rules.scene, 90, 1))[0]


def test_letters_digits_and_question_marks_are_text_and_esc_keeps_it(rules: Town) -> None:
    rules.key("ctrl+home", "#", " ", "q", "2", "?", ":", "/", "enter")
    assert text(rules).buffer.lines[0] == "# q2?:/"
    rules.key("escape")
    assert (rules.session.mode, rules.scene.pane) == ("rules", "edit")
    rules.key("escape")
    assert rules.scene.pane == "files"
    assert text(rules).buffer.lines[0] == "# q2?:/"
    rules.key("2")
    assert rules.session.mode == "project"
    rules.key("3")
    assert text(rules).buffer.lines[0] == "# q2?:/"
    rules.key("escape", "1")
    rules.session = replace(rules.session, trail=())
    rules.key("q")
    question = rules.session.question
    assert question is not None
    assert "rules/town.toml" in question.text


def test_f6_goes_round_the_panes_and_a_project_of_the_effect_opens(rules: Town) -> None:
    swapped(rules, READY, NOT_READY)
    rules.key("f6", "f6")
    assert rules.scene.pane == "effect"
    rules.key("j", "enter")
    assert (rules.session.mode, rules.session.cursor) == ("project", "beta")


def test_a_paste_goes_into_the_text_and_a_copy_is_the_line(rules: Town) -> None:
    rules.key("ctrl+home")
    rules.settle(pasted(rules.scene, "# one\n# two\n"))
    assert text(rules).buffer.lines[:2] == ("# one", "# two")
    rules.key("ctrl+home")
    session = pressed(rules.scene, "ctrl+c", None, EXTENT)
    assert session.effects == (Copy("# one", "line"),)


# mistakes -------------------------------------------------------------------------------------
def test_f8_goes_to_the_mistake_and_f9_mends_it(rules: Town) -> None:
    swapped(rules, READY, 'require = "redy"')
    assert "redy" in problems(rules)
    rules.key("ctrl+home", "f8")
    assert text(rules).buffer.line.startswith('require = "redy"')
    assert "did you mean 'ready'?" in rules.session.message.text
    rules.key("f9")
    assert text(rules).buffer.text == file(rules).read_text()
    assert text(rules).errors == 0
    rules.key("ctrl+z")
    assert "redy" in text(rules).buffer.text


def test_what_has_no_quick_fix_says_so(rules: Town) -> None:
    rules.key("ctrl+home", *"x =")
    before = text(rules).buffer.text
    rules.key("f9")
    assert "no quick fix" in rules.session.message.text
    assert text(rules).buffer.text == before


def test_mistakes_are_marked_beside_their_rows(rules: Town) -> None:
    swapped(rules, READY, 'require = "redy"')
    row = text(rules).buffer.caret.row
    lines = text_of(panes.editor(rules.scene, 60, 8, row - 2, 0))
    assert any(line[1] == "x" and "redy" in line for line in lines)


def test_a_misspelt_key_beside_the_right_one_is_told_and_left(rules: Town) -> None:
    to(rules, READY)
    rules.key(*'titel = "x"', "enter", "up")
    wanted = text(rules).buffer.text
    rules.key("f9")
    assert rules.session.message.text == (
        "no quick fix: 'title' stands here already: take this one out"
    )
    assert text(rules).buffer.text == wanted


# the rule under the caret ---------------------------------------------------------------------
def test_the_rule_under_the_caret_is_told_in_plain_words(rules: Town) -> None:
    to(rules, "[check.departments]")
    shown = "\n".join(text_of(panes.rule(rules.scene, 78, 10)))
    assert "Departments are ready" in shown
    assert "guards    Trial, as a blocker" in shown
    assert "by mayor for 90 days at most" in shown
    counts = [
        rules.session.assessment.project(name).checks["town/departments"].status  # type: ignore[union-attr]
        for name in ("alpha", "beta", "delta")
    ]
    for status in {*counts}:
        assert f"{counts.count(status)} {status.replace('_', ' ')}" in shown


def test_a_form_writes_the_value_and_leaves_the_rest(rules: Town) -> None:
    to(rules, "[check.departments]")
    rules.key("f7", "p")
    assert rules.session.prompt is not None
    assert rules.session.prompt.text == "mayor for 90 days"
    rules.key("ctrl+u")
    rules.type("mayor, fund for 30 days")
    expected = (
        file(rules)
        .read_text()
        .replace('["mayor"], max_days = 90', '["mayor", "fund"], max_days = 30')
    )
    assert text(rules).buffer.text == expected
    rules.key("f7", "p", "ctrl+u")
    rules.type("whoever")
    assert "roles and days" in rules.session.message.text
    assert text(rules).buffer.text == expected
    assert rules.session.prompt is not None, "what was refused stays to be mended"
    assert rules.session.prompt.text == "whoever"
    rules.type(" for 9 days")
    assert 'by = ["whoever"], max_days = 9' in text(rules).buffer.text


# saving ---------------------------------------------------------------------------------------
def test_f2_lists_the_flips_asks_why_and_records_the_revision(rules: Town) -> None:
    swapped(rules, READY, NOT_READY)
    wanted = text(rules).buffer.text
    rules.key("f2")
    page = rules.page()
    assert "check departments" in page
    assert "Alpha: gate trial: pass -> stop" in page
    assert file(rules).read_text() != wanted
    rules.key("y")
    assert file(rules).read_text() != wanted, "nothing is saved without a reason"
    rules.key("escape")
    saved(rules, "As the council asked")
    assert file(rules).read_text() == wanted
    assert not text(rules).dirty
    last = entries(rules)[-1]
    assert (last.kind, last.by, last.reason) == ("rules", "maria", "As the council asked")
    assert last.details["flipped"] == 4, "a check and a gate of Alpha, and of Beta"
    assert text(rules).revisions[0].reason == "As the council asked"
    assert unsaved(rules.session) == ""


def test_an_invalid_draft_cannot_be_saved(rules: Town) -> None:
    before = file(rules).read_text()
    rules.key("ctrl+home", *"x = [", "f2", "r")
    rules.type("I want it")
    rules.key("y")
    assert file(rules).read_text() == before
    assert entries(rules) == []


def test_nothing_changed_is_nothing_saved(rules: Town) -> None:
    rules.key("f2")
    assert rules.session.message.text == "nothing was changed"


def test_revert_brings_an_old_revision_back_as_a_draft(rules: Town) -> None:
    first = file(rules).read_text()
    swapped(rules, READY, NOT_READY)
    saved(rules, "One")
    second = file(rules).read_text()
    swapped(rules, NOT_READY, READY)
    saved(rules, "Two")
    assert file(rules).read_text() == first
    rules.key("escape")
    state = rules.session.of(RulesState)
    wanted = next(n for n, one in enumerate(text(rules).revisions) if one.reason == "One")
    at = rows_of(state).index(("revision", wanted))
    rules.key("home", *["j"] * at, "R")
    assert text(rules).buffer.text == second
    assert file(rules).read_text() == first
    assert "2 of 3 projects change" in effect(rules)
    assert rules.scene.pane == "edit", "what came back is read, and undo is at hand"
    rules.key("ctrl+z")
    assert text(rules).buffer.text == first
    rules.key("escape", "home", *["j"] * at, "enter")
    assert 'require = "not ready"' in rules.page()


def test_typing_ends_with_the_save_and_u_takes_that_revision_back(rules: Town) -> None:
    first = file(rules).read_text()
    swapped(rules, READY, NOT_READY)
    saved(rules, "One")
    assert "u takes it back" in rules.session.message.text
    number = entries(rules)[-1].number
    rules.key("u")
    assert text(rules).buffer.text == file(rules).read_text(), "no u was written into the rules"
    assert rules.session.pages[-1].title.startswith(f"TAKE BACK entry {number}")
    rules.key("r")
    rules.type("Too early")
    rules.key("y")
    rules.read()
    assert file(rules).read_text() == first
    assert text(rules).buffer.text == first


# changed by hand ------------------------------------------------------------------------------
def title(town: Town, width: int) -> str:
    return text_of([title_bar.title(town.scene, width)])[0]


def test_rules_changed_by_hand_are_not_called_the_revision_that_they_were(rules: Town) -> None:
    swapped(rules, READY, NOT_READY)
    saved(rules, "One")
    assert revisions.words(rules.session) == "town r2"
    file(rules).write_text(file(rules).read_text().replace(NOT_READY, READY))
    rules.read()
    assert revisions.words(rules.session) == "town r2 + changed by hand"
    assert "town r2 + changed by hand" in title(rules, 120)
    assert "r2+" in title(rules, 80)
    shown = "\n".join(text_of(beside.files(rules.scene, 40, 30)))
    assert "r2 + changed by hand" in shown
    assert "in force" not in shown
    assert "changed by hand since r2: F2" in text_of(panes.header(rules.scene, 100, 1))[0]
    assert "changed by hand since r2" in effect(rules)
    printed = as_text(printout(rules.scene))
    assert "town r2 + changed by hand" in printed
    assert rules.session.assessment is not None
    assert "town r2 + changed by hand" in plain.screen(rules.session.assessment, "portfolio")


def test_f2_records_what_was_changed_by_hand_with_its_flips(rules: Town) -> None:
    swapped(rules, READY, NOT_READY)
    saved(rules, "One")
    changed = file(rules).read_text().replace(NOT_READY, READY)
    file(rules).write_text(changed)
    rules.read()
    rules.key("f2")
    assert rules.session.pages[-1].title.startswith("RECORD rules/town.toml as r3")
    assert "Alpha: gate trial: stop -> pass" in rules.page()
    rules.key("escape")
    saved(rules, "By hand, at the council")
    last = entries(rules)[-1]
    assert (last.kind, last.reason, last.details["revision"]) == (
        "rules", "By hand, at the council", 3,
    )  # fmt: skip
    assert last.details["flipped"]
    assert file(rules).read_text() == changed
    assert revisions.words(rules.session) == "town r3"
    assert "r3 in force" in "\n".join(text_of(beside.files(rules.scene, 40, 30)))
    rules.key("f2")
    assert rules.session.message.text == "nothing was changed"


def test_f2_records_a_hexvet_toml_that_was_changed_by_hand(rules: Town) -> None:
    settings = rules.root / "hexvet.toml"
    rules.settle(shown_at(rules.session, str(settings), "hexvet.toml", 1))
    rules.key("ctrl+home", "#", "enter")
    saved(rules, "A note")
    rules.key("f2")
    assert rules.session.message.text == "nothing was changed"
    settings.write_text(settings.read_text().replace('city = "Ridgeway"', 'city = "Ridge"'))
    rules.read()
    assert "changed by hand since entry" in text_of(panes.header(rules.scene, 100, 1))[0]
    rules.key("f2")
    assert rules.session.pages[-1].title == "RECORD hexvet.toml"
    assert 'hexvet.toml: city = "Ridge"' in rules.page()
    rules.key("escape")
    saved(rules, "We are called so")
    last = entries(rules)[-1]
    assert (last.kind, last.reason) == ("edit", "We are called so")
    assert "by hand" not in text_of(panes.header(rules.scene, 100, 1))[0]


def test_a_shipped_pack_is_copied_before_it_is_changed(rules: Town) -> None:
    rules.key("escape", "escape")
    files = rules.session.of(RulesState).files
    at = next(n for n, one in enumerate(files) if one.name == "rules/nirn_hexagon.toml")
    shipped = Path(files[at].path).read_text()
    rules.key("home", *["j"] * at, "enter", "e", "ctrl+home", "#", "enter", "f2", "c")
    own = rules.root / "rules" / "nirn_hexagon.toml"
    assert not own.exists()
    saved(rules, "Ours from now on")
    assert own.read_text() == f"#\n{shipped}"
    assert Path(files[at].path).read_text() == shipped


# others ---------------------------------------------------------------------------------------
def test_a_clean_text_follows_the_file(rules: Town) -> None:
    new = file(rules).read_text() + "# theirs\n"
    file(rules).write_text(new)
    rules.read()
    assert text(rules).buffer.text == new
    assert rules.session.question is None


@pytest.mark.parametrize("key", ["m", "t", "b", "escape"])
def test_an_edited_text_is_never_overwritten(rules: Town, key: str) -> None:
    rules.key("ctrl+home", *"#mine")
    theirs = file(rules).read_text() + "# theirs\n"
    file(rules).write_text(theirs)
    rules.read()
    assert "somebody else" in rules.session.message.text
    rules.key(*" to be the matter", "enter")
    assert rules.session.question is None, "nobody is asked while letters are text"
    assert text(rules).buffer.lines[0] == "#mine to be the matter"
    assert "changed by somebody else" in text_of(panes.header(rules.scene, 80, 1))[0]
    mine = text(rules).buffer.text
    rules.key("f2")
    question = rules.session.question
    assert question is not None
    assert "somebody else" in question.text
    rules.key(key)
    if key == "m":
        assert rules.session.pages[-1].title.startswith("SAVE rules/town.toml")
        rules.key("escape")
    if key == "t":
        assert text(rules).buffer.text == theirs
        rules.key("ctrl+z")
    if key == "b":
        assert "# theirs" in rules.page()
        assert "#mine" in rules.page()
        rules.key("escape")
    assert text(rules).buffer.text == mine
    assert file(rules).read_text() == theirs
    if key in ("b", "escape"):
        rules.key("f2")
        assert rules.session.question is not None
        assert "somebody else" in rules.session.question.text


def test_mine_over_theirs_keeps_theirs_in_the_journal(rules: Town) -> None:
    swapped(rules, READY, NOT_READY)
    saved(rules, "First")
    rules.key("ctrl+home", *"#mine", "enter")
    mine = text(rules).buffer.text
    file(rules).write_text(file(rules).read_text() + "# theirs\n")
    rules.read()
    rules.key("f2", "m", "r")
    rules.type("Mine is right")
    rules.key("y")
    rules.read()
    assert file(rules).read_text() == mine
    assert [one.reason for one in entries(rules)][-2:] == ["changed by hand", "Mine is right"]
    assert [one.number for one in text(rules).revisions] == [4, 3, 2, 1]


def test_a_file_that_was_taken_away_can_be_put_back(rules: Town) -> None:
    content = file(rules).read_text()
    file(rules).unlink()
    rules.key("f5")
    assert text(rules).buffer.text == content
    assert text(rules).dirty
    assert "taken away" in rules.session.history[-1].text


# another editor, drafts, broken packs ---------------------------------------------------------
def test_another_editor_gets_a_private_file_and_the_caret_lands_on_the_mistake(
    rules: Town, tmp_path: Path
) -> None:
    script = tmp_path / "editor"
    script.write_text('#!/bin/sh\nsed -i \'s/"ready"/"redy"/\' "$1"\n')
    script.chmod(0o755)
    target = tmp_path / "private" / "town.toml"
    found = outside.edit(text(rules).buffer.text, target, 3, {"EDITOR": str(script)})
    assert found is not None
    assert target.stat().st_mode & 0o077 == 0
    session = pressed(rules.scene, "f4", None, EXTENT)
    [effect] = session.effects
    assert isinstance(effect, Outside)
    rules.settle(effect.then(session.calm(), found))
    assert text(rules).buffer.line == 'require = "redy"'
    rules.key("ctrl+z")
    assert text(rules).buffer.text == file(rules).read_text()


def test_an_editor_that_fails_changes_nothing(rules: Town, tmp_path: Path) -> None:
    for words in ("false", "/nowhere/at-all", "'unclosed"):
        assert outside.edit("x", tmp_path / "d.toml", 0, {"EDITOR": words}) is None
    assert outside.command(Path("f"), 6, {"VISUAL": "nano -w", "EDITOR": "vi"}) == [
        "nano", "-w", "+7", "f",
    ]  # fmt: skip
    assert outside.command(Path("f"), 6, {"EDITOR": "code --wait"}) == ["code", "--wait", "f"]
    assert outside.command(Path("f"), 0, {}) == ["vi", "+1", "f"]


def test_drafts_are_handed_over_and_taken_back(rules: Town) -> None:
    assert drafts(rules.session) == ()
    digest = hashlib.sha256(file(rules).read_bytes()).hexdigest()
    rules.key("ctrl+home", *"#mine")
    [draft] = drafts(rules.session)
    assert (draft.file, draft.base) == (str(file(rules)), digest)
    assert (draft.row, draft.column) == (0, 5)
    fresh = Session().with_assessment(rules.session.assessment)  # type: ignore[arg-type]
    rules.settle(restored(fresh, draft))
    assert text(rules).source == draft.text
    assert text(rules).dirty
    assert tuple(text(rules).buffer.caret) == (0, 5)


def test_line_ends_and_byte_order_mark_stay_as_the_file_has_them(rules: Town) -> None:
    content = "\ufeff" + file(rules).read_text().replace("\n", "\r\n")
    file(rules).write_bytes(content.encode())
    rules.read()
    rules.key("ctrl+home", *"#x", "enter")
    saved(rules, "A comment")
    assert file(rules).read_bytes().decode() == "\ufeff#x\r\n" + content[1:]


def test_another_mode_can_open_a_rule_at_its_line(rules: Town) -> None:
    session = rules.session.entered("portfolio")
    rules.settle(shown_at(session, "rules/town.toml", "rules/town.toml", 86))
    assert rules.session.mode == "rules"
    assert rules.scene.pane == "edit"
    assert text(rules).buffer.caret.row == 85


@pytest.mark.parametrize("size", [(27, 12), (54, 12), (80, 3), (200, 40), (10, 2)])
def test_painters_fit_and_nothing_steers_the_terminal(rules: Town, size: tuple[int, int]) -> None:
    rules.key("ctrl+home")
    rules.settle(pasted(rules.scene, "# \x1b[31m [/b] \u202e道\x07\n" + "# " + "x" * 5000 + "\n"))
    width, height = size
    scene = rules.scene
    for lines in (
        panes.header(scene, width, 1),
        panes.editor(scene, width, height, 0, 0),
        panes.rule(scene, width, height),
        beside.files(scene, width, height),
        beside.problems(scene, width, height),
        beside.effect(scene, width, height),
    ):
        for row in text_of(lines):
            assert cell_len(row) <= width
            assert row.isprintable()


def test_the_twin_names_the_flips(rules: Town) -> None:
    swapped(rules, READY, NOT_READY)
    told = as_text(printout(rules.scene))
    assert "departments" in told
    assert "draft, not saved" in told
    assert "rules/town.toml" in told
