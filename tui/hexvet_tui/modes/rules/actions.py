"""What can be done among the rules alone. F-keys work while the text is typed into."""

from __future__ import annotations

from hexvet_tui.actions import Action

ACTIONS: tuple[Action, ...] = (
    Action("save_rules", ("f2",), "Save", "Save as the next revision, with its flips and a reason",
           "Rules", 5, typing=True),
    Action("next_problem", ("f8",), "Problem", "The next mistake; its help in the status line",
           "Rules", 12, typing=True),
    Action("fix", ("f9",), "Fix", "Carry out the quick fix of the mistake", "Rules", 14,
           typing=True),
    Action("form", ("f7",), "Form", "Change a value of the rule at the caret: a limit, weight, "
           "a message, who may waive it", "Rules", 16, typing=True),
    Action("differences", ("f3", "d"), "Diff", "File and draft side by side, with the flips",
           "Rules", 18, typing=True),
    Action("external", ("f4",), "Editor", "The text in $EDITOR; back on the first mistake",
           "Rules", 22, typing=True),
    Action("edit", ("e",), "Edit", "Into the text; esc leaves it, discards nothing", "Rules", 8),
    Action("evaluate", ("f5",), "Judge", "Judge the draft now", "Rules", 26, typing=True),
    Action("revert", ("R",), "Revert", "The text of the revision under the cursor as a draft",
           "Rules", 28),
    Action("next_pane", ("f6", "tab"), "Pane", "Next pane; f6 also while the text is typed into",
           "Move", 20, typing=True),
)  # fmt: skip
