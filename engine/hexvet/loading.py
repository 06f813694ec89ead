"""A workspace in memory: the city's files and the packs that judge them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from hexvet.documents import Document
from hexvet.model import Field, Person, Programme, Project, Waiver, Where
from hexvet.packs.loading import Library, Loaded, shipped_folder
from hexvet.packs.locking import lock_problems
from hexvet.packs.model import Pack
from hexvet.packs.roles import role_problems
from hexvet.problems import Place, Problem
from hexvet.workspace.reading import (
    Settings,
    WorkspaceFiles,
    read_settings,
    read_workspace,
    suppose,
)


@dataclass(frozen=True, slots=True)
class Workspace:
    """Everything that was read from a city's folder, and everything that is wrong in it.

    `projects` are the portfolio, in the order of their file names; those that were `withdrawn`
    are apart and judged no more (see `including`). What could not be read is absent and has its
    problem; the rest is there.
    """

    root: Path
    city: str
    packs: tuple[Pack, ...]
    programme: Programme
    projects: Mapping[str, Project]
    waivers: tuple[Waiver, ...]
    problems: tuple[Problem, ...]
    files: WorkspaceFiles = field(repr=False)
    loaded: tuple[Loaded, ...] = field(repr=False)
    documents: Mapping[str, Document] = field(repr=False)
    withdrawn: Mapping[str, Project] = field(default_factory=dict)

    def place(self, where: Where) -> Place:
        """Line and column of a key in any file of the workspace or of its packs."""
        document = self.documents.get(where.file)
        return Place(where.file) if document is None else document.place(where.path)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that are errors, not warnings."""
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @property
    def people(self) -> Mapping[str, Person]:
        """Those whom the workspace names, by id."""
        return self.files.settings.people

    @property
    def fields(self) -> Mapping[str, Field]:
        """The vocabulary of all packs together."""
        return vocabulary_of(self.packs)


def load(
    root: Path | str,
    *,
    packs: Sequence[str] = (),
    before: Workspace | None = None,
    changed: Collection[str] = (),
    shipped: bool = True,
    settings: Settings | None = None,
) -> Workspace:
    """Reads a workspace. Never raises for what is in its files: see `problems`.

    `packs` (ids or files) judge instead of those that the workspace names. With `before`, an
    earlier reading, only the files in `changed` (names as messages show them) and new ones are
    read again. The packs' own tests are not read: `hexvet.testing` does that. Without `shipped`
    only the packs in the workspace's own folder are found. `settings` hold in place of what
    hexvet.toml says.
    """
    root = Path(root)
    settings = settings or read_settings(root)
    folders = (root / "rules", shipped_folder()) if shipped else (root / "rules",)
    library = Library(folders, root, tests=False)
    if before and changed and _same_packs(before, settings, changed):
        own: Sequence[Loaded] = before.loaded
    else:
        own = [library.load(name) for name in settings.packs]
    loaded = [_asked(library, name) for name in packs] if packs else own
    vocabulary, clashes = joint_vocabulary([one.pack for one in (*loaded, *own) if one.pack])
    complete = all(one.pack is not None for one in (*loaded, *own))
    kept = before.files if before and before.fields == vocabulary else None
    checks = {id_: None for one in (*loaded, *own) if one.pack for id_ in one.pack.checks}
    files = read_workspace(
        settings, vocabulary, complete=complete, checks=checks, before=kept, changed=changed
    )
    return _workspace(root, loaded, tuple(own), files, clashes)


def _same_packs(before: Workspace, settings: Settings, changed: Collection[str]) -> bool:
    """Whether no change can have touched a pack."""
    ours = ("projects/", "assessments/", "hexvet.toml", "waivers.toml")
    return before.files.settings.packs == settings.packs and all(
        name.startswith(ours) for name in changed
    )


def _asked(library: Library, name: str) -> Loaded:
    return library.load_file(Path(name)) if name.endswith(".toml") else library.load(name)


def _workspace(
    root: Path,
    loaded: Sequence[Loaded],
    own: tuple[Loaded, ...],
    files: WorkspaceFiles,
    clashes: tuple[Problem, ...],
) -> Workspace:
    documents = dict(files.documents)
    for one in loaded:
        documents.update(one.documents)
    problems = (
        *(p for one in loaded for p in one.problems),
        *clashes,
        *_inference([one.pack for one in loaded if one.pack]),
        *files.problems,
        *_roles(files, [one.pack for one in (*loaded, *own) if one.pack]),
        *lock_problems(root, own),
    )
    return Workspace(
        root,
        files.settings.city,
        tuple(one.pack for one in loaded if one.pack),
        files.programme,
        files.portfolio,
        files.waivers,
        tuple(dict.fromkeys(problems)),
        files,
        own,
        documents,
        files.withdrawn,
    )


def supposing(workspace: Workspace, texts: Mapping[str, str]) -> Workspace:
    """The workspace as it would be if some of its own files said something else.

    `texts` are by file name; packs are not read again, and their problems are left out.
    """
    own = (one.pack for one in workspace.loaded if one.pack)
    vocabulary, _ = joint_vocabulary((*workspace.packs, *own))
    files = suppose(workspace.files, vocabulary, texts)
    return replace(
        workspace,
        city=files.settings.city,
        programme=files.programme,
        projects=files.portfolio,
        withdrawn=files.withdrawn,
        waivers=files.waivers,
        problems=tuple(dict.fromkeys(files.problems)),
        files=files,
        documents={**workspace.documents, **files.documents},
    )


def _inference(packs: Sequence[Pack]) -> tuple[Problem, ...]:
    if not any(pack.inferences for pack in packs):
        return ()
    from hexvet.packs.joining import joint_problems

    return joint_problems(packs)


def _roles(files: WorkspaceFiles, packs: Sequence[Pack]) -> tuple[Problem, ...]:
    people, document = files.settings.people, files.settings.document
    if not people or document is None:
        return ()
    places = {i: document.place(("people", i, "roles")) for i in people}
    parties = (one.party for one in files.assessments)
    return tuple(role_problems(people, packs, places, parties))


def including(workspace: Workspace, project: str) -> Workspace:
    """The workspace as if a withdrawn project were in its portfolio, to look at it or to take
    it up again. The same workspace when no project of that id was withdrawn."""
    if project not in workspace.withdrawn:
        return workspace
    known = workspace.files.projects
    projects = {i: one for i, one in known.items() if i in workspace.projects or i == project}
    rest = {i: one for i, one in workspace.withdrawn.items() if i != project}
    return replace(workspace, projects=projects, withdrawn=rest)


def vocabulary_of(packs: Sequence[Pack]) -> dict[str, Field]:
    """All fields of several packs; of two with one name, the first."""
    fields: dict[str, Field] = {}
    for pack in packs:
        for name, declared in pack.fields.items():
            fields.setdefault(name, declared)
    return fields


def joint_vocabulary(packs: Sequence[Pack]) -> tuple[dict[str, Field], tuple[Problem, ...]]:
    """The vocabulary, and a problem for each name that two packs take differently."""
    fields = vocabulary_of(packs)
    problems = []
    for pack in packs:
        for name, declared in pack.fields.items():
            first = fields[name]
            if (first.kind, first.of) != (declared.kind, declared.of):
                there = f"a {first.kind} in {first.where.file}"
                message = f"'{name}' is {there}, here a {declared.kind}"
                hint = "packs that are used together must agree; rename one"
                problems.append(Problem("RP024", message, Place(declared.where.file), hint))
            elif first.values != declared.values:
                values = tuple(dict.fromkeys((*first.values, *declared.values)))
                fields[name] = replace(first, values=values)
    return fields, tuple(problems)
