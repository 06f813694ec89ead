"""The programme as facts and tables."""

from __future__ import annotations

from hexvet.backing import balance, money, partners, questions, team
from hexvet_tui import presenting
from hexvet_tui.modes.programme.facts import amount
from hexvet_tui.printout import Printout, Sheet, Value, stamp
from hexvet_tui.scene import Scene

UNKNOWN = "unknown: nobody has said"


def printout(scene: Scene) -> Printout:
    """Partners, money, team, checks with their messages, and every answer."""
    assessment = scene.session.assessment
    if assessment is None:
        return Printout("Programme", stamp(scene))
    members = team(assessment)
    facts: tuple[tuple[str, str], ...] = (("team", UNKNOWN),)
    if members is not None:
        halves = balance(members)
        told = f"{halves.public} public, {halves.other} from elsewhere, {halves.unknown} unknown"
        facts = (("team", f"{halves.members}: {told}"),)
    sheets = (_partners(scene), _money(scene), _team(scene), _checks(scene), _answers(scene))
    return Printout("Programme", (*stamp(scene), *facts), sheets)


def _partners(scene: Scene) -> Sheet:
    assert scene.session.assessment is not None
    found = partners(scene.session.assessment)
    rows = tuple((kind or None, name) for kind, names in (found or {}).items() for name in names)
    return Sheet("Partners", ("type", "name"), rows, UNKNOWN if found is None else "none")


def _money(scene: Scene) -> Sheet:
    assert scene.session.assessment is not None
    found = money(scene.session.assessment)
    rows = tuple((m.sector or None, m.status or None, amount(m, "")) for m in found or ())
    return Sheet(
        "Money", ("sector", "status", "amount"), rows, UNKNOWN if found is None else "none"
    )


def _team(scene: Scene) -> Sheet:
    assert scene.session.assessment is not None
    found = team(scene.session.assessment)
    rows = tuple((m.name, m.role or None, m.sector or None, m.fte) for m in found or ())
    columns = ("name", "role", "sector", "full-time")
    return Sheet("Team", columns, rows, UNKNOWN if found is None else "nobody")


def _checks(scene: Scene) -> Sheet:
    assert scene.session.assessment is not None
    rows: list[tuple[Value, ...]] = []
    for outcome in scene.session.assessment.programme.values():
        check = scene.session.assessment.check(outcome.id)
        status = presenting.STATUS[outcome.status][1]
        gate = scene.gates.get(outcome.gate, outcome.gate)
        rows.append((gate, check.title, status, outcome.severity, outcome.message or None))
    columns = ("gate", "check", "status", "severity", "message")
    return Sheet("Checks that hold everything", columns, tuple(rows), "the packs in use have none")


def _answers(scene: Scene) -> Sheet:
    assert scene.session.assessment is not None
    rows: list[tuple[Value, ...]] = []
    for field, cell in questions(scene.session.assessment):
        text = None if cell is None else presenting.cell_text(cell, field.kind, field.unit)
        rows.append((field.name, field.title, text or "unknown"))
    return Sheet("Answers", ("field", "question", "answer"), tuple(rows), "the packs ask nothing")
