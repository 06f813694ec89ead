"""`p`: the explanation that stays in view while the cursor goes on, until it is let go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hexvet_tui import explaining, judged
from hexvet_tui.judged import About
from hexvet_tui.modes import Verb
from hexvet_tui.scene import Extent, Scene
from hexvet_tui.session import PROGRAMME, Session
from hexvet_tui.typesetting import clean

if TYPE_CHECKING:
    from hexvet.model import Explanation


@dataclass(frozen=True, slots=True)
class Pinned:
    """What the panes named WHY explain in all modes; None while they follow the cursor."""

    about: About | None = None


def pinned(scene: Scene) -> Explanation | None:
    """The explanation that is pinned; None without one, and when what it was of is gone."""
    about = scene.session.of(Pinned).about
    return judged.explained(scene, about) if about else None


def shown(scene: Scene, told: Explanation | None) -> Explanation | None:
    """What a pane named WHY shows: what is pinned, else what is told of the cursor."""
    return pinned(scene) or told


def heading(scene: Scene, told: Explanation | None) -> str:
    """`WHY An owner is UNKNOWN`; of what is pinned also whom it is about, since the cursor may
    stand elsewhere."""
    held = pinned(scene)
    if held is None:
        return explaining.heading(told)
    return f"{explaining.heading(held).replace('WHY', 'PINNED', 1)}, {whose(scene)}"


def whose(scene: Scene) -> str:
    """The title of the project that the pinned explanation is about, or that it is the programme;
    empty when nothing is pinned."""
    about = scene.session.of(Pinned).about
    if about is None or pinned(scene) is None:
        return ""
    return "the programme" if about.subject == PROGRAMME else scene.title(about.subject)


def _turned(scene: Scene, _: Extent) -> Session:
    """What is explained now pinned; or let go."""
    session = scene.session
    if pinned(scene) is not None:
        return session.having(Pinned()).said("WHY follows the cursor again")
    told = scene.mode.explained(scene)
    if told is None:
        return session.said("nothing to explain here")
    held = session.having(Pinned(judged.about_of(scene, told)))
    return held.said(f"pinned: {clean(told.title)}, {whose(replace(scene, session=held))}")


def held(scene: Scene, moved: Session) -> Session:
    """Told, after a move to something else that would be explained, that another one is pinned."""
    if pinned(scene) is None or moved.states is scene.session.states:
        return moved
    return moved.said("WHY is pinned; p lets it go")


VERBS: Mapping[str, Verb] = {"pin": _turned}
