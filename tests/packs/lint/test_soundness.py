"""What lint calls impossible never happens, for generated conditions over generated evidence."""

from __future__ import annotations

import datetime

from generators import (
    FIELDS,
    HERE,
    PARAMS,
    Expr,
    Grammar,
    World,
    expressions,
    lets,
    typed,
    typed_lets,
    worlds,
)
from hypothesis import assume, given
from hypothesis import strategies as st

from hexvet.language import scalar
from hexvet.language.nodes import Node
from hexvet.model import Interval
from hexvet.packs.lint.meaning import Meanings
from hexvet.packs.lint.possible import Possible
from hexvet.packs.lint.worlds import Worlds
from hexvet.packs.model import Expression, Let, Pack, Param

GRAMMAR = Grammar(lets=True)
FIRST = datetime.date(2000, 1, 1)


def pack_of(made: dict[str, Node]) -> Pack:
    """The vocabulary of the generators as a pack; params may have any of two values."""
    both = {
        "number": (Interval(2, 2), Interval(-1, -1)),
        "share": (Interval(0.5, 0.5), Interval(0.1, 0.1)),
        "money": (Interval(100, 100), Interval(0, 0)),
        "date": (Interval(736023, 736023), Interval(736389, 736389)),
        "truth": (True, False),
        "text": ("a", "b"),
    }
    second = FIRST.replace(year=2010)
    params = {
        name: Param(name, kind, ((FIRST, both[kind][0]), (second, both[kind][1])), HERE)  # type: ignore[arg-type]
        for name, kind in PARAMS.items()
    }
    named = {name: Let(name, Expression("", node, HERE), "project") for name, node in made.items()}
    return Pack("p", "P", "1", "p.toml", "", fields=FIELDS, params=params, lets=named)


def engine(made: dict[str, Node]) -> tuple[Worlds, Meanings]:
    """What lint works with."""
    pack = pack_of(made)
    meanings = Meanings(pack.lets)
    return Worlds(Possible(pack), meanings), meanings


@given(expressions("truth", GRAMMAR), lets(), worlds)
def test_a_condition_never_comes_out_as_lint_says_it_cannot(
    expr: Expr, let_exprs: dict[str, Expr], world: World
) -> None:
    made = typed_lets(let_exprs)
    node = typed(expr, made)
    found, _ = engine(made)
    possible = {want for want in (1, -1) if found.can(node, want)}
    for index in range(len(world.projects)):
        holds = scalar.truth(node, world.env(index, made))
        assert holds == 0 or holds in possible


@given(st.sampled_from(("number", "share", "money", "date")), st.data(), lets(), worlds)
def test_an_amount_lies_within_what_lint_says(
    kind: str, data: st.DataObject, let_exprs: dict[str, Expr], world: World
) -> None:
    assume(len(world.params) == len(PARAMS))
    made = typed_lets(let_exprs)
    node = typed(data.draw(expressions(kind, GRAMMAR)), made)
    found, _ = engine(made)
    span = found.possible.amount(node)
    for index in range(len(world.projects)):
        low, high = scalar.quantity(node, world.env(index, made))
        assert span.low <= low and high <= span.high


@given(expressions("truth", GRAMMAR), expressions("truth", GRAMMAR), lets(), worlds)
def test_conditions_that_cannot_come_out_together_do_not(
    one: Expr, other: Expr, let_exprs: dict[str, Expr], world: World
) -> None:
    made = typed_lets(let_exprs)
    nodes = typed(one, made), typed(other, made)
    found, _ = engine(made)
    for index in range(len(world.projects)):
        env = world.env(index, made)
        truths = [scalar.truth(node, env) for node in nodes]
        if 0 not in truths:
            assert found.together(zip(nodes, truths, strict=True))


def reworded(expr: Expr) -> Expr:
    """The same condition in other words."""
    args = [reworded(arg) if isinstance(arg, Expr) else arg for arg in expr.args]
    mirrored = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", "!=": "!="}
    match expr.op:
        case "and" | "or":
            return Expr(expr.kind, expr.op, (args[1], args[0]))
        case "compare":
            return Expr(expr.kind, "compare", (mirrored[str(args[0])], args[2], args[1]))
    return Expr(expr.kind, expr.op, tuple(args))


@given(expressions("truth", Grammar()))
def test_the_same_in_other_words_means_the_same(expr: Expr) -> None:
    node, other = typed(expr), typed(reworded(expr))
    _, meanings = engine({})
    assert meanings.of(node) == meanings.of(other)
