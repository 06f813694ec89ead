"""Finds answers that give a rule a wanted outcome, by changing one answer at a time.

Nothing here proves that there are none: it looks where rules turn, at their boundaries. What is
found is always checked by judging it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from hexvet.language import scalar
from hexvet.language.deciding import fields_read, turning
from hexvet.language.environment import Env
from hexvet.language.nodes import (
    Aggregate,
    Between,
    Compare,
    Literal,
    Member,
    Name,
    Node,
)
from hexvet.model import Cell, Column, Field, Interval
from hexvet.testing.boundaries import STEPS, crossings
from hexvet.testing.leaves import opened
from hexvet.testing.outcomes import Trial, with_cells

MOST_ROUNDS = 40
MOST_ROWS = 6
"""How many rows of a table are changed one by one."""

Cells = Mapping[str, Cell]
Row = Mapping[str, Cell]
Rows = tuple[Row, ...]


class Slot(NamedTuple):
    """One answer that can be changed: a field, or a cell of a table's row."""

    name: str
    kind: str
    values: tuple[str, ...]
    range: Interval


def env_of(trial: Trial, of: str = "project") -> Env:
    """What names mean to a rule of that subject."""
    if of == "programme":
        return trial.wide
    return trial.judge.env(trial.project)


def cells_of(trial: Trial) -> dict[str, Cell]:
    """The answers of both subjects."""
    return {**trial.project, **trial.judge.programme}


def reached(node: Node, trial: Trial, wanted: int, of: str = "project") -> Trial | None:
    """Answers with which a condition is 1 (holds), -1 (does not) or 0 (unknown)."""
    if wanted == 0:
        return _opened(node, trial, of)
    for _ in range(MOST_ROUNDS):
        leaves = turning(node, env_of(trial, of), wanted)
        if not leaves:
            return trial
        leaf, want = leaves[0]
        found = _turned(leaf, want, trial, of)
        if found is None:
            return None
        trial = found
    return None


def _opened(node: Node, trial: Trial, of: str) -> Trial | None:
    """Takes answers away until the condition is unknown."""
    if scalar.truth(node, env_of(trial, of)) == 0:
        return trial
    cells = cells_of(trial)
    for name, _ in dict.fromkeys(fields_read(node, env_of(trial, of))):
        fewer = with_cells(trial, {n: cell for n, cell in cells.items() if n != name})
        if scalar.truth(node, env_of(fewer, of)) == 0:
            return fewer
    bare = {name for name, _ in fields_read(node, env_of(trial, of))}
    empty = with_cells(trial, {n: cell for n, cell in cells.items() if n not in bare})
    return empty if scalar.truth(node, env_of(empty, of)) == 0 else None


def _turned(leaf: Node, want: int, trial: Trial, of: str) -> Trial | None:
    for start in (trial, completed(leaf, trial, of)):
        for other in variations(leaf, start, of):
            if scalar.truth(leaf, env_of(other, of)) == want:
                return other
    return None


def completed(leaf: Node, trial: Trial, of: str = "project") -> Trial:
    """The same answers, with something plausible for every field that a leaf lacks."""
    cells = cells_of(trial)
    for name, _ in dict.fromkeys(fields_read(leaf, env_of(trial, of))):
        if name not in cells:
            cells[name] = _sample(trial.pack.fields[name], trial)
    return with_cells(trial, cells)


def _sample(field: Field, trial: Trial) -> Cell:
    if field.kind == "table":
        return ()
    if field.kind == "truth":
        return True
    if field.kind == "text":
        return field.values[0] if field.values else "something"
    return _number(field.kind, field.range, trial)


def _number(kind: str, span: Interval, trial: Trial) -> Interval:
    today = float(trial.judge.as_of.toordinal())
    wanted = {"date": today, "share": 0.5, "money": 1000.0}.get(kind, 1.0)
    value = min(max(wanted, span.low), span.high)
    return Interval(value, value)


def parts_of(node: Node, trial: Trial) -> Iterator[Node]:
    """A node and everything below it, each let opened once."""
    return opened(node, trial.judge.lets.__getitem__)


# one answer changed ---------------------------------------------------------------------------
def variations(leaf: Node, trial: Trial, of: str = "project") -> Iterator[Trial]:
    """The same case with one answer changed, where that may turn a leaf; nearest first."""
    cells = cells_of(trial)
    for name, _ in dict.fromkeys(fields_read(leaf, env_of(trial, of))):
        field = trial.pack.fields[name]
        if field.kind == "table":
            others: Iterator[Cell | None] = _tables(leaf, field, trial, of)
        else:
            slot = Slot(name, field.kind, field.values, field.range)
            others = _answers(leaf, slot, cells.get(name), _probe(leaf, name, trial, of), trial)
        for other in others:
            if other is None:
                yield with_cells(trial, {n: cell for n, cell in cells.items() if n != name})
            elif other != cells.get(name):
                yield with_cells(trial, {**cells, name: other})


Probe = Callable[[Node, float], Interval]
"""What a part of a leaf comes to with a number put in the slot."""


def _probe(leaf: Node, name: str, trial: Trial, of: str) -> Probe:
    cells = cells_of(trial)

    def at(part: Node, value: float) -> Interval:
        changed = with_cells(trial, {**cells, name: Interval(value, value)})
        return scalar.quantity(part, env_of(changed, of))

    return at


def _answers(
    leaf: Node, slot: Slot, now: Cell | None, probe: Probe, trial: Trial
) -> Iterator[Cell | None]:
    """Other answers for one slot: each truth, each text, numbers about the boundary, none."""
    if slot.kind == "truth":
        yield from (True, False)
    elif slot.kind == "text":
        yield from texts(leaf, slot, trial)
    else:
        start = now if isinstance(now, Interval) else _number(slot.kind, slot.range, trial)
        for value in _numbers(leaf, slot, start.low, probe, trial):
            yield Interval(value, value)
    yield None


def texts(leaf: Node, slot: Slot, trial: Trial) -> Iterator[str]:
    """The texts that a leaf speaks of, those that are declared, and one that is neither."""
    named = [
        str(part.value)
        for part in parts_of(leaf, trial)
        if isinstance(part, Literal) and part.kind == "text"
    ]
    declared = list(slot.values) or ["something", "none"]
    fitting = [text for text in named if not slot.values or text in slot.values]
    yield from dict.fromkeys((*fitting, *declared))


def _numbers(leaf: Node, slot: Slot, start: float, probe: Probe, trial: Trial) -> Iterator[float]:
    step = STEPS.get(slot.kind, 1.0)
    values: list[float] = []
    whole = slot.kind == "date"
    for left, right in _sides(leaf, trial):

        def sides(x: float, a: Node = left, b: Node = right) -> tuple[Interval, Interval]:
            return probe(a, x), probe(b, x)

        for root in crossings(sides, start, step, whole=whole):
            values += _about(root, slot.kind)
    values += _about(start, slot.kind)
    low, high = (
        slot.range
        if slot.kind != "share"
        else Interval(max(slot.range.low, 0.0), min(slot.range.high, 1.0))
    )
    yield from dict.fromkeys(v for v in values if low <= v <= high and abs(v) < 1e15)


def _about(root: float, kind: str) -> list[float]:
    """A boundary, and a step to either side of it."""
    if kind == "date":
        at = float(round(root))
        return [at, at + 1, at - 1, at + 31, at - 31] if 1 < at < 3_652_000 else []
    step = max(abs(root) * 0.01, 1.0) if kind == "money" else STEPS.get(kind, 1.0)
    near = round(root, 6)
    half = [near + step / 2, near - step / 2]
    return [near, near + step, near - step, *half]


def _sides(leaf: Node, trial: Trial) -> Iterator[tuple[Node, Node]]:
    """The pairs of amounts that a leaf compares, in itself and in conditions on rows."""
    for part in parts_of(leaf, trial):
        match part:
            case Compare() if part.left.kind not in ("text", "truth"):
                yield part.left, part.right
            case Between():
                yield part.operand, part.low
                yield part.operand, part.high
            case Member() if part.operand.kind not in ("text", "truth"):
                for listed in part.items:
                    yield part.operand, listed


# tables ---------------------------------------------------------------------------------------
def _tables(leaf: Node, field: Field, trial: Trial, of: str) -> Iterator[Cell | None]:
    rows = cells_of(trial).get(field.name)
    filled = isinstance(rows, tuple) and not isinstance(rows, Interval)
    present: tuple[Row, ...] = rows if filled else ()  # type: ignore[assignment]
    yield ()
    for row in _made(leaf, field, trial, of):
        for copies in range(1, 5):
            yield (*present, *[row] * copies)
        yield (row,)
        for other in _row_variations(leaf, field, row, trial, of, lambda one: (*present, one)):
            yield (*present, other)
    for at in range(min(len(present), MOST_ROWS)):
        before, after = present[:at], present[at + 1 :]
        yield (*before, *after)
        yield (*present, present[at])

        def around(one: Row, before: Rows = before, after: Rows = after) -> Rows:
            return (*before, one, *after)

        for other in _row_variations(leaf, field, present[at], trial, of, around):
            yield around(other)
    yield None


def _made(leaf: Node, field: Field, trial: Trial, of: str) -> Iterator[Row]:
    """Rows out of nothing for which the leaf's conditions hold, and for which they do not."""
    for part in parts_of(leaf, trial):
        if isinstance(part, Aggregate) and part.table == field.name:
            plain = _sample_row(field, trial)
            if part.where is None:
                yield plain
                continue
            for want in (1, -1):
                row = _row_reached(part.where, field, plain, want, trial, of)
                if row is not None:
                    yield row


def _sample_row(field: Field, trial: Trial) -> dict[str, Cell]:
    row: dict[str, Cell] = {}
    for column in field.columns.values():
        if column.kind == "truth":
            row[column.name] = True
        elif column.kind == "text":
            row[column.name] = column.values[0] if column.values else "something"
        else:
            row[column.name] = _number(column.kind, _span(column), trial)
    return row


def _span(column: Column) -> Interval:
    return Interval(0.0, 1.0) if column.kind == "share" else Interval(-1e15, 1e15)


def _row_reached(
    where: Node, field: Field, row: Row, want: int, trial: Trial, of: str
) -> Row | None:
    for _ in range(MOST_ROUNDS):
        leaves = turning(where, _row_env(row, trial, of), want)
        if not leaves:
            return row
        leaf, wanted = leaves[0]
        others = _row_variations(leaf, field, row, trial, of, lambda one: (one,))
        found = next(
            (o for o in others if scalar.truth(leaf, _row_env(o, trial, of)) == wanted), None
        )
        if found is None:
            return None
        row = found
    return None


def _row_env(row: Row, trial: Trial, of: str) -> Env:
    env = env_of(trial, of)
    env.row = row
    return env


def _row_variations(
    leaf: Node, field: Field, row: Row, trial: Trial, of: str, table: Callable[[Row], Rows]
) -> Iterator[Row]:
    """The row with one of the columns changed that the leaf reads; `table` puts it in its place."""
    cells = cells_of(trial)
    parts = list(parts_of(leaf, trial))
    read = {part.name for part in parts if isinstance(part, Name) and part.source == "column"}
    read |= {part.column for part in parts if isinstance(part, Aggregate) and part.column}
    for name in (name for name in field.columns if name in read):
        column = field.columns[name]
        slot = Slot(name, column.kind, column.values, _span(column))

        def probe(part: Node, value: float, name: str = name) -> Interval:
            changed: Row = {**row, name: Interval(value, value)}
            whole = with_cells(trial, {**cells, field.name: table(changed)})
            return scalar.quantity(part, _row_env(changed, whole, of))

        for other in _answers(leaf, slot, row.get(name), probe, trial):
            rest = {column: cell for column, cell in row.items() if column != name}
            yield rest if other is None else {**rest, name: other}
