"""Inference rules: circles, rules that never fire, tallies and dependencies that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import get_args

from hexvet.inference.strata import graph_of
from hexvet.packs.chains import program_of, rules_of
from hexvet.packs.fact_kinds import Stage
from hexvet.packs.lint.conditions import rows_of
from hexvet.packs.lint.model import Draft
from hexvet.packs.lint.possible_facts import PossibleFacts
from hexvet.packs.lint.view import View, of_entry
from hexvet.packs.model import Conclusion, Inference


def inference_flaws(view: View) -> Iterator[Draft]:
    """The flaws of a pack's inference rules, of its tallies and of what checks depend on."""
    yield from _circles(view)
    yield from _never(view)
    for rule in view.pack.inferences.values():
        yield from _of_rule(view, rule)
    yield from _tallies(view)
    yield from _dependencies(view)


def _of_rule(view: View, rule: Inference) -> Iterator[Draft]:
    entry = view.entry("infer", rule.name)
    if "remedy" not in entry.values and any(map(_stops, rule.then)):
        hint = "add remedy = 'what to do about it'"
        yield of_entry("RP185", "this blocker names no remedy", entry, hint=hint)
    if not entry.values.keys() & {"rationale", "clause"}:
        hint = "add rationale = 'why', or clause = 'where it is written'"
        message = "this inference rule does not say why it is there"
        yield of_entry("RP158", message, entry, hint=hint)


def _stops(conclusion: Conclusion) -> bool:
    """Whether a project cannot go on because of it."""
    values = dict(conclusion.fact.values)
    return conclusion.fact.kind == "blocked" or values.get("severity") == "blocker"


# never ----------------------------------------------------------------------------------------
def _never(view: View) -> Iterator[Draft]:
    """Rules that never fire, and absences that are always so."""
    alive: list[Conclusion] = []
    for of in get_args(Stage):
        facts = PossibleFacts(view.pack, of)
        waiting = dict(rules_of([view.pack], of))
        while True:
            firing = [id_ for id_, rule in waiting.items() if not _lacking(rule, facts, alive)]
            if not firing:
                break
            alive += [one for id_ in firing for one in waiting.pop(id_).then]
        for rule in waiting.values():
            at = _lacking(rule, facts, alive)[0]
            entry = view.entry("infer", rule.name)
            hint = "look at the values: no fact has them together, and no rule that fires gives it"
            message = "there is never such a fact, so the rule never fires"
            yield Draft("RP183", message, entry.at("when", at), hint)
        for rule in rules_of([view.pack], of).values():
            yield from _vain(view, rule, facts, alive)


def _lacking(rule: Inference, facts: PossibleFacts, alive: Sequence[Conclusion]) -> list[int]:
    """The patterns of a rule that nothing can match."""
    concluded = [conclusion.fact for conclusion in alive]
    return [at for at, one in enumerate(rule.when) if not facts.matched(one, concluded)]


def _vain(
    view: View, rule: Inference, facts: PossibleFacts, alive: Sequence[Conclusion]
) -> Iterator[Draft]:
    concluded = [conclusion.fact for conclusion in alive]
    for at, pattern in enumerate(rule.unless):
        if not facts.matched(pattern, concluded):
            hint = "look at its values, or take it out"
            message = "there is never such a fact, so 'unless' changes nothing"
            where = view.entry("infer", rule.name).at("unless", at)
            yield Draft("RP183", message, where, hint)


# tallies --------------------------------------------------------------------------------------
def _tallies(view: View) -> Iterator[Draft]:
    """Tallies that no rule looks at, or in which no row can ever count."""
    rules = rules_of([view.pack], "portfolio").values()
    facts = PossibleFacts(view.pack, "portfolio")
    for tally in view.pack.tallies.values():
        entry = view.entry("tally", tally.name)
        patterns = [p for rule in rules for p in (*rule.when, *rule.unless) if p.kind == "tally"]
        if not any(facts.is_of(tally, pattern) for pattern in patterns):
            hint = "match it: when = [{ as = 't', fact = 'tally', tally = '…', verdict = 'over' }]"
            yield of_entry("RP186", "no rule looks at this tally", entry, hint=hint)
        sides = (
            ("where", tally.rows, tally.table, "field"),
            ("limit_where", tally.limit_rows, tally.limit_table, "programme"),
        )
        for key, rows, table, source in sides:
            if rows and not rows_of(view.worlds, table, source).can(rows.node, 1):
                hint = "look at the condition: no row can ever meet it"
                yield of_entry("RP186", "no row ever counts", entry, key, hint)


# circles --------------------------------------------------------------------------------------
def _circles(view: View) -> Iterator[Draft]:
    """Rules that lead back to themselves; those that go through an absence do not load."""
    for of in get_args(Stage):
        program = program_of([view.pack], of)
        ids = [rule.id for rule in program.rules]
        leads = graph_of(program.rules, program.kinds).leads
        for ring in _rings({ids[at]: [ids[n] for n in sorted(to)] for at, to in enumerate(leads)}):
            names = [id_.partition("/")[2] for id_ in ring]
            message = f"these rules follow from each other: {' -> '.join((*names, names[0]))}"
            hint = "each lasts as long as the other: is one of them enough?"
            yield of_entry("RP182", message, view.entry("infer", names[0]), hint=hint)


def _dependencies(view: View) -> Iterator[Draft]:
    """Checks each of whose remedies waits for the next one's."""
    on = {
        check.id: [id_ for id_ in check.depends_on if id_ in view.pack.checks]
        for check, _ in view.checks
    }
    for ring in _rings(on):
        names = [id_.partition("/")[2] for id_ in ring]
        message = f"nobody can begin: {' -> '.join((*names, names[0]))}"
        hint = "say which remedy comes first"
        yield of_entry("RP187", message, view.entry("check", names[0]), "depends_on", hint)


def _rings(leads: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """The ways from somewhere back to itself, the shortest; no two share anything."""
    told: set[str] = set()
    for start in leads:
        ring = _ring(start, leads)
        if ring and not told & set(ring):
            told |= set(ring)
            yield ring


def _ring(start: str, leads: Mapping[str, Sequence[str]]) -> list[str]:
    """The shortest way from a place back to itself, named once; empty when there is none."""
    ways: list[list[str]] = [[start]]
    seen: set[str] = set()
    while ways:
        way = ways.pop(0)
        for following in leads[way[-1]]:
            if following == start:
                return way
            if following not in seen:
                seen.add(following)
                ways.append([*way, following])
    return []
