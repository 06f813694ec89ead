"""Whose answers the form writes, and when a party has finished."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hexvet.deciding.parties import answers_of, parties_of, voices
from hexvet_tui.deciding import dialog
from hexvet_tui.modes.vetting import lines, listing
from hexvet_tui.modes.vetting.lines import line
from hexvet_tui.modes.vetting.state import VettingState, Wanted
from hexvet_tui.modes.vetting.writing import put
from hexvet_tui.prompting import Choice, Question
from hexvet_tui.reading import refused
from hexvet_tui.session import Session
from hexvet_tui.typesetting import clean

if TYPE_CHECKING:
    from hexvet.granting import Objection
    from hexvet_tui.scene import Scene

OWN = "the project's own file"
NONE = "none"
"""What is typed for the project's own file."""


def known_parties(scene: Scene) -> tuple[str, ...]:
    """The parties that have answered, then the people who may be one."""
    return _known(scene.session)


def _known(session: Session) -> tuple[str, ...]:
    assessment = session.assessment
    if assessment is None:
        return (NONE,)
    workspace = assessment.workspace
    return tuple(dict.fromkeys((NONE, *parties_of(workspace), *workspace.people)))


def of_login(session: Session) -> str:
    """The party of whoever acts: their id, or a role, when a party has that name."""
    from hexvet.granting import Objection

    if session.assessment is None:
        return ""
    workspace = session.assessment.workspace
    who = dialog.actor(workspace, session.of(dialog.Acting).who)
    if isinstance(who, Objection):
        return ""
    known = parties_of(workspace)
    return next((name for name in (who.by, who.role, *who.roles) if name in known), "")


def settled_once(session: Session) -> Session:
    """With the party of whoever acts; where that is none but parties answer, it is asked once,
    unless nobody can answer here."""
    state = session.of(VettingState)
    if state.chosen or session.assessment is None:
        return session
    party = of_login(session)
    if session.is_shut:
        return session.having(replace(state, party=party))
    after = session.having(replace(state, party=party, chosen=True))
    several = bool(parties_of(session.assessment.workspace))
    return asked_party(after) if several and not party else after


def heard(scene: Scene, text: str) -> Session:
    """With the answers of a party, or with those that stand in the project's own file."""
    party = text.strip()
    if scene.session.is_shut:
        return refused(scene.session)
    return _heard(scene.session, party) if party else asked_party(scene.session)


def _heard(session: Session, party: str) -> Session:
    """As `heard`; "" is the project's own file."""
    from hexvet.deciding.answering import subject_of
    from hexvet.granting import Objection

    if session.assessment is None:
        return session
    party = "" if party == NONE else party
    if party and session.project is not None:
        found = subject_of(session.assessment.workspace, session.cursor, party)
        if isinstance(found, Objection):
            return lines.alerted(asked_party(session, party), found)
        spoken = lines.voice(session, party, session.of(dialog.Acting).who)
        if isinstance(spoken, Objection):
            return _asked_voice(session, party, spoken)
    return of_party(session, party)


def of_party(session: Session, party: str) -> Session:
    """With the form of a party, from its first question; nothing of another's is left in it."""
    before = session.of(VettingState)
    state = VettingState(
        order=before.order,
        across=before.across,
        whole=before.whole,
        party=party,
        chosen=True,
        queue=before.queue,
        row=before.row,
        drafts=before.drafts,
    )
    told = f"answers of {party}" if party else "answers in the project's own file"
    return listing.settled(session.having(state)).said(told)


def _asked_voice(session: Session, party: str, why: Objection, text: str = "") -> Session:
    """Types who answers for a party; where nobody does, whose answers these are."""
    from hexvet.granting import Objection

    assert session.assessment is not None
    people = session.assessment.workspace.people
    words = [(id_, people[id_].name) for id_ in voices(people, party)]
    if not words:
        return lines.alerted(asked_party(session, party), why)

    def accepted(now: Session, said: str) -> Session:
        refused = lines.voice(now, party, said) if said else why
        if isinstance(refused, Objection):
            return lines.alerted(_asked_voice(now, party, why, said), refused)
        return _heard(now.having(dialog.Acting(said)), party)

    told = line(session, "voice", f"who answers for {party}", accepted, text=text, words=words)
    return replace(told, message=session.said(clean(why.message), "alert").message)


def asked_party(session: Session, text: str = "") -> Session:
    """Types whose answers these are."""
    words = [(name, OWN if name == NONE else "its own answers") for name in _known(session)]
    hint = f"enter alone: {OWN}"
    return line(session, "party", "whose answers", _heard, text=text, words=words, hint=hint)


def finishing(session: Session) -> Session:
    """Asks whether the party has finished, or goes on."""
    state = session.of(VettingState)
    if session.assessment is None or session.project is None:
        return session
    if not state.party:
        return session.said("a party finishes its answers; p says which one", "alert")
    own = answers_of(session.assessment.workspace, session.cursor, state.party)
    if own is None:
        return session.said(f"{state.party} has not answered anything yet", "alert")
    wanted = Wanted("finish", session.cursor, "finished", not own.finished, state.party)
    if own.finished:
        text = f"{state.party} goes on answering? its answers count no more until it has finished"
    else:
        left = listing.counts(session)[1]
        text = f"{state.party} has finished ({left} left open)? then it sees the others' answers"
    return session.asked(Question(text, (Choice("y", "yes", lambda now: put(now, wanted)),)))
