"""The drawing, as strings."""

from __future__ import annotations

import itertools

import pytest

from hexvet.model import Fill
from hexvet_tui.geometry import SMALLEST
from hexvet_tui.hexagon import Form, draw, listed
from hexvet_tui.typesetting import Line, width_of

LABELS = ("Cost", "Service", "Outdated", "Buy-in", "Reach", "Leverage", "Seventh", "Eighth")
MIXED: tuple[Fill, ...] = ("filled", "filled", "filled", "unfilled", "filled", "unknown")
FORMS: tuple[Form, ...] = ("colour", "mono", "ascii")


def text(rows: tuple[Line, ...]) -> list[str]:
    return ["".join(part for part, _ in row) for row in rows]


def test_the_ascii_form_reads_like_a_drawing() -> None:
    assert text(draw(37, 17, MIXED, LABELS[:6], "ascii")) == [
        "         /-----------------\\         ",
        "        / \\ ############# / \\        ",
        "       /?? \\  # 1 Cost   / ##\\       ",
        "      /????  \\  + met  /  ####\\      ",
        "     /??????? \\ ##### / #######\\     ",
        "    /????????? \\ ### / #########\\    ",
        "   /? Leverage  \\ # /  2 Service \\   ",
        "  /???? 6 ? ???? \\ / ### + met ###\\  ",
        " ----------------------------------- ",
        "  \\############# / \\ # 3 Outdated /  ",
        "   \\# 5 Reach # / . \\ ## + met ##/   ",
        "    \\# + met # / ... \\ #########/    ",
        "     \\####### / ..... \\ #######/     ",
        "      \\####  / ....... \\  ####/      ",
        "       \\## /  .4 Buy-in  \\ ##/       ",
        "        \\ / ...x unmet... \\ /        ",
        "         \\-----------------/         ",
    ]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("size", [(15, 7), (25, 11), (31, 13), (37, 17), (48, 21), (60, 30)])
def test_it_keeps_to_its_room_with_an_odd_number_of_even_rows(
    form: Form, size: tuple[int, int]
) -> None:
    rows = draw(*size, MIXED, LABELS[:6], form)
    assert len(rows) % 2 == 1
    assert len(rows) <= size[1]
    assert len({width_of(row) for row in rows}) == 1
    assert width_of(rows[0]) <= size[0]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("sides", range(3, 9))
def test_any_number_of_sections_from_three_to_eight_is_drawn(form: Form, sides: int) -> None:
    states = tuple(itertools.islice(itertools.cycle(MIXED), sides))
    shown = "\n".join(text(draw(37, 17, states, LABELS[:sides], form)))
    for number in range(1, sides + 1):
        assert str(number) in shown


def test_too_small_or_too_many_sections_give_no_drawing() -> None:
    assert draw(SMALLEST[0] - 1, 7, MIXED, LABELS[:6]) == ()
    assert draw(15, SMALLEST[1] - 1, MIXED, LABELS[:6]) == ()
    assert draw(37, 17, ("filled",) * 2, LABELS[:2]) == ()
    assert draw(37, 17, ("filled",) * 9, ("x",) * 9) == ()


def test_a_state_shows_without_colour() -> None:
    for state, solid, glyph in (
        ("filled", "█", "+"),
        ("unknown", "▒", "?"),
        ("unfilled", "·", "x"),
    ):
        states: tuple[Fill, ...] = (state,) * 6  # type: ignore[assignment]
        shown = "".join(text(draw(37, 17, states, LABELS[:6], "mono")))
        assert shown.count(solid) > 10
        assert shown.count(glyph) == 6
    marks = {"filled": "#", "unknown": "?", "unfilled": "."}
    for state, mark in marks.items():
        shown = "".join(text(draw(37, 17, (state,) * 6, LABELS[:6], "ascii")))  # type: ignore[arg-type]
        assert shown.count(mark) > 100


def test_sections_run_clockwise_from_the_top() -> None:
    rows = text(draw(37, 17, ("filled",) * 6, LABELS[:6]))
    place = {
        label: next((y, row.index(label)) for y, row in enumerate(rows) if label in row)
        for label in LABELS[:6]
    }
    middle = len(rows) // 2
    assert [label for label in LABELS[:6] if place[label][0] < middle] == [
        "Cost",
        "Service",
        "Leverage",
    ]
    assert place["Leverage"][1] < place["Cost"][1] < place["Service"][1]
    assert place["Reach"][1] < place["Buy-in"][1] < place["Outdated"][1]
    assert place["Buy-in"][0] > place["Reach"][0]


def test_a_dark_gap_separates_neighbours() -> None:
    rows = text(draw(37, 17, ("filled",) * 6, LABELS[:6]))
    assert rows[len(rows) // 2].strip() == ""
    assert "█" in rows[0]


@pytest.mark.parametrize("form", FORMS)
def test_the_outline_is_symmetric(form: Form) -> None:
    """Rows without a label are their own mirror images."""
    flipped = str.maketrans("▘▝▖▗▌▐▛▜▙▟▚▞/\\", "▝▘▗▖▐▌▜▛▟▙▞▚\\/")
    rows = text(draw(37, 17, ("filled",) * 6, ("",) * 6, form))
    bare = [row for row in rows if not set(row) & set("123456m")]
    assert len(bare) >= 8
    for row in bare:
        assert row == row[::-1].translate(flipped)


def test_one_section_can_be_marked() -> None:
    rows = text(draw(37, 17, MIXED, LABELS[:6], "colour", chosen=1))
    assert any(">2 Service<" in row for row in rows)
    assert not any(">1 Cost<" in row for row in rows)


def test_labels_of_any_script_do_not_break_the_drawing() -> None:
    rows = draw(37, 17, MIXED, ("市民", "e\u0301tude", "x" * 50, "", "שלום", "[b]"), "colour")
    assert {width_of(row) for row in rows} == {width_of(rows[0])}


def test_the_list_says_the_same_in_words() -> None:
    rows = text(listed(MIXED, LABELS[:6], chosen=0))
    assert rows[0] == ">1 + met      Cost"
    assert rows[3] == " 4 x unmet    Buy-in"
    assert rows[5] == " 6 ? unknown  Leverage"
