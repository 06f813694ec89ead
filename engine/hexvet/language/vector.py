"""Evaluation of many expressions over all projects at once.

`compile_program` turns typed expressions into one list of steps in which equal parts are
computed once; `run` executes it in chunks that stay in the cache, freeing every
intermediate array after its last use. Parts that read no project are evaluated once, by
the scalar evaluator; so are the few forms that have no array form (per project).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

from hexvet.language import kernels as k
from hexvet.language import scalar, steps
from hexvet.language.columns import Columns, part
from hexvet.language.environment import Env
from hexvet.language.nodes import (
    Aggregate,
    Arithmetic,
    Between,
    Call,
    Compare,
    Known,
    Literal,
    Logic,
    Member,
    Name,
    Negate,
    Node,
    Not,
    key,
    walk,
)

CHUNK = 16_384
"""Projects a chunk: a dozen float64 arrays of this size fit a 2 MB cache."""


@dataclass(frozen=True, slots=True)
class Step:
    """`function(context, *inputs)`; inputs are numbers of earlier steps."""

    function: Callable[..., Any]
    inputs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Program:
    """Steps in order; `outputs` are the steps of the expressions, `frees` what ends where."""

    steps: tuple[Step, ...]
    outputs: tuple[int, ...]
    frees: tuple[tuple[int, ...], ...]


def compile_program(expressions: Sequence[Node], lets: Mapping[str, Node]) -> Program:
    """One program for all expressions, which must be typed."""
    compiler = _Compiler(lets)
    outputs = tuple(compiler.value(node, None) for node in expressions)
    made = tuple(compiler.steps)
    last = {number: at for at, step in enumerate(made) for number in step.inputs}
    frees: list[list[int]] = [[] for _ in made]
    for number, at in last.items():
        if number not in outputs:
            frees[at].append(number)
    return Program(made, outputs, tuple(map(tuple, frees)))


def run(program: Program, columns: Columns, env: Env, chunk: int = CHUNK) -> list[Any]:
    """A truth array (int8), a code array or a pair (low, high) an expression, n long."""
    parts: list[list[Any]] = []
    with np.errstate(all="ignore"):
        for start in range(0, max(columns.size, 1), chunk):
            context = steps.Context(part(columns, start, start + chunk), env)
            parts.append(_run_chunk(program, context))
    return [_joined([values[at] for values in parts]) for at in range(len(program.outputs))]


def _run_chunk(program: Program, context: steps.Context) -> list[Any]:
    slots: list[Any] = [None] * len(program.steps)
    for at, step in enumerate(program.steps):
        slots[at] = step.function(context, *[slots[number] for number in step.inputs])
        for number in program.frees[at]:
            slots[number] = None
    size = context.columns.size
    return [_full(slots[number], size) for number in program.outputs]


def _full(value: Any, size: int) -> Any:
    if isinstance(value, tuple):
        return tuple(np.broadcast_to(end, (size,)) for end in value)
    return np.broadcast_to(value, (size,))


def _joined(values: list[Any]) -> Any:
    if len(values) == 1:
        return values[0]
    if isinstance(values[0], tuple):
        return tuple(np.concatenate([value[end] for value in values]) for end in (0, 1))
    return np.concatenate(values)


def reads_project(node: Node, lets: Mapping[str, Node]) -> bool:
    """Whether the value can differ from project to project."""
    for part_ in walk(node):
        if isinstance(part_, Name) and part_.source in ("field", "column"):
            return True
        if isinstance(part_, Aggregate) and part_.source == "field":
            return True
        is_let = isinstance(part_, Name) and part_.source == "let"
        if is_let and reads_project(lets[part_.name], lets):  # type: ignore[attr-defined]
            return True
    return False


_PLAIN: dict[str, Callable[..., Any]] = {
    "+": k.add, "-": k.subtract, "*": k.multiply, "/": k.divide,
    "<": k.less, "<=": k.at_most, "==": k.equal,
    "days_between": k.days, "months_between": k.months, "years_between": k.years,
    "abs": k.absolute, "min": partial(k.extreme, np.minimum), "max": partial(k.extreme, np.maximum),
}  # fmt: skip


def _pure(function: Callable[..., Any]) -> Callable[..., Any]:
    return lambda context, *inputs: function(*inputs)


@dataclass(slots=True)
class _Compiler:
    """`table` is the table whose rows are meant, None for projects."""

    lets: Mapping[str, Node]
    steps: list[Step] = field(default_factory=list)
    seen: dict[Any, int] = field(default_factory=dict)
    project: dict[Any, bool] = field(default_factory=dict)

    def step(self, identity: Any, function: Callable[..., Any], *inputs: int) -> int:
        found = self.seen.get(identity)
        if found is None:
            self.steps.append(Step(function, inputs))
            found = self.seen[identity] = len(self.steps) - 1
        return found

    def pure(self, node: Node, table: str | None, function: Any, *inputs: int) -> int:
        return self.step(("value", table, key(node)), _pure(function), *inputs)

    def value(self, node: Node, table: str | None) -> int:
        identity = ("value", table, key(node))
        if identity in self.seen:
            return self.seen[identity]
        if not reads_project(node, self.lets):
            return self.step(identity, partial(steps.constant, node))
        return _VALUE[type(node)](self, node, table)

    def values(self, nodes: Sequence[Node], table: str | None) -> list[int]:
        return [self.value(node, table) for node in nodes]

    def at_project(self, node: Node, table: str | None, number: int) -> int:
        """Carries a project's value down to the rows of a table."""
        if table is None:
            return number
        identity = ("gather", table, number)
        return self.step(identity, partial(steps.gather, table), number)

    def name(self, node: Name, table: str | None) -> int:
        if node.source == "let":
            return self.at_project(node, table, self.value(self.lets[node.name], None))
        if node.source == "column":
            return self.step(("column", table, node.name), partial(steps.load, node.name, table))
        number = self.step(("field", node.name), partial(steps.load, node.name, None))
        return self.at_project(node, table, number)

    def unary(self, node: Not | Negate, table: str | None) -> int:
        function = np.negative if isinstance(node, Not) else k.negate
        return self.pure(node, table, function, self.value(node.operand, table))

    def logic(self, node: Logic, table: str | None) -> int:
        function = np.minimum if node.op == "and" else np.maximum
        return self.pure(node, table, function, *self.values((node.left, node.right), table))

    def arithmetic(self, node: Arithmetic, table: str | None) -> int:
        inputs = self.values((node.left, node.right), table)
        return self.pure(node, table, _PLAIN[node.op], *inputs)

    def compare(self, node: Compare, table: str | None) -> int:
        if node.left.kind == "text":
            number = self.compare_text(node, table)
        elif node.left.kind == "truth":
            inputs = self.values((node.left, node.right), table)
            number = self.step(("same", *inputs), _pure(np.multiply), *inputs)
        else:
            return self.compare_amounts(node, table)
        return self.negated(number, node.op == "!=")

    def negated(self, number: int, negated: bool) -> int:
        return self.step(("not", number), _pure(np.negative), number) if negated else number

    def compare_text(self, node: Compare, table: str | None) -> int:
        left, right = node.left, node.right
        if isinstance(left, Literal):
            left, right = right, left
        if isinstance(right, Literal):
            return self.one_of(left, (str(right.value),), table)
        inputs = self.values((left, right), table)
        return self.step(("text", *inputs), _pure(k.same_code), *inputs)

    def one_of(self, operand: Node, texts: tuple[str, ...], table: str | None) -> int:
        number = self.value(operand, table)
        return self.step(("member", number, texts), partial(steps.membership, texts), number)

    def compare_amounts(self, node: Compare, table: str | None) -> int:
        left, right = self.values((node.left, node.right), table)
        if node.op in (">", ">="):
            left, right = right, left
        op = {">": "<", ">=": "<=", "!=": "=="}.get(node.op, node.op)
        number = self.step((op, left, right), _pure(_PLAIN[op]), left, right)
        return self.negated(number, node.op == "!=")

    def between(self, node: Between, table: str | None) -> int:
        value, low, high = self.values((node.operand, node.low, node.high), table)
        above = self.step(("<=", low, value), _pure(k.at_most), low, value)
        below = self.step(("<=", value, high), _pure(k.at_most), value, high)
        return self.pure(node, table, np.minimum, above, below)

    def member(self, node: Member, table: str | None) -> int:
        if node.operand.kind == "text":
            texts = tuple(str(listed.value) for listed in node.items)
            return self.negated(self.one_of(node.operand, texts, table), node.negated)
        operand, *items = self.values((node.operand, *node.items), table)
        same = np.multiply if node.operand.kind == "truth" else k.equal
        each = [self.step((same, operand, i), _pure(same), operand, i) for i in items]
        best = each[0]
        for other in each[1:]:
            best = self.step(("or", best, other), _pure(np.maximum), best, other)
        return self.negated(best, node.negated)

    def is_known(self, node: Known, table: str | None) -> int:
        inner = self.known(node.operand, table)
        number = self.step(("signed", inner), _pure(k.signed), inner)
        return self.negated(number, node.negated)

    def known(self, node: Node, table: str | None) -> int:
        """A step giving booleans: whether the value is known."""
        identity = ("known", table, key(node))
        if identity in self.seen:
            return self.seen[identity]
        if not reads_project(node, self.lets):
            known = lambda context: np.bool_(scalar.known(node, context.env))  # noqa: E731
            return self.step(identity, known)
        if node.kind == "truth":
            number = self.value(node, table)
            return self.step(identity, _pure(lambda truths: truths != 0), number)
        if node.kind == "text":
            number = self.value(node, table)
            return self.step(identity, _pure(lambda codes: codes != -1), number)
        return self.known_quantity(node, table, identity)

    def known_quantity(self, node: Node, table: str | None, identity: Any) -> int:
        match node:
            case Name(source="let"):
                inner = self.known(self.lets[node.name], None)
                return self.at_project(node, table, inner)
            case Name(source="column"):
                return self.step(identity, partial(steps.load_known, node.name, table))
            case Name():
                load = partial(steps.load_known, node.name, None)
                number = self.step(("known field", node.name), load)
                return self.at_project(node, table, number)
            case Negate():
                return self.known(node.operand, table)
            case Arithmetic():
                return self.known_arithmetic(node, table)
            case Call(function="if_known"):
                return self.known_all(node.arguments, table, np.logical_or)
            case Call():
                return self.known_all(node.arguments, table, np.logical_and)
        each = self.step(identity, partial(steps.each_known, node))
        return self.at_project(node, table, each)

    def known_arithmetic(self, node: Arithmetic, table: str | None) -> int:
        both = self.known_all((node.left, node.right), table, np.logical_and)
        if node.op != "/":
            return both
        divisor = self.value(node.right, table)
        sound = _pure(lambda pair: ~k.spans_zero(pair))
        number = self.step(("sound", divisor), sound, divisor)
        return self.step(("both", both, number), _pure(np.logical_and), both, number)

    def known_all(self, nodes: Sequence[Node], table: str | None, join: np.ufunc) -> int:
        first, *others = [self.known(node, table) for node in nodes]
        for other in others:
            first = self.step((join, first, other), _pure(join), first, other)
        return first

    def call(self, node: Call, table: str | None) -> int:
        if node.function == "if_known":
            known = self.known(node.arguments[0], table)
            return self.pure(node, table, steps.chosen, known, *self.values(node.arguments, table))
        if node.function == "round":
            digits = node.arguments[1:]
            places = int(digits[0].value) if digits and isinstance(digits[0], Literal) else 0
            rounded = partial(k.round_half_up, digits=places)
            return self.pure(node, table, rounded, self.value(node.arguments[0], table))
        inputs = self.values(node.arguments, table)
        return self.pure(node, table, _PLAIN[node.function], *inputs)

    def aggregate(self, node: Aggregate, table: str | None) -> int:
        identity = ("value", None, key(node))
        if node.source != "field" or node.function == "latest":
            number = self.step(identity, partial(steps.each, node))
        else:
            inputs = [self.value(node.where, node.table)] if node.where is not None else []
            number = self.step(identity, partial(steps.aggregate, node), *inputs)
        return self.at_project(node, table, number)


_VALUE: dict[type[Node], Callable[..., int]] = {
    Name: _Compiler.name,
    Not: _Compiler.unary,
    Negate: _Compiler.unary,
    Logic: _Compiler.logic,
    Arithmetic: _Compiler.arithmetic,
    Compare: _Compiler.compare,
    Between: _Compiler.between,
    Member: _Compiler.member,
    Known: _Compiler.is_known,
    Call: _Compiler.call,
    Aggregate: _Compiler.aggregate,
}
