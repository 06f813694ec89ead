"""`p`: the explanation that stays in view while the cursor goes on, until it is let go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from hexvet_tui import actions, explaining, judged
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


class Why(NamedTuple):
    """What such a pane shows, and so do `w`, `y w` and exports there. `whose` is the project, or
    the programme, of an explanation that is pinned: the cursor may stand elsewhere. It is empty
    for one that follows the cursor."""

    told: Explanation | None
    whose: str = ""

    @property
    def heading(self) -> str:
        """`WHY An owner is UNKNOWN`, `PINNED Permit routing: An owner is UNKNOWN`."""
        said = explaining.heading(self.told)
        return f"PINNED {self.whose}: {said.removeprefix('WHY ')}" if self.whose else said


def why(scene: Scene, told: Explanation | None) -> Why:
    """What is pinned, else what is told of the cursor; that, too, when what was pinned is gone."""
    about = scene.session.of(Pinned).about
    held = judged.explained(scene, about) if about else None
    if about is None or held is None:
        return Why(told)
    return Why(held, "the programme" if about.subject == PROGRAMME else scene.title(about.subject))


def _turned(scene: Scene, _: Extent) -> Session:
    """What is explained now pinned; or let go."""
    session, told = scene.session, scene.mode.explained(scene)
    if why(scene, told).whose:
        return session.having(Pinned()).said("WHY follows the cursor again")
    if told is None:
        return session.said("nothing to explain here")
    held = session.having(Pinned(judged.about_of(scene, told)))
    return held.said(f"pinned: {clean(told.title)}")


def minded(scene: Scene, moved: Session) -> Session:
    """Told, after a move to something else that would be explained, that another one is pinned."""
    if moved.states is scene.session.states or not why(scene, None).whose:
        return moved
    pin = next((one for one in scene.table if one.id == "pin" and one.keys), None)
    return moved.said("WHY is pinned" + (f"; {actions.shown(pin)} lets it go" if pin else ""))


VERBS: Mapping[str, Verb] = {"pin": _turned}
