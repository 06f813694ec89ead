"""The panes of the programme: what carries it, the checks that hold everything, and why."""

from __future__ import annotations

from hexvet_tui import panels, presenting
from hexvet_tui.modes.programme import facts as carrying
from hexvet_tui.modes.programme.state import ProgrammeState, checks
from hexvet_tui.modes.programme.verbs import explained, place_of
from hexvet_tui.presenting import plural
from hexvet_tui.scene import Scene
from hexvet_tui.typesetting import (
    Line,
    Run,
    clean,
    cut,
    fit,
    fit_line,
    framed,
    justified,
    pointed,
    titled,
)

SEVERITY = 7
GATED_FROM = 56
"""Columns from which each check has room for its gate."""


def header(scene: Scene, width: int, height: int) -> list[Line]:
    """The city, and what its own checks do to every project."""
    session, dot = scene.session, f" {scene.glyphs.dot} "
    if session.assessment is None:
        return [fit_line((), width)]
    outcomes = session.assessment.programme.values()
    against = [c for c in outcomes if c.severity == "blocker" and c.status in ("failed", "unknown")]
    gates = dict.fromkeys(scene.gates.get(c.gate, c.gate) for c in against)
    city = clean(session.assessment.workspace.city)
    left: list[Run] = [(f" {city}", "title")]
    if against:
        blockers = plural(len(against), "blocker")
        text = f"{dot}{blockers} at {', '.join(gates)}: every project waits"
        left.append((text, "unmet" if any(c.status == "failed" for c in against) else "unknown"))
    elif session.assessment.programme:
        left.append((f"{dot}nothing of the programme holds a project", "met"))
    return [justified(left, (), width)]


def facts(scene: Scene, width: int, height: int) -> list[Line]:
    """Partners, money, team, and every answer."""
    active = scene.pane == "facts"
    rows = carrying.lines(scene, width - 2)
    top = max(0, min(scene.session.of(ProgrammeState).facts, len(rows) - (height - 2)))
    more = len(rows) - top - (height - 2)
    below = "j scrolls" if active else "tab"
    hint = f"{more} more: {below}" if more > 0 else ""
    title = titled("WHAT CARRIES IT", active)
    return framed(rows[top:], width, height, scene.glyphs, title=title, hint=hint, active=active)


def list_lines(scene: Scene, width: int) -> list[Line]:
    """The checks, one a line."""
    session = scene.session
    listed, at = checks(session), place_of(session)
    assessment = session.assessment
    if assessment is None:
        return []
    if not listed:
        known = bool(assessment.programme)
        text = "All are passed; o lists them." if known else "The packs in use ask nothing here."
        return [(), ((f" {text}", "met" if known else "dim"),)]
    lines: list[Line] = []
    for place, outcome in enumerate(listed):
        glyph, _, style = presenting.STATUS[outcome.status]
        check = assessment.check(outcome.id)
        gate = cut(scene.gates.get(outcome.gate, outcome.gate), 10)
        gated = width >= GATED_FROM
        room = width - SEVERITY - (13 if gated else 2)
        title = cut(clean(check.title), room - 4)
        left = fit_line(((f" {glyph} ", style), (title, "text")), room)
        line: Line = (
            *left,
            ((f" {fit(gate, 10)} " if gated else " "), "dim"),
            (f"{fit(outcome.severity, SEVERITY)} ", style if style != "met" else "dim"),
        )
        active = scene.pane == "checks"
        lines.append(pointed(line, width, active=active) if place == at else line)
    return lines


def checklist(scene: Scene, width: int, height: int, top: int) -> list[Line]:
    """The framed list of checks from line `top` on."""
    active = scene.pane == "checks"
    rows = list_lines(scene, width - 2)
    more = len(rows) - top - (height - 2)
    assessment = scene.session.assessment
    passed = 0
    if assessment is not None:
        passed = sum(1 for c in assessment.programme.values() if c.status == "passed")
    hint = f"{more} more" if more > 0 else f"{passed} passed {scene.glyphs.dot} o all"
    title = titled("CHECKS THAT HOLD EVERYTHING", active)
    return framed(rows[top:], width, height, scene.glyphs, title=title, hint=hint, active=active)


def why(scene: Scene, width: int, height: int) -> list[Line]:
    """Why the check under the cursor came out as it did."""
    active = scene.pane == "why"
    top = scene.session.of(ProgrammeState).why
    return panels.why_pane(scene, explained(scene), width, height, active=active, top=top)
