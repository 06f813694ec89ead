"""Messages with placeholders: `Planned for {months_between(start, end):.0f} months.`

A placeholder is an expression and an optional format. Unknown values read `unknown`; a
message never changes an outcome.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from hexvet.language import scalar
from hexvet.language.deciding import fields_read
from hexvet.language.environment import Env
from hexvet.language.faults import BadExpression, Fault
from hexvet.language.formatting import format_cell, format_interval, is_format
from hexvet.language.nodes import Name, Node
from hexvet.packs.model import Expression, Message

_PIECE = re.compile(r"\{\{|\}\}|\{((?:[^{}'\"]|'[^']*'|\"[^\"]*\")*)\}|[{}]|[^{}]+")
_FORMAT = re.compile(r"((?:[^:'\"]|'[^']*'|\"[^\"]*\"|['\"])*?)(?::(.*))?", re.DOTALL)

T = TypeVar("T")


def parse_message(
    text: str, compile_at: Callable[[str, int], Expression]
) -> tuple[Message, tuple[Fault, ...]]:
    """The message and every fault in its placeholders, placed in the message's own text."""
    parts, faults = parse_parts(text, compile_at)
    return Message(parts), faults


def parse_parts(
    text: str, compile_at: Callable[[str, int], T]
) -> tuple[tuple[str | tuple[T, str], ...], tuple[Fault, ...]]:
    """Literal texts and what stands in brackets, with its format; and every fault.

    `compile_at` reads what stands at a character of the text; it raises BadExpression.
    """
    parts: list[str | tuple[T, str]] = []
    faults: list[Fault] = []
    for match in _PIECE.finditer(text):
        piece = match[0]
        if piece in ("{{", "}}"):
            parts.append(piece[0])
        elif piece in ("{", "}"):
            hint = "write {{ or }} for a bracket itself"
            faults.append(Fault("RP030", "a lone curly bracket", *match.span(), hint))
        elif match[1] is None:
            parts.append(piece)
        else:
            _placeholder(match[1], match.start(1), compile_at, parts, faults)
    return tuple(parts), tuple(faults)


def _placeholder(
    inner: str,
    start: int,
    compile_at: Callable[[str, int], T],
    parts: list[str | tuple[T, str]],
    faults: list[Fault],
) -> None:
    split = _FORMAT.fullmatch(inner)
    text, spec = (split[1], split[2] or "") if split else (inner, "")
    if not is_format(spec):
        hint = "formats are .0f, .1f, ,.0f and .0%"
        message = f"unknown format '{spec[:20]}'"
        faults.append(Fault("RP030", message, start, start + len(inner), hint))
    try:
        parts.append((compile_at(text, start), spec))
    except BadExpression as error:
        for fault in error.faults:
            at, end = fault.start + start, fault.end + start
            faults.append(Fault(fault.code, fault.message, at, end, fault.hint))


def render(message: Message, env: Env, units: Callable[[str], str]) -> str:
    """The message's text for one project; `units` gives the unit of a field or param."""
    return "".join(
        part if isinstance(part, str) else value_text(part[0], env, units, part[1])
        for part in message.parts
    )


def value_text(
    expression: Expression, env: Env, units: Callable[[str], str], spec: str = ""
) -> str:
    """What an expression comes to, in words."""
    node = expression.node
    if node.kind == "truth":
        holds = scalar.truth(node, env)
        return format_cell(None if holds == 0 else holds > 0, "truth")
    if node.kind == "text":
        return format_cell(scalar.text(node, env), "text")
    value = scalar.quantity(node, env)
    if value.low != value.high and not scalar.known(node, env):
        return "unknown"
    unit = unit_of(node, env, units) if node.kind == "money" and not spec else ""
    return format_interval(value, node.kind, unit, spec)


def unit_of(node: Node, env: Env, units: Callable[[str], str]) -> str:
    """The unit of a name; of other amounts of money that of what they are made of."""
    if isinstance(node, Name) and node.source != "let":
        return units(node.name)
    if node.kind != "money":
        return ""
    names = (name for name, _ in fields_read(node, env))
    return next((unit for unit in map(units, names) if unit), units(""))
