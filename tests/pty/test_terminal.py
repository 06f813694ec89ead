"""The application in a real terminal: what only bytes can show."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from terminal import ROOT, Terminal, opened

pytestmark = [pytest.mark.pty, pytest.mark.slow]

RESTORED = (b"\x1b[?1049l", b"\x1b[?25h")
Open = Callable[..., Terminal]


@pytest.fixture
def start(los_angeles: Path) -> Iterator[Open]:
    """Opens the sample city; whatever still runs at the end is ended."""
    running: list[Terminal] = []

    def begin(size: tuple[int, int] = (80, 24), **environ: str) -> Terminal:
        terminal = opened(los_angeles, size, **environ)
        running.append(terminal)
        return terminal

    yield begin
    for terminal in running:
        try:
            os.kill(terminal.pid, signal.SIGKILL)
            os.waitpid(terminal.pid, 0)
        except (ProcessLookupError, ChildProcessError):
            pass
        os.close(terminal.fd)


def test_q_ends_it_and_the_terminal_is_as_before(start: Open) -> None:
    terminal = start()
    terminal.until("15 projects")
    terminal.read()
    terminal.send(b"q")
    assert terminal.ended() == 0
    assert all(sequence in terminal.output for sequence in RESTORED)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_cleanly(start: Open, number: signal.Signals) -> None:
    terminal = start()
    terminal.until("15 projects")
    os.kill(terminal.pid, number)
    assert terminal.ended() == 128 + number
    assert all(sequence in terminal.output for sequence in RESTORED)
    assert b"Traceback" not in terminal.output


def test_bytes_that_are_not_utf8_do_no_harm(start: Open) -> None:
    terminal = start()
    terminal.until("15 projects")
    terminal.send(b"\x1b[M \xe9\xff\xc3\x28")
    terminal.read()
    terminal.send(b"?")
    terminal.until("HELP")


def test_the_mouse_stays_the_terminals_own(start: Open) -> None:
    terminal = start()
    terminal.until("15 projects")
    assert b"\x1b[?1000h" not in terminal.output
    assert b"\x1b[?1003h" not in terminal.output


def test_no_color_means_none(start: Open) -> None:
    terminal = start(NO_COLOR="1")
    terminal.until("15 projects")
    terminal.send(b"j\r")
    terminal.until("GOVERNANCE CHECKS")
    for colour in (b"38;2", b"48;2", b"38;5", b"48;5", b"\x1b[31m", b"\x1b[34m"):
        assert colour not in terminal.output


@pytest.mark.parametrize("environ", [{"TERM": "linux"}, {"LANG": "C", "LC_ALL": "C"}])
def test_a_plain_terminal_gets_plain_characters(start: Open, environ: dict[str, str]) -> None:
    # Python would otherwise turn the C locale into UTF-8 by itself.
    terminal = start(PYTHONCOERCECLOCALE="0", PYTHONUTF8="0", **environ)
    terminal.until("15 projects")
    terminal.send(b"\r")
    terminal.until("GOVERNANCE CHECKS")
    assert terminal.output.isascii()


def test_a_small_window_gets_the_notice(start: Open) -> None:
    terminal = start(size=(50, 15))
    terminal.until("needs 60x16")
    terminal.send(b"j\r")
    terminal.read()
    terminal.resize(80, 24)
    terminal.until("[1 Portfolio]")


def test_a_storm_of_sizes_is_survived(start: Open) -> None:
    terminal = start()
    terminal.until("15 projects")
    for step in range(40):
        terminal.resize(1 + step * 7 % 150, 1 + step * 5 % 50)
        terminal.read(quiet=0.01, patience=0.05)
    terminal.resize(80, 24)
    terminal.read()
    terminal.send(b"?")
    terminal.until("HELP")


def test_an_edit_is_followed_and_a_broken_one_keeps_the_last_good_result(
    start: Open, los_angeles: Path
) -> None:
    terminal = start(size=(120, 36))
    terminal.until("15 projects")
    terminal.read(quiet=1.0)
    settings = los_angeles / "hexvet.toml"
    good = settings.read_text(encoding="utf-8")
    settings.write_text(good + "\nbroken = = 1\n", encoding="utf-8")
    terminal.until("showing the last good result")
    settings.write_text(good, encoding="utf-8")
    terminal.until("nothing changed")


def test_an_edit_of_a_pack_that_came_with_the_program_is_followed(
    start: Open, tmp_path: Path
) -> None:
    rules = tmp_path / "shipped"
    shutil.copytree(ROOT / "rules", rules)
    terminal = start(size=(120, 36), HEXVET_TEST_RULES=str(rules))
    terminal.until("15 projects")
    terminal.read(quiet=1.0)
    pack = rules / "la_model.toml"
    text = pack.read_text(encoding="utf-8")
    pack.write_text(text.replace("{ 2013-01-01 = 24 }", "{ 2013-01-01 = 18 }"), encoding="utf-8")
    terminal.until("verdicts changed")


def test_a_move_of_the_cursor_costs_few_bytes(start: Open) -> None:
    terminal = start()
    terminal.until("15 projects")
    terminal.read(quiet=1.0)
    costs = []
    for _ in range(5):
        terminal.send(b"j")
        costs.append(len(terminal.read(quiet=0.3)))
    assert sorted(costs)[2] < 2500


def test_an_idle_screen_writes_nothing(start: Open) -> None:
    terminal = start()
    terminal.until("15 projects")
    terminal.read(quiet=1.0)
    assert terminal.read(quiet=2.0) == b""


def test_a_lost_terminal_ends_it(start: Open) -> None:
    terminal = start()
    terminal.until("15 projects")
    spare, terminal.fd = terminal.fd, os.open("/dev/null", os.O_RDONLY)
    os.close(spare)
    assert terminal.ended() != 0
