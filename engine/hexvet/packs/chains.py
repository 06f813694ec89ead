"""The inference rules of the packs that are used together, as the engine takes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from hexvet.inference.model import Fact, Program, Reference, Value
from hexvet.language.formatting import format_cell
from hexvet.model import Interval
from hexvet.packs.fact_kinds import SINGLE, Stage, kinds_of
from hexvet.packs.model import Conclusion, FactPart, Inference, Pack


def program_of(packs: Sequence[Pack], of: Stage) -> Program:
    """The rules of one stage and the kinds of fact that they may use."""
    rules = rules_of(packs, of)
    return Program(kinds_of(packs, of), tuple(one.rule for one in rules.values()), SINGLE[of])


def rules_of(packs: Sequence[Pack], of: Stage) -> Mapping[str, Inference]:
    """The rules of one stage by full id; of a rule that two packs have, the first's."""
    found: dict[str, Inference] = {}
    for pack in packs:
        for id_, rule in pack.inferences.items():
            if rule.of == of:
                found.setdefault(id_, rule)
    return found


# what a rule looks at -------------------------------------------------------------------------
def words_matched(rule: Inference, pack: Pack) -> Iterator[tuple[str, str]]:
    """("field" or "let", name) of what a rule looks at: tables, and answers of a subject."""
    kinds = {pattern.alias: pattern.kind for pattern in rule.when}
    for pattern in (*rule.when, *rule.unless):
        yield "field", pattern.kind
    for alias, name in fields_named(rule):
        if kinds.get(alias, alias) in ("project", "programme"):
            yield "let" if name in pack.lets else "field", name


def fields_named(rule: Inference) -> Iterator[tuple[str, str]]:
    """(alias, field) of all that an inference rule names; the kind for patterns of `unless`."""
    for pattern in (*rule.when, *rule.unless):
        own = pattern.kind if pattern in rule.unless else pattern.alias
        for test in pattern.tests:
            yield own, test.field
            if isinstance(test.operand, Reference):
                yield test.operand.alias, test.operand.field
    for conclusion in rule.then:
        for _, value in conclusion.fact.values:
            if isinstance(value, Reference):
                yield value.alias, value.field
        for part in conclusion.message:
            if not isinstance(part, str):
                yield part.alias, part.field


# what a rule says of a fact -------------------------------------------------------------------
Matched = Mapping[str, Fact]
"""The fact that each pattern of a rule matched, by the pattern's alias."""


def matched(rule: Inference, premises: Sequence[Fact]) -> Matched:
    """The premises of a support, which are in the order of the rule's patterns, by alias."""
    return dict(zip((pattern.alias for pattern in rule.when), premises, strict=True))


def conclusion_of(rule: Inference, premises: Sequence[Fact], fact: Fact) -> Conclusion:
    """Which of a rule's conclusions from those premises is the fact; LookupError when none is."""
    by_alias = matched(rule, premises)
    for conclusion in rule.then:
        if conclusion.fact.kind == fact.kind and drawn(conclusion, by_alias) == fact.values:
            return conclusion
    raise LookupError(f"{rule.id} does not conclude this {fact.kind}")


def drawn(conclusion: Conclusion, by_alias: Matched) -> tuple[tuple[str, Value], ...]:
    """The values of the fact that follows; what a premise does not have is left out."""
    found = (
        (name, by_alias[value.alias].get(value.field) if isinstance(value, Reference) else value)
        for name, value in conclusion.fact.values
    )
    return tuple(sorted((name, value) for name, value in found if value is not None))


def message_text(conclusion: Conclusion, by_alias: Matched) -> str:
    """A conclusion's message with the values of its premises; what is not known reads `unknown`."""
    return "".join(
        part if isinstance(part, str) else _value_text(part, by_alias[part.alias].get(part.field))
        for part in conclusion.message
    )


def _value_text(part: FactPart, value: Value | None) -> str:
    quantity = isinstance(value, int | float) and not isinstance(value, bool)
    cell = Interval(float(value), float(value)) if quantity else value  # type: ignore[arg-type]
    return format_cell(cell, part.what.kind, "" if part.spec else part.what.unit, part.spec)  # type: ignore[arg-type]
