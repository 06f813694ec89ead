"""`check` for spreadsheets: one row for each project and check, in UTF-8 without a byte order mark.

A cell that begins with = + - @ (or a tab or a line break) gets an apostrophe in front: a
spreadsheet would otherwise run it as a formula.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping

from hexvet.model import CheckOutcome
from hexvet.reporters.report import PROGRAMME, Report
from hexvet.reporters.typesetting import clean
from hexvet.reporters.wording import strip

HEADINGS = (
    "project",
    "title",
    "stage",
    "sections",
    "check",
    "check_title",
    "severity",
    "gate",
    "status",
    "without_waiver",
    "message",
    "needs",
    "waiver",
    "file",
)

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def render(report: Report) -> str:
    """All rows, the programme's first, lines ended as RFC 4180 has it."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    writer.writerows([safe(cell) for cell in row] for row in _rows(report))
    return stream.getvalue()


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return "'" + clean(cell) if cell.lstrip(" ").startswith(_FORMULA) else clean(cell)


def _rows(report: Report) -> Iterator[list[str]]:
    workspace = report.assessment.workspace
    head = [PROGRAMME, workspace.city, "", ""]
    yield from _checks(report, head, report.programme, workspace.programme.file)
    lines = {line.id: line for line in report.standings}
    for outcome in report.outcomes:
        known = workspace.projects[outcome.id]
        sections = strip(lines[outcome.id].sections)
        head = [outcome.id, known.title, outcome.stage or "", sections]
        yield from _checks(report, head, report.at_gates(outcome.checks), known.file)


def _checks(
    report: Report, head: list[str], checks: Mapping[str, CheckOutcome], file: str
) -> Iterator[list[str]]:
    for id_, one in checks.items():
        yield [
            *head,
            id_,
            report.assessment.check(id_).title,
            one.severity,
            one.gate,
            one.status,
            one.without,
            one.message,
            " ".join(one.needs),
            one.waiver.id if one.waiver else "",
            file,
        ]
