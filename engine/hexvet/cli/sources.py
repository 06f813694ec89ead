"""From what a command line names to a workspace that is judged, with all complaints made."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from hexvet.cli.options import day_of
from hexvet.diagnostics import Exit, Halt, report

if TYPE_CHECKING:
    from hexvet.evaluation import Assessment
    from hexvet.loading import Workspace

SETTINGS = "hexvet.toml"
_MAKE = "make a workspace: hexvet init DIR"


class Judged(NamedTuple):
    """An assessment, and the status that its files deserve: clean or bad data."""

    assessment: Assessment
    status: Exit


def root_of(arguments: Namespace) -> Path:
    """The workspace that is named, or the one that this folder is in. Halts where there is none."""
    named = getattr(arguments, "workspace", None)
    at = getattr(arguments, "at", None)
    if named and not os.path.lexists(named):
        _halt_at_project(arguments, str(named), Path(at) if at else enclosing())
    if named and at and Path(named).resolve() != Path(at).resolve():
        raise Halt(Exit.USAGE, "two workspaces are named", "leave out -w or WORKSPACE")
    if named or at:
        return _named(str(named or at))
    found = enclosing()
    if found is None:
        hint = "name one, or make one: hexvet init DIR"
        raise Halt(Exit.USAGE, f"no {SETTINGS} in this folder or above it", hint)
    return found


def _halt_at_project(arguments: Namespace, word: str, root: Path | None) -> None:
    """Halts when a word that should name a folder is the id of a project, or nearly one."""
    from hexvet.problems import suggestion
    from hexvet.workspace.folders import PROJECTS, toml_files
    from hexvet.workspace.projects import stem_of

    ids = [stem_of(file) for file in toml_files(root, PROJECTS)[0]] if root else []
    way = "--project {}" if hasattr(arguments, "project") else "hexvet show {}"
    if word in ids:
        raise Halt(Exit.USAGE, f"'{word}' is a project, no folder", way.format(word))
    near = suggestion(word, ids)
    if near or (ids and os.sep not in word and near_folder(Path(word)) == _MAKE):
        hint = f"{near or 'for a project'} {way.format('ID')}; hexvet check lists all"
        raise Halt(Exit.USAGE, f"there is no folder '{word[:60]}'", hint)


def enclosing() -> Path | None:
    """The nearest folder from here upwards that holds a `hexvet.toml`."""
    here = Path.cwd()
    for steps, folder in enumerate((here, *here.parents)):
        if (folder / SETTINGS).is_file():
            return Path(*[os.pardir] * steps)
    return None


def _named(name: str) -> Path:
    path = Path(name)
    if path.is_dir():
        if not os.path.lexists(path / SETTINGS):
            hint = f"make it one: hexvet init {name}"
            raise Halt(Exit.USAGE, f"'{name}' is no workspace: it has no {SETTINGS}", hint)
        return path
    if os.path.lexists(path):
        raise Halt(Exit.USAGE, f"'{name}' is not a folder", "name the folder that holds it")
    raise Halt(Exit.USAGE, f"there is no folder '{name}'", near_folder(path))


def near_folder(path: Path) -> str:
    """A folder beside the one that is not there, with a name like it."""
    from hexvet.problems import suggestion

    try:
        beside = [entry.name for entry in os.scandir(path.parent) if entry.is_dir()]
    except OSError:
        return _MAKE
    return suggestion(path.name, beside) or _MAKE


def load(arguments: Namespace) -> Workspace:
    """The workspace with its problems told. Halts when a pack does not load."""
    import hexvet

    root = root_of(arguments)
    packs = getattr(arguments, "pack", [])
    workspace = hexvet.load(root, packs=packs)
    of = "" if root == Path() else root.as_posix()
    report(workspace.problems, colour=arguments.color, of=of)
    wanted = packs or workspace.files.settings.packs
    broken = any(problem.code.startswith("RP") for problem in workspace.errors)
    if broken or len(workspace.packs) < len(set(wanted)):
        raise Halt(Exit.BAD_PACK, "a rule pack does not load", "nothing was evaluated")
    return workspace


def judge(arguments: Namespace, project: str = "") -> Judged:
    """The workspace judged on the day that is asked for. Halts when no pack can judge.

    A withdrawn `project` is looked at as if it were in the portfolio.
    """
    import hexvet
    from hexvet.loading import including

    workspace = including(load(arguments), project)
    as_of = day_of(arguments)
    status = Exit.BAD_DATA if workspace.errors else Exit.CLEAN
    if not workspace.packs:
        raise Halt(status or Exit.NOTHING, "no rule pack is in use")
    assessment = hexvet.evaluate(workspace, as_of)
    if not assessment.packs:
        spans = ", ".join(_span(pack) for pack in workspace.packs)
        raise Halt(status or Exit.NOTHING, f"no rule pack is in force on {as_of}", spans)
    return Judged(assessment, status)


def _span(pack: object) -> str:
    from hexvet.packs.model import Pack
    from hexvet.reporters.wording import in_force_text

    assert isinstance(pack, Pack)
    return f"{pack.id} holds {in_force_text(pack.effective_from, pack.effective_to)}"


def known(names: Iterable[str], wanted: Iterable[str], what: str) -> tuple[str, ...]:
    """Those of `wanted`, each of which has to be among `names`; all names when none is wanted.

    Halts at the first that is not there, with the nearest that is.
    """
    from hexvet.problems import suggestion

    names, wanted = list(names), list(dict.fromkeys(wanted))
    for name in wanted:
        if name not in names:
            there = ", ".join(names[:10]) + (", ..." if len(names) > 10 else "")
            hint = suggestion(name, names) or f"there are: {there or 'none'}"
            raise Halt(Exit.USAGE, f"there is no {what} '{name[:60]}'", hint)
    return tuple(name for name in names if name in wanted) if wanted else tuple(names)
