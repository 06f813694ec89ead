"""Whether a condition can hold, or fail, for any evidence at all.

A world is what a condition leaves to each term in it. The worlds of `a and b` are those of `a`
met with those of `b`; of `a or b`, both. A condition without worlds is impossible. What is too
tangled counts as possible, so that nothing is called impossible that is not.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from hexvet.language.nodes import (
    Aggregate,
    Between,
    Call,
    Compare,
    Known,
    Literal,
    Logic,
    Member,
    Name,
    Node,
    Not,
    operands,
)
from hexvet.packs.lint.domains import NO, YES, Amount, Choice, Domain, bounded, meet, whole
from hexvet.packs.lint.meaning import Meaning, Meanings
from hexvet.packs.lint.possible import Possible, order

Term: TypeAlias = Meaning | tuple[str, Meaning] | tuple[str, Meaning, Meaning]
World: TypeAlias = dict[Term, Domain]

MOST_WORLDS = 256

_NEGATED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_SIGNS = {"<": "<", "<=": "<=", ">": ">", ">=": ">=", "==": "=", "!=": "<>"}


class TooTangled(Exception):
    """Raised when a condition has more worlds than are looked at."""


class Worlds:
    """The worlds of conditions over one pack, or over the rows of one table."""

    def __init__(self, possible: Possible, meanings: Meanings) -> None:
        self.possible, self.meanings = possible, meanings
        self._can: dict[tuple[Node, int], bool] = {}
        self._inside: dict[tuple[str, str], Worlds] = {}
        self._of: dict[tuple[Node, int], list[World] | None] = {}

    def inside(self, node: Aggregate) -> Worlds:
        """The same, for the condition of an aggregate."""
        slot = (node.source, node.table)
        if slot not in self._inside:
            self._inside[slot] = Worlds(self.possible.inside(node), self.meanings)
        return self._inside[slot]

    def can(self, node: Node, want: int) -> bool:
        """Whether a condition can hold (`want` 1) or fail (-1)."""
        slot = (node, want)
        if slot not in self._can:
            self._can[slot] = self.together([(node, want)])
        return self._can[slot]

    def together(self, wanted: Iterable[tuple[Node, int]]) -> bool:
        """Whether several conditions can come out as wanted at once."""
        try:
            found: list[World] = [{}]
            for node, want in wanted:
                found = _met(found, self.of(node, want))
            return bool(found)
        except (TooTangled, RecursionError):
            return True

    def of(self, node: Node, want: int) -> list[World]:
        """The worlds in which a condition holds (`want` 1) or fails (-1).

        Raises `TooTangled` when there are too many to look at.
        """
        slot = (node, want)
        if slot not in self._of:
            self._of[slot] = None
            self._of[slot] = self._worked_out(node, want)
        found = self._of[slot]
        if found is None:
            raise TooTangled
        return found

    def _worked_out(self, node: Node, want: int) -> list[World]:
        match node:
            case Literal():
                return [{}] if bool(node.value) == (want > 0) else []
            case Name(source="let"):
                return self.of(self.possible.env.lets[node.name], want)
            case Not():
                return self.of(node.operand, -want)
            case Logic():
                return self._logic(node, want)
            case Compare():
                return self._compare(node.op, node.left, node.right, want)
            case Between():
                above = Compare(node.start, node.end, "truth", "<=", node.low, node.operand)
                below = Compare(node.start, node.end, "truth", "<=", node.operand, node.high)
                both = Logic(node.start, node.end, "truth", "and", above, below)
                return self._logic(both, want)
            case Member():
                return self._member(node, want)
            case Known():
                return self._known(node, want)
            case Call():
                return self._if_known(node, want)
            case Aggregate():
                return self._aggregate(node, want)
        return [self._held(node, want)]

    def _held(self, node: Node, want: int) -> World:
        """A truth that is not looked into."""
        world: World = {self.meanings.of(node): YES if want > 0 else NO}
        return world | self._presence(node)

    def _presence(self, node: Node) -> World:
        """What is decided has been answered."""
        if isinstance(node, Name) and node.source != "param":
            return {("known", self.meanings.of(node)): YES}
        return {}

    def _logic(self, node: Logic, want: int) -> list[World]:
        join = (node.op == "and") == (want > 0)
        found: list[World] = [{}] if join else []
        for part in operands(node):
            worlds = self.of(part, want)
            found = _met(found, worlds) if join else _few([*found, *worlds])
        return found

    def _known(self, node: Known, want: int) -> list[World]:
        known = (want > 0) != node.negated
        operand = node.operand
        if isinstance(operand, Literal) or getattr(operand, "source", "") == "param":
            return [{}]
        if operand.kind == "truth" and not isinstance(operand, Name):
            return [{}]
        return [{("known", self.meanings.of(operand)): YES if known else NO}]

    def _if_known(self, node: Call, want: int) -> list[World]:
        asked, default = node.arguments
        absent: World = {}
        if isinstance(asked, Name) and asked.source != "let":
            absent = {("known", self.meanings.of(asked)): NO}
        return _few([*self.of(asked, want), *_met([absent], self.of(default, want))])

    def _aggregate(self, node: Aggregate, want: int) -> list[World]:
        decisive = (node.function, want) in (("any", 1), ("all", -1))
        if decisive and node.where is not None and not self.inside(node).can(node.where, want):
            return []
        return [self._held(node, want)]

    # comparisons ------------------------------------------------------------------------------
    def _compare(self, op: str, left: Node, right: Node, want: int) -> list[World]:
        op = op if want > 0 else _NEGATED[op]
        if left.kind == "truth":
            return self._same_truth(op, left, right)
        one, other = self.meanings.of(left), self.meanings.of(right)
        if one == other:
            return [{}] if op in ("==", "<=", ">=") else []
        if left.kind == "text":
            return self._text(op, left, right)
        return self._amounts(op, left, right)

    def _same_truth(self, op: str, left: Node, right: Node) -> list[World]:
        alike = 1 if op == "==" else -1
        both = _met(self.of(left, 1), self.of(right, alike))
        neither = _met(self.of(left, -1), self.of(right, -alike))
        return _few([*both, *neither])

    def _text(self, op: str, left: Node, right: Node) -> list[World]:
        world = self._related(op, left, right)
        for one, other in ((left, right), (right, left)):
            if isinstance(one, Literal):
                continue
            mine, others = self.possible.texts(one), self.possible.texts(other)
            barred: frozenset[str | bool] = frozenset()
            if op == "!=" and others is not None and len(others) == 1:
                barred = frozenset(others)
            leaves = Choice(others if op == "==" else None, barred)
            world[self.meanings.of(one)] = meet(Choice(mine), leaves)
            world |= self._presence(one)
        return _possible([world])

    def _amounts(self, op: str, left: Node, right: Node) -> list[World]:
        one, other = self.possible.amount(left), self.possible.amount(right)
        always = order(op, one, other)
        if always:
            return [{}] if always > 0 else []
        world = self._related(op, left, right)
        for node, mine, sign, limit in (
            (left, one, op, other),
            (right, other, _MIRRORED[op], one),
        ):
            if not isinstance(node, Literal):
                leaves = meet(Amount(*mine), bounded(sign, limit))
                world[self.meanings.of(node)] = _counted(node, leaves)
                world |= self._presence(node)
        return _possible([world])

    def _related(self, op: str, left: Node, right: Node) -> World:
        """How two terms lie to each other, whatever their values."""
        if isinstance(left, Literal) or isinstance(right, Literal):
            return {}
        one, other = self.meanings.of(left), self.meanings.of(right)
        if other < one:
            one, other, op = other, one, _MIRRORED[op]
        return {("related", one, other): Choice(frozenset(_SIGNS[op]))}

    def _member(self, node: Member, want: int) -> list[World]:
        within = (want > 0) != node.negated
        if node.operand.kind == "text":
            texts: frozenset[str | bool] = frozenset(str(item.value) for item in node.items)
            leaves = Choice(texts) if within else Choice(None, texts)
            mine = Choice(self.possible.texts(node.operand))
            term = {self.meanings.of(node.operand): meet(mine, leaves)}
            return _possible([term | self._presence(node.operand)])
        found: list[World] = [] if within else [{}]
        for item in node.items:
            one = self._compare("==", node.operand, item, 1 if within else -1)
            found = _few([*found, *one]) if within else _met(found, one)
        return found


def _counted(node: Node, domain: Domain) -> Domain:
    if isinstance(node, Aggregate) and node.function == "count" and isinstance(domain, Amount):
        return whole(domain)
    return domain


def _few(worlds: list[World]) -> list[World]:
    if len(worlds) > MOST_WORLDS:
        raise TooTangled
    return worlds


def _possible(worlds: list[World]) -> list[World]:
    return [world for world in worlds if not any(domain.empty for domain in world.values())]


def _met(left: list[World], right: list[World]) -> list[World]:
    if len(left) == 1 and not left[0]:
        return right
    _few([{}] * (len(left) * len(right)))
    return [met for one in left for other in right if (met := _merged(one, other)) is not None]


def _merged(one: World, other: World) -> World | None:
    merged = dict(one)
    for term, domain in other.items():
        if term in merged:
            domain = meet(merged[term], domain)
            if domain.empty:
                return None
        merged[term] = domain
    return merged
