"""Packs with one thing changed: an expression, a param, a policy, a fill rule, an inference."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeVar

from hexvet.language.nodes import Literal, Node
from hexvet.model import Cell, Interval, Where
from hexvet.packs.model import (
    Check,
    Criterion,
    Expression,
    FillRule,
    Inference,
    Pack,
    Param,
    Scoring,
    Section,
    Tally,
)
from hexvet.testing.boundaries import step_of
from hexvet.testing.leaves import readers
from hexvet.testing.matching import matched_by
from hexvet.testing.outcomes import Part, part_of
from hexvet.testing.rule_changes import Rules
from hexvet.testing.variants import Variant, literal_text, variants

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Mutant:
    """A pack with one thing changed, in words and with its place.

    `rule` is the check, criterion, section, let or param; `what` the sort of change; `offset`
    and `width` say which characters of the text at `where`, width 0 the whole value. `roots`
    are the changed expressions, old and new, and `part` the rules that the change can touch.
    `infers` when inference rules can conclude something else, too.
    """

    rule: str
    what: str
    change: str
    where: Where
    pack: Pack
    part: Part
    offset: int = 0
    width: int = 0
    changed: Node | None = None
    roots: tuple[Node, ...] = ()
    since: datetime.date | None = None
    infers: bool = False


def mutants(pack: Pack) -> Iterator[Mutant]:
    """Every small change to a pack, in the order of params, lets, criteria, sections, checks,
    tallies and inference rules."""
    matched = matched_by(pack)
    for mutant in _judging(pack):
        touched = {mutant.rule, *(target.id for target in mutant.part.targets())}
        yield replace(mutant, infers=True) if touched & matched else mutant
    for tally in pack.tallies.values():
        yield from _of_tally(pack, tally)
    rules = Rules(pack)
    for rule in pack.inferences.values():
        yield from _of_inference(pack, rule, rules)


def _judging(pack: Pack) -> Iterator[Mutant]:
    """The changes of what judges a project."""
    reading = readers(pack)
    for param in pack.params.values():
        yield from _of_param(pack, param, reading.get(("param", param.name), _NOTHING))
    for let in pack.lets.values():
        checks, criteria = reading.get(("let", let.name), _NOTHING)
        part = part_of(pack, _ordered(checks, pack.checks), _ordered(criteria, pack.criteria))
        for variant in variants(let.expression.node, let.expression.text):
            lets = {**pack.lets, let.name: replace(let, expression=_with(let.expression, variant))}
            yield _expressed(let.name, let.expression, variant, replace(pack, lets=lets), part)
    for criterion in pack.criteria.values():
        yield from _of_criterion(pack, criterion)
    for section in pack.sections.values():
        yield from _of_section(pack, section)
    for check in pack.checks.values():
        yield from _of_check(pack, check)


_NOTHING: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())


def _ordered(ids: frozenset[str], table: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(id_ for id_ in table if id_ in ids)


def _with(expression: Expression, variant: Variant) -> Expression:
    return replace(expression, node=variant.node)


def _expressed(rule: str, old: Expression, variant: Variant, pack: Pack, part: Part) -> Mutant:
    start, width = variant.part.start, variant.part.end - variant.part.start
    roots = (old.node, variant.node)
    return Mutant(
        rule, variant.what, variant.change, old.where, pack, part, start, width, variant.part, roots
    )


# params ---------------------------------------------------------------------------------------
def _of_param(
    pack: Pack, param: Param, reading: tuple[frozenset[str], frozenset[str]]
) -> Iterator[Mutant]:
    checks, criteria = reading
    part = part_of(pack, _ordered(checks, pack.checks), _ordered(criteria, pack.criteria))
    for at, (since, cell) in enumerate(param.rows):
        for change, other in _other_cells(param, cell):
            rows = (*param.rows[:at], (since, other), *param.rows[at + 1 :])
            params = {**pack.params, param.name: replace(param, rows=rows)}
            dated = since > datetime.date.min
            where = param.where
            key = ("values", since.isoformat()) if dated else ("value",)
            where = Where(where.file, (*where.path, *key))
            yield Mutant(
                param.name, "threshold", change, where, replace(pack, params=params), part,
                since=since if dated else None,
            )  # fmt: skip


def _other_cells(param: Param, cell: Cell) -> Iterator[tuple[str, Cell]]:
    if isinstance(cell, bool):
        yield f"{_truth(cell)} becomes {_truth(not cell)}", not cell
    elif isinstance(cell, Interval):
        step = step_of(param.kind, cell.low)
        if param.kind == "number" and cell.low != int(cell.low):
            step = abs(cell.low) * 0.01
        kind = "number" if param.kind == "share" else param.kind
        old = literal_text(kind, cell.low)
        for value in (cell.low + step, cell.low - step):
            yield f"{old} becomes {literal_text(kind, value)}", Interval(value, value)


def _truth(value: bool) -> str:
    return "true" if value else "false"


# criteria and sections ------------------------------------------------------------------------
def _of_criterion(pack: Pack, criterion: Criterion) -> Iterator[Mutant]:
    part = part_of(pack, (), (criterion.id,))

    def changed(new: Criterion) -> Pack:
        return replace(pack, criteria={**pack.criteria, criterion.id: new})

    if criterion.met is not None:
        for variant in variants(criterion.met.node, criterion.met.text):
            new = replace(criterion, met=_with(criterion.met, variant))
            yield _expressed(criterion.id, criterion.met, variant, changed(new), part)
    if criterion.score is not None:
        score = criterion.score
        for variant in variants(score.input.node, score.input.text):
            new = replace(criterion, score=replace(score, input=_with(score.input, variant)))
            yield _expressed(criterion.id, score.input, variant, changed(new), part)
        for change, key, other in _other_scores(score):
            pack_ = changed(replace(criterion, score=other))
            where = Where(criterion.where.file, (*criterion.where.path, *key))
            roots = (score.input.node, score.input.node)
            yield Mutant(criterion.id, "score", change, where, pack_, part, roots=roots)


def _other_scores(score: Scoring) -> Iterator[tuple[str, tuple[str, ...], Scoring]]:
    for text, worth in score.lookup.items():
        other = worth - 1 if worth >= 1 else worth + 1
        lookup = {**score.lookup, text: other}
        change = f"'{text}' is worth {other:g} instead of {worth:g}"
        yield change, ("score", "lookup", text), replace(score, lookup=lookup)
    for at, (x, y) in enumerate(score.points):
        other = x + _knot_step(score, x)
        points = (*score.points[:at], (other, y), *score.points[at + 1 :])
        if all(a[0] < b[0] for a, b in pairwise(points)):
            change = f"{x:g} becomes {other:g}"
            yield change, ("score", score.form), replace(score, points=points)
    for met_at in (score.met_at + 1, score.met_at - 1):
        change = f"met from {met_at:g} instead of {score.met_at:g}"
        yield change, ("met_at",), replace(score, met_at=met_at)


def _knot_step(score: Scoring, x: float) -> float:
    """1 for whole thresholds of steps, else a hundredth of the whole range."""
    if score.form == "steps" and x == int(x):
        return 1.0
    return max((score.points[-1][0] - score.points[0][0]) * 0.01, abs(x) * 0.01) or 1.0


def _of_section(pack: Pack, section: Section) -> Iterator[Mutant]:
    inside = [c.id for c in pack.criteria.values() if c.section == section.id]
    part = Part((), (), (section.id,), (), False)
    for change, fill in _other_fills(section.fill, len(inside)):
        sections = {**pack.sections, section.id: replace(section, fill=fill)}
        where = Where(section.where.file, (*section.where.path, "fill"))
        roots = tuple(c.met.node for c in pack.criteria.values() if c.id in inside and c.met)
        yield Mutant(
            section.id, "fill", change, where, replace(pack, sections=sections), part, roots=roots
        )


def _other_fills(fill: FillRule, size: int) -> Iterator[tuple[str, FillRule]]:
    if fill.rule == "score":
        for amount in (fill.amount + 1, fill.amount - 1):
            yield f"score {fill.amount:g} becomes {amount:g}", replace(fill, amount=amount)
        return
    wanted = {"any": 1, "all": size}.get(fill.rule, fill.amount)
    for amount in (wanted + 1, wanted - 1):
        if 1 <= amount <= size:
            change = f"{wanted:g} of {size} criteria becomes {amount:g} of {size}"
            yield change, FillRule("at_least", amount)


# checks ---------------------------------------------------------------------------------------
def _of_check(pack: Pack, check: Check) -> Iterator[Mutant]:
    part = part_of(pack, (check.id,), ())

    def changed(new: Check) -> Pack:
        return replace(pack, checks={**pack.checks, check.id: new})

    if check.when is not None:
        for variant in variants(check.when.node, check.when.text):
            new = replace(check, when=_with(check.when, variant))
            yield _expressed(check.id, check.when, variant, changed(new), part)
        pack_ = changed(replace(check, when=None))
        change, where, roots = "'when' is left out", check.when.where, (check.when.node,)
        yield Mutant(check.id, "leaf", change, where, pack_, part, roots=roots)
    for variant in variants(check.require.node, check.require.text):
        new = replace(check, require=_with(check.require, variant))
        yield _expressed(check.id, check.require, variant, changed(new), part)
    yield from _whole_check(pack, check, part)


def _whole_check(pack: Pack, check: Check, part: Part) -> Iterator[Mutant]:
    node, roots = check.require.node, (check.require.node,)
    always = replace(check.require, node=Literal(node.start, node.end, "truth", True))
    changes = [("leaf", "'require' always holds", "require", replace(check, require=always))]
    if check.severity == "blocker":
        change = "blocker becomes warning"
        changes.append(("severity", change, "severity", replace(check, severity="warning")))
        for policy in ("hold", "fail", "pass"):
            if policy != check.unknown:
                change = f"unknown '{check.unknown}' becomes '{policy}'"
                new = replace(check, unknown=policy)
                changes.append(("unknown", change, "unknown", new))
    for what, change, key, new in changes:
        where = Where(check.where.file, (*check.where.path, key))
        other = replace(pack, checks={**pack.checks, check.id: new})
        yield Mutant(check.id, what, change, where, other, part, roots=roots)


# tallies and inference rules ------------------------------------------------------------------
_NO_PART = Part((), (), (), (), False)


def _of_tally(pack: Pack, tally: Tally) -> Iterator[Mutant]:
    def changed(new: Tally) -> Pack:
        return replace(pack, tallies={**pack.tallies, tally.id: new})

    sides: tuple[tuple[str, str], ...] = (("rows", "where"), ("limit_rows", "limit_where"))
    for name, key in sides:
        rows: Expression | None = getattr(tally, name)
        if rows is None:
            continue
        for variant in variants(rows.node, rows.text):
            new = replace(tally, **{name: _with(rows, variant)})  # type: ignore[arg-type]
            made = _expressed(tally.id, rows, variant, changed(new), _NO_PART)
            yield replace(made, infers=True)
        without = changed(replace(tally, **{name: None}))  # type: ignore[arg-type]
        change = f"'{key}' is left out"
        yield Mutant(tally.id, "leaf", change, rows.where, without, _NO_PART, infers=True)


def _of_inference(pack: Pack, rule: Inference, rules: Rules) -> Iterator[Mutant]:
    def changed(other: Mapping[str, Inference], change: str, what: str, *path: str | int) -> Mutant:
        where = Where(rule.where.file, (*rule.where.path, *path))
        changed_pack = replace(pack, inferences=other)
        return Mutant(rule.id, what, change, where, changed_pack, _NO_PART, infers=True)

    rest = {id_: one for id_, one in pack.inferences.items() if id_ != rule.id}
    yield changed(rest, "the rule is left out", "rule")
    for found in rules.changed(rule):
        yield changed(
            {**pack.inferences, rule.id: found.rule}, found.change, found.what, *found.path
        )
