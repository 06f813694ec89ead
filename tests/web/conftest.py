"""A server on a copy of the sample city, as the command starts it."""

from __future__ import annotations

import asyncio
import inspect
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent
for folder in (HERE, HERE.parent / "terminal"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

ROOT = Path(__file__).parents[2]


@pytest.fixture
def serve(los_angeles: Path) -> Iterator[Callable[..., str]]:
    """Starts `hexvet serve` and gives the address that it prints; ended with the test."""
    running: list[subprocess.Popen[str]] = []

    def begin(*words: str) -> str:
        home = los_angeles.parent
        environ = {
            "HOME": str(home),
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "PYTHONPATH": os.pathsep.join(str(ROOT / name) for name in ("engine", "tui")),
        }
        command = [sys.executable, "-m", "hexvet", "serve", str(los_angeles)]
        with (home / "complaints").open("w") as complaints:
            process = subprocess.Popen(
                [*command, "--as-of", "2026-10-01", *words],
                stdout=subprocess.PIPE,
                stderr=complaints,
                text=True,
                env=environ,
            )
        running.append(process)
        assert process.stdout
        process.stdout.readline()
        return process.stdout.readline().strip()

    yield begin
    for process in running:
        process.terminate()
        assert process.wait(20) == 0
        assert process.stdout
        with process.stdout as told:
            assert told.read() == "", "a tab that is closed is no news"


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Tests that are coroutines run to their end in a loop of their own."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    names = inspect.signature(pyfuncitem.obj).parameters
    asyncio.run(pyfuncitem.obj(**{name: pyfuncitem.funcargs[name] for name in names}))
    return True
