"""What the table says beyond one line a project."""

from __future__ import annotations

import datetime
from pathlib import Path

import hexvet
from hexvet.reporters.report import Report
from hexvet.reporters.table import render


def test_several_frameworks_stand_side_by_side(root: Path) -> None:
    workspace = hexvet.load(root / "sample_data" / "los-angeles")
    assessment = hexvet.evaluate(workspace, datetime.date(2026, 10, 1))
    shown = render(Report(assessment, ("real-estate",), tuple(assessment.packs[0].gates)))
    assert "Side by side (2 packs)" in shown
    (line,) = [one for one in shown.splitlines() if one.startswith("real-estate ###?#? ~HOLD")]
    assert line.split()[-1] == "-", "the authors of the second pack publish no gates and no score"
