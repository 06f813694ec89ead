"""What can be done here alone."""

from __future__ import annotations

from hexvet_tui.actions import Action

ACTIONS: tuple[Action, ...] = (
    Action("why", ("w",), "Whole", "The delivery of this project, in full", "Go", 20),
    Action("done_steps", ("o",), "Done", "Also what is done, or only what is open", "View", 45),
)
