"""The question that is asked: the pack's words, the keys that answer, and what stands there."""

from __future__ import annotations

from collections.abc import Iterator

from hexvet.deciding.asking import Asked, is_vote, votes_of
from hexvet.deciding.parties import said_by
from hexvet.model import Evidence, Field
from hexvet_tui import presenting
from hexvet_tui.modes.vetting import listing, pressing
from hexvet_tui.modes.vetting.lines import MOST, how
from hexvet_tui.modes.vetting.state import VettingState, key_of
from hexvet_tui.presenting import plural
from hexvet_tui.scene import Scene
from hexvet_tui.typesetting import Line, clean, fit_line, hanging, wrap

OWN = "project's file"


def question_lines(scene: Scene, width: int) -> list[Line]:
    """Everything about the question that is asked, in the order in which it is read."""
    one = listing.asked(scene.session)
    if one is None:
        return []
    return [*_words(one, width), (), *_keys(scene, one, width), (), *_stands(scene, one, width)]


def _words(one: Asked, width: int) -> Iterator[Line]:
    """The pack's own words."""
    field = one.field
    for row in wrap(field.ask or field.title, width - 2):
        yield ((f" {row}", "strong"),)
    for row in wrap(field.help, width - 2) if field.help else ():
        yield ((f" {row}", "text"),)
    clause = f", {clean(field.clause)}" if field.clause else ""
    yield ((f" {clean(field.name)}{clause}", "dim"),)


def _keys(scene: Scene, one: Asked, width: int) -> Iterator[Line]:
    field = one.field
    if is_vote(field):
        yield from _ballot(scene, one, width)
        return
    shut = scene.session.is_shut
    style, enter = ("dim", " answer") if shut else ("key", " enter")
    for each in pressing.choices(field):
        yield from hanging((f" {each.key}", style), each.word, "text", width - 1, 4)
    if len(field.values) > MOST:
        rest = len(field.values) - MOST
        yield from hanging((enter, style), f"{rest} more, by their words", "text", width - 1, 8)
    elif field.kind != "truth" and not field.values:
        told = how(field).partition(";")[0] if shut else how(field)
        yield from hanging((enter, style), told, "text", width - 1, 8)
    unknown: Line = () if shut else ((" u", "key"), ("  unknown", "text"))
    yield (*unknown, (" space" if shut else "   space", "key"), ("  later", "text"))
    yield from _begun(scene, field, width)


def _begun(scene: Scene, field: Field, width: int) -> Iterator[Line]:
    """What is typed and not written."""
    on = "" if scene.session.is_shut else "; enter goes on"
    state = scene.session.of(VettingState)
    row = state.row.get(key_of(scene.session.cursor, field.name, state.party))
    draft = state.drafts.get(key_of(scene.session.cursor, field.name, state.party), "")
    if draft and scene.session.prompt is None:
        text = f"not written yet: {clean(draft)}{on}"
        yield from hanging(("", "text"), text, "mark", width, 1)
    if row:
        text = ", ".join(f"{name} {value}" for name, value in row.items() if value is not None)
        yield from hanging(("", "text"), f"row begun: {clean(text)}{on}", "mark", width, 1)


def _ballot(scene: Scene, one: Asked, width: int) -> Iterator[Line]:
    """The parties with their votes, each hidden from a party that has not voted itself."""
    field, session = one.field, scene.session
    voter, votes = pressing.voter_of(session, field), votes_of(one.evidence)
    own = session.of(VettingState).party
    hidden = listing.blind(session) and own not in votes
    for at, party in enumerate(pressing.voters(field), 1):
        said = "hidden until you voted" if hidden else votes.get(party, "has not voted")
        mark = ">" if party == voter else " "
        line = (
            (f"{mark}{at}", "dim" if session.is_shut else "key"),
            (f"  {clean(party):<14} ", "text"),
            (clean(said), "dim"),
        )
        yield fit_line(line, width)
    if session.is_shut:
        return
    for each in pressing.ballots(field):
        style = "text" if voter else "dim"
        yield fit_line(((f" {each.key}", "key"), (f"  {each.word}", style)), width)
    yield ((" u", "key"), ("  takes the vote back", "text" if voter else "dim"))


def _stands(scene: Scene, one: Asked, width: int) -> Iterator[Line]:
    """What is answered by now, side by side where parties were heard, and what is sticky."""
    session, field = scene.session, one.field
    state = session.of(VettingState)
    if listing.blind(session):
        text = "Others' answers are hidden until this party has finished (F)."
        yield from hanging(("", "text"), text, "dim", width - 1, 1)
    elif session.assessment is not None:
        workspace = session.assessment.workspace
        for party, said in said_by(workspace, session.cursor, field.name):
            yield from _said(party or OWN, said, field, width)
    if one.disputed and not state.party:
        text = "Disputed: it counts as unknown. Your answer is a resolution; it asks why."
        yield from hanging((" !", "alert"), text, "text", width - 1, 3)
    elif one.evidence is not None and not is_vote(field):
        yield from _said("now", one.evidence, field, width)
    if one.waiting:
        wait = "waits" if one.waiting == 1 else "wait"
        near = f", {one.alone} near for it alone" if one.alone else ""
        text = f"{plural(one.waiting, 'outcome')} {wait} for it{near}"
        yield from hanging(("", "text"), text, "dim", width - 1, 1)
    told = (("source", state.source), ("confidence", state.confidence), ("note", state.note))
    for name, text in told:
        if text:
            yield fit_line(((f" {name} ", "dim"), (clean(text), "text")), width)


def _said(who: str, said: Evidence, field: Field, width: int) -> Iterator[Line]:
    text = presenting.evidence_text(said, field)
    told = "; ".join(
        part
        for part in (presenting.origin_text(said), clean(said.reason), clean(said.note))
        if part
    )
    words = f"{text}  ({told})" if told else text
    yield from hanging((f" {clean(who)}", "mark"), words, "text", width - 1, 16)
