"""A chainer of a few lines, naive to a fixpoint, that stands in for the worker in tests."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from hexvet.inference.encoding import COMPARISONS
from hexvet.inference.model import (
    Chained,
    Fact,
    InferenceUnavailable,
    Pattern,
    Program,
    Reference,
    Rule,
    Support,
)

Bound = dict[str, Fact]


def holds(pattern: Pattern, fact: Fact, bound: Bound) -> bool:
    """Whether a fact matches a pattern, given what earlier patterns matched."""
    if fact.kind != pattern.kind:
        return False
    for test in pattern.tests:
        value, operand = fact.get(test.field), test.operand
        if isinstance(operand, Reference):
            operand = bound[operand.alias].get(operand.field)
        if test.operator in ("exists", "missing"):
            if (value is None) == (test.operator == "exists"):
                return False
        elif value is None or operand is None or not COMPARISONS[test.operator](value, operand):
            return False
    return True


def matches(rule: Rule, facts: Sequence[Fact]) -> Iterator[tuple[Fact, ...]]:
    """Every way in which a rule's patterns match."""
    for premises in itertools.product(*([f for f in facts if f.kind == p.kind] for p in rule.when)):
        bound: Bound = {}
        for pattern, fact in zip(rule.when, premises, strict=True):
            if fact in bound.values() or not holds(pattern, fact, bound):
                break
            bound[pattern.alias] = fact
        else:
            if not any(holds(p, fact, bound) for p in rule.unless for fact in facts):
                yield premises


def conclude(rule: Rule, premises: tuple[Fact, ...]) -> Iterator[Fact]:
    """What follows from one match."""
    bound = dict(zip((pattern.alias for pattern in rule.when), premises, strict=True))
    for conclusion in rule.then:
        values = [
            (name, bound[v.alias].get(v.field) if isinstance(v, Reference) else v)
            for name, v in conclusion.values
        ]
        yield Fact(conclusion.kind, tuple(sorted((n, v) for n, v in values if v is not None)))


def layers(rules: Sequence[Rule]) -> list[list[Rule]]:
    """The rules in strata: what a rule wants absent is concluded before it is run."""
    kinds = {conclusion.kind for rule in rules for conclusion in rule.then}
    level = dict.fromkeys(kinds, 0)
    for _ in range(len(kinds) + 1):
        for rule in rules:
            least = max(
                [level.get(p.kind, 0) for p in rule.when]
                + [level[p.kind] + 1 for p in rule.unless if p.kind in level]
                + [0]
            )
            for conclusion in rule.then:
                level[conclusion.kind] = max(level[conclusion.kind], least)
    order = sorted({level[rule.then[0].kind] for rule in rules})
    return [[r for r in rules if level[r.then[0].kind] == number] for number in order]


def chain(program: Program, given: Sequence[Fact]) -> Chained:
    """All that follows, with every support; the first found is the shallowest."""
    facts, supports = list(dict.fromkeys(given)), dict[Fact, dict[Support, None]]()
    for rules in layers(program.rules):
        while True:
            new = {
                (fact, Support(rule.id, premises, tuple(p.kind for p in rule.unless))): None
                for rule in rules
                for premises in matches(rule, facts)
                for fact in conclude(rule, premises)
            }
            fresh = [pair for pair in new if pair[1] not in supports.get(pair[0], {})]
            if not fresh:
                break
            for fact, support in fresh:
                supports.setdefault(fact, {})[support] = None
            facts += [fact for fact in dict.fromkeys(f for f, _ in fresh) if fact not in facts]
    return Chained({fact: tuple(found) for fact, found in supports.items()})


Lists = Iterable[Sequence[Fact]]
Answers = list[Chained | InferenceUnavailable]


@dataclass
class NaiveWorker:
    """Chains in this process, and remembers how many lists of facts it was given each time."""

    asked: list[list[Sequence[Fact]]] = field(default_factory=list)

    def chain_all(self, program: Program, lists: Lists, /) -> Answers:
        """What follows from each of several lists of facts."""
        self.asked.append(list(lists))
        return [chain(program, facts) for facts in self.asked[-1]]


@dataclass
class BrokenWorker:
    """A worker that cannot run anything, or nothing with a fact about some project."""

    project: str = ""
    why: str = "the rules took longer than 3 seconds"

    def chain_all(self, program: Program, lists: Lists, /) -> Answers:
        """Says for each list of facts why not."""
        return [
            InferenceUnavailable(self.why)
            if not self.project or any(fact.get("project") == self.project for fact in facts)
            else chain(program, facts)
            for facts in lists
        ]
