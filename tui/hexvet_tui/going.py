"""From anything that names a rule to the line of the file that holds it."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from hexvet_tui.scene import Scene
from hexvet_tui.session import Session

if TYPE_CHECKING:
    from hexvet.model import Where

RULES = "rules/"


def to_rule(scene: Scene, where: Where | None) -> Session:
    """The rules with a place of a pack's file under the caret; a word for any other place."""
    from hexvet.packs.loading import shipped_folder

    session = scene.session
    if where is None or session.assessment is None or not where.file.startswith(RULES):
        return session.said("this has no place in the rules")
    workspace = session.assessment.workspace
    name = where.file.removeprefix(RULES)
    own = Path(workspace.root) / RULES / name
    path = own if own.is_file() else shipped_folder() / name
    line = workspace.place(where).line or 1
    shown_at = import_module("hexvet_tui.modes.rules.verbs").shown_at
    found: Session = shown_at(session, str(path), where.file, line)
    return found
