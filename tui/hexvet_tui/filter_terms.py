"""What each term of a filter asks of the columns of a portfolio."""

from __future__ import annotations

import datetime
import math
import operator
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from hexvet.problems import suggestion
from hexvet_tui import departments
from hexvet_tui.columns import Columns
from hexvet_tui.filtering import COMPARED, EXAMPLE, Test, Unclear, known

if TYPE_CHECKING:
    from hexvet.model import Field

PASSAGES = ("pass", "hold", "stop")
LIFECYCLES = ("active", "paused", "withdrawn")
FILLS = {
    "met": "filled",
    "filled": "filled",
    "unmet": "unfilled",
    "unfilled": "unfilled",
    "unknown": "unknown",
}
STATUSES = {
    "met": "passed",
    "passed": "passed",
    "unmet": "failed",
    "failed": "failed",
    "unknown": "unknown",
    "waived": "waived",
}
GATES = {
    "met": ("pass",),
    "passed": ("pass",),
    "unmet": ("hold", "stop"),
    "failed": ("stop",),
    "unknown": ("hold",),
}
"""The states of a gate that each word means."""

OUTCOMES = tuple(dict.fromkeys((*FILLS, *STATUSES)))
KEYS = ("gate", "stage", "section", *OUTCOMES, "marked", "lifecycle", "dept")
MEASURES = ("score", "met", "evidence", "failed", "unknown", "waived", "due")
_COUNTED = {"passed": 0, "failed": 1, "unknown": 2, "waived": 3, "met": 0, "unmet": 1}
_AMOUNT = re.compile(r"(-?[\d_,]*\.?\d+)(%|k|m|bn|d|days?|w|weeks?)?")
_UNITS = {"%": 1.0, "k": 1e3, "m": 1e6, "bn": 1e9, "d": 1.0, "day": 1.0, "w": 7.0, "week": 7.0}
_OPERATORS: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
}


def test_of(term: str, columns: Columns, marks: Collection[str]) -> Test:
    """The test that one term means; raises Unclear."""
    compared = COMPARED.fullmatch(term.casefold())
    if compared and ":" not in compared[1] and term[:1] != '"':
        return _comparison(compared[1], compared[2], compared[3].strip('"'), columns)
    key, colon, value = term.partition(":")
    if not colon or term[:1] == '"':
        return _word(term.strip('"'), columns)
    key, value = key.casefold(), value.strip('"').casefold()
    if key == "marked":
        ids = columns.ids
        return lambda row: ids[row] in marks
    if key in KEYS and key != "dept":
        return _outcome(key, value, columns)
    return _answer(_field(key, columns), value, columns)


def _word(word: str, columns: Columns) -> Test:
    wanted, texts = word.casefold(), columns.texts
    return lambda row: wanted in texts[row]


# outcomes -------------------------------------------------------------------------------------
def _outcome(key: str, value: str, columns: Columns) -> Test:
    if not value and key in _COUNTED:
        at, counts = _COUNTED[key], columns.counts
        return lambda row: counts[row][at] > 0
    if not value and key in FILLS:
        return lambda row: FILLS[key] in columns.sections[row]
    if not value:
        raise Unclear(f"'{key}:' needs a value; {EXAMPLE}")
    if key == "gate":
        return _gate(value, columns)
    if key == "stage":
        return _stage(value, columns)
    if key == "lifecycle":
        known(value, [*LIFECYCLES], "lifecycle")
        projects = columns.projects
        return lambda row: projects[row].lifecycle == value
    if key == "section":
        name, _, state = value.partition("=")
        return _rule(state or "unknown", name, columns, checks=False)
    return _rule(key, value, columns)


def _gate(value: str, columns: Columns) -> Test:
    name, equals, state = value.partition("=")
    if not equals and value in PASSAGES:
        passages = columns.passages
        return lambda row: passages[row] == value
    known(name, [*columns.gates, *PASSAGES], "gate")
    if equals:
        known(state, [*PASSAGES], "gate state")
        states = columns.gates[name]
        return lambda row: states[row] == state
    deciding = columns.gate
    return lambda row: (deciding[row] or ("",))[0] == name


def _stage(value: str, columns: Columns) -> Test:
    stages = [(stage or "").casefold() for stage in columns.stages]
    known(value, [*columns.gates, *filter(None, set(stages))], "stage")
    return lambda row: stages[row] == value


def _rule(state: str, name: str, columns: Columns, checks: bool = True) -> Test:
    """A section's state, a check's status or a gate's, by its name with or without its pack."""
    known(state, [*(OUTCOMES if checks else FILLS)], "state")
    packs = columns.assessment.packs
    sections = [full for pack in packs for full in pack.sections]
    rules = [full for pack in packs for full in pack.checks] if checks else []
    wanted: list[tuple[Sequence[Any], str]] = []
    if state in FILLS:
        wanted += [(columns.fills(full), FILLS[state]) for full in _matching(name, sections)]
    if state in STATUSES:
        wanted += [(columns.statuses(full), STATUSES[state]) for full in _matching(name, rules)]
    if checks and name in columns.gates:
        wanted += [(columns.gates[name], passage) for passage in GATES.get(state, ())]
    if not wanted:
        shorts = [full.split("/")[-1] for full in (*sections, *rules)]
        shorts += columns.gates if checks else ()
        known(name.split("/")[-1], shorts, "section, check or gate" if checks else "section")
        raise Unclear(f"'{name}' is never '{state}'; {EXAMPLE}")
    return lambda row: any(values[row] == value for values, value in wanted)


def _matching(name: str, ids: Iterable[str]) -> list[str]:
    return [full for full in ids if name in (full, full.partition("/")[2])]


# answers --------------------------------------------------------------------------------------
def fields_of(columns: Columns) -> dict[str, Field]:
    """The questions that projects answer."""
    return {
        name: field
        for pack in columns.assessment.packs
        for name, field in pack.fields.items()
        if field.of == "project"
    }


def _field(key: str, columns: Columns) -> Field:
    fields = fields_of(columns)
    if key == "dept":
        key = departments.field_of(columns.assessment.packs)
        if not key:
            raise Unclear("the packs in use ask for no department")
    if key not in fields:
        hint = suggestion(key, (*KEYS, *MEASURES, *fields)) or EXAMPLE
        raise Unclear(f"no filter called '{key[:40]}:'; {hint}")
    return fields[key]


def _answer(field: Field, value: str, columns: Columns) -> Test:
    """A text or a table that holds a word, a yes or no, or `unknown`."""
    projects, name = columns.projects, field.name
    if value in ("unknown", ""):
        return lambda row: projects[row].cells.get(name) is None
    if field.kind == "truth":
        known(value, ["yes", "no", "unknown"], "answer")
        return lambda row: projects[row].cells.get(name) is (value == "yes")
    if field.kind not in ("text", "table"):
        raise Unclear(f"'{name}' is an amount: {name}>VALUE, {name}<VALUE or {name}:unknown")
    return lambda row: value in _words(projects[row].cells.get(name))


def _words(cell: Any) -> str:
    """The texts of an answer, of a table those of all its rows."""
    if isinstance(cell, str):
        return cell.casefold()
    if isinstance(cell, tuple) and not hasattr(cell, "low"):
        return "\n".join(_words(value) for row in cell for value in row.values())
    return ""


# amounts --------------------------------------------------------------------------------------
def _comparison(key: str, sign: str, text: str, columns: Columns) -> Test:
    compare, lower = _OPERATORS[sign], sign.startswith("<")
    if key in MEASURES:
        values, wanted = _measures(key, columns, lower), _amount(text, key)
    else:
        field = _field(key, columns)
        if field.kind not in ("number", "money", "share", "date"):
            raise Unclear(f"'{key}' is no amount; {key}:VALUE asks for an answer")
        values = [_end(project.cells.get(key), lower) for project in columns.projects]
        wanted = _quantity(text, field, columns.assessment.as_of)

    def test(row: int) -> bool:
        value = values[row]
        return value is not None and compare(value, wanted)

    return test


def _measures(key: str, columns: Columns, lower: bool) -> Sequence[float | None]:
    """The numbers that are certain: the low end against `>`, the high end against `<`."""
    if key == "met":
        return [row.count("filled") for row in columns.sections]
    if key == "evidence":
        return [None if share is None else share * 100 for share in columns.shares]
    if key == "due":
        return columns.due
    if key == "score":
        return [_end(score, lower) for score in columns.scores]
    return [counts[_COUNTED[key]] for counts in columns.counts]


def _end(cell: Any, lower: bool) -> float | None:
    """The end of an amount that a comparison must reach; None when it is not known."""
    if not hasattr(cell, "low"):
        return None
    end = float(cell.high if lower else cell.low)
    return None if math.isinf(end) else end


def _amount(text: str, key: str) -> float:
    found = _AMOUNT.fullmatch(text)
    if found is None:
        raise Unclear(f"'{key}' is compared with a number, like {key}>6, not with '{text[:20]}'")
    number = float(found[1].replace("_", "").replace(",", ""))
    return number * _UNITS[(found[2] or "d").removesuffix("s")]


def _quantity(text: str, field: Field, as_of: datetime.date) -> float:
    if field.kind != "date":
        number = _amount(text, field.name)
        return number / 100 if field.kind == "share" else number
    try:
        return float(datetime.date.fromisoformat(text).toordinal())
    except ValueError:
        return as_of.toordinal() + _amount(text, field.name)
