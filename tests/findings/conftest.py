"""Riverton, judged on the day of its stories, and a chainer that stands in for the worker.

On 2018-06-01, by hand:

- alder was last in touch on 2018-03-01, 92 days ago, birch 12 days ago, cedar 42 days ago; of
  dogwood only a range is known. From 31 days on a sponsor is silent, from 60 on for too long.
- alder and birch are chosen and have one director; cedar has the same one, but is not chosen.
- Of the Foundation's million for 2018 alder asks 700,000 and birch 400,000: 100,000 too much.
  What cedar asks does not count, nor does what dogwood has withdrawn.
- birch needs alder first, and alder is blocked.
- The mayor waived cedar's votes until 2018-06-30, 29 days ahead; the remedy of its resources,
  which are not there, builds on those votes.
- Of alder's milestones one is late; one is done, and one was written down only in July.
"""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import hexvet
from hexvet.evaluation import Assessment
from hexvet.findings import Inferred, infer

from .naive import NaiveWorker

RIVERTON = Path(__file__).parent / "riverton"
DAY = datetime.date(2018, 6, 1)

Judged = Callable[..., Assessment]


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """A copy of Riverton that a test may change."""
    return Path(shutil.copytree(RIVERTON, tmp_path / "riverton"))


def judge(root: Path, day: datetime.date = DAY) -> Assessment:
    """A city as things stand on a day, without a mistake in its files."""
    workspace = hexvet.load(root)
    assert not workspace.problems, "\n".join(map(str, workspace.problems))
    return hexvet.evaluate(workspace, day)


@pytest.fixture(scope="session")
def assessment() -> Assessment:
    """Riverton, judged."""
    return judge(RIVERTON)


@pytest.fixture(scope="session")
def inferred(assessment: Assessment) -> Inferred:
    """What follows of Riverton."""
    return infer(assessment, NaiveWorker())


def change(file: Path, old: str, new: str) -> None:
    """Replaces a piece of a file that has to be there."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def append(file: Path, text: str) -> None:
    """Writes something at the end of a file."""
    file.write_text(f"{file.read_text(encoding='utf-8')}\n{text}\n", encoding="utf-8")
