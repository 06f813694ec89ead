"""Back to where the last screen was left, and to what it held."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hexvet_tui import modes, verbs
from hexvet_tui.filtering import parse
from hexvet_tui.recovery.collecting import left
from hexvet_tui.recovery.offering import Offer, offered, sought
from hexvet_tui.recovery.records import Left
from hexvet_tui.session import FIRST, View
from hexvet_tui.sorting import BY_ID, Sort

if TYPE_CHECKING:
    from hexvet.evaluation import Assessment
    from hexvet_tui.effects import Work
    from hexvet_tui.recovery.keeping import Keeper
    from hexvet_tui.session import Session

__all__ = ["begun", "returned"]


def begun(session: Session, keeper: Keeper) -> Session:
    """The first session with outcomes, as the last one was left; drafts are looked for."""
    found = keeper.left()
    if isinstance(found, Left):
        session = returned(session, found)
    elif found:
        session = session.said(found, "alert")
    return session.wanting(_seeking(keeper, session.assessment))


def _seeking(keeper: Keeper, assessment: Assessment | None) -> Work:
    from hexvet_tui.effects import Work

    def then(session: Session, offer: Offer | None) -> Session:
        return offered(session, offer) if offer else session

    return Work(lambda: sought(keeper, assessment), then, group="drafts")


def returned(session: Session, found: Left) -> Session:
    """With what of it is still there; a word when it looks other than a fresh one."""
    before = left(session)
    known = session.assessment.workspace.projects if session.assessment else {}
    sort = Sort(found.column, found.reverse) if found.column in BY_ID else session.sort
    session = replace(
        session,
        marks={name: None for name in found.marks if name in known},
        panes={mode: pane for mode, pane in found.panes.items() if mode in modes.IDS},
        view=View(found.drawing, found.framework),
    )
    session = session.arranged(parse(found.filter, session), sort, 0)
    if found.cursor in session.rows.places:
        session = replace(session, cursor=found.cursor)
    session = session if found.mode == FIRST else verbs.entered(session, found.mode)
    same = left(session) == replace(before, cursor=left(session).cursor)
    if same or session.message.text:
        return session
    return session.said("as it was left; --fresh starts without")
