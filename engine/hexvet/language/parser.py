"""A Pratt parser: from tokens to a tree whose kinds are still open.

or < and < not < comparisons < + - < * / < unary -
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import NoReturn

from hexvet.language.faults import BadExpression, Fault
from hexvet.language.functions import AGGREGATES, FUNCTIONS
from hexvet.language.kinds import describe
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
)
from hexvet.language.tokens import KEYWORDS, MAX_DEPTH, Token, tokenize
from hexvet.problems import suggestion

_OR, _AND, _NOT, _COMPARE, _SUM, _PRODUCT, _UNARY = range(1, 8)
_COMPARISONS = frozenset(("==", "!=", "<", "<=", ">", ">="))
_POWER = {
    **dict.fromkeys(_COMPARISONS, _COMPARE),
    **dict.fromkeys(("in", "not", "is", "between"), _COMPARE),
    "or": _OR,
    "and": _AND,
    "+": _SUM,
    "-": _SUM,
    "*": _PRODUCT,
    "/": _PRODUCT,
}


def parse(text: str) -> Node:
    """The tree of an expression; raises BadExpression with the place of the first mistake."""
    parser = _Parser(text)
    node = parser.expression(0)
    if parser.token.kind != "end":
        parser.fail(f"unexpected {parser.token.value!r}", hint=_stray(parser.token))
    return node


def _stray(token: Token) -> str:
    if token.value.lower() in ("and", "or", "not", "in", "is"):
        return f"write '{token.value.lower()}' in small letters"
    return "is an 'and' or 'or' missing before it?"


class _Parser:
    def __init__(self, text: str) -> None:
        self.text, self.tokens, self.at, self.depth = text, tokenize(text), 0, 0

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    def take(self) -> Token:
        token = self.tokens[self.at]
        self.at += token.kind != "end"
        return token

    def fail(self, message: str, token: Token | None = None, hint: str = "") -> NoReturn:
        token = token or self.token
        end = max(token.end, token.start + 1)
        raise BadExpression(self.text, (Fault("RP003", message, token.start, end, hint),))

    def expect(self, sign: str, hint: str = "") -> Token:
        if self.token.value != sign or self.token.kind == "text":
            found = f", not {self.token.value!r}" if self.token.value else ""
            self.fail(f"expected '{sign}'{found}", hint=hint)
        return self.take()

    def expression(self, power: int) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            end = max(self.token.end, self.token.start + 1)
            fault = Fault("RP004", "nested too deeply", self.token.start, end)
            raise BadExpression(self.text, (fault,))
        left = self.prefix()
        while True:
            token = self.token
            strength = _POWER.get(token.value, 0) if token.kind in ("op", "name") else 0
            if strength <= power:
                break
            left = self.infix(left, token, strength)
        self.depth -= 1
        return left

    def prefix(self) -> Node:
        token = self.take()
        match token.kind:
            case "number" | "date" | "text":
                return self.literal(token)
            case "name":
                return self.word(token)
            case "op" if token.value == "(":
                inner = self.expression(0)
                self.expect(")", "the bracket is not closed")
                return inner
            case "op" if token.value == "-":
                operand = self.expression(_UNARY)
                return Negate(token.start, operand.end, "", operand)
        found = f"expected a value, not {token.value!r}"
        hint = "lists stand only after 'in'" if token.value == "[" else ""
        self.fail(found if token.value else "the expression ends early", token, hint)

    def literal(self, token: Token) -> Literal:
        kind, value = self.constant(token)
        return Literal(token.start, token.end, kind, value)

    def constant(self, token: Token) -> tuple[str, float | str]:
        if token.kind == "text":
            inner = token.value[1:-1]
            return "text", inner.replace("''", "'") if token.value[0] == "'" else inner
        if token.kind == "date":
            try:
                return "date", float(datetime.date.fromisoformat(token.value).toordinal())
            except ValueError:
                self.fail(f"there is no date {token.value}", token)
        share = token.value.endswith("%")
        digits = token.value.rstrip("%").replace("_", "")
        if len(digits) > 40:
            self.fail("the number has more than 40 digits", token)
        number = float(digits)
        if number > 1e15:
            self.fail("the number is larger than 1_000_000_000_000_000", token)
        return ("share", number / 100) if share else ("number", number)

    def word(self, token: Token) -> Node:
        name = token.value
        if name == "not":
            operand = self.expression(_NOT)
            return Not(token.start, operand.end, "", operand)
        if name in ("true", "false"):
            return Literal(token.start, token.end, "truth", name == "true")
        if name in KEYWORDS:
            self.fail(f"expected a value, not '{name}'", token)
        if self.token.value == "(" and self.token.kind == "op":
            return self.call(token)
        if self.token.value == "." and self.token.kind == "op":
            hint = f"columns are read by an aggregate: sum({name}.…), max({name}.…)"
            self.fail("a column cannot stand alone", hint=hint)
        return Name(token.start, token.end, "", name, "")

    def call(self, token: Token) -> Node:
        name = token.value
        if name not in FUNCTIONS and name not in AGGREGATES:
            hint = suggestion(name, (*FUNCTIONS, *AGGREGATES))
            fault = Fault("RP006", f"unknown function '{name}'", token.start, token.end, hint)
            raise BadExpression(self.text, (fault,))
        self.take()
        if name in AGGREGATES and (name not in FUNCTIONS or self.reads_table()):
            return self.aggregate(token)
        arguments: list[Node] = []
        while self.token.value != ")" or self.token.kind != "op":
            arguments.append(self.expression(0))
            if self.token.value != ",":
                break
            self.take()
        end = self.expect(")", FUNCTIONS[name].help).end
        return Call(token.start, end, "", name, tuple(arguments))

    def reads_table(self) -> bool:
        ahead = self.tokens[min(self.at + 1, len(self.tokens) - 1)]
        return self.token.kind == "name" and ahead.value in (".", "where")

    def aggregate(self, token: Token) -> Node:
        usage = AGGREGATES[token.value].help
        table = self.take()
        if table.kind != "name" or table.value in KEYWORDS:
            self.fail("expected the name of a table", table, usage)
        column = ""
        if self.token.value == ".":
            self.take()
            named = self.take()
            if named.kind != "name":
                self.fail("expected the name of a column", named, usage)
            column = named.value
        condition = None
        if self.token.value == "where" and self.token.kind == "name":
            self.take()
            condition = self.expression(0)
        end = self.expect(")", usage).end
        return Aggregate(token.start, end, "", token.value, table.value, column, condition, "")

    def infix(self, left: Node, token: Token, power: int) -> Node:
        self.take()
        if token.value in ("and", "or"):
            right = self.expression(power)
            return Logic(left.start, right.end, "", token.value, left, right)
        if power in (_SUM, _PRODUCT):
            right = self.expression(power)
            return Arithmetic(left.start, right.end, "", token.value, left, right)
        node = self.comparison(left, token)
        following = self.token
        if following.kind != "text" and _POWER.get(following.value) == _COMPARE:
            self.fail("comparisons cannot be chained", hint="write a < b and b < c")
        return node

    def comparison(self, left: Node, token: Token) -> Node:
        words: dict[str, Callable[[Node], Node]] = {
            "is": self.known,
            "between": self.between,
            "in": lambda operand: self.member(operand, negated=False),
            "not": self.not_in,
        }
        if token.value in words:
            return words[token.value](left)
        right = self.expression(_COMPARE)
        return Compare(left.start, right.end, "", token.value, left, right)

    def not_in(self, left: Node) -> Node:
        self.expect("in", "write x not in ['a', 'b']")
        return self.member(left, negated=True)

    def known(self, left: Node) -> Node:
        negated = self.token.value == "not"
        if negated:
            self.take()
        word = self.take()
        if word.value not in ("known", "missing"):
            self.fail("expected 'known' or 'missing'", word, "to compare, use ==")
        return Known(left.start, word.end, "", left, (word.value == "missing") != negated)

    def between(self, left: Node) -> Node:
        low = self.expression(_COMPARE)
        self.expect("and", "write x between 1 and 5")
        high = self.expression(_COMPARE)
        return Between(left.start, high.end, "", left, low, high)

    def member(self, left: Node, *, negated: bool) -> Node:
        self.expect("[", "write a list: x in ['a', 'b']")
        items: list[Literal] = []
        while self.token.value != "]":
            items.append(self.listed())
            if self.token.value != ",":
                break
            self.take()
        end = self.expect("]", "the list is not closed").end
        return Member(left.start, end, "", left, tuple(items), negated)

    def listed(self) -> Literal:
        sign = self.take()
        minus = sign.kind == "op" and sign.value == "-"
        token = self.take() if minus else sign
        if token.kind in ("number", "date", "text"):
            item = self.literal(token)
            if minus and item.kind not in ("number", "share"):
                self.fail(f"a minus does not go with {describe(item.kind)}", sign)
            if minus and not isinstance(item.value, str):
                return Literal(sign.start, item.end, item.kind, -item.value)
            return item
        if not minus and token.value in ("true", "false"):
            return Literal(token.start, token.end, "truth", token.value == "true")
        self.fail("a list holds only literals", token, "texts need quotes: ['a', 'b']")
