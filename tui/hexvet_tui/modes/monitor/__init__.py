"""Mode 6: what is due, what is late, and whether indicators reach their targets."""

from __future__ import annotations

from hexvet_tui.modes import Mode
from hexvet_tui.modes.monitor.actions import ACTIONS
from hexvet_tui.modes.monitor.cited import cited
from hexvet_tui.modes.monitor.printout import printout
from hexvet_tui.modes.monitor.state import entered
from hexvet_tui.modes.monitor.telling import subject
from hexvet_tui.modes.monitor.verbs import VERBS, moved

MODE = Mode(
    id="monitor",
    prose=(
        "Everything with a day on which it is due, over the whole portfolio: overdue longest "
        "first. SLIP is how many days late it was done, or is by now. Indicators show their last "
        "readings, and whether the last one has reached the target; ! says that the next reading "
        "is overdue. What nobody has written down is unknown, never done and never missed."
    ),
    panes=("steps", "indicators"),
    move=moved,
    printout=printout,
    cited=cited,
    subject=subject,
    screen="hexvet_tui.modes.monitor.screen:MonitorScreen",
    actions=ACTIONS,
    verbs=VERBS,
    enter=entered,
    renew=entered,
)
