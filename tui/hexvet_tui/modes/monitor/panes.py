"""Dates and indicators as lines, and the delivery of the project under the cursor."""

from __future__ import annotations

from collections.abc import Sequence

from hexvet.monitoring import Indicator, Step
from hexvet_tui.modes.monitor import charts
from hexvet_tui.modes.monitor.state import MonitorState, found, shown_steps
from hexvet_tui.modes.monitor.verbs import current, place_of, rows
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
    hanging,
    justified,
    overlaid,
    titled,
)

STATES = {
    "overdue": ("!", "overdue", "unmet"),
    "due": (" ", "to come", "text"),
    "done": ("+", "done", "met"),
    "late": ("+", "done late", "unknown"),
    "undated": ("?", "no date", "unknown"),
}
PROGRESS = {"met": ("+", "met"), "unmet": ("x", "unmet"), "unknown": ("?", "unknown")}
SOON = 30
TITLES = {"steps": "WHAT IS DUE", "indicators": "INDICATORS"}


def header(scene: Scene, width: int, height: int) -> list[Line]:
    """What is overdue and what is due soon; how many projects say nothing."""
    session, dot = scene.session, f" {scene.glyphs.dot} "
    if session.assessment is None:
        return [fit_line((), width)]
    as_of, listed = session.assessment.as_of, shown_steps(session)
    overdue = sum(1 for step in listed if step.state == "overdue")
    soon = sum(1 for s in listed if s.state == "due" and s.due and (s.due - as_of).days <= SOON)
    left: list[Run] = [(f" {overdue} overdue", "unmet" if overdue else "strong")]
    left.append((f"{dot}{soon} due in {SOON} days", "text"))
    if session.filter.text:
        left.append((f"{dot}filter {clean(session.filter.text)}", "text"))
    silent = len(found(session).silent)
    right = ((f"{plural(silent, 'project')} without any date or indicator ", "dim"),)
    return [justified(left, right if silent else (), width)]


def table(scene: Scene, width: int, height: int, top: int) -> list[Line]:
    """The list of the active pane."""
    inside = width - 2
    listed = rows(scene)
    head: list[Line] = []
    if not listed:
        body = _empty(scene, inside)
    elif scene.pane == "indicators":
        head, body = _indicators(scene, listed, inside)
    else:
        head, body = _steps(scene, listed, inside)
    if listed:
        at = place_of(scene)
        body[at] = overlaid(
            ((">", "mark"), (body[at][0][0][1:], body[at][0][1]), *body[at][1:]), "cursor"
        )
    other = "indicators" if scene.pane == "steps" else "what is due"
    hint = f"{len(listed)} {scene.glyphs.dot} tab: {other}"
    title = titled(TITLES[scene.pane], True)
    lines = [*head, *body[top:]]
    return framed(lines, width, height, scene.glyphs, title=title, hint=hint, active=True)


def _empty(scene: Scene, width: int) -> list[Line]:
    """Why there is nothing, and which questions would fill the list."""
    names = ", ".join(found(scene.session).fields)
    if scene.session.filter.text:
        text = "Nothing of the projects that the filter keeps."
    elif not names:
        text = (
            "The packs in use ask for no dates of delivery. A table with the columns due and "
            "done, or with baseline and target, would be shown here."
        )
    elif scene.pane == "steps" and not scene.session.of(MonitorState).done:
        text = f"Nothing is open. o lists what is done. Questions that fill this: {names}."
    else:
        text = f"Nothing is known yet. Questions that fill this: {names}."
    return [(), *hanging((" ", "dim"), text, "dim", width, 1)]


def _steps(
    scene: Scene, listed: Sequence[Step | Indicator], width: int
) -> tuple[list[Line], list[Line]]:
    project = min(22, width // 4)
    owner = 16 if width >= 96 else 0
    name = width - project - owner - 26 - (2 if owner else 0)
    words = f" {fit('PROJECT', project)} {fit('STEP', name)} {fit('DUE', 10)}  {fit('SLIP', 8)}"
    words += f"  {fit('OWNER', owner)}" if owner else ""
    body: list[Line] = []
    for step in listed:
        assert isinstance(step, Step)
        glyph, _, style = STATES[step.state]
        day = step.due.isoformat() if step.due else "no date"
        who = fit(clean(step.project) or "programme", project, "..")
        line: list[Run] = [
            (f" {who} ", "text"),
            (f"{fit(clean(step.name), name, '..')} ", "text"),
            (f"{day:<10}  ", "text"),
            (fit(f"{glyph} {_slip(step)}", 8), style),
        ]
        if owner:
            line.append((f"  {fit(clean(step.owner) or '-', owner, '..')}", "dim"))
        body.append(tuple(line))
    return [((words, "head"),)], body


def _slip(step: Step) -> str:
    if step.slip is None:
        return ""
    return f"{step.slip:+d} d" if step.slip else "0 d" if step.state != "due" else ""


def _indicators(
    scene: Scene, listed: Sequence[Step | Indicator], width: int
) -> tuple[list[Line], list[Line]]:
    project = min(22, width // 5)
    trend = 8 if width < 96 else 16
    name = max(8, width - project - trend - 35)
    words = f" {fit('PROJECT', project)} {fit('INDICATOR', name)} {fit('LAST', trend)} "
    words += f"{fit('NOW', 9, right=True)} {fit('TARGET', 9, right=True)}  STATE"
    body: list[Line] = []
    for one in listed:
        assert isinstance(one, Indicator)
        glyph, style = PROGRESS[one.state]
        values = [reading.value for reading in one.readings]
        spark = charts.sparkline(values, trend, ascii_only=scene.form == "ascii")
        now = amount(values[-1]) if values else "?"
        target = amount(one.target) if one.target is not None else "?"
        late = " !" if one.silent else ""
        body.append(
            (
                (f" {fit(clean(one.project), project, '..')} ", "text"),
                (f"{fit(clean(one.name), name, '..')} ", "text"),
                (f"{fit(spark, trend)} ", "met"),
                (f"{fit(now, 9, '..', right=True)} {fit(target, 9, '..', right=True)}  ", "text"),
                (f"{glyph} {one.state}{late}", style),
            )
        )
    return [((words, "head"),)], body


def amount(value: float) -> str:
    """A measured value in as few characters as it needs."""
    return f"{value:,.0f}" if value == round(value) else f"{value:,.2f}"


def detail(scene: Scene, width: int, height: int) -> list[Line]:
    """The delivery of the project under the cursor: its days on a line, its indicators in words."""
    chosen = current(scene)
    lines: list[Line] = []
    title = "DELIVERY"
    if chosen is not None and scene.session.assessment is not None:
        title = (clean(chosen.project) or "programme").upper()
        lines = delivery(scene, chosen.project, width - 2)
    more = len(lines) - (height - 2)
    hint = f"{more} more: w" if more > 0 else "# done  - planned  ! late"
    return framed(lines, width, height, scene.glyphs, title=title, hint=hint)


def delivery(scene: Scene, project: str, width: int) -> list[Line]:
    """Everything that is known of one delivery: its days on a line or in words, its indicators."""
    session = scene.session
    assert session.assessment is not None
    every = found(session)
    own = [step for step in every.steps if step.project == project]
    lines: list[Line] = []
    if own and session.view.drawing:
        label = min(26, width // 3)
        lines += charts.timeline(scene, own, session.assessment.as_of, label, width)
    elif own:
        lines += [_told_step(step, width) for step in own]
    told = [
        line for one in every.indicators if one.project == project for line in _told(one, width)
    ]
    return [*lines, *([()] if lines and told else []), *told]


def _told_step(step: Step, width: int) -> Line:
    glyph, word, style = STATES[step.state]
    day = step.due.isoformat() if step.due else "no date"
    done = f", done {step.done.isoformat()}" if step.done else ""
    slip = f" ({step.slip:+d} d)" if step.slip else ""
    left = ((f" {glyph} {word:<9} ", style), (cut(clean(step.name), width // 2, ".."), "text"))
    return justified(left, ((f"due {day}{done}{slip} ", "dim"),), width)


def _told(one: Indicator, width: int) -> list[Line]:
    """An indicator in words: now, target, since when, where it began, how old the reading is."""
    glyph, style = PROGRESS[one.state]
    unit = f" {clean(one.unit)}" if one.unit else ""
    parts = [f"now {amount(one.readings[-1].value)}{unit}" if one.readings else "no reading yet"]
    if one.target is not None:
        sign = {"up": "at least ", "down": "at most "}.get(one.direction, "")
        parts.append(f"target {sign}{amount(one.target)}")
    if one.since and one.state != "unknown":
        parts.append(f"{'met' if one.state == 'met' else 'not met'} since {one.since.isoformat()}")
    if one.baseline is not None:
        parts.append(f"began at {amount(one.baseline)}")
    if one.readings:
        parts.append(f"last reading {one.readings[-1].date.isoformat()}")
    if one.silent:
        parts.append(f"the next is {one.silent} days overdue")
    head = (f" {glyph} {cut(clean(one.name), 22, '..')}", style)
    return hanging(head, ", ".join(parts), "text", width, 27)
