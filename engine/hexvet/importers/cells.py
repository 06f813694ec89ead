"""One cell of a table becomes one answer, or the reason why it is none."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from hexvet.documents import UNPRINTABLE
from hexvet.importers.dates import AMBIGUOUS, Days, read_date, read_fiscal_year
from hexvet.importers.model import CellRule, Plain
from hexvet.importers.quantities import Quantity, read_quantity
from hexvet.model import Kind
from hexvet.problems import suggestion
from hexvet.records import LONGEST_TEXT
from hexvet.workspace.answers import bounds

_BREAKS = re.compile("\r\n?|[\u0085\u2028\u2029]")
_SHEET_ERROR = re.compile(r"#(?:REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!)|#{3,}")
_TRUTHS = {
    **dict.fromkeys(("yes", "y", "true", "t", "1", "x", "\u2713", "\u2714"), True),
    **dict.fromkeys(("no", "n", "false", "f", "0"), False),
}
_LOOKS_GROUPED = re.compile(r"[^0-9]*[1-9][0-9]{0,2}\.[0-9]{3}[^0-9]*")


class Span(NamedTuple):
    """An answer that is a range, both ends included."""

    low: Plain
    high: Plain


class Fault(NamedTuple):
    """Why a cell was not taken as it stands. `done` is what became of it."""

    code: str
    why: str
    done: str = "left missing"


class Reading(NamedTuple):
    """What a cell says. No answer and no fault: the cell is one of the words for missing."""

    answer: Plain | Span | None = None
    faults: tuple[Fault, ...] = ()
    note: str = ""


def read_cell(text: str, rule: CellRule) -> Reading:
    """The answer that a cell gives to the field of its rule."""
    clean, faults = clean_text(text)
    word = " ".join(clean.split()).casefold()
    if word in rule.lookup:
        return Reading(rule.lookup[word], faults)
    if word in rule.missing:
        return Reading(None, faults)
    if _withheld(word, rule):
        return Reading(None, (*faults, Fault("IM107", "withheld")))
    if rule.otherwise is not None:
        return Reading(rule.otherwise, faults)
    if _SHEET_ERROR.fullmatch(clean):
        return Reading(None, (*faults, Fault("IM110", "an error of the spreadsheet")))
    reading = _in_range(_READERS[rule.kind](clean, rule), rule)
    return reading._replace(faults=(*faults, *reading.faults))


def clean_text(text: str) -> tuple[str, tuple[Fault, ...]]:
    """The text without what could steer a terminal, and without outer blanks.

    Line ends become single newlines, tabs stay. What was taken out is told.
    """
    if text.isascii() and text.isprintable():
        return text.strip(), ()
    broken = _BREAKS.sub("\n", text.replace("\ufeff", ""))
    clean = UNPRINTABLE.sub(lambda found: found[0] if found[0] == "\n" else "", broken)
    faults = [
        Fault(code, f"{count} {what}{'s' if count > 1 else ''}", done)
        for code, count, what, done in (
            ("IM111", len(broken) - len(clean), "control character", "taken without"),
            ("IM114", clean.count("\ufffd"), "undecodable byte", "taken with \ufffd"),
        )
        if count
    ]
    return clean.strip(), tuple(faults)


def _withheld(word: str, rule: CellRule) -> bool:
    """Words for withheld may be followed by the reason, except a single one in a text."""
    return word in rule.withheld or any(
        word.startswith(start) and (rule.kind != "text" or " " in start) for start in rule.withheld
    )


def _text(text: str, rule: CellRule) -> Reading:
    if rule.values:
        return _one_of(text, rule)
    if rule.lookup:
        hint = _hint(text[:80].casefold(), tuple(rule.lookup))
        return _fault("IM108", f"not in the lookup{hint and '; ' + hint}")
    if len(text) > LONGEST_TEXT:
        why, done = f"{len(text):,} characters", f"the first {LONGEST_TEXT:,} were taken"
        return Reading(text[:LONGEST_TEXT].rstrip(), (Fault("IM112", why, done),))
    return Reading(text)


def _one_of(text: str, rule: CellRule) -> Reading:
    known = {value.casefold(): value for value in rule.values}
    word = " ".join(text.split()).casefold()
    if word in known:
        return Reading(known[word])
    hint = _hint(word[:80], tuple(known))
    return _fault("IM105", f"not one of the field's values{hint and '; ' + hint}")


@lru_cache(maxsize=10_000)
def _hint(word: str, known: tuple[str, ...]) -> str:
    """A wrong text tends to come in thousands of rows, and looking for its neighbour is slow."""
    return suggestion(word, known)


def _truth(text: str, rule: CellRule) -> Reading:
    answer = _TRUTHS.get(text.casefold())
    return _fault("IM104", "neither yes nor no") if answer is None else Reading(answer)


def _number(text: str, rule: CellRule) -> Reading:
    if rule.kind == "number" and rule.dates.fiscal is not None:
        days = read_fiscal_year(text, rule.dates.fiscal)
        if days is not None:
            return _year(days, rule)
    quantity = read_quantity(text, rule.decimal or ".")
    if isinstance(quantity, str):
        return _fault("IM101", quantity)
    fault = _unfit(text, quantity, rule)
    if fault is not None:
        return Reading(None, (fault,))
    factor = Decimal(1) if quantity.scaled else rule.factor
    low, high = _plain(quantity.low * factor), _plain(quantity.high * factor)
    return Reading(low) if low == high else Reading(Span(low, high), note=text)


def _year(days: Days, rule: CellRule) -> Reading:
    take = rule.dates.fiscal.take if rule.dates.fiscal else "end"
    if take == "range" and days.low.year < days.high.year:
        return Reading(Span(days.low.year, days.high.year))
    return Reading(days.low.year if take == "start" else days.high.year)


def _unfit(text: str, quantity: Quantity, rule: CellRule) -> Fault | None:
    """Why a number that was read well is still not an answer to the field."""
    if quantity.currency and rule.unit and not _same_currency(quantity.currency, rule.unit):
        return Fault("IM109", f"in {quantity.currency}, the field is in {rule.unit}")
    if rule.kind == "money" and quantity.percent:
        return Fault("IM101", "a percentage, not an amount of money")
    if rule.kind == "share" and not quantity.percent and rule.factor == 1 and quantity.high > 1:
        return Fault("IM101", "a share above 1 (the map can state scale = 'percent')")
    if rule.kind == "money" and not rule.decimal and _LOOKS_GROUPED.fullmatch(text):
        return Fault("IM113", "thousands or decimals (the map can state decimal = '.' or ',')")
    return None


def _same_currency(currency: str, unit: str) -> bool:
    return currency == unit or (currency == "$" and unit.endswith("D"))


def _plain(number: Decimal) -> int | float:
    """Fifteen digits are what a spreadsheet holds; those after them are noise."""
    number = Decimal(f"{number:.15g}")
    return int(number) if number == number.to_integral_value() else float(number)


def _date(text: str, rule: CellRule) -> Reading:
    days = read_date(text, rule.dates)
    if isinstance(days, str):
        return _fault("IM103" if days == AMBIGUOUS else "IM102", days)
    if days.low == days.high:
        return Reading(days.low)
    return Reading(Span(days.low, days.high), note=text)


def _fault(code: str, why: str) -> Reading:
    return Reading(None, (Fault(code, why),))


_READERS: Mapping[Kind, Callable[[str, CellRule], Reading]] = {
    "text": _text,
    "truth": _truth,
    "number": _number,
    "share": _number,
    "money": _number,
    "date": _date,
}


def in_range(answer: Plain | Span | None, rule: CellRule) -> bool:
    """Whether an answer lies in the field's declared range; outside, a file would be invalid."""
    ends = answer if isinstance(answer, Span) else (answer, answer)
    sizes = [size for size in map(_size, ends) if size is not None]
    return all(rule.range.low <= size <= rule.range.high for size in sizes)


def _in_range(reading: Reading, rule: CellRule) -> Reading:
    if in_range(reading.answer, rule):
        return reading
    return _fault("IM106", f"outside the field's range, {bounds(rule.range, rule.kind)}")


def _size(value: Plain | None) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, datetime.date):
        return float(value.toordinal())
    return float(value) if isinstance(value, int | float) else None
