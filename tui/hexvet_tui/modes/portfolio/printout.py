"""The portfolio as facts and one table."""

from __future__ import annotations

from hexvet_tui import findings, presenting
from hexvet_tui.bars import sort_words
from hexvet_tui.marking import chosen
from hexvet_tui.presenting import plural
from hexvet_tui.printout import Printout, Sheet, Value, stamp
from hexvet_tui.scene import Scene

COLUMNS = ("id", "title", "stage", "hexagon", "met", "gate", "score", "evidence", "failed")


def printout(scene: Scene) -> Printout:
    """The marked projects, or without marks those that the filter keeps."""
    session = scene.session
    names = chosen(session)
    shown = f"{plural(len(names), 'project')}" + (" marked" if session.marks else "")
    facts = [("shown", f"{shown} of {session.total:,}"), ("order", sort_words(scene))]
    facts += [("filter", session.filter.text)] if session.filter.text else []
    return Printout("Portfolio", (*stamp(scene), *facts), (_table(scene, names), *_findings(scene)))


def _findings(scene: Scene) -> tuple[Sheet, ...]:
    """What the inference rules say of all projects; nothing where no pack has such rules."""
    if not findings.has_rules(scene.session):
        return ()
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (one.severity, one.id, " ".join(one.about) or "programme", one.message, one.to or None)
        for one in findings.every(scene.session)
    )
    columns = ("severity", "finding", "about", "message", "for")
    return (Sheet("Findings", columns, rows, "the rules found nothing"),)


def _table(scene: Scene, names: tuple[str, ...]) -> Sheet:
    session, assessment = scene.session, scene.session.assessment
    rows: list[tuple[Value, ...]] = []
    if assessment is not None and session.columns is not None:
        numbers = {name: row for row, name in enumerate(session.columns.ids)}
        gates = scene.gates
        for name in names:
            standing = assessment.standings[numbers[name]]
            rows.append(
                (
                    standing.id,
                    standing.title,
                    standing.stage,
                    presenting.strip_text(standing.sections) or None,
                    presenting.filled(standing.sections) if standing.sections else None,
                    presenting.gate_text(standing.gate, gates),
                    presenting.score_text(standing.score),
                    presenting.share_text(standing.evidence_share),
                    standing.counts[1],
                )
            )
    return Sheet("Projects", COLUMNS, tuple(rows), "no project matches")
