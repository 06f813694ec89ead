"""What is said otherwise here."""

from __future__ import annotations

from hexvet_tui.actions import Action

ACTIONS: tuple[Action, ...] = (
    Action("why", ("w",), "Whole", "All that turns with this row, in full", "Go", 20),
)
