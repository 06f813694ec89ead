"""What is decided before Textual is imported."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hexvet_tui.terminal import environment

HERE = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}


def prepared(slow: bool | None = None, **environ: str) -> dict[str, str]:
    """The environment afterwards."""
    found = {**HERE, **environ}
    environment.prepare(found, slow)
    return found


def test_nothing_is_animated() -> None:
    found = prepared()
    assert found["TEXTUAL_ANIMATIONS"] == "none"
    assert found["TEXTUAL_SMOOTH_SCROLL"] == "0"
    assert "ESCDELAY" not in found
    assert "TEXTUAL_FPS" not in found


@pytest.mark.parametrize(
    ("slow", "environ", "patient"),
    [
        (None, {}, False),
        (None, {"SSH_TTY": "/dev/pts/1"}, True),
        (None, {"SSH_CONNECTION": "1 2 3 4"}, True),
        (True, {}, True),
        (False, {"SSH_TTY": "/dev/pts/1"}, False),
    ],
)
def test_a_slow_link_gets_patience(
    slow: bool | None, environ: dict[str, str], patient: bool
) -> None:
    found = prepared(slow, **environ)
    assert (found.get("ESCDELAY") == "500") is patient
    assert (found.get("TEXTUAL_FPS") == "20") is patient


def test_what_the_user_has_set_stays() -> None:
    own = {"ESCDELAY": "900", "TEXTUAL_FPS": "5", "TEXTUAL_COLOR_SYSTEM": "256",
           "TEXTUAL_ANIMATIONS": "full"}  # fmt: skip
    found = prepared(True, **own)
    assert {name: found[name] for name in own} == own


@pytest.mark.parametrize(
    ("environ", "system"),
    [
        ({}, "truecolor"),
        ({"TERM": "xterm-direct", "COLORTERM": ""}, "truecolor"),
        ({"COLORTERM": ""}, "256"),
        ({"TERM": "linux"}, "standard"),
        ({"TERM": "dumb"}, None),
    ],
)
def test_textual_takes_the_colours_that_there_are(
    environ: dict[str, str], system: str | None
) -> None:
    assert prepared(**environ).get("TEXTUAL_COLOR_SYSTEM") == system


def test_the_palette() -> None:
    assert environment.palette(HERE, None) == "dark"
    assert environment.palette(HERE, "light") == "light"
    assert environment.palette({**HERE, "NO_COLOR": "1"}, None) == "mono"
    assert environment.palette({**HERE, "NO_COLOR": "1"}, "light") == "light"
    assert environment.palette({**HERE, "NO_COLOR": ""}, None) == "dark"
    assert environment.palette({"TERM": "vt100"}, None) == "mono"
    assert environment.palette({"TERM": "linux"}, None) == "ansi"
    assert environment.palette({"TERM": "linux"}, "dark") == "dark"
    assert environment.palette({"TERM": "screen-256color"}, None) == "dark"


def test_the_switches_are_set_before_textual_is_imported(root: Path) -> None:
    """Its constants are read at import: too late is not at all."""
    probe = """
import os, sys
from hexvet_tui.terminal import environment
assert "textual" not in sys.modules and "rich" not in sys.modules
environment.prepare(os.environ)
from textual import constants
print(constants.TEXTUAL_ANIMATIONS, constants.SMOOTH_SCROLL, constants.ESCAPE_DELAY,
      constants.MAX_FPS, constants.COLOR_SYSTEM)
"""
    path = os.pathsep.join([f"{root}/engine", f"{root}/tui"])
    done = subprocess.run(
        [sys.executable, "-c", probe],
        env={**HERE, "SSH_TTY": "x", "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "none False 0.5 20 truecolor\n"


@pytest.mark.parametrize(
    ("environ", "erases"),
    [
        ({"TERM": "xterm-256color"}, True),
        ({"TERM": "linux"}, True),
        ({"TERM": "vt100"}, False),
        ({"TERM": "screen-256color", "STY": "1.pts"}, False),
        ({"TERM": "no-such-terminal"}, False),
        ({"TERM": ""}, False),
    ],
)
def test_blanks_are_erased_only_where_that_brings_their_colours(
    environ: dict[str, str], erases: bool, root: Path
) -> None:
    """In a process each: curses takes the first terminal that it is asked for."""
    probe = "import os\nfrom hexvet_tui.terminal import environment\n"
    path = os.pathsep.join([f"{root}/engine", f"{root}/tui"])
    done = subprocess.run(
        [sys.executable, "-c", probe + "print(environment.erases_in_colour(os.environ))"],
        env={**environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == f"{erases}\n"
