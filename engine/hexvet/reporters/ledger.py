"""The ledger of waivers: what wants attention first; nothing is ever left out."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from itertools import groupby

from hexvet.granting import Effect
from hexvet.ledger import LedgerEntry
from hexvet.loading import Workspace
from hexvet.model import Waiver
from hexvet.reporters.json import Json, text_of
from hexvet.reporters.typesetting import PLAIN, Page, clean, counted, paragraphs, wrapped
from hexvet.reporters.wording import file_text, waiver_text, words
from hexvet.version import VERSION

FORMAT = 1

TITLES = {
    "not_allowed": "Not allowed",
    "over_long": "Too long",
    "expired": "Expired",
    "due": "About to expire",
    "in_force": "In force",
    "unneeded": "In force, not needed",
    "not_yet": "Not yet begun",
    "unmatched": "Matching nothing",
    "idle": "Of a pack that does not judge now",
    "replaced": "Replaced by a later one",
    "revoked": "Revoked",
    "over": "Ended, and what it was for is gone",
}
_STYLES = {"blocker": "bad", "warning": "open", "advice": "strong", None: "strong"}


def render(
    entries: Sequence[LedgerEntry],
    workspace: Workspace,
    as_of: datetime.date,
    page: Page = PLAIN,
) -> str:
    """A block for each state, the one that wants attention most first."""
    total = counted(len(entries), "waiver")
    blocks = [[page.ink("strong", clean(f"{workspace.city}: {total} on {as_of}"))]]
    for state, group in groupby(entries, key=lambda entry: entry.state):
        found = list(group)
        title = f"{TITLES[state]} ({len(found):,})"
        lines = [page.ink(_STYLES[found[0].severity], title)]
        for entry in found:
            lines += _lines(entry, workspace, page)
        blocks.append(lines)
    return paragraphs(blocks)


def _lines(entry: LedgerEntry, workspace: Workspace, page: Page) -> Iterator[str]:
    waiver = entry.waiver
    subject = waiver.project or "programme"
    yield f"  {clean(waiver.id)}  {clean(waiver.check)}  {clean(subject)}"
    if entry.status and entry.without:
        yield f"    {_outcome_text(entry)}"
    yield from wrapped(waiver_text(waiver), page, 4)
    if entry.since < waiver.granted:
        days = (waiver.expires - entry.since).days
        yield f"    without a break since {entry.since}: {days:,} days in all"
    if entry.why:
        yield from wrapped(f"{entry.why[0].upper()}{entry.why[1:]}.", page, 4)
    yield page.ink("dim", f"    {clean(str(workspace.place(waiver.where)))}")


def _outcome_text(entry: LedgerEntry) -> str:
    """`failed, waived; gate selection: hold, without waivers: stop`."""
    assert entry.status and entry.without
    said = words(entry.without)
    if entry.status != entry.without:
        said = f"{said}, {words(entry.status)}"
    if not entry.gate_state or not entry.gate_without:
        return f"{said}; gate {entry.gate}" if entry.gate else said
    gate = f"{said}; gate {entry.gate}: {words(entry.gate_state)}"
    same = entry.gate_state == entry.gate_without
    return gate if same else f"{gate}, without waivers: {words(entry.gate_without)}"


def render_json(
    entries: Sequence[LedgerEntry], workspace: Workspace, as_of: datetime.date, due: int
) -> str:
    """The ledger for programs: one waiver a line, the same bytes every time."""
    head = {"format": FORMAT, "hexvet": VERSION, "as_of": as_of.isoformat(), "due_days": due}
    parts = [f'"{name}": {text_of(value)}' for name, value in head.items()]
    lines = ",\n  ".join(text_of(_entry(entry, workspace)) for entry in entries)
    parts.append(f'"waivers": [\n  {lines}\n]' if entries else '"waivers": []')
    states: dict[str, Json] = {}
    for entry in entries:
        states[entry.state] = sum(other.state == entry.state for other in entries)
    parts.append(f'"summary": {text_of(states)}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _entry(entry: LedgerEntry, workspace: Workspace) -> Json:
    waiver = entry.waiver
    place = workspace.place(waiver.where)
    return {
        "id": waiver.id,
        "check": waiver.check,
        "project": waiver.project or None,
        "role": waiver.role,
        "name": waiver.name,
        "reason": waiver.reason,
        "granted": waiver.granted.isoformat(),
        "expires": waiver.expires.isoformat(),
        "revoked": waiver.revoked.isoformat() if waiver.revoked else None,
        "state": entry.state,
        "severity": entry.severity,
        "why": entry.why,
        "days_left": entry.days_left,
        "since": entry.since.isoformat(),
        "status": entry.status,
        "without_waiver": entry.without,
        "gate": entry.gate or None,
        "gate_state": entry.gate_state,
        "gate_without_waivers": entry.gate_without,
        "renamed_from": entry.renamed_from or None,
        "file": file_text(place.file),
        "line": place.line or None,
    }


def effect_text(waiver: Waiver, effect: Effect) -> str:
    """What a waiver does: the check and its gate, before and after; each line is ended."""
    before, after = words(effect.before.status), words(effect.after.status)
    change = f"{before} -> {after}" if before != after else f"{before} as before"
    lines = [f"  check {waiver.check}: {change}"]
    for gate in effect.gates:
        same = gate.before == gate.after
        change = f"{gate.before} as before" if same else f"{gate.before} -> {gate.after}"
        many = "" if waiver.project else f" ({counted(gate.projects, 'project')})"
        why = f"; decided by {', '.join(gate.because)}" if gate.because else ""
        lines.append(f"  gate {gate.gate}: {change}{many}{why}")
    return "".join(f"{line}\n" for line in lines)
