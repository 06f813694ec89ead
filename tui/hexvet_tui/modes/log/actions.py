"""What only the log can do, and what it says otherwise."""

from __future__ import annotations

from hexvet_tui.actions import Action

ACTIONS: tuple[Action, ...] = (
    Action(
        "open", ("enter",), "Open", "To the project or the rule that the entry is about", "Go", 10
    ),
    Action("why", ("w",), "Whole", "The entry whole, with every digest", "Go", 20),
    Action(
        "filter",
        ("slash",),
        "Filter",
        "Type a filter: kind:decision since:2026-01-01",
        "Filter",
        50,
    ),
    Action(
        "undo", ("u",), "Undo", "Take the entry under the cursor back, with a reason", "Decide", 30
    ),
    Action("redo", ("U",), "Redo", "Do again what was taken back last", "Decide", 35),
    Action(
        "verify", ("v",), "Verify", "Whether the journal and its files are as written", "Go", 40
    ),
)
