"""What is known in the course of one evaluation: the engine holds numbers, this holds the facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from hexvet.inference import caps
from hexvet.inference.encoding import Symbols, misfit, plain, spelt
from hexvet.inference.model import (
    Fact,
    FactType,
    InferenceUnavailable,
    Kinds,
    Reference,
    Rule,
    Support,
    Value,
)
from hexvet.inference.network import CONSTANT, Names
from hexvet.inference.supports import order
from hexvet.inference.words import shown

Template: TypeAlias = "tuple[str, tuple[tuple[str, int, Value], ...]]"
"""A conclusion's kind, and for each field, in order, the number of the premise and its field from
which the value is copied; -1 and a value where it stands in the rule."""


@dataclass(slots=True)
class Memory:
    """The facts of one evaluation in the order in which they became known, and why."""

    kinds: Kinds
    names: Names
    symbols: Symbols
    facts: list[Fact] = field(default_factory=list)
    given: frozenset[Fact] = frozenset()
    supports: dict[Fact, set[Support]] = field(default_factory=dict)
    firings: Counter[str] = field(default_factory=Counter)
    total: int = 0

    def take(self, facts: Iterable[Fact], single: frozenset[str]) -> None:
        """Takes the given facts in, in an order of their own. At most one may be of a `single`
        kind; InferenceUnavailable says which kind has more, and which fact cannot be compared."""
        self.given = frozenset(plain_fact(fact, self.kinds) for fact in facts)
        self.facts = sorted(self.given, key=order)
        counted = Counter(fact.kind for fact in self.facts if fact.kind in single)
        for kind, count in counted.items():
            if count > 1:
                raise InferenceUnavailable(f"{count} facts are of the kind {shown(kind)}, not one")

    def body(self, fact: Fact) -> str:
        """The fields of a fact that tests read, as JSON without its brackets."""
        names, types = self.names.fields[fact.kind], self.kinds[fact.kind]
        parts = [f'"{CONSTANT}":"{CONSTANT}"']
        for name, value in fact.values:
            if name in names:
                parts.append(f'"{names[name]}":{spelt(value, types[name], self.symbols)}')
        return ",".join(parts)

    def conclude(
        self, rule: Rule, templates: Iterable[Template], premises: tuple[Fact, ...]
    ) -> Iterator[Fact]:
        """Notes what a match of a rule concludes; those facts that were not known."""
        self.firings[rule.id] += 1
        self.total += 1
        if self.total > caps.FIRINGS:
            most, _ = self.firings.most_common(1)[0]
            raise InferenceUnavailable(
                f"the rules match more than {caps.FIRINGS:,} times, most often {shown(most)}"
            )
        support = Support(rule.id, premises, tuple(pattern.kind for pattern in rule.unless))
        for template in templates:
            fact = _drawn(template, premises)
            if fact in self.given:
                continue
            if fact not in self.supports:
                self.facts.append(fact)
                self.supports[fact] = set()
                yield fact
            self.supports[fact].add(support)


def templates_of(rule: Rule, kinds: Kinds) -> tuple[Template, ...]:
    """How to make the facts that a rule concludes from its premises."""
    places = {pattern.alias: number for number, pattern in enumerate(rule.when)}

    def source(value: Value | Reference, type_: FactType) -> tuple[int, Value]:
        if isinstance(value, Reference):
            return places[value.alias], value.field
        return -1, plain(value, type_)

    return tuple(
        (
            found.kind,
            tuple(
                (name, *source(value, kinds[found.kind][name]))
                for name, value in sorted(found.values, key=lambda pair: pair[0])
            ),
        )
        for found in rule.then
    )


def _drawn(template: Template, premises: tuple[Fact, ...]) -> Fact:
    kind, fields = template
    values = []
    for name, place, source in fields:
        value = source if place < 0 else premises[place].get(str(source))
        if value is not None:
            values.append((name, value))
    return Fact(kind, tuple(values))


def plain_fact(fact: Fact, kinds: Kinds) -> Fact:
    """The fact in the form in which facts are compared; InferenceUnavailable when it has none."""
    types = kinds.get(fact.kind)
    if types is None:
        raise InferenceUnavailable(f"a fact is of the unknown kind {shown(fact.kind)}")
    before = ""
    for name, value in fact.values:
        wrong = misfit(value, types[name]) if name in types else "there is no such field"
        if wrong or (name <= before and before):
            raise InferenceUnavailable(_unfit(fact, types, name, wrong or "out of order"))
        before = name
    return Fact(fact.kind, tuple((name, plain(value, types[name])) for name, value in fact.values))


def _unfit(fact: Fact, types: Mapping[str, FactType], field_: str, wrong: str) -> str:
    """Which fact cannot be taken; its first texts tell people which it is."""
    texts = [value for name, value in fact.values if types.get(name) == "text" and name != field_]
    who = " ".join([shown(fact.kind), *map(shown, texts[:3])])
    return f"the fact {who} has {shown(field_)} {shown(fact.get(field_))}: {wrong}"
