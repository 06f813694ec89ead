"""Headless commands load no screen, and help does not load what only evaluation needs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCREEN = frozenset({"textual", "rich", "hexvet_tui"})
HEAVY = frozenset({"numpy", "durable", "durable_rules_engine", "watchfiles"})

HELD = (0, 1)
FAILED = (0, 1, 2, 5)

VERBS = [
    (["--help"], SCREEN | HEAVY, HELD),
    (["check", "--help"], SCREEN | HEAVY, HELD),
    (["check"], SCREEN, HELD),
    (["show", "procurement"], SCREEN, HELD),
    (["show", "--screen", "portfolio", "--plain"], frozenset({"textual", "rich"}), HELD),
    (["show", "procurement", "--screen", "project"], frozenset({"textual", "rich"}), HELD),
    (["why", "procurement"], SCREEN, HELD),
    (["rank"], SCREEN, HELD),
    (["needs"], SCREEN, HELD),
    (["packs"], SCREEN, HELD),
    (["eval", "1 + 1 == 2"], SCREEN, HELD),
    (["doctor"], SCREEN | HEAVY, HELD),
    (["reset-terminal", "--help"], SCREEN | HEAVY, HELD),
    (["init", "a-city"], SCREEN, HELD),
    (["new", "project", "potholes"], SCREEN, HELD),
    (["log"], SCREEN | HEAVY, HELD),
    (["verify"], SCREEN | HEAVY, (0,)),
    (["record", "--dry-run"], SCREEN, HELD),
    (["sign", "--key", "absent"], SCREEN | HEAVY, (2,)),
    (["import", "csv", "absent.csv", "--map", "absent.toml"], SCREEN, FAILED),
]

PROBE = """
import sys
code = 0
try:
    from hexvet.cli import main
    code = main()
except SystemExit as stop:
    code = stop.code or 0
finally:
    sys.stderr.write("\\nLOADED " + " ".join(sorted({n.split(".")[0] for n in sys.modules})))
sys.exit(code)
"""


def loaded(arguments: list[str], cwd: Path, root: Path) -> tuple[int, set[str], str]:
    """Runs one command line in a process of its own: its exit code, its modules, its stderr."""
    path = os.pathsep.join([str(root / "engine"), str(root / "tui")])
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *arguments],
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": path},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    _, _, modules = done.stderr.rpartition("\nLOADED ")
    return done.returncode, set(modules.split()), done.stderr


@pytest.mark.parametrize(
    ("arguments", "forbidden", "codes"), VERBS, ids=[" ".join(v[0]) for v in VERBS]
)
def test_a_headless_command_loads_only_what_it_needs(
    arguments: list[str],
    forbidden: frozenset[str],
    codes: tuple[int, ...],
    los_angeles: Path,
    root: Path,
) -> None:
    code, modules, errors = loaded(arguments, los_angeles, root)
    assert "hexvet" in modules, errors
    assert modules & forbidden == set()
    assert code in codes, errors


def test_the_facade_is_lazy(root: Path) -> None:
    code = "import sys, hexvet; print(*sorted({n.split('.')[0] for n in sys.modules}))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": str(root / "engine")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(done.stdout.split()) & (SCREEN | HEAVY) == set()
