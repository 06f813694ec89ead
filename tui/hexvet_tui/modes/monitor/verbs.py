"""What the keys do among dates and indicators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from hexvet.monitoring import Indicator, Step
from hexvet_tui import narrowing, verbs
from hexvet_tui.modes import Verb
from hexvet_tui.modes.monitor.state import (
    Listed,
    MonitorState,
    key,
    shown_indicators,
    shown_steps,
)
from hexvet_tui.pages import Page
from hexvet_tui.scene import Extent, Scene
from hexvet_tui.session import Session


def _listed(scene: Scene) -> Listed[Step] | Listed[Indicator]:
    if scene.pane == "indicators":
        return shown_indicators(scene.session)
    return shown_steps(scene.session)


def rows(scene: Scene) -> Sequence[Step | Indicator]:
    """The rows of the active pane."""
    return _listed(scene).rows


def place_of(scene: Scene) -> int:
    """The row under the cursor of the active pane; the first one when it is gone."""
    state = scene.session.of(MonitorState)
    wanted = state.indicator if scene.pane == "indicators" else state.step
    return _listed(scene).places.get(wanted, 0)


def current(scene: Scene) -> Step | Indicator | None:
    """What is under the cursor."""
    listed = rows(scene)
    return listed[place_of(scene)] if listed else None


def moved(scene: Scene, step: int, _: Extent) -> Session:
    """The cursor of the active pane some rows further; the project's cursor follows."""
    session, listed = scene.session, rows(scene)
    if not listed:
        return session
    chosen = listed[max(0, min(len(listed) - 1, place_of(scene) + step))]
    state = session.of(MonitorState)
    if scene.pane == "indicators":
        state = replace(state, indicator=key(chosen))
    else:
        state = replace(state, step=key(chosen))
    place = session.rows.places.get(chosen.project)
    return (session if place is None else session.to_row(place)).having(state)


def _done(scene: Scene, _: Extent) -> Session:
    session, state = scene.session, scene.session.of(MonitorState)
    told = "what is open" if state.done else "all steps, done ones too"
    return session.having(replace(state, done=not state.done)).said(told)


def _open(scene: Scene, _: Extent) -> Session:
    """The project of the row."""
    chosen = current(scene)
    if chosen is None or not chosen.project:
        return scene.session.said("this is of the programme, not of one project")
    return verbs.to_named(scene.session, chosen.project)


def _whole(scene: Scene, _: Extent) -> Session:
    """The delivery of the project in full, as a page."""
    from hexvet_tui.modes.monitor.panes import delivery

    chosen = current(scene)
    if chosen is None:
        return scene.session.said("nothing is known of any delivery")
    title = f"DELIVERY {scene.title(chosen.project) or 'of the programme'}"
    project = chosen.project
    return scene.session.paged(
        Page(title, lambda now, width: delivery(now, project, width, whole=True))
    )


VERBS: Mapping[str, Verb] = {
    "open": _open,
    "why": _whole,
    "done_steps": _done,
    "drawing": verbs.ABOUT["drawing"],
    "filter": lambda scene, _: narrowing.prompted(scene.session),
    "mark": verbs.LISTED["mark"],
}
