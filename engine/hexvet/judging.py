"""What a pack says about one project, or about the programme: plain Python, one row at a time."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from hexvet import scoring
from hexvet.language import scalar
from hexvet.language.deciding import needs, open_fields
from hexvet.language.environment import Env
from hexvet.language.nodes import Node
from hexvet.language.tables import Row
from hexvet.model import (
    Cell,
    CheckOutcome,
    CriterionOutcome,
    GateOutcome,
    Interval,
    Passage,
    ProjectOutcome,
    SectionOutcome,
    Status,
    Waiver,
)
from hexvet.packs.messages import render
from hexvet.packs.model import Check, Criterion, Expression, Pack, Scoring, Section


@dataclass(frozen=True, slots=True)
class Judge:
    """A pack on one date: everything that is the same for all projects, worked out once."""

    pack: Pack
    as_of: datetime.date
    programme: Row
    params: Row = field(default_factory=dict)
    lets: Mapping[str, Node] = field(default_factory=dict)
    ranges: Mapping[str, Interval] = field(default_factory=dict)
    dated: Mapping[str, str] = field(default_factory=dict)

    def env(self, cells: Row, projects: Sequence[Row] = ()) -> Env:
        """What names mean for one project."""
        today = float(self.as_of.toordinal())
        return Env(
            cells, self.programme, self.params, self.lets, self.ranges, today, self.dated, projects
        )

    def unit(self, name: str) -> str:
        """The unit of a field or param; without a name, the currency if the pack has one."""
        if not name:
            currencies = {f.unit for f in self.pack.fields.values() if f.kind == "money"} - {""}
            return currencies.pop() if len(currencies) == 1 else ""
        declared = self.pack.fields.get(name) or self.pack.params.get(name)
        return declared.unit if declared else ""


def judge_of(pack: Pack, as_of: datetime.date, programme: Row) -> Judge:
    """The pack with the params that hold on `as_of`."""
    params = {name: param_on(pack, name, as_of) for name in pack.params}
    return Judge(
        pack,
        as_of,
        programme,
        {name: cell for name, cell in params.items() if cell is not None},
        {name: let.expression.node for name, let in pack.lets.items()},
        {name: declared.range for name, declared in pack.fields.items()},
        {name: declared.dated for name, declared in pack.fields.items() if declared.dated},
    )


def param_on(pack: Pack, name: str, as_of: datetime.date) -> Cell | None:
    """A param's value on a date: the last row that has begun; None before the first."""
    begun = [cell for since, cell in pack.params[name].rows if since <= as_of]
    return begun[-1] if begun else None


# criteria and sections ------------------------------------------------------------------------
def criterion_outcome(criterion: Criterion, env: Env) -> CriterionOutcome:
    """Met, unmet or unknown; or a score, which is met from `met_at` upwards."""
    score: Interval | None = None
    lacking: tuple[str, ...] = ()
    if criterion.score is not None:
        score = score_range(criterion.score, env)
        state = scoring.state_of_score(score, criterion.score.met_at)
        if score.low != score.high:
            lacking = tuple(open_fields(criterion.score.input.node, env))
    if criterion.met is not None:
        holds = scalar.truth(criterion.met.node, env)
        state = "met" if holds > 0 else "unmet" if holds < 0 else "unknown"
        if holds <= 0:
            lacking = needs(criterion.met.node, env)
    return CriterionOutcome(criterion.id, state, score, lacking)


def score_range(score: Scoring, env: Env) -> Interval:
    """The score of a criterion on 0..100, as wide as its evidence."""
    if score.form == "lookup":
        return scoring.looked_up(score, scalar.text(score.input.node, env))
    return scoring.value_range(score, scalar.quantity(score.input.node, env))


def section_outcome(
    section: Section, criteria: Sequence[tuple[Criterion, CriterionOutcome]]
) -> SectionOutcome:
    """Filled, unfilled or unknown, and the weighted mean of its criteria."""
    score = scoring.weighted_mean(
        (criterion.weight, scoring.score_of(outcome.state, outcome.score))
        for criterion, outcome in criteria
    )
    state = scoring.filled(section.fill, [outcome.state for _, outcome in criteria], score)
    wanted = dict.fromkeys(n for _, o in criteria if o.state == "unknown" for n in o.needs)
    return SectionOutcome(section.id, state, score, tuple(wanted) if state == "unknown" else ())


# checks and gates -----------------------------------------------------------------------------
def check_status(check: Check, env: Env) -> tuple[Status, Expression | None]:
    """The status before waivers, and the expression that decides it when it is not passed."""
    if check.when is not None:
        applies = scalar.truth(check.when.node, env)
        if applies < 0:
            return "not_applicable", None
        if applies == 0:
            return "unknown", check.when
    holds = scalar.truth(check.require.node, env)
    if holds > 0:
        return "passed", None
    return ("failed" if holds < 0 else "unknown"), check.require


def check_outcome(check: Check, env: Env, judge: Judge, waiver: Waiver | None) -> CheckOutcome:
    """Status, message and needs of one check; a waiver counts only where it is wanted."""
    status, because = check_status(check, env)
    if because is None:
        return CheckOutcome(check.id, status, status, check.severity, check.gate)
    return CheckOutcome(
        check.id,
        "waived" if waiver else status,
        status,
        check.severity,
        check.gate,
        render(check.message, env, judge.unit),
        needs(because.node, env),
        waiver,
    )


def gate_outcome(
    gate: str, checks: Sequence[tuple[Check, CheckOutcome]], *, waived: bool = True
) -> GateOutcome:
    """Stop when a blocker failed, hold when one is unknown, else pass; and which decide it."""
    stops, holds = [], []
    for check, outcome in checks:
        passage = passage_of(check, outcome.status if waived else outcome.without)
        if passage == "stop":
            stops.append(check.id)
        elif passage == "hold":
            holds.append(check.id)
    state: Passage = "stop" if stops else "hold" if holds else "pass"
    without = gate_outcome(gate, checks, waived=False).state if waived else state
    return GateOutcome(gate, state, tuple(stops or holds), without)


def passage_of(check: Check, status: Status) -> Passage:
    """What one check does to its gate: only blockers hold or stop."""
    if check.severity != "blocker" or status in ("passed", "not_applicable", "waived"):
        return "pass"
    if status == "failed":
        return "stop"
    return {"fail": "stop", "pass": "pass"}.get(check.unknown, "hold")  # type: ignore[return-value]


# a project ------------------------------------------------------------------------------------
Programme = Mapping[str, CheckOutcome]
Waivers = Mapping[tuple[str, str], Waiver]
"""The waivers that hold, by (check, project); project "" for the programme."""


def programme_outcomes(
    judge: Judge, projects: Sequence[Row], waivers: Waivers
) -> dict[str, CheckOutcome]:
    """The checks of the programme, evaluated once."""
    env = judge.env({}, projects)
    return {
        check.id: check_outcome(check, env, judge, waivers.get((check.id, "")))
        for check in judge.pack.checks.values()
        if check.of == "programme"
    }


def project_outcome(
    judge: Judge, id_: str, cells: Row, programme: Programme, waivers: Waivers
) -> ProjectOutcome:
    """Everything that one pack says about one project."""
    env, pack = judge.env(cells), judge.pack
    criteria = {c.id: criterion_outcome(c, env) for c in pack.criteria.values()}
    sections = {
        s.id: section_outcome(s, [(c, criteria[c.id]) for c in criteria_of(pack, s)])
        for s in pack.sections.values()
    }
    checks = {
        check.id: check_outcome(check, env, judge, waivers.get((check.id, id_)))
        for check in pack.checks.values()
        if check.of == "project"
    }
    stage = cells.get("stage")
    return ProjectOutcome(
        id_,
        stage if isinstance(stage, str) else None,
        sections,
        criteria,
        checks,
        gates_of(pack, {**programme, **checks}),
        total(pack, sections) if pack.scored else None,
        known_share(pack, criteria),
        needs_of(criteria, {**programme, **checks}),
    )


def criteria_of(pack: Pack, section: Section) -> list[Criterion]:
    """The criteria of a section, in order."""
    return [c for c in pack.criteria.values() if c.section == section.id]


def gates_of(pack: Pack, outcomes: Mapping[str, CheckOutcome]) -> dict[str, GateOutcome]:
    """Every gate of the pack, in order."""
    at: dict[str, list[tuple[Check, CheckOutcome]]] = {gate: [] for gate in pack.gates}
    for check in pack.checks.values():
        at[check.gate].append((check, outcomes[check.id]))
    return {gate: gate_outcome(gate, checks) for gate, checks in at.items()}


def total(pack: Pack, sections: Mapping[str, SectionOutcome]) -> Interval | None:
    """The weighted mean of the sections: stands beside the hexagon, never in its place."""
    return scoring.weighted_mean((s.weight, sections[s.id].score) for s in pack.sections.values())


def criterion_weights(pack: Pack) -> dict[str, float]:
    """Each criterion's share of the total: its weight in the section times the section's."""
    sums: dict[str, float] = {}
    for criterion in pack.criteria.values():
        sums[criterion.section] = sums.get(criterion.section, 0.0) + criterion.weight
    return {
        c.id: pack.sections[c.section].weight * c.weight / (sums[c.section] or 1.0)
        for c in pack.criteria.values()
    }


def known_share(pack: Pack, criteria: Mapping[str, CriterionOutcome]) -> float | None:
    """The weight of the criteria that are decided, over all weight."""
    weights = criterion_weights(pack)
    return scoring.evidence_share((weights[c.id], decided(c)) for c in criteria.values())


def decided(outcome: CriterionOutcome) -> bool:
    """Whether evidence leaves nothing open."""
    if outcome.score is not None:
        return outcome.score.low == outcome.score.high
    return outcome.state != "unknown"


def needs_of(
    criteria: Mapping[str, CriterionOutcome], checks: Mapping[str, CheckOutcome]
) -> tuple[str, ...]:
    """All that is missing to settle what is unknown."""
    wanted: dict[str, None] = {}
    for criterion in criteria.values():
        if not decided(criterion):
            wanted.update(dict.fromkeys(criterion.needs))
    for check in checks.values():
        if check.without == "unknown":
            wanted.update(dict.fromkeys(check.needs))
    return tuple(wanted)
