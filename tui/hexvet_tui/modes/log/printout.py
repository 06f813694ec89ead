"""The journal as facts and one table."""

from __future__ import annotations

from hexvet_tui.modes.log.panes import subject_of, who
from hexvet_tui.modes.log.state import FIRST, LogState, Read, read
from hexvet_tui.printout import Printout, Sheet, Value, stamp
from hexvet_tui.scene import Scene

COLUMNS = ("entry", "at", "kind", "about", "id", "by", "what", "reason", "taken back by", "signed")


def printout(scene: Scene) -> Printout:
    """The entries as they are listed; read now when they were not yet."""
    session = scene.session
    state = session.of(LogState)
    found = state.read
    if found is None and session.assessment is not None:
        found = read(session.assessment.workspace.root, state.terms, FIRST)
    found = found or Read()
    facts = [("entries", f"{len(found.entries):,} of {found.count:,}")]
    facts += [("filter", found.terms.text)] if found.terms.text else []
    facts += [("not read since", state.wrong)] if state.wrong else []
    return Printout("Journal", (*stamp(scene), *facts), (_table(scene, found),))


def _table(scene: Scene, found: Read) -> Sheet:
    from hexvet.reporters.journal import what

    rows: list[tuple[Value, ...]] = []
    for entry in found.entries:
        ids = " ".join(entry.concerns("project")) or None
        about = (subject_of(scene, entry) or None, ids)
        told = (*about, who(entry), what(entry), entry.reason or None)
        signed = "yes" if entry.number in found.signed else None
        seals = (found.back.get(entry.number), signed)
        rows.append((entry.number, f"{entry.at:%Y-%m-%d %H:%M}", entry.kind, *told, *seals))
    return Sheet("Entries, newest first", COLUMNS, tuple(rows), "nothing is recorded yet")
