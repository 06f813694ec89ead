"""Evaluation of many expressions over all projects at once.

`compile_program` turns typed expressions into one list of steps in which equal parts are
computed once; `run` (of `plans`) executes it, freeing every array after its last use.
Parts that read no project are evaluated once, by the scalar evaluator; so are the few forms
that have no array form (per project).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

from hexvet.language import kernels as k
from hexvet.language import scalar, steps
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
    children,
    operands,
    shape,
)
from hexvet.language.plans import Program, Step, run
from hexvet.model import Interval

__all__ = ["Program", "compile_program", "reads_project", "run"]


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


def reads_project(node: Node, lets: Mapping[str, Node]) -> bool:
    """Whether the value can differ from project to project."""
    return _Compiler(lets).varies(node)


_PLAIN: dict[str, Callable[..., Any]] = {
    "+": k.add, "-": k.subtract, "*": k.multiply, "/": k.divide,
    "<": k.less, "<=": k.at_most, "==": k.equal,
    "days_between": k.days, "months_between": k.months, "years_between": k.years,
    "abs": k.absolute, "min": partial(k.extreme, np.minimum), "max": partial(k.extreme, np.maximum),
}  # fmt: skip


@dataclass(slots=True)
class _Compiler:
    """`table` is the table whose rows are meant, None for projects."""

    lets: Mapping[str, Node]
    steps: list[Step] = field(default_factory=list)
    seen: dict[Any, int] = field(default_factory=dict)
    shapes: dict[tuple[Any, ...], int] = field(default_factory=dict)
    numbers: dict[Node, int] = field(default_factory=dict)
    varying: dict[Node, bool] = field(default_factory=dict)

    def number(self, node: Node) -> int:
        """Equal for nodes that compute the same: `nodes.key` in a short form."""
        if node not in self.numbers:
            made = shape(node, tuple([self.number(child) for child in children(node)]))
            self.numbers[node] = self.shapes.setdefault(made, len(self.shapes))
        return self.numbers[node]

    def varies(self, node: Node) -> bool:
        """Whether the value can differ from project to project."""
        if node not in self.varying:
            source = node.source if isinstance(node, Name | Aggregate) else ""
            self.varying[node] = (
                source in ("field", "column")
                or (source == "let" and self.varies(self.lets[node.name]))  # type: ignore[attr-defined]
                or any(map(self.varies, children(node)))
            )
        return self.varying[node]

    def step(
        self, identity: Any, function: Callable[..., Any], *inputs: int, reads: bool = False
    ) -> int:
        """The number of a step, added when there is none that computes the same."""
        found = self.seen.get(identity)
        if found is None:
            self.steps.append(Step(function, inputs, reads))
            found = self.seen[identity] = len(self.steps) - 1
        return found

    def pure(self, node: Node, table: str | None, function: Any, *inputs: int) -> int:
        return self.step(("value", table, self.number(node)), function, *inputs)

    def value(self, node: Node, table: str | None) -> int:
        identity = ("value", table, self.number(node))
        if identity in self.seen:
            return self.seen[identity]
        if isinstance(node, Literal) and isinstance(node.value, float):
            fixed = steps.pair(Interval(node.value, node.value))
            return self.step(identity, lambda: fixed)
        if not self.varies(node):
            return self.step(identity, partial(steps.constant, node), reads=True)
        found = self.seen[identity] = _VALUE[type(node)](self, node, table)
        return found

    def values(self, nodes: Sequence[Node], table: str | None) -> list[int]:
        return [self.value(node, table) for node in nodes]

    def at_project(self, node: Node, table: str | None, number: int) -> int:
        """Carries a project's value down to the rows of a table."""
        if table is None:
            return number
        identity = ("gather", table, number)
        return self.step(identity, partial(steps.gather, table), number, reads=True)

    def name(self, node: Name, table: str | None) -> int:
        if node.source == "let":
            return self.at_project(node, table, self.value(self.lets[node.name], None))
        if node.source == "column":
            return self.step(
                ("column", table, node.name), partial(steps.load, node.name, table), reads=True
            )
        number = self.step(("field", node.name), partial(steps.load, node.name, None), reads=True)
        return self.at_project(node, table, number)

    def unary(self, node: Not | Negate, table: str | None) -> int:
        function = np.negative if isinstance(node, Not) else k.negate
        return self.pure(node, table, function, self.value(node.operand, table))

    def logic(self, node: Logic, table: str | None) -> int:
        join = np.minimum if node.op == "and" else np.maximum
        first, *others = self.values(operands(node), table)
        for other in others:
            first = self.step((join, first, other), join, first, other)
        return first

    def arithmetic(self, node: Arithmetic, table: str | None) -> int:
        left, right = self.value(node.left, table), self.value(node.right, table)
        return self.pure(node, table, _PLAIN[node.op], left, right)

    def compare(self, node: Compare, table: str | None) -> int:
        if node.left.kind == "text":
            number = self.compare_text(node, table)
        elif node.left.kind == "truth":
            inputs = self.values((node.left, node.right), table)
            number = self.step(("same", *inputs), np.multiply, *inputs)
        else:
            return self.compare_amounts(node, table)
        return self.negated(number, node.op == "!=")

    def negated(self, number: int, negated: bool) -> int:
        return self.step(("not", number), np.negative, number) if negated else number

    def compare_text(self, node: Compare, table: str | None) -> int:
        left, right = node.left, node.right
        if isinstance(left, Literal):
            left, right = right, left
        if isinstance(right, Literal):
            return self.one_of(left, (str(right.value),), table)
        inputs = self.values((left, right), table)
        return self.step(("text", *inputs), k.same_code, *inputs)

    def one_of(self, operand: Node, texts: tuple[str, ...], table: str | None) -> int:
        number = self.value(operand, table)
        return self.step(
            ("member", number, texts), partial(steps.membership, texts), number, reads=True
        )

    def compare_amounts(self, node: Compare, table: str | None) -> int:
        left, right = self.values((node.left, node.right), table)
        if node.op in (">", ">="):
            left, right = right, left
        op = {">": "<", ">=": "<=", "!=": "=="}.get(node.op, node.op)
        number = self.step((op, left, right), _PLAIN[op], left, right)
        return self.negated(number, node.op == "!=")

    def between(self, node: Between, table: str | None) -> int:
        value, low, high = self.values((node.operand, node.low, node.high), table)
        above = self.step(("<=", low, value), k.at_most, low, value)
        below = self.step(("<=", value, high), k.at_most, value, high)
        return self.pure(node, table, np.minimum, above, below)

    def member(self, node: Member, table: str | None) -> int:
        if node.operand.kind == "text":
            texts = tuple(str(listed.value) for listed in node.items)
            return self.negated(self.one_of(node.operand, texts, table), node.negated)
        operand, *items = self.values((node.operand, *node.items), table)
        same = np.multiply if node.operand.kind == "truth" else k.equal
        each = [self.step((same, operand, i), same, operand, i) for i in items]
        best = each[0]
        for other in each[1:]:
            best = self.step(("or", best, other), np.maximum, best, other)
        return self.negated(best, node.negated)

    def is_known(self, node: Known, table: str | None) -> int:
        inner = self.known(node.operand, table)
        number = self.step(("signed", inner), k.signed, inner)
        return self.negated(number, node.negated)

    def known(self, node: Node, table: str | None) -> int:
        """A step giving booleans: whether the value is known."""
        identity = ("known", table, self.number(node))
        if identity in self.seen:
            return self.seen[identity]
        if not self.varies(node):
            known = lambda context: np.bool_(scalar.known(node, context.env))  # noqa: E731
            return self.step(identity, known, reads=True)
        if node.kind == "truth":
            number = self.value(node, table)
            return self.step(identity, lambda truths: truths != 0, number)
        if node.kind == "text":
            number = self.value(node, table)
            return self.step(identity, lambda codes: codes != -1, number)
        found = self.seen[identity] = self.known_quantity(node, table, identity)
        return found

    def known_quantity(self, node: Node, table: str | None, identity: Any) -> int:
        match node:
            case Name(source="let"):
                inner = self.known(self.lets[node.name], None)
                return self.at_project(node, table, inner)
            case Name(source="column"):
                return self.step(identity, partial(steps.load_known, node.name, table), reads=True)
            case Name():
                load = partial(steps.load_known, node.name, None)
                number = self.step(("known field", node.name), load, reads=True)
                return self.at_project(node, table, number)
            case Negate():
                return self.known(node.operand, table)
            case Arithmetic():
                return self.known_arithmetic(node, table)
            case Call(function="if_known"):
                return self.known_all(node.arguments, table, np.logical_or)
            case Call():
                return self.known_all(node.arguments, table, np.logical_and)
        each = self.step(identity, partial(steps.each_known, node), reads=True)
        return self.at_project(node, table, each)

    def known_arithmetic(self, node: Arithmetic, table: str | None) -> int:
        both = self.known_all((node.left, node.right), table, np.logical_and)
        if node.op != "/":
            return both
        divisor = self.value(node.right, table)
        number = self.step(("sound", divisor), lambda pair: ~k.spans_zero(pair), divisor)
        return self.step(("both", both, number), np.logical_and, both, number)

    def known_all(self, nodes: Sequence[Node], table: str | None, join: np.ufunc) -> int:
        first, *others = [self.known(node, table) for node in nodes]
        for other in others:
            first = self.step((join, first, other), join, first, other)
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
        identity = ("value", None, self.number(node))
        if node.source != "field" or node.function == "latest":
            number = self.step(identity, partial(steps.each, node), reads=True)
        else:
            inputs = [self.value(node.where, node.table)] if node.where is not None else []
            number = self.step(identity, partial(steps.aggregate, node), *inputs, reads=True)
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
