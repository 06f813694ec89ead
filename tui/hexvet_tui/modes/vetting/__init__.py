"""The form in which the questions about a project are answered: `e` opens it, esc leaves it."""

from __future__ import annotations

from hexvet_tui.modes import Command, Mode
from hexvet_tui.modes.vetting.actions import ACTIONS
from hexvet_tui.modes.vetting.panes import subject
from hexvet_tui.modes.vetting.parties import heard, known_parties
from hexvet_tui.modes.vetting.pressing import typed
from hexvet_tui.modes.vetting.printout import printout
from hexvet_tui.modes.vetting.verbs import (
    VERBS,
    drafts,
    entered,
    moved,
    renewed,
    restored,
    unsaved,
)

MODE = Mode(
    id="vetting",
    prose=(
        "The questions about a project, one after another. y, n and u answer yes, no and "
        "unknown; enter types an answer. Digits answer here, too, and lead to no other mode: one "
        "chooses among the answers that are listed, or a party that votes, else it begins a "
        "number; esc leads back to where the digits are modes. Each answer is "
        "written at once and the next question comes; z takes the last one back. o asks what "
        "settles most first, then in the pack's order, then one question about all projects, or "
        "about the marked ones. With a party (p) answers go into that party's own file: it sees "
        "what others answered when it has finished (F). Without a party disputed questions come "
        "first, and an answer to one is a resolution that wants a reason. Leave with esc at any "
        "time: everything is on disk, and the form opens at the same question."
    ),
    panes=("questions",),
    move=moved,
    printout=printout,
    screen="hexvet_tui.modes.vetting.screen:VettingScreen",
    actions=ACTIONS,
    verbs=VERBS,
    commands=(
        Command("party", "whose answers the form writes: PARTY, or none", heard, known_parties),
    ),
    subject=subject,
    enter=entered,
    renew=renewed,
    unsaved=unsaved,
    drafts=drafts,
    restored=restored,
    typed=typed,
)
