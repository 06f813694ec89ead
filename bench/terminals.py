"""Programs in pseudo terminals, measured from outside: CPU, bytes, waits, memory."""

from __future__ import annotations

import itertools
import os
import re
import signal
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests" / "pty"), str(ROOT / "engine"), str(ROOT / "tui")]

from terminal import KEYS, Terminal, environment, spawned  # noqa: E402

SIZE = (80, 24)
QUIET, GAP = 0.15, 0.08
"""Seconds without a byte after which a screen, or the answer to a key, counts as painted."""
FIRST = 0.5
"""Seconds in which the first byte has to come; a key that brings none costs none."""
PATIENCE = 60.0
ARROWS = ("up", "down", "left", "right", "home", "end")
WARM = 3
"""Keys that are pressed first and not counted."""


@dataclass(frozen=True)
class Program:
    """A program, what its screen shows when it can be used, and the keys pressed in turns.

    `frame` is what it shows before it has read its data; most programs show all at once. With
    `again` it was opened, used and left before, in the same home.
    """

    name: str
    command: tuple[str, ...]
    ready: str
    key: str = "down"
    frame: str = ""
    ours: bool = False
    again: bool = False


@dataclass(frozen=True)
class Run:
    """One run: CPU in ms, bytes, ms from a key to its last byte, memory in MB.

    `frame` is the CPU until there is a screen, `cpu` that until it has its data.
    """

    frame: float
    cpu: float
    start: int
    keys: list[int] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    key_cpu: float = 0.0
    memory: float = 0.0


def processes(pid: int) -> list[int]:
    """A process and what it has started."""
    found = [pid]
    for one in found:
        try:
            for thread in os.listdir(f"/proc/{one}/task"):
                children = Path(f"/proc/{one}/task/{thread}/children").read_text()
                found += [int(child) for child in children.split()]
        except OSError:
            continue
    return found


def cpu(pid: int) -> float:
    """Milliseconds of CPU of all living threads."""
    spent = 0.0
    for one in processes(pid):
        try:
            for thread in os.listdir(f"/proc/{one}/task"):
                line = Path(f"/proc/{one}/task/{thread}/schedstat").read_text()
                spent += int(line.split()[0]) / 1e6
        except OSError:
            continue
    return spent


def memory(pid: int) -> float:
    """The most memory that was resident, in MB."""
    total = 0.0
    for one in processes(pid):
        try:
            peak = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{one}/status").read_text())
        except OSError:
            continue
        total += int(peak[1]) / 1024 if peak else 0.0
    return total


def painted(terminal: Terminal, ready: str, frame: str = "") -> tuple[float, float]:
    """Wait for the first usable screen and for silence; CPU in ms until there was a frame, and
    until it had its data. What comes after a paint, and our own reading of it, counts for none."""
    end = time.monotonic() + PATIENCE
    spent = {"frame": 0.0, "ready": 0.0}
    while terminal.once(QUIET) or not spent["ready"]:
        now, text = cpu(terminal.pid), terminal.screen.text
        for name, sought in (("frame", frame or ready), ("ready", ready)):
            if not spent[name] and re.search(sought, text):
                spent[name] = now
        if time.monotonic() > end or os.waitpid(terminal.pid, os.WNOHANG)[0]:
            raise TimeoutError(f"{ready!r} never stood here:\n{text.strip()}")
    return spent["frame"], spent["ready"]


def sequence(terminal: Terminal, key: str) -> bytes:
    """What a key sends; the arrows have others when a program asks for them."""
    sent = KEYS.get(key, key.encode())
    asked = terminal.output.rfind(b"\x1b[?1h") > terminal.output.rfind(b"\x1b[?1l")
    return sent.replace(b"[", b"O") if asked and key in ARROWS else sent


def pressed(terminal: Terminal, key: str, gap: float = GAP) -> tuple[int, float]:
    """Bytes that a key costs, and milliseconds to the last of them."""
    terminal.read(0.0)
    count, start = len(terminal.chunks), time.perf_counter()
    terminal.send(sequence(terminal, key))
    if terminal.once(FIRST):
        terminal.read(gap, 5.0)
    new = terminal.chunks[count:]
    wait = (new[-1][0] - start) * 1000 if new else 0.0
    return sum(len(data) for _, data in new), wait


def started(program: Program, home: Path, **environ: str) -> Terminal:
    """A program in its terminal; ours finds its sources, others must not."""
    given = environment(home, **environ)
    if not program.ours:
        del given["PYTHONPATH"]
    return spawned(program.command, SIZE, given, answers=True)


def opened_before(program: Program, home: Path) -> None:
    """The run before the one that is measured, left by Ctrl+Q."""
    terminal = started(program, home)
    painted(terminal, program.ready)
    terminal.send(b"\x11")
    terminal.read(1.0)
    ended(terminal)


def first_arrow(program: Program, home: Path) -> tuple[float, float]:
    """CPU in ms from the start until an arrow, pressed at the first sight of a screen, has moved
    the cursor; and ms from the key to that."""
    opened_before(program, home)
    terminal = started(program, home)
    try:
        while not re.search(program.frame or program.ready, terminal.screen.text):
            terminal.once(QUIET)
        stood, spent, begun = rows(terminal), 0.0, time.perf_counter()
        terminal.send(sequence(terminal, "down"))
        while rows(terminal) == stood:
            terminal.once(QUIET)
            spent, waited = cpu(terminal.pid), time.perf_counter() - begun
            if waited > PATIENCE:
                raise TimeoutError(f"the arrow was never answered:\n{terminal.screen.text}")
        return spent, waited * 1000
    finally:
        ended(terminal)


def rows(terminal: Terminal) -> list[str]:
    """The rows under the cursor."""
    return [line for line in terminal.screen.text.splitlines() if line.startswith(">")]


def run(program: Program, home: Path, keys: int) -> Run:
    """One run from start to end."""
    if program.again:
        opened_before(program, home)
    terminal = started(program, home)
    try:
        frame, spent = painted(terminal, program.ready, program.frame)
        bytes_ = len(terminal.output)
        turns = itertools.cycle(program.key.split())
        for _ in range(WARM):
            pressed(terminal, next(turns))
        before = cpu(terminal.pid)
        costs = [pressed(terminal, next(turns)) for _ in range(keys)]
        each = (cpu(terminal.pid) - before) / max(keys, 1)
        counts, waits = [count for count, _ in costs], [wait for _, wait in costs]
        return Run(frame, spent, bytes_, counts, waits, each, memory(terminal.pid))
    finally:
        ended(terminal)


def ended(terminal: Terminal) -> None:
    """Have a program and what it started gone."""
    for pid in reversed(processes(terminal.pid)[1:]):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    terminal.end()


def measured(wanted: Iterable[Program], runs: int, keys: int) -> dict[str, list[Run]]:
    """The runs of each program, taken in turns; programs that never came up are left out."""
    wanted = list(wanted)
    found: dict[str, list[Run]] = {program.name: [] for program in wanted}
    for number in range(runs):
        for program in wanted:
            with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
                try:
                    found[program.name].append(run(program, Path(home), keys))
                except TimeoutError as late:
                    print(f"{program.name}, run {number + 1}: {late}", file=sys.stderr)
    return {name: own for name, own in found.items() if own}
