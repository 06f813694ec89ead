"""The nouns of inference: typed facts, rules over them, and what supports a conclusion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

FactType: TypeAlias = Literal["text", "number", "date", "truth"]
Operator: TypeAlias = Literal["eq", "ne", "lt", "le", "gt", "ge", "exists", "missing"]
Value: TypeAlias = "str | float | bool"
"""A text, a number, a date as its proleptic Gregorian ordinal, or a truth."""

Kinds: TypeAlias = Mapping[str, Mapping[str, FactType]]
"""The fields of each kind of fact, by name, with their types."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that holds. `values` are sorted by field; a field that is not known is absent."""

    kind: str
    values: tuple[tuple[str, Value], ...]

    def get(self, field: str) -> Value | None:
        """The value of a field; None when the fact does not have it."""
        for name, value in self.values:
            if name == field:
                return value
        return None


def fact(kind: str, values: Mapping[str, Value | None]) -> Fact:
    """A fact of those values; None is left out."""
    known = (_pair(name, value) for name, value in values.items() if value is not None)
    return Fact(kind, tuple(sorted(known, key=lambda pair: pair[0])))


@lru_cache(maxsize=1024, typed=True)
def _pair(name: str, value: Value) -> tuple[str, Value]:
    """One pair in memory for all facts that have it: most have the same few states."""
    return name, value


@dataclass(frozen=True, slots=True)
class Reference:
    """The value that an earlier pattern's fact has in a field."""

    alias: str
    field: str


@dataclass(frozen=True, slots=True)
class Test:
    """What a pattern asks of one field. `operand` is None for `exists` and `missing`."""

    field: str
    operator: Operator
    operand: Value | Reference | None = None


@dataclass(frozen=True, slots=True)
class Pattern:
    """A fact that must be there (or, under `unless`, must not be)."""

    alias: str
    kind: str
    tests: tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class Conclusion:
    """The fact that follows: constants and fields of the matched facts, nothing computed."""

    kind: str
    values: tuple[tuple[str, Value | Reference], ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """When all of `when` and none of `unless`, then all of `then`.

    The patterns of `when` match different facts. A pattern of `unless` may match any fact, also one
    that `when` has matched. A test of a field that a fact lacks fails, except `missing`; a field
    to which other patterns' tests refer has to be there. Numbers that agree to six decimals are
    equal. What a conclusion copies from a field that is not there is left out of it.
    """

    id: str
    when: tuple[Pattern, ...]
    unless: tuple[Pattern, ...]
    then: tuple[Conclusion, ...]


@dataclass(frozen=True, slots=True)
class Program:
    """Rules and the kinds of fact that they and their facts may use.

    Of a `single` kind there is at most one fact, given and not concluded, so that a pattern on it
    needs no equality with an earlier one.
    """

    kinds: Kinds
    rules: tuple[Rule, ...]
    single: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a program is refused: a rule's id, where in it (`("when", 1, "stage")`), and why."""

    rule: str
    path: tuple[str | int, ...]
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Support:
    """One way in which a fact follows: the rule, the facts it matched in the order of its
    patterns, and the kinds whose absence it required."""

    rule: str
    premises: tuple[Fact, ...]
    absent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chained:
    """What follows from facts. `supports` maps each derived fact to all its supports.

    The first support is the shallowest, then by rule id, then by premises: it does not depend on
    the order of firing and never leads in a circle.
    """

    supports: Mapping[Fact, tuple[Support, ...]]
    firings: int = 0


class InferenceUnavailable(RuntimeError):
    """The rules could not be run: a crash, a time limit, a missing extension. Says which."""
