"""The portfolio as facts and one table."""

from __future__ import annotations

from collections.abc import Mapping

from hexvet_tui import findings, presenting
from hexvet_tui.bars import sort_words
from hexvet_tui.columns import Columns
from hexvet_tui.marking import chosen
from hexvet_tui.modes.portfolio import ledger
from hexvet_tui.presenting import plural
from hexvet_tui.printout import Printout, Sheet, Value, stamp
from hexvet_tui.scene import Scene

WORDS = {
    "id": "id",
    "name": "title",
    "dept": "department",
    "strip": "hexagon",
    "due": "due in days",
}
"""What columns of the screen are called where that is not their id."""


def printout(scene: Scene) -> Printout:
    """The marked projects, or without marks those that the filter keeps."""
    session = scene.session
    names = chosen(session)
    shown = f"{plural(len(names), 'project')}" + (" marked" if session.marks else "")
    facts = [("shown", f"{shown} of {session.total:,}"), ("order", sort_words(scene))]
    facts += [("filter", session.filter.held)] if session.filter.held else []
    return Printout("Portfolio", (*stamp(scene), *facts), (_table(scene, names), *_findings(scene)))


def _findings(scene: Scene) -> tuple[Sheet, ...]:
    """What the inference rules say of all projects; nothing where no pack has such rules."""
    if not findings.has_rules(scene.session):
        return ()
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (
            one.severity,
            one.id,
            ", ".join(map(scene.title, one.about)) or "programme",
            " ".join(one.about) or None,
            one.message,
            one.to or None,
        )
        for one in findings.every(scene.session)
    )
    columns = ("severity", "finding", "about", "id", "message", "for")
    return (Sheet("Findings", columns, rows, "the rules found nothing"),)


def _table(scene: Scene, names: tuple[str, ...]) -> Sheet:
    """The columns of the screen, the id before them."""
    columns = scene.session.columns
    kept = ("id", *(name for name in ledger.shown(scene) if name != "id"))
    rows: list[tuple[Value, ...]] = []
    if columns is not None:
        numbers = {name: row for row, name in enumerate(columns.ids)}
        rows = [_row(columns, numbers[name], kept, scene.gates) for name in names]
    words = tuple(WORDS.get(name, name) for name in kept)
    return Sheet("Projects", words, tuple(rows), "no project matches")


def _row(
    columns: Columns, row: int, kept: tuple[str, ...], gates: Mapping[str, str]
) -> tuple[Value, ...]:
    """What the screen says of one project, amounts as numbers."""
    standing, days = columns.assessment.standings[row], columns.due[row]
    said: dict[str, Value] = {
        "id": standing.id,
        "name": standing.title,
        "dept": columns.departments[row] or None,
        "stage": standing.stage,
        "strip": presenting.strip_text(standing.sections) or None,
        "met": presenting.filled(standing.sections) if standing.sections else None,
        "gate": presenting.gate_text(standing.gate, gates),
        "score": presenting.score_text(standing.score),
        "evidence": presenting.share_text(standing.evidence_share),
        "failed": standing.counts[1],
        "due": None if days is None else round(days),
    }
    return tuple(said[name] for name in kept)
