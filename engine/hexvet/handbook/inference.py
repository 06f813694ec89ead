"""Inference rules and tallies as parts of the document: when what is there, what follows."""

from __future__ import annotations

from collections.abc import Iterator

from hexvet.handbook.model import Block, Facts, Heading, Paragraph, Span, Tag, Words, words
from hexvet.handbook.rules import Rows, Telling, source_rows
from hexvet.handbook.sentences import said_text, sentence
from hexvet.inference.model import Operator, Pattern, Reference, Test, Value
from hexvet.language.formatting import format_number
from hexvet.packs.fact_kinds import FactFields, fact_fields
from hexvet.packs.model import Conclusion, FactPart, Inference, Pack, Tally

_INTRODUCTION = (
    "These rules look at what the checks and answers come to, and say what follows: findings, "
    "gates that a project must not pass yet, gates for which it is eligible. They change no "
    "outcome of a check."
)
_KINDS = {
    "project": "a project", "programme": "the programme", "check": "a check", "gate": "a gate",
    "section": "a section", "criterion": "a criterion", "waiver": "a waiver",
    "dependency": "a check whose remedy builds on another", "tally": "a sum",
    "finding": "a finding", "blocked": "a blocked gate", "eligible": "a gate that is open",
}  # fmt: skip
_OPERATORS: dict[Operator, str] = {
    "eq": "is", "ne": "is not", "lt": "is less than", "le": "is at most", "gt": "is more than",
    "ge": "is at least", "exists": "is known", "missing": "is not known",
}  # fmt: skip
_OF_DATES: dict[Operator, str] = {
    "lt": "is before", "le": "is not after", "gt": "is after", "ge": "is not before",
}  # fmt: skip


def inference(telling: Telling) -> Iterator[Block]:
    """Every tally, then every rule, those about one project first."""
    yield Paragraph(words(_INTRODUCTION), "lead")
    for tally in telling.pack.tallies.values():
        yield from _tally(tally, telling)
    rules = telling.pack.inferences.values()
    for rule in sorted(rules, key=lambda one: one.of == "portfolio"):
        yield from _rule(rule, telling.pack)


def _tally(tally: Tally, telling: Telling) -> Iterator[Block]:
    fields = telling.pack.fields
    yield Heading(3, tally.title, tally.name, (Tag("portfolio", "plain"),))
    by = " and ".join(name.replace("_", " ") for name in tally.by)
    rows: Rows = [
        ("Adds up", (words(f"{tally.sum} in {fields[tally.table].title}, by {by}."),)),
        ("The limit", (words(f"{tally.limit} in {fields[tally.limit_table].title}."),)),
    ]
    for label, condition in (("Only rows where", tally.rows), ("Limits where", tally.limit_rows)):
        if condition is not None:
            said = sentence(condition.node, telling.pack, telling.as_of)
            rows.append((label, ((*said, Span(".")),)))
    yield Facts(tuple(rows))


def _rule(rule: Inference, pack: Pack) -> Iterator[Block]:
    tags = (Tag("portfolio", "plain"),) if rule.of == "portfolio" else ()
    yield Heading(3, rule.title, rule.name, tags)
    teller = _Teller(pack, rule, fact_fields([pack], rule.of))
    rows: Rows = [("When there is", tuple(teller.pattern(one) for one in rule.when))]
    if rule.unless:
        rows.append(("Unless there is", tuple(teller.pattern(one) for one in rule.unless)))
    rows.append(("It follows", tuple(teller.conclusion(one) for one in rule.then)))
    if rule.remedy:
        rows.append(("What to do", (words(rule.remedy),)))
    yield Facts((*rows, *source_rows(rule.rationale, rule.clause)))


class _Teller:
    """Says the parts of one rule; facts of the same kind are told apart by their aliases."""

    def __init__(self, pack: Pack, rule: Inference, fields: FactFields) -> None:
        self.pack, self.fields = pack, fields
        self.kinds = {pattern.alias: pattern.kind for pattern in rule.when}

    def pattern(self, pattern: Pattern) -> Words:
        table = self.pack.fields.get(pattern.kind)
        what = f"a row of {table.title}" if table else _KINDS.get(pattern.kind, "")
        what = what or f"a fact “{pattern.kind.replace('_', ' ')}”"
        alias = self.called(pattern.alias) if pattern.alias in self.kinds else ""
        tests = ", ".join(self.test(one, pattern.kind) for one in pattern.tests)
        return words(f"{what}{f' ({alias})' if alias else ''}{f': {tests}' if tests else ''}.")

    def test(self, test: Test, kind: str) -> str:
        field = self.fields[kind][test.field]
        verb = _OPERATORS[test.operator]
        if field.type == "date":
            verb = _OF_DATES.get(test.operator, verb)
        name = test.field.replace("_", " ")
        if test.operand is None:
            return f"{name} {verb}"
        return f"{name} {verb} {self.value(test.operand, field.kind)}"

    def value(self, value: Value | Reference, kind: str) -> str:
        if isinstance(value, Reference):
            return f"the {value.field.replace('_', ' ')} of {self.called(value.alias)}"
        if isinstance(value, bool):
            return "yes" if value else "no"
        return (
            said_text(self.title(value)) if isinstance(value, str) else format_number(value, kind)
        )

    def title(self, id_: str) -> str:
        """What a rule is called, where a text is its id."""
        tables = (self.pack.checks, self.pack.sections, self.pack.criteria, self.pack.tallies)
        found = next((table[id_].title for table in tables if id_ in table), "")
        gate = self.pack.gates.get(id_)
        return found or (gate.title if gate else "") or id_.partition("/")[2] or id_

    def called(self, alias: str) -> str:
        """An alias as a word; a number for those that the author did not name."""
        return f"fact {alias[1:]}" if alias.startswith("_") else alias

    def conclusion(self, conclusion: Conclusion) -> Words:
        values = dict(conclusion.fact.values)
        said = {
            name: self.value(value, conclusion.fields[name].kind) for name, value in values.items()
        }
        match conclusion.fact.kind:
            case "finding":
                told = f"the finding {said.pop('finding')} ({said.pop('severity').strip('“”')})"
            case "blocked" | "eligible" as kind:
                gate = said.pop("gate")
                which = gate if isinstance(values["gate"], Reference) else f"the gate {gate}"
                told = f"{which} is {'blocked' if kind == 'blocked' else 'open to it'}"
            case kind:
                told = f"the fact “{kind.replace('_', ' ')}”"
        rest = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in said.items())
        message = self.message(conclusion)
        ended = f"{told}{f': {rest}' if rest else ''}."
        return words(f"{ended[:1].upper()}{ended[1:]}{f' It says: {message}' if message else ''}")

    def message(self, conclusion: Conclusion) -> str:
        return "".join(self.part(part) for part in conclusion.message)

    def part(self, part: str | FactPart) -> str:
        if isinstance(part, str):
            return part
        return f"[{part.field.replace('_', ' ')} of {self.called(part.alias)}]"
