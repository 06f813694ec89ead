"""The sample city by the L.A. Model: every finding leads down to lines of its files."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

import hexvet
from hexvet.findings import Inferred, infer
from hexvet.inference.worker import Worker
from hexvet.model import Explanation, Where

AS_OF = datetime.date(2026, 10, 1)


@pytest.fixture(scope="module")
def found(root: Path) -> Inferred:
    """What follows of Los Angeles."""
    workspace = hexvet.load(root / "sample_data/los-angeles")
    with Worker() as worker:
        return infer(hexvet.evaluate(workspace, AS_OF), worker)


def places(told: Explanation) -> Iterator[Where]:
    yield from (one.where for reason in told.reasons for one in reason.evidence)
    if told.waiver:
        yield told.waiver.where
    for part in told.parts:
        yield from places(part)


def test_the_rules_are_run(found: Inferred) -> None:
    assert found.findings
    assert found.troubles == ()


def test_every_finding_rests_on_lines_of_the_citys_files(found: Inferred) -> None:
    workspace = found.assessment.workspace
    for finding in found.findings:
        files = {workspace.place(where).file for where in places(found.derivation(finding))}
        assert files, finding.id
        assert all((workspace.root / file).is_file() for file in files), finding.id


def test_every_blocked_gate_has_a_finding_that_is_listed(found: Inferred) -> None:
    blocked = [found.blocked(id_) for id_ in found.assessment.workspace.projects]
    assert any(blocked)
    for gates in blocked:
        for why in gates.values():
            assert why
            assert set(why) <= set(found.findings)
