"""The tour in a real terminal: F10 goes on, and the copy goes away at the end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from terminal import Terminal

pytestmark = [pytest.mark.pty, pytest.mark.slow]

F10 = b"\x1b[21~"


def test_the_tour_goes_on_is_left_and_cleans_up(
    hexvet: Callable[..., Terminal], tmp_path: Path
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    terminal = hexvet("demo", TMPDIR=str(scratch))
    terminal.shows(r"(?m)^> Smart benches")
    assert len([*scratch.glob("hexvet-demo-*")]) == 1
    terminal.send(F10)
    terminal.shows(r"2/12 .* F10")
    terminal.send(F10)
    terminal.shows(r"WHY No city employee is replaced")
    terminal.send(b"\x11")
    terminal.shows(r"The copy is gone")
    assert [*scratch.glob("hexvet-demo-*")] == []
