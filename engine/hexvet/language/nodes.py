"""The syntax tree of an expression. Nodes know where they stand in the text, and their kind.

The parser leaves `kind` and `source` empty; the checker returns the same tree with both set.
Nodes compare by identity; `key` tells whether two nodes mean the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """What all nodes share: the characters `start` to `end` of the text, and the kind."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True, eq=False)
class Literal(Node):
    """A number, share, date (as an ordinal), text or truth as it is written."""

    value: float | bool | str


@dataclass(frozen=True, slots=True, eq=False)
class Name(Node):
    """A word of the vocabulary. `source`: field, programme, param, let or column."""

    name: str
    source: str


@dataclass(frozen=True, slots=True, eq=False)
class Negate(Node):
    """Unary minus."""

    operand: Node


@dataclass(frozen=True, slots=True, eq=False)
class Not(Node):
    """Three-valued negation."""

    operand: Node


@dataclass(frozen=True, slots=True, eq=False)
class Arithmetic(Node):
    """`op` is one of + - * /."""

    op: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True, eq=False)
class Compare(Node):
    """`op` is one of == != < <= > >=."""

    op: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True, eq=False)
class Logic(Node):
    """`op` is and (the minimum) or or (the maximum)."""

    op: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True, eq=False)
class Member(Node):
    """`operand in [items]`, or not in."""

    operand: Node
    items: tuple[Literal, ...]
    negated: bool


@dataclass(frozen=True, slots=True, eq=False)
class Between(Node):
    """`operand between low and high`, both ends included."""

    operand: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True, eq=False)
class Known(Node):
    """`operand is known`, or is missing: always decided."""

    operand: Node
    negated: bool


@dataclass(frozen=True, slots=True, eq=False)
class Call(Node):
    """A function of the table in `functions`."""

    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Aggregate(Node):
    """`function(table.column where condition)`. `source`: field, programme or projects."""

    function: str
    table: str
    column: str
    where: Node | None
    source: str


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below, in the order of the text."""
    match node:
        case Negate() | Not() | Known():
            return (node.operand,)
        case Arithmetic() | Compare() | Logic():
            return (node.left, node.right)
        case Member():
            return (node.operand, *node.items)
        case Between():
            return (node.operand, node.low, node.high)
        case Call():
            return node.arguments
        case Aggregate():
            return () if node.where is None else (node.where,)
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, outermost first."""
    waiting = [node]
    while waiting:
        yield (found := waiting.pop())
        waiting.extend(reversed(children(found)))


def height(node: Node, of_let: Callable[[str], int]) -> int:
    """How deep the tree is with its lets opened: what an evaluator needs of the stack."""
    below = [height(child, of_let) for child in children(node)]
    if isinstance(node, Name) and node.source == "let":
        below.append(of_let(node.name))
    return 1 + max(below, default=0)


def operands(node: Logic) -> tuple[Node, ...]:
    """The sides of a chain `a and b and c`, which is nested to the left, in order."""
    found: list[Node] = []
    rest: Node = node
    while isinstance(rest, Logic) and rest.op == node.op:
        found.append(rest.right)
        rest = rest.left
    return (rest, *reversed(found))


def key(node: Node) -> tuple[Any, ...]:
    """Equal for two nodes that compute the same, wherever they stand."""
    return shape(node, tuple(key(child) for child in children(node)))


def shape(node: Node, below: tuple[Any, ...]) -> tuple[Any, ...]:
    """The node's own part of a key, with what stands for the nodes `below` it."""
    match node:
        case Literal():
            return ("literal", node.kind, node.value)
        case Name():
            return ("name", node.source, node.name)
        case Arithmetic() | Compare() | Logic():
            return (node.op, *below)
        case Member() | Known():
            return (type(node).__name__, node.negated, *below)
        case Call():
            return ("call", node.function, *below)
        case Aggregate():
            return ("aggregate", node.function, node.source, node.table, node.column, *below)
        case _:
            return (type(node).__name__, *below)
