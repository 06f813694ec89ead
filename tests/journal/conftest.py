"""A city of two files, a clock that goes by seconds, and a way to record a new number."""

from __future__ import annotations

import datetime
import itertools
import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from hexvet.cli import main
from hexvet.journal import Draft, Edit, Entry, read_journal, record
from hexvet.journal.model import Clock
from hexvet.problems import Problem

SETTINGS = 'format = 1\ncity = "Springfield"\npacks = ["la-model"]\n'
HARBOUR = '# the harbour\ntitle = "Harbour"\ncost = 0  # in dollars\n'
STATION = 'title = "Station"\ncost = 0\n'
FILES = ("projects/harbour.toml", "projects/station.toml")


@pytest.fixture(autouse=True)
def quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is killed here is a process, not the machine: nobody needs to wait for the disk."""
    monkeypatch.setattr(os, "fsync", lambda handle: None)


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """A workspace with two projects and nothing recorded yet."""
    return make_city(tmp_path / "springfield")


def make_city(root: Path) -> Path:
    (root / "projects").mkdir(parents=True)
    (root / "hexvet.toml").write_text(SETTINGS)
    (root / FILES[0]).write_text(HARBOUR)
    (root / FILES[1]).write_text(STATION)
    return root


@pytest.fixture
def clock() -> Clock:
    return ticking()


def ticking() -> Clock:
    """Noon on a day in May, a second later each time."""
    start = datetime.datetime(2026, 5, 4, 12, tzinfo=datetime.UTC)
    ticks = itertools.count()
    return lambda: start + datetime.timedelta(seconds=next(ticks))


def cost(root: Path, file: str = FILES[0]) -> int:
    """What a project costs, as its file says."""
    for line in (root / file).read_text().splitlines():
        if line.startswith("cost = "):
            return int(line.split()[2])
    raise AssertionError(f"{file} does not say")


def raised(root: Path, clock: Clock, by: str = "anna", *files: str) -> Entry:
    """Records that each of the files costs one more than before."""
    edits = [
        Edit(file, ("cost",), str(cost(root, file)), str(cost(root, file) + 1))
        for file in files or FILES
    ]
    draft = Draft("answer", by, about=("project:harbour", "field:cost"))
    return record(root, draft, edits, clock)


def entries(root: Path) -> list[Entry]:
    """All entries, each of which can be read."""
    found = list(read_journal(root))
    assert all(isinstance(one, Entry) for one in found), found
    return [one for one in found if isinstance(one, Entry)]


def state(root: Path) -> dict[str, bytes]:
    """Every file with its content but those that are private to this machine or kept aside."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".hexvet" not in path.parts and "journal" not in path.parts
    }


def codes(problems: tuple[Problem, ...] | list[Problem]) -> list[str]:
    return [problem.code for problem in problems]


def forked(work: Callable[[], None]) -> int:
    """Does something in a process of its own; returns its process id."""
    child = os.fork()
    if child:
        return child
    try:
        work()
    except BaseException:
        os._exit(70)
    os._exit(0)


def waited(child: int) -> int:
    """How a process ended: its status, or less than 0 for the signal that killed it."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


class Done(NamedTuple):
    """How a command ended: its status, what it printed, what it complained about."""

    status: int
    out: str
    err: str


Command = Callable[..., Done]


@pytest.fixture
def hexvet(
    city: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Command:
    """Runs `hexvet` with some words in the city's folder."""
    monkeypatch.chdir(city)

    def run(*words: object) -> Done:
        capfd.readouterr()
        status = main([str(word) for word in words])
        return Done(status, *capfd.readouterr())

    return run
