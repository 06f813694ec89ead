"""Several packs side by side: one project judged by several frameworks at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hexvet.evaluation import Assessment
from hexvet.judging import Judge, project_outcome
from hexvet.model import Fill, Interval, Passage, ProjectOutcome


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one pack alone says about a project.

    `sections` are (short title, state) in the pack's order; `gate` is the first that is not
    passed, else the last, None without gates; `counts` passed, failed, unknown, waived checks.
    """

    pack: str
    sections: tuple[tuple[str, Fill], ...]
    gate: tuple[str, Passage] | None
    counts: tuple[int, int, int, int]
    score: Interval | None
    evidence_share: float | None


@dataclass(frozen=True, slots=True)
class Row:
    """One project, with a judgement of each pack in the assessment's order."""

    project: str
    title: str
    judgements: tuple[Judgement, ...]

    @property
    def agree(self) -> bool:
        """Whether no pack with gates lets pass what another one does not."""
        passages = {j.gate[1] == "pass" for j in self.judgements if j.gate is not None}
        return len(passages) < 2


def side_by_side(assessment: Assessment) -> Iterator[Row]:
    """Every project of an assessment by several packs, each pack on its own.

    The assessment itself joins gates of one name: the strictest pack decides. Here they stand
    apart, so that it can be seen which framework says what.
    """
    for id_, project in assessment.workspace.projects.items():
        judgements = []
        for judge in assessment.judges:
            outcome = project_outcome(
                judge, id_, project.cells, assessment.programme, assessment.waivers
            )
            judgements.append(_judgement(judge, outcome))
        yield Row(id_, project.title, tuple(judgements))


def _judgement(judge: Judge, outcome: ProjectOutcome) -> Judgement:
    pack = judge.pack
    states = outcome.sections
    sections = tuple((s.short, states[id_].state) for id_, s in pack.sections.items())
    statuses = [check.status for check in outcome.checks.values()]
    gates = [(gate.id, gate.state) for gate in outcome.gates.values()]
    first = next((gate for gate in gates if gate[1] != "pass"), None)
    return Judgement(
        pack.id,
        sections,
        first or (gates[-1] if gates else None),
        (
            statuses.count("passed"),
            statuses.count("failed"),
            statuses.count("unknown"),
            statuses.count("waived"),
        ),
        outcome.score,
        outcome.evidence_share,
    )
