"""Which rules and words the inference rules of a pack look at, and which rules hang together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from hexvet.inference.model import Pattern, Reference
from hexvet.inference.strata import graph_of
from hexvet.packs.fact_kinds import kinds_of
from hexvet.packs.model import Expression, Inference, Let, Pack
from hexvet.testing.leaves import names_in

_TABLES = {
    "check": "checks", "waiver": "checks", "section": "sections", "criterion": "criteria",
    "gate": "gates",
}  # fmt: skip


def matched_by(pack: Pack) -> frozenset[str]:
    """The ids of rules, and the names of lets and params, on which inference rests."""
    if not pack.inferences:
        return frozenset()
    found = {id_ for rule in pack.inferences.values() for id_ in _of_rule(rule, pack)}
    return frozenset(found | in_conditions(pack))


def in_conditions(pack: Pack) -> set[str]:
    """The names of lets and params in the conditions of tallies and of the portfolio."""
    conditions = [one for t in pack.tallies.values() for one in (t.rows, t.limit_rows)]
    return _named([*conditions, pack.portfolio], pack)


def lets_matched(pack: Pack) -> list[Let]:
    """The lets whose values are facts that some inference rule looks at."""
    names = {
        name
        for rule in pack.inferences.values()
        for name in pack.lets
        if _reads(rule, name) and _of_subject(rule)
    }
    return [pack.lets[name] for name in pack.lets if name in names]


def _of_subject(rule: Inference) -> bool:
    """Whether a rule looks at answers of a project or of the programme."""
    return any(p.kind in ("project", "programme") for p in (*rule.when, *rule.unless))


def _of_rule(rule: Inference, pack: Pack) -> Iterator[str]:
    for pattern in (*rule.when, *rule.unless):
        if pattern.kind in _TABLES:
            yield from _ids(pattern, getattr(pack, _TABLES[pattern.kind]))
        elif pattern.kind in ("project", "programme"):
            lets = [let for name, let in pack.lets.items() if _reads(rule, name)]
            yield from (let.name for let in lets)
            yield from _named([let.expression for let in lets], pack)


def _ids(pattern: Pattern, table: Iterable[str]) -> Iterator[str]:
    """The ids that a pattern names; all of its kind when it names none."""
    name = "check" if pattern.kind == "waiver" else pattern.kind
    named = [
        test.operand
        for test in pattern.tests
        if test.field == name and test.operator == "eq" and isinstance(test.operand, str)
    ]
    yield from named or table


def _reads(rule: Inference, name: str) -> bool:
    """Whether a rule names a field anywhere; of which fact does not matter much."""
    for pattern in (*rule.when, *rule.unless):
        for test in pattern.tests:
            reference = isinstance(test.operand, Reference) and test.operand.field == name
            if test.field == name or reference:
                return True
    return False


def _named(expressions: Sequence[Expression | None], pack: Pack) -> set[str]:
    nodes = [one.node for one in expressions if one is not None]
    return {one.name for node in nodes for one in names_in(node, pack)}


def together(pack: Pack, changed: Pack, rule: str) -> frozenset[str]:
    """The ids of the inference rules that hang together with one, before or after a change."""
    near: dict[str, set[str]] = {}
    for one in (pack, changed):
        for a, b in _leads(one):
            near.setdefault(a, set()).add(b)
            near.setdefault(b, set()).add(a)
    waiting, seen = [rule], {rule}
    while waiting:
        fresh = near.get(waiting.pop(), set()) - seen
        seen |= fresh
        waiting += fresh
    return frozenset(seen)


def _leads(pack: Pack) -> Iterator[tuple[str, str]]:
    """Every rule with each of those that look for what it concludes, or for its absence."""
    rules = list(pack.inferences.values())
    graph = graph_of([rule.rule for rule in rules], kinds_of([pack], "portfolio"))
    for at, (leads, denies) in enumerate(zip(graph.leads, graph.denies, strict=True)):
        yield from ((rules[at].id, rules[to].id) for to in leads)
        yield from ((rules[source].id, rules[at].id) for source in denies)


def leads_of(pack: Pack) -> dict[str, set[str]]:
    """For each inference rule those that look for what it concludes, or for its absence."""
    found: dict[str, set[str]] = {}
    for a, b in _leads(pack):
        found.setdefault(a, set()).add(b)
    return found


def tally_rules(pack: Pack, tally: str) -> Iterator[str]:
    """The rules that look at a tally."""
    for rule in pack.inferences.values():
        if any(p.kind == "tally" and tally in _ids(p, [tally]) for p in (*rule.when, *rule.unless)):
            yield rule.id
