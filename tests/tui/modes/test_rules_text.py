"""The text that is edited: every key has its undo, nothing is lost, colours change no character."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexvet_tui.modes.rules.buffer import Buffer, changed_rows, opened
from hexvet_tui.modes.rules.highlighting import coloured, inside
from hexvet_tui.modes.rules.keys import EDITS, MOVES
from hexvet_tui.modes.rules.keys import typed as pressed
from hexvet_tui.modes.rules.panes import cell_of, in_cells, shape
from hexvet_tui.typesetting import width_of

PACK = Path(__file__).parent / "town" / "rules" / "town.toml"
TYPED = st.one_of(
    st.sampled_from(sorted((*EDITS, *MOVES, *(f"shift+{key}" for key in MOVES)))),
    st.text(st.sampled_from("a[\"'= \n\t道é\u200d"), min_size=1, max_size=4).map(lambda t: f"+{t}"),
)


def typed(buffer: Buffer, *keys: str) -> Buffer:
    for key in keys:
        after = buffer.inserted(key[1:]) if key[0] == "+" else pressed(buffer, key, 5)
        assert after is not None
        buffer = after
    return buffer


@given(st.text("ab \n\t", max_size=30), st.lists(TYPED, max_size=25))
def test_the_caret_is_in_the_text_and_undo_leads_back_to_the_start(
    text: str, keys: list[str]
) -> None:
    start = opened(text)
    buffer = start
    for key in keys:
        buffer = typed(buffer, key)
        row, column = buffer.caret
        assert 0 <= row < len(buffer.lines)
        assert 0 <= column <= len(buffer.line)
        assert not any("\n" in line or "\r" in line for line in buffer.lines)
    end = buffer.lines
    undone = 0
    while buffer.back() is not buffer:
        buffer, undone = buffer.back(), undone + 1
    assert buffer.lines == start.lines
    for _ in range(undone):
        buffer = buffer.again()
    pending = [key for key in keys if key in ("ctrl+z", "ctrl+y")]
    if not pending:
        assert buffer.lines == end


def test_a_word_is_one_step_and_a_blank_begins_another() -> None:
    buffer = typed(opened("x"), "end", *[f"+{c}" for c in " two three"])
    assert buffer.lines == ("x two three",)
    assert buffer.back().lines == ("x two ",)
    assert buffer.back().back().lines == ("x two",)
    moved = typed(opened(""), "+a", "left", "+b")
    assert moved.back().lines == ("a",)


@pytest.mark.parametrize(
    ("keys", "lines", "caret"),
    [
        (["+ab", "left", "+X"], ("aXb",), (0, 2)),
        (["+  a", "enter", "+b"], ("  a", "  b"), (1, 3)),
        (["+a\r\nb\rc"], ("a", "b", "c"), (2, 1)),
        (["+ab", "home", "delete"], ("b",), (0, 0)),
        (["+a\nb", "home", "backspace"], ("ab",), (0, 1)),
        (["+key = 12", "ctrl+w"], ("key = ",), (0, 6)),
        (["+a", "backspace", "backspace"], ("",), (0, 0)),
        (["+long line\nab\nlong line", "up", "up"], ("long line", "ab", "long line"), (0, 9)),
        (["+[x]"], ("[x]",), (0, 3)),
    ],
)
def test_keys(keys: list[str], lines: tuple[str, ...], caret: tuple[int, int]) -> None:
    buffer = typed(opened(""), *keys)
    assert (buffer.lines, tuple(buffer.caret)) == (lines, caret)


def test_another_text_is_one_step_and_the_caret_stays_by_its_row() -> None:
    buffer = opened("a\nb\nc\nd").at(3, 1)
    new = buffer.replaced("a\nx\ny\nc\nd")
    assert new.lines == ("a", "x", "y", "c", "d")
    assert tuple(new.caret) == (4, 1)
    assert new.back().lines == buffer.lines
    assert buffer.replaced("a\nb\nc\nd") is buffer
    assert opened("a\nb").at(1, 1).replaced("").lines == ("",)


def test_a_megabyte_is_pasted_in_one_step() -> None:
    text = "key = 'value'\n" * 75_000
    buffer = opened("end").inserted(text)
    assert len(buffer.lines) == 75_001
    assert buffer.lines[-1] == "end"
    assert buffer.back().lines == ("end",)


def test_rows_that_the_file_does_not_have() -> None:
    old = ("a", "b", "c", "d")
    assert changed_rows(old, old) == frozenset()
    assert changed_rows(old, ("a", "x", "c", "d")) == {1}
    assert changed_rows(old, ("a", "b", "new", "c", "d")) == {2}
    assert changed_rows(old, ("a", "d")) == frozenset()
    long = tuple(map(str, range(5000)))
    assert changed_rows(long, ("new", *long, "last")) == {0, 5001}


# colours and cells ----------------------------------------------------------------------------
@given(st.text(max_size=60), st.sampled_from(["", '"""', "'''"]))
def test_colours_keep_every_character(line: str, quotes: str) -> None:
    assert "".join(text for text, _ in coloured(line, quotes)) == line


def test_what_has_which_colour() -> None:
    found = dict(coloured('require = "months <= 24 and backed"  # why'))
    assert found["require"] == "name"
    assert found["<="] == found["and"] == "key"
    assert found["24"] == "unknown"
    assert found["# why"] == "dim"
    assert coloured("[check.time] # x")[0] == ("[check.time]", "strong")
    assert dict(coloured('title = "a # b"'))['"a # b"'] == "met"
    assert dict(coloured("since = 2026-01-01"))["2026-01-01"] == "unknown"
    assert coloured("x" * 5000) == (("x" * 5000, "text"),)


def test_texts_of_several_lines_are_known_from_above() -> None:
    lines = ['a = """one', "b = 2", 'end""" # x', "c = 3", "d = '''in one'''", "e = 1"]
    assert [inside(lines, row) for row in range(6)] == ["", '"""', '"""', "", "", ""]
    assert inside(['# a comment with """', "x"], 1) == ""
    assert coloured("b = 2", '"""') == (("b = 2", "met"),)


@given(st.text(max_size=40), st.integers(0, 30), st.integers(1, 20), st.integers(-1, 40))
def test_a_window_has_at_most_its_cells_and_nothing_that_steers(
    line: str, left: int, width: int, caret: int
) -> None:
    runs = in_cells(((line, "text"),), left, width, min(caret, len(line)))
    assert width_of(runs) <= width
    assert all(c.isprintable() for text, _ in runs for c in text)


def test_the_caret_is_marked_where_it_stands_also_behind_the_end() -> None:
    assert in_cells((("abc", "text"),), 0, 10, 1) == [("a", "text"), ("b", "text caret"),
                                                      ("c", "text")]  # fmt: skip
    assert in_cells((("ab", "text"),), 0, 10, 2)[-1] == (" ", "caret")
    assert in_cells((("ab", "text"),), 0, 2, 2) == [("ab", "text")]
    assert cell_of("a\t道b", 3) == 1 + 4 + 2
    assert [shape(c) for c in "a\x1b\u202e"] == ["a", "?", "?"]


def test_a_whole_pack_is_coloured_line_by_line() -> None:
    lines = PACK.read_text().split("\n")
    for row, line in enumerate(lines):
        assert "".join(text for text, _ in coloured(line, inside(lines, row))) == line
