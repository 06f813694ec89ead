"""What can be done in the form."""

from __future__ import annotations

from hexvet_tui.actions import Action

ACTIONS: tuple[Action, ...] = (
    Action(
        "open", ("enter",), "Type", "Type the answer: 1.2M..1.8M, 3 May 2026, a text", "Vet", 10
    ),
    Action("skip", ("space",), "Skip", "Leave the question for later", "Go", 20),
    Action("undo", ("z",), "Undo", "Take the last answer of this form back", "Decide", 30),
    Action("order", ("o",), "Order", "What settles most, the pack's order, all projects", "Go", 40),
    Action("whole", ("a",), "All", "Answered questions, too, or open ones alone", "View", 60),
    Action("filter", ("slash",), "Jump", "Jump to a question by a part of its words", "Go", 50),
    Action("source", ("s",), "Source", "Where the answers come from, until changed", "Vet", 70),
    Action("confidence", ("c",), "Sure", "How sure one can be, until changed", "Vet", 72),
    Action("note", ("m",), "Note", "A remark that goes with the next answer", "Vet", 74),
    Action("party", ("p",), "Party", "Whose answers these are", "Vet", 45),
    Action("who", ("b",), "By", "Who writes them, for the journal", "Vet", 76),
    Action("finish", ("F",), "Finish", "The party has answered: then it sees the rest", "Vet", 55),
)
