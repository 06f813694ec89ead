"""Arrows are answered on the picture: a step for a key, back and forth, and nothing that is not
known."""

from __future__ import annotations

import os
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexvet_tui.terminal.echo import Echo, Listener, Step, Steps

KEYS = {"j": 1, "down": 1, "k": -1, "up": -1}
FOUR = tuple(Step(f"d{n} ", f"u{n} ") for n in range(4))
"""From each of five rows to the next."""


def echoing(at: int = 2, *, above: bool = False, below: bool = False) -> tuple[Echo, list[str]]:
    """An echo of five rows on one of them, and what it writes."""
    written: list[str] = []
    return Echo(Steps(FOUR, at, above, below, KEYS), written.append), written


@given(st.integers(0, 4), st.lists(st.sampled_from(["j", "k", "down", "up"]), max_size=20))
def test_steps_lead_from_row_to_row(at: int, keys: list[str]) -> None:
    echo, written = echoing(at)
    expected = []
    for key in keys:
        to = min(4, max(0, at + KEYS[key]))
        if to != at:
            expected.append(f"d{at} " if to > at else f"u{to} ")
        at = to
        echo.press(key)
    assert written == expected
    assert echo.live


@pytest.mark.parametrize("key", ["/", "enter", "w", "", "\x1b"])
def test_another_key_ends_the_answers(key: str) -> None:
    echo, written = echoing()
    for pressed in ("j", key, "j", "k"):
        echo.press(pressed)
    assert written == ["d2 "]
    assert not echo.live


def test_rows_that_are_not_kept_end_the_answers() -> None:
    echo, written = echoing(4, below=True)
    for key in ("j", "k"):
        echo.press(key)
    assert (written, echo.live) == ([], False)
    echo, written = echoing(0, above=True)
    for key in ("j", "k", "k", "j"):
        echo.press(key)
    assert (written, echo.live) == (["d0 ", "u0 "], False)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("jj", ["d2 ", "d3 "]),
        ("\x1b[B\x1bOA\x1b[A", ["d2 ", "u2 ", "u1 "]),
        ("j/jj", ["d2 "]),
        ("\x1b[6~j", []),
        ("\x1b", []),
        ("漢j", []),
    ],
)
def test_what_is_heard_is_answered_as_it_came(typed: str, written: list[str]) -> None:
    echo, found = echoing()
    echo.heard(typed)
    assert found == written


def test_an_arrow_may_come_in_pieces() -> None:
    echo, written = echoing()
    for piece in ("j\x1b", "[", "A", "\x1b", "O", "B\x1bO", "A", "\x1b", "j"):
        echo.heard(piece)
    assert written == ["d2 ", "u2 ", "d2 ", "u2 "]
    assert not echo.live


def test_what_was_heard_is_not_answered_again_when_the_application_gets_it() -> None:
    echo, written = echoing()
    echo.heard("j\x1b[A")
    for key in ("j", "up", "k"):
        echo.press(key)
    assert written == ["d2 ", "u2 ", "u1 "]


def test_a_step_that_is_not_known_ends_the_answers() -> None:
    """Whoever turns back after the rows have scrolled finds them where they are then."""
    written: list[str] = []
    echo = Echo(Steps((Step("d0 ", "u0 "), Step("d1 ", "")), 0, keys=KEYS), written.append)
    for key in ("j", "j", "k", "k"):
        echo.press(key)
    assert "".join(written) == "d0 d1 "
    assert not echo.live


def test_without_steps_nothing_is_answered() -> None:
    written: list[str] = []
    echo = Echo(Steps(), written.append)
    echo.heard("j")
    echo.press("down")
    assert (written, echo.live) == ([], False)


def test_a_listener_gives_back_all_that_it_read() -> None:
    echo, written = echoing()
    keyboard, typing = os.pipe()
    listener = Listener(keyboard, echo)
    os.write(typing, b"j\x1b[B")
    end = time.monotonic() + 10
    while len(written) < 2:
        assert time.monotonic() < end
        time.sleep(0.001)
    os.write(typing, "/漢".encode())
    while echo.live:
        assert time.monotonic() < end
        time.sleep(0.001)
    assert listener.stop() == "j\x1b[B/漢"
    assert listener.stop() == ""
    os.write(typing, b"x")
    assert os.read(keyboard, 9) == b"x"
    for end_ in (keyboard, typing):
        os.close(end_)


def test_a_keyboard_that_ends_ends_the_listener() -> None:
    echo, _ = echoing()
    keyboard, typing = os.pipe()
    os.close(typing)
    assert Listener(keyboard, echo).stop() == ""
    os.close(keyboard)
