"""What the mode remembers, and what it reads out of the evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeAlias, TypeVar

from hexvet.monitoring import Indicator, Step, feeding, indicators, steps, unreported
from hexvet_tui.effects import Work
from hexvet_tui.once import once
from hexvet_tui.session import Rows, Session

if TYPE_CHECKING:
    from hexvet.evaluation import Assessment

OPEN = ("overdue", "due", "undated")
LARGE = 5_000
"""Projects from which the evidence is read in the background."""
SOON = 30
"""Days within which something is due soon."""

Own: TypeAlias = "tuple[list[Step], list[Indicator]]"
Row = TypeVar("Row", Step, Indicator)


@dataclass(frozen=True, slots=True)
class MonitorState:
    """The cursors as `project/field/row`; `done`: what is done is listed, too.

    `revision` is that of the assessment whose evidence was read in the background.
    """

    step: str = ""
    indicator: str = ""
    done: bool = False
    revision: int = -1


class Found(NamedTuple):
    """All that the evidence has on delivery, and the fields and projects that have nothing.

    `own` has the steps and indicators of each project, and of "" those of the programme.
    """

    steps: tuple[Step, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    silent: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    own: Mapping[str, Own] = {}


@dataclass(frozen=True, slots=True)
class Listed(Generic[Row]):
    """The rows of a list in their order, and the place of each by its key.

    `overdue` and `soon` count the steps that are late, and due within `SOON` days.
    """

    rows: tuple[Row, ...] = ()
    places: Mapping[str, int] = field(default_factory=dict)
    overdue: int = 0
    soon: int = 0


def entered(session: Session) -> Session:
    """Has the evidence of a large portfolio read, unless it was."""
    assessment, revision = session.assessment, session.revision
    if assessment is None or not is_waiting(session):
        return session

    def then(now: Session, _: Found) -> Session:
        return now.having(replace(now.of(MonitorState), revision=revision))

    return session.wanting(Work(lambda: _found(assessment), then, group="monitor"))


def is_waiting(session: Session) -> bool:
    """Whether the evidence has still to be read."""
    return session.total > LARGE and session.of(MonitorState).revision != session.revision


def awaited(session: Session) -> Session:
    """With the evidence, though it takes a while: for what is written whole."""
    return session.having(replace(session.of(MonitorState), revision=session.revision))


def found(session: Session) -> Found:
    """Everything, worked out once for an assessment; nothing while it is waited for."""
    if session.assessment is None or is_waiting(session):
        return Found()
    return _found(session.assessment)


@once(1)
def _found(one: Assessment) -> Found:
    listed, measured = steps(one), indicators(one)
    own: dict[str, Own] = {}
    for step in listed:
        own.setdefault(step.project, ([], []))[0].append(step)
    for indicator in measured:
        own.setdefault(indicator.project, ([], []))[1].append(indicator)
    return Found(listed, measured, unreported(one), feeding(one), own)


def shown_steps(session: Session) -> Listed[Step]:
    """The steps of the projects that the filter keeps, and of the programme without a filter;
    what is overdue longest first, then by day."""
    if session.assessment is None or is_waiting(session):
        return Listed()
    done, whole = session.of(MonitorState).done, not session.filter.held
    return _steps(session.assessment, session.rows, done, whole)


@once(1)
def _steps(one: Assessment, shown: Rows, done: bool, whole: bool) -> Listed[Step]:
    kept = [
        step
        for step in _found(one).steps
        if (done or step.state in OPEN)
        and (step.project in shown.places or (not step.project and whole))
    ]
    rows = sorted(kept, key=lambda step: (step.state not in OPEN, step.state == "undated"))
    overdue = [step for step in rows if step.state == "overdue"]
    soon = [s for s in rows if s.state == "due" and s.due and (s.due - one.as_of).days <= SOON]
    return Listed(tuple(rows), _places(rows), len(overdue), len(soon))


def shown_indicators(session: Session) -> Listed[Indicator]:
    """The indicators of the projects that the filter keeps, in the order of the portfolio."""
    if session.assessment is None or is_waiting(session):
        return Listed()
    return _indicators(session.assessment, session.rows)


@once(1)
def _indicators(one: Assessment, shown: Rows) -> Listed[Indicator]:
    places = shown.places
    kept = (found for found in _found(one).indicators if found.project in places)
    rows = sorted(kept, key=lambda found: (places[found.project], found.field, found.row))
    return Listed(tuple(rows), _places(rows))


def _places(rows: Sequence[Step | Indicator]) -> dict[str, int]:
    return {key(row): place for place, row in enumerate(rows)}


def key(one: Step | Indicator) -> str:
    """What the cursor remembers of a row."""
    return f"{one.project}/{one.field}/{one.row}"
