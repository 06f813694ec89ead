"""`diff` for programs: one JSON document."""

from __future__ import annotations

import json

from hexvet.differences.comparing import Comparison
from hexvet.differences.findings import Concluded
from hexvet.differences.reasons import programme_reason, reasons_of
from hexvet.model import Interval
from hexvet.packs.model import Pack
from hexvet.reporters.differences import matrix, score_rows
from hexvet.version import VERSION

FORMAT = 1
Data = dict[str, object]


def render(comparison: Comparison) -> str:
    """The whole document."""
    old, new = comparison.packs
    data: Data = {
        "format": FORMAT,
        "hexvet": VERSION,
        "as_of": comparison.as_of.isoformat(),
        "old": _pack(old),
        "new": _pack(new),
        "changes": [
            {
                "kind": change.kind,
                "name": change.name,
                "key": change.key,
                "text": change.text,
                "old": change.old,
                "new": change.new,
                "can_change_verdicts": change.verdicts,
            }
            for change in comparison.changes
        ],
    }
    if comparison.flips is not None:
        data |= _verdicts(comparison)
    if comparison.findings is not None:
        data |= _findings(comparison.findings)
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _pack(pack: Pack) -> Data:
    return {"id": pack.id, "version": pack.version, "file": pack.file, "sha256": pack.sha256}


def _verdicts(comparison: Comparison) -> Data:
    flips = comparison.flips
    assert flips is not None
    return {
        "projects": len(comparison.projects),
        "flipped": flips.count,
        "matrix": [
            {"kind": kind, "rule": rule, "old": old, "new": new, "projects": number}
            for kind, rule, old, new, number in matrix(comparison)
        ],
        "programme": [
            {"check": name, "old": old, "new": new,
             "because": programme_reason(comparison, name).because}
            for name, (old, new) in flips.programme.items()
        ],
        "flips": [
            {
                "project": comparison.projects[flip.project][0],
                "kind": flip.kind,
                "rule": flip.rule,
                "old": flip.old,
                "new": flip.new,
                "because": [reason._asdict() for reason in reasons_of(comparison, flip)],
            }
            for flip in comparison.flipped()
        ],
        "scores": [
            {
                "project": comparison.projects[number][0],
                "old": _score(old),
                "new": _score(new),
                "old_rank": rank or None,
                "new_rank": other or None,
            }
            for number, old, new, rank, other in score_rows(comparison)
        ],
    }  # fmt: skip


def _findings(found: Concluded) -> Data:
    return {
        "findings": [
            {
                "change": "appears" if one.appears else "goes",
                "finding": one.name,
                "projects": list(one.finding.about),
                "severity": one.finding.severity,
                "gate": one.finding.gate or None,
                "to": one.finding.to or None,
                "rule": one.finding.rule,
                "message": one.finding.message,
            }
            for one in found.turned
        ],
        "findings_unavailable": [trouble.message for trouble in found.troubles],
    }


def _score(score: Interval | None) -> list[float] | None:
    return None if score is None else [round(end, 6) for end in score]
