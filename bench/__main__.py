"""`make bench`: measures, and prints the tables of docs/performance.md.

Each measurement is a process of its own with one thread; times are CPU times, so that other
work on the machine matters little. The engines that Hexvet is compared with are looked for in
`.venv-bench` (see requirements.txt beside this file) and left out where they are not installed.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "POLARS_MAX_THREADS")
ENVIRONMENT = {
    **os.environ,
    **dict.fromkeys(THREADS, "1"),
    "PYTHONPATH": f"{ROOT}/engine:{ROOT}/tui",
}
WHOLE = ("hexvet", "numpy", "polars", "openfisca")
BY_ROW = ("lambda", "zen", "hexvet rows", "json-logic")
NAMES = {
    "hexvet": "**Hexvet**", "hexvet rows": "Hexvet, one project at a time", "polars": "polars",
    "numpy": "numpy by hand (the limit)", "openfisca": "OpenFisca-core", "zen": "zen-engine",
    "lambda": "one compiled Python lambda", "json-logic": "json-logic 0.6.3, repaired",
}  # fmt: skip
SIZES = {
    "one": "one project, 38 facts, 20 rules", "many": "1,000 of them, one by one",
    "portfolio": "10,000 facts, 100 rules with joins",
}  # fmt: skip
MISSING = 0.15
BEGIN, END = "<!-- measured -->", "<!-- end of what is measured -->"
Result = dict[str, Any]


def child(arguments: list[str], threads: bool = False) -> tuple[str, str]:
    """Output and error output of a process; with `threads`, numpy may start its own."""
    free = {name: value for name, value in ENVIRONMENT.items() if name not in THREADS}
    env = free if threads else ENVIRONMENT
    done = subprocess.run(arguments, capture_output=True, text=True, env=env, check=False)
    return done.stdout, done.stderr


def measured(python: str, name: str, size: int, missing: float) -> Result | None:
    """One engine; None when it is not installed."""
    flags = ["--against"] if missing and size <= 10_000 else []
    script = str(HERE / "engines.py")
    out, err = child([python, script, name, str(size), str(missing), *flags])
    if out:
        return json.loads(out.splitlines()[-1])
    last = err.strip().splitlines()[-1] if err.strip() else "no output"
    print(f"{NAMES[name]}: left out, {last}", file=sys.stderr)
    return None


def table(head: list[str], lines: list[list[str]]) -> None:
    """A table in Markdown."""
    print("| " + " | ".join(head) + " |")
    print("|---" + "|---:" * (len(head) - 1) + "|")
    for line in lines:
        print("| " + " | ".join(line) + " |")
    print()


def speed(python: str, size: int, missing: float, engines: tuple[str, ...]) -> None:
    """One table: times, how often Hexvet's time, and whether the answers are the same."""
    found = [r for name in engines if (r := measured(python, name, size, missing))]
    ours = next((r for r in found if r["engine"] == "hexvet"), None)
    if ours is None:
        return
    what = f"{missing:.0%} missing" if missing else "dense"
    print(f"### {size:,} projects, {what}\n")
    lines = []
    for result in found:
        same = "the same" if result["answers"] == ours["answers"] else "others"
        lines.append(
            [NAMES[result["engine"]], f"{result['ms']:,.2f}", f"{result['ms'] / ours['ms']:,.2f}",
             f"{result['mb']:,.0f}", f"{result['answers']} {same}"]
        )  # fmt: skip
    table(["engine", "ms CPU", "Hexvet = 1", "peak MB", "answers"], lines)
    if missing and "unknown as yes" in ours:
        unknown(found)


def unknown(found: list[Result]) -> None:
    """What engines say where the evidence does not tell."""
    keys = ("unknown", "unknown as yes", "unknown as no", "unknown as error", "decidable wrong")
    lines = [[NAMES[r["engine"]], *(f"{r[key]:,}" for key in keys)] for r in found]
    table(["engine", "says unknown", "says yes instead", "says no instead", "fails instead",
           "wrong or fails though decidable"], lines)  # fmt: skip


def cpu_of(arguments: list[str], runs: int = 9, threads: bool = False) -> float:
    """The median CPU time of a process, in milliseconds."""
    took = []
    for _ in range(runs):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        child(arguments, threads)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        took.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return 1000 * statistics.median(took)


def starting() -> None:
    """What a command costs from start to end, as it is typed and with one thread."""
    python, city = sys.executable, str(ROOT / "sample_data" / "los-angeles")
    hexvet = [python, "-c", "import sys; from hexvet.cli import main; sys.exit(main())"]
    commands = {
        "`python -c 'import numpy, tomllib'`": [python, "-c", "import numpy, tomllib"],
        "`python -c pass`": [python, "-c", "pass"],
        "`hexvet --help`": [*hexvet, "--help"],
        "`hexvet check` on Los Angeles": [*hexvet, "check", city],
        "`hexvet check -o json` on Los Angeles": [*hexvet, "check", city, "-o", "json"],
    }
    print("### Commands, from start to end\n")
    lines = []
    bases: list[float] = []
    for name, arguments in commands.items():
        times = [cpu_of(arguments, threads=threads) for threads in (True, False)]
        bases = bases or times
        ratios = [f"{ms / base:.2f}" for ms, base in zip(times, bases, strict=True)]
        lines.append([name, f"{times[0]:.0f}", ratios[0], f"{times[1]:.0f}", ratios[1]])
    table(["command", "ms CPU as typed", "numpy, tomllib = 1", "ms CPU with one thread",
           "numpy, tomllib = 1"], lines)  # fmt: skip


def single(script: str, title: str) -> None:
    """A script that prints (what, figure) lines as JSON."""
    out, err = child([sys.executable, str(HERE / script)])
    print(f"### {title}\n")
    if not out:
        print(f"left out: {err.strip().splitlines()[-1] if err.strip() else 'no output'}\n")
        return
    table(["what", "figure"], json.loads(out.splitlines()[-1]))


def inference(python: str) -> None:
    """What follows from facts: Hexvet alone and through its worker, and CLIPS on the same rules."""
    script = str(HERE / "inference.py")
    out, err = child([sys.executable, script, "hexvet"])
    other, _ = child([python, script, "clips"])
    print("### Inference\n")
    if not out:
        print(f"left out: {err.strip().splitlines()[-1] if err.strip() else 'no output'}\n")
        return
    ours, clips = json.loads(out), json.loads(other) if other else {}
    if not clips:
        print("CLIPS: left out, clipspy is not installed", file=sys.stderr)
    lines = []
    for size, name in SIZES.items():
        mine, their = ours[size], clips.get(size)
        cpu, wall = ours["worker"][size]
        if their:
            assert their["same"] == mine["same"], f"CLIPS concludes something else: {size}"
        ratio = [f"{their['ms']:,.2f}", f"{their['ms'] / mine['ms']:,.2f}"] if their else ["", ""]
        lines.append([name, f"{mine['found']:,}", f"{mine['ms']:,.2f}", *ratio,
                      f"{cpu:,.2f}", f"{wall:,.2f}"])  # fmt: skip
    lines.append(["start of the worker, with the first answer", *[""] * 5,
                  f"{ours['worker']['start']:,.0f}"])  # fmt: skip
    table(["facts and rules", "conclusions", "Hexvet alone, ms CPU", "CLIPS, ms CPU", "Hexvet = 1",
           "through the worker, ms CPU", "ms by the clock"], lines)  # fmt: skip


def screen() -> None:
    """The tables of screen.py."""
    out, err = child([sys.executable, str(HERE / "screen.py")])
    print(out, end="")
    print(err, end="", file=sys.stderr)


def peers() -> str:
    """The interpreter that has the other engines, if there is one."""
    python = ROOT / ".venv-bench" / "bin" / "python"
    if python.exists():
        return str(python)
    print("no .venv-bench: only what is installed here is measured; for the other engines\n"
          "  python3 -m venv .venv-bench && .venv-bench/bin/pip install -r bench/requirements.txt",
          file=sys.stderr)  # fmt: skip
    return sys.executable


def report(python: str, slow: tuple[str, ...]) -> None:
    """Prints all tables."""
    version = platform.python_version()
    print(f"Python {version}, {platform.machine()}, one thread, CPU time, medians.\n")
    for missing in (0.0, MISSING):
        speed(python, 10_000, missing, (*WHOLE, *slow))
        speed(python, 100_000, missing, WHOLE)
    single("one_edit.py", "One edit")
    single("rule_tools.py", "Tools for rules")
    single("memory.py", "Peak memory for 100,000 projects and 24 rules")
    inference(python)
    starting()
    single("hostile_texts.py", "Hostile texts")
    screen()
    single("rows.py", "A key among 100 and among 100,000 projects")


def write(text: str) -> None:
    """Puts the tables into docs/performance.md."""
    page = ROOT / "docs" / "performance.md"
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    page.write_text(f"{before}{BEGIN}\n{text}{END}{after}", encoding="utf-8")


def main() -> None:
    """Reads the options."""
    parser = argparse.ArgumentParser(prog="python bench", description=__doc__)
    parser.add_argument("--peers", help="the interpreter that has the other engines")
    parser.add_argument("--quick", action="store_true", help="without the slow engines")
    parser.add_argument("--write", action="store_true", help="into docs/performance.md too")
    options = parser.parse_args()
    shown = io.StringIO()
    with redirect_stdout(shown):
        report(options.peers or peers(), () if options.quick else BY_ROW)
    print(shown.getvalue(), end="")
    if options.write:
        write(shown.getvalue())


if __name__ == "__main__":
    main()
