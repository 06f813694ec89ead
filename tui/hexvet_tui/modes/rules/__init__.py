"""Mode 3: the rules as text, with what every change of them would flip."""

from __future__ import annotations

from hexvet_tui.modes import Command, Mode
from hexvet_tui.modes.rules import mending, verbs, writing
from hexvet_tui.modes.rules.actions import ACTIONS
from hexvet_tui.modes.rules.cited import cited
from hexvet_tui.modes.rules.printout import printout
from hexvet_tui.modes.rules.saving import saved
from hexvet_tui.modes.rules.searching import to_line
from hexvet_tui.modes.rules.state import text_of
from hexvet_tui.scene import Extent, Scene
from hexvet_tui.session import Session
from hexvet_tui.typesetting import Line


def _written(scene: Scene, rest: str) -> Session:
    """`:w` as F2."""
    return saved(scene, Extent(1, 1))


def _subject(scene: Scene, width: int) -> list[Line]:
    """The rule under the caret, for the help page."""
    from hexvet_tui.modes.rules.panes import about

    text = text_of(scene.session)
    if text is None:
        return []
    return about(scene, text, min(width, 96))


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
    subject=_subject,
    cited=cited,
    enter=verbs.entered,
    renew=verbs.renewed,
    unsaved=verbs.unsaved,
    save=verbs.save,
    drafts=verbs.drafts,
    restored=verbs.restored,
    typed=writing.typed,
    typing=writing.typing,
    pasted=writing.pasted,
    back=mending.folded,
)
