"""A project that goes while a mode shows it: no key that is meant for it acts on another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hexvet_tui.presenting import project_title

if TYPE_CHECKING:
    from hexvet_tui.session import Session

ABOUT = frozenset(("project", "vetting"))
"""The modes that show the project under the cursor and no other."""


def stayed(before: Session, after: Session) -> Session:
    """New outcomes, where modes about a project that was under the cursor still show that one. A
    filter that hides it now is cleared; when it is gone, the list that led to it is there instead,
    and a word."""
    name, assessment = before.cursor, after.assessment
    shown = ABOUT.intersection((before.mode, *before.trail))
    if not name or not shown or name in after.rows.places or assessment is None:
        return after
    if name in assessment.workspace.projects:
        whole = replace(after.filtered(""), cursor=name)
        return whole.adding("filter cleared to show it")
    there = _listed(after)
    what = "was withdrawn" if name in assessment.workspace.withdrawn else "is not there any more"
    title = project_title(before.assessment.workspace, name) if before.assessment else name
    told = f"{title} {what}"
    return there.adding(told) if there.message.entry else there.said(told, "alert")


def _listed(session: Session) -> Session:
    """Without the modes about it; of one that was shown nothing stays open, either."""
    trail = tuple(mode for mode in session.trail if mode not in ABOUT)
    there = replace(session, trail=trail)
    if session.mode not in ABOUT:
        return there
    return replace(there.returned(), pages=(), prompt=None, question=None, prefix="")
