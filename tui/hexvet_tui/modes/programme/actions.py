"""What can be done here alone."""

from __future__ import annotations

from hexvet_tui.actions import Action

ACTIONS: tuple[Action, ...] = (
    Action("all_checks", ("o",), "All", "Also passed checks, or only open ones", "View", 45),
)
