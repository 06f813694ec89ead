"""Mode 4: several projects side by side, and where they differ."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hexvet_tui.citing import Cited, of_project
from hexvet_tui.modes import Mode
from hexvet_tui.modes.compare import rows
from hexvet_tui.modes.compare.actions import ACTIONS
from hexvet_tui.modes.compare.printout import printout
from hexvet_tui.modes.compare.state import compared
from hexvet_tui.modes.compare.verbs import JUDGED, VERBS, column_of, entered, moved, place_of
from hexvet_tui.ruling import about_rule
from hexvet_tui.scene import Scene
from hexvet_tui.typesetting import Line

if TYPE_CHECKING:
    from hexvet.model import Explanation


def explained(scene: Scene) -> Explanation | None:
    """Why the row came out as it did for the project of the column."""
    session = scene.session
    shown, names = rows.visible(session), compared(session)
    if not shown or not names:
        return None
    row = shown[place_of(session)]
    rule = row.id if row.kind in JUDGED else None
    return scene.explain(names[column_of(session)], rule)


def _cited(scene: Scene) -> Cited | None:
    """The project of the column, with what the row says of all."""
    session = scene.session
    shown, names = rows.visible(session), compared(session)
    found = of_project(scene, names[column_of(session)]) if names else None
    if found is None or not shown:
        return found
    row = shown[place_of(session)]
    cells = ("".join(text for text, _ in rows.cell(scene, row, at)) for at in range(len(names)))
    return replace(found, row=(rows.title(scene, row), *cells))


def _subject(scene: Scene, width: int) -> list[Line]:
    return about_rule(scene, explained(scene), width)


MODE = Mode(
    id="compare",
    prose=(
        "The marked projects side by side; without two marks, the one under the cursor and its "
        "neighbour. The first column is the baseline: differences of scores and amounts are told "
        "against it. Rows that are the same for all are left out until o shows them."
    ),
    panes=("rows",),
    move=moved,
    printout=printout,
    screen="hexvet_tui.modes.compare.screen:CompareScreen",
    actions=ACTIONS,
    verbs=VERBS,
    explained=explained,
    cited=_cited,
    subject=_subject,
    enter=entered,
)
