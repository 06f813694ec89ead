"""A case as a workspace of its own, as explanations and inference rules look at it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from hexvet.evaluation import Assessment, standing_of
from hexvet.judging import project_outcome
from hexvet.loading import Workspace
from hexvet.model import Evidence, Programme, Project, ProjectOutcome
from hexvet.packs.loading import Loaded
from hexvet.packs.model import Pack
from hexvet.testing.cases import ALONE, Case, Given
from hexvet.testing.outcomes import Outcomes, Trial
from hexvet.workspace.merging import cells_of
from hexvet.workspace.reading import WorkspaceFiles
from hexvet.workspace.settings import Settings


def assessment_of(case: Case, trial: Trial, outcomes: Outcomes, loaded: Loaded) -> Assessment:
    """The case's projects as all that there are, judged by the pack alone.

    Withdrawn projects are no part of the portfolio.
    """
    pack, judge = trial.pack, trial.judge
    shared = _of("programme", case.evidence, pack)
    programme = Programme("", case.where.file, shared, cells_of(shared))
    projects = {one.id: one for one in _projects(case, pack) if one.lifecycle != "withdrawn"}
    details: dict[str, ProjectOutcome] = {}
    for id_, project in projects.items():
        details[id_] = outcomes.project
        if case.projects:
            rest = (outcomes.programme, trial.waivers)
            details[id_] = project_outcome(judge, id_, project.cells, *rest)
    return Assessment(
        _workspace(programme, projects, loaded, pack),
        case.on,
        (pack,),
        outcomes.programme,
        (),
        tuple(
            standing_of(one.title, details[id_], pack, one.lifecycle)
            for id_, one in projects.items()
        ),
        (judge,),
        trial.waivers,
        details,
    )


def _workspace(
    programme: Programme, projects: Mapping[str, Project], loaded: Loaded, pack: Pack
) -> Workspace:
    files = WorkspaceFiles(Settings(Path()), programme, projects)
    return Workspace(
        Path(), "", (pack,), programme, projects, (), (), files, (loaded,), loaded.documents
    )


def _projects(case: Case, pack: Pack) -> list[Project]:
    if case.projects:
        return [_project(id_, given, case) for id_, given in case.projects.items()]
    own = _of("project", case.evidence, pack)
    return [_project(ALONE, Given(own, case.alone.title, case.alone.lifecycle), case)]


def _project(id_: str, given: Given, case: Case) -> Project:
    cells = cells_of(given.evidence)
    return Project(
        id_,
        given.title or id_,
        case.where.file,
        evidence=given.evidence,
        cells=cells,
        lifecycle=given.lifecycle,
    )


def _of(of: str, evidence: Mapping[str, Evidence], pack: Pack) -> Mapping[str, Evidence]:
    return {name: found for name, found in evidence.items() if pack.fields[name].of == of}
