"""However it ends: what was typed is saved, and the terminal is as before where one is left."""

from __future__ import annotations

import os
import signal
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from emulator import differences

from hexvet.doctor.restoring import RESTORED
from terminal import Terminal

pytestmark = [pytest.mark.pty, pytest.mark.slow]

Open = Callable[..., Terminal]
LEFT = (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?2004l", b"\x1b[?1004l", b"\x1b[?7h")
READY = r"15 projects"


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """The file that a hook of the ending writes."""
    return tmp_path / "draft"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT])
def test_a_signal_saves_and_ends_it_cleanly(
    start: Open, draft: Path, number: signal.Signals
) -> None:
    terminal = start(HEXVET_TEST_DRAFT=str(draft))
    before = termios.tcgetattr(terminal.fd)
    terminal.shows(READY)
    assert termios.tcgetattr(terminal.fd) != before
    os.kill(terminal.pid, number)
    assert terminal.ended() == 128 + number
    assert draft.read_text() == "saved"
    assert all(sequence in terminal.output for sequence in LEFT)
    assert b"Traceback" not in terminal.output
    assert termios.tcgetattr(terminal.fd) == before


def test_a_fault_of_its_own_is_told_and_seen_in_the_status(start: Open) -> None:
    terminal = start(HEXVET_TEST_FAULT="1")
    before = termios.tcgetattr(terminal.fd)
    terminal.shows(READY)
    terminal.send(b"Z")
    assert terminal.ended() == 7
    assert all(sequence in terminal.output for sequence in LEFT)
    assert b"hexvet: internal error: ZeroDivisionError; this is a fault" in terminal.output
    assert termios.tcgetattr(terminal.fd) == before


def test_a_signal_while_it_starts_ends_it_too(
    start: Open, budget: Callable[[int, int], int]
) -> None:
    for wait in (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0)[:: budget(2, 1)]:
        terminal = start()
        before = termios.tcgetattr(terminal.fd)
        time.sleep(wait)
        os.kill(terminal.pid, signal.SIGTERM)
        assert terminal.ended() in (143, -signal.SIGTERM)
        assert termios.tcgetattr(terminal.fd) == before
        assert terminal.output.count(b"\x1b[?1049h") == terminal.output.count(b"\x1b[?1049l")


def test_a_lost_window_saves_and_ends_it(start: Open, draft: Path) -> None:
    terminal = start(HEXVET_TEST_DRAFT=str(draft))
    terminal.shows(READY)
    terminal.lose()
    assert terminal.ended() == 129
    assert draft.read_text() == "saved"


def test_a_lost_window_is_noticed_without_a_signal(start: Open, draft: Path) -> None:
    terminal = start(HEXVET_TEST_DRAFT=str(draft), HEXVET_TEST_DEAF="1")
    terminal.shows(READY)
    terminal.lose()
    assert terminal.ended() == 129
    assert draft.read_text() == "saved"


def test_a_terminal_that_takes_no_more_does_not_hold_it(start: Open, draft: Path) -> None:
    """The other end reads nothing: every write waits, and a signal must still be heeded."""
    terminal = start(HEXVET_TEST_DRAFT=str(draft), HEXVET_WIRE="plain")
    before = termios.tcgetattr(terminal.fd)
    terminal.shows(READY)
    for _ in range(200):
        try:
            os.set_blocking(terminal.fd, False)
            os.write(terminal.fd, b"\x1b[6~\x1b[5~12")
        except BlockingIOError:
            break
    time.sleep(1.0)
    os.kill(terminal.pid, signal.SIGTERM)
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        done, status = os.waitpid(terminal.pid, os.WNOHANG)
        if done:
            break
        time.sleep(0.05)
    else:
        pytest.fail("it waited for ever")
    assert os.waitstatus_to_exitcode(status) == 143
    assert draft.read_text() == "saved"
    assert termios.tcgetattr(terminal.fd) == before


def test_it_can_be_suspended_and_comes_back_whole(start: Open) -> None:
    terminal = start(answers=True)
    terminal.shows(READY)
    terminal.press("down", quiet=0.6)
    before = terminal.screen.cells
    terminal.send(b"\x1a")
    _, status = os.waitpid(terminal.pid, os.WUNTRACED)
    assert os.WIFSTOPPED(status)
    assert terminal.read().endswith(b"\x1b[?1004l")
    lines = termios.tcgetattr(terminal.fd)[3]
    assert lines & termios.ICANON
    assert lines & termios.ECHO
    terminal.screen.feed("\x1b[2J\x1b[Hthe shell's own")
    os.kill(terminal.pid, signal.SIGCONT)
    terminal.read(quiet=1.0)
    assert not [*differences(before, terminal.screen.cells)]
    terminal.send(b"q")
    assert terminal.ended() == 0


def test_a_killed_screen_is_put_right_by_a_verb(
    start: Open, hexvet: Open, los_angeles: Path
) -> None:
    terminal = start()
    terminal.shows(READY)
    os.kill(terminal.pid, signal.SIGKILL)
    assert terminal.ended() == -signal.SIGKILL
    assert b"\x1b[?1049l" not in terminal.output
    reset = hexvet("reset-terminal")
    assert reset.ended() == 0
    assert reset.output == RESTORED.encode()
