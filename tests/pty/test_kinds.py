"""Every kind of terminal gets what it can show, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from terminal import ROOT, Terminal

pytestmark = [pytest.mark.pty, pytest.mark.slow]

Open = Callable[..., Terminal]
READY = r"15 projects"
PROJECT = r"WHY "
SGR = re.compile(rb"\x1b\[([0-9;]*)m")
COLOUR = re.compile(rb"[34]8;(2);\d+;\d+;\d+|[34]8;(5);\d+|(?:[349]|10)[0-7]|\d+")


def colours(terminal: Terminal) -> set[str]:
    """The kinds of colour that were written on two screens."""
    terminal.shows(READY)
    terminal.send(b"j\r")
    terminal.shows(PROJECT)
    terminal.read(quiet=0.1)
    return {kind for codes in SGR.findall(terminal.output) for kind in kinds(codes)}


def kinds(codes: bytes) -> set[str]:
    """Of the codes of one sequence."""
    found = set()
    for match in COLOUR.finditer(codes):
        number = int(match[0]) if match[0].isdigit() else 0
        if match[1]:
            found.add("24-bit")
        elif match[2]:
            found.add("256")
        elif number // 10 in (3, 4, 9, 10) and number % 10 < 8:
            found.add("16")
    return found


@pytest.mark.parametrize(
    ("environ", "wanted"),
    [
        # Of 24-bit colours, those with a number in all palettes of 256 are told by it.
        ({}, {"256"}),
        ({"HEXVET_WIRE": "plain"}, {"24-bit"}),
        ({"TERM": "xterm-direct", "COLORTERM": ""}, {"256"}),
        ({"TERM": "xterm-direct", "COLORTERM": "", "HEXVET_WIRE": "plain"}, {"24-bit"}),
        ({"TERM": "screen-256color", "COLORTERM": ""}, {"256"}),
        ({"TERM": "tmux-256color", "COLORTERM": ""}, {"256"}),
        ({"TERM": "screen.xterm-256color", "STY": "1.pts-0.city"}, {"256"}),
        ({"NO_COLOR": "1"}, set()),
        ({"TERM": "vt100", "COLORTERM": ""}, set()),
    ],
)
def test_only_colours_that_there_are(
    start: Open, environ: dict[str, str], wanted: set[str]
) -> None:
    assert colours(start(**environ)) == wanted


@pytest.mark.parametrize(
    "environ",
    [
        {"TERM": "linux", "COLORTERM": ""},
        {"LANG": "C"},
        {"LC_ALL": "C"},
        # Without Python's own help, even the streams are ASCII.
        {"LANG": "C", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    ],
)
def test_a_plain_terminal_gets_plain_characters(
    start: Open, los_angeles: Path, environ: dict[str, str]
) -> None:
    for file in (los_angeles / "projects").glob("*.toml"):
        text = file.read_text(encoding="utf-8")
        file.write_text(re.sub(r'(?m)^title = "', 'title = "Œuvre 漢字 ', text), encoding="utf-8")
    terminal = start(**environ)
    terminal.shows(READY)
    terminal.send(b"\r")
    terminal.shows(PROJECT)
    terminal.read(quiet=0.1)
    if environ.get("TERM") != "linux":
        assert terminal.output.isascii()
    frames = set("─│┌┐└┘█▀▄▒●")
    assert not frames & set(terminal.screen.text)


def test_a_terminal_that_is_none_gets_the_plain_twin(hexvet: Open) -> None:
    city = str(ROOT / "sample_data" / "los-angeles")
    terminal = hexvet(city, "--as-of", "2026-10-01", TERM="dumb")
    assert terminal.ended() in (0, 1)
    text = terminal.output.decode()
    last = text.strip().splitlines()[-1]
    assert last == "hexvet: TERM=dumb cannot show the screen: this is what `hexvet check` prints"
    assert "Permit routing" in text
    assert "\x1b" not in text


def test_a_slow_link_can_be_asked_for_and_declined(hexvet: Open) -> None:
    city = str(ROOT / "sample_data" / "los-angeles")
    for words, environ in ((["--slow"], {}), (["--no-slow"], {"SSH_TTY": "/dev/pts/9"})):
        terminal = hexvet(city, "--as-of", "2026-10-01", *words, **environ)
        terminal.shows(READY)
        terminal.send(b"q")
        assert terminal.ended() == 0


def test_the_doctor_looks_at_the_terminal_itself(hexvet: Open) -> None:
    terminal = hexvet("doctor", size=(70, 20))
    terminal.ended()
    text = re.sub(r"\x1b\[[0-9;?$]*[a-z]", "", terminal.output.decode())
    assert re.search(r"weak +size +70 columns, 20 rows", text)
    assert re.search(r"ok +frames +drawn at once", text)
    assert re.search(r"ok +wire +only cells that change are sent", text)
