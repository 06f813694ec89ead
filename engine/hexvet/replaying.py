"""Judging recorded decisions again: under their own packs, evidence and date, from the store.

What comes out differently than it was recorded is a difference. There is none as long as this
version of hexvet judges as the one did that recorded the decision.
"""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from hexvet.deciding.planning import findings_of
from hexvet.deciding.recording import outcome
from hexvet.evaluation import Assessment, evaluate
from hexvet.journal.lines import JOURNAL
from hexvet.journal.model import Entry, Json
from hexvet.journal.store import restore
from hexvet.lifecycle import as_if
from hexvet.loading import Workspace, including, load
from hexvet.problems import Place, Problem, Unusable

if TYPE_CHECKING:
    from hexvet.findings.inferred import Inferred

Infer = Callable[[Assessment], "Inferred"]
"""Works out the findings of an assessment."""

_ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was recorded: `gates.selection.state`, `score`, …"""

    what: str
    recorded: str
    now: str


@dataclass(frozen=True, slots=True)
class Replay:
    """One decision judged again. With `problems` it could not be, and nothing is compared."""

    entry: Entry
    differences: tuple[Difference, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def agrees(self) -> bool:
        """Whether it comes out as it was recorded."""
        return not self.differences and not self.problems


def replay(root: Path, entry: Entry, infer: Infer) -> Replay:
    """Judges one decision again. What is wrong with the store or its files stands in `problems`.

    Raises `OSError` when there is no room for a copy of the files.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="hexvet-") as folder:
            return _replayed(root, entry, infer, Path(folder))
    except Unusable as error:
        return Replay(entry, problems=error.problems)


def _replayed(root: Path, entry: Entry, infer: Infer, folder: Path) -> Replay:
    project, as_of, recorded = _decision(entry)
    restore(root, entry.inputs, folder)
    workspace = load(folder, shipped=False)
    problems = _unusable(workspace, project, entry)
    if problems:
        return Replay(entry, problems=problems)
    target = entry.details.get("to")
    stage = target.get("stage") if isinstance(target, Mapping) else None
    assessment = evaluate(including(workspace, project), as_of)
    judged = as_if(assessment, project, stage if isinstance(stage, str) else None)
    inferred = infer(judged)
    if inferred.troubles:
        message = f"entry {entry.number}: {inferred.troubles[0].message}"
        return Replay(entry, problems=(Problem("JN030", message, _place(entry), "try it again"),))
    found = outcome(judged, project, findings_of(inferred, project))
    return Replay(entry, tuple(differences(recorded, found)))


def _place(entry: Entry) -> Place:
    return Place(JOURNAL, entry.number, 1)


def _decision(entry: Entry) -> tuple[str, datetime.date, Json]:
    """The project, the date and the outcome of an entry. Raises `Unusable` when one lacks."""
    projects, recorded = entry.concerns("project"), entry.details.get("outcome")
    if entry.kind != "decision" or not projects or entry.as_of is None or not entry.inputs:
        message = f"entry {entry.number} records no decision that can be judged again"
        raise Unusable([Problem("JN030", message, _place(entry), "")])
    return projects[0], entry.as_of, recorded


def _unusable(workspace: Workspace, project: str, entry: Entry) -> tuple[Problem, ...]:
    """Why restored files cannot be judged. Mistakes that were there then are no hindrance."""
    packs = [problem for problem in workspace.errors if problem.code.startswith("RP")]
    if packs:
        return tuple(replace(one, message=f"entry {entry.number}: {one.message}") for one in packs)
    if project not in workspace.files.projects:
        message = f"entry {entry.number}: the project '{project[:60]}' is not among its files"
        return (Problem("JN030", message, _place(entry), ""),)
    return ()


def differences(recorded: Json, now: Json, path: str = "") -> Iterator[Difference]:
    """The leaves that two outcomes do not share, by their dotted path."""
    if isinstance(recorded, Mapping) and isinstance(now, Mapping):
        for name in dict.fromkeys((*recorded, *now)):
            inner = recorded.get(name, _ABSENT), now.get(name, _ABSENT)
            yield from differences(*inner, f"{path}.{name}" if path else name)
    elif _plain(recorded) != _plain(now):
        yield Difference(path, _told(recorded), _told(now))


def _plain(value: Json) -> Json:
    return list(value) if isinstance(value, list | tuple) else value


def _told(value: Json) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(_told, value)) or "none"
    return "none" if value is None else str(value)
