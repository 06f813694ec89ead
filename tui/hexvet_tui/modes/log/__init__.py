"""Mode 8: the journal, what was decided and changed, by whom and why."""

from __future__ import annotations

from hexvet_tui.modes import Mode
from hexvet_tui.modes.log.actions import ACTIONS
from hexvet_tui.modes.log.cited import cited
from hexvet_tui.modes.log.panes import subject
from hexvet_tui.modes.log.printout import printout
from hexvet_tui.modes.log.state import LogState
from hexvet_tui.modes.log.verbs import VERBS, back, entered, moved
from hexvet_tui.session import Session


def _opening(session: Session) -> bool:
    """Whether the newest entries are being read."""
    state = session.of(LogState)
    return session.assessment is not None and state.read is None and not state.wrong


MODE = Mode(
    id="log",
    prose=(
        "The journal, newest first: what was decided and changed, by whom and why. Each entry "
        "carries the digest of the one before it, so that nothing can be taken out unseen: v "
        "looks whether all of it is as it was written. Nothing is ever deleted: u takes the "
        "entry under the cursor back by another one, U does again what was taken back last."
    ),
    panes=("entries", "entry"),
    move=moved,
    printout=printout,
    cited=cited,
    subject=subject,
    screen="hexvet_tui.modes.log.screen:LogScreen",
    actions=ACTIONS,
    verbs=VERBS,
    enter=entered,
    renew=entered,
    opening=_opening,
    back=back,
)
