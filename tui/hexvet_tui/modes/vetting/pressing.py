"""The keys that answer: y, n, u and digits, before the table of actions sees them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hexvet.deciding.asking import Asked, is_vote
from hexvet.model import Field
from hexvet_tui.deciding import dialog
from hexvet_tui.modes.vetting import lines, listing
from hexvet_tui.modes.vetting.keeping import keeping, standing
from hexvet_tui.modes.vetting.state import Deed, Spot, VettingState, Wanted, key_of
from hexvet_tui.modes.vetting.writing import asked_which, queued, signed
from hexvet_tui.reading import refused
from hexvet_tui.session import Session
from hexvet_tui.typesetting import clean

if TYPE_CHECKING:
    from hexvet.granting import Objection
    from hexvet_tui.scene import Extent, Scene

QUANTITIES = ("number", "money", "share", "date")
NOBODY = ("", "")


@dataclass(frozen=True, slots=True)
class Key:
    """A key that answers: what it says, and the value as TOML holds it."""

    key: str
    word: str
    value: object


def choices(field: Field) -> tuple[Key, ...]:
    """The answers to a question that one key gives."""
    if field.kind == "truth":
        return (Key("y", "yes", True), Key("n", "no", False))
    if field.kind == "table":
        return () if is_vote(field) else (Key("0", "there are none", []),)
    if field.values:
        rows = enumerate(field.values[: lines.MOST], 1)
        told = ((one, clean(field.anchors.get(one, ""))) for _, one in rows)
        return tuple(
            Key(str(at), f"{clean(one)}: {said}" if said else clean(one), one)
            for at, (one, said) in enumerate(told, 1)
        )
    single = [one for one in field.anchors if len(one) == 1 and one.isdigit()]
    return tuple(Key(one, clean(field.anchors[one]), int(one)) for one in single)


def voters(field: Field) -> tuple[str, ...]:
    """The parties that vote."""
    return field.columns["party"].values[: lines.MOST]


def ballots(field: Field) -> tuple[Key, ...]:
    """The keys of votes: first letters where they differ, else digits."""
    values = field.columns["vote"].values or ("yes", "no")
    letters = [one[:1] for one in values]
    plain = len(set(letters)) == len(values) and "u" not in letters
    keys = letters if plain else [str(at) for at in range(1, len(values) + 1)]
    return tuple(Key(key, clean(one), one) for key, one in zip(keys, values, strict=True))


def voter_of(session: Session, field: Field) -> str:
    """The party that the next key votes for; the form's own party for itself alone."""
    state = session.of(VettingState)
    if state.party in voters(field):
        return state.party
    question, voter = state.voter
    return voter if question == key_of(session.cursor, field.name, state.party) else ""


def typed(scene: Scene, key: str, character: str | None, extent: Extent) -> Session | None:
    """The session after a key that answers; None for all others."""
    session = scene.session.quiet()
    one = listing.asked(session)
    if key == "escape" and session.of(VettingState).voter != NOBODY:
        return session.having(replace(session.of(VettingState), voter=NOBODY))
    if character is None or len(character) != 1 or one is None or session.project is None:
        return None
    answers = any(each.key == character for each in _answers(one.field))
    if session.is_shut:
        return refused(session) if answers or character in "yn" else None
    if answers and (closed := _closed(session, one)):
        return lines.alerted(session, closed)
    if is_vote(one.field):
        voted = _voted(session, one, character)
        if voted is not None:
            return voted
    elif character == "u":
        return given(session, spot_of(session, one), None)
    found = next((each for each in choices(one.field) if each.key == character), None)
    if found is not None:
        return given(session, spot_of(session, one), found.value)
    return _begun(session, one, character)


def _closed(session: Session, one: Asked) -> Objection | None:
    """Why a party that has finished answers nothing more; votes stay open."""
    from hexvet.deciding.answering import closed, subject_of
    from hexvet.granting import Objection

    party = session.of(VettingState).party
    if session.assessment is None or not party or is_vote(one.field):
        return None
    subject = subject_of(session.assessment.workspace, session.cursor, party)
    why = None if isinstance(subject, Objection) else closed(subject)
    return replace(why, hint=dialog.on_screen(why.hint)) if why else None


def _answers(field: Field) -> tuple[Key, ...]:
    """Every key that writes something."""
    digits = tuple(Key(str(digit), "", digit) for digit in range(10))
    return (
        *choices(field),
        *(ballots(field) if is_vote(field) else ()),
        *digits,
        Key("u", "", None),
    )


def _begun(session: Session, one: Asked, character: str) -> Session | None:
    """A digit begins a number; nowhere in the form does it lead to another mode."""
    digit = character.isascii() and character.isdigit()
    if one.field.kind in QUANTITIES and (digit or character in "-$."):
        return typing(session, one, character)
    if character in "yn":
        return session.said(f"{character} answers questions that are yes or no; this is none")
    if digit:
        return session.said("digits answer here; enter types, esc leads back to the modes")
    return None


def _voted(session: Session, one: Asked, character: str) -> Session | None:
    field = one.field
    state, voter = session.of(VettingState), voter_of(session, field)
    if voter:
        votes = {each.key: each.value for each in ballots(field)} | {"u": None}
        if character in votes:
            cast = Wanted("vote", session.cursor, field.name, votes[character], voter=voter,
                          note=state.note)  # fmt: skip
            more = state.party == "" and bool({*one.voters_left} - {voter})
            return signed(session, cast, lambda now, vote: _put(now, vote, lasting=more))
    if character.isdigit() and 0 < int(character) <= len(voters(field)):
        if state.party in voters(field):
            return session.said(f"{state.party} votes for itself alone", "alert")
        question = key_of(session.cursor, field.name, state.party)
        chosen = voters(field)[int(character) - 1]
        return session.having(replace(state, voter=(question, chosen)))
    if character in [each.key for each in ballots(field)] and not voter:
        return session.said("choose the party first, by its digit")
    return None


def typing(session: Session, one: Asked, text: str = "") -> Session:
    """Types an answer, or a row of a table."""
    field = one.field
    if session.is_shut:
        return refused(session)
    if is_vote(field):
        return session.said("choose the party by its digit, then its vote")
    if why := _closed(session, one):
        return lines.alerted(session, why)
    spot = spot_of(session, one)
    if field.kind == "table":
        return lines.asked_row(session, spot, _row)
    return lines.asked_value(session, spot, given, text)


def spot_of(session: Session, one: Asked) -> Spot:
    """The question as it is asked now: what is typed belongs to it."""
    before = Spot(session.cursor, one, session.of(VettingState).party)
    assert session.assessment is not None
    return replace(before, stood=standing(session.assessment.workspace, _wanted(session, before)))


def _row(session: Session, spot: Spot, row: object) -> Session:
    return _written(session, spot, _wanted(session, spot, row, "row"))


def given(session: Session, spot: Spot, value: object, typed: str = "") -> Session:
    """An answer: written at once; a resolution asks why first."""
    one = spot.one
    if value is None and one.evidence is None:
        told = session if session.cursor != spot.project else skipped(session)
        return told.said(f"{clean(one.field.title)} stays unknown")
    wanted = replace(_wanted(session, spot, value), typed=typed)
    if one.disputed and not spot.party:
        if value is None:
            return session.said("unknown resolves nothing; it counts as unknown already", "alert")

        def because(now: Session, reason: str) -> Session:
            return _written(now, spot, replace(wanted, deed="resolution", reason=reason))

        return lines.asked_reason(session, spot, because)
    return _written(session, spot, wanted)


def _wanted(session: Session, spot: Spot, value: object = None, deed: Deed = "answer") -> Wanted:
    state = session.of(VettingState)
    remarks = (state.source, state.confidence, state.note) if deed != "row" else ("", "", "")
    if value is None:
        remarks = ("", "", "")
    return Wanted(deed, spot.project, spot.one.field.name, value, spot.party, *remarks)


def _written(session: Session, spot: Spot, wanted: Wanted) -> Session:
    """Writes what was typed, once it is known who answers."""
    return signed(session, wanted, lambda now, one: _compared(now, spot, one))


def _compared(session: Session, spot: Spot, wanted: Wanted) -> Session:
    """Writes it where it belongs, unless that is gone or was answered meanwhile."""
    assessment = session.assessment
    assert assessment is not None
    workspace = assessment.workspace
    gone = wanted.project if wanted.project not in workspace.projects else ""
    gone = gone or (wanted.field if wanted.field not in workspace.fields else "")
    if gone:
        told = f"NOT written: {clean(gone)} is not there any more"
        more = f"{clean(wanted.typed) or 'it'} is kept for {wanted.project}, {wanted.field}"
        return keeping(session, wanted).said(told, "alert", more)
    theirs = standing(workspace, wanted)
    if wanted.deed != "row" and theirs != spot.stood and theirs != wanted.value:
        return asked_which(keeping(session, wanted), wanted, theirs)
    return _put(session, wanted, lasting=wanted.deed == "row")


def _put(session: Session, wanted: Wanted, *, lasting: bool = False) -> Session:
    """With the next question asked at once, and the answer on its way."""
    ahead = session
    if session.cursor == wanted.project:
        ahead = stay(session, wanted.field) if lasting else forward(session, wanted.field)
    return queued(ahead.having(replace(ahead.of(VettingState), note="", voter=NOBODY)), wanted)


def stay(session: Session, name: str) -> Session:
    """On the same question: more votes or rows may follow; space goes on."""
    state = session.of(VettingState)
    return session.having(replace(state, cursor={**state.cursor, session.cursor: name}))


def forward(session: Session, name: str) -> Session:
    """With the next open question asked, from the top again after the last; across projects the
    next project without an answer."""
    state = session.of(VettingState)
    if state.order == "across":
        return _next_project(session, name)
    rows = listing.listed(session.having(replace(state, whole=False)))
    late = state.skipped.get(session.cursor, ())
    places = {one.field.name: at for at, one in enumerate(listing.every(session))}
    here = places.get(name, -1)
    near = {one.field.name for one in rows if one.near or state.order == "pack"}
    order = [one.field.name for one in rows if one.field.name != name]
    order.sort(key=lambda one: (one in late, one not in near, places[one] < here))
    if not order:
        return session.said("no other question is open; a lists the answered ones", "good")
    return session.having(replace(state, cursor={**state.cursor, session.cursor: order[0]}))


def _next_project(session: Session, name: str) -> Session:
    rows = listing.projects(session)
    at = rows.index(session.cursor) if session.cursor in rows else -1
    for project in (*rows[at + 1 :], *rows[: max(at, 0)]):
        if listing.answer_of(session, project, name) is None:
            return listing.settled(session.to_row(session.rows.places[project]))
    return session.said("asked about every project; o goes on with the next question", "good")


def skipped(session: Session) -> Session:
    """With the question left for later."""
    state, one = session.of(VettingState), listing.asked(session)
    if one is None:
        return session
    if state.order == "across":
        return _next_project(session, one.field.name)
    name = one.field.name
    late = (*(n for n in state.skipped.get(session.cursor, ()) if n != name), name)
    after = forward(session, name).of(VettingState)
    left = replace(after, skipped={**state.skipped, session.cursor: late}, voter=NOBODY)
    return session.having(left)
