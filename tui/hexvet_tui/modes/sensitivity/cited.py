"""What a copy is about: the number, the weight or the project under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hexvet_tui.citing import WIDTH, Cited, as_text, of_project, rests_on
from hexvet_tui.modes.sensitivity import wording
from hexvet_tui.modes.sensitivity.panes import told
from hexvet_tui.modes.sensitivity.state import SensitivityState
from hexvet_tui.modes.sensitivity.verbs import place_of, rows

if TYPE_CHECKING:
    from hexvet.model import Where
    from hexvet_tui.scene import Scene


def cited(scene: Scene) -> Cited | None:
    """What the cursor of the active pane stands on."""
    found, names = scene.session.of(SensitivityState).found, rows(scene)
    if found is None or not names:
        return None
    at = place_of(scene)
    if scene.pane == "scores":
        return of_project(scene, names[at])
    if scene.pane == "numbers":
        point = found.points[at]
        value, label = wording.value(point, point.now), wording.label(point)
        return _rule(scene, point.id, label, value, point.param.where)
    flip = found.weights[at]
    return _rule(scene, flip.section.id, flip.section.title, wording.percent(flip.share),
                 flip.section.where)  # fmt: skip


def _rule(scene: Scene, id_: str, label: str, value: str, where: Where | None) -> Cited:
    place = scene.place(where)
    said = as_text(*told(scene, WIDTH))
    return Cited(id_, (id_, label, value, place), said,
                 f"{id_}: {label} {value}, {place}; {rests_on(scene)}")  # fmt: skip
