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

from hexvet.documents import Document
from hexvet.model import Field, Programme, Project, Waiver, Where
from hexvet.problems import Place, Problem
from hexvet.workspace.projects import (
    PartyAnswers,
    ProjectFile,
    assessed,
    read_assessments,
    read_projects,
    stem_of,
    unmatched,
    without_duplicates,
)
from hexvet.workspace.settings import Settings, read_programme, read_settings
from hexvet.workspace.waivers import read_waivers

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
    programme, in_programme = read_programme(settings, vocabulary, complete=complete)
    waivers, ledger, in_waivers = read_waivers(root, checks)
    single = without_duplicates(files)
    return WorkspaceFiles(
        settings,
        programme,
        _merged(single, parties),
        waivers,
        (
            *settings.problems,
            *in_programme,
            *in_projects,
            *(problem for file in single for problem in file.problems),
            *in_parties,
            *_problems_of(parties, files),
            *in_waivers,
        ),
        _documents([settings.document, ledger], files, parties),
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
