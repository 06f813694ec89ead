"""Lets the tests of this folder import the terminal that stands beside them, and opens it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

HERE = str(Path(__file__).parent)
if HERE not in sys.path:
    sys.path.insert(0, HERE)

from terminal import Terminal, opened, typed  # noqa: E402


@pytest.fixture
def start(los_angeles: Path) -> Iterator[Callable[..., Terminal]]:
    """Opens the sample city; whatever still runs at the end is ended."""
    running: list[Terminal] = []

    def begin(size: tuple[int, int] = (80, 24), **given: object) -> Terminal:
        running.append(opened(los_angeles, size, **given))  # type: ignore[arg-type]
        return running[-1]

    yield begin
    for terminal in running:
        terminal.end()


@pytest.fixture
def hexvet(tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    """Types a command line; whatever still runs at the end is ended."""
    running: list[Terminal] = []

    def begin(*words: str, size: tuple[int, int] = (80, 24), **environ: str) -> Terminal:
        running.append(typed(words, tmp_path, size, **environ))
        return running[-1]

    yield begin
    for terminal in running:
        terminal.end()
