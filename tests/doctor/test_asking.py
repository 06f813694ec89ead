"""A terminal is asked, and nothing of what it says is left for the shell."""

from __future__ import annotations

import os
import pty
import select
import termios
from collections.abc import Iterator
from threading import Thread

import pytest

from hexvet.doctor import asking
from hexvet.doctor.asking import Answers
from hexvet.doctor.restoring import RESTORED, restore, settings


@pytest.fixture
def ends() -> Iterator[tuple[int, int]]:
    """The two ends of a pseudo terminal: ours, and the one that a program has."""
    ours, theirs = pty.openpty()
    yield ours, theirs
    for end in (ours, theirs):
        os.close(end)


def answer(ours: int, words: bytes) -> Thread:
    """Says something as soon as it is asked something."""

    def speak() -> None:
        heard = b""
        while b"\x1b[c" not in heard:
            heard += os.read(ours, 100)
        os.write(ours, words)

    thread = Thread(target=speak, daemon=True)
    thread.start()
    return thread


@pytest.mark.parametrize(
    ("words", "answers"),
    [
        (b"\x1b[?2026;2$y\x1b[?0u\x1b[?62;22c", Answers(True, "yes", True)),
        (b"\x1b[?2026;1$y\x1b[?62c", Answers(True, "yes", False)),
        (b"\x1b[?2026;0$y\x1b[?1;2c", Answers(True, "no", False)),
        (b"\x1b[?2026;4$y\x1b[?1;2c", Answers(True, "no", False)),
        (b"\x1b[?6c", Answers(True, "silent", False)),
        (b"typed ahead\x1b[?2026;2$y\x1b[?6c", Answers(True, "yes", False)),
    ],
)
def test_what_a_terminal_says(ends: tuple[int, int], words: bytes, answers: Answers) -> None:
    ours, theirs = ends
    before = termios.tcgetattr(theirs)
    thread = answer(ours, words)
    assert asking.ask(theirs, {}, 5.0) == answers
    thread.join()
    assert termios.tcgetattr(theirs) == before
    assert select.select([theirs], [], [], 0)[0] == []


def test_a_terminal_that_says_nothing_is_not_waited_for(ends: tuple[int, int]) -> None:
    assert asking.ask(ends[1], {}, 0.05) == Answers()


def test_what_is_no_terminal_cannot_be_asked() -> None:
    source, sink = os.pipe()
    with pytest.raises(OSError):
        asking.ask(sink, {}, 0.05)
    os.close(source)
    os.close(sink)


def test_apples_terminal_is_not_asked_what_it_would_print() -> None:
    assert asking.SYNCHRONISED not in asking.questions({"TERM_PROGRAM": "Apple_Terminal"})
    assert asking.SYNCHRONISED in asking.questions({})


def test_a_terminal_is_restored(ends: tuple[int, int]) -> None:
    ours, theirs = ends
    kept = settings(theirs)
    assert kept is not None
    raw = termios.tcgetattr(theirs)
    raw[3] &= ~(termios.ICANON | termios.ECHO | termios.ISIG)
    raw[0] &= ~termios.ICRNL
    termios.tcsetattr(theirs, termios.TCSANOW, raw)
    restore(theirs)
    lines = termios.tcgetattr(theirs)
    assert lines[3] & termios.ICANON
    assert lines[3] & termios.ECHO
    assert lines[3] & termios.ISIG
    assert lines[0] & termios.ICRNL
    assert os.read(ours, 1000) == RESTORED.encode()
    termios.tcsetattr(theirs, termios.TCSANOW, raw)
    restore(theirs, kept)
    assert termios.tcgetattr(theirs) == kept
    assert os.get_blocking(theirs)


def test_what_is_no_terminal_is_left_alone() -> None:
    source, sink = os.pipe()
    restore(sink)
    assert select.select([source], [], [], 0)[0] == []
    assert settings(source) is None
    os.close(source)
    os.close(sink)
