"""Which questions are listed, which one is asked, and what the party may see of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from hexvet.deciding.asking import Asked, Order, near_gate, questions
from hexvet.deciding.parties import evidence_for, is_blind, seen_by
from hexvet_tui import presenting
from hexvet_tui.modes.vetting.state import Glance, Seen, VettingState
from hexvet_tui.once import once
from hexvet_tui.session import Session

if TYPE_CHECKING:
    from hexvet.evaluation import Assessment
    from hexvet.model import Evidence


def settled(session: Session) -> Session:
    """With what the party may see of the project worked out, once for many paintings."""
    state = session.of(VettingState)
    key = _key(session)
    if session.project is None or (state.seen is not None and state.seen.key == key):
        return session
    return session.having(replace(state, seen=Seen(key, _seen(session))))


def _key(session: Session) -> tuple[int, str, str]:
    return session.revision, session.cursor, session.of(VettingState).party


def _seen(session: Session) -> Assessment:
    assert session.assessment is not None
    return seen_by(session.assessment, session.cursor, session.of(VettingState).party)


def eyes(session: Session) -> Session:
    """The session as the party may see it."""
    seen = session.of(VettingState).seen
    if session.project is None or session.assessment is None:
        return session
    found = seen.assessment if seen and seen.key == _key(session) else _seen(session)
    return replace(session, assessment=found)


def blind(session: Session) -> bool:
    """Whether others' answers are hidden."""
    party = session.of(VettingState).party
    if session.assessment is None or not party:
        return False
    return is_blind(session.assessment.workspace, session.cursor, party)


def listed(session: Session) -> tuple[Asked, ...]:
    """The questions about the project, in the order in which they are asked.

    Open ones alone unless all are wanted; skipped ones and those on their way at the end.
    """
    session = settled(session)
    state, assessment = session.of(VettingState), eyes(session).assessment
    if session.project is None or assessment is None:
        return ()
    order: Order = "pack" if state.order == "pack" else "settling"
    found = _questions(assessment, session.cursor, state.party, order)
    put = {one.field for one in state.queue if one.project == session.cursor}
    late = state.skipped.get(session.cursor, ())
    kept = [one for one in found if state.whole or (one.open and one.field.name not in put)]
    now = [one for one in kept if one.field.name not in late]
    return (*now, *(one for one in kept if one.field.name in late))


@once(4)
def _questions(assessment: Assessment, project: str, party: str, order: Order) -> tuple[Asked, ...]:
    evidence = evidence_for(assessment.workspace, project, party)
    return questions(assessment, project, evidence, order)


def every(session: Session) -> tuple[Asked, ...]:
    """All questions about the project, answered or not."""
    state = session.of(VettingState)
    return listed(session.having(replace(state, whole=True)))


def asked(session: Session) -> Asked | None:
    """The question that is asked now."""
    state = session.of(VettingState)
    rows = listed(session)
    name = state.across if state.order == "across" else state.cursor.get(session.cursor, "")
    if name:
        found = next((one for one in every(session) if one.field.name == name), None)
        if found is not None:
            return found
    return rows[0] if rows else None


def place(rows: Sequence[Asked], name: str) -> int:
    """The row of a question; -1 when it is not listed."""
    return next((at for at, one in enumerate(rows) if one.field.name == name), -1)


def projects(session: Session) -> tuple[str, ...]:
    """The projects that one question is asked about: the marked ones, else all that are shown."""
    return tuple(one for one in session.ids() if one in session.marks) or session.ids()


def answer_of(session: Session, project: str, name: str) -> Evidence | None:
    """What the party sees as a project's answer to a question."""
    if session.assessment is None:
        return None
    party = session.of(VettingState).party
    return evidence_for(session.assessment.workspace, project, party).get(name)


def glance(assessment: Assessment, project: str) -> Glance:
    """Where a project stands now."""
    if project not in assessment.workspace.projects:
        return Glance()
    outcome = assessment.project(project)
    packs = presenting.drawn_packs(assessment.packs)
    sections = presenting.section_states(outcome, packs[0]) if packs else ()
    gate = near_gate(outcome) or next(reversed([*outcome.gates]), "")
    at = (gate, outcome.gates[gate].state) if gate else None
    return Glance(sections, at, outcome.score)


def counts(session: Session) -> tuple[int, int]:
    """How many questions are open for the nearest outcomes, and in all."""
    rows = [one for one in every(session) if one.open]
    return sum(1 for one in rows if one.near), len(rows)
