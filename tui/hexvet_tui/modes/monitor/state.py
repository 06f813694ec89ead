"""What the mode remembers, and what it reads out of the evidence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from hexvet.monitoring import Indicator, Step, feeding, indicators, steps, unreported
from hexvet_tui.session import Session

if TYPE_CHECKING:
    from hexvet.evaluation import Assessment

OPEN = ("overdue", "due", "undated")


@dataclass(frozen=True, slots=True)
class MonitorState:
    """The cursors as `project/field/row`; `done`: what is done is listed, too."""

    step: str = ""
    indicator: str = ""
    done: bool = False


class Found(NamedTuple):
    """All that the evidence has on delivery, and the fields and projects that have nothing."""

    steps: tuple[Step, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    silent: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


def found(session: Session) -> Found:
    """Everything, worked out once for an assessment."""
    if session.assessment is None:
        return Found()
    return _found(_Kept(session.assessment, session.revision))


class _Kept:
    """An assessment that a cache can hold on to, told apart by its revision."""

    def __init__(self, assessment: Assessment, revision: int) -> None:
        self.assessment, self.mark = assessment, (id(assessment), revision)

    def __hash__(self) -> int:
        return hash(self.mark)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kept) and self.mark == other.mark


@lru_cache(maxsize=2)
def _found(kept: _Kept) -> Found:
    one = kept.assessment
    return Found(steps(one), indicators(one), unreported(one), feeding(one))


def shown_steps(session: Session) -> tuple[Step, ...]:
    """The steps of the projects that the filter keeps, and of the programme without a filter;
    what is overdue longest first, then by day."""
    state, places = session.of(MonitorState), session.rows.places
    listed = [
        step
        for step in found(session).steps
        if (state.done or step.state in OPEN)
        and (step.project in places or (not step.project and not session.filter.text))
    ]
    return tuple(sorted(listed, key=lambda step: (step.state not in OPEN, step.state == "undated")))


def shown_indicators(session: Session) -> tuple[Indicator, ...]:
    """The indicators of the projects that the filter keeps, in the order of the portfolio."""
    places = session.rows.places
    listed = (one for one in found(session).indicators if one.project in places)
    return tuple(sorted(listed, key=lambda one: (places[one.project], one.field, one.row)))


def key(one: Step | Indicator) -> str:
    """What the cursor remembers of a row."""
    return f"{one.project}/{one.field}/{one.row}"
