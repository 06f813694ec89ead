"""The ledger of waivers as things stand: what each is worth, and what it does to its gate."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, TypeAlias

from hexvet.model import CheckOutcome, Passage, Severity, Status, Waiver
from hexvet.waivers import SEVERITIES, Verdict, WaiverState, last_day

if TYPE_CHECKING:
    from hexvet.evaluation import Assessment

DUE_DAYS = 30
"""How many days ahead a waiver that ends is announced."""

EntryState: TypeAlias = WaiverState | Literal["due", "unneeded"]
"""`due`: in force, and about to expire. `unneeded`: in force, and its check is passed anyway."""

STATES: tuple[EntryState, ...] = (
    "not_allowed",
    "over_long",
    "expired",
    "due",
    "in_force",
    "unneeded",
    "not_yet",
    "unmatched",
    "idle",
    "replaced",
    "revoked",
    "over",
)
"""In the order in which they want attention."""

_SEVERITIES: Mapping[str, Severity] = MappingProxyType(
    {**SEVERITIES, "due": "warning", "unneeded": "advice"}
)


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One waiver of the ledger on a date.

    `why` says what is the matter, "" when nothing is. `days_left` counts the days after the
    date on which it still holds; None when it does not hold. `since` is the day from which the
    check has been waived without a break: renewals add up. `status` is that of its check now,
    `without` what it would be if nobody had waived it, None where there is no such check. The
    gate is the one that the check guards; for a check of the programme it has no states.
    """

    waiver: Waiver
    state: EntryState
    why: str
    severity: Severity | None
    days_left: int | None
    since: datetime.date
    status: Status | None = None
    without: Status | None = None
    gate: str = ""
    gate_state: Passage | None = None
    gate_without: Passage | None = None
    renamed_from: str = ""


def ledger(assessment: Assessment, due: int = DUE_DAYS) -> tuple[LedgerEntry, ...]:
    """All waivers, what wants attention first, then by the day on which they end.

    Every waiver that could be read is there, whatever became of it; `due` is in days.
    """
    entries = [_entry(assessment, verdict, due) for verdict in assessment.verdicts]
    return tuple(
        sorted(
            entries,
            key=lambda e: (STATES.index(e.state), last_day(e.waiver), e.waiver.id),
        )
    )


def _entry(assessment: Assessment, verdict: Verdict, due: int) -> LedgerEntry:
    waiver = verdict.waiver
    outcome = outcome_of(assessment, waiver)
    state = _state(verdict, outcome, assessment.as_of, due)
    severity, why = _SEVERITIES.get(state), verdict.why
    left = (last_day(waiver) - assessment.as_of).days if verdict.state == "in_force" else None
    if state == "due":
        why = f"it expires in {left} days" if left else "it expires today"
    elif state == "unneeded" and outcome:
        why = f"{waiver.check} needs no waiver now"
    elif state == "expired" and outcome and outcome.without in ("passed", "not_applicable"):
        severity, why = "advice", f"{why.partition(';')[0]}; it is not needed any more"
    if verdict.renamed_from:
        why = f"{why}; " if why else ""
        why += f"{verdict.renamed_from} is called {waiver.check} now"
        severity = severity or "advice"
    gate, now, without = _gate(assessment, waiver)
    return LedgerEntry(
        waiver,
        state,
        why,
        severity,
        left,
        _since(assessment, waiver),
        outcome.status if outcome else None,
        outcome.without if outcome else None,
        gate,
        now,
        without,
        verdict.renamed_from,
    )


def _since(assessment: Assessment, waiver: Waiver) -> datetime.date:
    """The first day of the unbroken row of waivers that ends with this one."""
    since = waiver.granted
    others = [
        verdict.waiver
        for verdict in assessment.verdicts
        if (verdict.waiver.check, verdict.waiver.project) == (waiver.check, waiver.project)
        and verdict.state not in ("not_allowed", "over_long")
    ]
    for other in sorted(others, key=lambda one: one.granted, reverse=True):
        touches = last_day(other) >= since - datetime.timedelta(days=1)
        if other.granted < since and touches:
            since = other.granted
    return since


def _state(
    verdict: Verdict, outcome: CheckOutcome | None, as_of: datetime.date, due: int
) -> EntryState:
    if verdict.state != "in_force" or outcome is None:
        return verdict.state
    if outcome.waiver is None:
        return "unneeded"
    return "due" if (last_day(verdict.waiver) - as_of).days <= due else "in_force"


def outcome_of(assessment: Assessment, waiver: Waiver) -> CheckOutcome | None:
    """What the check of a waiver comes to; None where there is no such check or project."""
    if not waiver.project:
        return assessment.programme.get(waiver.check)
    if waiver.project not in assessment.workspace.projects:
        return None
    return assessment.project(waiver.project).checks.get(waiver.check)


def _gate(assessment: Assessment, waiver: Waiver) -> tuple[str, Passage | None, Passage | None]:
    outcome = outcome_of(assessment, waiver)
    if outcome is None:
        return "", None, None
    if not waiver.project:
        return outcome.gate, None, None
    gate = assessment.project(waiver.project).gates[outcome.gate]
    return gate.id, gate.state, gate.without
