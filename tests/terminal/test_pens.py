"""One pen into another: whatever was on before, what is on afterwards is what was asked for."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.color import Color, ColorSystem
from rich.style import Style

from hexvet_tui.terminal.pens import NUMBERS, PLAIN, Pen, change, for_blank, of_blank, pen_of

TURNS_ON = ("1", "2", "3", "4", "5", "7", "9", "21", "53")
# ECMA-48, section 8.3.117: what each code ends.
ENDS = {
    "22": {"1", "2"},
    "23": {"3"},
    "24": {"4", "21"},
    "25": {"5", "6"},
    "27": {"7"},
    "28": {"8"},
    "29": {"9"},
    "54": {"51", "52"},
    "55": {"53"},
}

colours = st.sampled_from(["", "31", "97", "38;5;208", "38;2;1;2;3", "38;2;255;255;255"])
pens = st.builds(
    Pen,
    colours,
    colours.map(lambda code: {"31": "41", "97": "107"}.get(code, code.replace("38;", "48;"))),
    st.lists(st.sampled_from(TURNS_ON), unique=True).map(tuple),
    st.sampled_from(["", "https://city.gov/a", "https://city.gov/b"]),
)


def after(text: str, pen: Pen) -> tuple[str, str, set[str], str]:
    """Ink, ground, marks and link of a terminal that reads the text."""
    ink, ground, marks, link = pen.ink, pen.ground, set(pen.marks), pen.link
    for address in re.findall(r"\x1b\]8;[^;]*;(.*?)\x1b\\", text):
        link = address
    for codes in re.findall(r"\x1b\[([0-9;]*)m", text):
        for code in re.findall(r"[34]8;(?:2;\d+;\d+;\d+|5;\d+)|\d+", codes):
            if code == "0":
                ink, ground, marks = "", "", set()
            elif code in ENDS:
                marks -= ENDS[code]
            elif code == "39":
                ink = ""
            elif code == "49":
                ground = ""
            elif (code.startswith(("38", "3")) and len(code) > 1) or code == "97":
                ink = code
            elif code.startswith(("48", "10")) or (code.startswith("4") and len(code) > 1):
                ground = code
            else:
                marks.add(code)
    return ink, ground, marks, link


@given(pens, pens)
def test_a_change_gives_the_pen_that_was_asked_for(before: Pen, wanted: Pen) -> None:
    got = after(change(before, wanted), before)
    assert got == (wanted.ink, wanted.ground, set(wanted.marks), wanted.link)


@given(pens)
def test_nothing_is_written_for_the_same_pen(pen: Pen) -> None:
    assert change(pen, pen) == ""


@given(pens, pens)
def test_a_change_is_never_longer_than_a_fresh_start(before: Pen, wanted: Pen) -> None:
    fresh = ";".join(["0", *wanted.marks, *filter(None, (wanted.ink, wanted.ground))])
    links = len(
        change(before._replace(ink="", ground="", marks=()), PLAIN._replace(link=wanted.link))
    )
    assert len(change(before, wanted)) <= len(fresh) + len("\x1b[m") + links


def test_bold_survives_the_end_of_dim() -> None:
    assert change(Pen(marks=("1", "2")), Pen(marks=("1",))) == "\x1b[0;1m"
    assert change(Pen("31", "41", ("1", "2")), Pen("31", "41", ("1",))) == "\x1b[22;1m"


def test_colours_are_those_that_the_terminal_has() -> None:
    style = Style.parse("#ff0001 on #000000")
    assert pen_of(style, ColorSystem.TRUECOLOR)[:2] == ("38;2;255;0;1", "48;2;0;0;0")
    assert pen_of(style, ColorSystem.EIGHT_BIT)[:2] == ("38;5;196", "48;5;232")
    assert pen_of(Style.parse("red on default"), ColorSystem.STANDARD)[:2] == ("31", "")
    assert pen_of(None, ColorSystem.STANDARD) == PLAIN


@pytest.mark.parametrize(
    ("colour", "code"),
    # xterm's 256colres.h: 16 + 36 red + 6 green + blue of the levels 0 95 135 175 215 255, and
    # from 232 on the greys 8, 18, 28 ...
    [
        ("#0000ff", "2;0;0;255"),  # 21: palette scripts of users set it
        ("#005f00", "5;22"),
        ("#5fafd7", "5;74"),
        ("#ff875f", "5;209"),
        ("#ffffff", "5;231"),
        ("#080808", "5;232"),
        ("#1c1c1c", "5;234"),
        ("#eeeeee", "5;255"),
        ("#1c1c1d", "2;28;28;29"),
    ],
)
def test_a_colour_with_a_number_of_its_own_is_told_by_it(colour: str, code: str) -> None:
    pen = pen_of(Style.parse(f"{colour} on {colour}"), ColorSystem.TRUECOLOR)
    assert pen[:2] == (f"38;{code}", f"48;{code}")


@given(st.tuples(*[st.integers(0, 255)] * 3))
def test_of_256_colours_the_nearest_is_taken(triplet: tuple[int, int, int]) -> None:
    pen = pen_of(Style(color=Color.from_rgb(*triplet)), ColorSystem.EIGHT_BIT)
    [taken] = [known for known, number in NUMBERS.items() if pen.ink == f"38;5;{number}"]
    assert math.dist(taken, triplet) == min(math.dist(known, triplet) for known in NUMBERS)


def test_no_number_stands_for_what_users_change() -> None:
    assert sorted(NUMBERS.values()) == [*range(22, 256)]
    assert len(NUMBERS) == 256 - 22


@given(pens, pens)
def test_blanks_take_any_pen_that_shows_the_same_on_them(before: Pen, wanted: Pen) -> None:
    assert of_blank(for_blank(before, of_blank(wanted))) == of_blank(wanted)


def test_an_address_cannot_end_its_own_sequence() -> None:
    for hostile in (
        "https://a.gov/\x1b\\\x1b]0;title\x07",
        "https://a.gov/\x07",
        "a b",
        "é",
        "x" * 3000,
    ):
        assert pen_of(Style(link=hostile), ColorSystem.TRUECOLOR).link == ""
    assert pen_of(Style(link="https://a.gov/?q=1"), ColorSystem.TRUECOLOR).link
