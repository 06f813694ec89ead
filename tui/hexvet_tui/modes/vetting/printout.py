"""The form as facts and tables."""

from __future__ import annotations

from hexvet.deciding.parties import ACCORDS, accord, said_by
from hexvet_tui import presenting
from hexvet_tui.modes.vetting import listing
from hexvet_tui.modes.vetting.state import VettingState
from hexvet_tui.printout import Printout, Sheet, Value, stamp
from hexvet_tui.scene import Scene

COLUMNS = ("field", "question", "answer", "wait for it", "for it alone")


def printout(scene: Scene) -> Printout:
    """The questions in the order in which they are asked, and what parties said side by side."""
    session = scene.session
    project = session.project
    if project is None:
        return Printout("Vetting", stamp(scene), (Sheet("", (), (), "no project is chosen"),))
    near, open_ = listing.counts(session)
    state = session.of(VettingState)
    facts = (
        ("id", project.id),
        ("answers of", state.party or "the project's own file"),
        ("open", f"{near} near, {open_} in all"),
    )
    sheets = (_questions(scene), _parties(scene))
    return Printout(f"Vetting: {project.title}", (*stamp(scene), *facts), sheets)


def _questions(scene: Scene) -> Sheet:
    rows: list[tuple[Value, ...]] = []
    for one in listing.every(scene.session):
        text = presenting.evidence_text(one.evidence, one.field) if one.evidence else "unknown"
        asked = one.field.ask or one.field.title
        rows.append((one.field.name, asked, text, one.waiting, one.alone))
    return Sheet("Questions", COLUMNS, tuple(rows), "the packs in use ask nothing about a project")


def _parties(scene: Scene) -> Sheet:
    """What each said, what is open first; nothing while the party is blind."""
    empty = "no two parties have been heard"
    session = scene.session
    if session.assessment is None or listing.blind(session):
        return Sheet("Side by side", ("field",), (), empty)
    workspace = session.assessment.workspace
    asked = [one for one in listing.every(session) if one.evidence and one.evidence.answers]
    said = {one.field.name: dict(said_by(workspace, session.cursor, one.field.name))
            for one in asked}  # fmt: skip
    names = sorted({party for each in said.values() for party in each})
    rows = []
    for one in asked:
        assert one.evidence is not None
        each = (said[one.field.name].get(party) for party in names)
        cells = (presenting.evidence_text(found, one.field) if found else None for found in each)
        so: str = accord(one.evidence)
        so = f"resolved: {one.evidence.reason}" if so == "resolved" else so
        together = presenting.evidence_text(one.evidence, one.field)
        rows.append((ACCORDS.index(accord(one.evidence)), (one.field.name, *cells, together, so)))
    rows.sort(key=lambda row: row[0])
    columns = ("field", *(name or "project's file" for name in names), "together", "so")
    return Sheet("Side by side", columns, tuple(row for _, row in rows), empty)
