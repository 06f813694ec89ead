"""Amounts in different units that are compared, added, or put in each other's place."""

from __future__ import annotations

from collections.abc import Iterator

from hexvet.language.nodes import (
    Aggregate,
    Arithmetic,
    Between,
    Call,
    Compare,
    Name,
    Negate,
    Node,
    walk,
)
from hexvet.packs.lint.model import Draft
from hexvet.packs.lint.view import View, of_part

_SPANS = {"days_between": "days", "months_between": "months", "years_between": "years"}


def unit_flaws(view: View) -> Iterator[Draft]:
    """Every place where two different units meet, but for messages, which repeat their rules."""
    units = _Units(view)
    for entry in view.composition.entries.values():
        if entry.kind not in ("let", "check", "criterion"):
            continue
        for home in view.expressions(entry):
            if home.where.path[2:3] == ("message",):
                continue
            for node in walk(home.node):
                for one, other in _paired(node):
                    left, right = units.of(one), units.of(other)
                    if left and right and _singular(left) != _singular(right):
                        message = f"this sets {left} against {right}"
                        hint = "convert one of them, or mend the unit"
                        yield of_part("RP127", message, home, node, hint)


def _paired(node: Node) -> Iterator[tuple[Node, Node]]:
    match node:
        case Compare():
            yield node.left, node.right
        case Arithmetic(op="+" | "-"):
            yield node.left, node.right
        case Between():
            yield node.operand, node.low
            yield node.operand, node.high
        case Call(function="min" | "max" | "if_known"):
            yield from ((node.arguments[0], other) for other in node.arguments[1:])


def _singular(unit: str) -> str:
    return unit.strip().removesuffix("s") if not unit.isupper() else unit


class _Units:
    """The units of amounts; those of lets are worked out once."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.lets: dict[str, str] = {}
        for name, let in view.pack.lets.items():  # inner ones stand first
            self.lets[name] = self.of(let.expression.node)

    def of(self, node: Node) -> str:
        """The unit of an amount; empty when it has none or that cannot be told."""
        pack = self.view.pack
        match node:
            case Name(source="let"):
                return self.lets.get(node.name, "")
            case Name(source="param"):
                return pack.params[node.name].unit
            case Name(source="field" | "programme"):
                return pack.fields[node.name].unit
            case Call():
                if node.function in _SPANS or not node.arguments:
                    return _SPANS.get(node.function, "")
                return self.of(node.arguments[0])
            case Negate():
                return self.of(node.operand)
            case Arithmetic(op="+" | "-"):
                return self.of(node.left) or self.of(node.right)
            case Aggregate(source="projects"):
                column = pack.fields.get(node.column)
                return column.unit if column else ""
        return ""
