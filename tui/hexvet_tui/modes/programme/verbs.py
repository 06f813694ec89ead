"""What the keys do in the programme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from hexvet_tui import explaining, judged, pinning
from hexvet_tui.modes import Verb
from hexvet_tui.modes.programme.state import ProgrammeState, checks
from hexvet_tui.pages import Page
from hexvet_tui.scene import Extent, Scene
from hexvet_tui.session import PROGRAMME, Session

if TYPE_CHECKING:
    from hexvet.model import CheckOutcome, Explanation


def place_of(session: Session) -> int:
    """The line of the check under the cursor; the first one when it is gone."""
    ids = [check.id for check in checks(session)]
    wanted = session.of(ProgrammeState).check
    return ids.index(wanted) if wanted in ids else 0


def current(session: Session) -> CheckOutcome | None:
    """The check under the cursor."""
    listed = checks(session)
    return listed[place_of(session)] if listed else None


def explained(scene: Scene) -> Explanation | None:
    """Why that check came out as it did."""
    check = current(scene.session)
    return scene.explain(PROGRAMME, check.id) if check else None


def moved(scene: Scene, step: int, extent: Extent) -> Session:
    """The cursor of the checks, or the facts or the explanation scrolled."""
    session, state = scene.session, scene.session.of(ProgrammeState)
    if scene.pane == "checks":
        listed = checks(session)
        if not listed:
            return session
        at = max(0, min(len(listed) - 1, place_of(session) + step))
        return _on(scene, listed[at].id)
    if scene.pane == "why":
        told = pinning.why(scene, explained(scene)).told
        count = len(explaining.lines(told, scene, extent.width))
        top = max(0, min(state.why + step, count - extent.page))
        return session.having(replace(state, why=top))
    from hexvet_tui.modes.programme.facts import lines

    count = len(lines(scene, extent.width))
    return session.having(
        replace(state, facts=max(0, min(state.facts + step, count - extent.page)))
    )


def _on(scene: Scene, check: str) -> Session:
    """The cursor on a check, explained from its first line on; what is pinned stays as it is."""
    state = scene.session.of(ProgrammeState)
    top = state.why if pinning.why(scene, None).whose else 0
    return scene.session.having(replace(state, check=check, why=top))


def _to_unmet(scene: Scene, step: int) -> Session:
    """The next check that is failed or unknown."""
    session = scene.session
    listed = checks(session)
    unmet = [at for at, check in enumerate(listed) if check.status not in judged.SETTLED]
    return judged.gone(
        session, step, unmet, place_of(session), lambda at: _on(scene, listed[at].id)
    )


def _whole(scene: Scene, _: Extent) -> Session:
    session, state = scene.session, scene.session.of(ProgrammeState)
    told = "what is open" if state.whole else "all checks, passed ones too"
    return session.having(replace(state, whole=not state.whole)).said(told)


def _why(scene: Scene, _: Extent) -> Session:
    """The explanation in full, as a page."""
    why = pinning.why(scene, explained(scene))
    if why.told is None:
        return scene.session.said("no check is chosen")
    page = Page(why.heading, lambda now, width: explaining.lines(why.told, now, width))
    return scene.session.paged(page)


VERBS: Mapping[str, Verb] = {
    "all_checks": _whole,
    "why": _why,
    "open": _why,
    **pinning.VERBS,
    "next_unmet": lambda scene, _: pinning.minded(scene, _to_unmet(scene, 1)),
    "previous_unmet": lambda scene, _: pinning.minded(scene, _to_unmet(scene, -1)),
}
