"""Flip points, weights and ranges as tables."""

from __future__ import annotations

from dataclasses import replace

from hexvet_tui.marking import chosen
from hexvet_tui.modes.sensitivity import wording
from hexvet_tui.modes.sensitivity.state import Found, SensitivityState, work_out
from hexvet_tui.modes.sensitivity.verbs import ranges
from hexvet_tui.printout import Printout, Sheet, Value, stamp
from hexvet_tui.scene import Scene


def printout(scene: Scene) -> Printout:
    """Everything, worked out now when it is not known yet."""
    session = scene.session
    found = session.of(SensitivityState).found
    if session.assessment is not None and (found is None or found.revision != session.revision):
        names = chosen(session)
        found = work_out(session.assessment, names, session.revision)
        state = replace(session.of(SensitivityState), found=found)
        scene = replace(scene, session=session.having(state))
    if found is None:
        return Printout("Sensitivity", stamp(scene))
    facts = [("projects", str(len(found.projects)))]
    facts += [("left out", str(found.left_out))] if found.left_out else []
    sheets = (_turns(scene, found), _weights(scene, found), _scores(scene))
    return Printout(
        "Sensitivity", (*stamp(scene), *facts), sheets, scene.mode.panes.index(scene.pane)
    )


def _turns(scene: Scene, found: Found) -> Sheet:
    rows: list[tuple[Value, ...]] = []
    for point in found.points:
        now = wording.value(point, point.now)
        for turn in point.turns:
            whose = (scene.title(turn.project), turn.project)
            told = (wording.threshold(point, turn), wording.change(scene, turn))
            rows.append((point.id, wording.label(point), now, *whose, *told))
    columns = ("param", "number", "now", "project", "id", "turns", "change")
    return Sheet("Numbers of the rules", columns, tuple(rows), "no number turns a verdict")


def _weights(scene: Scene, found: Found) -> Sheet:
    rows: list[tuple[Value, ...]] = []
    for flip in found.weights:
        told = " ".join(wording.weight_sentences(scene, flip, scene.title(found.leader)))
        rows.append((flip.section.id, flip.section.title, wording.percent(flip.share), told))
    columns = ("section", "title", "weight now", "head of the ranking")
    return Sheet("Weights", columns, tuple(rows), "the packs in force give no score")


def _scores(scene: Scene) -> Sheet:
    rows = tuple(
        (scene.title(id_), id_, round(low, 2), round(high, 2)) for id_, low, high in ranges(scene)
    )
    return Sheet("Score ranges", ("project", "id", "low", "high"), rows, "no project has a score")
