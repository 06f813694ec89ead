"""Several packs side by side: one project judged by several frameworks at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from hexvet.evaluation import Assessment, standing_of
from hexvet.judging import programme_outcomes, project_outcome
from hexvet.model import Fill, Interval, Passage, ProjectOutcome
from hexvet.packs.model import Pack


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


def side_by_side(assessment: Assessment, projects: Collection[str] | None = None) -> Iterator[Row]:
    """The projects of an assessment by several packs, each pack on its own, also two versions
    of one pack; all of them unless some are named.

    The assessment itself joins gates of one name: the strictest pack decides. Here they stand
    apart, so that it can be seen which framework says what.
    """
    all_projects, held = assessment.workspace.projects, assessment.waivers
    rows = [project.cells for project in all_projects.values()]
    programmes = [programme_outcomes(judge, rows, held) for judge in assessment.judges]
    for id_ in all_projects if projects is None else projects:
        project = all_projects[id_]
        judgements = []
        for judge, programme in zip(assessment.judges, programmes, strict=True):
            outcome = project_outcome(judge, id_, project.cells, programme, held)
            judgements.append(_judgement(judge.pack, project.title, outcome))
        yield Row(id_, project.title, tuple(judgements))


def _judgement(pack: Pack, title: str, outcome: ProjectOutcome) -> Judgement:
    line = standing_of(title, outcome, pack)
    shorts = (section.short for section in pack.sections.values())
    return Judgement(
        pack.id,
        tuple(zip(shorts, line.sections, strict=True)),
        line.gate,
        line.counts,
        line.score,
        line.evidence_share,
    )
