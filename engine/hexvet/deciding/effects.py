"""What a change does to outcomes: the checks and gates that are not as they were."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from hexvet.deciding.answering import PROGRAMME
from hexvet.model import CheckOutcome

if TYPE_CHECKING:
    from hexvet.evaluation import Assessment


@dataclass(frozen=True, slots=True)
class Shift:
    """One check, section or gate, and what it was and is; for how many projects, 0 where it is
    one of the programme's own checks or that of the one project that is looked at."""

    what: Literal["check", "section", "gate"]
    id: str
    before: str
    after: str
    projects: int = 0


def shifts(before: Assessment, after: Assessment, subject: str) -> tuple[Shift, ...]:
    """All that changed for a project, or, for the programme, in the whole portfolio.

    A project that is in one of the two portfolios only has no shifts.
    """
    if subject == PROGRAMME:
        return tuple(_of_programme(before, after))
    if any(subject not in one.workspace.projects for one in (before, after)):
        return ()
    return tuple(_of_project(before, after, subject))


def _of_project(before: Assessment, after: Assessment, project: str) -> Iterator[Shift]:
    old, new = before.project(project), after.project(project)
    yield from _checks({**before.programme, **old.checks}, {**after.programme, **new.checks})
    for id_, section in new.sections.items():
        if id_ in old.sections and old.sections[id_].state != section.state:
            yield Shift("section", id_, old.sections[id_].state, section.state)
    for id_, gate in new.gates.items():
        if id_ in old.gates and old.gates[id_].state != gate.state:
            yield Shift("gate", id_, old.gates[id_].state, gate.state)


def _of_programme(before: Assessment, after: Assessment) -> Iterator[Shift]:
    yield from _checks(before.programme, after.programme)
    found: Counter[tuple[str, str, str]] = Counter()
    for old, new in zip(before.standings, after.standings, strict=False):
        was = dict(old.gates)
        found.update(
            (id_, was[id_], state) for id_, state in new.gates if was.get(id_, state) != state
        )
    for (id_, was_state, state), number in found.items():
        yield Shift("gate", id_, was_state, state, number)


def _checks(
    before: Mapping[str, CheckOutcome], after: Mapping[str, CheckOutcome]
) -> Iterator[Shift]:
    for id_, check in after.items():
        if id_ in before and before[id_].status != check.status:
            yield Shift("check", id_, before[id_].status, check.status)
