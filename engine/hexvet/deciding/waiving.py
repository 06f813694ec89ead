"""What the journal records of a waiver, and the edits that put it into the ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from hexvet.granting import Effect, table_of, with_waiver
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
