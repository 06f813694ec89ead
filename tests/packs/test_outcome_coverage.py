"""Every shipped pack asks, in its own tests, for each outcome that each of its rules can have."""

from __future__ import annotations

from pathlib import Path

import pytest

from hexvet.packs.loading import Library
from hexvet.testing import run_cases
from hexvet.testing.covering import coverage_of

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = sorted([*ROOT.glob("rules/*.toml"), *ROOT.glob("sample_data/*/rules/*.toml")])


def test_there_are_packs_to_look_at() -> None:
    assert {path.stem for path in SHIPPED} >= {"la_model", "nirn_hexagon", "baltimore_cip"}


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_each_outcome_of_each_rule_is_expected_by_a_test(path: Path) -> None:
    run = run_cases(Library([path.parent, ROOT / "rules"]).load_file(path))
    assert run.pack is not None
    assert not run.problems
    coverage = coverage_of(run.pack, run.runs)
    assert not [(rule.target.id, rule.missing) for rule in coverage.rules if rule.missing]
    assert coverage.outcomes.covered == coverage.outcomes.total > 0
