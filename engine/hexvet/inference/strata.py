"""In which order rules may run: what a rule needs to be absent is complete before it starts.

A rule leads to another when one of its conclusions can match one of the other's patterns, judged
by kind and by the values that stand in both. Where a circle of rules goes through an `unless`,
there is no such order.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from hexvet.inference.encoding import COMPARISONS, compared
from hexvet.inference.model import Conclusion, FactType, Kinds, Pattern, Reference, Rule, Test


class Circle(NamedTuple):
    """Rules that lead from `rule` to what its pattern `unless[position]` wants to be absent."""

    rule: Rule
    position: int
    rules: tuple[str, ...]


class Graph(NamedTuple):
    """Which rules lead to which, by their numbers."""

    leads: tuple[frozenset[int], ...]
    """For each rule those whose `when` a conclusion of it can match."""
    denies: tuple[Mapping[int, int], ...]
    """For each rule those whose conclusions its `unless` can match, with the pattern's position."""


def may_hold(test: Test, conclusion: Mapping[str, object], types: Mapping[str, FactType]) -> bool:
    """Whether a fact that a conclusion makes can meet a test."""
    if test.field not in conclusion:
        return test.operator == "missing"
    value = conclusion[test.field]
    if isinstance(value, Reference) or isinstance(test.operand, Reference):
        return True
    if test.operator in ("exists", "missing"):
        return test.operator == "exists"
    type_ = types[test.field]
    one, other = compared(value, type_), compared(test.operand, type_)  # type: ignore[arg-type]
    return COMPARISONS[test.operator](one, other)


def may_match(conclusion: Conclusion, pattern: Pattern, kinds: Kinds) -> bool:
    """Whether a fact that a conclusion makes can match a pattern."""
    if conclusion.kind != pattern.kind:
        return False
    values = dict(conclusion.values)
    return all(may_hold(test, values, kinds[pattern.kind]) for test in pattern.tests)


def graph_of(rules: Sequence[Rule], kinds: Kinds) -> Graph:
    """Which rules lead to which."""
    makers: dict[str, list[tuple[int, Conclusion]]] = {}
    for number, rule in enumerate(rules):
        for conclusion in rule.then:
            makers.setdefault(conclusion.kind, []).append((number, conclusion))

    def feeding(pattern: Pattern) -> Iterator[int]:
        for number, conclusion in makers.get(pattern.kind, ()):
            if may_match(conclusion, pattern, kinds):
                yield number

    leads: list[set[int]] = [set() for _ in rules]
    denies: list[dict[int, int]] = [{} for _ in rules]
    for number, rule in enumerate(rules):
        for pattern in rule.when:
            for source in feeding(pattern):
                leads[source].add(number)
        for position, pattern in enumerate(rule.unless):
            for source in feeding(pattern):
                denies[number].setdefault(source, position)
    return Graph(tuple(map(frozenset, leads)), tuple(denies))


def circles(rules: Sequence[Rule], kinds: Kinds) -> Iterator[Circle]:
    """The circles through an `unless`: at most one for each rule, the shortest."""
    graph = graph_of(rules, kinds)
    follows = _followers(graph)
    for number, rule in enumerate(rules):
        if graph.denies[number]:
            path = _path(number, graph.denies[number], follows)
            if path:
                names = tuple(rules[step].id for step in [*path, number])
                yield Circle(rule, graph.denies[number][path[-1]], names)


def _followers(graph: Graph) -> list[set[int]]:
    """For each rule those that wait for its conclusions, to have them or to miss them."""
    follows = [set(found) for found in graph.leads]
    for number, sources in enumerate(graph.denies):
        for source in sources:
            follows[source].add(number)
    return follows


def _path(start: int, ends: Mapping[int, int], follows: Sequence[set[int]]) -> list[int]:
    """The shortest way from a rule to one of some rules, both included; empty without one."""
    came: dict[int, int | None] = {start: None}
    waiting = deque([start])
    while waiting:
        at = waiting.popleft()
        if at in ends:
            return _back(at, came)
        for following in sorted(follows[at] - came.keys()):
            came[following] = at
            waiting.append(following)
    return []


def _back(end: int, came: Mapping[int, int | None]) -> list[int]:
    """The way that led to a rule, from its start."""
    at: int | None = end
    path = []
    while at is not None:
        path.append(at)
        at = came[at]
    return path[::-1]


def strata(rules: Sequence[Rule], kinds: Kinds) -> tuple[tuple[Rule, ...], ...]:
    """The rules in groups that run one after the other. There must be no circles."""
    graph = graph_of(rules, kinds)
    level = [0] * len(rules)
    changed = True
    while changed:
        changed = False
        for number in range(len(rules)):
            for following in graph.leads[number]:
                if level[following] < level[number]:
                    level[following], changed = level[number], True
            for source in graph.denies[number]:
                if level[number] <= level[source]:
                    level[number], changed = level[source] + 1, True
    groups = [[r for r, at in zip(rules, level, strict=True) if at == n] for n in sorted({*level})]
    return tuple(tuple(group) for group in groups)
