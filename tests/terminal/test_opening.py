"""The picture that opens the screen: kept, found again where it fits, and never trusted."""

from __future__ import annotations

import json
import math
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from emulator import Emulator, differences
from hypothesis import given
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual._compositor import LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from hexvet_tui.terminal.cells import Piece
from hexvet_tui.terminal.echo import Step, Steps
from hexvet_tui.terminal.opening import FILE, Look, Opening
from hexvet_tui.terminal.wire import Wire

LOOK = Look(12, 3, "dark", "truecolor", "utf-8", False)
STEPS = Steps((Step("\x1b[1Ha", "\x1b[4H\x1b[M\x1b[2Lb"),), 1, False, True, {"j": 1, "k": -1})
PICTURE = "\x1b[0m\x1b[1;1H\x1b[1;38;2;1;2;3mcity\x1b[2;5H漢字\r\v\x1b[5X"


def found(folder: Path, look: Look = LOOK) -> str:
    """What a start with a look would show."""
    return opened(folder, look)[0]


def opened(folder: Path, look: Look = LOOK) -> tuple[str, Steps]:
    """The same, with what it would answer arrows with. The file is there for the next one, too."""
    kept = (folder / FILE).read_bytes()
    shown = Opening(folder)._picture(look)
    (folder / FILE).write_bytes(kept)
    return shown


def painted(wire: Wire, strips: list[Strip]) -> str:
    """What a wire sends for a screen of three lines; from then on it counts as shown."""
    update = LayoutUpdate([[strip] for strip in strips], Region(0, 0, 12, 3))
    sent: Any = wire.update(update, ColorSystem.TRUECOLOR, (0, 0))
    text: str = sent.render_segments(None)
    return text


def test_a_picture_is_found_again(tmp_path: Path) -> None:
    Opening(tmp_path).keep(LOOK, PICTURE)
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0
    assert found(tmp_path) == PICTURE
    assert Opening(tmp_path, fresh=True)._picture(LOOK) == ("", Steps())
    assert not (tmp_path / FILE).exists()


@pytest.mark.parametrize(
    "other",
    [
        replace(LOOK, width=13),
        replace(LOOK, height=4),
        replace(LOOK, palette="light"),
        replace(LOOK, colours="16"),
        replace(LOOK, charset="ascii"),
        replace(LOOK, ascii=True),
        replace(LOOK, version="0"),
    ],
)
def test_a_picture_of_another_look_is_not_shown(tmp_path: Path, other: Look) -> None:
    Opening(tmp_path).keep(LOOK, PICTURE)
    assert found(tmp_path, other) == ""


@pytest.mark.parametrize(
    "text",
    [
        "\x1b]52;c;cm0gLXJm\x07",
        "\x1bP+q544e\x1b\\",
        "\x1b[?1049l",
        "\x1b[5n",
        "\x1b[>0c",
        "\x9b5n",
        "\x07",
        "a\nb",
        "\x1b",
    ],
)
def test_what_could_steer_the_terminal_is_not_shown(tmp_path: Path, text: str) -> None:
    whole = {"format": 2, "look": LOOK.words, "text": f"city{text}"}
    (tmp_path / FILE).write_text(json.dumps(whole), encoding="utf-8")
    assert found(tmp_path) == ""
    Opening(tmp_path).keep(replace(LOOK, width=1), text)
    assert json.loads((tmp_path / FILE).read_text(encoding="utf-8")) == whole


@pytest.mark.parametrize("content", ["", "{", "[]", "3", '{"format": 2}', "[" * 100_000, "\xff"])
def test_a_broken_file_is_no_picture(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE).write_text(content, encoding="latin-1")
    assert found(tmp_path) == ""


def test_a_picture_is_there_once(tmp_path: Path) -> None:
    """A screen that is killed leaves a session, and none: an older one would not belong to it."""
    Opening(tmp_path).keep(LOOK, PICTURE)
    assert Opening(tmp_path)._picture(LOOK)[0] == PICTURE
    assert Opening(tmp_path)._picture(LOOK)[0] == ""


def test_long_text_that_is_not_harmless_is_refused_at_once(tmp_path: Path) -> None:
    """The pattern that looks for it takes as long as the text, not twice as long a letter."""
    whole = {"format": 2, "look": LOOK.words, "text": "x" * 100_000 + "\x07"}
    (tmp_path / FILE).write_text(json.dumps(whole), encoding="utf-8")
    assert found(tmp_path) == ""


def test_what_is_no_file_is_no_picture(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / FILE)
    assert Opening(tmp_path)._picture(LOOK) == ("", Steps())


def test_without_a_folder_nothing_is_kept() -> None:
    opening = Opening(None)
    opening.keep(LOOK, PICTURE)
    assert opening._picture(LOOK) == ("", Steps())


def test_steps_are_found_again(tmp_path: Path) -> None:
    Opening(tmp_path).keep(LOOK, PICTURE, STEPS)
    assert opened(tmp_path) == (PICTURE, STEPS)
    Opening(tmp_path).keep(LOOK, PICTURE)
    assert opened(tmp_path) == (PICTURE, Steps())


@pytest.mark.parametrize(
    "given_",
    [
        None,
        [],
        {"steps": [["a"]], "at": 0, "above": False, "below": False, "keys": {}},
        {"steps": [["a", "b", "c"]], "at": 0, "above": False, "below": False, "keys": {}},
        {"steps": [["a", 1]], "at": 0, "above": False, "below": False, "keys": {}},
        {"steps": [["a", "b"]], "at": 2, "above": False, "below": False, "keys": {}},
        {"steps": [["a", "b"]], "at": -1, "above": False, "below": False, "keys": {}},
        {"steps": [["a", "b"]], "at": 0, "above": False, "below": False, "keys": {"j": "x"}},
        {"steps": [["a", "b"]], "at": 0, "above": False, "below": False, "keys": ["j"]},
        {"steps": [["a", "b"]], "at": math.inf, "above": False, "below": False, "keys": {}},
        {"steps": [["a", "b"]], "at": math.nan, "above": False, "below": False, "keys": {}},
        {"steps": [["a", "\x1b[5n"]], "at": 0, "above": False, "below": False, "keys": {"j": 1}},
        {"steps": [["\x1b]52;c;cm0=\x07", "a"]], "at": 0, "above": 0, "below": 0, "keys": {"j": 1}},
    ],
)
def test_steps_that_are_wrong_leave_the_picture_alone(tmp_path: Path, given_: Any) -> None:
    whole = {"format": 2, "look": LOOK.words, "text": PICTURE, "steps": given_}
    (tmp_path / FILE).write_text(json.dumps(whole), encoding="utf-8")
    assert opened(tmp_path) == (PICTURE, Steps())


def test_steps_that_could_steer_the_terminal_are_not_kept(tmp_path: Path) -> None:
    hostile = replace(STEPS, steps=(Step("a", "\x1b[5n"),))
    Opening(tmp_path).keep(LOOK, PICTURE, hostile)
    assert opened(tmp_path) == (PICTURE, Steps())


views = st.lists(
    st.lists(
        st.tuples(st.integers(0, 2), st.integers(0, 7), st.sampled_from(["ab", "zz", "  x  "])),
        max_size=4,
    ),
    min_size=1,
    max_size=4,
)


@given(views)
def test_steps_lead_there_and_back(places: list[list[tuple[int, int, str]]]) -> None:
    wire, terminal = Wire(), Emulator(12, 3)
    terminal.feed(painted(wire, [Strip([Segment("." * 12)])] * 3))
    pieces: list[list[Piece]] = [[(y, x, [Segment(t)]) for y, x, t in view] for view in places]
    steps, lines, stood = [*wire.steps(pieces, ColorSystem.TRUECOLOR)], ["." * 12] * 3, []
    for step, view in zip(steps, places, strict=True):
        stood.append(terminal.cells)
        terminal.feed(step.down)
        for y, x, text in view:
            lines[y] = lines[y][:x] + text + lines[y][x + len(text) :]
        assert terminal.text.split("\n") == [line.rstrip() for line in lines]
    for step in reversed(steps):
        terminal.feed(step.up)
        assert not [*differences(stood.pop(), terminal.cells)]


words = st.text(alphabet="ab .漢é█─\u0301", min_size=1, max_size=8)
pens = st.sampled_from(
    [Style(), Style(bold=True), Style(color="#d5dae1", bgcolor="#14171c"), Style(link="https://a")]
)


@given(st.lists(st.lists(st.builds(Segment, words, pens), max_size=3), min_size=3, max_size=3))
def test_a_picture_brings_the_same_cells(lines: list[list[Segment]]) -> None:
    wire, own, ours = Wire(), Emulator(12, 3), Emulator(12, 3)
    own.feed(painted(wire, [Strip(line).adjust_cell_length(12) for line in lines]))
    ours.feed(wire.picture(1, ""))
    kept = [0, 2]
    assert not [*differences([own.cells[y] for y in kept], [ours.cells[y] for y in kept])]


def test_words_stand_in_their_line() -> None:
    wire, terminal = Wire(), Emulator(12, 3)
    painted(wire, [Strip([Segment("x" * 12)])] * 3)
    terminal.feed(wire.picture(1, " as it was on a day"))
    assert terminal.text.splitlines() == ["x" * 12, " as it was o", "x" * 12]


def test_of_a_screen_that_is_not_known_there_is_no_picture() -> None:
    assert Wire().picture(0, "") == ""
