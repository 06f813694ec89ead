"""What the keys of the table do in the form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hexvet_tui import verbs
from hexvet_tui.modes import Unsaved, Verb
from hexvet_tui.modes.vetting import lines, listing, parties, pressing
from hexvet_tui.modes.vetting.keeping import REASON
from hexvet_tui.modes.vetting.state import ORDERS, VettingState, Wanted
from hexvet_tui.modes.vetting.writing import put
from hexvet_tui.presenting import plural
from hexvet_tui.scene import Extent, Scene
from hexvet_tui.session import Session

SURE = ("", "low", "medium", "high")
ORDERED = {
    "settling": "what settles most comes first",
    "pack": "in the pack's order",
    "across": "one question about all projects",
}


def entered(session: Session) -> Session:
    """On the question where one stopped, unless there is no project to vet."""
    if session.project is None:
        return session.returned().said("no project to vet", "alert")
    session = parties.settled_once(session)
    marked = [name for name in session.marks if name in session.rows.places]
    if marked and session.cursor not in marked:
        session = session.to_row(session.rows.places[marked[0]])
    return _on_open(listing.settled(session))


def _on_open(session: Session) -> Session:
    """On an open question: the one that is remembered may be answered by now."""
    state, one = session.of(VettingState), listing.asked(session)
    if one is None or one.open or state.whole or state.order == "across":
        return session
    rows = {name: field for name, field in state.cursor.items() if name != session.cursor}
    return session.having(replace(state, cursor=rows))


def renewed(session: Session) -> Session:
    """With what the party may see of new outcomes."""
    return listing.settled(session)


def unsaved(session: Session) -> str:
    """Answers that nobody has been found to write."""
    waiting = len(session.of(VettingState).queue)
    return f"{plural(waiting, 'answer')} on the way" if waiting else ""


def drafts(session: Session) -> tuple[Unsaved, ...]:
    """Answers that are half typed, each under the project and field that it is for."""
    texts = session.of(VettingState).drafts.items()
    return tuple(Unsaved(name, text) for name, text in texts if text.strip())


def restored(session: Session, draft: Unsaved) -> Session:
    """A half-typed answer back in its line, on its question; kept for it while that is gone."""
    state = session.of(VettingState)
    session = session.having(replace(state, drafts={**state.drafts, draft.file: draft.text}))
    project, field, *rest = f"{draft.file} ".split(" ")
    known = session.assessment.workspace if session.assessment else None
    if known is None or project not in known.projects or field not in known.fields:
        return session
    party = next((name for name in rest if name != REASON), "")
    there = parties.of_party(replace(verbs.shown(session, project), prompt=None), party)
    state = there.of(VettingState)
    there = there.having(replace(state, cursor={**state.cursor, project: field}))
    one = listing.asked(there)
    return pressing.typing(there, one) if one and REASON not in rest else there


def moved(scene: Scene, step: int, extent: Extent) -> Session:
    """The question some lines further; across projects the project."""
    session = scene.session
    state, one = session.of(VettingState), listing.asked(session)
    if one is None:
        return session
    if state.order == "across":
        rows = listing.projects(session)
        at = rows.index(session.cursor) if session.cursor in rows else 0
        name = rows[max(0, min(len(rows) - 1, at + step))]
        return listing.settled(session.to_row(session.rows.places[name]))
    listed = listing.listed(session)
    at = listing.place(listed, one.field.name)
    if not listed:
        return session
    to = listed[max(0, min(len(listed) - 1, at + step))].field.name
    return session.having(
        replace(state, cursor={**state.cursor, session.cursor: to}, voter=pressing.NOBODY)
    )


def _order(scene: Scene, _: Extent) -> Session:
    session = scene.session
    state, one = session.of(VettingState), listing.asked(session)
    order = ORDERS[(ORDERS.index(state.order) + 1) % len(ORDERS)]
    across = one.field.name if one and order == "across" else ""
    return session.having(replace(state, order=order, across=across)).said(ORDERED[order])


def _whole(scene: Scene, _: Extent) -> Session:
    state = scene.session.of(VettingState)
    told = "open questions alone" if state.whole else "answered questions, too"
    return scene.session.having(replace(state, whole=not state.whole)).said(told)


def _sure(scene: Scene, _: Extent) -> Session:
    state = scene.session.of(VettingState)
    sure = SURE[(SURE.index(state.confidence) + 1) % len(SURE)]
    told = f"confidence of what follows: {sure or 'not told'}"
    return scene.session.having(replace(state, confidence=sure)).said(told)


def _undo(scene: Scene, _: Extent) -> Session:
    """The last entry of this sitting."""
    session, state = scene.session, scene.session.of(VettingState)
    if state.queue:
        return session.said("the last answer is being written; press it again")
    if not state.written:
        return session.said("nothing was answered in this sitting; the log takes back the rest")
    number, project, field = state.written[-1]
    wanted = Wanted("undo", project, field, number, state.party)
    there = session.to_row(session.rows.places.get(project, session.place))
    now = there.of(VettingState)
    on = replace(now, cursor={**now.cursor, project: field}, voter=pressing.NOBODY)
    return put(there.having(on), wanted)


def _typed(scene: Scene, _: Extent) -> Session:
    one = listing.asked(scene.session)
    if one is None:
        return scene.session.said("no question is open; a lists the answered ones")
    return pressing.typing(scene.session, one)


def _other(scene: Scene, step: int) -> Session:
    state = scene.session.of(VettingState)
    there = verbs.to_project(scene.session.having(replace(state, voter=pressing.NOBODY)), step)
    return _on_open(listing.settled(there))


VERBS: Mapping[str, Verb] = {
    **verbs.ABOUT,
    "previous_project": lambda scene, _: _other(scene, -1),
    "next_project": lambda scene, _: _other(scene, 1),
    "open": _typed,
    "skip": lambda scene, _: pressing.skipped(scene.session),
    "undo": _undo,
    "order": _order,
    "whole": _whole,
    "filter": lambda scene, _: lines.asked_place(scene.session),
    "source": lambda scene, _: lines.asked_source(scene.session),
    "confidence": _sure,
    "note": lambda scene, _: lines.asked_note(scene.session),
    "party": lambda scene, _: parties.asked_party(scene.session),
    "who": lambda scene, _: lines.asked_who(scene.session, scene.session.of(VettingState).party),
    "finish": lambda scene, _: parties.finishing(scene.session),
}
