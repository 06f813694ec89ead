"""Which waivers hold on a date, and what is wrong with the others.

Every waiver of the ledger gets a verdict; a bad one never keeps a good one from holding, and the
order of the ledger never matters.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal, TypeAlias

from hexvet.loading import Workspace
from hexvet.model import Finding, Severity, Status, Waiver
from hexvet.packs.model import Check, Pack
from hexvet.packs.renaming import current
from hexvet.problems import suggestion

WaiverState: TypeAlias = Literal[
    "in_force",
    "not_yet",
    "expired",
    "over",
    "replaced",
    "revoked",
    "unmatched",
    "not_allowed",
    "over_long",
    "idle",
]
"""`over`: it ended, and its check or project is gone. `replaced`: another one of the same check and
project holds or ended later. `idle`: the pack of its check does not judge now, or its project was
withdrawn."""

SEVERITIES: Mapping[str, Severity] = MappingProxyType(
    {
        "not_allowed": "blocker",
        "over_long": "blocker",
        "expired": "warning",
        "unmatched": "warning",
        "not_yet": "advice",
    }
)
"""The states that are findings, and how much they matter."""

_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Verdict:
    """A waiver and what it is worth on a date. `why` is for the reader; "" while it holds.

    The waiver's `check` is the id that the check has now; `renamed_from` is the one in the
    ledger when that is another.
    """

    waiver: Waiver
    state: WaiverState
    why: str = ""
    renamed_from: str = ""


def verdicts(
    waivers: Sequence[Waiver],
    checks: Mapping[str, Check],
    projects: Collection[str],
    as_of: datetime.date,
    renamed: Mapping[str, str] = _NOTHING,
    idle: Collection[str] = (),
) -> tuple[Verdict, ...]:
    """A verdict for each waiver, in the ledger's order.

    `checks` are those that judge on the date, `idle` the ids of checks in packs that are in use
    but do not; `renamed` leads from old ids to those that hold now.
    """
    known = frozenset(projects)
    found = []
    for waiver in waivers:
        old = waiver.check
        new = old if old in checks else current(renamed, old)
        if new and new != old:
            waiver = replace(waiver, check=new)
        state, why = _judged(waiver, checks, known, as_of, idle)
        found.append(Verdict(waiver, state, why, old if waiver.check != old else ""))
    return _without_replaced(found)


def verdicts_of(
    workspace: Workspace, packs: Sequence[Pack], as_of: datetime.date
) -> tuple[Verdict, ...]:
    """What each waiver of a workspace is worth where `packs` judge."""
    checks = {id_: check for pack in packs for id_, check in pack.checks.items()}
    renamed = {old: new for pack in packs for old, new in pack.renamed.items()}
    own = (one.pack for one in workspace.loaded if one.pack)
    idle = {id_ for pack in (*workspace.packs, *own) for id_ in pack.checks}
    known = (*workspace.projects, *workspace.withdrawn)
    found = verdicts(workspace.waivers, checks, known, as_of, renamed, idle)
    return tuple(_of_withdrawn(verdict, workspace) for verdict in found)


def _of_withdrawn(verdict: Verdict, workspace: Workspace) -> Verdict:
    """A waiver of a project that was withdrawn holds nothing, and nobody need do anything."""
    project = verdict.waiver.project
    if project not in workspace.withdrawn or verdict.state in ("revoked", "over", "replaced"):
        return verdict
    if verdict.state == "expired":
        return replace(verdict, state="over", why=verdict.why.partition(";")[0])
    return replace(verdict, state="idle", why=f"{project} was withdrawn")


def holding(
    waivers: Sequence[Waiver],
    checks: Mapping[str, Check],
    projects: Collection[str],
    as_of: datetime.date,
    renamed: Mapping[str, str] = _NOTHING,
    idle: Collection[str] = (),
) -> tuple[dict[tuple[str, str], Waiver], tuple[Finding, ...]]:
    """The waivers that hold by (check, project), and a finding for each that needs a hand."""
    found = verdicts(waivers, checks, projects, as_of, renamed, idle)
    return held_of(found), findings_of(found)


def held_of(found: Sequence[Verdict]) -> dict[tuple[str, str], Waiver]:
    """The waivers that hold, by (check, project); project "" for the programme."""
    return {(v.waiver.check, v.waiver.project): v.waiver for v in found if v.state == "in_force"}


def findings_of(found: Sequence[Verdict]) -> tuple[Finding, ...]:
    """A finding for each waiver that needs a hand."""
    findings = [
        _finding(verdict.waiver, verdict.state, SEVERITIES[verdict.state], verdict.why)
        for verdict in found
        if verdict.state in SEVERITIES
    ]
    return (*findings, *(old_id(verdict) for verdict in found if verdict.renamed_from))


def unneeded(waiver: Waiver) -> Finding:
    """A waiver of a check that is passed or does not apply."""
    return _finding(waiver, "unneeded", "advice", f"{waiver.check} needs no waiver now")


def old_id(verdict: Verdict) -> Finding:
    """A waiver that names its check by an id of earlier days."""
    new = verdict.waiver.check
    why = f'{verdict.renamed_from} is called {new} now; write check = "{new}"'
    return _finding(verdict.waiver, "old_id", "advice", why)


def eased(finding: Finding, status: Status) -> Finding:
    """An expired waiver of a check that is passed or does not apply is nothing to warn of."""
    if finding.id != "waiver/expired" or status not in ("passed", "not_applicable"):
        return finding
    message = f"{finding.message.partition(';')[0]}; it is not needed any more."
    return replace(finding, severity="advice", message=message)


def last_day(waiver: Waiver) -> datetime.date:
    """The last day on which a waiver holds."""
    if waiver.revoked is None:
        return waiver.expires
    return min(waiver.expires, waiver.revoked - datetime.timedelta(days=1))


def length(waiver: Waiver) -> int:
    """For how many days a waiver was granted."""
    return (waiver.expires - waiver.granted).days


def refusal(check: Check, role: str, days: int) -> tuple[WaiverState, str] | None:
    """Why a check cannot be waived by a role for so many days; None when it can."""
    if check.waivable is None or not check.waivable.by:
        return "not_allowed", f"{check.id} cannot be waived"
    if role not in check.waivable.by:
        allowed = " or ".join(check.waivable.by)
        return "not_allowed", f"only {allowed} may waive {check.id}, not {role}"
    if days > check.waivable.max_days:
        most = check.waivable.max_days
        return "over_long", f"it runs {days} days; {check.id} may be waived for {most}"
    return None


def _judged(
    waiver: Waiver,
    checks: Mapping[str, Check],
    projects: frozenset[str],
    as_of: datetime.date,
    idle: Collection[str],
) -> tuple[WaiverState, str]:
    """What has ended is over, right or wrong; what has not is held against the check."""
    if waiver.revoked is not None and waiver.revoked <= as_of:
        because = f": {waiver.revoked_because.rstrip('.')}" if waiver.revoked_because else ""
        return "revoked", f"it was revoked on {waiver.revoked}{because}"
    check = checks.get(waiver.check)
    if check is None and waiver.check in idle:
        return "idle", f"the pack of {waiver.check} does not judge now"
    astray = _astray(waiver, check, checks, projects)
    if waiver.expires < as_of:
        ended = f"it expired on {waiver.expires}"
        return ("over", ended) if astray else ("expired", f"{ended}; {waiver.check} counts again")
    if astray or check is None:
        return "unmatched", astray
    refused = refusal(check, waiver.role, length(waiver))
    if refused:
        return refused
    if waiver.granted > as_of:
        return "not_yet", f"it begins on {waiver.granted}"
    return "in_force", ""


def _astray(
    waiver: Waiver,
    check: Check | None,
    checks: Collection[str],
    projects: frozenset[str],
) -> str:
    """Why a waiver belongs to nothing; an empty text when it belongs somewhere."""
    if check is None:
        near = suggestion(waiver.check, checks)
        return f"no check is called {waiver.check}{f'; {near[:-1]}' if near else ''}"
    if check.of == "programme":
        if not waiver.project:
            return ""
        return f"{waiver.check} is a check of the programme: leave the project out"
    if not waiver.project:
        return "it names no project"
    if waiver.project not in projects:
        near = suggestion(waiver.project, projects)
        return f"there is no project '{waiver.project}'{f'; {near[:-1]}' if near else ''}"
    return ""


def _without_replaced(found: Sequence[Verdict]) -> tuple[Verdict, ...]:
    """Of those in force for one check and project the one that lasts longest holds.

    What expired before it, or before the last one that ended, needs nobody's attention.
    """
    best: dict[tuple[str, str], Verdict] = {}
    for verdict in found:
        if verdict.state in ("in_force", "expired", "revoked"):
            slot = verdict.waiver.check, verdict.waiver.project
            best[slot] = max(best.get(slot, verdict), verdict, key=_lasting)
    return tuple(_replaced(v, best.get((v.waiver.check, v.waiver.project))) for v in found)


def _lasting(verdict: Verdict) -> tuple[bool, datetime.date, datetime.date, str]:
    waiver = verdict.waiver
    return verdict.state == "in_force", last_day(waiver), waiver.granted, waiver.id


def _replaced(verdict: Verdict, best: Verdict | None) -> Verdict:
    if best is None or best is verdict or verdict.state not in ("in_force", "expired"):
        return verdict
    return replace(verdict, state="replaced", why=f"'{best.waiver.id}' takes its place")


def _finding(waiver: Waiver, kind: str, severity: Severity, why: str) -> Finding:
    about = (waiver.project,) if waiver.project else ()
    message = f"Waiver '{waiver.id}': {why}."
    return Finding(f"waiver/{kind}", about, severity, message, (waiver.check,), waiver.where)
