"""The governance checks of one project, under the gates that they guard."""

from __future__ import annotations

from collections.abc import Sequence

from hexvet_tui import findings, presenting
from hexvet_tui.judged import Entry
from hexvet_tui.scene import Scene
from hexvet_tui.session import PROGRAMME
from hexvet_tui.typesetting import Line, clean, cut, fit, fit_line, justified, pointed

SEVERITY_WIDTH = 7


def lines(scene: Scene, listed: Sequence[Entry], at: int, width: int) -> list[Line]:
    """The list, with the cursor on one line."""
    if scene.session.outcome is None:
        return []
    if not listed:
        return [
            (),
            ((" No governance checks.", "strong"),),
            ((" The packs in use declare none;", "dim"),),
            ((" add [check.ID] to a pack in rules/.", "dim"),),
        ]
    active = scene.pane == "checks"
    painted = []
    for place, entry in enumerate(listed):
        line = _line(scene, entry, width)
        painted.append(pointed(line, width, active=active) if place == at else line)
    return painted


def _line(scene: Scene, entry: Entry, width: int) -> Line:
    if entry.gate:
        return _gate(scene, entry, width)
    return _finding(scene, entry, width) if entry.finding else _check(scene, entry, width)


def _finding(scene: Scene, entry: Entry, width: int) -> Line:
    """A finding as checks are shown: glyph, title, severity."""
    finding = entry.finding
    assert finding is not None
    glyph, style = findings.MARKS[finding.severity]
    mark = " *" if entry.subject == PROGRAMME else ""
    room = width - SEVERITY_WIDTH - 2
    title = cut(findings.title_of(scene.session, finding), room - 5 - len(mark)) + mark
    left = ((f"   {glyph} ", style), (title, "text"))
    return (*fit_line(left, room), (f" {fit(finding.severity, SEVERITY_WIDTH)} ", style))


def _gate(scene: Scene, entry: Entry, width: int) -> Line:
    gate = entry.gate
    assert gate is not None
    title = scene.gates.get(gate.id, gate.id)
    word = presenting.passage(gate.state)
    left = ((" ", "text"), (word, gate.state), (f" {title}", "strong"))
    said = findings.beside(scene.session, entry.subject, gate.id)
    beside = ((f"{said[0]} ", said[1]),) if said else ()
    return justified(left, (*beside, (f"{entry.passed}/{entry.guards} ", "dim")), width)


def _check(scene: Scene, entry: Entry, width: int) -> Line:
    check = entry.check
    assert check is not None
    glyph, _, style = presenting.STATUS[check.status]
    mark = " *" if entry.subject == PROGRAMME else ""
    room = width - SEVERITY_WIDTH - 2
    title = cut(check_title(scene, check.id), room - 5 - len(mark)) + mark
    severity = fit(check.severity, SEVERITY_WIDTH)
    tone = style if check.status in ("failed", "error") else "dim"
    left = ((f"   {glyph} ", style), (title, "dim" if style == "dim" else "text"))
    return (*fit_line(left, room), (f" {severity} ", tone))


def check_title(scene: Scene, rule: str) -> str:
    """The title of a check, or its id when no pack has it."""
    packs = scene.session.assessment.packs if scene.session.assessment else ()
    for pack in packs:
        if rule in pack.checks:
            return clean(pack.checks[rule].title or pack.checks[rule].name)
    return clean(rule)


def tally(scene: Scene, listed: Sequence[Entry]) -> str:
    """`14 passed, 2 unknown, 1 failed` over the list."""
    words: dict[str, int] = {}
    for entry in listed:
        if entry.check:
            word = presenting.STATUS[entry.check.status][1]
            words[word] = words.get(word, 0) + 1
    order = ("passed", "failed", "error", "unknown", "waived")
    return ", ".join(f"{words[word]} {word}" for word in order if word in words)
