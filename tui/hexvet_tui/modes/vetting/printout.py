"""The form as facts and tables."""

from __future__ import annotations

from hexvet.deciding.parties import said_by
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
        ("project", project.id),
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
    """Nothing while the party is blind."""
    session, rows = scene.session, []
    if session.assessment is not None and not listing.blind(session):
        workspace = session.assessment.workspace
        for one in listing.every(session):
            for party, said in said_by(workspace, session.cursor, one.field.name):
                text = presenting.evidence_text(said, one.field)
                word = "disputed" if one.disputed else "agreed"
                rows.append((one.field.name, party or "project's file", text, word))
    columns = ("field", "party", "answer", "so")
    return Sheet("Side by side", columns, tuple(rows), "no two parties have been heard")
