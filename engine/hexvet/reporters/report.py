"""What one run of `check` is about: an assessment, the part that was asked for, the threshold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hexvet.evaluation import Assessment
from hexvet.judging import passage_of
from hexvet.model import (
    SEVERITIES,
    CheckOutcome,
    Finding,
    GateOutcome,
    Passage,
    ProjectOutcome,
    Severity,
    Standing,
)
from hexvet.packs.model import Check, Gate

if TYPE_CHECKING:
    from hexvet.findings.inferred import Inferred

PROGRAMME = "programme"
"""The subject of the programme's own checks, where a project's id stands otherwise."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """From which severity on a failed check counts, and whether an unknown one does as well."""

    severity: Severity = "blocker"
    unknown: bool = False

    def severe(self, severity: Severity) -> bool:
        """Whether a severity is at or above the threshold."""
        return SEVERITIES.index(severity) <= SEVERITIES.index(self.severity)

    def counts(self, check: Check, outcome: CheckOutcome) -> bool:
        """Whether an outcome makes the run fail. Unknown that a rule takes for failed does."""
        if not self.severe(outcome.severity):
            return False
        if outcome.status in ("failed", "error"):
            return True
        if outcome.status == "unknown":
            return self.unknown or passage_of(check, "unknown") == "stop"
        return False


@dataclass(frozen=True, slots=True)
class Report:
    """The part of an assessment that a run shows.

    `projects` are ids in the workspace's order; `gates` the gates that count, in order, and
    `narrowed` tells that they were chosen among more. `inferred` is what inference rules add;
    None where nobody asked them.
    """

    assessment: Assessment
    projects: tuple[str, ...]
    gates: tuple[str, ...]
    narrowed: bool = False
    threshold: Threshold = Threshold()
    inferred: Inferred | None = None

    @property
    def programme(self) -> dict[str, CheckOutcome]:
        """The programme's checks at the gates that count."""
        return self.at_gates(self.assessment.programme)

    def at_gates(self, checks: Mapping[str, CheckOutcome]) -> dict[str, CheckOutcome]:
        """Those of some checks that guard the gates that count."""
        return {id_: one for id_, one in checks.items() if one.gate in self.gates}

    def gates_of(self, outcome: ProjectOutcome) -> dict[str, GateOutcome]:
        """The gates that count of one project."""
        return {id_: one for id_, one in outcome.gates.items() if id_ in self.gates}

    @property
    def outcomes(self) -> Iterator[ProjectOutcome]:
        """Every project's outcomes, in order."""
        return (self.assessment.project(id_) for id_ in self.projects)

    @property
    def standings(self) -> Iterator[Standing]:
        """Every project's line, in order."""
        wanted = set(self.projects)
        return (line for line in self.assessment.standings if line.id in wanted)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings about these projects, or about none, at the gates that count: what
        inference rules conclude, then what the ledger of waivers shows."""
        inferred = self.inferred.findings if self.inferred else ()
        found = (*inferred, *self.assessment.findings)
        if len(self.projects) == len(self.assessment.workspace.projects) and not self.narrowed:
            return found
        packs = self.assessment.packs
        guarded = {id_: check.gate for pack in packs for id_, check in pack.checks.items()}
        return tuple(finding for finding in found if self._shows(finding, guarded))

    def _shows(self, finding: Finding, guarded: Mapping[str, str]) -> bool:
        projects = self.assessment.workspace.projects
        about = [id_ for id_ in finding.about if id_ in projects]
        if about and not any(id_ in self.projects for id_ in about):
            return False
        gates = [guarded[id_] for id_ in finding.because if id_ in guarded]
        gates = [finding.gate] if finding.gate else gates
        return not gates or any(gate in self.gates for gate in gates)

    def blocked(self, project: str) -> Mapping[str, tuple[Finding, ...]]:
        """The gates that count and that findings block for a project, with those findings."""
        found = self.inferred.blocked(project) if self.inferred else {}
        return {gate: why for gate, why in found.items() if gate in self.gates}

    def eligible(self, project: str) -> tuple[str, ...]:
        """The gates that count for which rules say that a project is eligible."""
        found = self.inferred.eligible(project) if self.inferred else ()
        return tuple(gate for gate in found if gate in self.gates)

    def titles(self) -> dict[str, Gate]:
        """The gates that count, by id, in order."""
        gates: dict[str, Gate] = {}
        for pack in self.assessment.packs:
            for id_, gate in pack.gates.items():
                if id_ in self.gates:
                    gates.setdefault(id_, gate)
        return gates

    # what came out -------------------------------------------------------------------------
    def reaches(self, outcome: CheckOutcome) -> bool:
        """Whether one outcome makes the run fail."""
        return self.threshold.counts(self.assessment.check(outcome.id), outcome)

    @property
    def fails(self) -> bool:
        """Whether anything is at or above the threshold."""
        if any(self.threshold.severe(finding.severity) for finding in self.findings):
            return True
        if any(map(self.reaches, self.programme.values())):
            return True
        return any(map(self._line_fails, self.standings))

    def _line_fails(self, line: Standing) -> bool:
        """Looks closer only at projects that can have something to show."""
        _, failed, unknown, _ = line.counts
        if failed or (unknown and (self.threshold.unknown or self.stopped(line))):
            checks = self.at_gates(self.assessment.project(line.id).checks)
            return any(map(self.reaches, checks.values()))
        return False

    def stopped(self, line: Standing) -> bool:
        """Whether a gate that counts stops the project."""
        return any(state == "stop" for gate, state in line.gates if gate in self.gates)

    def gate_of(self, line: Standing) -> tuple[str, str] | None:
        """The first gate that counts and is not open, or else the last that counts: its outcome,
        or `blocked` when its checks let pass and a finding does not."""
        blocked = self.blocked(line.id)
        gates = [
            (id_, "blocked" if state == "pass" and id_ in blocked else state)
            for id_, state in line.gates
            if id_ in self.gates
        ]
        return next((pair for pair in gates if pair[1] != "pass"), gates[-1] if gates else None)

    @property
    def tally(self) -> dict[str, dict[Passage, int]]:
        """How many projects pass, hold and stop at each gate that counts."""
        counts: dict[str, dict[Passage, int]] = {
            gate: {"pass": 0, "hold": 0, "stop": 0} for gate in self.gates
        }
        for line in self.standings:
            for gate, state in line.gates:
                if gate in counts:
                    counts[gate][state] += 1
        return counts

    @property
    def blocks(self) -> dict[str, int]:
        """How many projects findings block at each gate that counts; gates with none are out."""
        counts: dict[str, int] = {}
        for project in self.projects:
            for gate in self.blocked(project):
                counts[gate] = counts.get(gate, 0) + 1
        return {gate: counts[gate] for gate in self.gates if gate in counts}

    @property
    def counts(self) -> dict[str, int]:
        """How many check outcomes there are of each status, the programme's among them."""
        counts = dict.fromkeys(("passed", "failed", "unknown", "waived"), 0)
        if self.narrowed:
            found = [self.at_gates(outcome.checks) for outcome in self.outcomes]
            statuses = [one.status for checks in found for one in checks.values()]
        else:
            statuses = []
            for line in self.standings:
                for status, number in zip(counts, line.counts, strict=True):
                    counts[status] += number
        for status in (*statuses, *(one.status for one in self.programme.values())):
            if status in counts:
                counts[status] += 1
        return counts


def gate_ids(assessment: Assessment) -> tuple[str, ...]:
    """The gates of all packs in force, in order."""
    return tuple(dict.fromkeys(gate for pack in assessment.packs for gate in pack.gates))
