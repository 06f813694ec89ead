"""Small changes to one expression: what a slip of the pen would make of it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

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
    Negate,
    Node,
    Not,
    children,
    walk,
)
from hexvet.testing.boundaries import step_of

_AT_THE_BOUNDARY = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}


class Variant(NamedTuple):
    """An expression with one thing changed: `part` is what was changed, `node` the new whole."""

    what: str
    change: str
    part: Node
    node: Node


def variants(root: Node, text: str) -> Iterator[Variant]:
    """Every small change to an expression, in the order of the text."""
    for part in walk(root):
        for what, change, new in _of_part(part, text, _others(root, part)):
            yield Variant(what, change, part, swapped(root, part, new))


def swapped(root: Node, old: Node, new: Node) -> Node:
    """The expression with one node in the place of another."""
    if root is old:
        return new
    before = children(root)
    after = tuple(swapped(child, old, new) for child in before)
    if all(one is other for one, other in zip(before, after, strict=True)):
        return root
    return _with_children(root, after)


def _with_children(node: Node, below: tuple[Node, ...]) -> Node:
    match node:
        case Negate() | Not() | Known():
            return replace(node, operand=below[0])
        case Arithmetic() | Compare() | Logic():
            return replace(node, left=below[0], right=below[1])
        case Member():
            return replace(node, operand=below[0], items=below[1:])  # type: ignore[arg-type]
        case Between():
            return replace(node, operand=below[0], low=below[1], high=below[2])
        case Call():
            return replace(node, arguments=below)
        case Aggregate():
            return replace(node, where=below[0])
    return node


def _others(root: Node, part: Node) -> str:
    """The kind of the amounts that a number stands against: a plain 0.8 may be a share."""
    for node in walk(root):
        if isinstance(node, Compare | Between | Member):
            around = children(node)
            if any(one is part for one in around):
                kinds = {one.kind for one in around}
                return next((kind for kind in ("share", "money", "date") if kind in kinds), "")
        if isinstance(node, Call) and node.function == "round" and part in node.arguments[1:]:
            return "digits"
    return ""


def _of_part(part: Node, text: str, against: str) -> Iterator[tuple[str, str, Node]]:
    match part:
        case Literal() if part.kind not in ("text", "truth") and against != "digits":
            yield from _moved(part, text, against)
        case Compare() if part.op in _AT_THE_BOUNDARY and part.left.kind not in ("text", "truth"):
            op = _AT_THE_BOUNDARY[part.op]
            yield "comparison", f"{part.op} becomes {op}", replace(part, op=op)
        case Between():
            yield from _without_ends(part)
        case Logic():
            yield from _logic(part, text)
        case Not():
            yield "not", "not is left out", part.operand
        case Aggregate() if part.where is not None:
            yield from _whole_condition(part, text)


def _moved(part: Literal, text: str, against: str) -> Iterator[tuple[str, str, Node]]:
    assert not isinstance(part.value, str | bool)
    kind = against if against and part.kind == "number" else part.kind
    step = step_of(kind, part.value)
    if part.kind == "number" and part.value != int(part.value) and kind == "number":
        step = abs(part.value) * 0.01
    written = " ".join(text[part.start : part.end].split())
    for value in (part.value + step, part.value - step):
        new = replace(part, value=value)
        yield "threshold", f"{written} becomes {literal_text(part.kind, value)}", new


def literal_text(kind: str, value: float) -> str:
    """A number as the rule language writes it: `26%`, `2018-01-02`, `1_500`."""
    if kind == "date":
        return datetime.date.fromordinal(int(value)).isoformat()
    if kind == "share":
        return f"{round(value * 100, 6):g}%"
    rounded = round(value, 6)
    if rounded == int(rounded):
        whole = int(rounded)
        return f"{whole:_}" if abs(whole) >= 10_000 else str(whole)
    return f"{rounded:.10g}"


def _without_ends(part: Between) -> Iterator[tuple[str, str, Node]]:
    place = (part.start, part.end, "truth")
    from_low = Compare(*place, "<=", part.low, part.operand)
    to_high = Compare(*place, "<=", part.operand, part.high)
    above, below = replace(from_low, op="<"), replace(to_high, op="<")
    yield "comparison", "the low end no longer counts", Logic(*place, "and", above, to_high)
    yield "comparison", "the high end no longer counts", Logic(*place, "and", from_low, below)


def _logic(part: Logic, text: str) -> Iterator[tuple[str, str, Node]]:
    other = "or" if part.op == "and" else "and"
    yield "and/or", f"{part.op} becomes {other}", replace(part, op=other)
    for dropped, kept in ((part.left, part.right), (part.right, part.left)):
        inner = dropped.operand if isinstance(dropped, Not) else dropped
        if not isinstance(inner, Logic):
            yield "leaf", f"'{_written(dropped, text)}' is left out", kept


def _whole_condition(part: Aggregate, text: str) -> Iterator[tuple[str, str, Node]]:
    assert part.where is not None
    if not isinstance(part.where, Logic):
        change = f"'where {_written(part.where, text)}' is left out"
        yield "leaf", change, replace(part, where=None)


def _written(node: Node, text: str) -> str:
    return " ".join(text[node.start : node.end].split())
