"""The comparison as one table."""

from __future__ import annotations

from hexvet_tui.modes.compare import rows
from hexvet_tui.modes.compare.state import CompareState, compared
from hexvet_tui.printout import Printout, Sheet, Value, stamp
from hexvet_tui.scene import Scene


def printout(scene: Scene) -> Printout:
    """Every row that is shown, the baseline first."""
    session = scene.session
    names = [scene.name(id_) for id_ in compared(session)]
    facts = [("baseline", names[0])] if names else []
    facts.append(("rows", "all" if session.of(CompareState).all else "those that differ"))
    shown: list[tuple[Value, ...]] = []
    for row in rows.visible(session):
        texts = ("".join(text for text, _ in rows.cell(scene, row, k)) for k in range(len(names)))
        shown.append((row.kind, row.id, rows.title(scene, row), *texts))
    columns = ("kind", "id", "title", *names)
    empty = "they do not differ in anything" if names else "there is nothing to compare"
    return Printout("Compare", (*stamp(scene), *facts), (Sheet("", columns, tuple(shown), empty),))
