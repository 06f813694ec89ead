"""The type checker: every name is declared, every kind fits, before anything runs.

There is no implicit conversion. Shares and numbers are both plain numbers; money times a number
is money, money by money a number; money meets a plain number only as the literal 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from hexvet.language import table_checks
from hexvet.language.faults import BadExpression, Fault
from hexvet.language.functions import AGGREGATES, FUNCTIONS
from hexvet.language.kinds import (
    AMOUNTS,
    QUANTITIES,
    arithmetic_kind,
    commensurate,
    compare_hint,
    describe,
    how_many,
    joint_kind,
)
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
    height,
)
from hexvet.language.parser import parse
from hexvet.language.tokens import MAX_HEIGHT
from hexvet.model import Column, Field, Subject
from hexvet.problems import suggestion


@dataclass(frozen=True, slots=True)
class Scope:
    """What an expression may name.

    `let_kind` gives the kind of a let and whose it is ("programme" when it reads no project),
    None where there is none of that name; `let_height` how deep its tree is.
    """

    fields: Mapping[str, Field]
    params: Mapping[str, str] = field(default_factory=dict)
    let_kind: Callable[[str], tuple[str, Subject] | None] = lambda name: None
    let_names: tuple[str, ...] = ()
    subject: Subject = "project"
    let_height: Callable[[str], int] = lambda name: 0


def compile_expression(text: str, scope: Scope, wanted: str = "") -> Node:
    """Parse and check `text`; `wanted` is the kind that it must have, "quantity" for any amount.

    Raises BadExpression with every fault found.
    """
    node, faults = check(parse(text), scope)
    if not faults and height(node, scope.let_height) > MAX_HEIGHT:
        message = "nested too deeply, together with the lets that it reads"
        faults = (Fault("RP004", message, node.start, node.end),)
    if not faults and wanted and not _fits(node.kind, wanted):
        article = {"quantity": "an amount"}.get(wanted, describe(wanted))
        message = f"this is {describe(node.kind)}, but {article} is needed here"
        faults = (Fault("RP005", message, node.start, node.end, _wanted_hint(wanted)),)
    if faults:
        raise BadExpression(text, faults)
    return node


def check(node: Node, scope: Scope) -> tuple[Node, tuple[Fault, ...]]:
    """The same tree with kinds and sources, and every fault."""
    checker = _Checker(scope)
    return checker.visit(node), tuple(checker.faults)


def _fits(kind: str, wanted: str) -> bool:
    return kind == wanted or (wanted == "quantity" and kind in QUANTITIES)


def _wanted_hint(wanted: str) -> str:
    return "compare it with something: x >= 3" if wanted == "truth" else ""


class _Checker:
    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.faults: list[Fault] = []
        self.columns: Mapping[str, Column] = {}

    def fault(self, code: str, message: str, node: Node, hint: str = "") -> None:
        self.faults.append(Fault(code, message, node.start, node.end, hint))

    def visit(self, node: Node) -> Node:
        """Kind "" marks a faulty part, about which nothing more is said."""
        return _VISIT[type(node)](self, node)

    def literal(self, node: Literal) -> Node:
        return node

    # names ------------------------------------------------------------------------------------
    def name(self, node: Name) -> Node:
        name, scope = node.name, self.scope
        if name in self.columns:
            return replace(node, kind=self.columns[name].kind, source="column")
        if name in scope.params:
            return replace(node, kind=scope.params[name], source="param")
        if let := scope.let_kind(name):
            if let[1] == "project" and scope.subject == "programme":
                return self.foreign(node, f"'{name}' reads a project")
            return replace(node, kind=let[0], source="let")
        if name in scope.fields:
            return self.field_name(node, scope.fields[name])
        return self.unknown_name(node)

    def field_name(self, node: Name, declared: Field) -> Node:
        if declared.of == "project" and self.scope.subject == "programme":
            return self.foreign(node, f"'{node.name}' belongs to each project")
        if declared.kind == "table":
            usage = f"count({node.name} where …)"
            self.fault("RP005", f"'{node.name}' is a table", node, f"read it with {usage}")
            return node
        source = "field" if declared.of == "project" else "programme"
        return replace(node, kind=declared.kind, source=source)

    def foreign(self, node: Name, why: str) -> Node:
        hint = f"use an aggregate over all projects: sum(projects.{node.name}), count(projects …)"
        self.fault("RP009", f"a rule of the programme cannot read a project: {why}", node, hint)
        return node

    def unknown_name(self, node: Name) -> Node:
        known = (*self.columns, *self.scope.fields, *self.scope.params, *self.scope.let_names)
        hint = suggestion(node.name, known) or "declare it as [field.…], [param.…] or [let.…]"
        what = f"column or field '{node.name}'" if self.columns else f"field '{node.name}'"
        self.fault("RP002", f"unknown {what}", node, hint)
        return node

    # logic ------------------------------------------------------------------------------------
    def want(self, node: Node, kinds: tuple[str, ...], what: str) -> bool:
        if node.kind and node.kind not in kinds:
            needed = " or ".join(describe(kind) for kind in kinds)
            message = f"{what} needs {needed}, but this is {describe(node.kind)}"
            self.fault("RP005", message, node)
        return node.kind in kinds

    def negate(self, node: Negate) -> Node:
        operand = self.visit(node.operand)
        self.want(operand, ("number", "share", "money"), "'-'")
        return replace(node, kind=operand.kind, operand=operand)

    def negation(self, node: Not) -> Node:
        operand = self.visit(node.operand)
        self.want(operand, ("truth",), "'not'")
        return replace(node, kind="truth", operand=operand)

    def logic(self, node: Logic) -> Node:
        left, right = self.visit(node.left), self.visit(node.right)
        for side in (left, right):
            self.want(side, ("truth",), f"'{node.op}'")
        return replace(node, kind="truth", left=left, right=right)

    def known(self, node: Known) -> Node:
        if isinstance(node.operand, Name) and self.is_table(node.operand.name):
            table = self.table_name(node.operand)
            return replace(node, kind="truth", operand=table)
        return replace(node, kind="truth", operand=self.visit(node.operand))

    def is_table(self, name: str) -> bool:
        declared = self.scope.fields.get(name)
        return name not in self.columns and declared is not None and declared.kind == "table"

    def table_name(self, node: Name) -> Node:
        declared = self.scope.fields[node.name]
        if declared.of == "project" and self.scope.subject == "programme":
            return self.foreign(node, f"'{node.name}' belongs to each project")
        source = "field" if declared.of == "project" else "programme"
        return replace(node, kind="table", source=source)

    # amounts ----------------------------------------------------------------------------------
    def arithmetic(self, node: Arithmetic) -> Node:
        left, right = self.visit(node.left), self.visit(node.right)
        kind = ""
        if left.kind and right.kind:
            kind = arithmetic_kind(node.op, left.kind, right.kind)
            if not kind:
                self.bad_arithmetic(node, left.kind, right.kind)
        return replace(node, kind=kind, left=left, right=right)

    def bad_arithmetic(self, node: Arithmetic, left: str, right: str) -> None:
        hint = ""
        if "date" in (left, right):
            hint = "use days_between(a, b) or months_between(a, b)"
        elif "money" in (left, right):
            hint = "money plus money; money times or by a number"
        message = f"'{node.op}' does not go with {describe(left)} and {describe(right)}"
        self.fault("RP005", message, node, hint)

    def compare(self, node: Compare) -> Node:
        left, right = self.visit(node.left), self.visit(node.right)
        self.comparable(node, node.op, left, right)
        return replace(node, kind="truth", left=left, right=right)

    def between(self, node: Between) -> Node:
        operand, low, high = (self.visit(n) for n in (node.operand, node.low, node.high))
        self.comparable(node, "<=", low, operand)
        self.comparable(node, "<=", operand, high)
        return replace(node, kind="truth", operand=operand, low=low, high=high)

    def comparable(self, node: Node, op: str, left: Node, right: Node) -> None:
        if not left.kind or not right.kind:
            return
        if left.kind in ("text", "truth") and op not in ("==", "!="):
            hint = f"{describe(left.kind)} has no order: use == or in"
            self.fault("RP005", f"'{op}' does not go with {describe(left.kind)}", node, hint)
        elif not commensurate(left, right):
            message = f"cannot compare {describe(left.kind)} with {describe(right.kind)}"
            self.fault("RP005", message, node, compare_hint(left.kind, right.kind))
        else:
            for one, other in ((left, right), (right, left)):
                if isinstance(other, Literal):
                    self.allowed(one, other)

    def member(self, node: Member) -> Node:
        operand = self.visit(node.operand)
        if not node.items:
            self.fault("RP003", "the list is empty", node, "write at least one: x in ['a']")
        for listed in node.items:
            if operand.kind and not commensurate(operand, listed):
                message = f"the list holds {describe(listed.kind)}"
                self.fault("RP005", f"{message}, but this is {describe(operand.kind)}", listed)
            else:
                self.allowed(operand, listed)
        return replace(node, kind="truth", operand=operand)

    def allowed(self, operand: Node, literal: Literal) -> None:
        """A literal that a text can never equal is a misspelt word."""
        if not isinstance(operand, Name) or not isinstance(literal.value, str):
            return
        values = self.values_of(operand)
        if values and literal.value not in values:
            hint = suggestion(literal.value, values) or f"one of {', '.join(values[:12])}"
            message = f"'{operand.name}' is never {literal.value[:60]!r}"
            self.fault("RP010", message, literal, hint)

    def values_of(self, node: Name) -> tuple[str, ...]:
        if node.source == "column" and node.name in self.columns:
            return self.columns[node.name].values
        if node.source in ("field", "programme", "column"):
            return self.scope.fields[node.name].values
        return ()

    # functions --------------------------------------------------------------------------------
    def call(self, node: Call) -> Node:
        signature = FUNCTIONS[node.function]
        arguments = tuple(self.visit(argument) for argument in node.arguments)
        if not signature.least <= len(arguments) <= signature.most:
            message = f"{node.function} takes {how_many(signature.least, signature.most)}"
            self.fault("RP007", message, node, signature.help)
            return node
        if not all(argument.kind for argument in arguments):
            return replace(node, arguments=arguments)
        self.arguments(node, signature.takes, arguments)
        gives = joint_kind(arguments) if signature.gives == "same" else signature.gives
        return replace(node, kind=gives, arguments=arguments)

    def arguments(self, node: Call, takes: str, arguments: tuple[Node, ...]) -> None:
        if node.function == "round" and len(arguments) == 2:
            return self.rounding(arguments)
        if takes == "date":
            for argument in arguments:
                self.want(argument, ("date",), node.function)
        elif takes in ("same", "amount"):
            kinds = QUANTITIES if takes == "same" else AMOUNTS
            for argument in arguments:
                if self.want(argument, kinds, node.function):
                    self.alike(node, arguments[0], argument)
        for argument in arguments[1:]:
            if takes == "any":
                self.alike(node, arguments[0], argument)

    def alike(self, node: Call, first: Node, other: Node) -> None:
        if not commensurate(first, other):
            message = f"{node.function} mixes {describe(first.kind)} and {describe(other.kind)}"
            self.fault("RP005", message, other)

    def rounding(self, arguments: tuple[Node, ...]) -> None:
        self.want(arguments[0], AMOUNTS, "round")
        digits = arguments[1]
        whole = isinstance(digits, Literal) and digits.kind == "number"
        if not whole or digits.value not in (0, 1, 2, 3, 4, 5, 6):  # type: ignore[attr-defined]
            self.fault("RP007", "round takes 0 to 6 decimals", digits, "round(x, 2)")

    def aggregate(self, node: Aggregate) -> Node:
        fields, report = self.scope.fields, self.fault
        columns, source = table_checks.table_of(node, fields, self.scope.subject, report)
        if not source:
            return node
        kind = table_checks.column_kind(node, columns, fields, report)
        table_checks.needs_condition(node, report)
        where = None if node.where is None else self.condition(node.where, columns)
        gives = AGGREGATES[node.function].gives
        kind = kind if gives == "same" else gives
        return replace(node, kind=kind, where=where, source=source)

    def condition(self, where: Node, columns: Mapping[str, Column]) -> Node:
        outer, self.columns = self.columns, columns
        visited = self.visit(where)
        self.want(visited, ("truth",), "'where'")
        self.columns = outer
        return visited


_VISIT: dict[type[Node], Callable[..., Node]] = {
    Literal: _Checker.literal,
    Name: _Checker.name,
    Negate: _Checker.negate,
    Not: _Checker.negation,
    Logic: _Checker.logic,
    Known: _Checker.known,
    Arithmetic: _Checker.arithmetic,
    Compare: _Checker.compare,
    Between: _Checker.between,
    Member: _Checker.member,
    Call: _Checker.call,
    Aggregate: _Checker.aggregate,
}
