"""Mode 2: one project's hexagon, its governance checks, and why."""

from __future__ import annotations

from hexvet_tui.modes import Mode
from hexvet_tui.modes.project.explained import explanation
from hexvet_tui.modes.project.printout import printout
from hexvet_tui.modes.project.verbs import VERBS, back, entered, moved
from hexvet_tui.ruling import about_rule

MODE = Mode(
    id="project",
    prose=(
        "One project: its hexagon, the governance checks under the gates that they guard, what the "
        "inference rules found beside them, and "
        "why the one under the cursor came out as it did. A * marks a check of the programme, "
        "which is answered once for all. Missing evidence is unknown: never zero, never no."
    ),
    panes=("checks", "why", "sections"),
    move=moved,
    printout=printout,
    screen="hexvet_tui.modes.project.screen:ProjectScreen",
    verbs=VERBS,
    subject=lambda scene, width: about_rule(scene, explanation(scene), width),
    explained=explanation,
    enter=entered,
    back=back,
)
