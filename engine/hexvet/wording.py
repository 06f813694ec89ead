"""Leaves of expressions in plain words: what they come to, and what would turn them."""

from __future__ import annotations

from collections.abc import Iterable

from hexvet.judging import Judge
from hexvet.language import scalar
from hexvet.language.deciding import open_fields
from hexvet.language.environment import Env, rows_of
from hexvet.language.formatting import format_cell, format_interval
from hexvet.language.nodes import (
    Aggregate,
    Between,
    Compare,
    Known,
    Literal,
    Member,
    Name,
    Node,
    walk,
)
from hexvet.packs.messages import unit_of
from hexvet.packs.model import Expression

_MUST = {
    ("<", 1): "be less than", ("<", -1): "be at least",
    ("<=", 1): "be at most", ("<=", -1): "be more than",
    (">", 1): "be more than", (">", -1): "be at most",
    (">=", 1): "be at least", (">=", -1): "be less than",
    ("==", 1): "be", ("==", -1): "not be",
    ("!=", 1): "not be", ("!=", -1): "be",
}  # fmt: skip


def value_of(node: Node, env: Env, judge: Judge) -> str:
    """What a part of an expression comes to: `36`, `1,500,000 USD`, `no`, `unknown`."""
    if node.kind == "truth":
        holds = scalar.truth(node, env)
        return format_cell(None if holds == 0 else holds > 0, "truth")
    if node.kind == "text":
        return format_cell(scalar.text(node, env), "text")
    if node.kind == "table":
        rows = rows_of(node, env)
        return "missing" if rows is None else format_cell(tuple(rows), "table")
    if not scalar.known(node, env):
        return "unknown"
    unit = unit_of(node, env, judge.unit)
    return format_interval(scalar.quantity(node, env), node.kind, unit)


def operands(leaf: Node) -> tuple[Node, ...]:
    """The parts of a leaf whose values say why it is so."""
    match leaf:
        case Compare():
            return (leaf.left, leaf.right)
        case Between():
            return (leaf.operand, leaf.low, leaf.high)
        case Member() | Known():
            return (leaf.operand,)
        case _:
            return (leaf,)


def values(leaf: Node, home: Expression, env: Env, judge: Judge) -> str:
    """`end is 2020-06-30, max_months is 24`: every operand that is not written out."""
    shown = {
        text_of(part, home): value_of(part, env, judge)
        for part in operands(leaf)
        if not isinstance(part, Literal)
    }
    return ", ".join(f"{text} is {value}" for text, value in shown.items())


def text_of(node: Node, home: Expression) -> str:
    """The part as it is written, on one line."""
    return " ".join(home.text[node.start : node.end].split())


def label(node: Node, home: Expression, judge: Judge) -> str:
    """The label of a name; anything else as it is written."""
    if isinstance(node, Name):
        if node.name in judge.pack.lets:
            return judge.pack.lets[node.name].label or node.name
        if node.name in judge.pack.params:
            return judge.pack.params[node.name].label or node.name
        if node.name in judge.pack.fields:
            return judge.pack.fields[node.name].title
    return text_of(node, home)


def requirement(leaf: Node, want: int, home: Expression, env: Env, judge: Judge) -> str:
    """What must become so for the leaf to hold (`want` 1) or not to hold (-1)."""
    absent = _params_without_value(leaf, env)
    if absent:
        return f"{', '.join(absent)} must have a value on the as-of date"
    if isinstance(leaf, Known) and (want > 0) == leaf.negated:
        return f"{label(leaf.operand, home, judge)} must be left open"
    titles = ", ".join(title(name, judge) for name in open_fields(leaf, env))
    if isinstance(leaf, Known):
        return f"answer: {titles or label(leaf.operand, home, judge)}"
    said = _must(leaf, want, home, env, judge)
    if scalar.truth(leaf, env) == 0 and titles:
        only_excluded = isinstance(leaf, Compare) and _MUST[leaf.op, want] == "not be"
        shorter = said.removeprefix(f"{titles} ")
        return f"answer: {titles}" + ("" if only_excluded else f" ({shorter})")
    return f"{said} (now {value_of(operands(leaf)[0], env, judge)})"


def _must(leaf: Node, want: int, home: Expression, env: Env, judge: Judge) -> str:
    match leaf:
        case Compare():
            return _comparison(leaf, want, home, env, judge)
        case Between():
            ends = f"{value_of(leaf.low, env, judge)} and {value_of(leaf.high, env, judge)}"
            verb = "lie between" if want > 0 else "lie outside"
            return f"{label(leaf.operand, home, judge)} must {verb} {ends}"
        case Member():
            return _membership(leaf, want, home, judge)
        case Name():
            return f"{label(leaf, home, judge)} must be {'yes' if want > 0 else 'no'}"
        case _:
            return f"{'' if want > 0 else 'not: '}{text_of(leaf, home)}"


def title(name: str, judge: Judge) -> str:
    """The label of a field."""
    declared = judge.pack.fields.get(name)
    return declared.title if declared else name


def _comparison(leaf: Compare, want: int, home: Expression, env: Env, judge: Judge) -> str:
    left = label(leaf.left, home, judge)
    right = value_of(leaf.right, env, judge)
    if isinstance(leaf.right, Literal):
        right = text_of(leaf.right, home)
    elif right == "unknown":
        right = label(leaf.right, home, judge)
    return f"{left} must {_MUST[leaf.op, want]} {right}"


def _membership(leaf: Member, want: int, home: Expression, judge: Judge) -> str:
    listed = ", ".join(text_of(one, home) for one in leaf.items)
    verb = "be one of" if (want > 0) != leaf.negated else "not be any of"
    return f"{label(leaf.operand, home, judge)} must {verb} {listed}"


def _params_without_value(leaf: Node, env: Env) -> list[str]:
    names = (node.name for node in _opened(leaf, env) if node.source == "param")
    return [name for name in dict.fromkeys(names) if name not in env.params]


def _opened(node: Node, env: Env) -> Iterable[Name]:
    for part in walk(node):
        if isinstance(part, Name):
            yield part
            if part.source == "let":
                yield from _opened(env.lets[part.name], env)
        elif isinstance(part, Aggregate):
            continue


def home_of(leaf: Node, because: Expression, judge: Judge) -> Expression:
    """The expression whose text a leaf stands in: the rule's own, or that of a let."""
    lets = (let.expression for let in judge.pack.lets.values())
    for expression in (because, *lets):
        if any(node is leaf for node in walk(expression.node)):
            return expression
    return because
