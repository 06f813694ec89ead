"""Mode 3: the rules as text, with what every change of them would flip."""

from __future__ import annotations

from hexvet_tui.modes import Command, Mode
from hexvet_tui.modes.rules import mending, verbs, writing
from hexvet_tui.modes.rules.actions import ACTIONS
from hexvet_tui.modes.rules.cited import cited
from hexvet_tui.modes.rules.helping import subject
from hexvet_tui.modes.rules.printout import printout
from hexvet_tui.modes.rules.saving import saved
from hexvet_tui.modes.rules.searching import to_line
from hexvet_tui.modes.rules.state import RulesState, root_of
from hexvet_tui.scene import Extent, Scene
from hexvet_tui.session import Session


def _written(scene: Scene, rest: str) -> Session:
    """`:w` as F2."""
    return saved(scene, Extent(1, 1))


def _opening(session: Session) -> bool:
    """Whether the files are being looked for, or the first of them is being read."""
    state = session.of(RulesState)
    if root_of(session) is None:
        return False
    return not state.root or (bool(state.files) and state.text is None)


MODE = Mode(
    id="rules",
    prose=(
        "The packs as text. While you type, the draft is judged and compared with what is in "
        "force: EFFECT says which verdicts would flip. A draft with errors is never judged and "
        "leaves the last good effect where it is. Nothing is in force before F2 records it as "
        "the next revision, with its flips and a reason. You read first: e, or enter in the "
        "text, begins to type, and then every letter is text; F6 goes round the panes, esc ends "
        "typing and discards nothing, F1 is this page. "
        "In the text, shift with the arrows selects, or ^space (v while you read) and then moving; "
        "^c copies what is selected or the line, ^x cuts it, ^v puts it in again; ^z and ^y undo "
        "and redo."
    ),
    panes=("files", "edit", "problems", "effect"),
    move=verbs.moved,
    printout=printout,
    screen="hexvet_tui.modes.rules.screen:RulesScreen",
    actions=ACTIONS,
    verbs=verbs.VERBS,
    commands=(
        Command("w", "save the rules as the next revision", _written),
        Command("line", "go to a line of the text, by its number", to_line),
    ),
    subject=subject,
    cited=cited,
    enter=verbs.entered,
    renew=verbs.renewed,
    unsaved=verbs.unsaved,
    save=verbs.save,
    drafts=verbs.drafts,
    restored=verbs.restored,
    typed=writing.typed,
    typing=writing.typing,
    opening=_opening,
    pasted=writing.pasted,
    back=mending.folded,
)
