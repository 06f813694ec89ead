"""Long values: typed in a form without a cut, and side by side where they differ."""

from __future__ import annotations

from dataclasses import replace

import pytest
from driving import EXTENT, scene_of, text_of
from hypothesis import given
from hypothesis import strategies as st
from rules_desk import file, rules, text, to
from towns import Town

from hexvet_tui.dispatch import pressed
from hexvet_tui.modes.rules.paging import diff_page
from hexvet_tui.modes.rules.state import RulesState
from hexvet_tui.modes.rules.verbs import shown_at
from hexvet_tui.session import Session
from hexvet_tui.typesetting import width_of

__all__ = ["rules"]

WORDS = " ".join(f"msg{n:03}" for n in range(100))


def rows(old: str, new: str, width: int = 80) -> list[str]:
    """The rows of two texts side by side that differ."""
    page = diff_page("CHANGES", old, new, "old", "new")
    return [row for row in text_of(page.lines(scene_of(Session()), width)) if row[0] in "~+-"]


def with_message(town: Town, words: str) -> None:
    """The file with another message in a check, and the caret there."""
    content, before = file(town).read_text(), '"They are not ready."'
    assert before in content
    file(town).write_text(content.replace(before, words))
    town.read()
    to(town, "[check.departments]")


# side by side ---------------------------------------------------------------------------------
@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_a_changed_row_shows_where_it_differs(width: int) -> None:
    new = WORDS.replace("msg090", "other")
    (row,) = rows(f'message = "{WORDS}"', f'message = "{new}"', width)
    assert "msg090" in row
    assert "other" in row
    assert len(row) <= width
    half = (width - 9) // 2
    left, right = row[7 : 7 + half], row[8 + half :]
    assert left[: left.index("msg090")] == right[: right.index("other")], "they begin together"
    assert left.startswith("..")


def test_what_is_gone_from_the_end_is_seen() -> None:
    row, end = rows(f'message = "{WORDS}"', f'message = "{WORDS[:398]}"')
    assert WORDS[398:405] in row
    assert row.rstrip().endswith(f'{WORDS[390:398]}"')
    assert end.rstrip().endswith('msg098 msg099"')


def test_of_a_row_that_differs_at_both_ends_both_are_seen() -> None:
    first, last = rows(f'message = "{WORDS}"', f'message = "{WORDS[1:-1]}"')
    assert 'message = "msg000' in first
    assert 'message = "sg000' in first
    assert 'msg099"' in last
    assert 'msg09"' in last
    assert not last[1:7].strip(), "it is the same row"


def test_the_end_of_a_long_row_stands_beside_nothing() -> None:
    first, last = rows("x", WORDS)
    assert first.startswith("~    1 x ")
    assert last[7:].strip().startswith("..")
    assert last.rstrip().endswith("msg099")


@given(st.text(max_size=60), st.text(max_size=60), st.integers(40, 90))
def test_whatever_differs_no_row_is_wider_than_the_page(old: str, new: str, width: int) -> None:
    page = diff_page("CHANGES", old, new, "old", "new")
    assert all(width_of(line) <= width for line in page.lines(scene_of(Session()), width))


def test_a_row_that_differs_at_its_beginning_begins_there() -> None:
    (row,) = rows("weight = 0.25  # of all", "weight = 0.5  # of all")
    assert "weight = 0.25  # of all" in row
    assert "weight = 0.5  # of all" in row


def test_what_differs_is_marked_also_without_colour() -> None:
    page = diff_page("CHANGES", "weight = 0.25", "weight = 0.75", "old", "new")
    runs = [run for row in page.lines(scene_of(Session()), 80) for run in row]
    assert [part for part, style in runs if "picked" in style.split()] == ["2", "7"]


def test_what_cannot_be_seen_has_a_cell() -> None:
    (row,) = rows("a = 'b'", "a = 'b\u200b'")
    assert "'b?'" in row


# forms ----------------------------------------------------------------------------------------
def test_a_form_takes_a_long_value_whole(rules: Town) -> None:
    with_message(rules, f'"{WORDS}"')
    rules.key("f7", "m")
    assert rules.session.prompt is not None
    assert rules.session.prompt.text == WORDS
    rules.key("backspace")
    rules.type("!")
    assert f'message = "{WORDS[:-1]}!"' in text(rules).buffer.text
    assert rules.session.message.text.startswith("message written into the text")


def test_what_a_form_leaves_as_it_was_is_not_said_to_be_written(rules: Town) -> None:
    with_message(rules, f"'''{WORDS}'''")
    before = text(rules).buffer
    rules.key("f7", "m", "x", "backspace", "enter")
    assert text(rules).buffer == before, "not even its quotes are others"
    assert rules.session.message.text == "nothing was changed: the message says that already"


@pytest.mark.parametrize("words", [r'"one\ntwo"', '"""\none\ntwo"""', r'"a\tb"'])
def test_what_no_line_can_show_is_left_to_the_text(rules: Town, words: str) -> None:
    with_message(rules, words)
    before = text(rules).buffer.text
    rules.key("f7", "m")
    assert rules.session.prompt is None
    assert rules.session.message.text.startswith("the message is no single line")
    assert text(rules).buffer.text == before


# between two keys -----------------------------------------------------------------------------
def test_a_file_that_is_read_slowly_takes_no_letter(rules: Town) -> None:
    rules.key("escape", "escape")
    files = rules.session.of(RulesState).files
    at = next(n for n, one in enumerate(files) if one.name == "hexvet.toml")
    rules.key("home", *["j"] * (at + len(text(rules).revisions)))
    session = pressed(rules.scene, "enter", None, EXTENT)
    rules.session = session.calm()
    rules.key("e", "ctrl+home", "#")
    rules.settle(replace(rules.session, effects=session.effects), since=rules.keys - 3)
    rules.key("#")
    assert text(rules).file.name == "rules/town.toml"
    assert text(rules).buffer.lines[0].startswith("##")
    rules.key("escape", "escape")
    rules.settle(shown_at(rules.session, files[at].path, "hexvet.toml", 1))
    assert not text(rules).dirty
