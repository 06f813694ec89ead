"""The panes of one project: its sections, its checks, and why."""

from __future__ import annotations

from hexvet_tui import findings, judged, panels, pinning
from hexvet_tui.modes.project import checklist
from hexvet_tui.modes.project.explained import explanation
from hexvet_tui.modes.project.state import ProjectState
from hexvet_tui.scene import Scene
from hexvet_tui.session import PROGRAMME
from hexvet_tui.typesetting import Line, framed, titled

LEGEND_FROM = 19
"""Rows from which the drawing has room for a legend below."""


def line_of_cursor(scene: Scene) -> int:
    """The line of the list that the cursor stands on, -1 for an empty list."""
    rule = scene.session.of(ProjectState).rule
    return judged.current(judged.entries(scene), rule, scene.session.outcome)


def hexagon(scene: Scene, width: int, height: int) -> list[Line]:
    """The drawing, or its sections as a list, with a cursor when the pane is active."""
    active = scene.pane == "sections"
    chosen = scene.session.of(ProjectState).section if active else -1
    legend = height >= LEGEND_FROM
    return panels.hexagon_pane(scene, width, height, legend=legend, chosen=chosen)


def checks(scene: Scene, width: int, height: int, top: int) -> list[Line]:
    """The framed list of checks from line `top` on."""
    listed = judged.entries(scene)
    rows = checklist.lines(scene, listed, line_of_cursor(scene), width - 2)
    active = scene.pane == "checks"
    hidden = len(rows) - (top + height - 2)
    shared = any(entry.subject == PROGRAMME for entry in listed)
    hint = f"{hidden} more" if hidden > 0 else checklist.tally(scene, listed)
    hint += f" {scene.glyphs.dot} * programme" if shared else ""
    found = any(entry.finding for entry in listed)
    title = titled("CHECKS AND FINDINGS" if found else "GOVERNANCE CHECKS", active)
    hint = findings.waiting(scene.session) or hint
    return framed(rows[top:], width, height, scene.glyphs, title=title, hint=hint, active=active)


def why(scene: Scene, width: int, height: int) -> list[Line]:
    """The explanation of what is under the cursor."""
    active, told = scene.pane == "why", explanation(scene)
    whose = pinning.why(scene, told).whose if active else ""
    top = scene.session.of(ProjectState).top(scene.session.cursor, whose) if active else 0
    return panels.why_pane(scene, told, width, height, active=active, top=top)
