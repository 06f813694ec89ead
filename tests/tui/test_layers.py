"""A mode is a folder of its own: of other modes it knows at most the state that it hands over,
and only its screen knows Textual."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from hexvet_tui import modes

SHARED = ("base",)
"""Modules in the folder of the modes that belong to all of them."""


def imported(file: Path) -> Iterator[str]:
    """The dotted names that a file imports."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("mode", modes.IDS)
def test_a_mode_knows_of_others_at_most_their_state(mode: str, root: Path) -> None:
    others = {f"hexvet_tui.modes.{name}" for name in modes.IDS if name != mode}
    offences = [
        f"{file.name}: {name}"
        for file in (root / "tui/hexvet_tui/modes" / mode).rglob("*.py")
        for name in imported(file)
        if name.startswith(tuple(f"{other}." for other in others))
        and name.split(".")[3:4] != ["state"]
    ]
    assert offences == []


@pytest.mark.parametrize("mode", modes.IDS)
def test_only_screens_know_textual(mode: str, root: Path) -> None:
    screen = modes.load(mode).screen.partition(":")[0].rpartition(".")[2]
    loaded = {
        file.name
        for file in (root / "tui/hexvet_tui/modes" / mode).rglob("*.py")
        for name in imported(file)
        if name.split(".")[0] in ("textual", "rich") and file.stem != screen
    }
    pure = {"__init__.py", "actions.py", "state.py", "verbs.py", "panes.py", "printout.py"}
    assert loaded & pure == set()
