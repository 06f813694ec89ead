"""A chainer as one writes it from the meaning of rules: every match, again and again.

It shares nothing with the product but the nouns, and knows of no order of rules: absence is judged
first by what surely holds, then by what may hold, until both are the same (Van Gelder 1989, the
alternating fixpoint). Where they never are, the rules deny themselves.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hexvet.inference.model import Fact, Pattern, Program, Reference, Rule, Support, Test

COMPARE = {"eq": operator.eq, "ne": operator.ne, "lt": operator.lt, "le": operator.le,
           "gt": operator.gt, "ge": operator.ge}  # fmt: skip
Match = dict[str, Fact]
Facts = Mapping[str, Sequence[Fact]]
"""By kind."""


def seen(value: Any) -> Any:
    """A value as rules see it: numbers to six decimals."""
    return round(value, 6) if isinstance(value, float) else value


def meets(fact: Fact, test: Test, match: Mapping[str, Fact]) -> bool:
    mine, other = fact.get(test.field), test.operand
    if mine is None:
        return test.operator == "missing"
    if other is None:
        return test.operator == "exists"
    if isinstance(other, Reference):
        other = match[other.alias].get(other.field)
    return other is not None and COMPARE[test.operator](seen(mine), seen(other))


def fits(fact: Fact, pattern: Pattern, match: Mapping[str, Fact]) -> bool:
    return all(meets(fact, test, match) for test in pattern.tests)


def stands(rule: Rule, absent: Facts, match: Match) -> bool:
    """Whether the fields to which tests refer are there, and what is to be absent is not."""
    for pattern in (*rule.when, *rule.unless):
        for test in pattern.tests:
            o = test.operand
            if isinstance(o, Reference) and match[o.alias].get(o.field) is None:
                return False
    return not any(fits(f, p, match) for p in rule.unless for f in absent.get(p.kind, ()))


def matches(rule: Rule, facts: Facts, absent: Facts, match: Match) -> Iterator[Match]:
    if len(match) == len(rule.when):
        if stands(rule, absent, match):
            yield match
        return
    pattern = rule.when[len(match)]
    for fact in facts.get(pattern.kind, ()):
        if fact not in match.values() and fits(fact, pattern, match):
            yield from matches(rule, facts, absent, {**match, pattern.alias: fact})


def conclusions(rule: Rule, match: Match) -> Iterator[Fact]:
    for conclusion in rule.then:
        values = {
            name: match[v.alias].get(v.field) if isinstance(v, Reference) else v
            for name, v in conclusion.values
        }
        known = {name: value for name, value in values.items() if value is not None}
        yield Fact(conclusion.kind, tuple(sorted(known.items())))


def by_kind(facts: set[Fact]) -> Facts:
    found: dict[str, list[Fact]] = {}
    for fact in facts:
        found.setdefault(fact.kind, []).append(fact)
    return found


def closure(rules: Sequence[Rule], given: set[Fact], absent: set[Fact]) -> set[Fact]:
    """All that follows when what is not in `absent` counts as absent."""
    facts, denied = set(given), by_kind(absent)
    while True:
        now = by_kind(facts)
        new = {f for r in rules for m in matches(r, now, denied, {}) for f in conclusions(r, m)}
        if new <= facts:
            return facts
        facts |= new


def chain(program: Program, facts: Sequence[Fact]) -> dict[Fact, set[Support]] | None:
    """Each derived fact with all its supports; None when the rules deny themselves."""
    given = set(facts)
    denying = any(rule.unless for rule in program.rules)
    perhaps = closure(program.rules, given, given)
    surely = closure(program.rules, given, perhaps) if denying else perhaps
    while surely != perhaps:
        before, perhaps = perhaps, closure(program.rules, given, surely)
        surely = closure(program.rules, given, perhaps)
        if perhaps == before:
            return None
    supports: dict[Fact, set[Support]] = {}
    for rule in program.rules:
        absent = tuple(pattern.kind for pattern in rule.unless)
        for match in matches(rule, by_kind(surely), by_kind(surely), {}):
            for fact in set(conclusions(rule, match)) - given:
                support = Support(rule.id, tuple(match.values()), absent)
                supports.setdefault(fact, set()).add(support)
    return supports
