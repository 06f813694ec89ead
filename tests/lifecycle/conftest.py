"""Ridgeway, a town with three gates, a withdrawn project and two parties that differ."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import hexvet
from hexvet.deciding.planning import Plan, plan, project_of, prospect
from hexvet.evaluation import Assessment
from hexvet.findings.inferred import Inferred
from hexvet.findings.inferring import infer
from hexvet.granting import Objection
from hexvet.inference.worker import Worker
from hexvet.people import Actor

RIDGEWAY = Path(__file__).parent / "ridgeway"
DAY = datetime.date(2026, 5, 4)
MAYOR = Actor("maria", "Maria Lopez", "mayor", ("mayor",))
APPOINTEE = Actor("ann", "Ann Berg", "appointee", ("appointee", "analyst"))
FUND = Actor("fay", "Fay Chu", "fund", ("fund",))


def clock() -> datetime.datetime:
    """One moment, so that journals are the same in every run."""
    return datetime.datetime(2026, 5, 4, 12, 0, tzinfo=datetime.UTC)


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """A copy of Ridgeway that a test may change."""
    return Path(shutil.copytree(RIDGEWAY, tmp_path / "ridgeway"))


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    """One process for all inferences of a module."""
    with Worker() as one:
        yield one


Judge = Callable[[Path], Assessment]


@pytest.fixture
def judge() -> Judge:
    """Judges a town on the day of its stories; it has no mistakes."""

    def judged(root: Path) -> Assessment:
        workspace = hexvet.load(root)
        assert workspace.errors == ()
        return hexvet.evaluate(workspace, DAY)

    return judged


Infer = Callable[[Assessment], Inferred]


@pytest.fixture
def inferring(worker: Worker) -> Infer:
    """What follows from an assessment."""
    return lambda assessment: infer(assessment, worker)


Planned = Callable[..., "Plan | Objection"]


@pytest.fixture
def planned(judge: Judge, inferring: Infer) -> Planned:
    """The plan of a decision, as the command makes it."""

    def made(
        root: Path, id_: str, target: str, actor: Actor = MAYOR, reason: str = "", **more: bool
    ) -> Plan | Objection:
        assessment = judge(root)
        project = project_of(assessment.workspace, id_)
        assert project is not None
        found = prospect(assessment, project, target)
        if isinstance(found, Objection):
            return found
        move, judged = found
        return plan(inferring(judged), project, move, actor, reason, **more)

    return made


def write(root: Path, id_: str, *lines: str) -> None:
    """A project's file, title and all."""
    text = "\n".join([f'title = "{id_.title()}"', *lines, ""])
    (root / "projects" / f"{id_}.toml").write_text(text)
