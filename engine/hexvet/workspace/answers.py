"""From an answer as it stands in a file to evidence: every kind of field, every mistake."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterable, Mapping
from typing import TypeAlias

from hexvet.documents import Document
from hexvet.model import ANYTHING, Cell, Column, Evidence, Field, Interval, Kind, Where
from hexvet.problems import suggestion
from hexvet.records import LONGEST_TEXT, Key, Mistakes, described, listed, read_record, shown

LARGEST_NUMBER = 1e15
"""Numbers beyond this are taken for typing errors; a float holds all up to here exactly."""

Path: TypeAlias = tuple[str | int, ...]

NOTES = {
    "source": Key("text", blank=True, help="where the answer comes from, in quotes"),
    "as_of": Key("date", help="the day that the source speaks of, like 2018-01-31, no quotes"),
    "by": Key("text", blank=True),
    "confidence": Key("text", choices=("low", "medium", "high")),
    "note": Key("text", blank=True, line=False),
    "reason": Key("text", line=False, help="why this answer stands against the others"),
}
RECORD = {"value": Key("any"), "low": Key("any"), "high": Key("any"), **NOTES}

_SPANS: tuple[Kind, ...] = ("number", "share", "money", "date")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_NUMBER = re.compile(r"[-+]?\d[\d,_ ]*(?:\.\d+)?")
_WANTED: dict[Kind, tuple[str, str]] = {
    "truth": ("true or false", "write true or false, without quotes"),
    "number": ("a number", "write a number like 12 or 1_500.5, without quotes"),
    "share": ("a share from 0 to 1", "25 % is written 0.25"),
    "money": ("an amount of money", "write a number like 1_500_000, without quotes or signs"),
    "date": ("a date", "write a date like 2018-01-31, without quotes"),
    "text": ("a text in quotes", "put it in quotes"),
    "table": ("a list of rows", "write [ { ... }, { ... } ]; [] says that there are none"),
}


def read_answers(
    mistakes: Mistakes,
    path: Path,
    answers: Mapping[str, object],
    vocabulary: Mapping[str, Field],
    *,
    of: str,
    reserved: Iterable[str] = (),
    complete: bool = True,
) -> dict[str, Evidence]:
    """The evidence of one subject, by field; wrong answers are reported and left out.

    `of` is "project" or "programme". `complete` is False when a pack could not be read, so
    that unknown names prove nothing.
    """
    evidence: dict[str, Evidence] = {}
    for name, answer in answers.items():
        if name in reserved:
            continue
        field = vocabulary.get(name)
        if field is not None and field.of == of:
            # The name of the vocabulary: thousands of projects share it.
            found = read_answer(mistakes, (*path, field.name), field, answer)
            if found is not None:
                evidence[field.name] = found
        elif complete:
            _unknown(mistakes, (*path, name), vocabulary, of, reserved)
    return evidence


def read_answer(mistakes: Mistakes, path: Path, field: Field, answer: object) -> Evidence | None:
    """The evidence of one answer, None when something is wrong with its value."""
    where = Where(mistakes.document.file, path)
    if not isinstance(answer, dict):
        cell = read_cell(mistakes, path, field, answer)
        return None if cell is None else Evidence(field.name, cell, where)
    if field.kind == "table" and "value" not in answer:
        hint = f"write [[{field.name}]], with double brackets, or {field.name} = [ {{ ... }} ]"
        mistakes.add("WS012", "expected a list of rows, got a table", path, hint)
        return None
    record = read_record(mistakes, path, RECORD, answer)
    cell = _record_cell(mistakes, path, field, answer)
    if cell is None:
        return None
    as_of = record.get("as_of")
    return Evidence(
        field.name,
        cell,
        where,
        as_of=as_of if isinstance(as_of, datetime.date) else None,
        source=str(record.get("source", "")),
        by=str(record.get("by", "")),
        confidence=str(record.get("confidence", "")),
        note=str(record.get("note", "")),
        reason=str(record.get("reason", "")),
    )


def read_cell(mistakes: Mistakes, path: Path, field: Field, value: object) -> Cell | None:
    """The cell of a bare value, None when it does not fit its field."""
    if field.kind == "table":
        return _rows(mistakes, path, field, value)
    return _scalar(mistakes, path, field.kind, field.values, field.range, value)


def parse_answers(
    document: Document,
    vocabulary: Mapping[str, Field],
    *,
    path: Path = (),
    reserved: Collection[str] = (),
) -> tuple[dict[str, Evidence], Mistakes]:
    """Answers of both subjects in one flat table, as in a pack's tests or on a command line.

    The keys in `reserved` are no answers; somebody else reads them.
    """
    mistakes = Mistakes(document)
    answers: object = document.data
    for name in path:
        answers = answers[name]  # type: ignore[index]
    evidence: dict[str, Evidence] = {}
    for name, answer in answers.items() if isinstance(answers, dict) else ():
        if name in reserved:
            continue
        field = vocabulary.get(name)
        if field is None:
            mistakes.unknown_key((*path, name), vocabulary)
        elif found := read_answer(mistakes, (*path, name), field, answer):
            evidence[name] = found
    return evidence, mistakes


def _unknown(
    mistakes: Mistakes,
    path: Path,
    vocabulary: Mapping[str, Field],
    of: str,
    reserved: Iterable[str],
) -> None:
    if mistakes.full:
        return
    name = str(path[-1])
    if name in vocabulary:
        place = "[programme] in hexvet.toml" if of == "project" else "the files in projects/"
        message = f"{shown(name)} is not asked of a {of}"
        mistakes.add("WS010", message, path, f"it is answered in {place}", key=True)
        return
    known = [word for word, field in vocabulary.items() if field.of == of]
    hint = suggestion(name, [*known, *reserved]) or "no pack in use asks this; see `hexvet packs`"
    mistakes.add("WS010", f"unknown field {shown(name)}", path, hint, key=True)


def _record_cell(
    mistakes: Mistakes, path: Path, field: Field, record: Mapping[str, object]
) -> Cell | None:
    ends = [name for name in ("low", "high") if name in record]
    if "value" in record and not ends:
        return read_cell(mistakes, (*path, "value"), field, record["value"])
    if "value" in record:
        hint = "keep either value, or low and high"
        mistakes.add("WS016", "both a value and a range", (*path, ends[0]), hint, key=True)
    elif not ends:
        hint = "write the answer as value = ...; leave the field out while it is unknown"
        mistakes.add("WS011", "an answer without a value", path, hint)
    elif field.kind not in _SPANS:
        message = f"a {field.kind} has no range"
        mistakes.add("WS016", message, (*path, ends[0]), "write value = ...", key=True)
    elif len(ends) == 1:
        other = "high" if ends == ["low"] else "low"
        mistakes.add("WS016", f"a range without '{other}'", path, f"add {other} = ...")
    else:
        return _range(mistakes, path, field, record)
    return None


def _range(
    mistakes: Mistakes, path: Path, field: Field, record: Mapping[str, object]
) -> Interval | None:
    low, high = (read_cell(mistakes, (*path, end), field, record[end]) for end in ("low", "high"))
    if not isinstance(low, Interval) or not isinstance(high, Interval):
        return None
    if low.low > high.high:
        mistakes.add("WS016", "'low' is above 'high'", (*path, "low"), "swap them")
        return None
    return Interval(low.low, high.high)


def _scalar(
    mistakes: Mistakes,
    path: Path,
    kind: Kind,
    values: tuple[str, ...],
    limits: Interval,
    value: object,
) -> Cell | None:
    if kind == "truth":
        if not isinstance(value, bool):
            _wrong(mistakes, path, kind, value)
            return None
        return value
    if kind == "text":
        return _text(mistakes, path, values, value)
    if kind == "date":
        return _date(mistakes, path, limits, value)
    return _number(mistakes, path, kind, limits, value)


def _text(mistakes: Mistakes, path: Path, values: tuple[str, ...], value: object) -> str | None:
    if not isinstance(value, str):
        _wrong(mistakes, path, "text", value)
        return None
    if values and value in values:
        return value
    if not value.strip():
        hint = "write the answer, or put # before the line while it is unknown"
        mistakes.add("WS019", "an empty answer", path, hint)
    elif values:
        mistakes.not_a_choice(path, value, values)
    elif len(value) > LONGEST_TEXT:
        message = f"a text of {len(value):,} characters; at most {LONGEST_TEXT:,} are read"
        mistakes.add("WS019", message, path)
    elif not mistakes.control_characters(path, value, line=False):
        return value
    return None


def _date(mistakes: Mistakes, path: Path, limits: Interval, value: object) -> Interval | None:
    if isinstance(value, datetime.datetime):
        hint = f"leave the time out: {value.date().isoformat()}"
        mistakes.add("WS017", "a date with a time of day", path, hint)
        return None
    if not isinstance(value, datetime.date):
        _wrong(mistakes, path, "date", value)
        return None
    day = float(value.toordinal())
    if not limits.low <= day <= limits.high:
        message = f"{value.isoformat()} is out of range"
        mistakes.add("WS014", message, path, bounds(limits, "date"))
        return None
    return Interval(day, day)


def _number(
    mistakes: Mistakes, path: Path, kind: Kind, limits: Interval, value: object
) -> Interval | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        _wrong(mistakes, path, kind, value)
        return None
    if not abs(value) <= LARGEST_NUMBER:
        message = f"{shown(value)}: not a number that can be reckoned with"
        hint = "leave the field out while it is unknown; numbers go up to 1e15"
        mistakes.add("WS015", message, path, hint)
        return None
    if kind == "share":
        limits = Interval(max(limits.low, 0.0), min(limits.high, 1.0))
    if not limits.low <= value <= limits.high:
        hint = bounds(limits, kind)
        if kind == "share" and 1 < value <= 100:
            hint = f"{value:g} % is written {value / 100:g}"
        mistakes.add("WS014", f"{shown(value)} is out of range", path, hint)
        return None
    return Interval(float(value), float(value))


def bounds(limits: Interval, kind: Kind) -> str:
    """The allowed range in words: `allowed: from 0 to 150`."""

    def end(value: float) -> str:
        if kind == "date":
            return datetime.date.fromordinal(int(value)).isoformat()
        return f"{value:,.15g}"

    low = f"from {end(limits.low)}" if limits.low > ANYTHING.low else ""
    high = f"to {end(limits.high)}" if limits.high < ANYTHING.high else ""
    return f"allowed: {low} {high}".replace("  ", " ").strip()


def _wrong(mistakes: Mistakes, path: Path, kind: Kind, value: object) -> None:
    wanted, hint = _WANTED[kind]
    code = "WS012"
    if isinstance(value, str):
        text = value.strip()
        if kind == "date" and _DATE.fullmatch(text):
            code, hint = "WS017", f"remove the quotes: {text}"
        elif kind in _SPANS and _NUMBER.fullmatch(text):
            hint = f"remove the quotes: {re.sub('[, ]', '_', text)}"
        elif kind == "truth" and text.lower() in ("yes", "no", "true", "false"):
            hint = f"write {'true' if text.lower() in ('yes', 'true') else 'false'}"
        elif kind == "share" and text.endswith("%") and _NUMBER.fullmatch(text[:-1].strip()):
            hint = f"write {float(re.sub('[,_ ]', '', text[:-1])) / 100:g}"
    mistakes.add(code, f"expected {wanted}, got {described(value)}", path, hint)


def _rows(
    mistakes: Mistakes, path: Path, field: Field, value: object
) -> tuple[Mapping[str, Cell], ...] | None:
    if not isinstance(value, list):
        _wrong(mistakes, path, "table", value)
        return None
    before = len(mistakes.problems)
    rows = tuple(
        _row(mistakes, (*path, index), field.columns, row) for index, row in enumerate(value)
    )
    return rows if len(mistakes.problems) == before and not mistakes.full else None


def _row(
    mistakes: Mistakes, path: Path, columns: Mapping[str, Column], row: object
) -> Mapping[str, Cell]:
    cells: dict[str, Cell] = {}
    if not isinstance(row, dict):
        hint = f"a row is written {{ {listed(f'{name} = ...' for name in columns)} }}"
        mistakes.add("WS012", f"expected a row, got {described(row)}", path, hint)
        return cells
    for name, value in row.items():
        column = columns.get(name)
        if column is None:
            mistakes.unknown_key((*path, name), columns)
            continue
        cell = _scalar(mistakes, (*path, name), column.kind, column.values, ANYTHING, value)
        if cell is not None:
            cells[column.name] = cell
    return cells
