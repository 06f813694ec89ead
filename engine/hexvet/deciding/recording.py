"""What the journal records of decisions, answers, votes and resolutions."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from hexvet.deciding.answering import Change
from hexvet.deciding.planning import Plan
from hexvet.journal.model import Draft, Edit, Json, Kind
from hexvet.journal.snapshots import snapshot
from hexvet.journal.splicing import edit_of
from hexvet.lifecycle import STAGE, stage_of
from hexvet.model import Finding, Interval
from hexvet.people import Actor

if TYPE_CHECKING:
    from hexvet.evaluation import Assessment
    from hexvet.loading import Workspace

DECIMALS = 6
"""Scores are recorded to so many decimals, so that they compare on every machine."""


def decision(workspace: Workspace, plan: Plan) -> tuple[Draft, tuple[Edit, ...]]:
    """The entry of a decision and the edits that carry it out; `workspace` is as it is now."""
    details: dict[str, Json] = {
        "move": plan.move,
        "from": {"lifecycle": plan.before[0], "stage": plan.before[1]},
        "to": {"lifecycle": plan.after[0], "stage": plan.after[1]},
        "gate": plan.at,
        "needed": [reading.gate.id for reading in plan.gates],
        "outcome": outcome(plan.judged, plan.project.id, plan.findings),
    }
    if plan.overridden:
        details["overridden"] = list(plan.overridden)
    if plan.inferred.troubles:
        details["troubles"] = [one.message for one in plan.inferred.troubles]
    if plan.actor.name != plan.actor.by:
        details["name"] = plan.actor.name
    about = [f"project:{plan.project.id}", *([f"gate:{plan.at}"] if plan.at else [])]
    if plan.overridden:
        about += [f"check:{one.id}" for reading in plan.gates for one in reading.keeping]
        about += [f"finding:{one.id}" for reading in plan.gates for one in reading.blocked]
    draft = Draft(
        "decision",
        plan.actor.by,
        plan.actor.role,
        tuple(dict.fromkeys(about)),
        plan.reason,
        plan.judged.as_of,
        details,
        snapshot(workspace),
    )
    return draft, edits_of(workspace, plan)


def edits_of(workspace: Workspace, plan: Plan) -> tuple[Edit, ...]:
    """What a decision changes in the project's file; nothing when the project stays."""
    file = plan.project.file
    document = workspace.documents[file]
    edits = []
    if plan.after[1] is not None and plan.after[1] != stage_of(plan.project):
        edits.append(edit_of(document, file, (STAGE,), _stage(plan, plan.after[1])))
    if plan.after[0] != plan.before[0]:
        lifecycle = None if plan.after[0] == "active" else plan.after[0]
        edits.append(edit_of(document, file, ("lifecycle",), lifecycle))
    return tuple(edits)


def _stage(plan: Plan, stage: str) -> object:
    """The bare stage; with a source of its own where the one before had one, and as a resolution
    where parties have answered what it is."""
    found = plan.project.evidence.get(STAGE)
    if found is not None and found.answers:
        return {"value": stage, "reason": plan.reason or "a decision on record"}
    if found is None or not found.source:
        return stage
    who = plan.actor.role or plan.actor.name
    return {"value": stage, "source": f"decided on {plan.judged.as_of} by {who}"}


def outcome(judged: Assessment, project: str, findings: Sequence[Finding]) -> dict[str, Json]:
    """What an assessment says about one project, as the journal keeps it and replay compares it."""
    found = judged.project(project)
    checks = {**judged.programme, **found.checks}
    return {
        "gates": {
            gate.id: {"state": gate.state, "because": list(gate.because)}
            for gate in found.gates.values()
        },
        "checks": {
            id_: one.status for id_, one in checks.items() if one.status != "not_applicable"
        },
        "findings": tuple(sorted({_named(one) for one in findings})),
        "score": _score(found.score),
        "packs": {pack.id: {"version": pack.version, "sha256": pack.sha256}
                  for pack in judged.packs},
    }  # fmt: skip


def _named(finding: Finding) -> str:
    return f"{finding.id} about {', '.join(finding.about)}" if finding.about else finding.id


def _score(score: Interval | None) -> Json:
    return None if score is None else [round(end, DECIMALS) + 0.0 for end in score]


def change(
    kind: Kind, changed: Change, actor: Actor, reason: str, as_of: datetime.date,
    more: Mapping[str, Json] | None = None,
) -> Draft:  # fmt: skip
    """The entry of an answer, a vote or a resolution."""
    subject = changed.subject
    about = [f"project:{subject.id}", f"field:{changed.field}"]
    if subject.party:
        about.append(f"party:{subject.party}")
    details: dict[str, Json] = {
        "field": changed.field, "before": changed.before, "after": changed.after, **(more or {})
    }  # fmt: skip
    if actor.name != actor.by:
        details["name"] = actor.name
    return Draft(kind, actor.by, actor.role, tuple(about), reason, as_of, details)
