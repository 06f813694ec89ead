"""Killed at any moment, in any way: what was typed is there again, and no file is half written.

`make test-all` kills 200 times, the usual run 8 times: typing and saving, by SIGKILL, SIGHUP,
SIGTERM, and by closing the window.
"""

from __future__ import annotations

import random
import re
import shutil
import signal
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hexvet.journal import recover
from hexvet.journal.verifying import verify
from hexvet_tui.recovery.records import Kept, read_drafts
from terminal import Terminal, opened

pytestmark = [pytest.mark.pty, pytest.mark.slow]

RIDGEWAY = Path(__file__).parents[1] / "lifecycle" / "ridgeway"
BEHIND = 2.0
"""Seconds of typing that may be missing after SIGKILL."""
WAYS = ("kill", "hangup", "terminate", "close")
SIGNALS = {"kill": signal.SIGKILL, "hangup": signal.SIGHUP, "terminate": signal.SIGTERM}
SIZE = (120, 36)
CLEAN = (b"\x1b[?1049l", b"\x1b[?25h")


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[], Terminal]]:
    """Opens Ridgeway; whatever still runs at the end is ended."""
    shutil.copytree(RIDGEWAY, tmp_path / "ridgeway")
    running: list[Terminal] = []

    def begin() -> Terminal:
        running.append(opened(tmp_path / "ridgeway", SIZE))
        return running[-1]

    yield begin
    for terminal in running:
        terminal.end()


def pack(home: Path) -> Path:
    """Ridgeway's own rules."""
    return next((home / "ridgeway" / "rules").glob("*.toml"))


def kept(home: Path) -> tuple[Kept, ...]:
    """All drafts on disk; each file must be whole."""
    files = (home / ".local/state/hexvet/workspaces").glob("*/*.drafts")
    return tuple(one for file in files for one in read_drafts(file))


def into_the_rules(terminal: Terminal) -> None:
    """To the first character of the rules."""
    terminal.shows(r"\d projects")
    terminal.send(b"3")
    terminal.shows(r"READING \S+\.toml")
    terminal.send(b"e")
    terminal.shows(r"esc ends typing")
    terminal.send(b"\x1b[1;5H")
    terminal.read(0.2)


def end(terminal: Terminal, way: str) -> int:
    """Ends it in one of the ways; the exit status."""
    import os

    if way == "close":
        terminal.lose()
    else:
        os.kill(terminal.pid, SIGNALS[way])
    return terminal.ended()


def shown(terminal: Terminal) -> int:
    """The last of the numbered lines that stands on the screen."""
    return max(map(int, re.findall(r"# word (\d+);", terminal.screen.text)), default=0)


def typing(terminal: Terminal, seconds: float) -> tuple[int, int]:
    """Types numbered lines for so long; the last one seen at the end, and that long before it
    that it must be on disk in any case."""
    seen: list[tuple[float, int]] = [(time.monotonic(), 0)]
    last = time.monotonic() + seconds
    number = 0
    while time.monotonic() < last:
        number += 1
        terminal.send(f"# word {number};\r".encode())
        terminal.read(quiet=0.03, patience=0.15)
        seen.append((time.monotonic(), shown(terminal)))
    safe = [n for at, n in seen if at <= time.monotonic() - BEHIND]
    return seen[-1][1], max(safe, default=0)


def of_typing(text: str, before: str) -> int:
    """How many whole lines a draft has before the text as it was; fails for any other text."""
    assert text.endswith(before)
    typed = text.removesuffix(before)
    count = typed.count("\n")
    whole = "".join(f"# word {n};\n" for n in range(1, count + 2))
    assert whole.startswith(typed)
    return count


def test_what_was_typed_is_kept_whatever_ends_it(
    start: Callable[[], Terminal], tmp_path: Path, budget: Callable[[int, int], int]
) -> None:
    dice = random.Random(5)
    before = pack(tmp_path).read_text()
    for turn in range(budget(4, 100)):
        way = WAYS[turn % len(WAYS)]
        terminal = start()
        lines = termios.tcgetattr(terminal.fd)
        into_the_rules(terminal)
        long = way == "kill"
        at_end, safe = typing(terminal, dice.uniform(1.0, 4.5 if long else budget(2, 4)))
        status = end(terminal, way)
        drafts = [one for one in kept(tmp_path) if one.source == "rules"]
        found = of_typing(drafts[0].text.text, before) if drafts else 0
        assert found >= (safe if way == "kill" else at_end), (turn, way)
        assert pack(tmp_path).read_text() == before
        if way in ("hangup", "terminate"):
            assert status == 128 + SIGNALS[way]
            assert all(sequence in terminal.output for sequence in CLEAN)
            assert termios.tcgetattr(terminal.fd) == lines
        shutil.rmtree(tmp_path / ".local")


def test_no_file_is_half_written_while_it_is_saved(
    start: Callable[[], Terminal], tmp_path: Path, budget: Callable[[int, int], int]
) -> None:
    import datetime

    dice = random.Random(6)

    def clock() -> datetime.datetime:
        return datetime.datetime(2026, 10, 2, tzinfo=datetime.UTC)

    saved = 0
    for turn in range(budget(4, 100)):
        before = pack(tmp_path).read_text()
        after = f"# turn {turn}\n{before}"
        terminal = start()
        into_the_rules(terminal)
        terminal.send(f"# turn {turn}\r".encode())
        terminal.shows(rf"# turn {turn}\b")
        typed = time.monotonic()
        terminal.send(b"\x1bOQ")
        terminal.shows(r"ready:|not yet")
        for keys in (b"r", b"a reason\r"):
            terminal.send(keys)
            terminal.read(0.2, patience=2.0)
        if "not yet" in terminal.screen.text:
            terminal.send(b"bmayor\r")
            terminal.shows(r"ready:")
        terminal.read(dice.choice((0.0, BEHIND)))
        terminal.send(b"y")
        wait = time.monotonic() + dice.uniform(0.0, 0.25)
        while time.monotonic() < wait:
            terminal.once(0.01)
        way, due = WAYS[turn % len(WAYS)], time.monotonic() - typed > BEHIND
        end(terminal, way)
        root = tmp_path / "ridgeway"
        recover(root, clock)
        now = pack(tmp_path).read_text()
        assert now in (before, after), turn
        drafts = [one.text.text for one in kept(tmp_path) if one.source == "rules"]
        assert drafts in ([], [after]), turn
        if way != "kill" or due:
            assert now == after or drafts == [after], turn
        assert not [one for one in verify(root, {}).problems if one.severity == "error"]
        saved += now == after
        shutil.rmtree(tmp_path / ".local")
    assert saved


def test_the_next_start_offers_it_and_brings_it_back(
    start: Callable[[], Terminal], tmp_path: Path
) -> None:
    before = pack(tmp_path).read_text()
    terminal = start()
    into_the_rules(terminal)
    terminal.send(b"# kept for later\r")
    terminal.shows("# kept for later")
    end(terminal, "terminate")
    again = start()
    again.shows("NOT SAVED LAST TIME")
    again.shows(r"\+# kept for later")
    again.send(b"r")
    again.shows("1 text restored, not saved yet")
    again.shows("DRAFT")
    end(again, "kill")
    assert [one.text.text for one in kept(tmp_path)] == [f"# kept for later\n{before}"]
    assert pack(tmp_path).read_text() == before


def test_two_screens_keep_apart_what_is_typed(
    start: Callable[[], Terminal], tmp_path: Path
) -> None:
    one, other = start(), start()
    for terminal, words in ((one, b"# from one\r"), (other, b"# from the other\r")):
        into_the_rules(terminal)
        terminal.send(words)
        terminal.shows(words.decode().strip())
    end(one, "terminate")
    texts = {kept_.text.text.splitlines()[0] for kept_ in kept(tmp_path)}
    assert "# from one" in texts
    third = start()
    third.shows(r"\+# from one")
    assert "from the other" not in third.screen.text
    end(other, "terminate")
    third.send(b"dy")
    third.shows("discarded")
    texts = {kept_.text.text.splitlines()[0] for kept_ in kept(tmp_path)}
    assert texts == {"# from the other"}


def test_a_state_folder_that_takes_nothing_is_told_and_holds_nobody(
    start: Callable[[], Terminal], tmp_path: Path
) -> None:
    (tmp_path / ".local").write_text("a file where a folder should be")
    terminal = start()
    into_the_rules(terminal)
    terminal.send(b"# still typing\r")
    terminal.shows("drafts cannot be kept")
    terminal.send(b"# and on\r")
    terminal.shows("# and on")
    if sys.platform == "linux":
        assert end(terminal, "terminate") == 143
