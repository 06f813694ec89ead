"""An assessment made by hand: fourteen projects with every state that a screen can show."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from queue import Queue
from threading import Event
from typing import Any

from hexvet.findings.inferred import Inferred
from hexvet.model import (
    CheckOutcome,
    CriterionOutcome,
    Evidence,
    Explanation,
    Field,
    Fill,
    Finding,
    GateOutcome,
    Interval,
    Passage,
    Programme,
    Project,
    ProjectOutcome,
    Reason,
    SectionOutcome,
    Standing,
    Status,
    Waiver,
    Where,
)
from hexvet.packs.model import Check, Expression, FillRule, Gate, Pack, Section
from hexvet.problems import Place, Problem

AS_OF = datetime.date(2026, 2, 14)
PACK_FILE = "rules/fake_model.toml"
GATES = ("intake", "vetting", "selection", "launch", "delivery", "close")
SECTIONS = (
    ("cost", "benefit", "Cost and revenue", "Cost"),
    ("service", "benefit", "Service, transparency and oversight", "Service"),
    ("outdated", "challenge", "Outdated system, data and technology gap", "Outdated"),
    ("buy_in", "challenge", "Disruption and buy-in", "Buy-in"),
    ("reach", "opportunity", "City priority and systemic reach", "Reach"),
    ("leverage", "opportunity", "Cross-sector leverage", "Leverage"),
)
CHECKS = (
    ("problem_named", "The problem is named", "blocker", "intake"),
    ("owner_named", "A department owns it", "blocker", "intake"),
    ("data_shared", "Data is shared with the team", "warning", "intake"),
    ("hexagon_done", "All six sections were vetted", "blocker", "vetting"),
    ("peers_heard", "Peer cities were asked", "advice", "vetting"),
    ("time_limited", "Time-limited scope", "blocker", "selection"),
    ("sponsor", "An executive sponsor signed", "blocker", "selection"),
    ("funding", "Seed money is committed", "warning", "selection"),
    ("team_mixed", "Half of the team is public", "blocker", "launch"),
    ("charter", "A charter says who decides what", "warning", "launch"),
    ("milestones", "Milestones are reviewed each month", "warning", "delivery"),
    ("handover", "The department takes over", "blocker", "close"),
)
PROGRAMME_CHECKS = (
    ("advisory_council", "An advisory council meets", "blocker", "selection", "passed"),
    ("mayors_appointee", "One Mayor's Appointee leads", "warning", "launch", "unknown"),
)
STATUS_OF = {"+": "passed", "x": "failed", "?": "unknown", "-": "not_applicable", "w": "waived"}
FILL_OF: Mapping[str, Fill] = {"#": "filled", "?": "unknown", ".": "unfilled"}

# title, stage, hexagon, checks in the order of CHECKS, score, share of evidence
PROJECTS: tuple[tuple[str, str, str, str, str, tuple[float, float] | None, float], ...] = (
    ("procurement", "Procurement", "selection", "#####?", "++++++?++++-", (62, 71), 0.83),
    ("real-estate", "Real estate", "selection", "###?#?", "++++?x+??---", (48, 70), 0.71),
    ("workplace-safety", "Workplace safety", "launch", "#####?", "+++++++++?--", (66, 74), 0.88),
    ("permits", "Digital permits one-stop", "delivery", "######", "++++++++++x-", (91, 91), 1.0),
    ("payroll", "Payroll controls", "close", "######", "+++++++++++++"[:12], (88, 88), 1.0),
    (
        "bus-lanes",
        "Bus-lane camera enforcement",
        "vetting",
        "##.###",
        "+++x-x+++---",
        (70, 78),
        0.92,
    ),
    (
        "contracting",
        "Open contracting register",
        "vetting",
        "####?.",
        "++x+?+++----",
        (60, 82),
        0.74,
    ),
    ("canopy", "Tree-canopy audit", "intake", "####..", "x+?---------", (55, 60), 0.66),
    ("vendors", "Street-vendor licensing", "selection", "##.#?.", "+++++w+++---", (44, 60), 0.7),
    ("bids", "Call-for-bids portal", "selection", "###?..", "++++++w+----", (40, 66), 0.6),
    ("routing", "311 case-routing overhaul", "intake", "#..##.", "+x?---------", (33, 41), 0.5),
    (
        "budgeting",
        "Participatory budgeting, second round",
        "vetting",
        "##..?.",
        "+++?-----+++"[:12],
        (28, 52),
        0.45,
    ),
    ("solar", "Depot solar power purchase", "intake", "??????", "????????????", (0, 100), 0.0),
    ("cycling", "Cycle network", "", "......", "xxxxxxxxxxxx", None, 0.39),
)


def _where(*path: str | int, file: str = PACK_FILE) -> Where:
    return Where(file, path)


def _expression(text: str, *path: str) -> Expression:
    return Expression(text, None, _where(*path))  # type: ignore[arg-type]


def pack(sections: Sequence[tuple[str, str, str, str]] = SECTIONS) -> Pack:
    """The one pack of the fake workspace."""
    own = [(*row, "project") for row in CHECKS]
    shared = [(*row[:4], "programme") for row in PROGRAMME_CHECKS]
    return Pack(
        "fake-model",
        "Fake model",
        "1.0.0",
        PACK_FILE,
        (),
        fields={
            "end": Field(
                "end", "date", _where("field", "end"), "Planned end", "When does the team leave?"
            ),
            "cost_total": Field("cost_total", "money", _where("field", "cost_total"), unit="USD"),
        },
        gates={g: Gate(g, n, g.title(), _where("gate", g)) for n, g in enumerate(GATES)},
        sections={
            f"fake-model/{name}": Section(
                f"fake-model/{name}",
                n,
                kind,
                title,
                FillRule("any"),
                _where("section", name),
                short,  # type: ignore[arg-type]
            )
            for n, (name, kind, title, short) in enumerate(sections)
        },
        checks={
            f"fake-model/{name}": Check(
                f"fake-model/{name}",
                title,
                _expression(f"{name} == true"),
                severity,
                gate,  # type: ignore[arg-type]
                _where("check", name),
                of,  # type: ignore[arg-type]
            )
            for name, title, severity, gate, of in (*own, *shared)
        },
    )


def _check(name: str, severity: str, gate: str, status: Status) -> CheckOutcome:
    waiver = None
    if status == "waived":
        days = (datetime.date(2026, 1, 1), datetime.date(2026, 6, 30))
        reason = "the vendor changed; the new end is agreed"
        waiver = Waiver(
            "w1", name, "vendors", "mayor", "E. Ruiz", reason, *days, _where(file="waivers.toml")
        )
    without: Status = "failed" if status == "waived" else status
    message = {"failed": f"{name} is not so", "unknown": "the evidence is missing"}.get(status, "")
    needs = ("end",) if status == "unknown" else ()
    return CheckOutcome(
        f"fake-model/{name}", status, without, severity, gate, message, needs, waiver
    )  # type: ignore[arg-type]


def _gate(gate: str, checks: Sequence[CheckOutcome]) -> GateOutcome:
    guards = [check for check in checks if check.gate == gate and check.severity == "blocker"]
    failed = tuple(check.id for check in guards if check.status == "failed")
    unknown = tuple(check.id for check in guards if check.status == "unknown")
    state: Passage = "stop" if failed else "hold" if unknown else "pass"
    return GateOutcome(gate, state, failed or unknown, state)


def programme_checks() -> dict[str, CheckOutcome]:
    """The outcomes of the programme's own checks."""
    rows = (
        _check(name, severity, gate, status) for name, _, severity, gate, status in PROGRAMME_CHECKS
    )  # type: ignore[arg-type]
    return {check.id: check for check in rows}


def outcome(
    row: tuple[Any, ...], sections: Sequence[tuple[str, str, str, str]] = SECTIONS
) -> ProjectOutcome:
    """The outcomes of one project, from its line in PROJECTS."""
    name, _, stage, strip, marks, score, share = row
    checks = [
        _check(check[0], check[2], check[3], STATUS_OF[mark])  # type: ignore[arg-type]
        for check, mark in zip(CHECKS, marks, strict=True)
    ]
    every = [*checks, *programme_checks().values()]
    filled = {
        f"fake-model/{section[0]}": SectionOutcome(
            f"fake-model/{section[0]}", FILL_OF[mark], Interval(40, 60)
        )
        for section, mark in zip(sections, strip, strict=False)
    }
    return ProjectOutcome(
        name,
        stage or None,
        filled,
        {},
        {check.id: check for check in checks},
        {gate: _gate(gate, every) for gate in GATES},
        Interval(*score) if score else None,
        share,
    )


def standing(found: ProjectOutcome, title: str) -> Standing:
    """One project in one line."""
    statuses = [check.status for check in found.checks.values()]
    words: tuple[Status, ...] = ("passed", "failed", "unknown", "waived")
    return Standing(
        found.id,
        title,
        found.stage,
        tuple(section.state for section in found.sections.values()),
        tuple((gate.id, gate.state) for gate in found.gates.values()),
        tuple(statuses.count(word) for word in words),  # type: ignore[arg-type]
        found.score,
        found.evidence_share,
    )


PROGRAMME = Programme("Los Angeles", "hexvet.toml")


@dataclass(frozen=True)
class FakeWorkspace:
    """A city's folder that was never on disk."""

    projects: Mapping[str, Project]
    city: str = "Los Angeles"
    root: Path = Path("city")
    packs: tuple[Pack, ...] = ()
    programme: Programme = PROGRAMME
    waivers: tuple[Waiver, ...] = ()
    problems: tuple[Problem, ...] = ()
    documents: Mapping[str, Any] = field(default_factory=dict)

    def place(self, where: Where) -> Place:
        """Every key stands in a line that is made of the letters of its path."""
        return Place(where.file, sum(len(str(part)) for part in where.path) + 1, 1)


@dataclass(frozen=True)
class FakeAssessment:
    """What evaluation would say."""

    workspace: FakeWorkspace
    packs: tuple[Pack, ...]
    standings: Sequence[Standing]
    outcomes: Mapping[str, ProjectOutcome]
    programme: Mapping[str, CheckOutcome] = field(default_factory=programme_checks)
    findings: tuple[Finding, ...] = ()
    as_of: datetime.date = AS_OF

    def project(self, name: str) -> ProjectOutcome:
        """The outcomes of one project."""
        if name in self.outcomes:
            return self.outcomes[name]
        return replace(next(iter(self.outcomes.values())), id=name)


def assessment(
    rows: Sequence[tuple[Any, ...]] = PROJECTS,
    *,
    problems: tuple[Problem, ...] = (),
    findings: tuple[Finding, ...] = (),
    packs: tuple[Pack, ...] | None = None,
    sections: Sequence[tuple[str, str, str, str]] = SECTIONS,
) -> Any:
    """An assessment of some lines like those of PROJECTS."""
    packs = (pack(sections),) if packs is None else packs
    outcomes = {row[0]: outcome(row, sections) for row in rows}
    projects = {
        row[0]: Project(row[0], row[1], f"projects/{row[0]}.toml", f"about {row[1]}", True)
        for row in rows
    }
    workspace = FakeWorkspace(projects, packs=packs, problems=problems)
    standings = tuple(standing(outcomes[row[0]], row[1]) for row in rows)
    return FakeAssessment(workspace, packs, standings, outcomes, findings=findings)


def changed(name: str, **parts: Any) -> tuple[tuple[Any, ...], ...]:
    """PROJECTS with some parts of one line replaced."""
    names = ("id", "title", "stage", "strip", "marks", "score", "share")
    rows = []
    for row in PROJECTS:
        fields = dict(zip(names, row, strict=True))
        rows.append(tuple({**fields, **parts}.values()) if row[0] == name else row)
    return tuple(rows)


END = Evidence(
    "end", Interval(736875.0, 736875.0), _where("end", file="projects/procurement.toml"),
    "charter p. 3", datetime.date(2015, 7, 1), "mayor", "high",
)  # fmt: skip


def explain(scene: Any, subject: str, rule: str | None) -> Explanation | None:
    """A plausible explanation of any rule of the fake pack."""
    if subject == "programme":
        return _explained_check(scene.programme[rule], subject)
    found = scene.project(subject)
    if rule is None:
        gate = next((g for g in found.gates.values() if g.state != "pass"), None)
        gate = gate or list(found.gates.values())[-1]
        return _explained_gate(gate, found)
    if rule in found.gates:
        return _explained_gate(found.gates[rule], found)
    if rule in found.sections:
        return _explained_section(found, rule)
    return _explained_check(found.checks[rule], subject)


def _explained_gate(gate: GateOutcome, found: ProjectOutcome) -> Explanation:
    shared = programme_checks()
    checks = [found.checks.get(name) or shared[name] for name in gate.because]
    parts = tuple(_explained_check(check, found.id) for check in checks)
    message = f"{len(parts)} of its checks hold it" if parts else "nothing holds it"
    return Explanation(
        found.id, gate.id, "gate", gate.id.title(), gate.state, _where("gate", gate.id), message,
        needs=("end",) if gate.state == "hold" else (), parts=parts,
    )  # fmt: skip


def _explained_section(found: ProjectOutcome, rule: str) -> Explanation:
    title = {f"fake-model/{name}": title for name, _, title, _ in SECTIONS}[rule]
    criterion = CriterionOutcome("fake-model/savings", "met", None)
    part = Explanation(
        found.id, criterion.id, "criterion", "Recurring saving covers the cost", criterion.state,
        _where("criterion", "savings"),
        reasons=(
            Reason("saving * 2 >= cost_total", "3,000,000 >= 1,500,000", True, (), (), _where("x")),
        ),
    )  # fmt: skip
    return Explanation(
        found.id, rule, "section", title, found.sections[rule].state, _where("section"),
        "1 of 2 criteria is met; any is enough", rationale="the saving is real and sized",
        parts=(part,),
    )  # fmt: skip


def _explained_check(check: CheckOutcome, subject: str) -> Explanation:
    titles = {f"fake-model/{row[0]}": row[1] for row in (*CHECKS, *PROGRAMME_CHECKS)}
    holds = {"passed": True, "failed": False, "waived": False}.get(check.status)
    reasons = (
        Reason("end is known", "2018-06-30", True, (END,), (), _where("check", check.id)),
        Reason(
            "months_between(start, end) <= max_months", "36 <= 24" if holds is False else "? <= 24",
            holds, (), ("end",) if holds is None else (), _where("check", check.id),
            "" if holds else "at most 24 months",
        ),
    )  # fmt: skip
    return Explanation(
        subject, check.id, "check", titles[check.id], check.status, _where("check", check.id),
        check.message, clause="P23", remedy="Set an end date, or split the work into phases.",
        rationale="'two year project'", reasons=reasons, needs=check.needs,
        changes=() if holds else ("end on 2017-06-30 or before -> passed",), waiver=check.waiver,
    )  # fmt: skip


class FakeSource:
    """Gives one assessment after another; a test feeds `queue` to make files change."""

    def __init__(self, *results: Any) -> None:
        self.results = list(results) or [assessment()]
        self.reads = 0
        self.queue: Queue[tuple[str, ...] | None] = Queue()
        self.live = False
        self.place = "city"

    def read(self, before: Any = None, changed: Sequence[str] = ()) -> Any:
        """The next result; the last one for ever. An exception is raised."""
        found = self.results[min(self.reads, len(self.results) - 1)]
        self.reads += 1
        if isinstance(found, Exception):
            raise found
        return found

    def explain(self, scene: Any, subject: str, rule: str | None) -> Explanation | None:
        """See `explain`."""
        try:
            return explain(scene, subject, rule)
        except KeyError:
            return None

    def infer(self, assessment: Any, previous: Any) -> Any:
        """Nothing: the fake pack has no inference rules."""
        return Inferred(assessment)

    def close(self) -> None:
        """Nothing was started."""

    def changes(self, stop: Event) -> Iterator[tuple[str, ...]]:
        """Nothing ever changes on its own."""
        return iter(())


def many(count: int) -> Any:
    """A portfolio of any size, cheap to make."""
    base = assessment()
    first = base.standings
    standings = [
        replace(first[n % len(first)], id=f"p{n}", title=f"Project {n:06}") for n in range(count)
    ]
    outcomes = {"p0": replace(base.outcomes[first[0].id], id="p0")}
    projects = {line.id: Project(line.id, line.title, "p.toml") for line in standings}
    workspace = FakeWorkspace(projects, packs=base.packs)
    return FakeAssessment(workspace, base.packs, standings, outcomes)
