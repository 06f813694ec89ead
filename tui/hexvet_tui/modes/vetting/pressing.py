"""The keys that answer: y, n, u and digits, before the table of actions sees them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hexvet.deciding.asking import Asked, is_vote
from hexvet.model import Field
from hexvet_tui.modes.vetting import lines, listing
from hexvet_tui.modes.vetting.state import VettingState, Wanted
from hexvet_tui.modes.vetting.writing import put
from hexvet_tui.reading import REFUSED
from hexvet_tui.session import Session
from hexvet_tui.typesetting import clean

if TYPE_CHECKING:
    from hexvet_tui.scene import Extent, Scene

QUANTITIES = ("number", "money", "share", "date")
MOST = 9
"""So many answers have a digit each; further ones are typed."""


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
        rows = enumerate(field.values[:MOST], 1)
        told = ((one, clean(field.anchors.get(one, ""))) for _, one in rows)
        return tuple(
            Key(str(at), f"{clean(one)}: {said}" if said else clean(one), one)
            for at, (one, said) in enumerate(told, 1)
        )
    single = [one for one in field.anchors if len(one) == 1 and one.isdigit()]
    return tuple(Key(one, clean(field.anchors[one]), int(one)) for one in single)


def voters(field: Field) -> tuple[str, ...]:
    """The parties that vote."""
    return field.columns["party"].values[:MOST]


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
    return state.party if state.party in voters(field) else state.voter


def typed(scene: Scene, key: str, character: str | None, extent: Extent) -> Session | None:
    """The session after a key that answers; None for all others."""
    session = scene.session.quiet()
    one = listing.asked(session)
    if key == "escape" and session.of(VettingState).voter:
        return session.having(replace(session.of(VettingState), voter=""))
    if character is None or len(character) != 1 or one is None or session.project is None:
        return None
    if session.read_only and any(each.key == character for each in _answers(one.field)):
        return session.said(REFUSED, "alert")
    if is_vote(one.field):
        voted = _voted(session, one, character)
        if voted is not None:
            return voted
    elif character == "u":
        return given(session, one, None)
    found = next((each for each in choices(one.field) if each.key == character), None)
    if found is not None:
        return given(session, one, found.value)
    return _begun(session, one, character)


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
            return _put(session.having(replace(state, voter="")), cast, lasting=more)
    if character.isdigit() and 0 < int(character) <= len(voters(field)):
        if state.party in voters(field):
            return session.said(f"{state.party} votes for itself alone", "alert")
        return session.having(replace(state, voter=voters(field)[int(character) - 1]))
    if character in [each.key for each in ballots(field)] and not voter:
        return session.said("choose the party first, by its digit")
    return None


def typing(session: Session, one: Asked, text: str = "") -> Session:
    """Types an answer, or a row of a table."""
    field = one.field
    if is_vote(field):
        return session.said("choose the party by its digit, then its vote")
    if field.kind == "table":
        return lines.asked_row(session, field, lambda now, row: _row(now, one, row))
    return lines.asked_value(session, field, lambda now, value: given(now, one, value), text)


def _row(session: Session, one: Asked, row: object) -> Session:
    return _put(session, _wanted(session, one, row, "row"), lasting=True)


def given(session: Session, one: Asked, value: object) -> Session:
    """An answer: written at once; a resolution asks why first."""
    state = session.of(VettingState)
    if value is None and one.evidence is None:
        return skipped(session).said(f"{one.field.name} stays unknown")
    if one.disputed and not state.party:
        if value is None:
            return session.said("unknown resolves nothing; it counts as unknown already", "alert")

        def because(now: Session, reason: str) -> Session:
            wanted = _wanted(now, one, value, "resolution")
            return _put(now, replace(wanted, reason=reason))

        return lines.asked_reason(session, one.field, because)
    return _put(session, _wanted(session, one, value, "answer"))


def _wanted(session: Session, one: Asked, value: object, deed: str) -> Wanted:
    state = session.of(VettingState)
    remarks = (state.source, state.confidence, state.note) if deed != "row" else ("", "", "")
    if value is None:
        remarks = ("", "", "")
    return Wanted(deed, session.cursor, one.field.name, value, state.party, *remarks)  # type: ignore[arg-type]


def _put(session: Session, wanted: Wanted, *, lasting: bool = False) -> Session:
    """With the next question asked at once, and the answer on its way."""
    ahead = stay(session, wanted.field) if lasting else forward(session, wanted.field)
    return put(ahead.having(replace(ahead.of(VettingState), note="")), wanted)


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
    left = replace(after, skipped={**state.skipped, session.cursor: late}, voter="")
    return session.having(left)
