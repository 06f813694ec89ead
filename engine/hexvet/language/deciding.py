"""Which leaves decide a truth, which answers are missing, and what would turn it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from hexvet.language.environment import Env
from hexvet.language.nodes import Aggregate, Known, Logic, Name, Node, Not, operands, walk
from hexvet.language.scalar import truth
from hexvet.model import Interval


def deciding(node: Node, env: Env) -> tuple[Node, ...]:
    """The smallest set of leaves that makes the truth what it is, in the order of the text.

    For an unknown: all unknown leaves that could still decide it.
    """
    return _deciding(node, env, {})


_Leaves: TypeAlias = tuple[Node, ...]


def _deciding(node: Node, env: Env, lets: dict[str, _Leaves]) -> _Leaves:
    match node:
        case Not():
            return _deciding(node.operand, env, lets)
        case Name(source="let", kind="truth"):
            if node.name not in lets:
                lets[node.name] = _deciding(env.lets[node.name], env, lets)
            return lets[node.name]
        case Logic():
            return _of_chain(node, env, lets)
        case _:
            return (node,)


def _of_chain(node: Logic, env: Env, lets: dict[str, _Leaves]) -> _Leaves:
    sides = [(side, truth(side, env)) for side in operands(node)]
    choose, decisive = (max, 1) if node.op == "or" else (min, -1)
    whole = choose(holds for _, holds in sides)
    found = [_deciding(side, env, lets) for side, holds in sides if holds == whole]
    if whole == decisive:
        return min(found, key=len)
    return tuple(dict.fromkeys(leaf for leaves in found for leaf in leaves))


def turning(node: Node, env: Env, wanted: int) -> tuple[tuple[Node, int], ...]:
    """The fewest leaves that must change for `node` to be `wanted` (1 or -1), and to what.

    Empty when it is so already. Leaves are treated as free of each other.
    """
    return _turning(node, env, wanted, {})


_Changes: TypeAlias = tuple[tuple[Node, int], ...]


def _turning(node: Node, env: Env, wanted: int, lets: dict[tuple[str, int], _Changes]) -> _Changes:
    match node:
        case Not():
            return _turning(node.operand, env, -wanted, lets)
        case Name(source="let", kind="truth"):
            slot = node.name, wanted
            if slot not in lets:
                lets[slot] = _turning(env.lets[node.name], env, wanted, lets)
            return lets[slot]
        case Logic():
            ways = [_turning(side, env, wanted, lets) for side in operands(node)]
            if wanted == (1 if node.op == "and" else -1):
                return tuple(dict.fromkeys(change for way in ways for change in way))
            return min(ways, key=len)
        case _:
            return () if truth(node, env) == wanted else ((node, wanted),)


def fields_read(node: Node, env: Env) -> Iterator[tuple[str, str]]:
    """(name, source) of every field that a value depends on, lets opened, first use first."""
    return _fields_read(node, env, set())


def _fields_read(node: Node, env: Env, opened: set[str]) -> Iterator[tuple[str, str]]:
    for part in walk(node):
        if isinstance(part, Name):
            if part.source == "let" and part.name not in opened:
                opened.add(part.name)
                yield from _fields_read(env.lets[part.name], env, opened)
            elif part.source in ("field", "programme"):
                yield part.name, part.source
        elif isinstance(part, Aggregate) and part.source in ("field", "programme"):
            yield part.table, part.source


def needs(node: Node, env: Env) -> tuple[str, ...]:
    """The fields whose answers would settle an unknown truth, or turn one that absence made.

    Missing ones; where none is missing, those that are only known as a range or in part.
    """
    wanted: dict[str, None] = {}
    for leaf in deciding(node, env):
        if truth(leaf, env) == 0 or _lacks(leaf, env):
            wanted.update(dict.fromkeys(open_fields(leaf, env)))
    return tuple(wanted)


def _lacks(leaf: Node, env: Env) -> bool:
    """Whether a leaf that tests for presence finds nothing."""
    return isinstance(leaf, Known) and (truth(leaf, env) < 0) != leaf.negated


def open_fields(leaf: Node, env: Env) -> list[str]:
    """The fields that a value lacks; where none is missing, those known only as a range."""
    read = list(dict.fromkeys(fields_read(leaf, env)))
    missing = [name for name, source in read if _cell(name, source, env) is None]
    if missing:
        return missing
    return [name for name, source in read if _vague(_cell(name, source, env))]


def _cell(name: str, source: str, env: Env) -> object:
    return (env.cells if source == "field" else env.programme).get(name)


def _vague(cell: object) -> bool:
    return isinstance(cell, tuple) and (not isinstance(cell, Interval) or cell.low != cell.high)
