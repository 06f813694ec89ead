"""`check` for programs: the shape of docs/schemas/result.schema.json, the same bytes every time.

One project a line, so that two results can be compared with ordinary tools.
"""

from __future__ import annotations

from json import dumps
from typing import TypeAlias

from hexvet.documents import UNPRINTABLE
from hexvet.model import (
    INFINITY,
    SEVERITIES,
    CheckOutcome,
    CriterionOutcome,
    Finding,
    GateOutcome,
    Interval,
    ProjectOutcome,
    SectionOutcome,
    Waiver,
)
from hexvet.problems import Problem
from hexvet.reporters.report import Report
from hexvet.reporters.wording import file_text
from hexvet.version import VERSION

FORMAT = 1
"""The version of the result's shape."""

DECIMALS = 6

Json: TypeAlias = "dict[str, Json] | list[Json] | str | float | bool | None"


def render(report: Report) -> str:
    """The result as JSON text."""
    head = {"format": FORMAT, "hexvet": VERSION, "as_of": report.assessment.as_of.isoformat()}
    parts = [f'"{name}": {text_of(value)}' for name, value in head.items()]
    parts.append(f'"packs": {_lines(packs(report))}')
    programme: Json = {"checks": checks(report.programme)}
    parts.append(f'"programme": {text_of(programme)}')
    parts.append(f'"projects": {_lines([project(report, one) for one in report.outcomes])}')
    parts.append(f'"findings": {_lines([finding_of(report, one) for one in report.findings])}')
    problems = report.assessment.workspace.problems
    parts.append(f'"problems": {_lines([problem_of(one) for one in in_order(problems)])}')
    parts.append(f'"summary": {text_of(summary(report))}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


def text_of(value: object) -> str:
    """Compact JSON in which nothing can steer a terminal."""
    text = dumps(value, ensure_ascii=False, allow_nan=False, separators=(", ", ": "))
    return UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _lines(values: list[Json]) -> str:
    return "[\n  " + ",\n  ".join(map(text_of, values)) + "\n]" if values else "[]"


def number(value: float) -> float | None:
    """A number to six decimals, never -0.0; None for infinity."""
    return None if abs(value) == INFINITY else round(float(value), DECIMALS) + 0.0


def interval(value: Interval | None) -> Json:
    """`[low, high]`, or None."""
    return None if value is None else [number(value.low), number(value.high)]


def packs(report: Report) -> list[Json]:
    """The packs in force: which text judged."""
    return [
        {"id": pack.id, "version": pack.version, "format": pack.format,
         "sha256": pack.sha256}
        for pack in report.assessment.packs
    ]  # fmt: skip


def project(report: Report, outcome: ProjectOutcome) -> Json:
    """Everything about one project."""
    known = report.assessment.workspace.projects[outcome.id]
    return {
        "id": outcome.id,
        "title": known.title,
        "stage": outcome.stage,
        "lifecycle": known.lifecycle,
        "file": known.file,
        "illustration": known.illustration,
        "sections": {id_: _section(one) for id_, one in outcome.sections.items()},
        "criteria": {id_: _criterion(one) for id_, one in outcome.criteria.items()},
        "checks": checks(report.at_gates(outcome.checks)),
        "gates": {id_: _gate(one) for id_, one in report.gates_of(outcome).items()},
        "blocked": {
            gate: list(dict.fromkeys(finding.id for finding in why))
            for gate, why in report.blocked(outcome.id).items()
        },
        "eligible": list(report.eligible(outcome.id)),
        "score": interval(outcome.score),
        "evidence_share": None
        if outcome.evidence_share is None
        else number(outcome.evidence_share),
        "needs": list(outcome.needs),
    }


def _section(outcome: SectionOutcome) -> Json:
    needs: Json = list(outcome.needs)
    return {"state": outcome.state, "score": interval(outcome.score), "needs": needs}


def _criterion(outcome: CriterionOutcome) -> Json:
    needs: Json = list(outcome.needs)
    return {"state": outcome.state, "score": interval(outcome.score), "needs": needs}


def _gate(outcome: GateOutcome) -> Json:
    because: Json = list(outcome.because)
    return {"state": outcome.state, "because": because, "without_waivers": outcome.without}


def checks(outcomes: dict[str, CheckOutcome]) -> Json:
    """Checks by full id."""
    return {id_: check(one) for id_, one in outcomes.items()}


def check(outcome: CheckOutcome) -> Json:
    """One check's outcome; `without_waiver` is its status if nobody had waived it."""
    return {
        "status": outcome.status,
        "severity": outcome.severity,
        "gate": outcome.gate,
        "message": outcome.message,
        "needs": list(outcome.needs),
        "waiver": waiver(outcome.waiver) if outcome.waiver else None,
        "without_waiver": outcome.without,
    }


def waiver(granted: Waiver) -> Json:
    """A waiver as the ledger has it."""
    return {
        "id": granted.id,
        "role": granted.role,
        "name": granted.name,
        "reason": granted.reason,
        "granted": granted.granted.isoformat(),
        "expires": granted.expires.isoformat(),
    }


def finding_of(report: Report, finding: Finding) -> Json:
    """One finding; `derivation` is its whole tree, None when no rule of a pack concluded it."""
    from hexvet.reporters.explanation_json import explanation

    workspace = report.assessment.workspace
    tree = report.inferred.derivation(finding) if report.inferred and finding.rule else None
    return {
        "id": finding.id,
        "about": list(finding.about),
        "severity": finding.severity,
        "message": finding.message,
        "because": list(finding.because),
        "gate": finding.gate,
        "to": finding.to,
        "remedy": finding.remedy,
        "rule": finding.rule,
        "derivation": explanation(tree, workspace) if tree else None,
    }


def in_order(problems: tuple[Problem, ...]) -> list[Problem]:
    """Problems by file, line and column."""
    return sorted(problems, key=lambda p: (p.place.file, p.place.line, p.place.column, p.code))


def problem_of(problem: Problem) -> Json:
    """A mistake in a file; line and column are None where it is about the whole file."""
    place = problem.place
    return {
        "code": problem.code,
        "severity": problem.severity,
        "message": problem.message,
        "file": file_text(place.file),
        "line": place.line or None,
        "column": place.column or None,
        "help": problem.hint,
    }


def summary(report: Report) -> Json:
    """How many of everything."""
    counts: dict[str, Json] = {"projects": len(report.projects)}
    counts |= report.counts
    counts["gates"] = {
        gate: {str(state): number for state, number in tally.items()}
        for gate, tally in report.tally.items()
    }
    found = [finding.severity for finding in report.findings]
    counts["findings"] = {str(severity): found.count(severity) for severity in SEVERITIES}
    counts["blocked"] = dict(report.blocks)
    return counts
