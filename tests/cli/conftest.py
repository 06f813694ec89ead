"""A small city, copied for each test, and the command as a function."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from hexvet.cli import main

SPRINGFIELD = Path(__file__).parent / "springfield"
DAY = "2018-02-01"


class Done(NamedTuple):
    """How a command ended: its status, what it printed, what it complained about."""

    status: int
    out: str
    err: str


Command = Callable[..., Done]


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Springfield, and the folder that one stands in."""
    copy = Path(shutil.copytree(SPRINGFIELD, tmp_path / "springfield"))
    monkeypatch.chdir(copy)
    return copy


@pytest.fixture
def hexvet(capfd: pytest.CaptureFixture[str]) -> Command:
    """Runs `hexvet` with some words."""

    def run(*words: object) -> Done:
        capfd.readouterr()
        status = main([str(word) for word in words])
        return Done(status, *capfd.readouterr())

    return run


@pytest.fixture
def check(hexvet: Command, city: Path) -> Command:
    """Runs `hexvet check` in Springfield on the day of its stories."""

    def run(*words: object) -> Done:
        return hexvet("check", "--as-of", DAY, *words)

    return run
