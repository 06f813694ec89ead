"""`check` for build servers: JUnit XML, one suite for the programme and one for each project.

A check at or above the threshold is a failure; below it, it is a passed case with a note. What
is unknown, waived or not applicable is skipped, with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from hexvet.model import CheckOutcome
from hexvet.reporters.report import PROGRAMME, Report
from hexvet.reporters.wording import waiver_text

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
    lines, failures, skipped = [], 0, 0
    for outcome in checks.values():
        inner = _inner(report, outcome)
        failures += inner.startswith("<failure")
        skipped += inner.startswith("<skipped")
        lines.append(_case(outcome, name, file, inner))
    counts = [len(checks), failures, skipped]
    return counts, [f"  <testsuite {_attributes(name=name, **_counts(counts))}>", *lines,
                    "  </testsuite>"]  # fmt: skip


def _case(outcome: CheckOutcome, subject: str, file: str, inner: str) -> str:
    name = _attributes(name=outcome.id, classname=f"{subject}.{outcome.gate}", file=file, time=0)
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
