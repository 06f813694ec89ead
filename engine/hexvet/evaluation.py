"""Workspace and packs to an assessment: once for all projects, again only for what changed.

Small portfolios are judged row by row without numpy, large ones as columns; the two agree by
test. Details of one project (messages, needs) are worked out when somebody asks for them.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from hexvet.incremental import Patched, same_answers, same_to_the_programme
from hexvet.judging import (
    Judge,
    Waivers,
    judge_of,
    programme_outcomes,
    project_outcome,
)
from hexvet.loading import Workspace
from hexvet.model import (
    PASSAGES,
    CheckOutcome,
    Explanation,
    Finding,
    GateOutcome,
    Lifecycle,
    ProjectOutcome,
    Standing,
    Status,
)
from hexvet.packs.model import Check, Criterion, Gate, Pack, Section
from hexvet.waivers import Verdict, eased, findings_of, held_of, unneeded, verdicts_of

COLUMNAR_FROM = 250
"""From this many projects on, the whole portfolio is evaluated as columns."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the packs in force say about a workspace on a date.

    `standings` are in the order of the workspace's projects; `programme` holds the outcomes
    of the programme's own checks by full id. `told` has why these came out as they did, as far
    as somebody asked: they may look at all projects, and hold each of them.
    """

    workspace: Workspace
    as_of: datetime.date
    packs: tuple[Pack, ...]
    programme: Mapping[str, CheckOutcome]
    findings: tuple[Finding, ...]
    standings: Sequence[Standing]
    judges: tuple[Judge, ...] = field(repr=False)
    waivers: Waivers = field(repr=False)
    _details: dict[str, ProjectOutcome] = field(default_factory=dict, repr=False)
    verdicts: tuple[Verdict, ...] = field(default=(), repr=False)
    _tables: dict[str, Mapping[str, Check | Criterion | Section | Gate]] = field(
        default_factory=dict, repr=False
    )
    told: dict[str, Explanation] = field(default_factory=dict, repr=False, compare=False)

    def project(self, id_: str) -> ProjectOutcome:
        """Every outcome of one project. Raises KeyError when there is none of that id."""
        found = self._details.get(id_)
        if found is None:
            cells = self.workspace.projects[id_].cells
            found = judge_project(self.judges, id_, cells, self.programme, self.waivers)
            self._details[id_] = found
        return found

    def check(self, id_: str) -> Check:
        """A check by its full id."""
        return self._table("checks")[id_]  # type: ignore[return-value]

    def rule(self, id_: str) -> Check | Criterion | Section | Gate:
        """A check, criterion, section or gate by id, full or short; KeyError when none."""
        for table in ("checks", "criteria", "sections", "gates"):
            for full, rule in self._table(table).items():
                if id_ in (full, full.partition("/")[2]):
                    return rule
        raise KeyError(id_)

    def _table(self, name: str) -> Mapping[str, Check | Criterion | Section | Gate]:
        if name not in self._tables:
            self._tables[name] = _rules(self.packs, name)
        return self._tables[name]

    @property
    def counts(self) -> Mapping[str, int]:
        """How many check outcomes there are of each status, programme and projects together."""
        names = ("passed", "failed", "unknown", "waived")
        totals = [sum(column) for column in zip(*(s.counts for s in self.standings), strict=True)]
        counts = dict(zip(names, totals or [0] * len(names), strict=True))
        for outcome in self.programme.values():
            if outcome.status in counts:
                counts[outcome.status] += 1
        return counts


def _rules(packs: Sequence[Pack], table: str) -> dict[str, Check | Criterion | Section | Gate]:
    found: dict[str, Check | Criterion | Section | Gate] = {}
    for pack in packs:
        for id_, rule in getattr(pack, table).items():
            found.setdefault(id_, rule)
    return found


def in_force(pack: Pack, as_of: datetime.date) -> bool:
    """Whether a pack judges decisions of that date."""
    begun = pack.effective_from is None or pack.effective_from <= as_of
    return begun and (pack.effective_to is None or as_of <= pack.effective_to)


def evaluate(
    workspace: Workspace, as_of: datetime.date, previous: Assessment | None = None
) -> Assessment:
    """Judges every project of a workspace as things stood on `as_of`.

    With `previous`, an assessment of an earlier reading, only projects that changed are judged
    again, unless the packs, the programme, the waivers or the date changed.
    """
    packs = tuple(pack for pack in workspace.packs if in_force(pack, as_of))
    found = verdicts_of(workspace, packs, as_of)
    held, findings = held_of(found), findings_of(found)
    if previous is not None and not _comparable(previous, workspace, as_of, packs, held):
        previous = None
    judges = previous.judges if previous else _judges(packs, as_of, workspace)
    programme = _programme(workspace, judges, held, previous)
    details: dict[str, ProjectOutcome] = {}
    standings: Sequence[Standing] | None = None
    if previous is not None and previous.programme == programme:
        details = _kept(previous, workspace)
        if len(workspace.projects) >= COLUMNAR_FROM:
            standings = _patched(previous, workspace, judges, programme, held, details)
    if standings is None:
        standings = _standings(workspace, judges, programme, held, details)
    assessment = Assessment(
        workspace, as_of, packs, programme, findings, standings, judges, held, details, found
    )
    return _in_view_of_outcomes(assessment)


def _judges(packs: Sequence[Pack], as_of: datetime.date, workspace: Workspace) -> tuple[Judge, ...]:
    return tuple(judge_of(pack, as_of, workspace.programme.cells) for pack in packs)


def _programme(
    workspace: Workspace, judges: Sequence[Judge], held: Waivers, previous: Assessment | None
) -> Mapping[str, CheckOutcome]:
    packs = [judge.pack for judge in judges]
    if previous is not None and same_to_the_programme(
        previous.workspace.projects, workspace.projects, packs
    ):
        return previous.programme
    rows = [project.cells for project in workspace.projects.values()]
    found: dict[str, CheckOutcome] = {}
    for judge in judges:
        found.update(programme_outcomes(judge, rows, held))
    return found


def judge_project(
    judges: Sequence[Judge],
    id_: str,
    cells: Mapping[str, object],
    programme: Mapping[str, CheckOutcome],
    held: Waivers,
) -> ProjectOutcome:
    """What several packs say about one project: one outcome each, put together."""
    outcomes = [project_outcome(j, id_, cells, programme, held) for j in judges]  # type: ignore[arg-type]
    if len(outcomes) == 1:
        return outcomes[0]
    return _together(id_, outcomes)


def _together(id_: str, outcomes: Sequence[ProjectOutcome]) -> ProjectOutcome:
    first = outcomes[0] if outcomes else None
    scored = next((one for one in outcomes if one.score is not None), first)
    return ProjectOutcome(
        id_,
        next((one.stage for one in outcomes if one.stage), None),
        {id_: s for one in outcomes for id_, s in one.sections.items()},
        {id_: c for one in outcomes for id_, c in one.criteria.items()},
        {id_: c for one in outcomes for id_, c in one.checks.items()},
        _gates_together(outcomes),
        scored.score if scored else None,
        scored.evidence_share if scored else None,
        tuple(dict.fromkeys(need for one in outcomes for need in one.needs)),
    )


def _gates_together(outcomes: Sequence[ProjectOutcome]) -> dict[str, GateOutcome]:
    """A gate that several packs guard opens only when all let pass."""
    gates: dict[str, GateOutcome] = {}
    for outcome in outcomes:
        for id_, gate in outcome.gates.items():
            other = gates.get(id_)
            gates[id_] = gate if other is None else _stricter(other, gate)
    return gates


def _stricter(a: GateOutcome, b: GateOutcome) -> GateOutcome:
    worst = max(a.state, b.state, key=PASSAGES.index)
    because = (*(a.because if a.state == worst else ()), *(b.because if b.state == worst else ()))
    without = max(a.without, b.without, key=PASSAGES.index)
    return GateOutcome(a.id, worst, because, without)


# one line a project ---------------------------------------------------------------------------
def standing_of(
    title: str, outcome: ProjectOutcome, primary: Pack | None, lifecycle: Lifecycle = "active"
) -> Standing:
    """The line of a project in a table; `primary` is the pack whose hexagon is drawn."""
    statuses = [check.status for check in outcome.checks.values()]
    sections = primary.sections if primary else {}
    return Standing(
        outcome.id,
        title,
        outcome.stage,
        tuple(outcome.sections[id_].state for id_ in sections),
        tuple((gate.id, gate.state) for gate in outcome.gates.values()),
        (
            statuses.count("passed"),
            statuses.count("failed"),
            statuses.count("unknown"),
            statuses.count("waived"),
        ),
        outcome.score,
        outcome.evidence_share,
        lifecycle,
    )


def _standings(
    workspace: Workspace,
    judges: Sequence[Judge],
    programme: Mapping[str, CheckOutcome],
    held: Waivers,
    details: dict[str, ProjectOutcome],
) -> Sequence[Standing]:
    if len(workspace.projects) >= COLUMNAR_FROM:
        from hexvet.portfolio import standings

        return standings(workspace, judges, programme, held)
    primary = judges[0].pack if judges else None
    rows = []
    for id_, project in workspace.projects.items():
        if id_ not in details:
            details[id_] = judge_project(judges, id_, project.cells, programme, held)
        rows.append(standing_of(project.title, details[id_], primary, project.lifecycle))
    return tuple(rows)


# again, only what changed ---------------------------------------------------------------------
def _comparable(
    previous: Assessment,
    workspace: Workspace,
    as_of: datetime.date,
    packs: Sequence[Pack],
    held: Waivers,
) -> bool:
    """Whether all that outcomes depend on is as it was, but for the projects."""
    return (
        previous.as_of == as_of
        and [pack.sha256 for pack in previous.packs] == [pack.sha256 for pack in packs]
        and previous.workspace.programme.cells == workspace.programme.cells
        and previous.waivers == held
    )


def _kept(previous: Assessment, workspace: Workspace) -> dict[str, ProjectOutcome]:
    earlier = previous.workspace.projects
    return {
        id_: outcome
        for id_, outcome in previous._details.items()
        if id_ in workspace.projects and same_answers(earlier.get(id_), workspace.projects[id_])
    }


def _patched(
    previous: Assessment,
    workspace: Workspace,
    judges: Sequence[Judge],
    programme: Mapping[str, CheckOutcome],
    held: Waivers,
    details: dict[str, ProjectOutcome],
) -> Sequence[Standing] | None:
    """The previous lines, with the changed projects judged again; None when projects came or
    went, so that the lines are not the same."""
    earlier = previous.workspace.projects
    if list(earlier) != list(workspace.projects):
        return None
    primary = judges[0].pack if judges else None
    anew = {}
    for at, (id_, project) in enumerate(workspace.projects.items()):
        if project is not earlier[id_]:
            if id_ not in details:
                details[id_] = judge_project(judges, id_, project.cells, programme, held)
            anew[at] = standing_of(project.title, details[id_], primary, project.lifecycle)
    return Patched(previous.standings, anew)


def _in_view_of_outcomes(assessment: Assessment) -> Assessment:
    """Adds a finding for each waiver of a check that is passed anyway, and eases those of
    expired ones."""
    if not assessment.waivers and not assessment.findings:
        return assessment
    findings = [
        eased(finding, _status(assessment, finding.because[0], "".join(finding.about)))
        if finding.id == "waiver/expired"
        else finding
        for finding in assessment.findings
    ]
    for (check, project), waiver in assessment.waivers.items():
        if _status(assessment, check, project) != "waived":
            findings.append(unneeded(waiver))
    return replace(assessment, findings=tuple(findings))


def _status(assessment: Assessment, check: str, project: str) -> Status:
    checks = assessment.project(project).checks if project else assessment.programme
    return checks[check].status
