"""From the text of an expression to its tokens, within limits."""

from __future__ import annotations

import re
from typing import NamedTuple

from hexvet.language.faults import BadExpression, Fault

MAX_LENGTH, MAX_TOKENS, MAX_DEPTH = 2_000, 400, 60
MAX_HEIGHT = 250
"""Levels of a tree with its lets opened; two stack frames each, of the thousand there are."""

KEYWORDS = frozenset(
    ["and", "or", "not", "in", "is", "known", "missing", "between", "where", "true", "false"]
)

_TOKEN = re.compile(
    r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2}(?![\w-]))"
    r"|(?P<number>[0-9][0-9_]*(?:\.[0-9_]+)?%?(?![\w.]))"
    r"|(?P<text>'(?:[^']|'')*'|\"[^\"]*\")"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<op><=|>=|==|!=|[-+*/<>(),.\[\]])"
)
_BLANK = re.compile(r"\s*")
_BAD_NUMBER = re.compile(r"\d[\w.%]*")

_HINTS = {
    "=": "use == to compare",
    "&": "write 'and'",
    "|": "write 'or'",
    "!": "write 'not'",
    "≥": "write >=",
    "≤": "write <=",
    "≠": "write !=",
    "‘": "use straight quotes: 'text'",
    "’": "use straight quotes: 'text'",
    "“": "use straight quotes: 'text'",
    "”": "use straight quotes: 'text'",
    "'": "the text has no closing quote",
    '"': "the text has no closing quote",
    "$": "write the amount alone, or use a param of type money",
    "^": "multiply instead: x * x",
    "{": "curly brackets belong in messages, not in expressions",
}


class Token(NamedTuple):
    """`kind` is date, number, text, name, op or end; `value` is the text as written."""

    kind: str
    value: str
    start: int
    end: int


def tokenize(text: str) -> tuple[Token, ...]:
    """All tokens and a closing `end`; raises BadExpression at the first that is none."""
    if len(text) > MAX_LENGTH:
        message = f"the expression is longer than {MAX_LENGTH} characters"
        raise BadExpression(text, (Fault("RP004", message, 0, 1, "split it with [let.…]"),))
    found: list[Token] = []
    at = _skip(text, 0)
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise BadExpression(text, (_unreadable(text, at),))
        found.append(Token(match.lastgroup or "", match[0], at, match.end()))
        if len(found) > MAX_TOKENS:
            message = f"the expression has more than {MAX_TOKENS} words and signs"
            fault = Fault("RP004", message, at, match.end(), "split it with [let.…]")
            raise BadExpression(text, (fault,))
        at = _skip(text, match.end())
    found.append(Token("end", "", len(text), len(text)))
    return tuple(found)


def _skip(text: str, at: int) -> int:
    blank = _BLANK.match(text, at)
    return blank.end() if blank else at


def _unreadable(text: str, at: int) -> Fault:
    if number := _BAD_NUMBER.match(text, at):
        hint = "numbers look like 12_000, 2.5 or 25%; dates like 2026-01-31"
        return Fault("RP003", f"{number[0][:40]!r} is not a number or date", at, number.end(), hint)
    sign = text[at]
    return Fault("RP003", f"unexpected character {sign!r}", at, at + 1, _HINTS.get(sign, ""))
