"""Dates and indicators as lines, and the delivery of the project under the cursor."""

from __future__ import annotations

from collections.abc import Sequence

from hexvet.monitoring import Indicator, Step
from hexvet_tui import bars
from hexvet_tui.cells import cell_len
from hexvet_tui.modes.monitor import charts
from hexvet_tui.modes.monitor.state import SOON, found, is_waiting, shown_steps
from hexvet_tui.modes.monitor.verbs import current, place_of, rows
from hexvet_tui.presenting import late_text, plural
from hexvet_tui.scene import Scene
from hexvet_tui.typesetting import (
    FRAME,
    Line,
    Run,
    clean,
    cut,
    fit,
    fit_line,
    framed,
    hanging,
    justified,
    pointed,
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
EASY = 54
"""Cells that projects and steps keep before there is a column for who does it."""
BESIDE = 5
"""Cells of a glyph and of blanks around a name that has its line or its words beside it."""
OWNER = 20
"""Cells from which there is one."""
LEAST = 5
"""Rows that an empty list has, to say what would fill it."""
TITLES = {"steps": "WHAT IS DUE", "indicators": "INDICATORS"}


def header(scene: Scene, width: int, height: int) -> list[Line]:
    """What is overdue and what is due soon; how many projects say nothing."""
    session, dot = scene.session, f" {scene.glyphs.dot} "
    if session.assessment is None:
        return [fit_line((), width)]
    if is_waiting(session):
        return [fit_line(((" reading the dates of all projects ...", "dim"),), width)]
    listed = shown_steps(session)
    left: list[Run] = [(f" {listed.overdue:,} overdue", "unmet" if listed.overdue else "strong")]
    left.append((f"{dot}{listed.soon:,} due in {SOON} days", "text"))
    left += bars.filter_runs(scene)
    silent = len(found(session).silent)
    right = ((f"{plural(silent, 'project')} without any date or indicator ", "dim"),)
    return [justified(left, right if silent else (), width)]


def table_height(scene: Scene) -> int:
    """The lines that the longer of the two lists needs, whatever is filtered: so that nothing
    moves when the other one is shown."""
    if scene.session.assessment is None or is_waiting(scene.session):
        return scene.size[1]
    every = found(scene.session)
    return max(len(every.steps), len(every.indicators), LEAST) + 1 + FRAME


def table(scene: Scene, width: int, height: int, top: int) -> list[Line]:
    """The list of the active pane from row `top` on; only rows in view are made."""
    inside = width - 2
    listed = rows(scene)
    head: list[Line] = []
    shown = listed[top : top + max(0, height - 3)]
    if not listed:
        body = _empty(scene, inside)
    elif scene.pane == "indicators":
        head, body = _indicators(scene, shown, inside)
    else:
        head, body = _steps(scene, shown, inside)
    at = place_of(scene) - top
    if listed and 0 <= at < len(body):
        body[at] = pointed(body[at], inside)
    other = "indicators" if scene.pane == "steps" else "what is due"
    hint = f"{len(listed):,} {scene.glyphs.dot} tab: {other}"
    title = titled(TITLES[scene.pane], True)
    return framed([*head, *body], width, height, scene.glyphs, title=title, hint=hint, active=True)


def _empty(scene: Scene, width: int) -> list[Line]:
    """Why there is nothing, and which questions would fill the list."""
    if is_waiting(scene.session):
        return [((" ...", "dim"),)]
    names = ", ".join(found(scene.session).fields)
    if scene.session.filter.held:
        text = "Nothing of the projects that the filter keeps."
    elif not names:
        text = (
            "The packs in use ask for no dates of delivery. A table with the columns due and "
            "done, or with baseline and target, would be shown here."
        )
    elif scene.pane == "steps" and found(scene.session).steps:
        text = f"Nothing is open. o lists what is done. Questions that fill this: {names}."
    else:
        text = f"Nothing is known yet. Questions that fill this: {names}."
    return [(), *hanging((" ", "dim"), text, "dim", width, 1)]


def _steps(
    scene: Scene, listed: Sequence[Step | Indicator], width: int
) -> tuple[list[Line], list[Line]]:
    owner = min(40, width - 29 - EASY)
    owner, slip = (owner, 13) if owner >= OWNER else (0, 11)
    room = width - owner - slip - 14 - (2 if owner else 0)
    project = min(room * 3 // 8 + 1, 40)
    name = min(room - project, 60)
    words = f" {fit('PROJECT', project)} {fit('STEP', name)} {fit('DUE', 10)} {fit('SLIP', slip)}"
    words += f"  {fit('OWNER', owner)}" if owner else ""
    body: list[Line] = []
    for step in listed:
        assert isinstance(step, Step)
        glyph, _, style = STATES[step.state]
        day = step.due.isoformat() if step.due else "no date"
        who = fit(scene.title(step.project) or "Programme", project)
        line: list[Run] = [
            (f" {who} ", "text"),
            (f"{fit(clean(step.name), name)} ", "text"),
            (f"{day:<10} ", "text"),
            (fit(f"{glyph} {_slip(step)}", slip), style),
        ]
        if owner:
            line.append((f"  {fit(clean(step.owner) or '-', owner)}", "dim"))
        body.append(tuple(line))
    return [((words, "head"),)], body


def _slip(step: Step) -> str:
    """`31 d late`, `3 d early`; nothing of what is still to come."""
    if not step.slip:
        return "on time" if step.slip == 0 and step.state != "due" else ""
    return late_text(step.slip) if step.slip > 0 else f"{-step.slip:,} d early"


def _indicators(
    scene: Scene, listed: Sequence[Step | Indicator], width: int
) -> tuple[list[Line], list[Line]]:
    project = min(40, width // 5)
    trend = 8 if width < 136 else 16
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
                (f" {fit(scene.title(one.project), project)} ", "text"),
                (f"{fit(clean(one.name), name)} ", "text"),
                (f"{fit(spark, trend)} ", "met"),
                (f"{fit(now, 9, right=True)} {fit(target, 9, right=True)}  ", "text"),
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
        title = scene.name(chosen.project) if chosen.project else "Programme"
        lines = delivery(scene, chosen.project, width - 2)
    more = len(lines) - (height - 2)
    drawn = scene.session.view.drawing and lines
    legend = f"# done  - planned  ! late  {charts.day_mark(scene)} today" if drawn else ""
    hint = f"{more} more: w shows all" if more > 0 else legend
    return framed(lines, width, height, scene.glyphs, title=title, hint=hint)


def delivery(scene: Scene, project: str, width: int, *, whole: bool = False) -> list[Line]:
    """Everything that is known of one delivery: its days on a line or in words, its indicators.
    When it is `whole`, no name is cut: one that is too wide has a line of its own."""
    session = scene.session
    assert session.assessment is not None
    own, measured = found(session).own.get(project, ([], []))
    lines: list[Line] = []
    names = [*(step.name for step in own), *(one.name for one in measured)]
    label = min(width // 3, max((cell_len(clean(name)) for name in names), default=0) + BESIDE)
    if own and session.view.drawing:
        lines += charts.timeline(scene, own, session.assessment.as_of, label, width, whole=whole)
    elif own:
        lines += [line for step in own for line in _told_step(step, width, whole)]
    told = [line for one in measured for line in _told(one, label, width, whole)]
    return [*lines, *([()] if lines and told else []), *told]


def _told_step(step: Step, width: int, whole: bool) -> list[Line]:
    glyph, word, style = STATES[step.state]
    day = step.due.isoformat() if step.due else "no date"
    done = f", done {step.done.isoformat()}" if step.done else ""
    slip = f" ({_slip(step)})" if step.slip else ""
    head, told = (f" {glyph} {word:<9} ", style), (f"due {day}{done}{slip} ", "dim")
    name = clean(step.name)
    if whole and cell_len(f"{head[0]}{name} {told[0]}") > width:
        return [*hanging(head, name, "text", width, len(head[0])), justified((), (told,), width)]
    return [justified((head, (cut(name, width // 2), "text")), (told,), width)]


def _told(one: Indicator, label: int, width: int, whole: bool) -> list[Line]:
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
    name, told = clean(one.name), ", ".join(parts)
    if whole and cell_len(name) > label - BESIDE:
        above = hanging((f" {glyph}", style), name, style, width, 3)
        return [*above, *hanging(("", "text"), told, "text", width, label)]
    head = (f" {glyph} {cut(name, label - BESIDE)}", style)
    return hanging(head, told, "text", width, label)
