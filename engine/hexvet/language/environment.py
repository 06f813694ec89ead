"""What names mean while one project, or the programme, is evaluated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hexvet.language.nodes import Aggregate, Name, Node
from hexvet.language.tables import Row, visible
from hexvet.model import Cell, Interval


@dataclass(slots=True)
class Env:
    """What names mean while one project (or the programme) is evaluated.

    `ranges` are the declared ranges that missing quantities span; `lets` the typed
    expressions; `dated` tells which column of a table dates its rows; `projects` are the
    cells of all projects, for rules of the programme.
    """

    cells: Row
    programme: Row
    params: Row
    lets: Mapping[str, Node]
    ranges: Mapping[str, Interval]
    today: float
    dated: Mapping[str, str] = field(default_factory=dict)
    projects: Sequence[Row] = ()
    row: Row = field(default_factory=dict)
    row_ranges: Mapping[str, Interval] = field(default_factory=dict)
    memo: dict[tuple[str, str | Node], Any] = field(default_factory=dict)


def cell_of(node: Name, env: Env) -> Cell | None:
    """What has been answered under a name that is no let; None when nothing has."""
    match node.source:
        case "field":
            return env.cells.get(node.name)
        case "programme":
            return env.programme.get(node.name)
        case "column":
            return env.row.get(node.name)
        case _:
            return env.params.get(node.name)


def rows_of(node: Node, env: Env) -> Sequence[Row] | None:
    """The visible rows of the table that `node` names or aggregates; None when missing."""
    if isinstance(node, Aggregate):
        if node.source == "projects":
            return env.projects
        name, source = node.table, node.source
    else:
        assert isinstance(node, Name)
        name, source = node.name, node.source
    places = {"field": env.cells, "column": env.row}
    rows = places.get(source, env.programme).get(name)
    if not isinstance(rows, tuple) or isinstance(rows, Interval):
        return None
    return visible(rows, env.dated.get(name, ""), env.today)
