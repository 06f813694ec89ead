"""Small pictures in text: a run of readings, and steps on a line of days."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from hexvet.monitoring import Step
from hexvet_tui.cells import cell_len
from hexvet_tui.scene import Scene
from hexvet_tui.typesetting import Line, Run, clean, fit, wrap

BLOCKS = "▁▂▃▄▅▆▇█"
ASCII_BLOCKS = "_.-=^"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def sparkline(values: Sequence[float], width: int, *, ascii_only: bool) -> str:
    """The last values as one character each, from the lowest to the highest of them."""
    marks = ASCII_BLOCKS if ascii_only else BLOCKS
    shown = list(values)[-width:]
    if not shown:
        return ""
    low, high = min(shown), max(shown)
    size = high - low
    top = len(marks) - 1
    return "".join(marks[round((v - low) / size * top) if size else top // 2] for v in shown)


def timeline(
    scene: Scene, listed: Sequence[Step], as_of: datetime.date, label: int, width: int,
    *, whole: bool = False,
) -> list[Line]:  # fmt: skip
    """One line a step: `#` done in time, `-` planned, `!` beyond its day; today is marked above.
    When it is `whole`, a name that is wider than its column stands above its line."""
    days = [day for step in listed for day in (step.due, step.done) if day is not None]
    if not days or width - label < 20:
        return []
    days.append(as_of)
    first, last = min(days), max(days)
    room = width - label - 1
    scale = _Scale(first - datetime.timedelta(days=max(3, (last - first).days // 12)), last, room)
    lines = [_axis(scene, scale, as_of, label)]
    for step in listed:
        wide = whole and cell_len(clean(step.name)) + 2 > label
        rows = wrap(step.name, width - 2) if wide else ()
        lines += [((f" {row}", "text"),) for row in rows]
        lines.append(_bar(step, "" if wide else clean(step.name), scale, as_of, label))
    return lines


class _Scale:
    """Days to columns."""

    def __init__(self, first: datetime.date, last: datetime.date, room: int) -> None:
        self.first, self.last, self.room = first, last, room
        self.days = max(1, (last - first).days)

    def at(self, day: datetime.date) -> int:
        return max(0, min(self.room - 1, round((day - self.first).days / self.days * self.room)))


def _axis(scene: Scene, scale: _Scale, as_of: datetime.date, label: int) -> Line:
    """The days at both ends, the months between them, and today."""
    cells = [" "] * scale.room
    now = scale.at(as_of)
    cells[now] = "@"
    ends = ((0, scale.first), (scale.room - 10, scale.last)) if scale.room >= 40 else ()
    for at, end in ends:
        beside = now - 11 if at and now >= at else at
        if not beside <= now < beside + 10:
            cells[beside : beside + 10] = end.isoformat()
    day = scale.first.replace(day=1)
    while (day - scale.first).days <= scale.days:
        at = scale.at(day)
        name = MONTHS[day.month - 1] if day.month > 1 else str(day.year)
        clear = all(cell == " " for cell in cells[max(0, at - 1) : at + len(name) + 1])
        if day >= scale.first and clear and at + len(name) <= scale.room:
            cells[at : at + len(name)] = name
        day = (day + datetime.timedelta(days=32)).replace(day=1)
    head, tail = "".join(cells[:now]), "".join(cells[now + 1 :])
    return ((" " * label, "text"), (head, "dim"), (day_mark(scene), "mark"), (tail, "dim"))


def day_mark(scene: Scene) -> str:
    """The mark above the day of the assessment."""
    return "v" if scene.form == "ascii" else "▾"


def _bar(step: Step, named: str, scale: _Scale, as_of: datetime.date, label: int) -> Line:
    name: Run = (fit(f" {named}", label - 1) + " ", "text")
    if step.due is None:
        return (name, ("no date", "unknown"))
    end = step.done or (as_of if step.state == "overdue" else None)
    due = scale.at(step.due)
    solid = min(scale.at(step.done), due) if step.done else 0
    runs: list[Run] = [name, ("#" * solid, "met"), ("-" * (due - solid), "dim")]
    late = scale.at(end) - due if end and end > step.due else 0
    runs.append(("!" * max(1, late), "unmet") if late or step.state == "overdue" else ("|", "dim"))
    return tuple(runs)
