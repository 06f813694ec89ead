"""The columns that a portfolio can be sorted by, and the order that they give."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from hexvet.evaluation import Assessment
    from hexvet.model import Standing

Key: TypeAlias = Callable[["Standing"], tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its id, the letter after `s` that sorts by it, and its word."""

    id: str
    key: str
    word: str
    best_first: bool = True


COLUMNS = (
    Column("name", "n", "name", best_first=False),
    Column("stage", "s", "stage", best_first=False),
    Column("met", "m", "met sections"),
    Column("gate", "g", "gate"),
    Column("score", "c", "score"),
    Column("evidence", "e", "evidence"),
    Column("failed", "f", "failed checks"),
)
BY_ID = {column.id: column for column in COLUMNS}


@dataclass(frozen=True, slots=True)
class Sort:
    """A column and whether its usual direction is reversed."""

    column: str = "name"
    reverse: bool = False

    @property
    def descending(self) -> bool:
        """Whether the largest comes first."""
        return BY_ID[self.column].best_first != self.reverse


def _places(assessment: Assessment) -> dict[str, int]:
    gates = [gate for pack in assessment.packs for gate in pack.gates]
    return {gate: place for place, gate in enumerate(dict.fromkeys(gates))}


def _key(column: str, assessment: Assessment) -> Key:
    places = _places(assessment)
    passage = {"stop": 0, "hold": 1, "pass": 2}

    def gate(standing: Standing) -> tuple[object, ...]:
        if standing.gate is None:
            return (-1, -1)
        passed = sum(state == "pass" for _, state in standing.gates)
        return (passed, passage[standing.gate[1]])

    keys: dict[str, Key] = {
        "name": lambda s: (),
        "stage": lambda s: (places.get(s.stage or "", len(places)), s.stage or ""),
        "met": lambda s: (s.sections.count("filled"), -s.sections.count("unfilled")),
        "gate": gate,
        "score": lambda s: (-1.0, -1.0) if s.score is None else tuple(s.score),
        "evidence": lambda s: (-1.0 if s.evidence_share is None else s.evidence_share,),
        "failed": lambda s: (s.counts[1], s.counts[2]),
    }
    return keys[column]


def ordered(assessment: Assessment, rows: Sequence[int], sort: Sort) -> tuple[int, ...]:
    """Row numbers of the standings in the order of a column; ties by title, then by id."""
    standings = assessment.standings
    by_name = sort.column == "name" and sort.descending

    def name(row: int) -> tuple[str, str]:
        return standings[row].title.casefold(), standings[row].id

    key = _key(sort.column, assessment)
    named = sorted(rows, key=name, reverse=by_name)
    if sort.column == "name":
        return tuple(named)
    return tuple(sorted(named, key=lambda row: key(standings[row]), reverse=sort.descending))
