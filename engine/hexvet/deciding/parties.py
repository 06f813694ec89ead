"""Who answers for a party, and what it sees: its own answers alone until it is finished, then
everybody's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from hexvet.evaluation import Assessment, evaluate
from hexvet.granting import Objection
from hexvet.journal.splicing import edit_of, spliced
from hexvet.loading import supposing
from hexvet.people import Actor
from hexvet.workspace.folders import ASSESSMENTS

if TYPE_CHECKING:
    from hexvet.loading import Workspace
    from hexvet.model import Evidence, Person
    from hexvet.workspace.projects import PartyAnswers

_NOTHING = "# nothing is said\n"


def parties_of(workspace: Workspace) -> tuple[str, ...]:
    """The parties that have answered about any project."""
    return tuple(dict.fromkeys(one.party for one in workspace.files.assessments))


def voices(people: Mapping[str, Person], party: str) -> tuple[str, ...]:
    """The ids of those who answer for a party: who has a role of its name, or is called so."""
    return tuple(one.id for one in people.values() if party == one.id or party in one.roles)


def speaking(who: Actor, party: str, people: Mapping[str, Person]) -> Actor | Objection:
    """Somebody in the role in which they answer for a party, or why they may not.

    Where nobody is named, or for no party, anybody may.
    """
    if not people or not party or who.by == party:
        return who
    allowed = voices(people, party)
    if not allowed:
        hint = f"add it below [people.ID] in hexvet.toml: roles = ['{party}']"
        return Objection(f"nobody in hexvet.toml answers for {party}", hint)
    acting = who.acting((party,))
    if acting.role == party:
        return acting
    role = f"acts as {who.role}" if who.role else "has no role"
    hint = " or ".join(f"--by {one}" for one in allowed)
    return Objection(f"{who.name} {role} and does not answer for {party}", hint)


def answers_of(workspace: Workspace, project: str, party: str) -> PartyAnswers | None:
    """A party's own answers about a project; None while it has no file."""
    found = (one for one in workspace.files.assessments if one.project == project)
    return next((one for one in found if one.party == party), None)


def is_blind(workspace: Workspace, project: str, party: str) -> bool:
    """Whether a party does not see yet what others answered: it has not finished its own."""
    own = answers_of(workspace, project, party)
    return bool(party) and not (own and own.finished)


def seen_by(assessment: Assessment, project: str, party: str) -> Assessment:
    """What the packs say when of all parties only this one is heard, finished or not.

    Everything that counts once it is finished; the same assessment for no party.
    """
    workspace = assessment.workspace
    if not is_blind(workspace, project, party):
        return assessment
    texts: dict[str, str] = {}
    for one in workspace.files.assessments:
        if one.project == project:
            texts[one.file] = _finished(one) if one.party == party else _NOTHING
    return (
        evaluate(supposing(workspace, texts), assessment.as_of, assessment) if texts else assessment
    )


def _finished(answers: PartyAnswers) -> str:
    document = answers.document
    if document is None:
        return _NOTHING
    edit = edit_of(document, answers.file, ("finished",), True)
    return spliced(document.text, (edit,)) or _NOTHING


def evidence_for(workspace: Workspace, project: str, party: str) -> Mapping[str, Evidence]:
    """What counts as answered in a party's eyes: what it said itself, or stands settled in the
    project's own file; all of the project's evidence for one that has finished, or no party."""
    if not is_blind(workspace, project, party):
        found = workspace.files.projects.get(project)
        return found.evidence if found else {}
    return {**own_evidence(workspace, project, ""), **own_evidence(workspace, project, party)}


def own_evidence(workspace: Workspace, project: str, party: str) -> Mapping[str, Evidence]:
    """What a party's file says about a project, or for no party the project's own file, without
    what others said."""
    if party:
        own = answers_of(workspace, project, party)
        return own.evidence if own else {}
    alone = (one.project for one in workspace.files.project_files if one.project)
    return next((one.evidence for one in alone if one.id == project), {})


def said_by(workspace: Workspace, project: str, field: str) -> tuple[tuple[str, Evidence], ...]:
    """What each finished party answered to a question, side by side; "" is the project's file."""
    found = workspace.files.projects.get(project)
    evidence = found.evidence.get(field) if found else None
    return tuple((_party(one), one) for one in (evidence.answers if evidence else ()))


Accord: TypeAlias = Literal["disputed", "range", "resolved", "agreed"]
ACCORDS: tuple[Accord, ...] = get_args(Accord)
"""From what wants attention most to what wants none."""


def accord(evidence: Evidence) -> Accord:
    """How what several said about a question goes together."""
    if evidence.disputed:
        return "disputed"
    if evidence.reason:
        return "resolved"
    same = all(one.cell == evidence.answers[0].cell for one in evidence.answers)
    return "agreed" if same else "range"


def _party(evidence: Evidence) -> str:
    parts = evidence.where.file.split("/")
    return parts[1] if len(parts) == 3 and parts[0] == ASSESSMENTS else ""
