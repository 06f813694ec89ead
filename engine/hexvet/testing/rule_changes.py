"""Small changes to one inference rule: what a slip of the pen would make of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple, TypeAlias, get_args

from hexvet.inference.faults import faults
from hexvet.inference.model import Operator, Pattern, Program, Reference, Test
from hexvet.packs.fact_kinds import SINGLE, FactFields, Stage, fact_fields, kinds_of
from hexvet.packs.lint.possible_facts import PossibleFacts
from hexvet.packs.model import FactPart, Inference, Pack
from hexvet.testing.boundaries import step_of
from hexvet.testing.variants import literal_text

_AT_THE_BOUNDARY: dict[Operator, Operator] = {"lt": "le", "le": "lt", "gt": "ge", "ge": "gt"}
_UNIQUE = (("project", "number"),)
_OPPOSITE: dict[Operator, Operator] = {"exists": "missing", "missing": "exists"}
_SIGNS: dict[Operator, str] = {
    "eq": "=", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">=",
    "exists": "is there", "missing": "is not there",
}  # fmt: skip


class Changed(NamedTuple):
    """A rule with one thing changed, in words, and where below the rule."""

    what: str
    change: str
    path: tuple[str | int, ...]
    rule: Inference


class Rules:
    """The inference rules of a pack, with what there is for them to match."""

    def __init__(self, pack: Pack) -> None:
        self.rules = pack.inferences
        self.fields = {of: fact_fields([pack], of) for of in get_args(Stage)}
        self.kinds = {of: kinds_of([pack], of) for of in get_args(Stage)}
        self.possible = {of: PossibleFacts(pack, of) for of in get_args(Stage)}
        self.concluded = [one.fact for rule in self.rules.values() for one in rule.then]

    def changed(self, rule: Inference) -> Iterator[Changed]:
        """Every small change of a rule that could still be run and does not come to the same."""
        for found in _changes(rule, self.fields[rule.of], self.idle):
            program = Program(self.kinds[rule.of], (found.rule.rule,), SINGLE[rule.of])
            if not faults(program):
                yield found

    def idle(self, rule: Inference, pattern: Pattern, test: Test) -> bool:
        """Whether a test could be left out: nothing else is ever there, or others ask for it."""
        possible = self.possible[rule.of]
        if possible.always(pattern, test, self.concluded):
            return True
        if test.operator == "exists":
            return _asked(rule, pattern, test)
        # a rule about one project sees no other
        own = isinstance(test.operand, Reference) and test.operand.field == "project"
        tied = rule.of == "project" and own and test.field == "project" and test.operator == "eq"
        rest = replace(pattern, tests=tuple(one for one in pattern.tests if one is not test))
        return tied and possible.has(rest, "project", self.concluded)


def _asked(rule: Inference, pattern: Pattern, test: Test) -> bool:
    """Whether another test asks for a field, so that it has to be there anyway."""
    others = [one for one in pattern.tests if one is not test and one.operator != "missing"]
    named = (one.operand for other in (*rule.when, *rule.unless) for one in other.tests)
    return any(one.field == test.field for one in others) or any(
        operand == Reference(pattern.alias, test.field) for operand in named
    )


Idle: TypeAlias = Callable[[Inference, Pattern, Test], bool]


def _changes(rule: Inference, fields: FactFields, idle: Idle) -> Iterator[Changed]:
    yield from _without_pattern(rule)
    for part in ("when", "unless"):
        patterns: tuple[Pattern, ...] = getattr(rule, part)
        for at, pattern in enumerate(patterns):
            for what, change, field, other in _patterns(rule, pattern, fields, idle):
                kept = (*patterns[:at], other, *patterns[at + 1 :])
                path = (part, at, field)
                yield Changed(what, change, path, _with(rule, part, kept))
    if len(rule.then) > 1:
        for at, conclusion in enumerate(rule.then):
            rest = (*rule.then[:at], *rule.then[at + 1 :])
            said = conclusion.finding or conclusion.fact.kind
            change = f"'{said}' is not concluded"
            yield Changed("conclusion", change, ("then", at), replace(rule, then=rest))


def _with(rule: Inference, part: str, patterns: tuple[Pattern, ...]) -> Inference:
    return replace(rule, **{part: patterns})  # type: ignore[arg-type]


def _without_pattern(rule: Inference) -> Iterator[Changed]:
    used = set(_aliases(rule))
    for at, pattern in enumerate(rule.when):
        if pattern.alias not in used and len(rule.when) > 1:
            kept = (*rule.when[:at], *rule.when[at + 1 :])
            change = f"the pattern of '{pattern.kind}' is left out"
            yield Changed("pattern", change, ("when", at), replace(rule, when=kept))
    for at, pattern in enumerate(rule.unless):
        kept = (*rule.unless[:at], *rule.unless[at + 1 :])
        change = f"'unless {pattern.kind}' is left out"
        yield Changed("unless", change, ("unless", at), replace(rule, unless=kept))


def _aliases(rule: Inference) -> Iterator[str]:
    """The aliases that something refers to."""
    for pattern in (*rule.when, *rule.unless):
        for test in pattern.tests:
            if isinstance(test.operand, Reference):
                yield test.operand.alias
    for conclusion in rule.then:
        yield from (v.alias for _, v in conclusion.fact.values if isinstance(v, Reference))
        yield from (part.alias for part in conclusion.message if isinstance(part, FactPart))


def _patterns(
    rule: Inference, pattern: Pattern, fields: FactFields, idle: Idle
) -> Iterator[tuple[str, str, str, Pattern]]:
    """(what, change, field, pattern with one test changed)."""
    for at, test in enumerate(pattern.tests):
        before, after = pattern.tests[:at], pattern.tests[at + 1 :]
        written = _written(test, fields[pattern.kind][test.field].kind)
        if not idle(rule, pattern, test):
            left_out = replace(pattern, tests=(*before, *after))
            yield "test", f"{written} is left out", test.field, left_out
        if (pattern.kind, test.field) in _UNIQUE and isinstance(test.operand, Reference):
            continue  # two facts never have the same, so that the boundary is never met
        for what, change, other in _tests(test, fields[pattern.kind][test.field].kind):
            yield what, change, test.field, replace(pattern, tests=(*before, other, *after))


def _tests(test: Test, kind: str) -> Iterator[tuple[str, str, Test]]:
    other = _AT_THE_BOUNDARY.get(test.operator) or _OPPOSITE.get(test.operator)
    if other is not None:
        yield (
            "comparison",
            f"{_SIGNS[test.operator]} becomes {_SIGNS[other]}",
            replace(test, operator=other),
        )
    value = test.operand
    if isinstance(value, bool):
        change = f"{_plain(value, kind)} becomes {_plain(not value, kind)}"
        yield "literal", change, replace(test, operand=not value)
    elif isinstance(value, int | float):
        for moved in (value + step_of(kind, value), value - step_of(kind, value)):
            change = f"{_plain(value, kind)} becomes {_plain(moved, kind)}"
            yield "threshold", change, replace(test, operand=moved)


def _written(test: Test, kind: str) -> str:
    sign, operand = _SIGNS[test.operator], test.operand
    if operand is None:
        return f"{test.field} {sign}"
    if isinstance(operand, Reference):
        return f"{test.field} {sign} ${operand.alias}.{operand.field}"
    return f"{test.field} {sign} {_plain(operand, kind)}"


def _plain(value: str | float | bool, kind: str) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"'{value}'" if isinstance(value, str) else literal_text(kind, value)
