"""Mode 5: which numbers of the rules, which weights and which missing evidence decide."""

from __future__ import annotations

from hexvet_tui.modes import Mode
from hexvet_tui.modes.sensitivity.actions import ACTIONS
from hexvet_tui.modes.sensitivity.cited import cited
from hexvet_tui.modes.sensitivity.panes import subject
from hexvet_tui.modes.sensitivity.printout import printout
from hexvet_tui.modes.sensitivity.verbs import VERBS, entered, moved

MODE = Mode(
    id="sensitivity",
    prose=(
        "How far each number of the rules may move before a verdict turns, for the projects that "
        "are marked, or shown: BELOW and ABOVE are the nearest values at which one of them turns. "
        "The weights tell how far the head of the ranking holds. A score is solid up to what its "
        "evidence guarantees and hatched up to what it allows. What is said to flip has been "
        "judged with the changed number."
    ),
    panes=("numbers", "weights", "scores"),
    actions=ACTIONS,
    move=moved,
    printout=printout,
    cited=cited,
    subject=subject,
    screen="hexvet_tui.modes.sensitivity.screen:SensitivityScreen",
    verbs=VERBS,
    enter=entered,
    renew=entered,
)
