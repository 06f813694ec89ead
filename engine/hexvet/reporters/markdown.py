"""`check` as a page to read or to paste into an issue: CommonMark with tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from hexvet.model import CheckOutcome, Finding, ProjectOutcome
from hexvet.reporters.report import Report
from hexvet.reporters.typesetting import clean, counted
from hexvet.reporters.wording import (
    gate_word,
    score_text,
    share_text,
    stage_text,
    strip,
    waiver_text,
    words,
)

_MARKUP = re.compile(r"([\\`*_\[\]<>#|~])|^(\d+)([.)])(?=\s|$)|^([-+=])")


def render(report: Report) -> str:
    """The whole page."""
    return "\n".join([*_head(report), *_portfolio(report), *_programme(report), *_projects(report),
                      *_findings(report), ""])  # fmt: skip


def escaped(text: str) -> str:
    """Any text as a piece of Markdown that shows exactly that text, on one line."""
    text = clean(text).replace("&", "&amp;")
    return _MARKUP.sub(lambda m: f"\\{m[1] or m[4]}" if m[1] or m[4] else f"{m[2]}\\{m[3]}", text)


def code(text: str) -> str:
    """Any text as a code span; a backtick or a bar in it cannot end the span or the cell."""
    return f"`{clean(text).replace('`', chr(39)).replace('|', '/')}`"


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return (
        [f"| {' | '.join(headings)} |", "|" + "---|" * len(headings), *lines, ""] if lines else []
    )


def _head(report: Report) -> list[str]:
    assessment = report.assessment
    packs = ", ".join(f"{code(pack.id)} {escaped(pack.version)}" for pack in assessment.packs)
    counts = ", ".join(f"{number:,} {words(status)}" for status, number in report.counts.items())
    return [
        f"# {escaped(assessment.workspace.city)}",
        "",
        f"As of {assessment.as_of}, by {packs or 'no pack'}. "
        f"{counted(len(report.projects), 'project')}; checks: {counts}.",
        "",
        *_table(
            ("Gate", "Pass", "Hold", "Stop"),
            ([code(gate), *map(str, tally.values())] for gate, tally in report.tally.items()),
        ),
    ]


def _portfolio(report: Report) -> list[str]:
    rows = (
        [
            code(line.id),
            escaped(line.title),
            escaped(stage_text(line.stage, line.lifecycle))
            if line.stage
            else stage_text(None, line.lifecycle),
            code(strip(line.sections)) if line.sections else "-",
            escaped(gate_word(report.gate_of(line))),
            score_text(line.score),
            share_text(line.evidence_share),
        ]
        for line in report.standings
    )
    headings = ("Project", "Title", "Stage", "Hexagon", "Gate", "Score", "Evidence")
    table = _table(headings, rows)
    return ["## Portfolio", "", *table] if table else []


def _programme(report: Report) -> list[str]:
    table = _checks(report, report.programme.values())
    return ["## Programme", "", *table] if table else []


def _projects(report: Report) -> Iterator[str]:
    for outcome in report.outcomes:
        yield from _project(report, outcome)


def _project(report: Report, outcome: ProjectOutcome) -> list[str]:
    known = report.assessment.workspace.projects[outcome.id]
    lines = [f"## {escaped(known.title)} ({code(outcome.id)})", ""]
    if known.summary:
        lines += [escaped(known.summary), ""]
    gates = report.gates_of(outcome).values()
    lines += [escaped(", ".join(gate_word((gate.id, gate.state)) for gate in gates)), ""]
    for gate, why in report.blocked(outcome.id).items():
        ids = ", ".join(map(code, dict.fromkeys(finding.id for finding in why)))
        lines += [f"Findings block {code(gate)}: {ids}.", ""]
    lines += _checks(report, report.at_gates(outcome.checks).values())
    if outcome.needs:
        lines += [f"Missing evidence: {', '.join(map(code, outcome.needs))}.", ""]
    return lines


def _checks(report: Report, outcomes: Iterable[CheckOutcome]) -> list[str]:
    """The checks that are not settled; what is passed needs no words."""
    rows = (
        [
            words(one.status),
            one.severity,
            code(one.gate),
            escaped(report.assessment.check(one.id).title) + f" ({code(one.id)})",
            escaped(f"{one.message}{f' ({waiver_text(one.waiver)})' if one.waiver else ''}"),
        ]
        for one in outcomes
        if one.status not in ("passed", "not_applicable")
    )
    return _table(("Outcome", "Severity", "Gate", "Check", "Message"), rows)


def _findings(report: Report) -> list[str]:
    lines = [_finding(finding) for finding in report.findings]
    return ["## Findings", "", *lines] if lines else []


def _finding(finding: Finding) -> str:
    about = f"{', '.join(map(code, finding.about))}: " if finding.about else ""
    to = f" For {escaped(finding.to)}." if finding.to else ""
    remedy = f" *{escaped(finding.remedy)}*" if finding.remedy else ""
    said = f"{about}{escaped(finding.message)} ({code(finding.id)}){to}{remedy}"
    return f"- {finding.severity}: {said}"
