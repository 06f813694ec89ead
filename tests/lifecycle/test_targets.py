"""Where a project may go from here; the next stage first."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

import hexvet
from hexvet.lifecycle import targets

RIDGEWAY = Path(__file__).parent / "ridgeway"


@pytest.mark.parametrize(
    ("project", "wanted"),
    [
        ("alpha", [("trial", "forward"), ("idea", "stay"), ("paused", "pause"),
                   ("withdrawn", "withdraw")]),
        ("beta", [("rollout", "forward"), ("idea", "back"), ("paused", "pause"),
                  ("trial", "stay"), ("withdrawn", "withdraw")]),
        ("gamma", [("active", "reopen")]),
    ],
)  # fmt: skip
def test_the_next_stage_comes_first(project: str, wanted: list[tuple[str, str]]) -> None:
    workspace = hexvet.load(RIDGEWAY)
    packs = hexvet.evaluate(workspace, datetime.date(2026, 5, 4)).packs
    found = [
        (name, step.transition.move)
        for name, step in targets(workspace.files.projects[project], packs)
    ]
    assert found[0] == wanted[0]
    assert sorted(found) == sorted(wanted)
