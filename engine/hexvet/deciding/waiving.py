"""What the journal records of a waiver, and the edits that put it into the ledger or end it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from hexvet.granting import (
    Effect,
    Objection,
    effect,
    find_check,
    table_of,
    with_revocation,
    with_waiver,
)
from hexvet.journal.model import Draft, Edit, Json
from hexvet.journal.snapshots import snapshot
from hexvet.journal.splicing import edit_of
from hexvet.model import Waiver
from hexvet.workspace.folders import WAIVERS

if TYPE_CHECKING:
    from hexvet.evaluation import Assessment
    from hexvet.loading import Workspace


def ids(workspace: Workspace) -> list[str]:
    """The ids in the ledger, those of waivers with mistakes too."""
    document = workspace.documents.get(WAIVERS)
    ledger = document.data.get("waiver") if document else None
    return list(ledger) if isinstance(ledger, dict) else []


def granted(
    assessment: Assessment, waiver: Waiver, effect: Effect, renews: str = ""
) -> tuple[Draft, tuple[Edit, ...]]:
    """The entry of a waiver that is granted, and its table.

    Raises `Unusable` when a value is not fit for the ledger, or nothing can be added to it.
    """
    document = assessment.workspace.documents.get(WAIVERS)
    with_waiver(document, waiver)
    more: dict[str, Json] = {"renews": renews} if renews else {}
    told = {"action": "granted", **details(effect), **more}
    who = waiver.name, waiver.role, waiver.reason
    edit = edit_of(document, WAIVERS, ("waiver", waiver.id), table_of(waiver))
    return draft(assessment, waiver, who, told), (edit,)


# ending one -------------------------------------------------------------------------------------
def last_of(assessment: Assessment, check: str, project: str) -> Waiver | None:
    """The waiver of a check for a project, "" for the programme, that holds now, else the one that
    ended last; None when there is none, or it was revoked."""
    held = assessment.waivers.get((check, project))
    ledger = assessment.workspace.waivers
    same = (one for one in ledger if (one.check, one.project) == (check, project))
    ended = [one for one in same if one.revoked is None and one.expires < assessment.as_of]
    return held or max(ended, key=lambda one: one.expires, default=None)


def irrevocable(waiver: Waiver, day: datetime.date) -> Objection | None:
    """Why a waiver cannot be revoked from a day on; None when it can."""
    if waiver.revoked is not None:
        return Objection(f"'{waiver.id}' was revoked on {waiver.revoked}", "nothing was changed")
    if waiver.expires < day:
        return Objection(f"'{waiver.id}' expired on {waiver.expires}", "nothing to revoke")
    if day < waiver.granted:
        hint = "--as-of is the day from which it does not hold any more"
        return Objection(f"'{waiver.id}' begins on {waiver.granted}", hint)
    return None


def without(assessment: Assessment, waiver: Waiver) -> tuple[Waiver, Effect] | None:
    """What it means that a waiver holds no more, its check by the name of today; None when it
    belongs nowhere. Slow."""
    check = find_check(assessment, waiver.check)
    projects = assessment.workspace.projects
    if isinstance(check, Objection) or (waiver.project and waiver.project not in projects):
        return None
    rest = [one for one in assessment.workspace.waivers if one.id != waiver.id]
    named = replace(waiver, check=check.id)
    return named, effect(assessment, named, rest)


def revoked(
    assessment: Assessment, waiver: Waiver, who: Sequence[str]
) -> tuple[Draft, tuple[Edit, ...]]:
    """The entry of a waiver that is taken back from the day of the assessment on; `who` is name,
    role and reason. Raises `Unusable` when that cannot be written."""
    document, day = assessment.workspace.documents[WAIVERS], assessment.as_of
    name, _, reason = (text.strip() for text in who)
    why = f"{reason} ({name})"
    with_revocation(document, waiver.id, day, why)
    values: tuple[tuple[str, object], ...] = (("revoked", day), ("revoked_because", why))
    path = ("waiver", waiver.id)
    edits = tuple(edit_of(document, WAIVERS, (*path, key), value) for key, value in values)
    return draft(assessment, waiver, who, {"action": "revoked"}), edits


# the journal ------------------------------------------------------------------------------------
def draft(
    assessment: Assessment, waiver: Waiver, who: Sequence[str], details: Mapping[str, Json]
) -> Draft:
    """What the journal will say; the texts that were judged are kept with it. `who` is name,
    role and reason."""
    name, role, reason = (text.strip() for text in who)
    people = assessment.workspace.people.values()
    by = next((person.id for person in people if person.name == name), name)
    about = [f"waiver:{waiver.id}", f"check:{waiver.check}"]
    if waiver.project:
        about.append(f"project:{waiver.project}")
    inputs = snapshot(assessment.workspace, [waiver.project] if waiver.project else None)
    return Draft("waiver", by, role, tuple(about), reason, assessment.as_of, dict(details), inputs)


def details(effect: Effect) -> dict[str, Json]:
    """What a waiver does to its check and its gate."""
    gates: list[Json] = [
        {"gate": gate.gate, "before": gate.before, "after": gate.after, "projects": gate.projects}
        for gate in effect.gates
    ]
    check: Json = {"before": effect.before.status, "after": effect.after.status}
    return {"check": check, "gates": gates}
