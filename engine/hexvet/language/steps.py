"""What the steps of a vector program do that is more than arithmetic: read columns, go down to
the rows of a table and back, and fall back to the scalar evaluator.

Each takes the context of a chunk last or first, and gives a truth array, a code array or a pair
(low, high); a value that is the same for all projects may have no dimension.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from hexvet.language import kernels as k
from hexvet.language import scalar
from hexvet.language.columns import Columns, Quantity, Table
from hexvet.language.environment import Env
from hexvet.language.nodes import Aggregate, Node
from hexvet.model import Interval


@dataclass(frozen=True, slots=True)
class Context:
    """What a step may read besides other steps: the chunk's columns, and scalar evaluation."""

    columns: Columns
    env: Env

    def env_of(self, index: int) -> Env:
        """The scalar environment of one project."""
        return replace(self.env, cells=self.columns.rows[index], memo={})


def constant(node: Node, context: Context) -> Any:
    """A value without projects, as 0-dimensional arrays."""
    if node.kind == "truth":
        return np.int8(scalar.truth(node, context.env))
    if node.kind == "text":
        found = scalar.text(node, context.env)
        return np.int32(_code(found, context))
    return pair(scalar.quantity(node, context.env))


def pair(value: Interval) -> k.Pair:
    """A quantity that is the same for all."""
    first = np.asarray(value.low)
    return (first, first) if value.low == value.high else (first, np.asarray(value.high))


def _code(text: str | None, context: Context) -> int:
    """The code of a text; one that a rule brings and no answer holds gets a new one."""
    codes = context.columns.codes
    return -1 if text is None else codes.setdefault(text, len(codes))


def each(node: Node, context: Context) -> Any:
    """The scalar evaluator, project by project."""
    envs = (context.env_of(index) for index in range(context.columns.size))
    size = context.columns.size
    if node.kind == "truth":
        return np.fromiter((scalar.truth(node, env) for env in envs), np.int8, size)
    if node.kind == "text":
        coded = (_code(scalar.text(node, env), context) for env in envs)
        return np.fromiter(coded, np.int32, size)
    found = [scalar.quantity(node, env) for env in envs]
    low = np.fromiter((value.low for value in found), float, size)
    return low, np.fromiter((value.high for value in found), float, size)


def each_known(node: Node, context: Context) -> Any:
    """Whether a value is known, asked of the scalar evaluator project by project."""
    size = context.columns.size
    known = (scalar.known(node, context.env_of(index)) for index in range(size))
    return np.fromiter(known, bool, size)


def load(name: str, table: str | None, context: Context) -> Any:
    """The column of a field, or of a table's rows."""
    column = _column(name, table, context)
    return (column.low, column.high) if isinstance(column, Quantity) else column


def _column(name: str, table: str | None, context: Context) -> Any:
    fields = context.columns.fields
    if table is None:
        return fields[name]
    rows = fields[table]
    assert isinstance(rows, Table)
    return rows.columns[name]


def load_known(name: str, table: str | None, context: Context) -> Any:
    """Where a column has an answer."""
    column = _column(name, table, context)
    if isinstance(column, Quantity):
        return np.True_ if column.known is None else column.known
    if isinstance(column, Table):
        return column.present
    return column != 0 if column.dtype == np.int8 else column >= 0


def gather(table: str, context: Context, value: Any) -> Any:
    """A project's value for each of its rows."""
    rows = context.columns.fields[table]
    assert isinstance(rows, Table)
    if isinstance(value, tuple):
        low = _taken(value[0], rows.owner)
        return (low, low) if value[0] is value[1] else (low, _taken(value[1], rows.owner))
    return _taken(value, rows.owner)


def _taken(values: Any, owner: Any) -> Any:
    return values if np.ndim(values) == 0 else values[owner]


def membership(texts: tuple[str, ...], context: Context, column: Any) -> Any:
    """The truth of being one of some texts."""
    codes = context.columns.codes
    return k.code_in(column, [codes[text] for text in texts if text in codes])


def chosen(known: Any, value: Any, default: Any) -> Any:
    """if_known: the value where it is known, the default elsewhere."""
    if not isinstance(value, tuple):
        return np.where(known, value, default)
    low = np.where(known, value[0], default[0])
    if value[0] is value[1] and default[0] is default[1]:
        return low, low
    return low, np.where(known, value[1], default[1])


def aggregate(node: Aggregate, context: Context, truths: Any = None) -> Any:
    """An aggregate of each project's rows; `truths` tells which rows count, None all."""
    rows = context.columns.fields[node.table]
    assert isinstance(rows, Table)
    truths = np.broadcast_to(np.int8(1) if truths is None else truths, rows.owner.shape)
    size, missing = context.columns.size, ~rows.present
    if node.kind == "truth":
        ufunc = np.maximum if node.function == "any" else np.minimum
        found = k.row_truth(ufunc, rows.owner, truths, size)
        found[missing] = 0
        return found
    if node.function in ("count", "share"):
        low, high = _tally(node, rows, truths, size)
    else:
        column = rows.columns[node.column]
        assert isinstance(column, Quantity)
        values = (column.low, column.high)
        if node.function == "sum":
            low, high = k.summed(rows.owner, truths, values, size)
        else:
            ufunc = np.minimum if node.function == "min" else np.maximum
            low, high = k.row_extreme(ufunc, rows.owner, truths, values, size)
    floor, ceiling = {"count": (0.0, np.inf), "share": (0.0, 1.0)}.get(
        node.function, (-np.inf, np.inf)
    )
    return np.where(missing, floor, low), np.where(missing, ceiling, high)


def _tally(node: Aggregate, rows: Table, truths: Any, size: int) -> Any:
    sure = k.counted(rows.owner, truths > 0, size)
    possible = k.counted(rows.owner, truths >= 0, size)
    if node.function == "count":
        return sure, possible
    everyone = np.bincount(rows.owner, minlength=size).astype(float)
    empty = everyone == 0
    whole = np.where(empty, 1.0, everyone)
    return np.where(empty, 0.0, sure / whole), np.where(empty, 1.0, possible / whole)
