"""What can be done in the comparison alone."""

from __future__ import annotations

from hexvet_tui.actions import Action

ACTIONS: tuple[Action, ...] = (
    Action("left", ("h", "left"), "Project", "The project to the left", "Move", 15, beside="right"),
    Action("baseline", ("b",), "Baseline", "Hold the others against this project", "Compare", 20),
    Action("drop", ("d",), "Drop", "Take this project out of the comparison", "Compare", 30),
    Action("all_rows", ("o",), "All", "All rows, or only those that differ", "Compare", 25),
)
