"""A portfolio read once for two packs: against the words of both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hexvet.loading import joint_vocabulary
from hexvet.model import Programme, Project, Waiver
from hexvet.packs.loading import Library, Loaded
from hexvet.packs.model import Pack
from hexvet.problems import Problem
from hexvet.workspace.reading import WorkspaceFiles, read_settings, read_workspace


@dataclass(frozen=True, slots=True)
class Portfolio:
    """What a city knows about its projects, as one pack's words have it."""

    projects: Mapping[str, Project]
    programme: Programme
    waivers: tuple[Waiver, ...] = ()
    problems: tuple[Problem, ...] = ()


def portfolios(root: Path, library: Library, old: Pack, new: Pack) -> tuple[Portfolio, Portfolio]:
    """The workspace for either pack; the same one where they agree about their words."""
    settings = read_settings(root)
    others = [library.load(name) for name in settings.packs]

    def read(packs: Sequence[Pack]) -> WorkspaceFiles:
        vocabulary, _ = joint_vocabulary([*packs, *(one.pack for one in others if one.pack)])
        return read_workspace(settings, vocabulary, complete=_complete(others))

    if _agree(old, new):
        both = _portfolio(read([new, old]))
        return both, both
    return _portfolio(read([old, new])), _portfolio(read([new, old]))


def _complete(others: Sequence[Loaded]) -> bool:
    return all(one.pack is not None for one in others)


def _agree(old: Pack, new: Pack) -> bool:
    """Whether every field that both have takes the same answers."""
    for name in old.fields.keys() & new.fields.keys():
        a, b = old.fields[name], new.fields[name]
        if (a.kind, a.of, a.range, a.columns) != (b.kind, b.of, b.range, b.columns):
            return False
    return True


def _portfolio(files: WorkspaceFiles) -> Portfolio:
    return Portfolio(files.portfolio, files.programme, files.waivers, files.problems)
