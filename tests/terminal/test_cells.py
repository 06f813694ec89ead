"""The difference between two screens does to a terminal what the whole second screen does."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from emulator import Emulator, differences
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from hexvet_tui.terminal.cells import Cells
from hexvet_tui.terminal.opening import HARMLESS
from hexvet_tui.terminal.pens import PLAIN, Pen, pen_of
from hexvet_tui.terminal.rows import TAIL, Row, cells_of

TRUE = ColorSystem.TRUECOLOR
WIDTH, HEIGHT = 24, 6
CUTS = (0, 7, 8, 20, WIDTH)
"""Where the widgets of every line begin: a wide character never lies across one."""

LETTERS = "ab   Z0.#│─▀█▒·é"
WIDE = "漢字한あ"
MARKS = "\u0301\u0327"
STYLES = (
    "", "bold", "dim", "reverse", "#d5dae1 on #14171c", "bold #d5dae1 on #14171c",
    "#e6b94d on #14171c", "italic underline #e6b94d", "strike on #26384d", "red on blue",
)  # fmt: skip

characters = st.one_of(
    st.sampled_from(LETTERS),
    st.sampled_from(WIDE),
    st.builds(str.__add__, st.sampled_from("eao"), st.sampled_from(MARKS)),
)
segments = st.lists(
    st.tuples(
        st.lists(characters, max_size=9).map("".join), st.sampled_from(STYLES).map(Style.parse)
    ).map(lambda pair: Segment(*pair)),
    max_size=4,
)
places = st.tuples(st.integers(0, HEIGHT - 1), st.integers(0, len(CUTS) - 2))
frames = st.lists(st.dictionaries(places, segments, max_size=9), min_size=1, max_size=5)
Content = dict[tuple[int, int], list[Segment]]


def strip(content: Sequence[Segment], width: int) -> Strip:
    """The segments, cut or filled up to a width."""
    return Strip(content).adjust_cell_length(width)


def pieces(content: Content) -> list[tuple[int, int, Strip]]:
    """Row, column and strip of each widget's line."""
    return [
        (y, CUTS[at], strip(segments, CUTS[at + 1] - CUTS[at]))
        for (y, at), segments in content.items()
    ]


def whole(content: Content) -> str:
    """What Textual writes: each piece at its place, every segment with its whole style."""
    return "".join(
        f"\x1b[{y + 1};{x + 1}H"
        + "".join((s.style or Style()).render(s.text, color_system=TRUE) for s in line)
        for y, x, line in pieces(content)
    )


def pens(style: Style | None) -> Pen:
    """The pen of a style in truecolor."""
    return pen_of(style, TRUE)


def blank() -> Content:
    """Every widget of the screen, empty."""
    return {(y, at): [] for y in range(HEIGHT) for at in range(len(CUTS) - 1)}


@settings(max_examples=60 if settings().max_examples < 1000 else 3_000)
@given(frames, st.booleans())
def test_a_terminal_shows_the_same_after_differences_as_after_whole_frames(
    given_: list[Content], erasing: bool
) -> None:
    plain, small = Emulator(WIDTH, HEIGHT), Emulator(WIDTH, HEIGHT)
    cells, pen = Cells(WIDTH, HEIGHT, erasing), None
    for content in [blank(), *given_]:
        plain.feed(whole(content))
        frame = cells.frame(pieces(content), pens)
        text, pen = cells.difference(frame, pen)
        cells.accept(frame)
        small.feed(text)
        assert not [*differences(plain.cells, small.cells)]
        # Now that it is shown, it costs nothing any more.
        assert cells.difference(cells.frame(pieces(content), pens), pen)[0] == ""


@given(st.text(max_size=30))
def test_every_text_takes_the_cells_that_rich_counts(text: str) -> None:
    printable = "".join(c for c in text if c >= " " and not "\x7f" <= c <= "\x9f")
    assert len(cells_of(text)[1]) == cell_len(printable)


@given(st.text(st.characters(max_codepoint=0x9F), max_size=30))
def test_nothing_in_a_text_steers_the_terminal(text: str) -> None:
    cells = Cells(30, 1)
    written, _ = cells.difference(cells.frame([(0, 0, [Segment(text)])], pens), PLAIN)
    assert "\x1b" not in written.removeprefix("\x1b[1H")
    assert all(c >= " " for c in written.removeprefix("\x1b[1H"))


@pytest.mark.parametrize("charset", ["ascii", "iso8859-1", "koi8-r"])
@given(text=st.text(alphabet=st.sampled_from("aé漢ж" + MARKS), max_size=12))
def test_other_encodings_keep_every_cell_in_its_place(charset: str, text: str) -> None:
    lead, cells = cells_of(text, charset)
    assert lead == ""
    assert len(cells) == cell_len(text)
    assert all(len(cell) == 1 for cell in cells)
    "".join(cells).encode(charset)


def test_only_cells_that_change_are_sent() -> None:
    cells = Cells(80, 24)
    line = [Segment("a" * 80)]
    cells.accept(cells.frame([(y, 0, line) for y in range(24)], pens))
    changed = cells.frame([(4, 0, [Segment("a" * 10 + "bb" + "a" * 60 + "c" + "a" * 7)])], pens)
    assert cells.difference(changed, PLAIN)[0] == "\x1b[5;11Hbb\x1b[73Gc"


def test_a_short_gap_is_written_again_and_a_long_one_jumped_over() -> None:
    cells = Cells(20, 1)
    cells.accept(cells.frame([(0, 0, [Segment("." * 20)])], pens))
    near = cells.frame([(0, 0, [Segment("x....x.....x" + "." * 8)])], pens)
    assert cells.difference(near, PLAIN)[0] == "\x1b[1Hx....x\x1b[5Cx"


def test_a_wide_character_is_written_from_its_first_cell() -> None:
    cells = Cells(10, 1)
    cells.accept(cells.frame([(0, 0, [Segment("ab漢cdef  ")])], pens))
    changed = cells.frame([(0, 0, [Segment("ab字cdeg  ")])], pens)
    # What follows it is addressed anew in any case: the three letters between need no writing.
    assert cells.difference(changed, PLAIN)[0] == "\x1b[1;3H字\x1b[8Gg"


def test_what_follows_a_doubtful_character_is_addressed_anew() -> None:
    cells = Cells(6, 1)
    frame = cells.frame([(0, 0, [Segment("漢e\u0301ab ")])], pens)
    assert cells.difference(frame, PLAIN)[0] == "\x1b[1H漢\x1b[3Ge\u0301\x1b[4Gab "


def test_the_same_pen_is_told_once_over_several_lines() -> None:
    cells = Cells(4, 3)
    cells.accept(cells.frame([(y, 0, [Segment("....")]) for y in range(3)], pens))
    red, blue = Style.parse("#fe0000"), Style.parse("#0000ff")
    rows = [(y, 0, [Segment("ab", red), Segment("cd", blue)]) for y in range(3)]
    text, pen = cells.difference(cells.frame(rows, pens), PLAIN)
    assert text.count("38;2;254;0;0") == text.count("38;2;0;0;255") == 1
    assert pen == Pen(re.findall(r"\x1b\[([0-9;]+)m", text)[-1])


def test_an_unknown_pen_begins_with_a_reset() -> None:
    cells = Cells(1, 1)
    assert cells.difference(cells.frame([(0, 0, [Segment("x")])], pens))[0] == "\x1b[0m\x1b[1Hx"


def test_a_hyperlink_is_closed_within_its_frame() -> None:
    cells = Cells(3, 1)
    linked = [Segment("abc", Style(link="https://city.gov"))]
    text, pen = cells.difference(cells.frame([(0, 0, linked)], pens), PLAIN)
    assert text.index("https://city.gov") < text.index("abc") < text.index("\x1b]8;;\x1b\\")
    assert pen == PLAIN


@pytest.mark.parametrize("text", ["👍🏽", "漢\u0301", "か\u3099"])
def test_what_looks_like_one_cell_a_character_and_is_not_is_addressed_anew(text: str) -> None:
    """Two characters over two cells, but not one each: terminals disagree."""
    cells = Cells(6, 1)
    frame = cells.frame([(0, 0, [Segment(text + "abcd")])], pens)
    assert cells.difference(frame, PLAIN)[0] == f"\x1b[1H{text}\x1b[3Gabcd"


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ([(0, 0, "漢字"), (0, 1, "x")], [" ", "x", "字", TAIL]),
        ([(0, 0, "漢字"), (0, 2, "x")], ["漢", TAIL, "x", " "]),
        ([(0, 0, "漢字"), (0, 1, "字")], [" ", "字", TAIL, " "]),
        ([(0, 0, "ab漢"), (0, 3, "漢")], ["a", "b", " ", " "]),
    ],
)
def test_half_a_wide_character_is_a_blank(
    content: list[tuple[int, int, str]], shown: list[str]
) -> None:
    row = Row(["."] * 4, [PLAIN] * 4)
    for _, x, text in content:
        row.put(x, cells_of(text)[1], PLAIN)
    assert row.texts == shown


@given(st.integers(-3, 8), st.integers(0, 30), st.lists(characters, max_size=20).map("".join))
def test_what_lies_outside_of_the_screen_is_left_out(y: int, x: int, text: str) -> None:
    cells = Cells(10, 4)
    frame = cells.frame([(y, x, [Segment(text)])], pens)
    assert all(0 <= row < 4 for row in frame)
    assert all(len(row.texts) == len(row.pens) == 10 for row in frame.values())


def test_a_mark_without_its_letter_goes_to_the_letter_before() -> None:
    cells = Cells(4, 1)
    frame = cells.frame([(0, 0, [Segment("漢e"), Segment("\u0301x", Style(bold=True))])], pens)
    assert frame[0].texts == ["漢", TAIL, "e\u0301", "x"]


LIST = [f"{name} {n * 37 % 101:>3}" for n, name in enumerate(["ab漢c─d", "ee", "ff"] * 9)]


def window(top: int, cursor: int) -> list[tuple[int, int, list[Segment]]]:
    """A list between two other lines, from its line `top` on, with a cursor."""
    lines = [(0, 0, [Segment("head".ljust(WIDTH))]), (7, 0, [Segment("foot".ljust(WIDTH))])]
    for y in range(1, 7):
        style = Style.parse("bold on #26384d" if top + y - 1 == cursor else "#d5dae1 on #14171c")
        lines.append((y, 0, [*strip([Segment(LIST[top + y - 1], style)], WIDTH)]))
    return lines


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 26)), min_size=1, max_size=8))
def test_a_list_that_scrolls_leaves_the_same_cells(views: list[tuple[int, int]]) -> None:
    cells, small, pen = Cells(WIDTH, 8, True), Emulator(WIDTH, 8), None
    for top, cursor in views:
        frame = cells.frame(window(top, cursor), pens)
        text, pen = cells.difference(frame, pen)
        small.feed(text)
        assert HARMLESS.fullmatch(text)  # or no picture could be kept
        cells.accept(frame)
        plain = Emulator(WIDTH, 8)
        plain.feed(Cells(WIDTH, 8).difference(frame)[0])
        assert not [*differences(plain.cells, small.cells)]


WORDS = (
    "permits",
    "fleet no",
    "hiring x",
    "payroll.",
    "recycle!",
    "real est",
    "trees in",
    "buses to",
)


def listed(*lines: int) -> list[tuple[int, int, list[Segment]]]:
    """Lines of words, one below the other."""
    return [(y, 0, [Segment(WORDS[line].ljust(8))]) for y, line in enumerate(lines)]


@pytest.mark.parametrize(
    ("lines", "written"),
    [
        ((0, 2, 3, 4, 6, 5), "\x1b[2H\x1b[M\x1b[5H\x1b[L\rtrees in"),
        ((0, 6, 1, 2, 3, 5), "\x1b[5H\x1b[M\x1b[2H\x1b[L\rtrees in"),
        ((2, 3, 4, 5, 6, 7), "\x1b[1H\x1b[2M\x1b[5H\x1b[2L\rtrees in\r\vbuses to"),
        # Two lines that move are not worth it.
        ((1, 2, 6, 3, 4, 5), "\x1b[1Hfleet no\r\vhiring x\r\vtrees in"),
    ],
)
def test_lines_that_move_together_are_moved_by_the_terminal(
    lines: tuple[int, ...], written: str
) -> None:
    cells = Cells(8, 6)
    cells.accept(cells.frame(listed(0, 1, 2, 3, 4, 5), pens))
    assert cells.difference(cells.frame(listed(*lines), pens), PLAIN)[0] == written


def test_long_blanks_are_erased_where_the_terminal_erases_in_colour() -> None:
    for erasing, written in (
        (True, "\x1b[1Hab\x1b[20X\x1b[23Gc\x1b[17X"),
        (False, "\x1b[1Hab" + " " * 20 + "c" + " " * 17),
    ):
        cells = Cells(40, 1, erasing)
        frame = cells.frame([(0, 0, [Segment("ab" + " " * 20 + "c" + " " * 17)])], pens)
        assert cells.difference(frame, PLAIN)[0] == written


def styled(*words: tuple[str, str]) -> list[tuple[int, int, list[Segment]]]:
    """A line of words, each with its style."""
    return [(0, 0, [Segment(text, Style.parse(style)) for text, style in words])]


def written(before: Sequence[tuple[str, str]], after: Sequence[tuple[str, str]]) -> str:
    """What turns one line into another, on a terminal that erases in colour."""
    cells = Cells(sum(len(text) for text, _ in before), 1, True)
    cells.accept(cells.frame(styled(*before), pens))
    return cells.difference(cells.frame(styled(*after), pens), PLAIN)[0]


def test_blanks_need_no_ink() -> None:
    assert written([("a  b", "red")], [("a", "red"), ("  ", "bold blue"), ("b", "red")]) == ""
    assert written([("xy", "red"), ("ab", "red")], [("  ", "bold"), ("ab", "red")]) == "\x1b[1H  "
    assert "\x1b[44m" in written([("ab", "red")], [("  ", "bold red on blue")])


def test_blanks_between_words_are_written_with_their_pen() -> None:
    assert written([("....", "")], [("a", "red"), (" ", "bold"), ("b", "red"), (".", "")]) == (
        "\x1b[1H\x1b[31ma b"
    )


def test_what_stands_there_is_not_written_again_after_a_way() -> None:
    """The blank before the second word stands there: the way may as well go behind it."""
    lines = [(y, 0, [Segment("a", Style.parse("red")), Segment(" b")]) for y in (0, 1)]
    cells = Cells(3, 2)
    cells.accept(cells.frame([(y, 0, [Segment("x y")]) for y in (0, 1)], pens))
    text = cells.difference(cells.frame(lines, pens), PLAIN)[0]
    assert text == "\x1b[1;3Hb\x1b[3G\vb\x1b[1H\x1b[31ma\r\va"


def test_blanks_at_the_end_of_a_stretch_are_erased_sooner() -> None:
    assert written([("." * 12, "")], [("ab" + " " * 6 + "....", "")]) == "\x1b[1Hab\x1b[6X"
    assert written([("." * 12, "")], [("ab" + " " * 5 + ".....", "")]) == "\x1b[1Hab" + " " * 5


def test_blanks_that_meet_are_erased_at_once() -> None:
    before, after = "ab" + " " * 20 + "cd" + "." * 16, " " * 24 + "." * 16
    assert written([(before, "")], [(after, "")]) == "\x1b[1H\x1b[24X"


@pytest.mark.parametrize("style", ["underline", "reverse", "strike", "overline"])
def test_blanks_on_which_something_is_seen_are_written(style: str) -> None:
    cells = Cells(40, 1, True)
    frame = cells.frame([(0, 0, [Segment(" " * 40, Style.parse(style))])], pens)
    assert " " * 40 in cells.difference(frame, PLAIN)[0]
