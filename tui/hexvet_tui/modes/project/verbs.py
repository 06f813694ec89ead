"""What the keys do in a project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hexvet_tui import explaining, going, judged, pinning, verbs
from hexvet_tui.deciding import moving, waiving
from hexvet_tui.modes import Verb
from hexvet_tui.modes.project.explained import explanation
from hexvet_tui.modes.project.state import ProjectState
from hexvet_tui.scene import Extent, Scene
from hexvet_tui.session import PROGRAMME, Session


def moved(scene: Scene, step: int, extent: Extent) -> Session:
    """The cursor of the active pane some lines further, or the explanation scrolled."""
    session, state = scene.session, scene.session.of(ProjectState)
    if scene.pane == "why":
        why = pinning.why(scene, explanation(scene))
        count = len(explaining.lines(why.told, scene, extent.width))
        top = max(0, min(state.top(session.cursor, why.whose) + step, count - extent.page))
        subject = state.subject(session.cursor, why.whose)
        return session.having(replace(state, scrolled=(subject, top)))
    if scene.pane == "sections":
        count = len(session.framework.sections) if session.framework else 1
        section = max(0, min(count - 1, state.section + step))
        return session.having(replace(state, section=section))
    listed = judged.entries(scene)
    at = judged.current(listed, state.rule, session.outcome)
    if at < 0:
        return session
    rule = listed[max(0, min(len(listed) - 1, at + step))].rule
    return session.having(replace(state, rule=rule))


def _to_unmet(scene: Scene, step: int) -> Session:
    """The next thing of the list, or of the sections, that stands against the project."""
    session, state = scene.session, scene.session.of(ProjectState)
    if state.about == "sections":

        def section(at: int) -> Session:
            return session.having(replace(state, section=at))

        return judged.gone(session, step, judged.unfilled(scene), state.section, section)
    listed = judged.entries(scene)
    unmet = [at for at, one in enumerate(listed) if one.is_unmet]
    now = judged.current(listed, state.rule, session.outcome)

    def entry(at: int) -> Session:
        return session.having(replace(state, rule=listed[at].rule))

    return judged.gone(session, step, unmet, now, entry)


def entered(session: Session) -> Session:
    """On the checks, unless there is no project to open."""
    if session.standing is None:
        return session.returned().said("no project to open", "alert")
    state = replace(session.of(ProjectState), enlarged=False, about="checks")
    return session.having(state).in_pane("checks")


def _enlarged(session: Session) -> Session:
    """The explanation on the whole screen, or back at its size."""
    state = session.of(ProjectState)
    pane = state.about if state.enlarged else "why"
    return session.having(replace(state, enlarged=not state.enlarged)).in_pane(pane)


def _opened(scene: Scene, _: Extent) -> Session:
    """The explanation enlarged; in the explanation, the rule that it is about."""
    told = pinning.why(scene, explanation(scene)).told if scene.pane == "why" else None
    return going.to_rule(scene, told.where) if told else _enlarged(scene.session)


def back(session: Session) -> Session:
    """The explanation back at its size; the same record when it is."""
    return _enlarged(session) if session.of(ProjectState).enlarged else session


def _pane(scene: Scene, action: str, extent: Extent) -> Session:
    """The next pane; the explanation goes on about the one that was left for it."""
    after = verbs.PANES[action](scene, extent)
    if after.pane in ("checks", "sections"):
        return after.having(replace(after.of(ProjectState), about=after.pane))  # type: ignore[arg-type]
    return after


def _waive(scene: Scene, _: Extent) -> Session:
    """The check under the cursor."""
    session = scene.session
    listed = judged.entries(scene)
    at = judged.current(listed, session.of(ProjectState).rule, session.outcome)
    if at < 0 or listed[at].check is None:
        return session.said("checks are waived: put the cursor on one", "alert")
    subject = listed[at].subject
    return waiving.begun(session, listed[at].rule, "" if subject == PROGRAMME else subject)


VERBS: Mapping[str, Verb] = {
    **{name: verb for name, verb in verbs.LISTED.items() if name not in ("range", "invert")},
    **verbs.ABOUT,
    **pinning.VERBS,
    "next_unmet": lambda scene, _: pinning.minded(scene, _to_unmet(scene, 1)),
    "previous_unmet": lambda scene, _: pinning.minded(scene, _to_unmet(scene, -1)),
    "decide": moving.begun,
    "waive": _waive,
    "open": _opened,
    "why": lambda scene, _: _enlarged(scene.session),
    "next_pane": lambda scene, extent: _pane(scene, "next_pane", extent),
    "previous_pane": lambda scene, extent: _pane(scene, "previous_pane", extent),
}
