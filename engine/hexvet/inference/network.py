"""Rules in the engine's own language, and how crowded the network is that it builds from them.

The engine shares equal tests at the beginning of patterns: patterns are words and the network is
the tree of their beginnings. Tests against other patterns are never shared. All names in it are
made here, so that a kind or a field may have any name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from hexvet.inference.encoding import Symbols, spelt
from hexvet.inference.model import Kinds, Operator, Pattern, Reference, Rule, Test

FIRST = "v0"
ABSENT = "~"
"""Before the kind of the copies of facts whose absence is asked for."""
CONSTANT = "_"
"""A field that every fact has, with one value."""
SENTINEL = '"$begin":{"all":[{"m":{"begin":1}}]}'
"""A rule that fires before all others."""

_OPERATORS: dict[Operator, str] = {
    "ne": "$neq",
    "lt": "$lt",
    "le": "$lte",
    "gt": "$gt",
    "ge": "$gte",
    "exists": "$ex",
    "missing": "$nex",
}


class Names(NamedTuple):
    """The engine's names: of kinds, and of those fields of each kind that tests read."""

    kinds: Mapping[str, str]
    fields: Mapping[str, Mapping[str, str]]


class Condition(NamedTuple):
    """A test as the engine reads it. Of the conditions of one `group` only one can be true."""

    text: str
    group: str
    missing: bool = False
    joins: bool = False


@dataclass(slots=True)
class Node:
    """A test of the network: how many patterns end here, and the tests that follow it."""

    group: str = ""
    missing: bool = False
    readers: int = 0
    children: dict[str, Node] = field(default_factory=dict)


def patterns_of(rule: Rule) -> Iterator[tuple[str, int, Pattern]]:
    """The patterns of a rule with their part and their place in it."""
    for part, patterns in (("when", rule.when), ("unless", rule.unless)):
        for number, pattern in enumerate(patterns):
            yield part, number, pattern


def referred(rule: Rule) -> dict[str, set[str]]:
    """By alias, the fields that tests of other patterns refer to."""
    found: dict[str, set[str]] = {}
    for _, _, pattern in patterns_of(rule):
        for test in pattern.tests:
            if isinstance(test.operand, Reference):
                found.setdefault(test.operand.alias, set()).add(test.operand.field)
    return found


def fields_read(rules: Sequence[Rule]) -> dict[str, set[str]]:
    """By kind, the fields that tests read."""
    found: dict[str, set[str]] = {}
    for rule in rules:
        wanted = referred(rule)
        for _, _, pattern in patterns_of(rule):
            fields = found.setdefault(pattern.kind, set())
            fields |= {test.field for test in pattern.tests} | wanted.get(pattern.alias, set())
    return found


def kinds_named(rules: Sequence[Rule]) -> frozenset[str]:
    """The kinds that rules read or conclude; facts of other kinds change nothing."""
    concluded = {conclusion.kind for rule in rules for conclusion in rule.then}
    return frozenset(fields_read(rules)) | concluded


def names_of(rules: Sequence[Rule]) -> Names:
    """Short names for what the rules read."""
    read = sorted(fields_read(rules).items())
    kinds = {kind: f"k{number}" for number, (kind, _) in enumerate(read)}
    fields = {kind: {name: f"f{n}" for n, name in enumerate(sorted(found))} for kind, found in read}
    return Names(kinds, fields)


class Speller:
    """Spells the patterns of rules; texts in them are entered into the table of symbols."""

    def __init__(self, kinds: Kinds, names: Names, symbols: Symbols) -> None:
        self.kinds, self.names, self.symbols = kinds, names, symbols

    def conditions(self, rule: Rule, part: str, pattern: Pattern) -> list[Condition]:
        """What a fact must meet to match a pattern, in the order of the network.

        Values that must be equal come first: they exclude each other. A field that other patterns
        refer to has to be there, because the engine fails on a reference to nothing.
        """
        tests = [*pattern.tests, *_exists(rule, pattern)]
        own = sorted(
            (self._literal(pattern, test) for test in tests if not _joins(test)),
            key=lambda condition: (not condition.group, condition.text),
        )
        joins = [self._join(rule, pattern, test) for test in tests if _joins(test)]
        # The engine reads past the end of an expression whose last test is false.
        tail = [Condition(_object(CONSTANT, _object(FIRST, f'"{CONSTANT}"')), "", joins=True)]
        kind = (ABSENT if part == "unless" else "") + self.names.kinds[pattern.kind]
        first = Condition(_object("kind", f'"{kind}"'), "kind")
        return list(dict.fromkeys([first, *own, *joins, *(tail if joins else [])]))

    def _literal(self, pattern: Pattern, test: Test) -> Condition:
        name = self.names.fields[pattern.kind][test.field]
        if test.operator in ("exists", "missing"):
            return Condition(_test(test, name, "1"), "", test.operator == "missing")
        type_ = self.kinds[pattern.kind][test.field]
        text = _test(test, name, spelt(test.operand, type_, self.symbols))  # type: ignore[arg-type]
        return Condition(text, name if test.operator == "eq" else "")

    def _join(self, rule: Rule, pattern: Pattern, test: Test) -> Condition:
        operand = test.operand
        assert isinstance(operand, Reference)
        place = [other.alias for other in rule.when].index(operand.alias)
        other = self.names.fields[rule.when[place].kind][operand.field]
        mine = self.names.fields[pattern.kind][test.field]
        return Condition(_test(test, mine, _object(f"v{place}", f'"{other}"')), "", joins=True)

    def rule(self, number: int, rule: Rule) -> str:
        """A rule in the engine's language, named by its number."""
        patterns = []
        for place, (part, _, pattern) in enumerate(patterns_of(rule)):
            alias = f"v{place}" + ("$not" if part == "unless" else "")
            texts = ",".join(found.text for found in self.conditions(rule, part, pattern))
            patterns.append(f'{{"{alias}":{{"$and":[{texts}]}}}}')
        return f'"{number}":{{"all":[{",".join(patterns)}]}}'


def _joins(test: Test) -> bool:
    return isinstance(test.operand, Reference)


def _exists(rule: Rule, pattern: Pattern) -> Iterator[Test]:
    """Tests that the fields to which others refer are there, where nothing else sees to it."""
    seen = {test.field for test in pattern.tests if test.operator != "missing"}
    for name in sorted(referred(rule).get(pattern.alias, set()) - seen):
        yield Test(name, "exists")


def _object(name: str, value: str) -> str:
    return f'{{"{name}":{value}}}'


def _test(test: Test, name: str, value: str) -> str:
    compared = _object(name, value)
    return compared if test.operator == "eq" else _object(_OPERATORS[test.operator], compared)


def network_text(rules: Sequence[Rule], speller: Speller) -> str:
    """The text from which the engine builds the network of one stratum."""
    return f"{{{','.join([SENTINEL, *(speller.rule(n, r) for n, r in enumerate(rules))])}}}"


def insert(root: Node, conditions: Sequence[Condition], own: str) -> list[Node]:
    """Adds a pattern to a network; `own` tells its unshared tests from others'. Its nodes."""
    path = [root]
    for condition in conditions:
        key = condition.text + (own if condition.joins else "")
        children = path[-1].children
        path.append(children.setdefault(key, Node(condition.group, condition.missing)))
    path[-1].readers += 1
    return path


def at_once(node: Node) -> int:
    """The most tests that can wait on the engine's stack below a node, for the worst fact."""
    if not node.children:
        return 0
    groups = {child.group or key for key, child in node.children.items()}
    return max(len(groups), len(groups) - 1 + max(map(at_once, node.children.values())))
