"""Which questions about a project are open, and how much waits for each of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from hexvet.deciding.answering import VOTES
from hexvet.lifecycle import STAGE
from hexvet.loading import vocabulary_of
from hexvet.model import Evidence, Field, Interval, ProjectOutcome

if TYPE_CHECKING:
    from hexvet.evaluation import Assessment

Order: TypeAlias = Literal["settling", "pack"]
"""What settles most first, or as the packs write them."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about a project. `evidence` is None while nobody answered it.

    `waiting` outcomes wait for its answer and `alone` of them for nothing else; `near` are those
    of the sections and of the gates up to the one that does not let the project pass.
    """

    field: Field
    evidence: Evidence | None = None
    near: int = 0
    alone: int = 0
    waiting: int = 0

    @property
    def disputed(self) -> bool:
        """Whether parties answered it so differently that it counts as unknown."""
        return self.evidence is not None and self.evidence.disputed

    @property
    def open(self) -> bool:
        """Whether it wants an answer, a resolution, or the vote of a party."""
        return self.evidence is None or self.disputed or bool(self.voters_left)

    @property
    def voters_left(self) -> tuple[str, ...]:
        """The parties that have not voted, where it is a question of votes."""
        if not is_vote(self.field):
            return ()
        voted = votes_of(self.evidence)
        return tuple(one for one in self.field.columns["party"].values if one not in voted)


def is_vote(field: Field) -> bool:
    """Whether parties vote in a table field."""
    return field.kind == "table" and all(name in field.columns for name in VOTES)


def votes_of(evidence: Evidence | None) -> dict[str, str]:
    """What each party voted."""
    cell = evidence.cell if evidence else None
    if not isinstance(cell, tuple) or isinstance(cell, Interval):
        return {}
    pairs = ((row.get("party"), row.get("vote")) for row in cell)
    return {
        party: vote for party, vote in pairs if isinstance(party, str) and isinstance(vote, str)
    }


def questions(
    assessment: Assessment,
    project: str,
    evidence: Mapping[str, Evidence],
    order: Order = "settling",
) -> tuple[Asked, ...]:
    """Every question that may be answered about a project; disputed ones first.

    `evidence` is what counts as answered: that of the project, or of one party. Then come those
    for which the nearest outcomes wait alone, those for which most wait, and the pack's order.
    Raises KeyError when there is no such project.
    """
    counted = _counted(assessment.project(project))
    fields = vocabulary_of(assessment.packs).values()
    found = [
        Asked(one, evidence.get(one.name), *counted.get(one.name, (0, 0, 0)))
        for one in fields
        if one.of == "project" and one.name != STAGE
    ]
    if order == "pack":
        return tuple(sorted(found, key=lambda one: not one.disputed))
    return tuple(sorted(found, key=_rank))


def _rank(one: Asked) -> tuple[bool, bool, int, int, int]:
    return not one.disputed, not one.near, -one.alone, -one.near, -one.waiting


def near_gate(outcome: ProjectOutcome) -> str:
    """The first gate that does not let the project pass, "" when all do."""
    return next((gate.id for gate in outcome.gates.values() if gate.state != "pass"), "")


def _counted(outcome: ProjectOutcome) -> dict[str, tuple[int, int, int]]:
    """By field: the outcomes near that wait for it, those that wait for it alone, and all."""
    counted: dict[str, tuple[int, int, int]] = {}
    for needs, near in _waiting(outcome):
        for name in needs:
            had = counted.get(name, (0, 0, 0))
            counted[name] = (had[0] + near, had[1] + (near and len(needs) == 1), had[2] + 1)
    return counted


def _waiting(outcome: ProjectOutcome) -> Iterator[tuple[tuple[str, ...], bool]]:
    """What is open: the fields that it waits for, and whether it is near."""
    gates = list(outcome.gates)
    first = near_gate(outcome)
    near = set(gates[: gates.index(first) + 1] if first else gates)
    for criterion in outcome.criteria.values():
        if criterion.state != "met" and criterion.needs:
            yield criterion.needs, True
    for check in outcome.checks.values():
        if check.without in ("unknown", "failed") and check.needs:
            yield check.needs, check.gate in near
