"""In tmux, which draws on what it is sent by its own means: a second judge of every cell."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from emulator import Emulator, Rows, seen

from terminal import PATIENCE, PROGRAM, environment

pytestmark = [
    pytest.mark.pty,
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("tmux"), reason="there is no tmux"),
]

DIM, ITALIC = "\x1b[2m", "\x1b[3m"
KEYS = ("Down", "Down", "Enter", "w", "Escape", "1", "NPage", "s", "n", "Home", "t", "2", "?")


@dataclass
class Window:
    """A window of a tmux of its own."""

    socket: str
    environ: dict[str, str]

    def tmux(self, *words: str) -> str:
        """What tmux answers."""
        done = subprocess.run(
            ["tmux", "-S", self.socket, *words],
            capture_output=True,
            text=True,
            env=self.environ,
            timeout=20,
            check=False,
        )
        return done.stdout

    def cells(self) -> Rows:
        """What is seen in every cell. A blank has no ink that anybody could see."""
        lines = self.tmux("capture-pane", "-e", "-N", "-p").split("\n")[:-1]
        emulator = Emulator(200, max(len(lines), 1))
        # pyte knows no dim: what is dim slants here, which nothing else does.
        emulator.feed(
            "".join(f"\x1b[{y + 1}H{line}" for y, line in enumerate(lines)).replace(DIM, ITALIC)
        )
        return [[seen(cell) for cell in row] for row in emulator.cells]

    def shows(self, text: str) -> None:
        """Wait for a text; fails when it never comes."""
        end = time.monotonic() + PATIENCE
        while text not in self.tmux("capture-pane", "-p"):
            assert time.monotonic() < end, self.tmux("capture-pane", "-p")
            time.sleep(0.05)


Open = Callable[..., Window]


def agree(one: Window, other: Window, what: object) -> None:
    """Wait until two windows have the same cells and keep them; fails when they never do."""
    end = time.monotonic() + PATIENCE
    agreed = 0
    while agreed < 2:
        time.sleep(0.15)
        left, right = one.cells(), other.cells()
        agreed = agreed + 1 if left == right else 0
        assert agreed or time.monotonic() < end, (what, one.tmux("capture-pane", "-p"))


@pytest.fixture
def window(los_angeles: Path, tmp_path: Path) -> Iterator[Open]:
    """Opens the sample city in a tmux of its own."""
    opened: list[Window] = []

    def begin(name: str, **environ: str) -> Window:
        socket = str(tmp_path / name)
        given = environment(tmp_path, TERM="xterm-256color", **environ)
        own = Window(socket, given)
        opened.append(own)
        script = tmp_path / f"{name}.py"
        script.write_text(PROGRAM, encoding="utf-8")
        command = f"exec {sys.executable} {script} {los_angeles}"
        own.tmux("-f", os.devnull, "new-session", "-d", "-x", "80", "-y", "24", command)
        return own

    yield begin
    for own in opened:
        own.tmux("kill-server")


def test_tmux_has_the_same_cells_with_and_without_differences(window: Open) -> None:
    few, many = window("few"), window("many", HEXVET_WIRE="plain")
    for own in (few, many):
        own.shows("15 projects")
    agree(few, many, "the first screen")
    for key in KEYS:
        for own in (few, many):
            own.tmux("send-keys", key)
        agree(few, many, key)


def test_a_window_that_is_resized_has_the_same_cells(window: Open) -> None:
    few, many = window("few"), window("many", HEXVET_WIRE="plain")
    for own in (few, many):
        own.shows("15 projects")
    for columns, rows in ((120, 36), (70, 20), (30, 5), (80, 24)):
        for own in (few, many):
            own.tmux("resize-window", "-x", str(columns), "-y", str(rows))
        agree(few, many, (columns, rows))


def test_a_copy_reaches_tmux(window: Open) -> None:
    own = window("clip")
    own.shows("15 projects")
    own.tmux("send-keys", "y", "i")
    end = time.monotonic() + PATIENCE
    while not own.tmux("show-buffer"):
        assert time.monotonic() < end
        time.sleep(0.05)
    assert "\n" not in own.tmux("show-buffer").rstrip("\n")
    own.shows("sent to tmux")
