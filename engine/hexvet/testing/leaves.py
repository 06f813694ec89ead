"""The leaves of a pack's expressions, the rules that read a name, and what can be unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from hexvet.language.nodes import (
    Aggregate,
    Call,
    Known,
    Literal,
    Logic,
    Name,
    Node,
    Not,
    children,
    walk,
)
from hexvet.packs.model import Expression, Pack


class Leaf(NamedTuple):
    """A condition without and, or, not; the expression whose text it stands in; whose it is."""

    node: Node
    home: Expression
    rule: str

    @property
    def text(self) -> str:
        """The leaf as it is written, on one line."""
        return " ".join(self.home.text[self.node.start : self.node.end].split())


def leaves_of(node: Node) -> Iterator[Node]:
    """The leaves of one expression, in the order of the text; lets of truths are leaves here."""
    match node:
        case Not():
            yield from leaves_of(node.operand)
        case Logic():
            yield from leaves_of(node.left)
            yield from leaves_of(node.right)
        case _:
            yield node


def conditions(pack: Pack) -> Iterator[tuple[str, Expression]]:
    """Every condition of a pack with the rule that it belongs to: `when`, `require`, `met`."""
    for check in pack.checks.values():
        if check.when is not None:
            yield check.id, check.when
        yield check.id, check.require
    for criterion in pack.criteria.values():
        if criterion.met is not None:
            yield criterion.id, criterion.met
    for let in pack.lets.values():
        if let.expression.node.kind == "truth":
            yield let.name, let.expression


def all_leaves(pack: Pack) -> Iterator[Leaf]:
    """Every leaf of every condition that can decide an outcome."""
    for rule, expression in conditions(pack):
        for node in leaves_of(expression.node):
            opened = isinstance(node, Name) and node.source == "let"
            if not opened and not isinstance(node, Literal):
                yield Leaf(node, expression, rule)


def leaf_around(root: Node, part: Node) -> Node:
    """The leaf of `root` that a part stands in; the part itself when it is above the leaves."""
    for leaf in leaves_of(root):
        if any(node is part for node in walk(leaf)):
            return leaf
    return part


# who reads what -------------------------------------------------------------------------------
Readers = Mapping[tuple[str, str], tuple[frozenset[str], frozenset[str]]]
"""(source, name) of a let or param to the ids of the checks and the criteria that read it."""


def readers(pack: Pack) -> Readers:
    """Which rules a let or param can change, through other lets too."""
    found: dict[tuple[str, str], tuple[set[str], set[str]]] = {}
    for check in pack.checks.values():
        nodes = [check.require.node] + ([check.when.node] if check.when else [])
        for name in _named(nodes, pack):
            found.setdefault(name, (set(), set()))[0].add(check.id)
    for criterion in pack.criteria.values():
        nodes = [criterion.met.node] if criterion.met else []
        nodes += [criterion.score.input.node] if criterion.score else []
        for name in _named(nodes, pack):
            found.setdefault(name, (set(), set()))[1].add(criterion.id)
    return {name: (frozenset(a), frozenset(b)) for name, (a, b) in found.items()}


def _named(nodes: list[Node], pack: Pack) -> set[tuple[str, str]]:
    return {(n.source, n.name) for node in nodes for n in names_in(node, pack)}


def names_in(node: Node, pack: Pack) -> Iterator[Name]:
    """Every name that a value depends on, each let opened once."""
    for part in opened(node, lambda name: pack.lets[name].expression.node):
        if isinstance(part, Name):
            yield part


def opened(node: Node, let: Callable[[str], Node]) -> Iterator[Node]:
    """A node and everything below it, each let opened once; `let` gives a let's expression."""
    waiting, seen = [node], set[str]()
    while waiting:
        for part in walk(waiting.pop()):
            yield part
            if isinstance(part, Name) and part.source == "let" and part.name not in seen:
                seen.add(part.name)
                waiting.append(let(part.name))


# what can be unknown --------------------------------------------------------------------------
def can_be_unknown(node: Node, pack: Pack) -> bool:
    """Whether missing or vague evidence can leave a value open."""
    return _open(node, pack, {})


def _open(node: Node, pack: Pack, lets: dict[str, bool]) -> bool:
    match node:
        case Literal() | Known():
            return False
        case Name(source="let"):
            if node.name not in lets:
                lets[node.name] = _open(pack.lets[node.name].expression.node, pack, lets)
            return lets[node.name]
        case Name(source="param"):
            return False
        case Name():
            return True
        case Call(function="if_known"):
            return _open(node.arguments[1], pack, lets)
        case Aggregate(source="projects", function="count"):
            return node.where is not None and _open(node.where, pack, lets)
        case Aggregate():
            return True
        case _:
            return any(_open(child, pack, lets) for child in children(node))
