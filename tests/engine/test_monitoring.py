"""What is due, done or late, and whether indicators reach their targets."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

import hexvet
from hexvet.evaluation import Assessment
from hexvet.monitoring import feeding, indicators, steps, unreported

PACK = """
[pack]
id = "city"
title = "City"
version = "1.0.0"
format = 1
[field.milestones]
type = "table"
columns = { name = "text", owner = "text", due = "date", done = "date" }
[field.kpis]
type = "table"
[field.kpis.columns]
name = "text"
unit = "text"
baseline = "number"
target = "number"
direction = ["up", "down"]
cadence_days = "number"
[field.readings]
type = "table"
columns = { date = "date", kpi = "text", value = "number" }
dated = "date"
[field.reports]
type = "table"
of = "programme"
columns = { due = "date", delivered = "date" }
[field.log]
type = "table"
columns = { date = "date", text = "text" }
[gate.one]
order = 1
[check.any]
title = "Any"
require = "count(milestones) >= 1"
severity = "warning"
gate = "one"
"""
PERMITS = """
title = "Permits"
milestones = [
  { name = "Early", due = 2026-03-10, done = 2026-03-01 },
  { name = "Late", due = 2026-03-01, done = 2026-03-05 },
  { name = "Overdue", owner = "C. Reyes", due = 2026-05-22 },
  { name = "To come", due = 2026-07-01 },
  { name = "Without a day" },
  { name = "Done tomorrow", due = 2026-05-31, done = 2026-06-02 },
]
readings = [
  { date = 2026-04-30, kpi = "days", value = 9 },
  { date = 2026-01-31, kpi = "days", value = 31 },
  { date = 2026-03-31, kpi = "days", value = 10 },
  { date = 2026-06-30, kpi = "days", value = 1 },
  { date = 2026-05-01, kpi = "share", value = 79 },
  { date = 2026-05-01, kpi = "aimless", value = 5 },
]
[[kpis]]
name = "days"
unit = "days"
baseline = 31
target = 10
direction = "down"
cadence_days = 30
[[kpis]]
name = "share"
baseline = 0
target = 80
direction = "up"
[[kpis]]
name = "aimless"
baseline = 1
"""


@pytest.fixture
def assessment(tmp_path: Path) -> Assessment:
    (tmp_path / "rules").mkdir()
    (tmp_path / "projects").mkdir()
    (tmp_path / "rules/city.toml").write_text(PACK)
    (tmp_path / "hexvet.toml").write_text(
        'format = 1\ncity = "Town"\npacks = ["city"]\n[programme]\n'
        "reports = [{ due = 2026-05-01, delivered = 2026-05-01 }, { due = 2026-05-31 }]\n"
    )
    (tmp_path / "projects/permits.toml").write_text(PERMITS)
    (tmp_path / "projects/silent.toml").write_text('title = "Silent"\n')
    workspace = hexvet.load(tmp_path)
    assert workspace.problems == ()
    return hexvet.evaluate(workspace, datetime.date(2026, 6, 1))


def test_steps_by_day_with_their_slip(assessment: Assessment) -> None:
    """Days by the calendar: 5 March is four days after the first; 22 May is ten days before
    1 June. What is done tomorrow is not done yet."""
    assert [(s.project, s.name, s.state, s.slip) for s in steps(assessment)] == [
        ("permits", "Late", "late", 4),
        ("permits", "Early", "done", -9),
        ("", "reports 1", "done", 0),
        ("permits", "Overdue", "overdue", 10),
        ("", "reports 2", "overdue", 1),
        ("permits", "Done tomorrow", "overdue", 1),
        ("permits", "To come", "due", 0),
        ("permits", "Without a day", "undated", None),
    ]
    assert next(s.owner for s in steps(assessment) if s.name == "Overdue") == "C. Reyes"


def test_an_indicator_is_met_in_its_direction_since_its_first_good_reading(
    assessment: Assessment,
) -> None:
    """10 days or less: reached on 31 March and kept; the reading of 30 June is not there yet.
    The last reading is 32 days old at a cadence of 30."""
    days = indicators(assessment)[0]
    assert [r.value for r in days.readings] == [31, 10, 9]
    assert (days.state, days.since) == ("met", datetime.date(2026, 3, 31))
    assert days.silent == 2


def test_a_target_that_is_not_reached_and_one_that_is_not_known(assessment: Assessment) -> None:
    _, share, aimless = indicators(assessment)
    assert (share.state, share.since) == ("unmet", datetime.date(2026, 5, 1))
    assert share.silent is None
    assert aimless.state == "unknown"


def test_a_project_without_evidence_is_named_and_has_nothing_done(assessment: Assessment) -> None:
    assert unreported(assessment) == ("silent",)


def test_the_fields_that_feed_it_are_told_by_their_columns(assessment: Assessment) -> None:
    assert feeding(assessment) == ("milestones", "kpis", "readings", "reports")
