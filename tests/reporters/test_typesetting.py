"""Widths, cuts and wraps, for texts of any script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexvet.reporters.typesetting import (
    PLAIN,
    Column,
    Page,
    clean,
    display_width,
    fit,
    grid,
    wrapped,
)


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("abc", 3),
        ("橋", 2),
        ("e\u0301", 1),
        ("é", 1),
        ("ｱ", 1),
        ("Ａ", 2),
        ("a\u200db", 2),
    ],
)
def test_display_width(text: str, width: int) -> None:
    assert display_width(text) == width


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [("abc", 3, "abc"), ("abcd", 3, "ab~"), ("橋橋橋", 4, "橋~"), ("abc", 1, "~"), ("abc", 0, "")],
)
def test_fit(text: str, width: int, shown: str) -> None:
    assert fit(text, width) == shown


@given(st.text(max_size=60), st.integers(1, 40))
def test_a_cut_text_fits(text: str, width: int) -> None:
    assert display_width(fit(clean(text), width)) <= width


@given(st.text(max_size=200))
def test_a_clean_text_is_one_line_without_controls(text: str) -> None:
    shown = clean(text)
    assert not any(ord(one) < 32 or 127 <= ord(one) < 160 for one in shown)


def test_wrapped_lines_are_indented_and_fit() -> None:
    lines = wrapped("one two three four five six seven", Page(width=30), 10, first="+ label")
    assert lines == ["+ label   one two three four", "          five six seven"]


def test_colour_is_put_in_only_where_it_is_wanted() -> None:
    assert PLAIN.ink("bad", "x") == "x"
    assert Page(colour=True).ink("bad", "x") == "\x1b[31mx\x1b[0m"
    assert Page(colour=True).ink("", "x") == "x"


def test_a_grid_gives_way_at_its_last_column_then_at_the_one_that_shrinks() -> None:
    columns = (Column("ID", shrinks=True), Column("N", right=True), Column("TITLE"))
    rows = [["a-long-identifier", "12", "A title that is long"]]
    styles = [["", "", ""]]
    assert grid(columns, rows, styles, PLAIN)[1] == "a-long-identifier 12 A title that is long"
    assert grid(columns, rows, styles, Page(width=32))[1] == "a-long-identifier 12 A title th~"
    assert grid(columns, rows, styles, Page(width=16))[1] == "a-long-ident~ 12"
