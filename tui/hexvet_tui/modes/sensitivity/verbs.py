"""What the keys do among the flip points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hexvet_tui import going, verbs
from hexvet_tui.effects import Work
from hexvet_tui.marking import chosen
from hexvet_tui.modes import Verb
from hexvet_tui.modes.sensitivity.state import Found, SensitivityState, work_out
from hexvet_tui.pages import Page
from hexvet_tui.scene import Extent, Scene
from hexvet_tui.session import Session


def entered(session: Session) -> Session:
    """Works out what is not known yet about these projects and rules."""
    found = session.of(SensitivityState).found
    names = chosen(session)
    assessment, revision = session.assessment, session.revision
    if assessment is None or not names:
        return session
    if found and found.revision == revision and found.projects == names[: len(found.projects)]:
        return session

    def do() -> Found:
        return work_out(assessment, names, revision)

    return session.wanting(Work(do, _shown, group="sensitivity"))


def _shown(session: Session, found: Found) -> Session:
    return session.having(replace(session.of(SensitivityState), found=found))


def place_of(scene: Scene) -> int:
    """The row under the cursor of the active pane; 0 when nothing is chosen yet."""
    names = rows(scene)
    state = scene.session.of(SensitivityState)
    own = {"numbers": state.number, "weights": state.weight, "scores": scene.session.cursor}
    wanted = own[scene.pane]
    return names.index(wanted) if wanted in names else 0


def rows(scene: Scene) -> list[str]:
    """What the rows of the active pane stand for: params, sections or projects."""
    found = scene.session.of(SensitivityState).found
    if found is None:
        return []
    if scene.pane == "numbers":
        return [point.id for point in found.points]
    if scene.pane == "weights":
        return [flip.section.id for flip in found.weights]
    return [name for name, _, _ in ranges(scene)]


def ranges(scene: Scene) -> list[tuple[str, float, float]]:
    """Each scored project with the ends of its score, by the guaranteed end, best first."""
    found, assessment = scene.session.of(SensitivityState).found, scene.session.assessment
    if found is None or assessment is None:
        return []
    known = assessment.workspace.projects
    outcomes = [assessment.project(name) for name in found.projects if name in known]
    scored = [(o.id, o.score.low, o.score.high) for o in outcomes if o.score is not None]
    return sorted(scored, key=lambda row: (-row[1], -row[2], row[0]))


def moved(scene: Scene, step: int, _: Extent) -> Session:
    """The cursor of the active pane some rows further."""
    names, session = rows(scene), scene.session
    if not names:
        return session
    name = names[max(0, min(len(names) - 1, place_of(scene) + step))]
    state = session.of(SensitivityState)
    if scene.pane == "numbers":
        return session.having(replace(state, number=name))
    if scene.pane == "weights":
        return session.having(replace(state, weight=name))
    return session.to_row(session.rows.places.get(name, session.place))


def _open(scene: Scene, _: Extent) -> Session:
    """The project of a score; the line of the pack that holds a number or a weight."""
    found, names = scene.session.of(SensitivityState).found, rows(scene)
    if found is None or not names:
        return scene.session
    at = place_of(scene)
    if scene.pane == "scores":
        return verbs.to_named(scene.session, names[at])
    numbers = scene.pane == "numbers"
    return going.to_rule(
        scene, found.points[at].param.where if numbers else found.weights[at].section.where
    )


def _whole(scene: Scene, _: Extent) -> Session:
    """What the row means, in full, as a page."""
    from hexvet_tui.modes.sensitivity.panes import told

    if not rows(scene):
        return scene.session
    return scene.session.paged(Page(told(scene, 80)[0], lambda now, width: told(now, width)[1]))


VERBS: Mapping[str, Verb] = {"open": _open, "why": _whole}
