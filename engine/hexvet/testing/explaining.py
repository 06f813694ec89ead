"""Why a case came out otherwise than expected: the leaves that decide, with their values."""

from __future__ import annotations

from collections.abc import Iterator

from hexvet.evaluation import Assessment
from hexvet.explanation import explain
from hexvet.language.formatting import format_cell
from hexvet.model import Explanation, Reason
from hexvet.packs.finding_examples import INFERRED
from hexvet.packs.loading import Loaded
from hexvet.testing.assessing import assessment_of
from hexvet.testing.cases import ALONE
from hexvet.testing.lacking import reasons_of_inference
from hexvet.testing.outcomes import Target, targets
from hexvet.testing.running import CaseRun, Expectation

_HOLDS = {True: "yes", False: "no", None: "unknown"}
_FINE = ("passed", "not_applicable", "met", "filled", "pass")
_MOST = 6
"""How many parts of a gate or section are told."""


def reasons(run: CaseRun, expectation: Expectation, loaded: Loaded) -> tuple[str, ...]:
    """What decides the outcome that was not expected, one reason a line."""
    if expectation.rule == "missing":
        return tuple(_not_needed(run, expectation))
    if expectation.rule == "score":
        scored = run.outcomes.project.sections
        return tuple(
            f"{id_} has the score {format_cell(one.score, 'number', spec='.1f')}"
            for id_, one in scored.items()
        )
    if expectation.rule in INFERRED:
        return tuple(reasons_of_inference(run, expectation))
    named = targets(run.trial.pack)[expectation.rule]
    assessment = assessment_of(run.case, run.trial, run.outcomes, loaded)
    return tuple(line for target in named for line in _of_target(run, target, assessment))


def _not_needed(run: CaseRun, expectation: Expectation) -> Iterator[str]:
    for name in expectation.expected.split(", "):
        if name not in run.outcomes.needs:
            answered = name in run.case.evidence
            yield f"{name} is answered" if answered else f"nothing that is open turns on {name}"


def _of_target(run: CaseRun, target: Target, assessment: Assessment) -> Iterator[str]:
    check = run.trial.pack.checks.get(target.id)
    subject = "programme" if check is not None and check.of == "programme" else ALONE
    yield from _lines(explain(assessment, subject, target.id))


def _lines(explanation: Explanation) -> Iterator[str]:
    for reason in explanation.reasons:
        yield _reason(reason)
    parts = [part for part in explanation.parts if part.verdict not in _FINE]
    for part in (parts or list(explanation.parts))[:_MOST]:
        yield f"{part.rule} is {part.verdict.replace('_', ' ')}"
        for reason in part.reasons:
            yield f"  {_reason(reason)}"
    if len(parts) > _MOST:
        yield f"and {len(parts) - _MOST} more"


def _reason(reason: Reason) -> str:
    value = f" ({reason.value})" if reason.value else ""
    return f"{reason.text}: {_HOLDS[reason.holds]}{value}"
