"""What carries the programme, as the evidence has it: its team, its money, its partners.

Tables of the programme are known by their columns: people by `name`, `role` and `sector`; money
by `amount` and `sector`; partners by `name` and `type`. What is missing is unknown, never none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hexvet.evaluation import Assessment
from hexvet.model import Cell, Field, Interval, exact, rows_of, text_in


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody on the team. Texts are "" and `fte` is None where nobody has said."""

    name: str
    role: str
    sector: str
    fte: float | None


@dataclass(frozen=True, slots=True)
class Balance:
    """How many members come from the public sector, from any other one, and from nobody knows
    where."""

    public: int
    other: int
    unknown: int

    @property
    def members(self) -> int:
        """How many there are."""
        return self.public + self.other + self.unknown


@dataclass(frozen=True, slots=True)
class Money:
    """The amounts of one sector in one status, from lowest to highest; `rows` of them."""

    sector: str
    status: str
    amount: Interval
    rows: int


def team(assessment: Assessment) -> tuple[Member, ...] | None:
    """Everybody on the team who has not left by the as-of date; None when nobody has said who
    is on it, or no pack asks."""
    rows = _rows(assessment, ("name", "role", "sector"))
    if rows is None:
        return None
    today = assessment.as_of.toordinal()
    return tuple(
        Member(
            text_in(row, "name"),
            text_in(row, "role"),
            text_in(row, "sector"),
            exact(row.get("fte")),
        )
        for row in rows
        if not _before(row.get("left"), today)
    )


def balance(members: tuple[Member, ...]) -> Balance:
    """The halves of a team."""
    public = sum(1 for member in members if member.sector == "public")
    unknown = sum(1 for member in members if not member.sector)
    return Balance(public, len(members) - public - unknown, unknown)


def money(assessment: Assessment) -> tuple[Money, ...] | None:
    """The programme's funding by sector and status, in the order of the rows; None when unknown.

    An amount that nobody has given may be anything from 0 up.
    """
    rows = _rows(assessment, ("amount", "sector"))
    if rows is None:
        return None
    found: dict[tuple[str, str], Money] = {}
    for row in rows:
        key = (text_in(row, "sector"), text_in(row, "status"))
        cell = row.get("amount")
        amount = cell if isinstance(cell, Interval) else Interval(0.0, float("inf"))
        before = found.get(key, Money(*key, Interval(0.0, 0.0), 0))
        total = Interval(before.amount.low + amount.low, before.amount.high + amount.high)
        found[key] = Money(*key, total, before.rows + 1)
    return tuple(found.values())


def partners(assessment: Assessment) -> Mapping[str, tuple[str, ...]] | None:
    """The partners' names by type, "" for those of unknown type; None when nobody has said."""
    rows = _rows(assessment, ("name", "type"))
    if rows is None:
        return None
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(text_in(row, "type"), []).append(text_in(row, "name"))
    return {kind: tuple(names) for kind, names in found.items()}


def questions(assessment: Assessment) -> Iterator[tuple[Field, Cell | None]]:
    """Every question about the programme with its answer, in the packs' order."""
    cells = assessment.workspace.programme.cells
    for field in assessment.workspace.fields.values():
        if field.of == "programme":
            yield field, cells.get(field.name)


def _rows(
    assessment: Assessment, columns: tuple[str, ...]
) -> tuple[Mapping[str, Cell], ...] | None:
    """The rows of the first table of the programme that has these columns and is known."""
    for field, cell in questions(assessment):
        fits = field.kind == "table" and all(name in field.columns for name in columns)
        if fits and (rows := rows_of(cell)) is not None:
            return rows
    return None


def _before(cell: Cell | None, today: int) -> bool:
    return isinstance(cell, Interval) and cell.high <= today
