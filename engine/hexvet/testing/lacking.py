"""Why inference found, in a test, something else than was expected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hexvet.inference.model import Conclusion, Fact, Pattern, Reference, Support
from hexvet.inference.strata import may_match
from hexvet.language.formatting import format_number
from hexvet.packs.fact_kinds import FactFields, fact_fields, kinds_of
from hexvet.packs.finding_examples import FINDINGS, Named, names_in_tests
from hexvet.packs.model import Inference, Pack
from hexvet.testing.inferring import Inferences, entries, matches
from hexvet.testing.running import CaseRun, Expectation

_MOST = 3
"""How many ways in which something followed are told."""


def reasons_of_inference(run: CaseRun, expectation: Expectation) -> Iterator[str]:
    """What was missing for what did not follow, and from what the rest followed, line by line."""
    found, pack = run.inferences, run.trial.pack
    if found is None or found.trouble:
        return
    expected = next(one for one in run.case.expected if one.name == expectation.rule)
    wanted = entries(expected, names_in_tests(pack))
    facts = found.named(expectation.rule, pack)
    negative = expectation.rule == "not_found"
    for entry in () if negative else wanted:
        if not any(matches(entry, name) for name in facts):
            yield from _missing(entry, expectation.rule, found, pack)
    for name, fact in facts.items():
        is_wanted = any(matches(entry, name) for entry in wanted)
        if is_wanted == negative and expectation.rule != "found":
            yield from _followed(fact, found.supports[fact], pack)


def _followed(fact: Fact, supports: Sequence[Support], pack: Pack) -> Iterator[str]:
    fields = fact_fields([pack], "portfolio")
    for support in supports[:_MOST]:
        premises = "; ".join(in_words(one, fields) for one in support.premises)
        yield f"{in_words(fact, fields)} follows by {support.rule} from {premises}"


def in_words(fact: Fact, fields: FactFields) -> str:
    """A fact on one line: `check (check = city/end_date, project = a, status = failed)`."""
    values = ", ".join(
        f"{name} = {_value(value, fields.get(fact.kind, {})[name].kind)}"
        for name, value in fact.values
    )
    return f"{fact.kind} ({values})"


def _value(value: object, kind: str) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return format_number(float(value), kind) if isinstance(value, int | float) else str(value)


def _missing(entry: Named, word: str, found: Inferences, pack: Pack) -> Iterator[str]:
    """For each rule that could have led to it, what it did not find."""
    for rule in pack.inferences.values():
        if any(_concludes(rule, at, entry, word) for at in range(len(rule.then))):
            yield f"{rule.id}: {_lacks(rule, found, pack)}"


def _concludes(rule: Inference, at: int, entry: Named, word: str) -> bool:
    conclusion = rule.then[at]
    if word in FINDINGS:
        return conclusion.finding == entry.id
    gate = dict(conclusion.fact.values).get("gate")
    return conclusion.fact.kind == word and (gate == entry.id or isinstance(gate, Reference))


def _lacks(rule: Inference, found: Inferences, pack: Pack) -> str:
    """The first pattern that no fact meets by itself; or that it is the combination."""
    kinds = kinds_of([pack], "portfolio")
    facts = (*found.known, *found.supports)

    def met(pattern: Pattern) -> bool:
        made = (Conclusion(fact.kind, fact.values) for fact in facts)
        return any(may_match(one, pattern, kinds) for one in made)

    for number, pattern in enumerate(rule.when, 1):
        if not met(pattern):
            return f"there is no such fact '{pattern.kind}' (pattern {number})"
    if rule.id in found.fired:
        return "it fired, but for other projects"
    if any(met(pattern) for pattern in rule.unless):
        return "every pattern has facts; those of 'unless' are there, too, or none belong together"
    return "every pattern has facts, but none that belong together"
