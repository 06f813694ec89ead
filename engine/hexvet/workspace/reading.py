"""A whole workspace, read in two steps because its packs come in between.

    settings = read_settings(root)                    # hexvet.toml: which packs?
    files = read_workspace(settings, vocabulary)      # everything else, against their fields

Every file is read, whatever is wrong with the others; nothing is raised for what is in them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from hexvet.documents import Document, parse_document
from hexvet.model import Field, Programme, Project, Waiver, Where
from hexvet.problems import Place, Problem
from hexvet.workspace.folders import ASSESSMENTS, PROJECTS, SETTINGS, WAIVERS
from hexvet.workspace.projects import (
    PartyAnswers,
    ProjectFile,
    assessed,
    party_answers,
    project_file,
    read_assessments,
    read_projects,
    stem_of,
    unmatched,
    without_duplicates,
)
from hexvet.workspace.settings import Settings, read_programme, read_settings, settings_of
from hexvet.workspace.waivers import read_waivers, waivers_of

_File = TypeVar("_File", ProjectFile, PartyAnswers)

__all__ = ["Settings", "WorkspaceFiles", "read_settings", "read_workspace"]


@dataclass(frozen=True, slots=True)
class WorkspaceFiles:
    """What the files of a workspace say, and all that is wrong in them.

    `projects` are in the order of their file names, their evidence merged with the finished
    assessments. `documents` are by file name, as `Where.file` and `Place.file` give it.
    `project_files` and `assessments` are the files one by one.
    """

    settings: Settings
    programme: Programme
    projects: Mapping[str, Project]
    waivers: tuple[Waiver, ...] = ()
    problems: tuple[Problem, ...] = ()
    documents: Mapping[str, Document] = field(default_factory=dict)
    project_files: tuple[ProjectFile, ...] = ()
    assessments: tuple[PartyAnswers, ...] = ()

    @property
    def root(self) -> Path:
        """The workspace's folder."""
        return self.settings.root

    @property
    def portfolio(self) -> dict[str, Project]:
        """The projects that are looked at together: all that are not withdrawn."""
        return {i: one for i, one in self.projects.items() if one.lifecycle != "withdrawn"}

    @property
    def withdrawn(self) -> dict[str, Project]:
        """The projects that are no part of the portfolio any more."""
        return {i: one for i, one in self.projects.items() if one.lifecycle == "withdrawn"}

    def place(self, where: Where) -> Place:
        """Line and column of a key; the bare file when its text could not be read."""
        document = self.documents.get(where.file)
        return document.place(where.path) if document else Place(where.file)


def read_workspace(
    settings: Settings,
    vocabulary: Mapping[str, Field],
    *,
    complete: bool = True,
    checks: Collection[str] = (),
    before: WorkspaceFiles | None = None,
    changed: Collection[str] = (),
) -> WorkspaceFiles:
    """Reads everything but the packs.

    `complete` is False when a pack could not be read: unknown names then prove nothing.
    `checks` are the full ids of the packs' checks, for suggestions in the ledger of waivers.
    With `before`, an earlier reading against the same vocabulary, only the `changed` and the
    new files of projects and assessments are read; their names are relative to the workspace.
    """
    if not settings.is_workspace:
        return WorkspaceFiles(settings, Programme("", ""), {}, problems=settings.problems)
    root = settings.root
    complete = complete and settings.document is not None
    files, in_projects = read_projects(
        root,
        vocabulary,
        complete=complete,
        kept=_kept(before.project_files if before else (), changed),
    )
    parties, in_parties = read_assessments(
        root,
        vocabulary,
        complete=complete,
        kept=_kept(before.assessments if before else (), changed),
    )
    programme = read_programme(settings, vocabulary, complete=complete)
    ledger = read_waivers(root, checks)
    return _composed(settings, programme, files, parties, ledger, in_projects, in_parties)


def suppose(
    files: WorkspaceFiles, vocabulary: Mapping[str, Field], texts: Mapping[str, str]
) -> WorkspaceFiles:
    """The files as they would be if some of them said something else; nothing is written.

    `texts` are by file name: hexvet.toml, waivers.toml, projects, assessments. Others change
    nothing here.
    """
    made = {name: parse_document(text, name) for name, text in texts.items()}
    settings, found = files.settings, made.get(SETTINGS)
    if isinstance(found, Document):
        settings = settings_of(files.root, found)
    projects = {file.file: file for file in files.project_files}
    parties = {party.file: party for party in files.assessments}
    for name, document in made.items():
        if name.startswith(f"{PROJECTS}/"):
            projects[name] = project_file(document, name, vocabulary)
        elif name.startswith(f"{ASSESSMENTS}/"):
            parties[name] = party_answers(document, name, vocabulary)
    programme = read_programme(settings, vocabulary)
    kept = files.waivers, files.documents.get(WAIVERS), ()
    ledger = waivers_of(made[WAIVERS]) if WAIVERS in made else kept
    return _composed(
        settings,
        programme,
        [projects[name] for name in sorted(projects)],
        [parties[name] for name in sorted(parties)],
        ledger,
    )


def _composed(
    settings: Settings,
    programme: tuple[Programme, tuple[Problem, ...]],
    files: Sequence[ProjectFile],
    parties: Sequence[PartyAnswers],
    ledger: tuple[tuple[Waiver, ...], Document | None, tuple[Problem, ...]],
    in_projects: Sequence[Problem] = (),
    in_parties: Sequence[Problem] = (),
) -> WorkspaceFiles:
    """All parts put together, with the problems in the order of the files."""
    single = without_duplicates(files)
    return WorkspaceFiles(
        settings,
        programme[0],
        _merged(single, parties),
        ledger[0],
        (
            *settings.problems,
            *programme[1],
            *in_projects,
            *(problem for file in single for problem in file.problems),
            *in_parties,
            *_problems_of(parties, files),
            *ledger[2],
        ),
        _documents([settings.document, ledger[1]], files, parties),
        tuple(files),
        tuple(parties),
    )


def _kept(files: Sequence[_File], changed: Collection[str]) -> dict[str, _File]:
    return {file.file: file for file in files if file.file not in changed}


def _merged(files: Sequence[ProjectFile], parties: Sequence[PartyAnswers]) -> dict[str, Project]:
    """The projects by id, with what the parties say of them."""
    by_project: dict[str, list[PartyAnswers]] = {}
    for party in parties:
        by_project.setdefault(party.project, []).append(party)
    return {
        file.project.id: assessed(file.project, by_project.get(file.project.id, ()))
        for file in files
        if file.project
    }


def _problems_of(parties: Sequence[PartyAnswers], files: Sequence[ProjectFile]) -> list[Problem]:
    """What is wrong with assessments. A project whose file is broken does exist."""
    known = {file.project.id if file.project else stem_of(file.file) for file in files}
    return [problem for party in parties for problem in (*party.problems, *unmatched(party, known))]


def _documents(
    others: Sequence[Document | None],
    files: Sequence[ProjectFile],
    parties: Sequence[PartyAnswers],
) -> dict[str, Document]:
    documents = [
        *others,
        *(file.document for file in files),
        *(party.document for party in parties),
    ]
    return {document.file: document for document in documents if document}
