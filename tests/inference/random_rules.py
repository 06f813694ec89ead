"""Random typed rules and facts, with values that have led rule engines astray.

Everything comes from a seed, so that a case is found again by its number. The domain is small, so
that facts meet: a kind has one to four fields, and rules conclude kinds that other rules read.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Sequence
from typing import NamedTuple

from hexvet.inference.model import (
    Conclusion,
    Fact,
    FactType,
    Operator,
    Pattern,
    Program,
    Reference,
    Rule,
    Test,
    Value,
    fact,
)

Dice = random.Random

TEXTS = ("a", "b", 'O\'Neil "Jr"', "back\\slash", "Ямбол", "id", "1", "true", "", "nil", "$s.x")
NUMBERS = (5, 5.0, 0.1 + 0.2, 0.3, 1e-7, 0.0, -0.0, -1e-9, -5, 1e12, -1e12, 1 / 3, 12345678.125, 2)
DAYS = tuple(
    datetime.date(*day).toordinal() for day in ((2024, 2, 29), (2025, 12, 31), (2026, 1, 1))
)
VALUES: dict[FactType, tuple[Value, ...]] = {
    "text": TEXTS,
    "number": NUMBERS,
    "date": DAYS,
    "truth": (True, False),
}
TYPES: tuple[FactType, ...] = ("text", "text", "number", "number", "date", "truth")
ORDERED: tuple[Operator, ...] = ("eq", "eq", "ne", "lt", "le", "gt", "ge")
EQUAL: tuple[Operator, ...] = ("eq", "eq", "eq", "ne")
KIND_NAMES = ("check", "Ямбол", 'a "kind"', "sid", "k\n4", "finding")
FIELD_NAMES = ("id", "sid", "$and", "kind", "_", "f0", "Поле", 'x"y')


class Case(NamedTuple):
    """A program that may be faulty, and facts."""

    program: Program
    facts: tuple[Fact, ...]


def fields_of(dice: Dice) -> dict[str, FactType]:
    names = dice.sample(FIELD_NAMES, dice.randint(1, 4))
    return {name: dice.choice(TYPES) for name in names}


def references(
    kinds: dict[str, dict[str, FactType]], known: dict[str, str], type_: FactType
) -> list[Reference]:
    """The fields of earlier patterns that have the type."""
    return [
        Reference(alias, name)
        for alias, kind in known.items()
        for name, other in kinds[kind].items()
        if other == type_
    ]


class Maker:
    """Makes the parts of one program."""

    def __init__(self, dice: Dice) -> None:
        self.dice = dice
        self.values = {
            type_: dice.choices(values, k=dice.randint(2, 5)) for type_, values in VALUES.items()
        }
        names = KIND_NAMES[: dice.randint(3, 6)]
        self.kinds = {name: fields_of(dice) for name in names}
        self.lower, self.upper = names[: len(names) // 2], names[len(names) // 2 :]

    def kind(self, usual: Sequence[str], often: float) -> str:
        """Mostly one of the usual kinds: too many circles would leave few programs to run."""
        return self.dice.choice(usual if self.dice.random() < often else [*self.kinds])

    def operand(self, type_: FactType, known: dict[str, str]) -> Value | Reference:
        possible = references(self.kinds, known, type_)
        if possible and self.dice.random() < 0.6:
            return self.dice.choice(possible)
        return self.dice.choice(self.values[type_])

    def test(self, kind: str, known: dict[str, str]) -> Test:
        name = self.dice.choice([*self.kinds[kind]])
        if self.dice.random() < 0.12:
            return Test(name, self.dice.choice(("exists", "missing")))
        type_ = self.kinds[kind][name]
        operators = EQUAL if type_ in ("text", "truth") else ORDERED
        return Test(name, self.dice.choice(operators), self.operand(type_, known))

    def tie(self, kind: str, known: dict[str, str]) -> list[Test]:
        """An equality with an earlier pattern, if there is one of the type."""
        found = [
            Test(name, "eq", reference)
            for name, type_ in self.kinds[kind].items()
            for reference in references(self.kinds, known, type_)
        ]
        return [self.dice.choice(found)] if found else []

    def pattern(self, alias: str, known: dict[str, str], denied: bool) -> Pattern:
        tied = [k for k in self.kinds if not known or self.tie(k, known)] or [*self.kinds]
        usual = [kind for kind in self.lower if kind in tied]
        often = 0.7 if denied else 0.3
        kind = self.dice.choice(usual if usual and self.dice.random() < often else tied)
        tests = self.tie(kind, known) + [
            self.test(kind, known) for _ in range(self.dice.choice((0, 0, 1, 1, 2)))
        ]
        self.dice.shuffle(tests)
        return Pattern(alias, kind, tuple(tests))

    def conclusion(self, known: dict[str, str]) -> Conclusion:
        kind = self.kind(self.upper, 0.95)
        values = {
            name: self.operand(type_, known)
            for name, type_ in self.kinds[kind].items()
            if self.dice.random() < 0.85
        }
        return Conclusion(kind, tuple(sorted(values.items())))

    def rule(self, number: int) -> Rule:
        known: dict[str, str] = {}
        when = []
        for place in range(self.dice.choice((1, 1, 2, 2, 3))):
            when.append(self.pattern(f"p{place}", known, denied=False))
            known[f"p{place}"] = when[-1].kind
        count = self.dice.choice((0, 0, 0, 1, 1, 2))
        unless = tuple(self.pattern(f"n{place}", known, denied=True) for place in range(count))
        then = tuple(self.conclusion(known) for _ in range(self.dice.choice((1, 1, 1, 2))))
        return Rule(f"r{number}", tuple(when), unless, then)

    def fact(self) -> Fact:
        kind = self.kind(self.lower, 0.7)
        return fact(
            kind,
            {
                name: self.dice.choice(self.values[type_]) if self.dice.random() < 0.9 else None
                for name, type_ in self.kinds[kind].items()
            },
        )


def case(seed: int) -> Case:
    """The case of that number."""
    maker = Maker(Dice(seed))
    rules = tuple(maker.rule(number) for number in range(maker.dice.randint(1, 10)))
    facts = tuple(maker.fact() for _ in range(maker.dice.choice((0, 4, 10, 16, 22))))
    return Case(Program(maker.kinds, rules), facts)
