"""Which leaves decide a truth, which answers are missing, and what would turn it."""

from __future__ import annotations

from collections.abc import Iterator

from hexvet.language.environment import Env
from hexvet.language.nodes import Aggregate, Known, Logic, Name, Node, Not, walk
from hexvet.language.scalar import truth
from hexvet.model import Interval


def deciding(node: Node, env: Env) -> tuple[Node, ...]:
    """The smallest set of leaves that makes the truth what it is, in the order of the text.

    For an unknown: all unknown leaves that could still decide it.
    """
    match node:
        case Not():
            return deciding(node.operand, env)
        case Name(source="let", kind="truth"):
            return deciding(env.lets[node.name], env)
        case Logic():
            return _of_both(node, env)
        case _:
            return (node,)


def _of_both(node: Logic, env: Env) -> tuple[Node, ...]:
    whole = truth(node, env)
    sides = [side for side in (node.left, node.right) if truth(side, env) == whole]
    found = [deciding(side, env) for side in sides]
    decisive = 1 if node.op == "or" else -1
    if whole == decisive:
        return min(found, key=len)
    return tuple(leaf for leaves in found for leaf in leaves)


def turning(node: Node, env: Env, wanted: int) -> tuple[tuple[Node, int], ...]:
    """The fewest leaves that must change for `node` to be `wanted` (1 or -1), and to what.

    Empty when it is so already. Leaves are treated as free of each other.
    """
    if truth(node, env) == wanted:
        return ()
    match node:
        case Not():
            return turning(node.operand, env, -wanted)
        case Name(source="let", kind="truth"):
            return turning(env.lets[node.name], env, wanted)
        case Logic():
            ways = [turning(side, env, wanted) for side in (node.left, node.right)]
            if wanted == (1 if node.op == "and" else -1):
                return (*ways[0], *ways[1])
            return min(ways, key=len)
        case _:
            return ((node, wanted),)


def fields_read(node: Node, env: Env) -> Iterator[tuple[str, str]]:
    """(name, source) of every field that a value depends on, lets opened, first use first."""
    for part in walk(node):
        if isinstance(part, Name):
            if part.source == "let":
                yield from fields_read(env.lets[part.name], env)
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
