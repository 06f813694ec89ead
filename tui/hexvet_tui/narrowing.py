"""Filter and sort: which rows are shown, and in which order."""

from __future__ import annotations

from dataclasses import replace

from hexvet_tui.filter_completion import candidates
from hexvet_tui.filtering import LONGEST
from hexvet_tui.presenting import plural
from hexvet_tui.prompting import Prompt, Purpose
from hexvet_tui.scene import Scene
from hexvet_tui.session import Session
from hexvet_tui.sorting import Sort


def sorted_by(session: Session, column: str) -> Session:
    """Sorted by a column, in its usual direction; the same column again reverses it."""
    again = session.sort.column == column
    sort = Sort(column, not session.sort.reverse if again else False)
    return session.arranged(session.filter, sort).said(f"sorted by {sort.told}")


def reversed_order(session: Session) -> Session:
    """In the opposite order."""
    sort = replace(session.sort, reverse=not session.sort.reverse)
    return session.arranged(session.filter, sort).said(f"sorted by {sort.told}")


def to_match(session: Session, step: int) -> Session:
    """The next row of the filter, from the last one round to the first."""
    if not session.filter.text:
        return session.said("no filter: / sets one")
    count = len(session.rows.order)
    return session.to_row((session.place + step) % count) if count else session


def prompted(session: Session) -> Session:
    """Typing a filter, starting from the one in force."""
    text = session.filter.text
    return session.prompted(Prompt(FILTER, text, len(text), text))


def _accepted(scene: Scene, text: str) -> Session:
    """Typing is done; says how many projects are left, or what is wrong."""
    session = scene.session
    if session.filter.error:
        return session.said(session.filter.error, "alert")
    if not session.filter.text:
        return session.said("no filter")
    return session.said(f"{len(session.rows.order):,} of {plural(session.total, 'project')}")


def cleared(session: Session) -> Session:
    """Without a filter; the same record when there is none."""
    return session.filtered("").said("filter cleared") if session.filter.text else session


FILTER = Purpose(
    "filter",
    "filter",
    _accepted,
    changed=Session.filtered,
    cancelled=Session.filtered,
    candidates=candidates,
    counted=True,
    does="Keep it",
    longest=LONGEST,
)
