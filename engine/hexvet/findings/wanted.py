"""Which facts the rules of a program could match, and which of their fields they look at.

A city knows far more than its rules ask for. What no pattern can match is never handed on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from hexvet.inference.encoding import COMPARISONS, compared
from hexvet.inference.model import Fact, Pattern, Reference, Test, Value, fact
from hexvet.packs.fact_kinds import ROW
from hexvet.packs.model import FactPart, Inference

IDENTITY: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "project": frozenset({"project"}),
        "programme": frozenset(),
        "check": frozenset({"project", "check"}),
        "gate": frozenset({"project", "gate"}),
        "section": frozenset({"project", "section"}),
        "criterion": frozenset({"project", "criterion"}),
        "waiver": frozenset({"project", "check"}),
        "dependency": frozenset({"check", "on"}),
    }
)
"""The fields that tell two facts of a kind apart. A fact has them whether or not a rule looks."""

_OF_A_ROW = frozenset({"project", ROW})


Predicate: TypeAlias = "Callable[[Value | None], bool]"

Tests: TypeAlias = "tuple[tuple[str, Predicate], ...]"
"""What a pattern asks of single fields of a fact, whatever other facts there are."""


class Sieve(NamedTuple):
    """The patterns about one kind, by number: those that ask for a text in `field` are found by
    that text."""

    field: str
    by_text: Mapping[str, tuple[tuple[int, Tests], ...]]
    rest: tuple[tuple[int, Tests], ...]

    def matching(self, values: Mapping[str, Value | None]) -> Iterator[int]:
        """The numbers of the patterns that a fact of those values could match."""
        text = values.get(self.field)
        near = self.by_text.get(text, ()) if isinstance(text, str) else ()
        for number, tests in (*near, *self.rest):
            if all(holds(values.get(name)) for name, holds in tests):
                yield number


class Asks(NamedTuple):
    """What one rule needs to fire: the kind and number of each pattern of `when`; the numbers of
    all its patterns; and the kinds that it concludes."""

    when: tuple[tuple[str, int], ...]
    every: frozenset[int]
    then: frozenset[str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a set of rules asks for: the fields of each kind, what sorts its facts, and the patterns
    of each rule."""

    fields: Mapping[str, frozenset[str]]
    sieves: Mapping[str, Sieve]
    rules: tuple[Asks, ...] = ()

    def __contains__(self, kind: str) -> bool:
        """Whether any pattern is about facts of a kind."""
        return kind in self.sieves

    def fact(self, kind: str, values: Mapping[str, Value | None]) -> Fact | None:
        """The fact of those values that the rules look at; None when no pattern can match it."""
        sieve = self.sieves.get(kind)
        if sieve is None or next(sieve.matching(values), None) is None:
            return None
        fields = self.fields[kind]
        return fact(kind, {name: value for name, value in values.items() if name in fields})

    def matching(self, one: Fact) -> frozenset[int]:
        """The numbers of the patterns that could match a fact."""
        sieve = self.sieves.get(one.kind)
        return frozenset(sieve.matching(dict(one.values))) if sieve else frozenset()

    def only(self, kind: str, field: str) -> frozenset[str] | None:
        """The texts that a field must have one of to be matched; None when any will do."""
        sieve = self.sieves[kind]
        return None if sieve.rest or sieve.field != field else frozenset(sieve.by_text)

    def needed(self, facts: Mapping[Fact, frozenset[int]]) -> tuple[Fact, ...]:
        """Of facts with the patterns that they could match, those that some rule needs which can
        fire at all: each of its patterns finds a fact, or what another such rule concludes."""
        met = {number for matching in facts.values() for number in matching}
        waiting, concluded, numbers = list(self.rules), set[str](), set[int]()
        while True:
            able = [
                rule
                for rule in waiting
                if all(number in met or kind in concluded for kind, number in rule.when)
            ]
            if not able:
                break
            for rule in able:
                waiting.remove(rule)
                concluded |= rule.then
                numbers |= rule.every
        return tuple(fact for fact, matching in facts.items() if not matching.isdisjoint(numbers))


def wanted_by(rules: Iterable[Inference]) -> Wanted:
    """What some rules ask for, in their patterns, conclusions and messages."""
    fields: dict[str, set[str]] = {}
    numbers: dict[_Sorted, int] = {}
    asks = []
    for rule in rules:
        for pattern in (*rule.when, *rule.unless):
            named = fields.setdefault(pattern.kind, set(IDENTITY.get(pattern.kind, _OF_A_ROW)))
            named.update(looked_at(rule, pattern))
        asks.append(_asks(rule, numbers))
    return Wanted(
        {kind: frozenset(names) for kind, names in fields.items()},
        {kind: sieve_of({t: n for (k, t), n in numbers.items() if k == kind}) for kind in fields},
        tuple(asks),
    )


_Sorted: TypeAlias = tuple[str, frozenset[Test]]
"""The kind of a pattern, and what it asks of a fact when nothing is known of others."""


def _asks(rule: Inference, numbers: dict[_Sorted, int]) -> Asks:
    """What a rule asks for; patterns that sort alike have one number in all rules."""

    def number(pattern: Pattern) -> int:
        tests = frozenset(map(_alone, pattern.tests))
        return numbers.setdefault((pattern.kind, tests), len(numbers))

    return Asks(
        tuple((pattern.kind, number(pattern)) for pattern in rule.when),
        frozenset(map(number, (*rule.when, *rule.unless))),
        frozenset(conclusion.fact.kind for conclusion in rule.then),
    )


def _alone(test: Test) -> Test:
    """A field that is compared with another fact's must be there."""
    return Test(test.field, "exists") if isinstance(test.operand, Reference) else test


def sieve_of(patterns: Mapping[frozenset[Test], int]) -> Sieve:
    """The patterns about one kind, sorted by the field whose text most of them ask for."""
    asked = Counter(test.field for tests in patterns for test in tests if _asks_text(test))
    field = max(asked, key=lambda name: (asked[name], name)) if asked else ""
    by_text: dict[str, list[tuple[int, Tests]]] = {}
    rest: list[tuple[int, Tests]] = []
    for tests, number in patterns.items():
        texts = [test.operand for test in tests if test.field == field and _asks_text(test)]
        predicates = tuple((test.field, _predicate(test)) for test in tests)
        (by_text.setdefault(str(texts[0]), []) if texts else rest).append((number, predicates))
    return Sieve(field, {text: tuple(found) for text, found in by_text.items()}, tuple(rest))


def _asks_text(test: Test) -> bool:
    return test.operator == "eq" and isinstance(test.operand, str)


def _predicate(test: Test) -> Predicate:
    if test.operator == "missing":
        return lambda value: value is None
    if test.operator == "exists" or test.operand is None or isinstance(test.operand, Reference):
        return lambda value: value is not None
    operand, compare = test.operand, COMPARISONS[test.operator]
    if isinstance(operand, bool | str):
        return lambda value: value is not None and compare(value, operand)
    number = compared(operand, "number")
    return lambda value: value is not None and compare(compared(value, "number"), number)


def looked_at(rule: Inference, pattern: Pattern) -> Iterator[str]:
    """The fields of a pattern's fact that a rule looks at, in the order of the rule."""
    yield from (test.field for test in pattern.tests)
    tests = (test for other in (*rule.when, *rule.unless) for test in other.tests)
    operands = [test.operand for test in tests]
    operands += [value for one in rule.then for _, value in one.fact.values]
    for operand in operands:
        if isinstance(operand, Reference) and operand.alias == pattern.alias:
            yield operand.field
    for part in (part for one in rule.then for part in one.message):
        if isinstance(part, FactPart) and part.alias == pattern.alias:
            yield part.field
