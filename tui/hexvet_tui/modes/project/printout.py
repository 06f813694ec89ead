"""One project as facts and tables."""

from __future__ import annotations

from hexvet_tui import findings, judged, pinning, presenting
from hexvet_tui.judged import Entry
from hexvet_tui.modes.project import checklist
from hexvet_tui.modes.project.explained import explanation
from hexvet_tui.printout import Printout, Sheet, Value, stamp
from hexvet_tui.ruling import told_sheets
from hexvet_tui.scene import Scene


def printout(scene: Scene) -> Printout:
    """Its standing, its sections, its checks, and why the one under the cursor came out so."""
    session = scene.session
    standing, project = session.standing, session.project
    if standing is None or project is None:
        return Printout("Project", stamp(scene), (Sheet("", (), (), "no project is chosen"),))
    facts = (
        ("id", standing.id),
        ("summary", project.summary),
        ("stage", standing.stage or "-"),
        ("gate", presenting.gate_text(standing.gate, scene.gates)),
        ("hexagon", presenting.strip_text(standing.sections)),
        ("score", presenting.score_text(standing.score)),
        ("evidence", presenting.share_text(standing.evidence_share)),
    )
    told = told_sheets(scene, pinning.why(scene, explanation(scene)))
    checks = _checks(scene)
    sheets = (_sections(scene), checks, *findings_sheets(scene), *told)
    return Printout(standing.title, (*stamp(scene), *facts), sheets, sheets.index(checks))


def _sections(scene: Scene) -> Sheet:
    outcome, pack = scene.session.outcome, scene.session.framework
    rows: list[tuple[Value, ...]] = []
    if outcome is not None and pack is not None:
        for number, (name, section) in enumerate(pack.sections.items(), 1):
            found = outcome.sections[name]
            word = presenting.FILL[found.state][1]
            needs = " ".join(found.needs)
            score = presenting.score_text(found.score)
            rows.append((number, section.title, section.kind, word, score, needs))
    columns = ("no", "section", "kind", "state", "score", "needs")
    return Sheet("Sections", columns, tuple(rows), "no pack in use has sections")


def findings_sheets(scene: Scene) -> tuple[Sheet, ...]:
    """What the inference rules say: nothing where no pack has such rules."""
    session = scene.session
    if not findings.has_rules(session):
        return ()
    rows: list[tuple[Value, ...]] = []
    for finding in (*findings.about(session, session.cursor), *findings.about(session, "")):
        gate = scene.gates.get(finding.gate, finding.gate) or None
        words = (finding.message, finding.to or None, finding.remedy or None)
        rows.append((finding.severity, finding.id, gate, *words))
    columns = ("severity", "finding", "gate", "message", "for", "remedy")
    return (Sheet("Findings", columns, tuple(rows), "the rules found nothing"),)


def _checks(scene: Scene) -> Sheet:
    listed = (entry for entry in judged.entries(scene) if entry.finding is None)
    rows = tuple(_row(scene, entry) for entry in listed)
    columns = ("gate", "check", "status", "severity", "message")
    return Sheet("Governance checks", columns, rows, "the packs in use declare none")


def _row(scene: Scene, entry: Entry) -> tuple[Value, ...]:
    if entry.gate is not None:
        title = scene.gates.get(entry.gate.id, entry.gate.id)
        said = findings.beside(scene.session, entry.subject, entry.gate.id)
        return title, None, presenting.passage(entry.gate.state), None, said[0] if said else None
    check = entry.check
    assert check is not None
    status = presenting.STATUS[check.status][1]
    gate = scene.gates.get(check.gate, check.gate)
    title = checklist.check_title(scene, check.id)
    return gate, title, status, check.severity, check.message or None
