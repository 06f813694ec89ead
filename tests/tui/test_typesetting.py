"""Cells: every line is as wide as it says, whatever people put into their texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from hexvet_tui.typesetting import (
    ASCII,
    UNICODE,
    clean,
    cut,
    cut_line,
    fit,
    fit_line,
    framed,
    justified,
    pointed,
    scrolled,
    width_of,
    wrap,
)


@pytest.mark.parametrize(
    ("raw", "safe"),
    [
        ("[legal] road", "[legal] road"),
        ("[/foo]", "[/foo]"),
        ("a\x1b[31mred\x1b[0m", "ared"),
        ("a\x1b]0;title\x07b", "ab"),
        ("\x9b31mx", "x"),
        ("two\nlines\tand tabs", "two lines and tabs"),
        ("\u202eevil\u202c", "evil"),
        ("nul\x00l", "null"),
        ("\ufeffmark", "mark"),
        ("lone\ud800surrogate", "lonesurrogate"),
        ("été — 市", "été — 市"),
    ],
)
def test_text_of_people_cannot_steer_the_terminal(raw: str, safe: str) -> None:
    assert clean(raw) == safe


@given(st.text(max_size=80))
def test_cleaned_text_is_printable_in_one_line(text: str) -> None:
    safe = clean(text)
    assert clean(safe) == safe
    assert not any(ord(character) < 32 or 127 <= ord(character) < 160 for character in safe)


@given(st.text(max_size=60), st.integers(0, 40), st.booleans())
def test_a_fitted_text_has_exactly_its_width(text: str, width: int, right: bool) -> None:
    assert cell_len(fit(clean(text), width, right=right)) == width


@pytest.mark.parametrize(
    "text", ["市民センター改修", "e\u0301" * 30, "שלום עולם", "x" * 500, "👩‍🚀 crew"]
)
def test_wide_combining_and_right_to_left_text_keep_their_columns(text: str) -> None:
    line = fit_line(((clean(text), "name"), ("|", "text")), 20)
    assert width_of(line) == 20


def test_a_cut_text_says_so_and_a_wide_character_is_never_halved() -> None:
    assert cut("Procurement", 8) == "Procur.."
    assert cut("Procurement", 8, "..") == "Procur.."
    assert cut("市市市", 4, "..") == "市.."
    assert cut("市市市", 3, "..") == ".."


def test_words_wrap_and_a_long_one_is_broken() -> None:
    assert wrap("the limit is 24 months", 10) == ["the limit", "is 24", "months"]
    assert wrap("abcdefghij", 4) == ["abcd", "efgh", "ij"]
    assert wrap("", 4) == [""]
    assert wrap("one two three four", 8, limit=2) == ["one two", "three.."]


def test_the_right_part_is_never_lost_to_the_left_one() -> None:
    line = justified((("a very long title of a project", "title"),), (("10 of 14", "dim"),), 24)
    assert width_of(line) == 24
    assert "".join(text for text, _ in line).endswith(" 10 of 14")


def test_a_frame_has_its_size_in_both_alphabets() -> None:
    for glyphs, corner in ((UNICODE, "┌"), (ASCII, "+")):
        rows = framed([(("inside", "text"),)], 20, 4, glyphs, title="CHECKS", hint="2 more")
        assert [width_of(row) for row in rows] == [20] * 4
        assert rows[0][0][0].startswith(corner)
    text = ["".join(part for part, _ in row) for row in framed((), 16, 3, ASCII, title="WHY")]
    assert text == ["+- WHY --------+", "|              |", "+--------------+"]


def test_scrolling_moves_no_more_than_it_must() -> None:
    assert scrolled(0, 4, 100, 10) == 0
    assert scrolled(0, 10, 100, 10) == 1
    assert scrolled(20, 15, 100, 10) == 15
    assert scrolled(95, 99, 100, 10) == 90
    assert scrolled(3, 0, 0, 10) == 0


def test_a_left_part_that_is_cut_says_so() -> None:
    right = (("9 marked", "dim"),)
    line = justified((("filter foo:bar with many words", "text"),), right, 24)
    assert "".join(text for text, _ in line) == "filter foo:ba.. 9 marked"
    line = justified((("filter: foo    ", "text"),), right, 21)
    assert "".join(text for text, _ in line) == "filter: foo  9 marked"


@given(st.lists(st.text(max_size=12), max_size=4), st.integers(0, 30))
def test_a_cut_line_has_exactly_its_width(texts: list[str], width: int) -> None:
    line = cut_line([(clean(text), "text") for text in texts], width)
    assert width_of(line) == width


def test_the_row_under_the_cursor_keeps_its_columns() -> None:
    row = ((" Permit routing", "name"), (" 2026-04-30", "dim"))
    line = pointed(row, 30)
    assert "".join(text for text, _ in line) == ">Permit routing 2026-04-30    "
    assert {style.split()[-1] for _, style in line} == {"cursor"}
    assert {style.split()[-1] for _, style in pointed(row, 30, active=False)} == {"place"}
    assert width_of(pointed(row, 8)) == 8
    for width in (1, 0, -1, -5):  # a screen that is shrunk is painted once more before it knows
        assert width_of(pointed(fit_line(row, width), width)) == max(0, width)
