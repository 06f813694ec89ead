"""Which inference rules the tests of a pack ask for: that they fire, and that they do not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from hexvet.inference.model import Fact
from hexvet.packs.finding_examples import FINDINGS, INFERRED, names_in_tests
from hexvet.packs.model import Inference, Pack
from hexvet.packs.rule_names import RuleNames
from hexvet.testing.cases import Expected
from hexvet.testing.inferring import Inferences, entries, matches
from hexvet.testing.matching import leads_of
from hexvet.testing.running import CaseRun

FIRING = ("fired", "not_fired")
"""What can become of an inference rule in a test."""

Ends = Mapping[str, frozenset[tuple[str, str]]]
"""What each rule can lead to, through others too: (finding, id), (blocked, "") and so on."""


def firing(pack: Pack, runs: Iterable[CaseRun]) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """By rule, what tests expect of it and what only came out: `fired`, `not_fired`."""
    asserted: dict[str, set[str]] = {id_: set() for id_ in pack.inferences}
    produced: dict[str, set[str]] = {id_: set() for id_ in pack.inferences}
    ends, names = _ends(pack), names_in_tests(pack)
    for run in runs:
        if run.inferences is None:
            continue
        fired = run.inferences.fired
        for id_ in pack.inferences:
            produced[id_].add("fired" if id_ in fired else "not_fired")
        pairs = zip(run.case.expected, run.expectations, strict=True)
        for expected in (one for one, found in pairs if found.passed and one.name in INFERRED):
            for id_ in _needed(expected, run.inferences, pack, names):
                asserted[id_].add("fired")
            for id_ in _absent(expected, ends, pack, names) - fired:
                asserted[id_].add("not_fired")
    return asserted, produced


def _needed(expected: Expected, found: Inferences, pack: Pack, names: RuleNames) -> Iterator[str]:
    """The rules without which what is expected would not have come out, as far as they fired."""
    if expected.name == "not_found":
        return
    facts = found.named(expected.name, pack)
    wanted = entries(expected, names)
    waiting = [fact for name, fact in facts.items() if any(matches(e, name) for e in wanted)]
    seen: set[Fact] = set(waiting)
    while waiting:
        for support in found.supports.get(waiting.pop(), ()):
            yield support.rule
            fresh = [premise for premise in support.premises if premise not in seen]
            seen.update(fresh)
            waiting += fresh


def _absent(expected: Expected, ends: Ends, pack: Pack, names: RuleNames) -> set[str]:
    """The rules that could have led to something which is expected not to be there."""
    if expected.name == "found":
        return set()
    if expected.name == "not_found":
        gone = {("finding", entry.id) for entry in entries(expected, names)}
        return {id_ for id_, reached in ends.items() if reached & gone}
    kind = "finding" if expected.name in FINDINGS else expected.name
    own = f"{pack.id}/" if expected.name == "findings" else ""
    return {
        id_
        for id_, reached in ends.items()
        if any(one == kind and name.startswith(own) for one, name in reached)
    }


def _ends(pack: Pack) -> Ends:
    leads = leads_of(pack)
    return {
        id_: frozenset(end for one in _from(id_, leads) for end in _own(pack.inferences[one]))
        for id_ in pack.inferences
    }


def _own(rule: Inference) -> Iterator[tuple[str, str]]:
    for conclusion in rule.then:
        yield conclusion.fact.kind, conclusion.finding


def _from(start: str, leads: Mapping[str, Iterable[str]]) -> set[str]:
    waiting, seen = [start], {start}
    while waiting:
        fresh = set(leads.get(waiting.pop(), ())) - seen
        seen |= fresh
        waiting += fresh
    return seen
