"""Evaluation of one expression for one project: plain Python, used for single edits,
small portfolios, messages and explanations. Agrees with `vector` by test.

Truths are -1 (no), 0 (unknown), +1 (yes); quantities are intervals; an unknown text is None.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from hexvet.language import intervals, tables
from hexvet.language.environment import Env, cell_of, rows_of
from hexvet.language.nodes import (
    Aggregate,
    Arithmetic,
    Between,
    Call,
    Compare,
    Known,
    Literal,
    Logic,
    Member,
    Name,
    Negate,
    Node,
    Not,
)
from hexvet.language.tables import Row
from hexvet.model import ANYTHING, Interval

SHARE = Interval(0.0, 1.0)


def truth(node: Node, env: Env) -> int:
    """-1, 0 or +1."""
    return _TRUTH[type(node)](node, env)


def quantity(node: Node, env: Env) -> Interval:
    """The interval of a number, share, money or date (as an ordinal)."""
    return _QUANTITY[type(node)](node, env)


def text(node: Node, env: Env) -> str | None:
    """The text, None when it is unknown."""
    match node:
        case Literal():
            return str(node.value)
        case Name(source="let"):
            return _remembered(node, env, "text", text)  # type: ignore[return-value]
        case Name():
            cell = cell_of(node, env)
            return cell if isinstance(cell, str) else None
        case Call():
            found = text(node.arguments[0], env)
            return text(node.arguments[1], env) if found is None else found
        case Aggregate():
            return _latest_text(node, env)
    raise TypeError(f"no text: {node}")


def known(node: Node, env: Env) -> bool:
    """Whether all that decides the value has been answered; ranges count as answers."""
    if node.kind == "truth":
        return truth(node, env) != 0
    if node.kind == "text":
        return text(node, env) is not None
    if node.kind == "table":
        return rows_of(node, env) is not None
    match node:
        case Literal():
            return True
        case Name(source="let"):
            return bool(_remembered(node, env, "known", known))
        case Name():
            return cell_of(node, env) is not None
        case Negate():
            return known(node.operand, env)
        case Arithmetic():
            sound = node.op != "/" or not intervals.spans_zero(quantity(node.right, env))
            return sound and known(node.left, env) and known(node.right, env)
        case Call(function="if_known"):
            return any(known(argument, env) for argument in node.arguments)
        case Call():
            return all(known(argument, env) for argument in node.arguments)
        case Aggregate():
            return _aggregate_known(node, env)
    raise TypeError(f"no value: {node}")


_Value: TypeAlias = Interval | int | str | bool | None


def _remembered(node: Name, env: Env, what: str, compute: Callable[[Node, Env], _Value]) -> _Value:
    slot = (what, node.name)
    if slot not in env.memo:
        env.memo[slot] = compute(env.lets[node.name], env)
    found: _Value = env.memo[slot]
    return found


# truths ---------------------------------------------------------------------------------------
def _truth_literal(node: Literal, env: Env) -> int:
    return 1 if node.value else -1


def _truth_name(node: Name, env: Env) -> int:
    if node.source == "let":
        return _remembered(node, env, "truth", truth)  # type: ignore[return-value]
    cell = cell_of(node, env)
    return 0 if cell is None else 1 if cell else -1


def _not(node: Not, env: Env) -> int:
    return -truth(node.operand, env)


def _logic(node: Logic, env: Env) -> int:
    left = truth(node.left, env)
    if node.op == "and":
        return left if left < 0 else min(left, truth(node.right, env))
    return left if left > 0 else max(left, truth(node.right, env))


def _known(node: Known, env: Env) -> int:
    return 1 if known(node.operand, env) != node.negated else -1


_ORDER: dict[str, Callable[[Interval, Interval], int]] = {
    "<": intervals.less,
    "<=": intervals.at_most,
    ">": lambda a, b: intervals.less(b, a),
    ">=": lambda a, b: intervals.at_most(b, a),
    "==": intervals.equal,
    "!=": lambda a, b: -intervals.equal(a, b),
}


def _compare(node: Compare, env: Env) -> int:
    left, right = node.left, node.right
    if left.kind == "text":
        same = _same_text(text(left, env), text(right, env))
    elif left.kind == "truth":
        same = truth(left, env) * truth(right, env)
    else:
        return _ORDER[node.op](quantity(left, env), quantity(right, env))
    return same if node.op == "==" else -same


def _same_text(one: str | None, other: str | None) -> int:
    if one is None or other is None:
        return 0
    return 1 if one == other else -1


def _between(node: Between, env: Env) -> int:
    value = quantity(node.operand, env)
    above = intervals.at_most(quantity(node.low, env), value)
    return min(above, intervals.at_most(value, quantity(node.high, env)))


def _member(node: Member, env: Env) -> int:
    if node.operand.kind == "text":
        value = text(node.operand, env)
        found = max(_same_text(value, str(listed.value)) for listed in node.items)
    elif node.operand.kind == "truth":
        value_of = truth(node.operand, env)
        found = max(value_of * truth(listed, env) for listed in node.items)
    else:
        amount = quantity(node.operand, env)
        found = max(intervals.equal(amount, quantity(listed, env)) for listed in node.items)
    return -found if node.negated else found


def _truth_call(node: Call, env: Env) -> int:
    return truth(node.arguments[0], env) or truth(node.arguments[1], env)


def _truth_aggregate(node: Aggregate, env: Env) -> int:
    rows = rows_of(node, env)
    if rows is None:
        return 0
    if node.function == "latest":
        found = _latest(node, env, rows)
        return found if isinstance(found, int) else 0
    truths = _conditions(node, env, rows)
    return max(truths, default=-1) if node.function == "any" else min(truths, default=1)


# quantities -----------------------------------------------------------------------------------
def _literal(node: Literal, env: Env) -> Interval:
    assert not isinstance(node.value, str)
    return Interval(node.value, node.value)


def _name(node: Name, env: Env) -> Interval:
    if node.source == "let":
        return _remembered(node, env, "quantity", quantity)  # type: ignore[return-value]
    cell = cell_of(node, env)
    if isinstance(cell, Interval):
        return cell
    ranges = env.row_ranges if node.source == "column" else env.ranges
    found = ranges.get(node.name)
    return found or (SHARE if node.kind == "share" else ANYTHING)


def _negate(node: Negate, env: Env) -> Interval:
    low, high = quantity(node.operand, env)
    return Interval(-high, -low)


_ARITHMETIC: dict[str, Callable[[Interval, Interval], Interval]] = {
    "+": intervals.add,
    "-": intervals.subtract,
    "*": intervals.multiply,
    "/": intervals.divide,
}


def _arithmetic(node: Arithmetic, env: Env) -> Interval:
    return _ARITHMETIC[node.op](quantity(node.left, env), quantity(node.right, env))


def _call(node: Call, env: Env) -> Interval:
    name, arguments = node.function, node.arguments
    if name == "today":
        return intervals.point(env.today)
    if name == "if_known":
        return quantity(arguments[0 if known(arguments[0], env) else 1], env)
    values = [quantity(argument, env) for argument in arguments]
    if name in ("min", "max"):
        choose = min if name == "min" else max
        return Interval(choose(v[0] for v in values), choose(v[1] for v in values))
    if name == "abs":
        return intervals.absolute(values[0])
    if name == "round":
        return intervals.round_half_up(values[0], int(values[1][0]) if values[1:] else 0)
    start, end = values
    if name == "days_between":
        return intervals.subtract(end, start)
    low, high = intervals.months(start[1], end[0]), intervals.months(start[0], end[1])
    return Interval(low, high) if name == "months_between" else Interval(low / 12, high / 12)


# tables ---------------------------------------------------------------------------------------
def _conditions(node: Aggregate, env: Env, rows: Sequence[Row]) -> list[int]:
    """Which rows count. An aggregate never reads the row outside it, so this is worked out once."""
    if node.where is None:
        return [1] * len(rows)
    slot = ("rows", node)
    if slot not in env.memo:
        outer, ranges = env.row, env.row_ranges
        env.row_ranges = env.ranges if node.source == "projects" else {}
        truths = env.memo[slot] = []
        for row in rows:
            env.row = row
            truths.append(truth(node.where, env))
        env.row, env.row_ranges = outer, ranges
    found: list[int] = env.memo[slot]
    return found


def _values(node: Aggregate, env: Env, rows: Sequence[Row], kind: str) -> list[Interval]:
    default = SHARE if kind == "share" else ANYTHING
    if node.source == "projects":
        default = env.ranges.get(node.column, default)
    cells = (row.get(node.column) for row in rows)
    return [cell if isinstance(cell, Interval) else default for cell in cells]


def _aggregate(node: Aggregate, env: Env) -> Interval:
    rows = rows_of(node, env)
    if rows is None:
        return {"count": Interval(0.0, ANYTHING.high), "share": SHARE}.get(node.function, ANYTHING)
    if node.function == "latest":
        found = _latest(node, env, rows)
        return found if isinstance(found, Interval) else ANYTHING
    truths = _conditions(node, env, rows)
    if node.function in ("count", "share"):
        counted = tables.tally(truths)
        if node.function == "count":
            return counted
        return Interval(counted[0] / len(rows), counted[1] / len(rows)) if rows else SHARE
    values = list(zip(truths, _values(node, env, rows, node.kind), strict=True))
    if node.function == "sum":
        return tables.total(values)
    return tables.extreme(values, max if node.function == "max" else min)


def _latest(node: Aggregate, env: Env, rows: Sequence[Row]) -> Interval | int | str | None:
    dated = "" if node.source == "projects" else env.dated.get(node.table, "")
    return tables.latest(rows, _conditions(node, env, rows), dated or node.column, node.column)


def _latest_text(node: Aggregate, env: Env) -> str | None:
    rows = rows_of(node, env)
    found = None if rows is None else _latest(node, env, rows)
    return found if isinstance(found, str) else None


def _aggregate_known(node: Aggregate, env: Env) -> bool:
    rows = rows_of(node, env)
    if rows is None:
        return False
    if node.function == "latest":
        return _latest(node, env, rows) is not None
    truths = _conditions(node, env, rows)
    if 0 in truths:
        return False
    counted = [row for row, holds in zip(rows, truths, strict=True) if holds > 0]
    if node.function in ("count", "share"):
        return node.function == "count" or len(rows) > 0
    answered = all(node.column in row for row in counted)
    return answered and (node.function == "sum" or len(counted) > 0)


_TRUTH: dict[type[Node], Callable[..., int]] = {
    Literal: _truth_literal,
    Name: _truth_name,
    Not: _not,
    Logic: _logic,
    Known: _known,
    Compare: _compare,
    Between: _between,
    Member: _member,
    Call: _truth_call,
    Aggregate: _truth_aggregate,
}
_QUANTITY: dict[type[Node], Callable[..., Interval]] = {
    Literal: _literal,
    Name: _name,
    Negate: _negate,
    Arithmetic: _arithmetic,
    Call: _call,
    Aggregate: _aggregate,
}
