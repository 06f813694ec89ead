"""Delivery as the evidence has it: what is due and when it was done, and how indicators move.

Nothing has to be declared for it. A table of a project whose columns have a date `due` and a
date `done` or `delivered` lists steps; one with numbers `baseline` and `target` lists
indicators; one with a date, a number `value`, and a text that names an indicator has readings.
What is missing is unknown: never done, never missed, never 0.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from hexvet.evaluation import Assessment
from hexvet.model import Cell, Field, exact, rows_of, text_in

StepState: TypeAlias = Literal["overdue", "due", "done", "late", "undated"]
Progress: TypeAlias = Literal["met", "unmet", "unknown"]

DONE = ("done", "delivered")
NAMES = ("name", "milestone", "task", "text", "title")
_INDICATED = ("kpi", "indicator", "name")

Table: TypeAlias = "tuple[Mapping[str, Cell], ...]"


@dataclass(frozen=True, slots=True)
class Step:
    """Something that is due: a milestone, a task, a report. `project` is "" for the programme.

    `slip` is in days: how late it was done, or is by now; negative when early, 0 when it is not
    due yet, None without a date. `late` is done after its day.
    """

    project: str
    field: str
    row: int
    name: str
    owner: str
    due: datetime.date | None
    done: datetime.date | None
    state: StepState
    slip: int | None


@dataclass(frozen=True, slots=True)
class Reading:
    """One measured value."""

    date: datetime.date
    value: float


@dataclass(frozen=True, slots=True)
class Indicator:
    """A measure with its target. `readings` are by date, none after the as-of date.

    `state` is met when the last reading has reached the target in its direction, unknown without
    a reading, a target or a direction; `since` is the day from which on it has been so. `silent`
    is the number of days by which the next reading is overdue, None where that is not known.
    """

    project: str
    field: str
    row: int
    name: str
    unit: str
    owner: str
    baseline: float | None
    target: float | None
    direction: str
    cadence: float | None
    readings: tuple[Reading, ...]
    state: Progress
    since: datetime.date | None
    silent: int | None


def steps(assessment: Assessment) -> tuple[Step, ...]:
    """All that is due, of the programme and of every project, undated ones last."""
    found = [
        _step(assessment.as_of, project, field, number, row)
        for project, field, table in _tables(assessment, _lists_steps)
        for number, row in enumerate(table, 1)
    ]
    return tuple(sorted(found, key=lambda one: (one.due is None, one.due, one.project, one.row)))


def indicators(assessment: Assessment) -> tuple[Indicator, ...]:
    """All indicators of every project with their readings, in the order of the workspace."""
    fields = assessment.workspace.fields.values()
    named = [(f.name, _name_of(f)) for f in fields if f.of == "project" and _has_readings(f)]
    found = []
    for project, field, table in _tables(assessment, _lists_indicators):
        cells = assessment.workspace.projects[project].cells if project else {}
        measured = [
            (str(row.get(column, "")), reading)
            for name, column in named
            for row in rows_of(cells.get(name)) or ()
            if (reading := _reading(row, assessment.as_of)) is not None
        ]
        for number, row in enumerate(table, 1):
            own = [reading for name, reading in measured if name == row.get("name")]
            found.append(_indicator(assessment.as_of, project, field, number, row, own))
    return tuple(found)


def unreported(assessment: Assessment) -> tuple[str, ...]:
    """The projects of which no step and no indicator is known."""
    said = {project for project, _, _ in _tables(assessment, _lists_steps)}
    said |= {project for project, _, _ in _tables(assessment, _lists_indicators)}
    return tuple(name for name in assessment.workspace.projects if name not in said)


def feeding(assessment: Assessment) -> tuple[str, ...]:
    """The fields of the packs that this reads, in their order."""
    shapes = (_lists_steps, _lists_indicators, _has_readings)
    fields = assessment.workspace.fields.values()
    return tuple(field.name for field in fields if any(shape(field) for shape in shapes))


# which tables ---------------------------------------------------------------------------------
def _lists_steps(field: Field) -> bool:
    return _kind(field, "due") == "date" and any(_kind(field, done) == "date" for done in DONE)


def _lists_indicators(field: Field) -> bool:
    return (
        all(_kind(field, name) in ("number", "share", "money") for name in ("baseline", "target"))
        and _kind(field, "name") == "text"
    )


def _has_readings(field: Field) -> bool:
    value = _kind(field, "value") in ("number", "share", "money")
    return value and _kind(field, "date") == "date" and bool(_name_of(field))


def _name_of(field: Field) -> str:
    return next((name for name in _INDICATED if _kind(field, name) == "text"), "")


def _kind(field: Field, column: str) -> str:
    return field.columns[column].kind if column in field.columns else ""


def _tables(assessment: Assessment, shape: object) -> Iterator[tuple[str, Field, Table]]:
    assert callable(shape)
    workspace = assessment.workspace
    for field in workspace.fields.values():
        if not shape(field):
            continue
        if field.of == "programme":
            if rows := rows_of(workspace.programme.cells.get(field.name)):
                yield "", field, rows
            continue
        for name, project in workspace.projects.items():
            if rows := rows_of(project.cells.get(field.name)):
                yield name, field, rows


# one row --------------------------------------------------------------------------------------
def _step(
    as_of: datetime.date, project: str, field: Field, number: int, row: Mapping[str, Cell]
) -> Step:
    due = _date(row.get("due"))
    done = next((day for name in DONE if (day := _date(row.get(name)))), None)
    if done is not None and done > as_of:
        done = None
    state, slip = _state(as_of, due, done)
    name = next((str(row[key]) for key in NAMES if isinstance(row.get(key), str)), "")
    return Step(
        project, field.name, number, name or f"{field.title} {number}", text_in(row, "owner"),
        due, done, state, slip,
    )  # fmt: skip


def _state(
    as_of: datetime.date, due: datetime.date | None, done: datetime.date | None
) -> tuple[StepState, int | None]:
    if done is not None:
        slip = None if due is None else (done - due).days
        return ("late" if slip is not None and slip > 0 else "done"), slip
    if due is None:
        return "undated", None
    late = (as_of - due).days
    return ("overdue", late) if late > 0 else ("due", 0)


def _indicator(
    as_of: datetime.date,
    project: str,
    field: Field,
    number: int,
    row: Mapping[str, Cell],
    own: list[Reading],
) -> Indicator:
    readings = tuple(sorted(own, key=lambda reading: reading.date))
    target, direction = exact(row.get("target")), text_in(row, "direction")
    states = [_reached(reading.value, target, direction) for reading in readings]
    cadence = exact(row.get("cadence_days"))
    return Indicator(
        project,
        field.name,
        number,
        text_in(row, "name") or f"{field.title} {number}",
        text_in(row, "unit"),
        text_in(row, "owner"),
        exact(row.get("baseline")),
        target,
        direction,
        cadence,
        readings,
        states[-1] if states else "unknown",
        _since(readings, states),
        _silent(as_of, readings, cadence),
    )


def _reached(value: float, target: float | None, direction: str) -> Progress:
    if target is None or direction not in ("up", "down"):
        return "unknown"
    reached = value >= target if direction == "up" else value <= target
    return "met" if reached else "unmet"


def _since(readings: tuple[Reading, ...], states: list[Progress]) -> datetime.date | None:
    """The first of the last readings that all say the same."""
    day = None
    for reading, state in zip(reversed(readings), reversed(states), strict=True):
        if state != states[-1]:
            break
        day = reading.date
    return day


def _silent(
    as_of: datetime.date, readings: tuple[Reading, ...], cadence: float | None
) -> int | None:
    if cadence is None or not readings:
        return None
    return max(0, (as_of - readings[-1].date).days - int(cadence))


def _reading(row: Mapping[str, Cell], as_of: datetime.date) -> Reading | None:
    day, value = _date(row.get("date")), exact(row.get("value"))
    return None if day is None or value is None or day > as_of else Reading(day, value)


def _date(cell: Cell | None) -> datetime.date | None:
    number = exact(cell)
    if number is None or not 1 <= number <= datetime.date.max.toordinal():
        return None
    return datetime.date.fromordinal(int(number))
