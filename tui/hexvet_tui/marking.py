"""Marks: the set that is compared and exported."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from hexvet_tui.presenting import plural
from hexvet_tui.session import Session


def marked(session: Session, names: Iterable[str]) -> Session:
    """With these projects marked and no others; a filter by marks follows."""
    after = replace(session, marks=dict.fromkeys(names), anchor="")
    return after.filtered(after.filter.text) if "marked:" in after.filter.text else after


def toggled(session: Session) -> Session:
    """The project under the cursor marked or not, and the cursor on the next; ends a range."""
    if session.anchor:
        return ranged(session)
    if session.place < 0:
        return session
    marks = dict(session.marks)
    if session.cursor in marks:
        del marks[session.cursor]
    else:
        marks[session.cursor] = None
    step = session.by_rows(1)
    return marked(replace(session, cursor=step.cursor), marks)


def span(session: Session) -> range:
    """The visible rows from where a range was begun to the cursor; none without a range."""
    start = session.rows.places.get(session.anchor, -1)
    if start < 0 or session.place < 0:
        return range(0)
    low, high = sorted((start, session.place))
    return range(low, high + 1)


def ranged(session: Session) -> Session:
    """A range begun at the cursor; or ended, and marked."""
    if session.anchor:
        rows = span(session)
        return told(marked(session, (*session.marks, *session.ids(rows.start, rows.stop))))
    if session.place < 0:
        return session
    return replace(session, anchor=session.cursor).said(
        "range: move, then v or space marks it, esc gives it up"
    )


def inverted(session: Session) -> Session:
    """Visible projects that were not marked are, and the others not; hidden marks stay."""
    shown = session.ids()
    hidden = [name for name in session.marks if name not in session.rows.places]
    return told(marked(session, [*hidden, *(one for one in shown if one not in session.marks)]))


def unmarked(session: Session) -> Session:
    """Without a range that was begun, else without marks; the same record when there are none."""
    if session.anchor:
        return replace(session, anchor="").said("range given up")
    if session.marks:
        return marked(session, ()).said("marks cleared")
    return session


def told(session: Session) -> Session:
    """Says how many are marked."""
    return session.said(f"{plural(len(session.marks), 'project')} marked")


def chosen(session: Session) -> tuple[str, ...]:
    """What an export or a comparison is about: the marked projects, else all visible ones."""
    return tuple(session.marks) or session.ids()
