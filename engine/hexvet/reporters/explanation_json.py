"""Explanations for programs: the whole tree, with the line of every rule and all evidence.

The shape is `explanation` in docs/schemas/result.schema.json.
"""

from __future__ import annotations

from collections.abc import Sequence

from hexvet.evaluation import Assessment
from hexvet.loading import Workspace
from hexvet.model import Evidence, Explanation, Reason, Where
from hexvet.reporters.json import FORMAT, Json, text_of, waiver
from hexvet.reporters.wording import cell_text, file_text
from hexvet.version import VERSION


def render(explanations: Sequence[Explanation], assessment: Assessment) -> str:
    """A document of explanations; the same input gives the same bytes."""
    told: Json = [explanation(one, assessment.workspace) for one in explanations]
    document: Json = {
        "format": FORMAT,
        "hexvet": VERSION,
        "as_of": assessment.as_of.isoformat(),
        "explanations": told,
    }
    return text_of(document) + "\n"


def explanation(told: Explanation, workspace: Workspace) -> Json:
    """One explanation with all that it is made of."""
    return {
        "kind": told.kind,
        "rule": told.rule,
        "subject": told.subject,
        "title": told.title,
        "verdict": told.verdict,
        "message": told.message,
        "to": told.to,
        "remedy": told.remedy,
        "rationale": told.rationale,
        "clause": told.clause,
        "place": place(told.where, workspace),
        "needs": list(told.needs),
        "changes": list(told.changes),
        "waiver": waiver(told.waiver) if told.waiver else None,
        "reasons": [_reason(one, workspace) for one in told.reasons],
        "parts": [explanation(one, workspace) for one in told.parts],
    }


def place(where: Where, workspace: Workspace) -> Json:
    """File, line and column; the last two are None where it is the whole file."""
    found = workspace.place(where)
    file = file_text(found.file)
    return {"file": file, "line": found.line or None, "column": found.column or None}


def _reason(reason: Reason, workspace: Workspace) -> Json:
    return {
        "text": reason.text,
        "value": reason.value,
        "holds": reason.holds,
        "wanted": reason.wanted,
        "needs": list(reason.needs),
        "place": place(reason.where, workspace),
        "evidence": [_evidence(one, workspace) for one in reason.evidence],
    }


def _evidence(evidence: Evidence, workspace: Workspace) -> Json:
    return {
        "field": evidence.field,
        "value": cell_text(evidence.cell, workspace.fields.get(evidence.field)),
        "source": evidence.source,
        "as_of": evidence.as_of.isoformat() if evidence.as_of else None,
        "by": evidence.by,
        "confidence": evidence.confidence,
        "place": place(evidence.where, workspace),
    }
