"""Which rules of two packs can judge differently: everything that they compute is compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hexvet.judging import Judge
from hexvet.language.nodes import Aggregate, Name, Node, key, walk
from hexvet.packs.model import Check, Criterion, Expression, Pack, Section

Mark = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Affected:
    """Short names of the rules that can judge differently, new or gone ones among them."""

    checks: frozenset[str]
    criteria: frozenset[str]
    sections: frozenset[str]
    gates: frozenset[str]
    score: bool

    @property
    def nothing(self) -> bool:
        """Whether no verdict can have changed."""
        return not (self.checks or self.criteria or self.sections or self.gates or self.score)


def affected(old: Judge, new: Judge, renamed: Mapping[str, str]) -> Affected:
    """Compares two packs on one date; `renamed` leads from old names to new ones."""
    checks = _different(_checks(old, renamed), _checks(new, {}))
    criteria = _different(_criteria(old, renamed), _criteria(new, {}))
    sections = _different(_sections(old, renamed), _sections(new, {}))
    gates = {gate for judge in (old, new) for gate in _gates_of(judge, checks)}
    gates |= set(old.pack.gates) ^ set(new.pack.gates)
    score = bool(sections) or old.pack.scored != new.pack.scored
    scored = old.pack.scored or new.pack.scored
    return Affected(checks, criteria, sections, frozenset(gates), score and scored)


def short(id_: str) -> str:
    """The id without its pack."""
    return id_.partition("/")[2] or id_


def _different(old: Mapping[str, Mark], new: Mapping[str, Mark]) -> frozenset[str]:
    return frozenset(name for name in {*old, *new} if old.get(name) != new.get(name))


def _gates_of(judge: Judge, checks: frozenset[str]) -> Iterator[str]:
    for check in judge.pack.checks.values():
        if check.name in checks:
            yield check.gate


# marks: equal when the verdicts must be -------------------------------------------------------
def _checks(judge: Judge, renamed: Mapping[str, str]) -> dict[str, Mark]:
    return {
        renamed.get(check.name, check.name): _check(check, judge)
        for check in judge.pack.checks.values()
    }


def _check(check: Check, judge: Judge) -> Mark:
    parts = (_mark(check.when, judge), _mark(check.require, judge))
    return (*parts, check.severity, check.gate, check.unknown, check.of)


def _criteria(judge: Judge, renamed: Mapping[str, str]) -> dict[str, Mark]:
    return {renamed.get(c.name, c.name): _criterion(c, judge) for c in judge.pack.criteria.values()}


def _criterion(criterion: Criterion, judge: Judge) -> Mark:
    score = criterion.score
    curve: Mark = ()
    if score is not None:
        lookup = tuple(sorted(score.lookup.items()))
        curve = (_mark(score.input, judge), score.form, score.points, lookup, score.met_at)
    return (_mark(criterion.met, judge), curve)


def _sections(judge: Judge, renamed: Mapping[str, str]) -> dict[str, Mark]:
    return {renamed.get(s.name, s.name): _section(s, judge) for s in judge.pack.sections.values()}


def _section(section: Section, judge: Judge) -> Mark:
    inside = sorted(
        (c.name, c.weight, repr(_criterion(c, judge)))
        for c in judge.pack.criteria.values()
        if c.section == section.id
    )
    return (section.fill, section.weight, tuple(inside))


def _mark(expression: Expression | None, judge: Judge) -> Mark:
    """All that a value is worked out from: the expression, its lets, params and fields."""
    if expression is None:
        return ()
    lets: dict[str, Mark] = {}
    words: dict[tuple[str, str], object] = {}
    waiting: list[Node] = [expression.node]
    while waiting:
        for part in walk(waiting.pop()):
            for source, name in _names(part):
                if source == "let" and name not in lets:
                    lets[name] = key(judge.lets[name])
                    waiting.append(judge.lets[name])
                elif source == "param":
                    words[source, name] = judge.params.get(name)
                elif source in ("field", "programme"):
                    words[source, name] = _field(name, judge.pack)
    inputs = tuple(sorted(words.items(), key=repr))
    return (key(expression.node), tuple(sorted(lets.items())), inputs)


def _names(part: Node) -> Iterator[tuple[str, str]]:
    if isinstance(part, Name):
        yield part.source, part.name
    elif isinstance(part, Aggregate):
        yield part.source, part.table
        if part.source == "projects" and part.column:
            yield "field", part.column


def _field(name: str, pack: Pack) -> Mark:
    field = pack.fields.get(name)
    if field is None:
        return ()
    columns = tuple((c.name, c.kind) for c in field.columns.values())
    return (field.kind, field.range, field.dated, columns)
