"""The application in a real terminal: what only bytes can show."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from terminal import ROOT, Terminal

pytestmark = [pytest.mark.pty, pytest.mark.slow]

RESTORED = (b"\x1b[?1049l", b"\x1b[?25h")
Open = Callable[..., Terminal]


def test_q_ends_it_and_the_terminal_is_as_before(start: Open) -> None:
    terminal = start()
    terminal.shows("15 projects")
    terminal.read()
    terminal.send(b"q")
    assert terminal.ended() == 0
    assert all(sequence in terminal.output for sequence in RESTORED)


def test_the_mouse_stays_the_terminals_own(start: Open) -> None:
    terminal = start()
    terminal.shows("15 projects")
    assert b"\x1b[?1000h" not in terminal.output
    assert b"\x1b[?1003h" not in terminal.output


def test_a_small_window_gets_the_notice(start: Open) -> None:
    terminal = start(size=(50, 15))
    terminal.shows("needs 60x16")
    terminal.send(b"j\r")
    terminal.read()
    terminal.resize(80, 24)
    terminal.shows(r"\[1 Portf")


def test_an_edit_is_followed_and_a_broken_one_keeps_the_last_good_result(
    start: Open, los_angeles: Path
) -> None:
    terminal = start(size=(120, 36))
    terminal.shows("15 projects")
    terminal.read(quiet=1.0)
    settings = los_angeles / "hexvet.toml"
    good = settings.read_text(encoding="utf-8")
    settings.write_text(good + "\nbroken = = 1\n", encoding="utf-8")
    terminal.shows("showing the last good result")
    settings.write_text(good, encoding="utf-8")
    terminal.shows(r"(?s)\A(?!.*showing the last good result)")


def test_an_edit_of_a_pack_that_came_with_the_program_is_followed(
    start: Open, tmp_path: Path
) -> None:
    rules = tmp_path / "shipped"
    shutil.copytree(ROOT / "rules", rules)
    terminal = start(size=(120, 36), HEXVET_TEST_RULES=str(rules))
    terminal.shows("15 projects")
    terminal.read(quiet=1.0)
    pack = rules / "la_model.toml"
    text = pack.read_text(encoding="utf-8")
    pack.write_text(text.replace("{ 2013-01-01 = 24 }", "{ 2013-01-01 = 18 }"), encoding="utf-8")
    terminal.shows("verdicts changed")
