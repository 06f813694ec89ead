"""Which waivers hold on a date, and what is wrong with the others."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from hexvet.model import Finding, Severity, Waiver
from hexvet.packs.model import Check


def holding(
    waivers: Sequence[Waiver],
    checks: Mapping[str, Check],
    projects: Sequence[str],
    as_of: datetime.date,
) -> tuple[dict[tuple[str, str], Waiver], tuple[Finding, ...]]:
    """The waivers that hold by (check, project), and a finding for each that does not."""
    held: dict[tuple[str, str], Waiver] = {}
    findings = []
    for waiver in waivers:
        finding = _fault(waiver, checks, projects, as_of)
        if finding is None:
            held[waiver.check, waiver.project] = waiver
        else:
            findings.append(finding)
    return held, tuple(findings)


def _fault(
    waiver: Waiver, checks: Mapping[str, Check], projects: Sequence[str], as_of: datetime.date
) -> Finding | None:
    check = checks.get(waiver.check)
    if check is None:
        return _finding(waiver, "unmatched", "warning", f"no check is called {waiver.check}")
    if check.of == "project" and waiver.project not in projects:
        named = "it names no project"
        if waiver.project:
            named = f"there is no project '{waiver.project}'"
        return _finding(waiver, "unmatched", "warning", named)
    if check.of == "programme" and waiver.project:
        why = f"{waiver.check} is a check of the programme: leave the project out"
        return _finding(waiver, "unmatched", "warning", why)
    if check.waivable is None:
        return _finding(waiver, "not_allowed", "blocker", f"{waiver.check} cannot be waived")
    if waiver.role not in check.waivable.by:
        allowed = " or ".join(check.waivable.by)
        why = f"only {allowed} may waive {waiver.check}, not {waiver.role}"
        return _finding(waiver, "not_allowed", "blocker", why)
    days = (waiver.expires - waiver.granted).days
    if days > check.waivable.max_days:
        why = f"it runs {days} days; {waiver.check} may be waived for {check.waivable.max_days}"
        return _finding(waiver, "over_long", "blocker", why)
    if waiver.expires < as_of:
        why = f"it expired on {waiver.expires}; {waiver.check} counts again"
        return _finding(waiver, "expired", "warning", why)
    if waiver.granted > as_of:
        return _finding(waiver, "not_yet", "advice", f"it begins on {waiver.granted}")
    return None


def _finding(waiver: Waiver, kind: str, severity: Severity, why: str) -> Finding:
    about = (waiver.project,) if waiver.project else ()
    message = f"Waiver '{waiver.id}': {why}."
    return Finding(f"waiver/{kind}", about, severity, message, (waiver.check,), waiver.where)


def unneeded(waiver: Waiver) -> Finding:
    """A waiver of a check that is passed or does not apply."""
    return _finding(waiver, "unneeded", "advice", f"{waiver.check} needs no waiver now")
