"""A decision as plain text: what the gates say, what stands against it, what is recorded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hexvet.deciding.planning import GateReading, Plan
from hexvet.journal.model import Edit, Entry
from hexvet.model import CheckOutcome, Finding
from hexvet.reporters.journal import change_text
from hexvet.reporters.typesetting import PLAIN, Page, clean, pad, wrapped
from hexvet.reporters.wording import PASSAGE, glyph, style, waiver_text, words

_INDENT = 7


def gates(plan: Plan, page: Page = PLAIN) -> str:
    """The move, and each gate that it has to have passed with all that keeps the project."""
    head = f"{plan.project.id}: {standing(plan.before)} -> {standing(plan.after)}"
    lines = [page.ink("strong", clean(f"{head} ({plan.move})"))]
    if plan.gates:
        where = f", if it were at {plan.after[1]}" if plan.after[1] else ""
        lines.append(f"What the gates would say on {plan.judged.as_of}{clean(where)}:")
    for reading in plan.gates:
        lines += _reading(plan, reading, page)
    return "\n".join([*lines, ""])


def standing(state: tuple[str, str | None]) -> str:
    """`launch`, `launch, paused`, `no stage`."""
    lifecycle, stage = state
    return f"{stage or 'no stage'}{f', {lifecycle}' if lifecycle != 'active' else ''}"


def _reading(plan: Plan, reading: GateReading, page: Page) -> Iterator[str]:
    blocked = reading.state == "pass" and reading.blocked
    state = "blocked" if blocked else reading.state
    yield f"{page.ink(style(state), pad(PASSAGE[state], _INDENT))}{clean(reading.gate.id)}"
    for outcome in reading.keeping:
        yield from _kept_by(plan, outcome, page)
    for finding in reading.blocked:
        yield from _blocked_by(finding, page)
    for waiver in reading.waived:
        yield from _marked("waived", f"{waiver.check} {waiver_text(waiver)}", page)


def _kept_by(plan: Plan, outcome: CheckOutcome, page: Page) -> Iterator[str]:
    check = plan.judged.check(outcome.id)
    yield from _marked(outcome.status, f"{words(outcome.status)}: {check.title} ({check.id})", page)
    indent = _INDENT + 4
    if outcome.status == "unknown" and outcome.needs:
        yield from wrapped(f"needs {', '.join(outcome.needs)}", page, indent)
    elif outcome.message:
        yield from wrapped(outcome.message, page, indent)
    if check.remedy:
        yield from wrapped(f"remedy: {check.remedy}", page, indent)
    if check.waivable and check.waivable.by:
        by = " or ".join(check.waivable.by)
        yield from wrapped(f"{by} may waive it, for {check.waivable.max_days} days", page, indent)


def _blocked_by(finding: Finding, page: Page) -> Iterator[str]:
    yield from _marked("error", f"{finding.message} [{finding.id}]", page)
    if finding.remedy:
        yield from wrapped(f"remedy: {finding.remedy}", page, _INDENT + 4)


def _marked(verdict: str, text: str, page: Page) -> Iterator[str]:
    first, *rest = wrapped(text, page, _INDENT + 2)
    yield f"{' ' * _INDENT}{page.ink(style(verdict), glyph(verdict))} {first.lstrip()}"
    yield from rest


def recorded(plan: Plan, edits: Sequence[Edit], entry: Entry | None, page: Page = PLAIN) -> str:
    """What was recorded, or, without an entry, what would be."""
    head = f"Recorded as entry {entry.number}" if entry else "Would be recorded"
    text = f"{head}: decided by {plan.actor}{f', because: {plan.reason}' if plan.reason else ''}"
    lines = wrapped(text, page, 2, first="")
    lines[0] = lines[0].lstrip()
    if plan.overridden:
        lines += wrapped(f"against {', '.join(plan.overridden)}", page, 4, first="  ")
    for edit in edits:
        lines += wrapped(f"{edit.file}: {change_text(edit)}", page, 4, first="  ")
    if plan.after[0] == "withdrawn":
        lines += wrapped("it leaves the portfolio; its file stays", page, 4, first="  ")
    return "\n".join([*lines, ""])
