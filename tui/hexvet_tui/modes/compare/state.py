"""What the mode remembers."""

from __future__ import annotations

from dataclasses import dataclass

from hexvet_tui.session import Session

MOST = 12
"""Projects that are compared at once."""


@dataclass(frozen=True, slots=True)
class CompareState:
    """`baseline` and `column` are project ids, `row` is `kind/id`; empty ones mean the first."""

    baseline: str = ""
    column: str = ""
    row: str = ""
    all: bool = False


def compared(session: Session) -> tuple[str, ...]:
    """The projects side by side, the baseline first: the marked ones, or the cursor's and the
    one after it in the order of the portfolio."""
    known = session.assessment.workspace.projects if session.assessment else {}
    names = [name for name in session.marks if name in known]
    if len(names) < 2:
        names = [*names, *(n for n in near(session) if n not in names)][:2]
    baseline = session.of(CompareState).baseline
    if baseline in names:
        names.remove(baseline)
        names.insert(0, baseline)
    return tuple(names[:MOST])


def near(session: Session) -> tuple[str, ...]:
    """The project under the cursor and its neighbour."""
    place = max(session.place, 0)
    return (
        session.ids(place, place + 2)
        if place + 1 < len(session.rows.order)
        else (session.ids(max(0, place - 1), place + 1)[::-1])
    )
