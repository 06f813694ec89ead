"""The step or the indicator under the cursor in words, for the help page."""

from __future__ import annotations

from collections.abc import Iterator

from hexvet.monitoring import Indicator, Step
from hexvet_tui.modes.monitor.panes import PROGRESS, STATES, delivery
from hexvet_tui.modes.monitor.verbs import current
from hexvet_tui.ruling import labelled
from hexvet_tui.scene import Scene
from hexvet_tui.typesetting import Line, clean, cut_line

MEANINGS = {
    "overdue": "its day has passed, and nothing says that it is done",
    "due": "its day has not passed",
    "done": "it is done, and not after its day",
    "late": "it was done after its day",
    "undated": "nobody has said when it is due",
    "met": "the last reading has reached the target",
    "unmet": "the last reading has not reached the target",
    "unknown": "no reading, no target, or no word whether it shall rise or fall",
}
"""What each state says."""


def subject(scene: Scene, width: int) -> list[Line]:
    """Its state and what that means, who does it, where it is written; then the whole delivery."""
    chosen = current(scene)
    if chosen is None:
        return []
    if isinstance(chosen, Step):
        glyph, word, style = STATES[chosen.state]
    else:
        (glyph, style), word = PROGRESS[chosen.state], chosen.state
    head: Line = ((f" {clean(chosen.name)}", "title"), (f"  {glyph} {word}", style))
    whole = delivery(scene, chosen.project, min(width, 96), whole=True)
    return [cut_line(head, width), *labelled(_facts(scene, chosen), width), (), *whole]


def _facts(scene: Scene, chosen: Step | Indicator) -> Iterator[tuple[str, str]]:
    """Label and text; an empty text is left out."""
    assessment = scene.session.assessment
    assert assessment is not None
    workspace = assessment.workspace
    project = workspace.projects.get(chosen.project)
    field = scene.field(chosen.field)
    file = project.file if project else workspace.programme.file
    yield "of", scene.name(chosen.project) if project else "the programme"
    yield "means", MEANINGS[chosen.state]
    yield "owner", chosen.owner
    yield "asked", (field.ask or field.title) if field else ""
    yield "written", f"{clean(file)}, {chosen.field}, row {chosen.row}"
