"""A screen that only reads, because it was asked to or the folder cannot be written: what it
refuses, early and in words.

The engine refuses to write, too (`hexvet.workspace.writing.refuse_writing`): what is refused
here is what would let somebody type for nothing. An export goes elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hexvet_tui import actions

if TYPE_CHECKING:
    from hexvet_tui.scene import Scene
    from hexvet_tui.session import Session

REFUSED = "read-only: to change anything, open it without --read-only or serve it --write"
SHUT = "read-only: this folder cannot be written, nothing can be changed here"
GROUPS = ("Decide", "Vet")
"""The groups of actions that change the workspace."""
EDITS = frozenset(("save_rules", "external", "fix", "form", "revert"))
HARMLESS = frozenset((
    "check", "show", "why", "rank", "needs", "packs", "eval", "test", "diff", "handbook", "schema",
    "replay", "waivers", "history", "log", "verify", "explain-code", "doctor",
))  # fmt: skip
"""The verbs that only read; with --output they write outside of the workspace alone."""


def refused(session: Session) -> Session:
    """With why nothing can be changed."""
    return session.said(REFUSED if session.read_only else SHUT, "alert")


def refuses(scene: Scene, action: str) -> bool:
    """Whether an action would change something where only reading is allowed."""
    if not scene.session.is_shut:
        return False
    if action in EDITS:
        return True
    found = next((one for one in scene.table if one.id == action), None)
    return isinstance(found, actions.Action) and found.group in GROUPS


def unedited(scene: Scene, after: Session) -> Session:
    """The session after a key in an editor, or the one before when it edited something."""
    if scene.session.is_shut and scene.mode.drafts(after) != scene.mode.drafts(scene.session):
        return refused(scene.session)
    return after
