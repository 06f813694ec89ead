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
    Action("why", ("w",), "Whole", "The mistake in full, with its line, its help and its code",
           "Rules", 24),
    Action("form", ("f7",), "Form", "Change a value of the rule at the caret: a limit, weight, "
           "a message, who may waive it", "Rules", 16, typing=True),
    Action("differences", ("d",), "Diff", "File and draft side by side, with the flips",
           "Rules", 18),
    Action("external", ("f4",), "Editor", "The text in $EDITOR; back on the first mistake",
           "Rules", 22, typing=True),
    Action("edit", ("e",), "Edit", "Type into the text, as enter in it does; esc ends typing",
           "Rules", 8),
    Action("select", ("v",), "Select", "To the text, selecting from the caret on", "Rules"),
    Action("search", ("slash",), "Search", "Search in the file", "Rules", 19),
    Action("next_match", ("n", "f3"), "Next", "The next place that was searched for", "Rules", 21,
           typing=True),
    Action("previous_match", ("N",), "Before", "The place before it", "Rules"),
    Action("line", ("L",), "Line", "Go to a line by its number; :line 120 does it, too", "Rules"),
    Action("evaluate", ("f5",), "Judge", "Judge the draft now", "Rules", 26, typing=True),
    Action("revert", ("R",), "Revert", "Back to the file or a revision; undo brings the draft back",
           "Rules", 28),
    Action("undo", ("u",), "Undo", "Take back what was recorded of this file last, with a reason",
           "Decide"),
    Action("next_pane", ("f6", "tab"), "Pane", "Next pane; f6 also while the text is typed into",
           "Move", 20, typing=True),
    Action("back", ("escape",), "Back", "Ends typing, then one level up; never loses anything",
           "Go", 15, typing=True),
)  # fmt: skip
