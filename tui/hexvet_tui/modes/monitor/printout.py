"""Dates and indicators as tables."""

from __future__ import annotations

from dataclasses import replace

from hexvet_tui.modes.monitor.panes import STATES
from hexvet_tui.modes.monitor.state import (
    MonitorState,
    awaited,
    found,
    shown_indicators,
    shown_steps,
)
from hexvet_tui.printout import Printout, Sheet, Value, stamp
from hexvet_tui.scene import Scene


def printout(scene: Scene) -> Printout:
    """All steps as they are listed, those that are done last, and all indicators, of the projects
    that the filter keeps."""
    session = awaited(scene.session)
    every, state = found(session), session.of(MonitorState)
    silent = ", ".join(map(scene.title, every.silent)) or "none"
    facts = (("without any date or indicator", silent),)
    steps: list[tuple[Value, ...]] = [
        (
            scene.title(step.project) or "programme",
            step.project or None,
            step.name,
            step.owner or None,
            step.due.isoformat() if step.due else None,
            step.done.isoformat() if step.done else None,
            STATES[step.state][1],
            step.slip,
        )
        for step in shown_steps(session.having(replace(state, done=True))).rows
    ]
    rows: list[tuple[Value, ...]] = [
        (
            scene.title(one.project),
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
    due = ("project", "id", "step", "owner", "due", "done", "state", "slip in days")
    measured = (
        "project", "id", "indicator", "unit", "baseline", "target", "now", "read on", "state",
        "days overdue",
    )  # fmt: skip
    empty = f"nothing is known; questions that fill this: {', '.join(every.fields) or 'none'}"
    sheets = (
        Sheet("What is due", due, tuple(steps), empty),
        Sheet("Indicators", measured, tuple(rows), empty),
    )
    return Printout("Monitor", (*stamp(scene), *facts), sheets, int(scene.pane == "indicators"))
