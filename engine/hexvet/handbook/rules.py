"""Sections, criteria, gates and checks as parts of the document."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hexvet.handbook.examples import Example, Examples, told
from hexvet.handbook.model import (
    Block,
    Facts,
    Heading,
    Paragraph,
    Span,
    Table,
    Tag,
    Words,
    joined,
    words,
)
from hexvet.handbook.sentences import amount, demands, phrase, said_text, sentence
from hexvet.language.nodes import Node
from hexvet.model import Interval
from hexvet.packs.model import Check, Criterion, FillRule, Gate, Message, Pack, Scoring, Section

Rows = list[tuple[str, tuple[Words, ...]]]
"""Labelled lines before they are made into facts."""

_STOPS = {
    "blocker": "the project is stopped at {gate}",
    "warning": "a warning is given; the project may pass {gate}",
    "advice": "it is shown as advice; the project may pass {gate}",
}
_UNKNOWN = {
    "hold": "the project is held at {gate} until it is answered",
    "fail": "it counts as failed: an open question is no excuse here",
    "pass": "nothing stands in the way: the question may stay open",
}
_OPEN = "it is shown as unknown; the project may pass {gate}"


@dataclass(frozen=True, slots=True)
class Telling:
    """What every part needs: the pack, the day, and the examples."""

    pack: Pack
    as_of: datetime.date
    examples: Examples


def sections(telling: Telling) -> Iterator[Block]:
    """Each section with its reading and its criteria."""
    for section in sorted(telling.pack.sections.values(), key=lambda one: one.order):
        yield Heading(3, section.title, section.name, (Tag(section.kind, section.kind),))
        if section.reading:
            yield Paragraph(words(section.reading), "lead")
        yield Facts(tuple(_section_rows(section, telling)))
        for criterion in telling.pack.criteria.values():
            if criterion.section in (section.id, section.name):
                yield from _criterion(criterion, telling)


def _section_rows(section: Section, telling: Telling) -> Rows:
    rows: Rows = [("Filled", (words(_fill(section.fill)),))]
    if telling.pack.scored and section.weight != 1:
        rows.append(("Weight", (words(f"{section.weight:g}"),)))
    if section.rationale:
        rows.append(("Why", (words(section.rationale),)))
    return rows


def _fill(rule: FillRule) -> str:
    match rule.rule:
        case "any":
            return "When at least one of its criteria is met."
        case "all":
            return "When all of its criteria are met."
        case "at_least":
            return f"When at least {rule.amount:g} of its criteria are met."
        case _:
            return f"When its score is at least {rule.amount:g} of 100."


def _criterion(criterion: Criterion, telling: Telling) -> Iterator[Block]:
    title = criterion.title or criterion.name.replace("_", " ")
    yield Heading(4, title, criterion.name)
    rows: Rows = []
    nodes: tuple[Node, ...] = ()
    if criterion.met:
        rows.append(("Met when", _demands(criterion.met.node, telling)))
        nodes = (criterion.met.node,)
        written = criterion.met.text
    if criterion.score:
        rows += _score_rows(criterion.score, telling)
        nodes = (criterion.score.input.node,)
        written = criterion.score.input.text
    if telling.pack.scored and criterion.weight != 1:
        rows.append(("Weight", (words(f"{criterion.weight:g}"),)))
    rows += source_rows(criterion.rationale, criterion.clause)
    rows += _example_rows("criterion", criterion.name, nodes, telling)
    yield Facts((*rows, ("As written", ((Span(" ".join(written.split()), "code"),),))))


def _demands(node: Node, telling: Telling) -> tuple[Words, ...]:
    parts = demands(node, telling.pack, telling.as_of)
    ended = [(*part, Span(".")) for part in parts]
    return (words("All of these hold:"), *ended) if len(ended) > 1 else tuple(ended)


def _score_rows(scoring: Scoring, telling: Telling) -> Rows:
    """How a score is worked out, and from where on it counts as met."""
    said = sentence(scoring.input.node, telling.pack, telling.as_of)
    kind = scoring.input.node.kind
    rows: Rows = [("Scored by", (said,)), ("Score", (words(_curve(scoring, kind)),))]
    rows.append(("Met from", (words(f"{scoring.met_at:g} of 100"),)))
    return rows


def _curve(scoring: Scoring, kind: str) -> str:
    if scoring.form == "lookup":
        found = (f"{said_text(text)} gives {y:g}" for text, y in scoring.lookup.items())
        return f"{'; '.join(found)}."
    points = [(amount(Interval(x, x), kind), f"{y:g}") for x, y in scoring.points]
    if scoring.form == "ramp":
        ends = sorted(points, key=lambda point: float(point[1]))
        return f"0 at {ends[0][0]}, 100 at {ends[-1][0]}, in a straight line between."
    listed = "; ".join(f"{y} {'from' if scoring.form == 'steps' else 'at'} {x}" for x, y in points)
    return f"{listed}{'' if scoring.form == 'steps' else '; straight lines between'}."


def gates(telling: Telling) -> Iterator[Block]:
    """What guards each gate, then every check."""
    ordered = sorted(telling.pack.gates.values(), key=lambda gate: gate.order)
    yield Table(
        ("Gate", "Blockers", "Warnings", "Advice"),
        tuple(_gate_row(gate, telling.pack) for gate in ordered),
    )
    for gate in ordered:
        yield Heading(3, _title(gate), f"gate-{gate.id}")
        yield from _deciders(gate)
        guards = [check for check in telling.pack.checks.values() if check.gate == gate.id]
        if not guards:
            yield Paragraph(words("No check guards this gate."), "note")
        for check in guards:
            yield from _check(check, _title(gate), telling)


def _deciders(gate: Gate) -> Iterator[Block]:
    """Who may let a project pass, and who may against the outcome."""
    said = (("Decided by", gate.decided_by), ("Overridden by", gate.overridden_by))
    rows = tuple((label, (words(_either(roles)),)) for label, roles in said if roles)
    if rows:
        yield Facts(rows)


def _either(roles: Sequence[str]) -> str:
    return " or ".join(role.replace("_", " ") for role in roles)


def _title(gate: Gate) -> str:
    return gate.title or gate.id.replace("_", " ")


def _gate_row(gate: Gate, pack: Pack) -> tuple[Words, ...]:
    found = [check.severity for check in pack.checks.values() if check.gate == gate.id]
    counts = (words(str(found.count(one))) for one in ("blocker", "warning", "advice"))
    return ((Span(_title(gate), "link", f"gate-{gate.id}"),), *counts)


def _check(check: Check, gate: str, telling: Telling) -> Iterator[Block]:
    tags = [Tag(check.severity, check.severity)]
    if check.of == "programme":
        tags.append(Tag("programme", "plain"))
    yield Heading(4, check.title or check.name.replace("_", " "), check.name, tuple(tags))
    rows: Rows = []
    if check.when:
        when = (*sentence(check.when.node, telling.pack, telling.as_of), Span("."))
        rows.append(("Asked when", (when,)))
    rows.append(("Passed when", _demands(check.require.node, telling)))
    rows += _outcome_rows(check, gate)
    if check.message.parts:
        rows.append(("It says", (_message(check.message, telling),)))
    if check.remedy:
        rows.append(("What to do", (words(check.remedy),)))
    rows.append(("Waiver", (words(_waiver(check)),)))
    if check.depends_on:
        rows.append(("Builds on", (_links(check.depends_on, telling.pack),)))
    rows += source_rows(check.rationale, check.clause)
    nodes = (check.require.node, *([check.when.node] if check.when else []))
    rows += _example_rows("check", check.name, nodes, telling)
    yield Facts((*rows, ("As written", tuple(_written(check)))))


def _outcome_rows(check: Check, gate: str) -> Rows:
    fails, open_ = _STOPS[check.severity], _UNKNOWN[check.unknown]
    if check.severity != "blocker" and check.unknown == "hold":
        open_ = _OPEN
    rows = [("If it fails", fails), ("If it is unknown", open_)]
    whose = "every project is" if check.of == "programme" else "the project is"
    return [
        (label, (words(_sentence(text.format(gate=gate).replace("the project is", whose))),))
        for label, text in rows
    ]


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _message(message: Message, telling: Telling) -> Words:
    found: list[Span] = []
    for part in message.parts:
        if isinstance(part, str):
            found.append(Span(part))
        else:
            inside = phrase(part[0].node, telling.pack, telling.as_of)
            found += (Span("["), *inside, Span("]"))
    return tuple(found)


def _links(ids: Sequence[str], pack: Pack) -> Words:
    """The titles of checks, each leading to its place."""
    checks = [pack.checks[id_] for id_ in ids if id_ in pack.checks]
    return joined([(Span(one.title, "link", one.name),) for one in checks], ", ", " and ")


def _waiver(check: Check) -> str:
    if check.waivable is None:
        return "Nobody may waive it."
    roles = _either(check.waivable.by)
    return f"May be waived by {roles}, for at most {check.waivable.max_days} days."


def source_rows(rationale: str, clause: str) -> Rows:
    """Why a rule is there, and where that is written."""
    rows: Rows = [("Why", (words(rationale),))] if rationale else []
    return [*rows, ("Clause", (words(clause),))] if clause else rows


def _example_rows(kind: str, name: str, nodes: tuple[Node, ...], telling: Telling) -> Rows:
    found = telling.examples.of(kind, name, nodes)
    if not found:
        return []
    return [("Examples", tuple(_example(example, telling.pack) for example in found))]


def _example(example: Example, pack: Pack) -> Words:
    verdict = example.verdict.replace("_", " ")
    verdict = f"{verdict[:1].upper()}{verdict[1:]}"
    tail = f" (on {example.on}; {example.test.replace('_', ' ')})"
    return (Span(verdict, "strong"), Span(" – "), *told(example, pack), Span(tail))


def _written(check: Check) -> Iterator[Words]:
    if check.when:
        yield (Span(f"when {' '.join(check.when.text.split())}", "code"),)
    yield (Span(f"require {' '.join(check.require.text.split())}", "code"),)
