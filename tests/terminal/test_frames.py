"""What is read from a frame of Textual's compositor is what Textual itself would write."""

from __future__ import annotations

from itertools import pairwise

from emulator import Emulator, differences
from hypothesis import given
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from hexvet_tui.terminal import frames
from hexvet_tui.terminal.cells import Cells
from hexvet_tui.terminal.pens import PLAIN, Pen, pen_of
from hexvet_tui.terminal.wire import Wire

WIDTH, HEIGHT = 20, 4
CONSOLE = Console(force_terminal=True, color_system="truecolor")

words = st.text(alphabet="abc .#─█", min_size=1, max_size=WIDTH)
# Rich keeps in a style what it was rendered to first, whatever the colours; `Style.parse` would
# share them with every other test.
styles = st.sampled_from(
    [Style(), Style(bold=True), Style(color="#d5dae1", bgcolor="#14171c"), Style(reverse=True)]
)
cuts = st.sets(st.integers(1, WIDTH - 1), max_size=4).map(lambda found: [0, *sorted(found), WIDTH])
spans = st.builds(
    lambda y, ends: (y, min(ends), max(ends)),
    st.integers(0, HEIGHT - 1),
    st.tuples(st.integers(0, WIDTH), st.integers(0, WIDTH)),
)


def pens(style: Style | None) -> Pen:
    """The pen of a style in truecolor."""
    return pen_of(style, ColorSystem.TRUECOLOR)


@st.composite
def updates(draw: st.DrawFn) -> ChopsUpdate:
    """Lines cut where widgets begin, some of them not rendered, and what is dirty."""
    chops: list[dict[int, Strip | None]] = []
    ends = []
    for _ in range(HEIGHT):
        places = draw(cuts)
        ends.append(places[1:])
        line: dict[int, Strip | None] = {}
        for start, end in pairwise(places):
            strip = Strip([Segment(draw(words), draw(styles))]).adjust_cell_length(end - start)
            line[start] = draw(st.sampled_from([strip, strip, None]))
        chops.append(line)
    dirty = sorted(draw(st.lists(spans, min_size=1, max_size=5)))
    return ChopsUpdate(chops, dirty, ends)


def result(text: str) -> Emulator:
    """A terminal full of dots that has read a text."""
    emulator = Emulator(WIDTH, HEIGHT)
    emulator.feed("\x1b[H" + "\r\n".join(["." * WIDTH] * HEIGHT) + "\x1b[H" + text)
    return emulator


@given(updates())
def test_the_dirty_parts_are_those_that_textual_writes(update: ChopsUpdate) -> None:
    read = frames.read(update)
    assert read is not None
    assert read[:2] == (WIDTH, HEIGHT)
    cells = Cells(WIDTH, HEIGHT)
    cells.accept(cells.frame([(y, 0, [Segment("." * WIDTH)]) for y in range(HEIGHT)], pens))
    written, _ = cells.difference(cells.frame(read.pieces, pens))
    # Every part begins with its place, so Textual's line ends between the lines say nothing; after
    # a part of which nothing is rendered they would move the emulator's screen up.
    own = result(update.render_segments(CONSOLE).replace("\n", ""))
    ours = result(written)
    assert not [*differences(own.cells, ours.cells)]


def test_a_line_that_is_gone_is_left_out() -> None:
    """While the size changes, what is dirty may lie below the last line."""
    strip = Strip([Segment("x" * WIDTH)])
    read = frames.read(ChopsUpdate([{0: strip}], [(0, 0, WIDTH), (7, 0, WIDTH)], [[WIDTH]]))
    assert read is not None
    assert [(y, x) for y, x, _ in read.pieces] == [(0, 0)]


def test_the_strips_of_a_line_follow_each_other() -> None:
    halves = [Strip([Segment("漢a", Style(bold=True))]), Strip([Segment("bc")])]
    read = frames.read(LayoutUpdate([halves, halves], Region(0, 0, 5, 2)))
    assert read is not None
    cells = Cells(5, 2)
    frame = cells.frame(read.pieces, pens)
    assert ["".join(row.texts) for row in frame.values()] == ["漢abc", "漢abc"]


def test_only_whole_frames_of_a_full_screen_are_read() -> None:
    assert frames.read("text") is None
    assert frames.read(LayoutUpdate([], Region(0, 3, 5, 2))) is None


def test_frames_of_another_size_begin_anew() -> None:
    """Strips may be longer than the lines that were there before."""
    wire = Wire()
    for width, height in ((3, 1), (5, 2), (1, 1), (0, 0), (4, 3)):
        strip = Strip([Segment("漢" * (width // 2) + "x" * (width % 2))])
        update = LayoutUpdate([[strip]] * height, Region(0, 0, width, height))
        sent = wire.update(update, ColorSystem.TRUECOLOR, (0, 0))
        text = sent.render_segments(CONSOLE) if sent else ""  # type: ignore[attr-defined]
        emulator = Emulator(max(width, 1), max(height, 1))
        emulator.feed(text)
        assert emulator.text.split("\n")[:height] == [strip.text] * height
    assert wire.refused == ""


def test_what_the_terminal_shows_unknown_cells_with_is_not_guessed() -> None:
    cells = Cells(9, 1)
    frame = cells.frame([(0, 0, [Segment("ab")]), (0, 4, [Segment("cd")])], pens)
    assert cells.difference(frame, PLAIN)[0] == "\x1b[1Hab\x1b[2Ccd"
