"""The evaluator for one project and the one for all give the same, to the last bit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from generators import (
    FIELDS,
    TODAY,
    Expr,
    Grammar,
    World,
    expressions,
    lets,
    often,
    render,
    scope,
    typed,
    typed_lets,
    worlds,
)
from hypothesis import given
from hypothesis import strategies as st

from hexvet.language import scalar
from hexvet.language.checker import compile_expression
from hexvet.language.columns import columns_of
from hexvet.language.nodes import Node
from hexvet.language.vector import compile_program, run

CHUNKS = (1, 4, 7, 16_384)


def by_project(node: Node, here: World, typed_: Mapping[str, Node]) -> list[object]:
    """What the scalar evaluator says, project by project."""
    found: list[object] = []
    for index in range(len(here.projects)):
        env = here.env(index, typed_)
        if node.kind == "truth":
            found.append(scalar.truth(node, env))
        elif node.kind == "text":
            found.append(scalar.text(node, env))
        else:
            found.append(tuple(scalar.quantity(node, env)))
    return found


def by_columns(
    nodes: Sequence[Node], here: World, typed_: Mapping[str, Node], chunk: int
) -> list[list[object]]:
    """What the vector evaluator says, in the same form."""
    columns = columns_of(here.projects, FIELDS, float(TODAY.toordinal()))
    values = run(compile_program(nodes, typed_), columns, here.env(-1, typed_), chunk)
    texts = {code: text for text, code in columns.codes.items()}
    return [_plain(node, value, texts) for node, value in zip(nodes, values, strict=True)]


def _plain(node: Node, value: Any, texts: Mapping[int, str]) -> list[object]:
    if node.kind == "truth":
        assert value.dtype == np.int8
        return [int(one) for one in value]
    if node.kind == "text":
        return [None if code == -1 else texts[int(code)] for code in value]
    return [(float(low), float(high)) for low, high in zip(*value, strict=True)]


def presence(expr: Expr, typed_: Mapping[str, Node]) -> Node:
    """`(expression) is known`."""
    return compile_expression(f"({render(expr)}) is known", scope(typed_))


@often(2)
@given(st.lists(expressions(grammar=Grammar(lets=True)), min_size=1, max_size=4), lets(), worlds)
def test_both_evaluators_agree_whatever_the_chunk(
    made: list[Expr], made_lets: dict[str, Expr], here: World
) -> None:
    lets_ = typed_lets(made_lets)
    nodes = [typed(expr, lets_) for expr in made] if made_lets else [typed(e) for e in made]
    nodes += [presence(expr, lets_) for expr in made]
    expected = [by_project(node, here, lets_) for node in nodes]
    for chunk in CHUNKS:
        assert by_columns(nodes, here, lets_, chunk) == expected


@often(2)
@given(expressions(grammar=Grammar(lets=True)), lets(), worlds)
def test_every_quantity_is_an_interval(expr: Expr, made_lets: dict[str, Expr], here: World) -> None:
    lets_ = typed_lets(made_lets)
    node = typed(expr, lets_)
    if node.kind in ("truth", "text"):
        return
    for low, high in by_project(node, here, lets_):  # type: ignore[misc]
        assert low <= high and low < float("inf") and high > float("-inf")


def one_project(text: str, cells: dict[str, Any]) -> tuple[list[object], list[object]]:
    """Both evaluators on one expression and one project."""
    here = World((cells,), {}, {})
    node = compile_expression(text, scope())
    return by_project(node, here, {}), by_columns([node], here, {}, 16_384)[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("if_known(x1, 'nowhere') in ['nowhere']", 1),
        ("if_known(x1, 'nowhere') == 'elsewhere'", -1),
        ("if_known(x0, 'a') == if_known(x1, 'b')", -1),
        ("if_known(x1, 'nowhere') not in ['a', 'nowhere']", -1),
        ("if_known(latest(log.x), 'a') == if_known(x1, 'b')", -1),
    ],
)
def test_texts_that_stand_in_no_answer(text: str, expected: int) -> None:
    one, other = one_project(text, {})
    assert one == other == [expected]
