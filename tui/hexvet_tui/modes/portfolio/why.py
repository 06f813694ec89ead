"""Why the project under the cursor stands where it stands: its deciding gate, or one thing after
the other that is unmet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hexvet_tui import judged, verbs
from hexvet_tui.judged import About
from hexvet_tui.modes.portfolio.state import PortfolioState
from hexvet_tui.modes.project.state import ProjectState
from hexvet_tui.scene import Extent, Scene
from hexvet_tui.session import Session
from hexvet_tui.typesetting import clean

if TYPE_CHECKING:
    from hexvet.model import Explanation


def about(scene: Scene) -> About | None:
    """What was gone to of the project under the cursor; None for its deciding gate."""
    project, rule = scene.session.of(PortfolioState).unmet
    if not rule or project != scene.session.cursor:
        return None
    return next((one for one in judged.unmet(scene) if one.rule == rule), None)


def explained(scene: Scene) -> Explanation | None:
    """Why that is so."""
    return told(scene, about(scene))


def told(scene: Scene, chosen: About | None) -> Explanation | None:
    """Why what was gone to is so, or what the deciding gate says."""
    return judged.explained(scene, chosen) if chosen else scene.deciding


def to_unmet(scene: Scene, step: int) -> Session:
    """The next thing that is unmet explained; before the first one stands the deciding gate."""
    session = scene.session
    found, chosen = judged.unmet(scene), about(scene)
    at = found.index(chosen) + step if chosen else (0 if step > 0 else -2)
    if not -1 <= at < len(found):
        return judged.none_left(session, step)
    rule = found[at].rule if at >= 0 else ""
    after = session.having(replace(session.of(PortfolioState), unmet=(session.cursor, rule)))
    chosen = found[at] if at >= 0 else None
    why = told(replace(scene, session=after), chosen)
    place = f"{at + 1} of {len(found)} that are not met: " if rule else "the deciding gate: "
    return after.said(f"{place}{clean(why.title) if why else ''}")


def enlarged(scene: Scene, _: Extent) -> Session:
    """The same explanation in full, in the project."""
    inside, chosen = verbs.entered(scene.session, "project"), about(scene)
    if inside.mode != "project":
        return inside
    state = replace(inside.of(ProjectState), rule=chosen.rule if chosen else "", enlarged=True)
    names = list(inside.framework.sections) if inside.framework else []
    if chosen and chosen.rule in names:
        state = replace(state, about="sections", section=names.index(chosen.rule))
    return inside.having(state).in_pane("why")
