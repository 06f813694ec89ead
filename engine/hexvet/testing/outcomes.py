"""What a pack says in one case, whole or only in part, and the names that tests call it by."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from hexvet.judging import (
    Judge,
    Waivers,
    check_outcome,
    criteria_of,
    criterion_outcome,
    gate_outcome,
    judge_of,
    needs_of,
    programme_outcomes,
    project_outcome,
    section_outcome,
    total,
)
from hexvet.language.environment import Env
from hexvet.model import Cell, CheckOutcome, Interval, ProjectOutcome
from hexvet.packs.model import Pack
from hexvet.testing.cases import ALONE


class Target(NamedTuple):
    """A rule whose outcome a test can expect: kind (check, criterion, section, gate) and id."""

    kind: str
    id: str


def targets(pack: Pack) -> dict[str, tuple[Target, ...]]:
    """The rules of each name: short, full, or with its kind before a point."""
    tables = {
        "gate": pack.gates,
        "section": pack.sections,
        "criterion": pack.criteria,
        "check": pack.checks,
    }
    found: dict[str, tuple[Target, ...]] = {}
    for kind, table in tables.items():
        for id_ in table:
            short = id_.partition("/")[2] or id_
            for name in dict.fromkeys((short, id_, f"{kind}.{short}", f"{kind}.{id_}")):
                found[name] = (*found.get(name, ()), Target(kind, id_))
    return found


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Everything that a pack says about one case."""

    programme: Mapping[str, CheckOutcome]
    project: ProjectOutcome

    def state(self, target: Target) -> tuple[str, Interval | None]:
        """The state (status, passage) of a rule, and its score where it has one."""
        match target.kind:
            case "gate":
                return self.project.gates[target.id].state, None
            case "section":
                section = self.project.sections[target.id]
                return section.state, section.score
            case "criterion":
                criterion = self.project.criteria[target.id]
                return criterion.state, criterion.score
        check = self.project.checks.get(target.id) or self.programme[target.id]
        return check.status, None

    @property
    def needs(self) -> frozenset[str]:
        """All fields whose answers would settle something."""
        own, others = self.project.needs, self.programme.values()
        return frozenset((*own, *(name for check in others for name in check.needs)))


@dataclass(frozen=True, slots=True)
class Trial:
    """A pack on a date with some answers: `project` and `programme` are its cells, split.

    With several projects, `others` are their answers by id, and `project` those that they share.
    """

    judge: Judge
    project: Mapping[str, Cell]
    others: Mapping[str, Mapping[str, Cell]] = field(default_factory=dict)
    waivers: Waivers = field(default_factory=dict)

    @property
    def pack(self) -> Pack:
        """The pack that judges."""
        return self.judge.pack

    @property
    def rows(self) -> Sequence[Mapping[str, Cell]]:
        """The answers of all projects, as rules of the programme see them."""
        return list(self.others.values()) if self.others else [self.project]

    @property
    def wide(self) -> Env:
        """What names mean to the programme."""
        return self.judge.env({}, self.rows)

    def outcomes(self) -> Outcomes:
        """Judges the case."""
        programme = programme_outcomes(self.judge, self.rows, self.waivers)
        return Outcomes(
            programme, project_outcome(self.judge, ALONE, self.project, programme, self.waivers)
        )


def trial(
    pack: Pack,
    on: datetime.date,
    cells: Mapping[str, Cell],
    others: Mapping[str, Mapping[str, Cell]] | None = None,
    waivers: Waivers | None = None,
) -> Trial:
    """The pack before a case whose answers of both subjects stand in one mapping."""
    return with_cells(Trial(judge_of(pack, on, {}), {}, others or {}, waivers or {}), cells)


def with_cells(base: Trial, cells: Mapping[str, Cell]) -> Trial:
    """The same pack and date before other answers."""
    project: dict[str, Cell] = {}
    programme: dict[str, Cell] = {}
    for name, cell in cells.items():
        (project if base.pack.fields[name].of == "project" else programme)[name] = cell
    return replace(base, judge=replace(base.judge, programme=programme), project=project)


# in part --------------------------------------------------------------------------------------
class Part(NamedTuple):
    """The rules that a change can touch, by full id, and what is made up of them."""

    checks: Collection[str]
    criteria: Collection[str]
    sections: Collection[str]
    gates: Collection[str]
    scored: bool

    def targets(self) -> Iterator[Target]:
        """Every rule in the part."""
        for kind, ids in zip(("check", "criterion", "section", "gate"), self[:4], strict=True):
            for id_ in ids:
                yield Target(kind, id_)


def part_of(pack: Pack, checks: Collection[str], criteria: Collection[str]) -> Part:
    """The part that some checks and criteria touch: their gates, their sections, the total."""
    sections = dict.fromkeys(pack.criteria[id_].section for id_ in criteria)
    gates = dict.fromkeys(pack.checks[id_].gate for id_ in checks)
    scored = pack.scored and bool(criteria)
    return Part(tuple(checks), tuple(criteria), tuple(sections), tuple(gates), scored)


def again(trial: Trial, part: Part, before: Outcomes, *, needs: bool) -> Outcomes:
    """Judges only a part; the rest is as `before`. Without `needs`, they are not worked out."""
    pack, judge, waivers = trial.pack, trial.judge, trial.waivers
    env, wide = judge.env(trial.project), trial.wide
    programme, checks = dict(before.programme), dict(before.project.checks)
    for id_ in part.checks:
        check = pack.checks[id_]
        if check.of == "programme":
            programme[id_] = check_outcome(check, wide, judge, waivers.get((id_, "")))
        else:
            checks[id_] = check_outcome(check, env, judge, waivers.get((id_, ALONE)))
    criteria = dict(before.project.criteria)
    for id_ in part.criteria:
        criteria[id_] = criterion_outcome(pack.criteria[id_], env)
    sections = dict(before.project.sections)
    for id_ in part.sections:
        inside = [(c, criteria[c.id]) for c in criteria_of(pack, pack.sections[id_])]
        sections[id_] = section_outcome(pack.sections[id_], inside)
    gates = dict(before.project.gates)
    everything = {**programme, **checks}
    for gate in part.gates:
        inner = [(c, everything[c.id]) for c in pack.checks.values() if c.gate == gate]
        gates[gate] = gate_outcome(gate, inner)
    outcome = replace(
        before.project,
        sections=sections,
        criteria=criteria,
        checks=checks,
        gates=gates,
        score=total(pack, sections) if part.scored else before.project.score,
        needs=needs_of(criteria, everything) if needs else before.project.needs,
    )
    return Outcomes(programme, outcome)
