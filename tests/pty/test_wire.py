"""What goes over the wire: few bytes, and the same screen as with many."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import pytest
from emulator import Rows, differences

from terminal import Terminal

pytestmark = [pytest.mark.pty, pytest.mark.slow]

Open = Callable[..., Terminal]
READY = r"15 projects"

CURSOR, PAGE, MODE, START = 450, 1_800, 8_000, 10_000
TYPED = 256
"""The most bytes that a step may cost at 80x24 in truecolor."""
KEYS = ("down", "down", "up", "pagedown", "pageup", "end", "home", "enter", "q", "w", "1", "2",
        "tab", "t", "s", "n", "/", "x", "\x1b", "?", "j", "k", "g", "]")  # fmt: skip
SIZES = ((80, 24), (120, 36), (61, 17), (40, 10), (1, 1), (200, 50))


def settled(terminal: Terminal) -> Terminal:
    """The first screen, painted and at rest."""
    terminal.shows(READY)
    terminal.read(quiet=0.6)
    return terminal


def costs(terminal: Terminal, *keys: str) -> list[int]:
    """Bytes for each key."""
    return [len(terminal.press(key)) for key in keys]


def median(numbers: list[int]) -> int:
    """The middle one."""
    return sorted(numbers)[len(numbers) // 2]


def agree(one: Terminal, other: Terminal, what: str) -> None:
    """Wait until two screens are the same, cell by cell; fails when they never are."""
    end = time.monotonic() + 10
    while True:
        for terminal in (one, other):
            terminal.read(quiet=0.2)
        found = [*differences(one.screen.cells, other.screen.cells)]
        if not found:
            return
        assert time.monotonic() < end, f"{what}: {found[:3]}"


def test_every_step_costs_few_bytes_and_rest_none(
    start: Open, budget: Callable[[int, int], int]
) -> None:
    terminal = settled(start(answers=True))
    assert len(terminal.output) <= START
    assert terminal.once(budget(3, 60)) == b""
    assert max(costs(terminal, *["down"] * 14)) <= CURSOR  # the list scrolls at the end
    assert max(costs(terminal, *["up"] * 14)) <= CURSOR
    assert max(costs(terminal, "pagedown", "pageup", "pagedown")) <= PAGE
    assert max(costs(terminal, "2", "1", "2", "1")) <= MODE


def test_the_cursor_costs_less_than_a_page_in_every_mode(start: Open) -> None:
    """With the explanation, the entry or the dates of what it comes to, which are new each time."""
    terminal = settled(start(answers=True))
    for mode in "1235678":
        terminal.press(mode)
        terminal.read(quiet=1.5)
        found = costs(terminal, *["down"] * 5)
        assert 0 < max(found) <= PAGE, (mode, found)


def test_a_typed_character_costs_few_bytes(start: Open) -> None:
    """In a comment of the rules, until its judgement is shown, too."""
    terminal = settled(start(answers=True))
    terminal.press("3")
    terminal.shows("44 warnings")
    terminal.press("e")
    terminal.press("down")
    terminal.press("#")
    assert median(costs(terminal, *"abcdefghi")) <= TYPED
    terminal.shows("#abcdefghi")


def test_the_switch_sends_everything(start: Open) -> None:
    few, many = settled(start()), settled(start(HEXVET_WIRE="plain"))
    assert costs(few, "down")[0] * 2 < costs(many, "down")[0]
    assert not [*differences(few.screen.cells, many.screen.cells)]


def comes_back(terminal: Terminal, before: Rows) -> None:
    """Wait until the cells are as before; fails when they never are."""
    end = time.monotonic() + 10
    while found := [*differences(before, terminal.screen.cells)]:
        assert time.monotonic() < end, found[:3]
        terminal.read(quiet=0.1, patience=0.5)


def test_random_keys_and_sizes_leave_the_same_cells(
    start: Open, budget: Callable[[int, int], int]
) -> None:
    for seed in range(budget(1, 20)):
        dice = random.Random(seed)
        few, many = settled(start(answers=True)), settled(start(HEXVET_WIRE="plain"))
        for step in range(budget(25, 60)):
            deed = dice.choice(SIZES) if dice.random() < 0.15 else dice.choice(KEYS)
            for terminal in (few, many):
                if isinstance(deed, tuple):
                    terminal.resize(*deed)
                else:
                    terminal.press(deed, quiet=0.12)
            agree(few, many, f"seed {seed}, step {step}, {deed!r}")


def test_a_storm_of_sizes_is_survived(start: Open) -> None:
    terminal = settled(start(answers=True))
    before = terminal.screen.cells
    for step in range(60):
        terminal.resize(1 + step * 7 % 150, 1 + step * 5 % 50)
        if step % 3 == 0:
            terminal.send(b"j")
        time.sleep(0.01)
    terminal.resize(1, 1)
    terminal.read(quiet=0.3)
    terminal.resize(80, 24)
    terminal.shows(READY)  # where there is no room, keys mean nothing
    terminal.send(b"\x1b[H")
    comes_back(terminal, before)


def test_a_size_that_comes_back_unseen_is_painted_again(start: Open) -> None:
    """Shrunk and grown again at once: the program may see no change, the cells are lost."""
    terminal = settled(start(answers=True))
    before = terminal.screen.cells
    for size in ((1, 1), (80, 24)) * 3:
        terminal.resize(*size)
    terminal.read(quiet=0.2)
    comes_back(terminal, before)


def test_ctrl_l_repairs_what_others_wrote(start: Open) -> None:
    terminal = settled(start(answers=True))
    before = terminal.screen.cells
    terminal.screen.feed("\x1b[2J\x1b[H\x1b[31mmail has come")
    terminal.send(b"\x0c")
    comes_back(terminal, before)
