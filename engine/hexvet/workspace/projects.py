"""`projects/*.toml` and `assessments/PARTY/*.toml`: the candidates and what is known of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from hexvet.documents import Document, read_document
from hexvet.model import Evidence, Field, Lifecycle, Project
from hexvet.problems import Place, Problem, suggestion
from hexvet.records import Key, Mistakes, read_record, shown
from hexvet.workspace.answers import read_answers
from hexvet.workspace.folders import (
    ASSESSMENTS,
    ID_FORM,
    PROJECTS,
    RESERVED_IDS,
    is_id,
    proposed_id,
    sub_folders,
    toml_files,
)
from hexvet.workspace.merging import cells_of, merge

RESERVED = {
    "title": Key("text", required=True, longest=200, help='give it a name: title = "..."'),
    "id": Key("text", help='a short name: id = "..."'),
    "summary": Key("text", line=False, blank=True),
    "illustration": Key("truth", help="true marks an invented example"),
    "lifecycle": Key(
        "text",
        choices=("paused", "withdrawn", "closed"),
        help="written by `hexvet decide`; left out while the project is active",
    ),
}
FINISHED = {"finished": Key("truth", help="write finished = true when the assessment is done")}


@dataclass(frozen=True, slots=True)
class ProjectFile:
    """One file of a project as it stands; `project` is None when it has no usable id.

    The project's evidence is that of its own file alone, before assessments are merged.
    """

    file: str
    project: Project | None
    document: Document | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class PartyAnswers:
    """One party's answers about one project. Only finished ones count."""

    party: str
    project: str
    file: str
    finished: bool
    evidence: Mapping[str, Evidence]
    document: Document | None
    problems: tuple[Problem, ...] = ()


def read_projects(
    root: Path,
    vocabulary: Mapping[str, Field],
    *,
    complete: bool = True,
    kept: Mapping[str, ProjectFile] | None = None,
) -> tuple[list[ProjectFile], list[Problem]]:
    """Every project's file, by file name, and the problems of the folder itself.

    Files in `kept` are taken from there instead of from disk. Ids may be used twice: see
    `without_duplicates`.
    """
    kept = kept or {}
    names, problems = toml_files(root, PROJECTS)
    return [
        kept.get(name) or read_project(root, name, vocabulary, complete=complete) for name in names
    ], problems


def read_project(
    root: Path, file: str, vocabulary: Mapping[str, Field], *, complete: bool = True
) -> ProjectFile:
    """One project's file, named relative to the workspace."""
    document = read_document(root / file, file)
    return project_file(document, file, vocabulary, complete=complete)


def project_file(
    document: Document | Problem,
    file: str,
    vocabulary: Mapping[str, Field],
    *,
    complete: bool = True,
) -> ProjectFile:
    """The project of a document, or of none when it could not be read."""
    if isinstance(document, Problem):
        return ProjectFile(file, None, None, (document,))
    mistakes = Mistakes(document)
    data = document.data
    values = read_record(
        mistakes, (), RESERVED, {name: data[name] for name in RESERVED if name in data}
    )
    evidence = read_answers(
        mistakes, (), data, vocabulary, of="project", reserved=RESERVED, complete=complete
    )
    id = _project_id(mistakes, stem_of(file), values)
    project = Project(
        id,
        str(values.get("title", id)),
        file,
        str(values.get("summary", "")),
        values.get("illustration") is True,
        evidence,
        cells_of(evidence),
        _lifecycle(values.get("lifecycle")),
    )
    return ProjectFile(file, project if id else None, document.lean, mistakes.in_order)


def without_duplicates(files: Sequence[ProjectFile]) -> list[ProjectFile]:
    """The files with a problem on every one whose id an earlier one has, and on that one."""
    users: dict[str, list[ProjectFile]] = {}
    for file in files:
        if file.project:
            users.setdefault(file.project.id, []).append(file)
    kept = {same[0].file for same in users.values()}
    return [
        file
        if file.project is None or len(users[file.project.id]) == 1
        else _duplicate(file, users[file.project.id], file.file in kept)
        for file in files
    ]


def read_assessments(
    root: Path,
    vocabulary: Mapping[str, Field],
    *,
    complete: bool = True,
    kept: Mapping[str, PartyAnswers] | None = None,
) -> tuple[list[PartyAnswers], list[Problem]]:
    """Every party's answers, by party and project, and the problems of the folders themselves.

    Files in `kept` are taken from there instead of from disk.
    """
    kept = kept or {}
    folders, problems = sub_folders(root, ASSESSMENTS)
    found: list[PartyAnswers] = []
    for folder in folders:
        names, more = toml_files(root, folder)
        problems += more
        found += [
            kept.get(name) or read_assessment(root, name, vocabulary, complete=complete)
            for name in names
        ]
    return found, problems


def read_assessment(
    root: Path, file: str, vocabulary: Mapping[str, Field], *, complete: bool = True
) -> PartyAnswers:
    """One party's answers about one project: `assessments/PARTY/PROJECT.toml`."""
    document = read_document(root / file, file)
    return party_answers(document, file, vocabulary, complete=complete)


def party_answers(
    document: Document | Problem,
    file: str,
    vocabulary: Mapping[str, Field],
    *,
    complete: bool = True,
) -> PartyAnswers:
    """A party's answers in a document, or none when it could not be read."""
    party, stem = file.split("/")[-2], stem_of(file)
    if isinstance(document, Problem):
        return PartyAnswers(party, stem, file, False, {}, None, (document,))
    mistakes = Mistakes(document)
    data = document.data
    values = read_record(
        mistakes, (), FINISHED, {name: data[name] for name in FINISHED if name in data}
    )
    evidence = read_answers(
        mistakes, (), data, vocabulary, of="project", reserved=FINISHED, complete=complete
    )
    named = {
        name: found if found.by else replace(found, by=party) for name, found in evidence.items()
    }
    finished = values.get("finished") is True
    return PartyAnswers(party, stem, file, finished, named, document.lean, mistakes.in_order)


def unmatched(assessment: PartyAnswers, projects: Collection[str]) -> list[Problem]:
    """The problem that an assessment's project does not exist, if so."""
    if assessment.project in projects:
        return []
    message = f"there is no project {shown(assessment.project)}"
    hint = suggestion(assessment.project, projects) or "name the file after the project's id"
    return [Problem("WS023", message, Place(assessment.file), hint)]


def assessed(project: Project, assessments: Sequence[PartyAnswers]) -> Project:
    """The project with the finished ones of its assessments merged into its evidence."""
    finished = [found.evidence for found in assessments if found.finished]
    if not finished:
        return project
    evidence = merge(project.evidence, finished)
    return replace(project, evidence=evidence, cells=cells_of(evidence))


def stem_of(file: str) -> str:
    """`projects/real-estate.toml` gives `real-estate`."""
    return file.rpartition("/")[2].removesuffix(".toml")


def _project_id(mistakes: Mistakes, stem: str, values: Mapping[str, object]) -> str:
    """The project's id: its own, else its file's name; empty when it cannot be one."""
    if "id" not in values and "id" in mistakes.document.data:
        return ""
    id = str(values.get("id", stem))
    if is_id(id) and id not in RESERVED_IDS:
        return id
    why = "means something else here" if id in RESERVED_IDS else "is not fit to be an id"
    hint = f"use {ID_FORM}"
    if "id" not in values:
        hint = f'rename the file to {proposed_id(stem)}.toml, or add id = "{proposed_id(stem)}"'
    mistakes.add("WS020", f"{shown(id)} {why}", ("id",), hint)
    return ""


def _lifecycle(said: object) -> Lifecycle:
    found: dict[object, Lifecycle] = {
        "paused": "paused",
        "withdrawn": "withdrawn",
        "closed": "closed",
    }
    return found.get(said, "active")


def _duplicate(file: ProjectFile, same: Sequence[ProjectFile], keeps: bool) -> ProjectFile:
    """The file with the problem that others have its id; only one of them keeps the project."""
    assert file.project is not None
    assert file.document is not None
    others = ", ".join(
        str(other.document.place(("id",)))
        for other in same
        if other.file != file.file and other.document
    )
    message = f"the id '{file.project.id}' is also that of {others}"
    hint = "give each project an id of its own"
    problem = Problem("WS021", message, file.document.place(("id",)), hint)
    project = file.project if keeps else None
    return replace(file, project=project, problems=(*file.problems, problem))
