"""One answer as a person types it: `yes`, `1.5M`, `25%`, `1.2m..1.8m`, `3 May 2026`, `unknown`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from hexvet.documents import Document, parse_document
from hexvet.importers.cells import Span, read_cell
from hexvet.importers.model import CellRule
from hexvet.model import ANYTHING, Field, Interval, Where
from hexvet.problems import suggestion

UNKNOWN = ("unknown", "?", "not known")
"""Words that take an answer away."""

_SPLIT = re.compile(r"\s*\.{2,3}\s*")
_ADVICE = {
    "IM101": "write a number like 1.5M, $1,500,000 or 1.2M..1.8M",
    "IM102": "write a day like 2026-05-03, or a range like 2026-05-01..2026-06-30",
    "IM103": "write it like 2026-05-03",
    "IM104": "write yes, no or unknown",
    "IM109": "change it to the field's currency first",
    "IM113": "write 1,500 or 1500 for thousands, 1.50 for decimals",
}
_RULE = Where("")
_WHOLE = Interval(0, 1)


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, as TOML holds it: a value, rows, `{ low, high }`, or None for unknown."""

    value: object


@dataclass(frozen=True, slots=True)
class NotAnAnswer:
    """Why a text is no answer to its field, and how to write one."""

    message: str
    hint: str


def read_typed(text: str, field: Field) -> Typed | NotAnAnswer:
    """The answer that a text gives to a field."""
    word = " ".join(text.split()).casefold()
    if word in UNKNOWN and word not in field.values:
        return Typed(None)
    if field.kind == "table":
        return _rows(text, field)
    if field.kind == "text":
        return _text(text, word, field)
    ends = _SPLIT.split(text.strip()) if field.kind != "truth" else []
    if len(ends) == 2 and all(ends):
        return _range(ends[0], ends[1], field)
    return _single(text, field)


def _single(text: str, field: Field) -> Typed | NotAnAnswer:
    percent = field.unit == "percent" and text.rstrip().endswith("%")
    limits = _WHOLE if field.kind == "share" and field.range == ANYTHING else field.range
    rule = CellRule(
        field.name, field.kind, (), _RULE, unit=field.unit,
        decimal=".", range=ANYTHING if percent else limits, values=field.values,
        factor=Decimal(1),
    )  # fmt: skip
    reading = read_cell(text, rule)
    if reading.faults or reading.answer is None:
        return _fault(text, reading.faults[0].code, reading.faults[0].why, field)
    if field.kind == "number" and text.rstrip().endswith("%") and not percent:
        return NotAnAnswer(f"{field.name} is no share", "write it without %")
    answer: object = reading.answer
    if isinstance(answer, Span):
        return Typed({"low": _scaled(answer.low, percent), "high": _scaled(answer.high, percent)})
    return Typed(_scaled(answer, percent))


def _scaled(value: object, percent: bool) -> object:
    """25 % of a field that counts in percent is 25."""
    if not percent or not isinstance(value, int | float):
        return value
    scaled = Decimal(str(value)) * 100
    return int(scaled) if scaled == scaled.to_integral_value() else float(scaled)


def _range(low: str, high: str, field: Field) -> Typed | NotAnAnswer:
    """Both ends; a unit or a % behind the last one counts for both: `1.2..1.8M`."""
    if field.kind != "date" and not re.search(r"[A-Za-z%]\s*$", low):
        low += re.sub(r"^[^A-Za-z%]*", "", high)
    found = [_single(text, field) for text in (low, high)]
    for one in found:
        if isinstance(one, NotAnAnswer):
            return one
    ends = [_ends(one.value) for one in found if isinstance(one, Typed)]
    first, last = ends[0][0], ends[1][1]
    if first > last:  # type: ignore[operator]
        return NotAnAnswer("the low end is above the high end", "write LOW..HIGH")
    return Typed(first if first == last else {"low": first, "high": last})


def _ends(value: object) -> tuple[object, object]:
    if isinstance(value, Mapping):
        return value["low"], value["high"]
    return value, value


def _text(text: str, word: str, field: Field) -> Typed | NotAnAnswer:
    if not field.values:
        return Typed(text.strip())
    known = {value.casefold(): value for value in field.values}
    spelt = known.get(word) or known.get(re.sub(r"[ -]", "_", word))
    if spelt:
        return Typed(spelt)
    hint = suggestion(word[:80], field.values) or f"one of {', '.join(field.values[:20])}"
    return NotAnAnswer(f"'{text[:60]}' is not an answer to {field.name}", hint)


def _rows(text: str, field: Field) -> Typed | NotAnAnswer:
    """Rows as TOML writes them; `none` says that there are none."""
    if text.strip().casefold() in ("none", "[]"):
        return Typed([])
    found = parse_document(f"x = {text.strip()}\n", "")
    value = found.data.get("x") if isinstance(found, Document) and len(found.data) == 1 else None
    if isinstance(value, dict):
        value = [value]
    if isinstance(value, list):
        return Typed(value)
    columns = ", ".join(f"{name} = ..." for name in [*field.columns][:3])
    return NotAnAnswer(f"{field.name} takes rows", f"'[ {{ {columns} }} ]', or none")


def _fault(text: str, code: str, why: str, field: Field) -> NotAnAnswer:
    why = re.sub(r" \(the map can .*", "", why)
    hint = _ADVICE.get(code, "")
    if field.kind == "share":
        hint = "a share is written 25% or 0.25"
    elif code == "IM106":
        why, _, hint = why.partition(", ")
    return NotAnAnswer(f"'{text.strip()[:60]}': {why}", hint)
