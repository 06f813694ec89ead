"""Which department a project belongs to, where the packs ask for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hexvet.model import Project
    from hexvet.packs.model import Pack


def field_of(packs: Iterable[Pack]) -> str:
    """The question about departments: the first of projects that is named so; empty for none."""
    for pack in packs:
        for name, field in pack.fields.items():
            asked = name.startswith("department") or name in ("dept", "agency")
            if asked and field.of == "project" and field.kind in ("text", "table"):
                return name
    return ""


def names(projects: Iterable[Project], field: str) -> Sequence[str]:
    """The first department of each project; empty where none is known."""
    return [_first(project.cells.get(field)) for project in projects]


def _first(cell: Any) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, tuple) and cell and not hasattr(cell, "low"):
        return next((value for value in cell[0].values() if isinstance(value, str)), "")
    return ""
