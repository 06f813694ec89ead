"""What an expression means, whatever its wording: equal for two that always agree.

Lets are opened, `a > b` is `b < a`, the sides of `and`, `or`, `+`, `*`, `==` have no order, and
`x in ['a']` is `x == 'a'`. Nothing is said of expressions that agree for deeper reasons.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from hexvet.language.nodes import (
    Aggregate,
    Between,
    Compare,
    Literal,
    Logic,
    Member,
    Name,
    Node,
    Not,
    children,
    operands,
    shape,
    walk,
)
from hexvet.packs.model import Let

Meaning: TypeAlias = int
"""A number that stands for one meaning within one pack."""

Word: TypeAlias = tuple[str, str]
"""A word of the vocabulary: ("field" | "param" | "let", name)."""

_MIRRORED = {">": "<", ">=": "<="}
_NEGATED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
_UNORDERED = ("+", "*", "==", "!=")


class Meanings:
    """The meanings of a pack's expressions, and the words in them, worked out once each."""

    def __init__(self, lets: Mapping[str, Let]) -> None:
        self.lets = lets
        self._numbers: dict[object, Meaning] = {}
        self._found: dict[Node, Meaning] = {}
        self._members: dict[tuple[str, Meaning], set[Meaning]] = {}
        self._words: dict[Node, frozenset[Word]] = {}
        self._fields: dict[Node, frozenset[str]] = {}
        self._evidence: dict[str, frozenset[str]] = {}
        for name, let in lets.items():  # inner ones stand first
            self.of(let.expression.node)
            self._evidence[name] = self.evidence(let.expression.node)

    def of(self, node: Node) -> Meaning:
        """The meaning of a typed node."""
        if node not in self._found:
            for part in reversed(list(walk(node))):
                if part not in self._found:
                    self._found[part] = self._worked_out(part)
        return self._found[node]

    def _number(self, *parts: object) -> Meaning:
        return self._numbers.setdefault(parts, len(self._numbers))

    def _worked_out(self, node: Node) -> Meaning:
        match node:
            case Literal():
                return self._number("literal", type(node.value) is bool, node.value)
            case Name(source="let"):
                return self.of(self.lets[node.name].expression.node)
            case Not():
                return self._negation(node)
            case Logic():
                return self._chain(node.op, [self.of(one) for one in operands(node)])
            case Compare():
                return self._compared(node.op, self.of(node.left), self.of(node.right))
            case Between():
                sides = ((node.low, node.operand), (node.operand, node.high))
                return self._chain(
                    "and", [self._compared("<=", self.of(a), self.of(b)) for a, b in sides]
                )
            case Member():
                return self._member(node)
        below = tuple(self.of(child) for child in children(node))
        made = shape(node, below)
        if made[0] in _UNORDERED:
            return self._number(made[0], *sorted(below))
        return self._number(*made)

    def _chain(self, op: str, parts: Iterable[Meaning]) -> Meaning:
        """`a and (b and a)` is `a and b`; `a and a` is `a`."""
        members: set[Meaning] = set()
        for part in parts:
            members |= self._members.get((op, part), {part})
        if len(members) == 1:
            return members.pop()
        made = self._number(op, *sorted(members))
        self._members[op, made] = members
        return made

    def _negation(self, node: Not) -> Meaning:
        inner = node.operand
        if isinstance(inner, Not):
            return self.of(inner.operand)
        if isinstance(inner, Compare):
            return self._compared(_NEGATED[inner.op], self.of(inner.left), self.of(inner.right))
        return self._number("not", self.of(inner))

    def _member(self, node: Member) -> Meaning:
        items = sorted({self.of(item) for item in node.items})
        if len(items) == 1:
            op = "!=" if node.negated else "=="
            return self._compared(op, self.of(node.operand), items[0])
        return self._number("in", node.negated, self.of(node.operand), *items)

    def _compared(self, op: str, left: Meaning, right: Meaning) -> Meaning:
        if op in _MIRRORED:
            return self._number(_MIRRORED[op], right, left)
        return self._number(op, *(sorted((left, right)) if op in _UNORDERED else (left, right)))

    def words(self, node: Node) -> frozenset[Word]:
        """The fields, params and lets that an expression names itself."""
        if node not in self._words:
            self._words[node] = frozenset(_words(node))
        return self._words[node]

    def evidence(self, node: Node) -> frozenset[str]:
        """The fields that an expression reads, lets opened."""
        found = self._fields.get(node)
        if found is None:
            words = self.words(node)
            names = frozenset(name for kind, name in words if kind == "field")
            lets = (self._evidence[name] for kind, name in words if kind == "let")
            found = self._fields[node] = names.union(*lets)
        return found


def _words(node: Node, of_projects: bool = False) -> Iterator[Word]:
    """Inside an aggregate over all projects, columns are fields."""
    waiting = [(node, of_projects)]
    while waiting:
        part, inside = waiting.pop()
        match part:
            case Name(source="column"):
                if inside:
                    yield "field", part.name
            case Name():
                yield part.source if part.source in ("let", "param") else "field", part.name
            case Aggregate():
                inside = part.source == "projects"
                if not inside:
                    yield "field", part.table
                elif part.column:
                    yield "field", part.column
        waiting += [(child, inside) for child in children(part)]


def aggregates(node: Node) -> Iterator[Aggregate]:
    """Every aggregate with a condition in an expression."""
    for part in walk(node):
        if isinstance(part, Aggregate) and part.where is not None:
            yield part
