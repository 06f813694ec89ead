"""What is due next in each project."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hexvet_tui.columns import Columns

SETTLED = ("done", "delivered")
"""Columns whose date says that a row of a table is not due any more."""


def days_to_next(columns: Columns) -> Sequence[float | None]:
    """Days from the assessment's date to what is due next, negative when overdue; None for nothing.

    Due are the rows of a project's tables that have a `due` date and no date in `done` or
    `delivered`, and the ends of its waivers that still hold.
    """
    today = columns.assessment.as_of.toordinal()
    tables = {
        name
        for pack in columns.assessment.packs
        for name, field in pack.fields.items()
        if field.of == "project" and "due" in field.columns
    }
    days = [_next(project.cells, tables) for project in columns.projects]
    places = {name: row for row, name in enumerate(columns.ids)}
    for waiver in columns.assessment.workspace.waivers:
        row, end = places.get(waiver.project), waiver.expires.toordinal()
        if row is not None and waiver.revoked is None and end >= today:
            days[row] = min(end, days[row] or end)
    return [None if day is None else day - today for day in days]


def _next(cells: Mapping[str, Any], tables: Iterable[str]) -> float | None:
    """The earliest day, as an ordinal, that is due in the rows of some tables."""
    rows = (row for name in tables for row in cells.get(name) or ())
    return min((row["due"].high for row in rows if _is_open(row)), default=None)


def _is_open(row: Mapping[str, Any]) -> bool:
    settled = any(row.get(name) is not None for name in SETTLED)
    return hasattr(row.get("due"), "high") and not settled
