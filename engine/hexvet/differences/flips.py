"""Which verdicts flip: a portfolio judged by two packs, and only where they differ.

Arrays have one element a project (n), in the portfolio's order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np

from hexvet.differences.affected import Affected
from hexvet.differences.model import ABSENT, PASSAGES, STATUSES, WORDS, Flips, Scores, Table
from hexvet.judging import Judge, passage_of, programme_outcomes
from hexvet.language.columns import columns_of
from hexvet.language.nodes import Aggregate, Name, Node, walk
from hexvet.model import Cell, CheckOutcome, Status
from hexvet.packs.model import Check, Pack
from hexvet.portfolio import Verdicts, verdicts


@dataclass(frozen=True, slots=True)
class Side:
    """One pack before a portfolio: `rows` are the projects' cells, `waived` project numbers by
    check id, `held` the ids of the programme's checks that are waived. `names` leads from the
    pack's short names to those that both packs are compared by."""

    judge: Judge
    rows: Sequence[Mapping[str, Cell]]
    waived: Mapping[str, Sequence[int]]
    waivers: Mapping[tuple[str, str], Any]
    names: Mapping[str, str]

    def name(self, id_: str) -> str:
        """The name by which a rule is compared."""
        name = id_.partition("/")[2] or id_
        return self.names.get(name, name)


def flips_between(old: Side, new: Side, touched: Affected) -> Flips:
    """Judges by both packs what can differ, and nothing else."""
    sides = (old, new)
    found = [_part(side, touched) for side in sides]
    checks = _tables("check", sides, found, touched.checks)
    sections = _tables("section", sides, found, touched.sections)
    programme = [_programme(side, touched.checks) for side in sides]
    gates = _gate_tables(old, new, checks, programme, touched)
    return Flips(
        tuple(table for table in (*gates, *sections, *checks) if len(table.flipped)),
        _programme_flips(*programme),
        _scores(*found) if touched.score else None,
    )


# a part of a pack -----------------------------------------------------------------------------
class Part(NamedTuple):
    """What a part of a pack says: code arrays by name."""

    check: dict[str, Any]
    section: dict[str, Any]
    score: tuple[Any, Any] | None


def _part(side: Side, touched: Affected) -> Part:
    """The checks that can differ, and the sections; all sections where the score can."""
    pack = side.judge.pack
    checks = [c for c in pack.checks.values() if side.name(c.id) in touched.checks]
    chosen = (
        pack.sections
        if touched.score
        else {id_: s for id_, s in pack.sections.items() if side.name(id_) in touched.sections}
    )
    slice_ = replace(
        pack,
        checks={c.id: c for c in checks if c.of == "project"},
        sections=chosen,
        criteria={id_: c for id_, c in pack.criteria.items() if c.section in chosen},
        scored=pack.scored and touched.score,
    )
    found = _verdicts(side, slice_, side.rows, {})
    statuses = dict(zip((side.name(id_) for id_ in slice_.checks), found.statuses, strict=True))
    sections = dict(zip((side.name(id_) for id_ in chosen), found.sections + 1, strict=True))
    return Part(statuses, sections, found.score)


def _verdicts(
    side: Side,
    pack: Pack,
    rows: Sequence[Mapping[str, Cell]],
    programme: Mapping[str, CheckOutcome],
    waived: Mapping[str, Sequence[int]] | None = None,
) -> Verdicts:
    judge = replace(side.judge, pack=pack)
    read = _fields_read(pack)
    fields = {name: field for name, field in pack.fields.items() if name in read}
    columns = columns_of(rows, fields, float(judge.as_of.toordinal()))
    return verdicts(judge, columns, programme, side.waived if waived is None else waived)


def _fields_read(pack: Pack) -> set[str]:
    """The fields that the rules of a pack read, lets opened."""
    waiting: list[Node] = []
    for check in pack.checks.values():
        waiting += [check.require.node] + ([check.when.node] if check.when else [])
    for criterion in pack.criteria.values():
        waiting += [criterion.met.node] if criterion.met else []
        waiting += [criterion.score.input.node] if criterion.score else []
    found, seen = set[str](), set[str]()
    while waiting:
        for part in walk(waiting.pop()):
            if isinstance(part, Name) and part.source == "let" and part.name not in seen:
                seen.add(part.name)
                waiting.append(pack.lets[part.name].expression.node)
            elif isinstance(part, Name):
                found.add(part.name)
            elif isinstance(part, Aggregate):
                found.add(part.table)
    return found


def _tables(
    kind: str, sides: tuple[Side, Side], found: Sequence[Part], names: frozenset[str]
) -> list[Table]:
    size, absent = len(sides[0].rows), len(WORDS[kind]) - 1
    nowhere = np.full(size, absent, np.int8)
    tables = []
    for name in _ordered(kind, sides, names):
        arrays = [getattr(part, kind) for part in found]
        old, new = (array.get(name, nowhere) for array in arrays)
        if old is not nowhere or new is not nowhere:
            tables.append(Table(kind, name, old, new))
    return tables


def _ordered(kind: str, sides: tuple[Side, Side], names: frozenset[str]) -> list[str]:
    """In the new pack's order, then what only the old one has."""
    attribute = {"check": "checks", "section": "sections", "gate": "gates"}[kind]
    packs = [(side, side.judge.pack) for side in reversed(sides)]
    ids = [side.name(id_) for side, pack in packs for id_ in getattr(pack, attribute)]
    return [name for name in dict.fromkeys(ids) if name in names]


# the programme --------------------------------------------------------------------------------
def _programme(side: Side, names: frozenset[str]) -> dict[str, tuple[Check, Status]]:
    chosen = {
        id_: c
        for id_, c in side.judge.pack.checks.items()
        if c.of == "programme" and side.name(id_) in names
    }
    judge = replace(side.judge, pack=replace(side.judge.pack, checks=chosen))
    outcomes = programme_outcomes(judge, side.rows, side.waivers)
    return {side.name(id_): (chosen[id_], o.status) for id_, o in outcomes.items()}


def _programme_flips(
    old: Mapping[str, tuple[Check, Status]], new: Mapping[str, tuple[Check, Status]]
) -> dict[str, tuple[str, str]]:
    found = {}
    for name in dict.fromkeys((*new, *old)):
        one = old[name][1] if name in old else ABSENT
        other = new[name][1] if name in new else ABSENT
        if one != other:
            found[name] = (one, other)
    return found


# gates ----------------------------------------------------------------------------------------
def _gate_tables(
    old: Side,
    new: Side,
    checks: Sequence[Table],
    programme: Sequence[Mapping[str, tuple[Check, Status]]],
    touched: Affected,
) -> list[Table]:
    """Only projects for which a changed check does something else to a gate are judged whole."""
    size = len(new.rows)
    wanted = np.zeros(size, bool)
    for table in checks:
        effects = [_effects(side, table.rule) for side in (old, new)]
        (gate_a, one), (gate_b, other) = effects
        before, after = one[table.old], other[table.new]
        wanted |= (before != after) | ((gate_a != gate_b) & (before + after > 0))
    if _moves_all(programme) or set(old.judge.pack.gates) != set(new.judge.pack.gates):
        wanted[:] = True
    chosen = np.flatnonzero(wanted)
    if not len(chosen):
        return []
    shared = _shared(new, touched, chosen)
    tables = []
    for gate in _ordered("gate", (old, new), touched.gates):
        codes = np.zeros((2, size), np.int8)
        sides = zip((old, new), ("old", "new"), programme, strict=True)
        for row, (side, which, own) in zip(codes, sides, strict=True):
            if gate not in side.judge.pack.gates:
                row[chosen] = PASSAGES.index(ABSENT)
                continue
            found = [shared[gate]] if gate in shared else []
            found += [_effect(side, gate, table, which)[chosen] for table in checks]
            row[chosen] = np.maximum(_reduced(found, len(chosen)), _of_programme(gate, own))
        tables.append(Table("gate", gate, *codes))
    return tables


def _reduced(found: Sequence[Any], size: int) -> Any:
    worst = np.zeros(size, np.int8)
    for passages in found:
        np.maximum(worst, passages, out=worst)
    return worst


def _effect(side: Side, gate: str, table: Table, which: str) -> Any:
    """What one changed check does to a gate."""
    guarded, effects = _effects(side, table.rule)
    passages = effects[getattr(table, which)]
    return passages if guarded == gate else np.zeros_like(passages)


def _of_programme(gate: str, own: Mapping[str, tuple[Check, Status]]) -> Any:
    passages = [passage_of(c, status) for c, status in own.values() if c.gate == gate]
    return np.int8(max((PASSAGES.index(passage) for passage in passages), default=0))


def _effects(side: Side, name: str) -> tuple[str, Any]:
    """The gate that a check guards, and what each status does to it; nothing where there is
    no such check."""
    for check in side.judge.pack.checks.values():
        if side.name(check.id) == name:
            effects = [PASSAGES.index(passage_of(check, s)) for s in STATUSES[:-1]]  # type: ignore[arg-type]
            return check.gate, np.array([*effects, 0], np.int8)
    return "", np.zeros(len(STATUSES), np.int8)


def _moves_all(programme: Sequence[Mapping[str, tuple[Check, Status]]]) -> bool:
    effects: list[dict[str, tuple[str, str]]] = []
    for side in programme:
        passages = {n: (c.gate, passage_of(c, status)) for n, (c, status) in side.items()}
        effects.append({n: effect for n, effect in passages.items() if effect[1] != "pass"})
    return effects[0] != effects[1]


def _shared(side: Side, touched: Affected, chosen: Any) -> dict[str, Any]:
    """What the blockers that both packs share do to some gates, for some projects."""
    pack = side.judge.pack
    blockers = {
        id_: c
        for id_, c in pack.checks.items()
        if c.gate in touched.gates and c.severity == "blocker"
        and side.name(id_) not in touched.checks
    }  # fmt: skip
    kept = {id_: gate for id_, gate in pack.gates.items() if id_ in touched.gates}
    slice_ = replace(pack, checks=blockers, gates=kept, sections={}, criteria={}, scored=False)
    outcomes = programme_outcomes(replace(side.judge, pack=slice_), side.rows, side.waivers)
    at = {int(number): place for place, number in enumerate(chosen)} if side.waived else {}
    waived = {
        check: [at[number] for number in numbers if number in at]
        for check, numbers in side.waived.items()
    }
    rows = [side.rows[number] for number in chosen.tolist()]
    found = _verdicts(side, slice_, rows, outcomes, waived)
    return dict(zip(kept, found.gates, strict=True))


# scores ---------------------------------------------------------------------------------------
def _scores(old: Part, new: Part) -> Scores:
    return Scores(old.score, new.score, _ranks(old.score, new), _ranks(new.score, old))


def _ranks(score: tuple[Any, Any] | None, other: Part) -> Any:
    if score is None:
        return np.zeros(0 if other.score is None else len(other.score[0]), int)
    low = np.round(score[0], 9)
    return 1 + len(low) - np.searchsorted(np.sort(low), low, side="right")
