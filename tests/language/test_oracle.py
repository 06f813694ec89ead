"""The evaluators agree with an oracle that shares nothing with them but the design."""

from __future__ import annotations

from generators import Expr, Grammar, World, expressions, lets, often, typed, typed_lets, worlds
from hypothesis import given
from oracle import Oracle

from hexvet.language import scalar
from hexvet.language.nodes import Node

TRUTHS = {1: True, 0: None, -1: False}


def scalar_values(node: Node, here: World, lets_: dict[str, Node]) -> list[object]:
    """The scalar evaluator's answers in the oracle's form."""
    found: list[object] = []
    for index in range(len(here.projects)):
        env = here.env(index, lets_)
        if node.kind == "truth":
            found.append(TRUTHS[scalar.truth(node, env)])
        elif node.kind == "text":
            found.append(scalar.text(node, env))
        else:
            found.append(tuple(scalar.quantity(node, env)))
    return found


@often(2)
@given(expressions(grammar=Grammar(lets=True)), lets(), worlds)
def test_values_agree_with_the_oracle(expr: Expr, made_lets: dict[str, Expr], here: World) -> None:
    lets_ = typed_lets(made_lets)
    node = typed(expr, lets_)
    assert node.kind == expr.kind or {node.kind, expr.kind} == {"number", "share"}
    oracle = Oracle(here, made_lets, here.projects)
    assert scalar_values(node, here, lets_) == oracle.results(expr)


@often(2)
@given(expressions(grammar=Grammar(lets=True)), lets(), worlds)
def test_what_is_known_agrees_with_the_oracle(
    expr: Expr, made_lets: dict[str, Expr], here: World
) -> None:
    lets_ = typed_lets(made_lets)
    node = typed(expr, lets_)
    found = [scalar.known(node, here.env(index, lets_)) for index in range(len(here.projects))]
    assert found == Oracle(here, made_lets, here.projects).known(expr)
