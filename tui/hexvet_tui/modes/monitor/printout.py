"""Dates and indicators as tables."""

from __future__ import annotations

from hexvet_tui.modes.monitor.panes import STATES
from hexvet_tui.modes.monitor.state import awaited, found, shown_indicators
from hexvet_tui.printout import Printout, Sheet, Value, stamp
from hexvet_tui.scene import Scene


def printout(scene: Scene) -> Printout:
    """All steps, done ones too, and all indicators, of the projects that the filter keeps."""
    session = awaited(scene.session)
    names, every = session.rows.places, found(session)
    facts = (("without any date or indicator", ", ".join(every.silent) or "none"),)
    steps: list[tuple[Value, ...]] = [
        (
            step.project or "programme",
            step.name,
            step.owner or None,
            step.due.isoformat() if step.due else None,
            step.done.isoformat() if step.done else None,
            STATES[step.state][1],
            step.slip,
        )
        for step in every.steps
        if step.project in names or (not step.project and not session.filter.held)
    ]
    rows: list[tuple[Value, ...]] = [
        (
            one.project,
            one.name,
            one.unit or None,
            one.baseline,
            one.target,
            one.readings[-1].value if one.readings else None,
            one.readings[-1].date.isoformat() if one.readings else None,
            one.state,
            one.silent,
        )
        for one in shown_indicators(session).rows
    ]
    due = ("project", "step", "owner", "due", "done", "state", "slip in days")
    measured = (
        "project", "indicator", "unit", "baseline", "target", "now", "read on", "state",
        "days overdue",
    )  # fmt: skip
    empty = f"nothing is known; questions that fill this: {', '.join(every.fields) or 'none'}"
    sheets = (
        Sheet("What is due", due, tuple(steps), empty),
        Sheet("Indicators", measured, tuple(rows), empty),
    )
    return Printout("Monitor", (*stamp(scene), *facts), sheets, int(scene.pane == "indicators"))
