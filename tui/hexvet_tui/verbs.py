"""What each action does to the session: pure, from a scene to the next session."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeAlias

from hexvet_tui import checklist, explaining, panels
from hexvet_tui.scene import Scene
from hexvet_tui.session import Session
from hexvet_tui.sorting import COLUMNS


class Extent(NamedTuple):
    """What is in view of the active pane: its lines and its columns."""

    page: int
    width: int


Verb: TypeAlias = Callable[[Scene, Extent], Session]


def moved(scene: Scene, step: int, extent: Extent) -> Session:
    """The cursor of the active pane some lines further."""
    session = scene.session
    if session.mode == "portfolio" or session.pane == "table":
        return session.by_rows(step)
    if session.pane == "why":
        rows = explaining.lines(panels.explanation(scene), scene, extent.width)
        return session.scrolled(min(session.scroll + step, len(rows) - extent.page))
    if session.pane == "sections":
        count = len(session.framework.sections) if session.framework else 1
        return session.on_section(max(0, min(count - 1, session.section + step)))
    listed = checklist.entries(scene)
    at = checklist.current(listed, session.rule, session.outcome)
    if at < 0:
        return session
    return session.on_rule(listed[max(0, min(len(listed) - 1, at + step))].rule)


def _open(scene: Scene, _: Extent) -> Session:
    session = scene.session
    if session.mode == "portfolio":
        return session.entered("project")
    return session.explaining(not session.view.enlarged)


def _why(scene: Scene, _: Extent) -> Session:
    session = scene.session
    if session.mode == "portfolio":
        entered = session.entered("project")
        return entered if entered.mode == "portfolio" else entered.on_rule("").explaining(True)
    return session.explaining(not session.view.enlarged)


def _copy(scene: Scene, _: Extent) -> Session:
    return scene.session.said("ctrl+c does not quit: q goes back, ctrl+q quits")


FAR = 10**9

VERBS: Mapping[str, Verb] = {
    "down": lambda scene, extent: moved(scene, 1, extent),
    "up": lambda scene, extent: moved(scene, -1, extent),
    "page_down": lambda scene, extent: moved(scene, extent.page, extent),
    "page_up": lambda scene, extent: moved(scene, -extent.page, extent),
    "top": lambda scene, extent: moved(scene, -FAR, extent),
    "go_top": lambda scene, extent: moved(scene, -FAR, extent),
    "bottom": lambda scene, extent: moved(scene, FAR, extent),
    "open": _open,
    "why": _why,
    "previous_project": lambda scene, _: scene.session.to_project(-1),
    "next_project": lambda scene, _: scene.session.to_project(1),
    "next_pane": lambda scene, _: scene.session.to_pane(1),
    "previous_pane": lambda scene, _: scene.session.to_pane(-1),
    "filter": lambda scene, _: scene.session.prompted(),
    "next_match": lambda scene, _: scene.session.to_match(1),
    "previous_match": lambda scene, _: scene.session.to_match(-1),
    "prefix_s": lambda scene, _: scene.session.prefixed("s"),
    "prefix_g": lambda scene, _: scene.session.prefixed("g"),
    "reverse": lambda scene, _: scene.session.reversed(),
    "drawing": lambda scene, _: scene.session.redrawn(),
    "framework": lambda scene, _: scene.session.next_framework(),
    "mode_portfolio": lambda scene, _: scene.session.entered("portfolio"),
    "go_portfolio": lambda scene, _: scene.session.entered("portfolio"),
    "mode_project": lambda scene, _: scene.session.entered("project"),
    "go_project": lambda scene, _: scene.session.entered("project"),
    "back": lambda scene, _: scene.session.back(),
    "copy": _copy,
    **{
        f"sort_{column.id}": lambda scene, _, column=column.id: scene.session.sorted_by(column)  # type: ignore[misc]
        for column in COLUMNS
    },
}


def done(action: str, scene: Scene, extent: Extent) -> Session | None:
    """The session after an action; None for one that is not the session's matter."""
    verb = VERBS.get(action)
    return verb(scene, extent) if verb else None


def keyed(scene: Scene, key: str, character: str | None) -> Session:
    """The session after a key that is typed into the prompt."""
    session, prompt = scene.session, scene.session.prompt
    if prompt is None:
        return session
    if key == "enter":
        return session.accepted()
    if key == "escape":
        return session.cancelled()
    if key in ("down", "up"):
        return session.by_rows(1 if key == "down" else -1)
    edited = prompt.pressed(key)
    if edited is prompt and character and character.isprintable():
        edited = prompt.insert(character)
    return session if edited is prompt else session.typed(edited)
