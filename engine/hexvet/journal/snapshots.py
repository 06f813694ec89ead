"""What a judgement was made from: every file that it read, as it was read."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from hexvet.journal.model import Snapshot
from hexvet.workspace.folders import ASSESSMENTS, PROJECTS

if TYPE_CHECKING:
    from hexvet.loading import Workspace


def snapshot(workspace: Workspace, projects: Collection[str] | None = None) -> Snapshot:
    """The texts of all that judges these projects; None, or a rule that reads `projects`,
    makes it all of them.

    These are hexvet.toml, waivers.toml, the projects with their assessments, and the packs with
    all that they extend, shipped ones too. Give None when findings about the portfolio count.
    """
    from hexvet.incremental import reads_projects

    every = projects is None or any(map(reads_projects, workspace.packs))
    left_out = set() if every else _files_of_others(workspace, projects or ())
    files = {
        file: document.text
        for file, document in workspace.documents.items()
        if file not in left_out
    }
    packs = {pack.id: pack.version for pack in workspace.packs}
    watched = frozenset(file for file in files if (workspace.root / file).is_file())
    return Snapshot(files, packs, watched)


def _files_of_others(workspace: Workspace, projects: Collection[str]) -> set[str]:
    """The files that are about other projects than these."""
    read = workspace.files
    own = {one.file for one in read.project_files if one.project and one.project.id in projects}
    own |= {one.file for one in read.assessments if one.project in projects}
    return {
        file
        for file in workspace.documents
        if file.startswith((f"{PROJECTS}/", f"{ASSESSMENTS}/")) and file not in own
    }
