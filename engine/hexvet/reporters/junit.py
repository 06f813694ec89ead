"""`check` for build servers: JUnit XML, one suite for the programme and one for each project.

A check at or above the threshold is a failure; below it, it is a passed case with a note. What
is unknown, waived or not applicable is skipped, with the reason. Findings have a suite of their
own, the last, when there are any.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from hexvet.model import CheckOutcome
from hexvet.reporters.report import PROGRAMME, Report
from hexvet.reporters.wording import waiver_text

FINDINGS = "findings"
"""The name of the findings' suite."""

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\ud800-\udfff\ufffe\uffff]")
_ENTITIES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;",
     "\t": "&#9;"}
)  # fmt: skip


def render(report: Report) -> str:
    """The whole file; it says that it is UTF-8."""
    workspace = report.assessment.workspace
    suites = [_suite(report, PROGRAMME, report.programme, workspace.programme.file)]
    for outcome in report.outcomes:
        file = workspace.projects[outcome.id].file
        suites.append(_suite(report, outcome.id, report.at_gates(outcome.checks), file))
    if report.findings:
        suites.append(_findings(report))
    counts = [sum(suite[0][at] for suite in suites) for at in range(3)]
    lines = [line for suite in suites for line in suite[1]]
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f"<testsuites {_attributes(name='hexvet', **_counts(counts))}>",
            *lines,
            "</testsuites>",
            "",
        ]
    )


def escaped(text: str) -> str:
    """Any text for an attribute or an element; what XML cannot hold becomes U+FFFD."""
    return _NOT_XML.sub("\ufffd", text).translate(_ENTITIES)


def _attributes(**values: object) -> str:
    return " ".join(f'{name}="{escaped(str(value))}"' for name, value in values.items())


def _counts(counts: list[int]) -> dict[str, object]:
    tests, failures, skipped = counts
    return {"tests": tests, "failures": failures, "errors": 0, "skipped": skipped, "time": 0}


def _suite(
    report: Report, name: str, checks: Mapping[str, CheckOutcome], file: str
) -> tuple[list[int], list[str]]:
    return _of_cases(
        name,
        [
            (outcome.id, f"{name}.{outcome.gate}", file, _inner(report, outcome))
            for outcome in checks.values()
        ],
    )


def _findings(report: Report) -> tuple[list[int], list[str]]:
    workspace = report.assessment.workspace
    cases = []
    for finding in report.findings:
        subject = finding.about[0] if finding.about else PROGRAMME
        file = finding.where.file if finding.where else workspace.programme.file
        told = f"{finding.severity}: {finding.message}"
        severe = report.threshold.severe(finding.severity)
        values = _attributes(message=finding.message, type=finding.severity)
        failure = f"<failure {values}>{escaped(finding.remedy)}</failure>"
        inner = failure if severe else f"<system-out>{escaped(told)}</system-out>"
        cases.append((finding.id, f"{FINDINGS}.{subject}", file, inner))
    return _of_cases(FINDINGS, cases)


def _of_cases(name: str, cases: list[tuple[str, str, str, str]]) -> tuple[list[int], list[str]]:
    """A suite of (id, class, file, what is inside), with its numbers."""
    inner = [case[3] for case in cases]
    failures = sum(text.startswith("<failure") for text in inner)
    counts = [len(cases), failures, sum(text.startswith("<skipped") for text in inner)]
    head = f"  <testsuite {_attributes(name=name, **_counts(counts))}>"
    return counts, [head, *(_case(*case) for case in cases), "  </testsuite>"]


def _case(id_: str, classname: str, file: str, inner: str) -> str:
    name = _attributes(name=id_, classname=classname, file=file, time=0)
    return f"    <testcase {name}>{inner}</testcase>" if inner else f"    <testcase {name}/>"


def _inner(report: Report, outcome: CheckOutcome) -> str:
    title = report.assessment.check(outcome.id).title
    message = outcome.message or title
    if report.reaches(outcome):
        kind = outcome.severity if outcome.status == "failed" else outcome.status
        remedy = escaped(report.assessment.check(outcome.id).remedy)
        return f"<failure {_attributes(message=message, type=kind)}>{remedy}</failure>"
    match outcome.status:
        case "failed" | "error":
            return f"<system-out>{escaped(f'{outcome.severity}: {message}')}</system-out>"
        case "unknown":
            needs = ", ".join(outcome.needs) or "a clearer answer"
            return f"<skipped {_attributes(message=f'unknown: {title}; needs {needs}')}/>"
        case "waived" if outcome.waiver:
            return f"<skipped {_attributes(message=waiver_text(outcome.waiver))}/>"
        case "not_applicable":
            return f"<skipped {_attributes(message='not applicable')}/>"
    return ""
