"""Which explanation belongs to the cursor of a project's screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hexvet_tui import judged
from hexvet_tui.judged import About
from hexvet_tui.modes.project.state import ProjectState
from hexvet_tui.scene import Scene

if TYPE_CHECKING:
    from hexvet.model import Explanation


def explanation(scene: Scene) -> Explanation | None:
    """The section, the check or the finding under the cursor."""
    session = scene.session
    state, outcome, pack = session.of(ProjectState), session.outcome, session.framework
    if outcome is None:
        return None
    if state.about == "sections" and pack is not None and pack.sections:
        names = list(pack.sections)
        return scene.explain(outcome.id, names[state.section % len(names)])
    listed = judged.entries(scene)
    at = judged.current(listed, state.rule, outcome)
    if at < 0:
        return scene.explain(outcome.id, None)
    return judged.explained(scene, About(listed[at].subject, listed[at].rule))
