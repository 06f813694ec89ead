"""Reading among the rules: nothing is typed before somebody wants to, no draft is lost by leaving,
and what is said of a text does not depend on the way that led to it."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest
from driving import text_of
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

from hexvet.packs.loading import shipped_folder
from hexvet.problems import Unusable
from hexvet_tui import amiss, bars, revisions, title_bar, verbs
from hexvet_tui.effects import Quit
from hexvet_tui.modes.rules import beside, panes
from hexvet_tui.modes.rules.state import RulesState, rows_of
from hexvet_tui.modes.rules.verbs import drafts, restored, shown_at
from hexvet_tui.session import Session

__all__ = ["rules"]


def typing(town: Town) -> bool:
    return town.scene.mode.typing(town.scene)


def frame(town: Town, width: int = 60) -> list[str]:
    return text_of(panes.editor(town.scene, width, 12, 0, 0))


def header(town: Town) -> str:
    return text_of(panes.header(town.scene, 120, 1))[0]


# reading before typing ------------------------------------------------------------------------
def test_going_to_a_rule_reads_and_no_key_becomes_its_text(rules: Town) -> None:
    before = text(rules).buffer.text
    rules.key("escape", "1")
    rules.settle(shown_at(rules.session, str(file(rules)), "rules/town.toml", 3))
    assert (rules.session.mode, rules.scene.pane) == ("rules", "edit")
    assert "READING town.toml" in frame(rules)[0]
    assert "e types" in frame(rules)[-1]
    rules.key("G", "x", "escape", "#", "backspace", "delete", "ctrl+w", "ctrl+v")
    assert text(rules).buffer.text == before
    rules.key("2")
    assert rules.session.mode == "project"


@pytest.mark.parametrize("key", ["e", "enter"])
def test_e_or_enter_in_the_text_types_and_esc_ends_that(rules: Town, key: str) -> None:
    rules.key("escape", "ctrl+home", key)
    assert typing(rules)
    assert "TYPING town.toml" in frame(rules)[0]
    assert "esc ends typing" in frame(rules)[-1]
    rules.key("8")
    assert text(rules).buffer.lines[0].startswith("8")
    rules.key("escape", "8")
    assert rules.session.mode == "log"
    rules.key("3", "tab")
    assert "READING" in frame(rules)[0]


def test_a_file_that_is_opened_and_a_pane_that_is_come_back_to_are_read(rules: Town) -> None:
    rules.key("escape", "escape", "home", "enter")
    assert rules.scene.pane == "edit"
    assert not typing(rules)
    rules.key("e", "f6", "f6", "f6", "f6")
    assert rules.scene.pane == "edit"
    assert not typing(rules)


def test_reading_moves_and_selects_and_takes_back(rules: Town) -> None:
    rules.key("ctrl+home", "#", "escape")
    rules.key("ctrl+z")
    assert not text(rules).dirty
    rules.key("ctrl+home", "j", "l", "l", "h")
    assert tuple(text(rules).buffer.caret) == (1, 1)
    rules.key("v", "j")
    lines = text(rules).buffer.lines
    assert text(rules).buffer.selected == f"{lines[1][1:]}\n{lines[2][:1]}"


def test_where_nothing_can_be_changed_nobody_types(rules: Town) -> None:
    rules.key("escape")
    rules.session = replace(rules.session, read_only=True)
    rules.key("e")
    assert not typing(rules)
    assert "read-only" in rules.session.message.text


# leaving --------------------------------------------------------------------------------------
def test_quitting_keeps_a_draft_unless_it_is_discarded(rules: Town) -> None:
    swapped(rules, READY, NOT_READY)
    rules.session = replace(rules.session, mode="portfolio", trail=())
    rules.key("q")
    asked = rules.session.question
    assert asked is not None
    rows = [text_of([bar(rules.scene, 80)])[0] for bar in (bars.status, bars.footer)]
    for words in ("not saved: rules/town.toml", "s save", "k keep", "x discard", "esc"):
        assert words in "".join(rows)
    rules.key("q", "q")
    assert rules.session.question == asked
    ends = {one.key: one.verb(rules.session).effects for one in asked.choices if one.key != "s"}
    assert ends["enter"] == ends["k"] == (Quit(keeping=True),)
    assert ends["x"] == (Quit(),)
    rules.key("s")
    assert rules.session.mode == "rules"
    assert "SAVE rules/town.toml" in rules.session.pages[-1].title


# going back -----------------------------------------------------------------------------------
def test_a_draft_goes_back_to_the_file_and_undo_brings_it_again(rules: Town) -> None:
    swapped(rules, READY, NOT_READY)
    draft = text(rules).buffer.text
    rules.key("escape", "R")
    assert rules.session.question is not None
    rules.key("f")
    assert not text(rules).dirty
    assert "^z brings your draft back" in rules.session.message.text
    rules.key("ctrl+z")
    assert text(rules).buffer.text == draft


def test_r_leads_to_the_revisions_or_says_that_there_are_none(rules: Town) -> None:
    rules.key("escape", "R")
    assert "no revision is recorded" in rules.session.message.text
    first = text(rules).buffer.text
    rules.key("e")
    swapped(rules, READY, NOT_READY)
    saved(rules, "One")
    rules.key("escape", "R")
    assert rules.scene.pane == "files"
    state = rules.session.of(RulesState)
    assert rows_of(state)[state.row] == ("revision", 1)
    rules.key("R")
    assert text(rules).buffer.text == first
    rules.key("R", "r")
    assert rules.scene.pane == "files"


def test_a_file_that_was_never_saved_is_dropped(rules: Town) -> None:
    rules.key("escape", "escape")
    files = rules.session.of(RulesState).files
    at = next(n for n, one in enumerate(files) if one.shipped)
    rules.key("home", *["j"] * at, "enter", "f2", "c", "R", "x")
    assert "dropped" in rules.session.history[-1].text or rules.session.history
    assert text(rules).file.name == "rules/town.toml"
    assert all(not one.dirty for one in rules.session.of(RulesState).texts.values())
    assert not (rules.root / "rules" / files[at].name.rpartition("/")[2]).exists()
    assert "DRAFT" not in revisions.words(rules.session)


# one judgement --------------------------------------------------------------------------------
def test_no_mistakes_is_said_only_when_lint_has_looked(rules: Town) -> None:
    unlinted = replace(text(rules), linted=-1, warnings=())
    assert unlinted.judged is not None
    unlinted = replace(unlinted, judged=replace(unlinted.judged, mistakes=()))
    rules.session = rules.session.having(rules.session.of(RulesState).having(unlinted))
    assert "no mistakes" not in header(rules) + problems(rules)
    assert "no errors; weaknesses still sought" in header(rules)


def test_a_text_that_lint_was_called_away_from_is_looked_at_when_it_is_opened_again(
    rules: Town,
) -> None:
    said = header(rules)
    unlinted = replace(text(rules), linted=-1, judged_edits=-1, judged=None, warnings=())
    rules.session = rules.session.having(rules.session.of(RulesState).having(unlinted))
    rules.key("escape", "escape", "home", "enter")
    assert text(rules).linted == text(rules).buffer.edits
    assert header(rules) == said


def test_what_is_said_is_the_same_after_typing_and_taking_back(rules: Town) -> None:
    said, listed = header(rules), problems(rules)
    rules.key("ctrl+home", "#", "ctrl+z")
    assert header(rules).split("undo")[0].rstrip() == said.split("undo")[0].rstrip()
    assert problems(rules) == listed


# files that come and go -----------------------------------------------------------------------
def test_a_shipped_pack_that_was_copied_into_the_workspace_is_the_citys_own(rules: Town) -> None:
    rules.key("escape", "escape")
    files = rules.session.of(RulesState).files
    at = next(n for n, one in enumerate(files) if one.shipped)
    rules.key("home", *["j"] * at, "enter")
    assert "read-only" in header(rules)
    name = files[at].path.rpartition("/")[2]
    shutil.copy(shipped_folder() / name, rules.root / "rules" / name)
    rules.read()
    assert text(rules).file.path == str(rules.root / "rules" / name)
    assert "read-only" not in header(rules)
    assert not text(rules).dirty
    assert [one.name for one in rules.session.of(RulesState).files].count(f"rules/{name}") == 1


def test_a_file_that_turned_binary_is_told_and_the_text_saved_beside_a_copy(rules: Town) -> None:
    wanted = text(rules).buffer.text
    file(rules).write_bytes(b"\xff\xfe\x00")
    rules.key("f5")
    assert rules.session.question is None
    assert rules.session.message.text.startswith("rules/town.toml on disk is not UTF-8; F2")
    assert "not UTF-8" in header(rules)
    assert "no mistakes" not in header(rules)
    assert text(rules).buffer.text == wanted
    rules.key("f2")
    asked = rules.session.question
    assert asked is not None
    assert "rules/town.toml on disk is not UTF-8" in asked.text
    rules.key("s")
    assert file(rules).with_name("town.toml.unreadable-1").read_bytes() == b"\xff\xfe\x00"
    assert rules.session.pages[-1].title.startswith("SAVE rules/town.toml")
    rules.key("escape")
    saved(rules, "It was torn")
    assert file(rules).read_text() == wanted
    assert "not UTF-8" not in header(rules)


def test_a_file_that_is_no_text_is_shown_as_far_as_it_can_be_read(rules: Town) -> None:
    content = file(rules).read_bytes().replace(b'id = "town"', b'id = "other"')
    other = rules.root / "rules" / "other.toml"
    other.write_bytes(content + "# caf\xe9\n".encode("latin-1"))
    rules.read()
    rules.settle(shown_at(rules.session, str(other), "rules/other.toml", 1))
    assert "# caf\ufffd" in text(rules).buffer.lines
    assert "not UTF-8" in header(rules)
    other.write_bytes(content)
    rules.key("f5")
    assert "not UTF-8" not in header(rules)
    assert "# caf\ufffd" not in text(rules).buffer.lines


# what is cut ----------------------------------------------------------------------------------
def test_a_row_that_goes_on_says_so_on_both_sides(rules: Town) -> None:
    rules.key("ctrl+home", *"# a very long line that goes on", "enter")
    wide, cut = frame(rules, 60)[1], frame(rules, 24)[1]
    assert not wide.rstrip("│").endswith(">")
    assert cut.rstrip("│").endswith(">")
    moved = text_of(panes.editor(rules.scene, 24, 12, 0, 6))[1]
    assert "  1<" in moved
    assert len(moved) == len(cut) == 24


def test_the_rule_is_told_in_whole_words_however_narrow(rules: Town) -> None:
    to(rules, READY)
    for width in (27, 40):
        rows = text_of(panes.about(rules.scene, text(rules), width - 2))
        assert all(len(row) <= width - 2 for row in rows)
    rules.key("ctrl+home")
    rules.key("up")


def test_what_the_rule_pane_has_no_room_for_is_counted_with_the_key_that_shows_it(
    rules: Town,
) -> None:
    to(rules, "[check.departments]")
    whole = len(panes.about(rules.scene, text(rules), 25))
    cut = text_of(panes.rule(rules.scene, 27, 8))
    assert f"{whole - 6} more: F1" in cut[-1]
    rules.key("escape")
    assert f"{whole - 6} more: ?" in text_of(panes.rule(rules.scene, 27, 8))[-1]
    assert "more" not in text_of(panes.rule(rules.scene, 27, whole + 2))[-1]


def test_whom_a_rule_decides_is_told_in_whole_words(rules: Town) -> None:
    to(rules, "[check.departments]")
    state = rules.session.of(RulesState)
    counts = {"not_applicable": 2, "unknown": 13, "passed": 110}
    state = replace(state, counts=dict.fromkeys(state.counts, counts))
    rules.session = rules.session.having(state)
    for width in range(20, 60):
        rows = text_of(panes.about(rules.scene, text(rules), width))
        assert all(len(row.rstrip()) <= width for row in rows)
        assert "110 passed, 13 unknown, 2 not applicable" in " ".join(" ".join(rows).split())


def test_a_broken_heading_names_no_other_rule(rules: Town) -> None:
    to(rules, "[check.departments]", end=True)
    rules.key("backspace")
    assert "RULE check departments" in text_of(panes.rule(rules.scene, 60, 10))[0]
    rules.key("1", "2")
    shown = text_of(panes.rule(rules.scene, 60, 10))
    assert "RULE check departments12" in shown[0]
    assert "decides nothing by itself" in shown[1]


def test_a_form_asks_with_one_colon(rules: Town) -> None:
    to(rules, "severity")
    rules.key("f7")
    if rules.session.question is not None:
        rules.key(rules.session.question.choices[0].key)
    assert rules.session.prompt is not None
    assert ": :" not in text_of([bars.prompt(rules.scene, 80)])[0]


# the title ------------------------------------------------------------------------------------
@pytest.mark.parametrize("width", [60, 80, 100, 120, 200])
def test_a_draft_and_a_saved_revision_are_always_in_the_title(rules: Town, width: int) -> None:
    swapped(rules, READY, NOT_READY)
    assert "DRAFT" in text_of([title_bar.title(rules.scene, width)])[0]
    rules.session = replace(rules.session, alarm="drafts are not kept")
    saved(rules, "One")
    rules.session = replace(rules.session, alarm="")
    line = text_of([title_bar.title(rules.scene, width)])[0]
    assert "DRAFT" not in line
    assert "r2" in line


def test_a_pack_that_is_not_there_is_named_for_as_long_as_it_is_missing(rules: Town) -> None:
    settings = rules.root / "hexvet.toml"
    settings.write_text(settings.read_text().replace('["town"]', '["town", "nope"]'))
    rules.read()
    rules.key("escape", "1")
    assert [one.code for one in amiss.absent(rules.session)] == ["RP026"]
    assert "there is no pack 'nope'" in text_of([bars.status(rules.scene, 100)])[0]
    for width in (80, 120):
        assert "1 pack not in force" in text_of([title_bar.title(rules.scene, width)])[0]


# hexvet.toml ----------------------------------------------------------------------------------
def test_a_pack_that_is_nowhere_is_repaired_in_hexvet_toml(rules: Town) -> None:
    settings = rules.root / "hexvet.toml"
    good = settings.read_text()
    settings.write_text(good.replace('["town"]', '["town", "twn"]'))
    rules.read()
    rules.key("escape", "escape", "1", "3")
    assert text(rules).file.name == "hexvet.toml"
    assert "did you mean 'town'?" in problems(rules)
    assert "hexvet.toml x broken" in "\n".join(text_of(beside.files(rules.scene, 40, 30)))
    rules.key("f8")
    assert "twn" in text(rules).buffer.line
    rules.key("e")
    swapped(rules, ', "twn"', "")
    assert text(rules).errors == 0
    saved(rules, "It was a slip")
    assert settings.read_text() == good
    assert amiss.absent(rules.session) == ()
    last = entries(rules)[-1]
    assert (last.kind, last.reason) == ("edit", "It was a slip")
    assert [one.file for one in last.files] == ["hexvet.toml"]


def test_a_broken_hexvet_toml_is_repaired_before_anything_could_be_read(
    ridgeway: Town,
) -> None:
    settings = ridgeway.root / "hexvet.toml"
    good = settings.read_text()
    settings.write_text(good.replace("packs", "packs =", 1))
    with pytest.raises(Unusable) as told:
        ridgeway.source.read(None, ())
    blank = Session().warned("hexvet.toml", told.value.problems)
    ridgeway.session = verbs.entered(blank.having(RulesState(root=str(ridgeway.root))), "rules")
    assert ("3", "repairs it") in amiss.keys(replace(ridgeway.scene, session=blank))
    ridgeway.settle(ridgeway.session)
    assert text(ridgeway).file.name == "hexvet.toml"
    assert text(ridgeway).errors > 0
    ridgeway.key("e")
    swapped(ridgeway, "packs =", "packs")
    assert text(ridgeway).errors == 0
    assert "does not load: nothing to compare with" in effect(ridgeway)
    saved(ridgeway, "One sign too many")
    assert settings.read_text() == good
    assert ridgeway.session.assessment is not None


def test_a_draft_that_comes_back_is_one_of_its_pack_with_its_revisions(rules: Town) -> None:
    swapped(rules, READY, NOT_READY)
    saved(rules, "One")
    swapped(rules, NOT_READY, READY)
    (draft,) = drafts(rules.session)
    rules.session = replace(rules.session, states={}, mode="portfolio")
    rules.settle(revisions.sought(rules.session, ()))
    assert revisions.words(rules.session) == "town r2"
    rules.settle(restored(verbs.entered(rules.session, "rules"), draft))
    assert revisions.words(rules.session) == "DRAFT town (r2 in force)"
    assert [one.name for one in text(rules).revisions] == ["r2", "r1"]


def test_a_revision_is_not_said_to_be_in_force_while_the_file_is_broken(rules: Town) -> None:
    swapped(rules, READY, NOT_READY)
    saved(rules, "One")
    assert "r2 in force" in "\n".join(text_of(beside.files(rules.scene, 40, 20)))
    file(rules).write_text("x = [")
    with pytest.raises(Unusable) as told:
        rules.read()
    rules.session = rules.session.warned("as the application does", told.value.problems)
    shown = "\n".join(text_of(beside.files(rules.scene, 40, 20)))
    assert "r2" in shown
    assert "in force" not in shown
