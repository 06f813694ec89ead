"""From what is known to the values of facts: exact values only, in the engine's range."""

from __future__ import annotations

from hexvet.inference.caps import NUMBER
from hexvet.inference.model import Value
from hexvet.language import scalar
from hexvet.language.environment import Env
from hexvet.language.nodes import Node
from hexvet.model import Cell, Interval, exact


def value_of(cell: Cell | None) -> Value | None:
    """The one value that an answer says; None when it says none, several, or one too large."""
    match cell:
        case bool() | str():
            return cell
        case Interval():
            number = exact(cell)
            return None if number is None or abs(number) > NUMBER else number + 0.0
        case _:
            return None


def worth(node: Node, env: Env) -> Value | None:
    """The one value of an expression; None when evidence leaves it open."""
    if node.kind == "truth":
        holds = scalar.truth(node, env)
        return None if holds == 0 else holds > 0
    if node.kind == "text":
        return scalar.text(node, env)
    return None if node.kind == "table" else value_of(scalar.quantity(node, env))
