"""Springfield, judged on the day of its stories, and a city full of hostile texts."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import hexvet
from hexvet.reporters.report import Report, Threshold, gate_ids

SPRINGFIELD = Path(__file__).parents[1] / "cli" / "springfield"
DAY = datetime.date(2018, 2, 1)
HOSTILE = '=HYPERLINK("x") | <b>&amp; [link](u) *a* `c` ]]> \' é 橋'

ReportOf = Callable[..., Report]


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """A copy of Springfield that a test may change."""
    return Path(shutil.copytree(SPRINGFIELD, tmp_path / "springfield"))


@pytest.fixture
def report_of() -> ReportOf:
    """Judges a city and makes the report of all of it."""

    def judge(root: Path, threshold: Threshold = Threshold()) -> Report:  # noqa: B008
        assessment = hexvet.evaluate(hexvet.load(root), DAY)
        projects = tuple(assessment.workspace.projects)
        return Report(assessment, projects, gate_ids(assessment), threshold=threshold)

    return judge


@pytest.fixture
def report(city: Path, report_of: ReportOf) -> Report:
    """The report about Springfield."""
    return report_of(city)


@pytest.fixture
def hostile(city: Path, report_of: ReportOf) -> Report:
    """A city whose title, pack and waiver hold everything that some format takes for markup."""
    quoted = HOSTILE.replace("\\", "\\\\").replace('"', '\\"')
    for file, old in (
        ("projects/beta.toml", '"Beta"'),
        ("hexvet.toml", '"Springfield"'),
        ("rules/mini.toml", '"Time-limited scope"'),
        ("rules/mini.toml", '"Nobody wrote a note."'),
        ("waivers.toml", '"The bridge comes first."'),
    ):
        path = city / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, f'"{quoted}"'), encoding="utf-8")
    found = report_of(city)
    assert not found.assessment.workspace.problems
    return found
