"""What the screen costs, next to other programs: CPU to the first paint, bytes, memory.

Every program runs in a pseudo terminal of 80 by 24 cells with 24-bit colour, at a home of its
own, and is measured from outside. Programs take turns, so that other work on the machine falls on
all alike. Those that are not installed are left out: see requirements.txt beside this file.

  python bench/screen.py [--runs 5] [--only hexvet,visidata]
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from terminals import (
    FIRST,
    ROOT,
    Program,
    Run,
    cpu,
    first_arrow,
    measured,
    painted,
    pressed,
    started,
)

HERE = Path(__file__).resolve().parent
CITY = ROOT / "sample_data" / "los-angeles"
PEERS = ROOT / ".venv-bench" / "peers"
DAY = "2026-10-01"
MINIMAL = "minimal Textual"
TO_AND_FRO = "down " * 12 + "up " * 12
FEW = 40
"""Projects below which one goes to and fro: a key at the end of the rows would change nothing."""
EDITED = "service-requests.toml"
"""The project under the cursor at the start."""
ANSWER = ("advances_priority = true", "advances_priority = false")

DOWN = ("down",) * 13
STEPS = (
    ("cursor down", "", DOWN, 450),
    *((f"cursor down in {mode}", key, DOWN, 1_800) for key, mode in (
        ("2", "Project"), ("3", "Rules"), ("5", "Sensitivity"), ("6", "Monitor"),
        ("7", "Programme"), ("8", "Log"))),
    ("page down", "", ("pagedown", "pageup") * 3, 1_800),
    ("another mode", "", ("2", "1") * 3, 8_000),
)  # fmt: skip
"""Steps, the key of their mode, their keys, and the most bytes that one costs in the middle."""
SETTLED = 4.0
"""Seconds without a byte after which the rules have been run over all projects, too."""
HEAD = ("80x24, 24-bit colour", "CPU to a screen", "with its data", "bytes at start",
        "bytes a key p50", "p95", "key to last byte p50, ms", "p95", "CPU a key, ms",
        "MB")  # fmt: skip


def hexvet(name: str, city: Path, projects: int, *, again: bool = False) -> Program:
    """Hexvet on a workspace: the first time, or again, when the last picture opens it."""
    command = (sys.executable, "-m", "hexvet", str(city), "--as-of", DAY)
    ready = rf"(?s)\A(?!.*as it was on).*{projects:,} projects"
    frame = f"{projects:,} projects" if again else "Reading"
    key = TO_AND_FRO if projects < FEW else "down"
    return Program(name, command, ready, key, frame, ours=True, again=again)


def portfolio(folder: Path, size: int) -> Path:
    """The sample city with as many projects as wanted, neighbours of different kinds."""
    city = Path(shutil.copytree(CITY, folder / f"city-{size}"))
    sources = sorted((city / "projects").glob("*.toml"))
    for number in range(size - len(sources)):
        source = sources[number % len(sources)]
        text = source.read_text(encoding="utf-8")
        text, count = re.subn(r'(?m)^(title\s*=\s*")', rf"\g<1>No. {number:03} ", text, count=1)
        if not count:
            raise ValueError(f"{source} has no title")
        (city / "projects" / f"{source.stem}-{number}.toml").write_text(text, encoding="utf-8")
    return city


def texts(folder: Path) -> tuple[Path, Path]:
    """A table and a log of 1,000 lines each."""
    table, log = folder / "table.csv", folder / "lines.log"
    rows = [f"P-{n:04},Project number {n},{n * 37 % 101},{'hold' if n % 3 else 'pass'}"
            for n in range(1000)]  # fmt: skip
    table.write_text("\n".join(["id,title,score,gate", *rows]) + "\n", encoding="utf-8")
    times = [f"2026-10-01 12:{n // 60:02}:{n % 60:02}" for n in range(1000)]
    lines = [f"{at} INFO {row}\n" for at, row in zip(times, rows, strict=True)]
    log.write_text("".join(lines), encoding="utf-8")
    return table, log


def recorded(folder: Path) -> Path:
    """A record of memory for memray to show."""
    script, record = folder / "allocate.py", folder / "memory.bin"
    script.write_text("import json, csv, email\nrows = [list(range(n)) for n in range(500)]\n")
    memray = peer("memray", "memray")
    if memray:
        command = [memray, "run", "-q", "-f", "-o", str(record), str(script)]
        subprocess.run(command, check=False, capture_output=True)
    return record


def peer(package: str, program: str) -> str:
    """Where a program of another project is; "" where it is not installed."""
    places = [PEERS / package / "bin", ROOT / ".venv-bench" / "bin", os.environ["PATH"]]
    return shutil.which(program, path=os.pathsep.join(map(str, places))) or ""


def peers(folder: Path) -> list[Program]:
    """The programs of others that are installed."""
    table, log = texts(folder)
    record = recorded(folder)
    wanted = [
        ("posting", "posting", (), "Send", "a"),
        ("harlequin", "harlequin", (), "Query Editor|Query 1", "a"),
        ("toolong", "tl", (str(log),), "INFO P-", "up"),
        ("memray", "memray", ("tree", str(record)), "allocate|<ROOT>|Memory", "down"),
        ("visidata", "vd", (str(table),), "Project number 3", "down"),
        ("htop", "htop", ("-d", "600"), "PID", "down"),
        ("less", "less", (str(log),), "INFO P-", "down"),
    ]
    found = []
    for package, program, words, ready, key in wanted:
        where = peer(package, program)
        if where:
            found.append(Program(package, (where, *words), ready, key))
        else:
            print(f"{package}: left out, not installed", file=sys.stderr)
    return found


def part(numbers: Iterable[float], share: float) -> float:
    """A quantile."""
    ordered = sorted(numbers)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def middle(runs: list[Run], what: Callable[[Run], float]) -> float:
    """The median over runs."""
    return statistics.median(what(one) for one in runs)


def compared(found: dict[str, list[Run]]) -> float:
    """The table of all programs. CPU at the start is told in times that of minimal Textual, which
    is returned in ms."""
    base = middle(found[MINIMAL], lambda one: one.cpu)
    lines = []
    for name, runs in found.items():
        keys = [count for one in runs for count in one.keys if count]
        waits = [wait for one in runs for wait in one.waits if wait]
        of_keys = ["-"] * 5
        if keys:
            bytes_ = [f"{part(keys, share):,.0f}" for share in (0.5, 0.95)]
            times = [f"{part(waits, share):,.1f}" for share in (0.5, 0.95)]
            of_keys = [*bytes_, *times, f"{middle(runs, lambda one: one.key_cpu):,.1f}"]
        starts = [f"{middle(runs, lambda one: one.frame) / base:.2f}",
                  f"{middle(runs, lambda one: one.cpu) / base:.2f}",
                  f"{middle(runs, lambda one: one.start):,.0f}"]  # fmt: skip
        lines.append([name, *starts, *of_keys, f"{middle(runs, lambda one: one.memory):,.0f}"])
    table("The screen next to others", list(HEAD), lines)
    print("CPU at the start is in times that of the smallest application of Textual.\n")
    return base


def usable(cities: Iterable[tuple[Path, int]], base: float, runs: int) -> None:
    """The table of the first arrow: what can be done with the picture that opens the screen."""
    lines = []
    for city, projects in cities:
        program, found = hexvet("", city, projects, again=True), []
        for _ in range(runs):
            with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
                found.append(first_arrow(program, Path(home)))
        spent, waited = (statistics.median(one) for one in zip(*found, strict=True))
        lines.append([f"{projects:,}", f"{spent / base:.2f}", f"{waited:,.0f}"])
    head = ["projects", "CPU, minimal Textual = 1", "from the key, ms by the clock"]
    table("Start again, to the answer of an arrow that is pressed at once", head, lines)


def steps(city: Path, projects: int, **environ: str) -> dict[str, list[int]]:
    """Bytes of each step of the application: of all presses that cost any."""
    program = hexvet("", city, projects)
    found: dict[str, list[int]] = {}
    for name, mode, keys, _ in STEPS:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
            terminal = started(program, Path(home), **environ)
            try:
                painted(terminal, program.ready)
                terminal.read(0.5)
                found["start"] = [len(terminal.output)]
                if mode:
                    pressed(terminal, mode, SETTLED)
                costs = [pressed(terminal, key, 0.3)[0] for key in keys]
                found[name] = [count for count in costs if count] or [0]
                terminal.read(SETTLED)
                found["a second at rest"] = [len(terminal.once(1.0))]
            finally:
                terminal.end()
    return found


def budgets(city: Path, projects: int) -> None:
    """The table of steps, with and without differences."""
    few, many = steps(city, projects), steps(city, projects, HEXVET_WIRE="plain")
    limits = {"start": 10_000, **{name: most for name, *_, most in STEPS}, "a second at rest": 0}
    middle = statistics.median
    lines = [
        [name, f"{middle(few[name]):,.0f}", f"{max(few[name]):,}", f"{middle(many[name]):,.0f}",
         f"{limit:,}"]
        for name, limit in limits.items()
    ]  # fmt: skip
    head = ["step", "bytes p50", "most", "as Textual sends it p50", "p50 at most"]
    table(f"Bytes of a step, {projects:,} projects", head, lines)


def edits(city: Path, projects: int, times: int = 11) -> tuple[float, float]:
    """CPU and time from an answer that was saved to its outcome on the screen; medians in ms."""
    program = hexvet("", city, projects)
    file = city / "projects" / EDITED
    text = file.read_text(encoding="utf-8")
    ways = (text, text.replace(*ANSWER))
    assert ways[0] != ways[1], f"{file} has no {ANSWER[0]}"
    found = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        terminal = started(program, Path(home))
        try:
            painted(terminal, program.ready)
            terminal.read(2.0)
            for number in range(times):
                before, begun = cpu(terminal.pid), time.perf_counter()
                file.write_text(ways[1 - number % 2], encoding="utf-8")
                while not terminal.once(FIRST):
                    continue
                found.append((cpu(terminal.pid) - before, (time.perf_counter() - begun) * 1000))
                terminal.read(2.0)
        finally:
            terminal.end()
            file.write_text(text, encoding="utf-8")
    return statistics.median(spent for spent, _ in found), statistics.median(t for _, t in found)


def edited(cities: Iterable[tuple[Path, int]]) -> None:
    """The table of edits."""
    lines = []
    for city, projects in cities:
        spent, waited = edits(city, projects)
        lines.append([f"{projects:,}", f"{spent:,.0f}", f"{waited:,.0f}"])
    head = ["projects", "CPU, ms", "by the clock, ms"]
    table("An answer saved by another program, to its outcome on the screen", head, lines)


def table(title: str, head: list[str], lines: list[list[str]]) -> None:
    """A table in Markdown, under its title."""
    print(f"### {title}\n")
    print("| " + " | ".join(head) + " |")
    print("|---" + "|---:" * (len(head) - 1) + "|")
    for line in lines:
        print("| " + " | ".join(line) + " |")
    print()


def main() -> None:
    """Reads the options."""
    plain = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=plain)
    parser.add_argument("--runs", type=int, default=5, help="rounds (default: 5)")
    parser.add_argument("--keys", type=int, default=30, help="key presses a run (default: 30)")
    parser.add_argument("--size", type=int, default=1_000, help="projects (default: 1000)")
    parser.add_argument("--only", default="", help="names of programs, separated by commas")
    options = parser.parse_args()
    chosen = [word for word in options.only.casefold().split(",") if word]
    few = len([*(CITY / "projects").glob("*.toml")])
    with tempfile.TemporaryDirectory() as folder:
        large = portfolio(Path(folder), options.size)
        minimal = Program(MINIMAL, (sys.executable, str(HERE / "minimal_screen.py")), "ready")
        cities = ((CITY, few, "Los Angeles"),
                  (large, options.size, f"{options.size:,} projects"))  # fmt: skip
        wanted = [hexvet(f"**Hexvet**, {name}{', again' * again}", city, count, again=again)
                  for city, count, name in cities for again in (False, True)]  # fmt: skip
        wanted += peers(Path(folder))
        if chosen:
            wanted = [p for p in wanted if any(word in p.name.casefold() for word in chosen)]
        base = compared(measured([minimal, *wanted], options.runs, options.keys))
        usable(((CITY, few), (large, options.size)), base, options.runs)
        budgets(CITY, few)
        budgets(large, options.size)
        small = Path(shutil.copytree(CITY, Path(folder) / "city"))
        edited([(small, few), (large, options.size)])


if __name__ == "__main__":
    main()
