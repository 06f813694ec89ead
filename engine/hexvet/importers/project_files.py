"""Imported projects as files of a workspace: readable, in a fixed order, easy to compare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from hexvet.documents import printable
from hexvet.importers.model import ImportedProject
from hexvet.problems import Place, Problem, Unusable
from hexvet.workspace.folders import PROJECTS
from hexvet.workspace.toml_values import toml_key, toml_value
from hexvet.workspace.writing import locked, write_text

MOST_LISTED = 20


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import does to a workspace: the ids of projects, by what becomes of their files."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    same: tuple[str, ...]


def project_text(project: ImportedProject) -> str:
    """The text of a project's file: one answer a line, rows of tables one a line."""
    lines = [f"{toml_key(key)} = {_answer(value)}" for key, value in project.answers.items()]
    if project.remarks:
        lines += ["", "# Not taken from the imported file:"]
        lines += [f"#   {printable(remark)}" for remark in project.remarks]
    return "\n".join(lines) + "\n"


def _answer(value: object) -> str:
    if isinstance(value, Mapping) and _is_table(value.get("value")):
        parts = [
            f"{toml_key(key)} = {_rows(one) if key == 'value' else toml_value(one)}"
            for key, one in value.items()
        ]
        return f"{{ {', '.join(parts)} }}"
    return _rows(value) if _is_table(value) else toml_value(value)


def _is_table(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(row, Mapping) for row in value)


def _rows(rows: object) -> str:
    assert isinstance(rows, Sequence)
    return "".join(["[\n", *(f"  {toml_value(row)},\n" for row in rows), "]"]) if rows else "[]"


def plan(projects: Sequence[ImportedProject], root: Path) -> Plan:
    """Compares the projects with the files that are there. Raises OSError."""
    found: dict[str, list[str]] = {"new": [], "changed": [], "same": []}
    for project in projects:
        path = _path(root, project)
        if not path.exists():
            found["new"].append(project.id)
        else:
            same = path.read_bytes() == project_text(project).encode()
            found["same" if same else "changed"].append(project.id)
    return Plan(*(tuple(ids) for ids in found.values()))


def refuse_changes(root_plan: Plan) -> None:
    """Raises Unusable when projects that are there would be overwritten."""
    problems = [
        Problem("IM401", "this project is already there", Place(f"{PROJECTS}/{id}.toml"))
        for id in root_plan.changed[:MOST_LISTED]
    ]
    if not problems:
        return
    more = len(root_plan.changed) - len(problems)
    last = problems[-1]
    extra = f" (and {more:,} more)" if more else ""
    hint = "nothing was written; --overwrite replaces them"
    raise Unusable((*problems[:-1], Problem(last.code, last.message + extra, last.place, hint)))


def write_projects(projects: Sequence[ImportedProject], root: Path, changes: Plan) -> None:
    """Writes the new and the changed files, each atomically. Raises Unusable and OSError."""
    wanted = {*changes.new, *changes.changed}
    with locked(root, purpose="hexvet import"):
        (root / PROJECTS).mkdir(exist_ok=True)
        for written, project in enumerate(one for one in projects if one.id in wanted):
            path = _path(root, project)
            file = f"{PROJECTS}/{project.id}.toml"
            try:
                write_text(path, project_text(project), _digest(path), shown_as=file)
            except Unusable as error:
                raise _unfinished(error, written, len(wanted)) from error


def _unfinished(error: Unusable, written: int, wanted: int) -> Unusable:
    """What is kept of an import that stopped half-way: each file is whole or as it was."""
    kept = f"{written:,} of {wanted:,} files are written, and the same import writes the others"
    told = [replace(one, hint=one.hint.replace("nothing was changed", kept))
            for one in error.problems]  # fmt: skip
    return Unusable(told if written else error.problems)


def _path(root: Path, project: ImportedProject) -> Path:
    return root / PROJECTS / f"{project.id}.toml"


def _digest(path: Path) -> str | None:
    import hashlib

    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else None
