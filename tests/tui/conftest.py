"""Textual's switches are read when it is imported: they are set before that, once."""

from __future__ import annotations

import asyncio
import inspect
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from towns import Town

HERE = str(Path(__file__).parent)
if HERE not in sys.path:
    sys.path.insert(0, HERE)

SWITCHES = {
    "TEXTUAL_ANIMATIONS": "none",
    "TEXTUAL_SMOOTH_SCROLL": "0",
    "TERM": "xterm-256color",
    "COLORTERM": "truecolor",
}
KEPT = {"HOME", "LANG", "LC_ALL", "PATH", "TMPDIR", "PYTEST_CURRENT_TEST", *SWITCHES}
TAKEN = (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM)

os.environ.update(SWITCHES)


@pytest.fixture(autouse=True)
def scrubbed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The report of failed snapshots prints every variable: only harmless ones are left."""
    for name in [*os.environ]:
        if name not in KEPT and not name.startswith(("TEXTUAL_SNAPSHOT", "COV_")):
            monkeypatch.delenv(name)
    for name, value in SWITCHES.items():
        monkeypatch.setenv(name, value)
    for name in ("CONFIG", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.casefold()))


@pytest.fixture(autouse=True)
def signals() -> Iterator[None]:
    """An application that runs here takes the signals, and would keep them: they are pytest's."""
    kept = {number: signal.getsignal(number) for number in TAKEN}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


@pytest.fixture
def ridgeway(tmp_path: Path, scrubbed: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    """A copy of Ridgeway on the screen, where one is logged in as the mayor."""
    from towns import Town  # not before the path and Textual's switches are set

    monkeypatch.setenv("LOGNAME", "mlopez")
    found = Town(tmp_path)
    yield found
    found.close()


@pytest.fixture
def dear(ridgeway: Town) -> Town:
    """Ridgeway, where Alpha costs two million: dear, so that its trial is blocked."""
    ridgeway.answer("alpha", "cost = 50000", "cost = 2000000")
    ridgeway.on("alpha")
    return ridgeway


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Tests that are coroutines run to their end in a loop of their own."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    names = inspect.signature(pyfuncitem.obj).parameters
    asyncio.run(pyfuncitem.obj(**{name: pyfuncitem.funcargs[name] for name in names}))
    return True
