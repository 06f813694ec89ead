"""The facts of a workspace: what is known of a project, of the programme and of the packs.

Only what is known exactly is a fact. What is unknown, disputed or known as a range is left out of
its fact, and so is a row that is dated later than the as-of date.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from hexvet.evaluation import Assessment
from hexvet.findings.values import value_of, worth
from hexvet.findings.wanted import Wanted
from hexvet.inference.model import Fact, Value
from hexvet.judging import Judge, check_status, criteria_of, criterion_outcome, section_outcome
from hexvet.language.environment import Env
from hexvet.language.nodes import Node
from hexvet.language.tables import Row, visible
from hexvet.loading import vocabulary_of
from hexvet.model import Field, Interval, Project, Status, Subject, Waiver
from hexvet.packs.fact_kinds import ROW, table_kinds
from hexvet.waivers import last_day

R = TypeVar("R")

_Values = Mapping[str, "Value | None"]


@dataclass(frozen=True, slots=True)
class Ground:
    """An assessment and what the rules want of it, with all that is the same for every project.

    `tables` are the table fields whose rows are facts, with whose they are; `lets` holds each let
    with the judge whose pack has it, and whose it is; `places` the number of each project in the
    workspace's order, from 1.
    """

    assessment: Assessment
    wanted: Wanted
    fields: Mapping[str, Field]
    tables: Mapping[str, Subject]
    lets: Mapping[str, tuple[Judge, Node, Subject]]
    places: Mapping[str, int]
    waivers: Mapping[str, tuple[Waiver, ...]] = field(default_factory=dict)


def ground_of(assessment: Assessment, wanted: Wanted) -> Ground:
    """What facts are made of."""
    lets: dict[str, tuple[Judge, Node, Subject]] = {}
    for judge in assessment.judges:
        for name, let in judge.pack.lets.items():
            lets.setdefault(name, (judge, let.expression.node, let.of))
    waivers: dict[str, tuple[Waiver, ...]] = {}
    for (_, project), waiver in assessment.waivers.items():
        waivers[project] = (*waivers.get(project, ()), waiver)
    places = {id_: number for number, id_ in enumerate(assessment.workspace.projects, 1)}
    packs = assessment.packs
    fields, tables = vocabulary_of(packs), table_kinds(packs)
    return Ground(assessment, wanted, fields, tables, lets, places, waivers)


def project_facts(ground: Ground, id_: str) -> tuple[Fact, ...]:
    """What is known of one project."""
    project = ground.assessment.workspace.projects[id_]
    return _made(ground, _of_project(ground, project))


def programme_facts(ground: Ground) -> tuple[Fact, ...]:
    """What is known of the programme, and what the packs say whatever is known."""
    return _made(ground, _of_programme(ground))


def _made(ground: Ground, found: Iterator[tuple[str, _Values]]) -> tuple[Fact, ...]:
    facts = (ground.wanted.fact(kind, values) for kind, values in found)
    return tuple(dict.fromkeys(fact for fact in facts if fact is not None))


# of a project ---------------------------------------------------------------------------------
def _of_project(ground: Ground, project: Project) -> Iterator[tuple[str, _Values]]:
    wanted, id_ = ground.wanted, project.id
    envs = {judge.pack.id: judge.env(project.cells) for judge in ground.assessment.judges}
    if "project" in wanted:
        yield "project", _project(ground, project, envs)
    yield from _rows(ground, "project", project.cells, project.id)
    yield from _checks(ground, id_, envs)
    yield from _criteria(ground, id_, envs)
    if "gate" in wanted:
        for gate, state in ground.assessment.standings[ground.places[id_] - 1].gates:
            yield "gate", {"project": id_, "gate": gate, "state": state}
    for waiver in ground.waivers.get(id_, ()):
        yield "waiver", {"project": id_, **_waiver(ground, waiver)}


def _project(ground: Ground, project: Project, envs: Mapping[str, Env]) -> _Values:
    own: dict[str, Value | None] = {
        "project": project.id,
        "title": value_of(project.title),
        "number": float(ground.places[project.id]),
        "lifecycle": project.lifecycle,
    }
    return own | _known(ground, "project", project.cells, lambda judge: envs[judge.pack.id], own)


def _known(
    ground: Ground,
    of: Subject,
    cells: Row,
    env_of: Callable[[Judge], Env],
    own: _Values,
) -> dict[str, Value | None]:
    """The fields and lets that rules look at."""
    found: dict[str, Value | None] = {}
    for name in ground.wanted.fields[of] - own.keys():
        let = ground.lets.get(name)
        if name in ground.fields:
            found[name] = value_of(cells.get(name))
        elif let is not None and let[2] == of:
            found[name] = worth(let[1], env_of(let[0]))
    return found


def _checks(ground: Ground, id_: str, envs: Mapping[str, Env]) -> Iterator[tuple[str, _Values]]:
    waivers = ground.assessment.waivers
    for judge in ground.assessment.judges:
        for check in _asked(ground.wanted, "check", judge.pack.checks):
            if check.of == "project":
                without, _ = check_status(check, envs[judge.pack.id])
                waived = (check.id, id_) in waivers and without in ("failed", "unknown")
                status: Status = "waived" if waived else without
                yield "check", {
                    "project": id_, "check": check.id, "status": status, "without": without,
                    "severity": check.severity, "gate": check.gate, "of": "project",
                }  # fmt: skip


def _criteria(ground: Ground, id_: str, envs: Mapping[str, Env]) -> Iterator[tuple[str, _Values]]:
    wanted = ground.wanted
    for judge in ground.assessment.judges:
        pack, env = judge.pack, envs[judge.pack.id]
        for criterion in _asked(wanted, "criterion", pack.criteria):
            state: str = criterion_outcome(criterion, env).state
            yield "criterion", {"project": id_, "criterion": criterion.id, "state": state}
        for section in _asked(wanted, "section", pack.sections):
            found = [(one, criterion_outcome(one, env)) for one in criteria_of(pack, section)]
            state = section_outcome(section, found).state
            yield "section", {
                "project": id_, "section": section.id, "state": state, "kind": section.kind,
            }  # fmt: skip


def _asked(wanted: Wanted, kind: str, rules: Mapping[str, R]) -> Iterator[R]:
    """The rules of a pack whose outcomes some pattern could match."""
    if kind in wanted:
        only = wanted.only(kind, kind)
        yield from (rule for id_, rule in rules.items() if only is None or id_ in only)


# of the programme and the packs ---------------------------------------------------------------
def _of_programme(ground: Ground) -> Iterator[tuple[str, _Values]]:
    assessment, wanted = ground.assessment, ground.wanted
    programme = assessment.workspace.programme
    if "programme" in wanted:
        rows = [project.cells for project in assessment.workspace.projects.values()]
        envs = {judge.pack.id: judge.env({}, rows) for judge in assessment.judges}
        own: _Values = {"city": value_of(assessment.workspace.city)}
        lets = _known(ground, "programme", programme.cells, lambda j: envs[j.pack.id], own)
        yield "programme", {**own, **lets}
    yield from _rows(ground, "programme", programme.cells, "")
    for outcome in assessment.programme.values():
        yield "check", {
            "check": outcome.id, "status": outcome.status, "without": outcome.without,
            "severity": outcome.severity, "gate": outcome.gate, "of": "programme",
        }  # fmt: skip
    for waiver in ground.waivers.get("", ()):
        yield "waiver", _waiver(ground, waiver)
    for judge in assessment.judges:
        for check in judge.pack.checks.values():
            for on in check.depends_on:
                yield "dependency", {"check": check.id, "on": on}


def _waiver(ground: Ground, waiver: Waiver) -> _Values:
    until = last_day(waiver)
    return {
        "check": waiver.check,
        "role": value_of(waiver.role),
        "name": value_of(waiver.name),
        "until": float(until.toordinal()),
        "days_left": float((until - ground.assessment.as_of).days),
    }


# rows -----------------------------------------------------------------------------------------
def _rows(ground: Ground, of: Subject, cells: Row, id_: str) -> Iterator[tuple[str, _Values]]:
    for kind, subject in ground.tables.items():
        if subject == of and kind in ground.wanted:
            for number, row in numbered(ground.assessment, ground.fields[kind], cells):
                own: _Values = {ROW: float(number), **({"project": id_} if id_ else {})}
                yield kind, {**{name: value_of(cell) for name, cell in row.items()}, **own}


def numbered(assessment: Assessment, table: Field, cells: Row) -> list[tuple[int, Row]]:
    """The rows of a table that are there on the as-of date, with their numbers in its file."""
    rows = cells.get(table.name)
    if not isinstance(rows, tuple) or isinstance(rows, Interval):
        return []
    today = float(assessment.as_of.toordinal())
    return [(at, row) for at, row in enumerate(rows, 1) if visible((row,), table.dated, today)]
