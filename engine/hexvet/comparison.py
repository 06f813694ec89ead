"""Several projects side by side: what is said of each, row by row, and where they differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Literal, TypeAlias

from hexvet.evaluation import Assessment
from hexvet.model import Cell, Fill, Interval, Passage, ProjectOutcome, State, Status

RowKind: TypeAlias = Literal[
    "stage", "gate", "score", "difference", "evidence", "section", "criterion", "check", "field"
]
Said: TypeAlias = "Cell | Fill | Passage | Status | State | float | None"
"""What one row says of one project; None where nothing is known."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that is said of every project. `id` is a rule's, a gate's or a field's."""

    kind: RowKind
    id: str
    title: str
    values: tuple[Said, ...]

    @property
    def differs(self) -> bool:
        """Whether it is not the same for all, or, of what is only known as a range, may not be."""
        return any(value != self.values[0] or _is_open(value) for value in self.values[1:])


def _is_open(value: Said) -> bool:
    return isinstance(value, Interval) and value.low != value.high


def compared(assessment: Assessment, projects: Sequence[str]) -> tuple[Row, ...]:
    """Every row about some projects: gates, score, sections, criteria, checks, answers.

    Rules that say nothing of any of them (a check that does not apply, a question that nobody
    answered) are left out. Raises KeyError for a project that is not there.
    """
    outcomes = [assessment.project(name) for name in projects]
    return tuple(
        row
        for rows in (
            _standing(outcomes),
            _sections(assessment, outcomes),
            _checks(assessment, outcomes),
            _answers(assessment, projects),
        )
        for row in rows
    )


def difference(value: Said, baseline: Said) -> Interval | None:
    """How much more a quantity is than another, between the least and the most that it can be;
    None where there is no least or no most."""
    if not isinstance(value, Interval) or not isinstance(baseline, Interval):
        return None
    found = Interval(value.low - baseline.high, value.high - baseline.low)
    return found if isfinite(found.low) and isfinite(found.high) else None


def _written(score: Interval | None) -> Interval | None:
    """A score in whole points, so that what is told of two agrees with what is read of each."""
    return Interval(round(score.low), round(score.high)) if score else None


def _standing(outcomes: Sequence[ProjectOutcome]) -> Iterator[Row]:
    yield Row("stage", "stage", "Stage", tuple(one.stage for one in outcomes))
    gates = dict.fromkeys(gate for one in outcomes for gate in one.gates)
    for gate in gates:
        states = tuple(one.gates[gate].state if gate in one.gates else None for one in outcomes)
        yield Row("gate", gate, gate, states)
    if any(one.score is not None for one in outcomes):
        scores = tuple(one.score for one in outcomes)
        yield Row("score", "score", "Score", scores)
        more = (difference(_written(one), _written(scores[0])) for one in scores[1:])
        yield Row("difference", "score", "Against the base", (Interval(0, 0), *more))
    shares = tuple(one.evidence_share for one in outcomes)
    yield Row("evidence", "evidence", "Evidence", shares)


def _sections(assessment: Assessment, outcomes: Sequence[ProjectOutcome]) -> Iterator[Row]:
    for pack in assessment.packs:
        for id_, section in pack.sections.items():
            states = tuple(one.sections[id_].state for one in outcomes)
            yield Row("section", id_, section.title, states)
            for criterion in pack.criteria.values():
                if criterion.section == id_:
                    values = tuple(one.criteria[criterion.id].state for one in outcomes)
                    yield Row("criterion", criterion.id, criterion.title, values)


def _checks(assessment: Assessment, outcomes: Sequence[ProjectOutcome]) -> Iterator[Row]:
    for pack in assessment.packs:
        for check in pack.checks.values():
            if check.of == "project":
                states = tuple(one.checks[check.id].status for one in outcomes)
                if any(state != "not_applicable" for state in states):
                    yield Row("check", check.id, check.title, states)


def _answers(assessment: Assessment, projects: Sequence[str]) -> Iterator[Row]:
    workspace = assessment.workspace
    for name, field in workspace.fields.items():
        values = tuple(workspace.projects[one].cells.get(name) for one in projects)
        if field.of == "project" and any(value is not None for value in values):
            yield Row("field", name, field.title, values)
