"""Expressions read back as English: `end is known` becomes "Planned end is answered"."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from hexvet.handbook.model import Span, Words, joined
from hexvet.language.formatting import format_cell, format_number
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
    operands,
)
from hexvet.model import Cell, Interval
from hexvet.packs.model import Pack, Param

_PLACE = re.compile(r"(\{[a-z]*\})")
_COMPARED = {
    "<": ("is less than", "is at least"),
    "<=": ("is at most", "is more than"),
    ">": ("is more than", "is at most"),
    ">=": ("is at least", "is less than"),
    "==": ("is", "is not"),
    "!=": ("is not", "is"),
}
_OF_DATES = {
    "<": ("is before", "is not before"),
    "<=": ("is not after", "is after"),
    ">": ("is after", "is not after"),
    ">=": ("is not before", "is before"),
}
_ARITHMETIC = {"+": " plus ", "-": " minus ", "*": " times ", "/": " divided by "}
_FUNCTIONS = {
    "days_between": "the days from {} to {}",
    "months_between": "the months from {} to {}",
    "years_between": "the years from {} to {}",
    "if_known": "{} (where it is unknown: {})",
    "abs": "the size of {}",
    "today": "the day of the check",
}
_TABLES = {
    "count": "the number of rows in {table}{where}",
    "sum": "the sum of {column} in {table}{where}",
    "min": "the least {column} in {table}{where}",
    "max": "the greatest {column} in {table}{where}",
    "latest": "the {column} of the latest row in {table}{where}",
    "share": "the share of rows in {table}{where}",
}


def sentence(node: Node, pack: Pack, as_of: datetime.date) -> Words:
    """A truth as a sentence without a full stop, an amount as a phrase.

    Names stand as their labels; a param has its value of the day in brackets.
    """
    said = _Speaker(pack, as_of).say(node)
    return _capital(said)


def demands(node: Node, pack: Pack, as_of: datetime.date) -> tuple[Words, ...]:
    """The parts of a truth that must all hold, each as a sentence."""
    parts = operands(node) if isinstance(node, Logic) and node.op == "and" else (node,)
    return tuple(sentence(part, pack, as_of) for part in parts)


def phrase(node: Node, pack: Pack, as_of: datetime.date) -> Words:
    """The same in the middle of a sentence."""
    return _Speaker(pack, as_of).say(node)


def param_value(param: Param, as_of: datetime.date) -> str:
    """The value of a param on a day, `unknown` before its first."""
    cell: Cell | None = None
    for since, value in param.rows:
        cell = value if since <= as_of else cell
    return amount(cell, param.kind, param.unit)


def amount(cell: Cell | None, kind: str, unit: str = "") -> str:
    """A value with its unit; texts as they are read."""
    return said_text(cell) if isinstance(cell, str) else format_cell(cell, kind, unit)


def said_text(text: str) -> str:
    """`city_manager` as “city manager”."""
    return f"“{text.replace('_', ' ')}”"


def _capital(said: Words) -> Words:
    first = said[0]
    return (first._replace(text=first.text[:1].upper() + first.text[1:]), *said[1:])


def _plain(text: str) -> Words:
    return (Span(text),)


@dataclass(frozen=True, slots=True)
class _Speaker:
    """Says nodes; `table` is the field whose rows a condition is about."""

    pack: Pack
    as_of: datetime.date
    table: str = ""

    def say(self, node: Node, *, so: bool = True, inside: str = "") -> Words:
        """A node, or with `so` False its opposite; `inside` names the operator around it."""
        match node:
            case Not():
                return self.say(node.operand, so=not so, inside=inside)
            case Logic():
                return self.logic(node, so=so, inside=inside)
            case Compare():
                return self.comparison(node, so=so)
            case Known():
                return self.known(node, so=so)
            case Member():
                return self.member(node, so=so)
            case Between():
                ends = (*self.say(node.low), Span(" and "), *self.say(node.high))
                verb = " lies between " if so else " does not lie between "
                return (*self.say(node.operand), Span(verb), *ends)
            case Aggregate() if node.kind == "truth":
                return self.quantified(node, so=so)
            case _ if node.kind == "truth":
                return (*self.value(node), Span(f": {'yes' if so else 'no'}"))
            case _:
                return self.value(node, inside)

    def value(self, node: Node, inside: str = "") -> Words:
        match node:
            case Literal():
                return _plain(self.literal(node))
            case Name():
                return self.name(node)
            case Negate():
                return (Span("minus "), *self.value(node.operand, "-"))
            case Arithmetic():
                both = (*self.value(node.left, node.op), Span(_ARITHMETIC[node.op]),
                        *self.value(node.right, node.op))  # fmt: skip
                return (Span("("), *both, Span(")")) if inside and inside != node.op else both
            case Call():
                return self.call(node)
            case Aggregate():
                return self.aggregate(node)
            case _:
                return self.say(node)

    def logic(self, node: Logic, *, so: bool, inside: str) -> Words:
        op = node.op if so else {"and": "or", "or": "and"}[node.op]
        parts = [self.say(part, so=so, inside=op) for part in operands(node)]
        said = joined(parts, f", {op} ")
        return (Span("("), *said, Span(")")) if inside and inside != op else said

    def comparison(self, node: Compare, *, so: bool) -> Words:
        known = _OF_DATES if node.left.kind == "date" and node.op in _OF_DATES else _COMPARED
        verb = known[node.op][0 if so else 1]
        left, right = self.value(node.left), self.value(node.right)
        if isinstance(node.right, Literal) and node.right.kind == "text":
            right = _plain(self.text(str(node.right.value), node.left))
        return (*left, Span(f" {verb} "), *right)

    def known(self, node: Known, *, so: bool) -> Words:
        asked = isinstance(node.operand, Name) and node.operand.source not in ("let", "param")
        verb = "answered" if asked else "known"
        negation = "" if so != node.negated else "not "
        return (*self.value(node.operand), Span(f" is {negation}{verb}"))

    def member(self, node: Member, *, so: bool) -> Words:
        listed = [_plain(self.listed(one, node.operand)) for one in node.items]
        holds = so != node.negated
        if len(listed) == 1:
            verb = " is " if holds else " is not "
        else:
            verb = " is one of " if holds else " is none of "
        return (*self.value(node.operand), Span(verb), *joined(listed, ", ", " or "))

    def listed(self, one: Literal, of: Node) -> str:
        return self.text(str(one.value), of) if one.kind == "text" else self.literal(one)

    def text(self, text: str, of: Node) -> str:
        """A text that a field may be; a stage is called by its gate's title."""
        gate = self.pack.gates.get(text)
        is_stage = isinstance(of, Name) and of.name == "stage"
        return f"“{gate.title}”" if gate and gate.title and is_stage else said_text(text)

    def literal(self, node: Literal) -> str:
        if isinstance(node.value, bool):
            return "yes" if node.value else "no"
        if isinstance(node.value, str):
            return said_text(node.value)
        return format_number(node.value, node.kind)

    def name(self, node: Name) -> Words:
        name = node.name
        if node.source == "column" and self.table != "projects":
            return (Span(name.replace("_", " "), "name"),)
        if name in self.pack.params:
            param = self.pack.params[name]
            called = Span(param.label or name.replace("_", " "), "name", name)
            return (called, Span(f" ({param_value(param, self.as_of)})"))
        if name in self.pack.lets:
            return (Span(self.pack.lets[name].label or name.replace("_", " "), "name", name),)
        field = self.pack.fields.get(name)
        return (Span(field.title if field else name.replace("_", " "), "name", name),)

    def call(self, node: Call) -> Words:
        said = [self.value(argument, node.function) for argument in node.arguments]
        if node.function in ("min", "max"):
            which = "the least of " if node.function == "min" else "the greatest of "
            return (Span(which), *joined(said, ", ", " and "))
        if node.function == "round":
            return (*said[0], Span(", rounded"))
        return _filled(_FUNCTIONS[node.function], said)

    def aggregate(self, node: Aggregate) -> Words:
        column = (Span(self.column(node), "name"),)
        return _filled(
            _TABLES[node.function],
            [],
            column=column,
            table=self.rows(node),
            where=self.condition(node),
        )

    def column(self, node: Aggregate) -> str:
        field = self.pack.fields.get(node.column) if node.source == "projects" else None
        return field.title if field else node.column.replace("_", " ")

    def rows(self, node: Aggregate) -> Words:
        if node.source == "projects":
            return _plain("the portfolio")
        field = self.pack.fields.get(node.table)
        return (Span(field.title if field else node.table, "name", node.table),)

    def condition(self, node: Aggregate) -> Words:
        if node.where is None:
            return ()
        said = _Speaker(self.pack, self.as_of, node.table).say(node.where)
        return (Span(" (those where "), *said, Span(")"))

    def quantified(self, node: Aggregate, *, so: bool) -> Words:
        """`any` and `all`, or their opposites."""
        assert node.where is not None
        within = _Speaker(self.pack, self.as_of, node.table)
        if node.function == "any":
            start = "at least one row in " if so else "no row in "
            return (Span(start), *self.rows(node), Span(" has: "), *within.say(node.where))
        start = "every row in " if so else "not every row in "
        return (Span(start), *self.rows(node), Span(" has: "), *within.say(node.where))


def _filled(pattern: str, said: list[Words], **named: Words) -> Words:
    """A pattern with texts in the place of its brackets."""
    found: list[Span] = []
    waiting = iter(said)
    for part in _PLACE.split(pattern):
        if part == "{}":
            found += next(waiting)
        elif part.startswith("{"):
            found += named[part[1:-1]]
        elif part:
            found.append(Span(part))
    return tuple(found)


def interval_text(low: float, high: float, kind: str, unit: str) -> str:
    """The declared range of a question: `from 0 to 100 people`; nothing when it has none."""
    endless, top = float("inf"), Interval(high, high)
    if low == -endless and high == endless:
        return ""
    if low != -endless and high != endless:
        return f"from {amount(Interval(low, low), kind)} to {amount(top, kind, unit)}"
    if low != -endless:
        return f"at least {amount(Interval(low, low), kind, unit)}"
    return f"at most {amount(top, kind, unit)}"
