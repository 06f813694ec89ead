"""The second start shows at once how the first one was left."""

from __future__ import annotations

import os
import re
import shutil
import signal
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from emulator import Rows, differences

from terminal import KEYS, Terminal

pytestmark = [pytest.mark.pty, pytest.mark.slow]

Open = Callable[..., Terminal]
READY = r"(?s)\A(?!.*as it was on).*\d+ projects"


def left(start: Open, home: Path, **given: object) -> None:
    """A start that is used and left, on the fourth project."""
    terminal = start(HOME=str(home), **given)
    terminal.shows(READY)
    for _ in range(3):
        terminal.press("down")
    terminal.send(b"\x11")
    assert terminal.ended() == 0


def again(start: Open, home: Path, **given: object) -> Terminal:
    """The start after that, as soon as its picture stands there."""
    left(start, home)
    terminal = start(HOME=str(home), **given)
    terminal.shows("as it was on")
    return terminal


def frames(terminal: Terminal) -> list[bytes]:
    """What was written, cut where the second screen is entered."""
    return terminal.output.split(b"\x1b[?1049h")


def test_the_first_start_says_what_it_reads(start: Open) -> None:
    terminal = start()
    terminal.shows(r"\A\s+Reading ")
    terminal.shows(READY)
    assert len(frames(terminal)) == 2


def test_the_next_start_shows_the_last_picture(start: Open, tmp_path: Path) -> None:
    left(start, tmp_path)
    terminal = start(HOME=str(tmp_path))
    terminal.shows(r"(?s)> Inspection.*as it was on 20")
    assert "as it was on 20" in terminal.screen.text.splitlines()[22]
    assert terminal.screen.text.count("Inspection") > 1
    terminal.shows(READY)
    terminal.read()
    assert "> Inspection" in terminal.screen.text
    assert len(frames(terminal)) == 2
    assert len(terminal.output) <= 10_000


def test_another_size_has_no_picture(start: Open, tmp_path: Path) -> None:
    left(start, tmp_path)
    terminal = start((100, 30), HOME=str(tmp_path))
    terminal.shows(r"\A\s+Reading ")


def test_keys_that_come_early_wait(start: Open, tmp_path: Path) -> None:
    terminal = again(start, tmp_path)
    terminal.send(b"jj/hiring\r")
    terminal.shows(r"1 of 15")
    assert b"hiring\r" not in terminal.output
    assert "> Hiring time" in terminal.screen.text


def test_a_letter_that_is_typed_into_a_line_does_not_leave(start: Open, tmp_path: Path) -> None:
    terminal = again(start, tmp_path)
    terminal.send(b"/quota")
    terminal.shows("filter: quota")


def test_keys_wait_longer_than_the_picture(start: Open, tmp_path: Path) -> None:
    """It gives way after five seconds; what was typed is done when all is read."""
    terminal = again(start, tmp_path, HEXVET_TEST_SLOW="6.5")
    terminal.send(b"jj")
    terminal.shows(r"> Payroll")
    terminal.shows(r"(?s)\A(?!.*as it was on).*Reading")
    terminal.send(b"k")
    terminal.shows(r"(?s)\A(?!.*as it was on).*> Invoice")


@pytest.mark.parametrize("keys", [("8", "pagedown"), ("7", "j", "pagedown"), ("2", "pagedown")])
def test_keys_of_another_mode_wait_until_it_is_there(
    start: Open, tmp_path: Path, keys: tuple[str, ...]
) -> None:
    left(start, tmp_path)
    shutil.copytree(tmp_path / ".local", tmp_path / "other" / ".local")
    early, late = start(HOME=str(tmp_path)), start(HOME=str(tmp_path / "other"))
    early.shows("as it was on")
    early.send(b"".join(KEYS.get(key, key.encode()) for key in keys))
    late.shows(READY)
    for key in keys:
        late.press(key, quiet=0.8)
    [row] = [line for line in late.screen.text.splitlines() if "│>" in line]
    early.shows(re.escape(row))


def test_arrows_are_answered_on_the_picture(start: Open, tmp_path: Path) -> None:
    """The screen that follows is the same, but for the line that tells of the picture."""
    terminal = again(start, tmp_path)
    terminal.send(b"jj\x1b[A\x1b[B\x1b[B")
    terminal.shows(r"(?s)> Permit routing.*as it was on")
    before = without_status(terminal)
    terminal.shows(READY)
    end = time.monotonic() + 10
    while found := [*differences(before, without_status(terminal))]:
        assert time.monotonic() < end, found[:3]
        terminal.read(quiet=0.1, patience=0.5)
    assert "> Permit routing" in terminal.screen.text


def without_status(terminal: Terminal) -> Rows:
    """All lines but that of the status."""
    cells = terminal.screen.cells
    return cells[:22] + cells[23:]


def test_one_can_leave_before_anything_is_read(start: Open, tmp_path: Path) -> None:
    terminal = again(start, tmp_path)
    terminal.send(b"\x11")
    assert terminal.ended() == 0
    assert termios.tcgetattr(terminal.fd)[3] & termios.ECHO
    assert termios.tcgetattr(terminal.fd)[0] & termios.ICRNL


def test_a_screen_that_is_killed_leaves_no_older_picture(start: Open, tmp_path: Path) -> None:
    left(start, tmp_path)
    terminal = start(HOME=str(tmp_path))
    terminal.shows(READY)
    terminal.press("down")
    os.kill(terminal.pid, signal.SIGKILL)
    terminal.ended()
    start(HOME=str(tmp_path)).shows(r"\A\s+Reading ")


def test_it_is_not_suspended_before_it_can_come_back(start: Open, tmp_path: Path) -> None:
    terminal = again(start, tmp_path)
    assert termios.tcgetattr(terminal.fd)[6][termios.VSUSP] == b"\0"
    terminal.shows(READY)
    terminal.send(b"\x11")
    assert terminal.ended() == 0
    assert termios.tcgetattr(terminal.fd)[6][termios.VSUSP] == b"\x1a"


def test_a_signal_leaves_the_terminal_as_it_was(start: Open, tmp_path: Path) -> None:
    terminal = again(start, tmp_path)
    os.kill(terminal.pid, signal.SIGTERM)
    assert terminal.ended() == 143
    assert termios.tcgetattr(terminal.fd)[3] & (termios.ECHO | termios.ICANON)
    assert terminal.output.count(b"\x1b[?1049l") == 1


def test_fresh_begins_without(start: Open, tmp_path: Path) -> None:
    left(start, tmp_path)
    pictures = [*tmp_path.rglob("picture.json")]
    assert len(pictures) == 1
    pictures[0].write_text("{", encoding="utf-8")
    start(HOME=str(tmp_path)).shows(r"\A\s+Reading ")
