"""All findings of an assessment: by project, by gate, and why each of them holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from hexvet.evaluation import Assessment
from hexvet.findings.derivations import Grounds, explained, unexplained
from hexvet.findings.rulebooks import Case, Memory
from hexvet.findings.troubles import UNAVAILABLE
from hexvet.inference.model import Fact
from hexvet.model import SEVERITIES, Explanation, Finding

_NONE: Mapping[str, tuple[Finding, ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Inferred:
    """What the inference rules of the packs say about an assessment.

    `findings` are ordered by severity, then by the packs' rules, then by project. Those that say
    which rules were not run stand first; `troubles` has them alone.
    """

    assessment: Assessment = field(repr=False)
    findings: tuple[Finding, ...] = ()
    troubles: tuple[Finding, ...] = ()
    cases: Mapping[str, Case] = field(default_factory=dict, repr=False)
    joined: tuple[Case, ...] = field(default=(), repr=False)
    memory: Memory = field(default_factory=Memory, repr=False)
    _about: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict, repr=False)
    _blocked: Mapping[str, Mapping[str, tuple[Finding, ...]]] = field(
        default_factory=dict, repr=False
    )
    _eligible: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    _origins: Mapping[Finding, tuple[Fact, Case]] = field(default_factory=dict, repr=False)

    @property
    def unavailable(self) -> Finding | None:
        """The finding that rules could not be run: a crash, a time limit, a missing extension."""
        return next((one for one in self.troubles if one.id == UNAVAILABLE), None)

    def of(self, project: str) -> tuple[Finding, ...]:
        """The findings about a project, in order; of "" those that are about no project."""
        return self._about.get(project, ())

    def blocked(self, project: str) -> Mapping[str, tuple[Finding, ...]]:
        """The gates that a project must not pass yet, in order, with the findings that say why.

        Checks decide the outcome of a gate; this stands beside it.
        """
        return self._blocked.get(project, _NONE)

    def eligible(self, project: str) -> tuple[str, ...]:
        """The gates for which the rules say that a project is eligible, in order."""
        return self._eligible.get(project, ())

    def derivation(self, finding: Finding) -> Explanation:
        """Why a finding holds, as a tree down to the evidence and its line."""
        if finding not in self._origins:
            return unexplained(self.assessment, finding)
        fact, case = self._origins[finding]
        grounds = Grounds(self.assessment, self.memory, self.cases, case)
        return explained(grounds, fact, finding)


def inferred_of(
    assessment: Assessment,
    cases: Mapping[str, Case],
    joined: Sequence[Case],
    troubles: Sequence[Finding],
    memory: Memory,
) -> Inferred:
    """The findings of all cases in their order, found by project and by gate."""
    every = (*cases.values(), *joined)
    origins: dict[Finding, tuple[Fact, Case]] = {}
    for case in every:
        for fact, finding in case.concluded.findings.items():
            origins.setdefault(finding, (fact, case))
    places = _Places.of(assessment)
    blocked = _blocked(every, places)
    findings = (*troubles, *sorted(origins, key=places.key))
    about: dict[str, list[Finding]] = {}
    for finding in findings:
        for id_ in dict.fromkeys(finding.about or ("",)):
            about.setdefault(id_, []).append(finding)
    return Inferred(
        assessment,
        findings,
        tuple(troubles),
        cases,
        tuple(joined),
        memory,
        {id_: tuple(found) for id_, found in about.items()},
        blocked,
        _eligible(every, places, blocked),
        origins,
    )


@dataclass(frozen=True, slots=True)
class _Places:
    """Where rules, projects and gates stand in their order."""

    rules: Mapping[str, int]
    projects: Mapping[str, int]
    gates: Mapping[str, int]

    @staticmethod
    def of(assessment: Assessment) -> _Places:
        packs = assessment.packs
        return _Places(
            _numbered(id_ for pack in packs for id_ in pack.inferences),
            _numbered(assessment.workspace.projects),
            _numbered(id_ for pack in packs for id_ in pack.gates),
        )

    def key(self, finding: Finding) -> tuple[int, int, list[int], str, str]:
        return (
            SEVERITIES.index(finding.severity),
            self.rules.get(finding.rule, len(self.rules)),
            [self.projects.get(id_, len(self.projects)) for id_ in finding.about],
            finding.message,
            finding.to,
        )

    def gate(self, id_: str) -> tuple[int, str]:
        return self.gates.get(id_, len(self.gates)), id_


def _numbered(ids: Iterable[str]) -> dict[str, int]:
    return {id_: number for number, id_ in enumerate(dict.fromkeys(ids))}


def _blocked(cases: Iterable[Case], places: _Places) -> dict[str, dict[str, tuple[Finding, ...]]]:
    found: dict[str, dict[str, dict[Finding, None]]] = {}
    for case in cases:
        for block in case.concluded.blocks:
            gates = found.setdefault(block.project, {})
            gates.setdefault(block.gate, {}).update(dict.fromkeys(block.findings))
    for project in (*places.projects, "") if "" in found else ():
        gates = found.setdefault(project, {})
        for gate, findings in found[""].items():
            gates.setdefault(gate, {}).update(findings)
    return {
        project: {
            gate: tuple(sorted(gates[gate], key=places.key))
            for gate in sorted(gates, key=places.gate)
        }
        for project, gates in found.items()
    }


def _eligible(
    cases: Iterable[Case], places: _Places, blocked: Mapping[str, Mapping[str, object]]
) -> dict[str, tuple[str, ...]]:
    """What the portfolio blocks is not eligible, whatever the rules of one project say."""
    pairs: Iterator[tuple[str, str]] = (pair for case in cases for pair in case.concluded.eligible)
    found: dict[str, set[str]] = {}
    for project, gate in pairs:
        if gate not in blocked.get(project, {}):
            found.setdefault(project, set()).add(gate)
    return {project: tuple(sorted(gates, key=places.gate)) for project, gates in found.items()}
