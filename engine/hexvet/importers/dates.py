"""Dates as people type them: `5/02/2016 5:00:00 PM`, `July 31, 2022`, `31-Jul-22`, `2023-24`."""

from __future__ import annotations

import calendar
import datetime
import re
from functools import lru_cache
from typing import NamedTuple

from hexvet.importers.model import DateRule, FiscalYear

LONGEST = 60
AMBIGUOUS = "day, month and year cannot be told apart (the map can state dates = 'day-first')"
_NO_DAY = "no such day in the calendar"

_MONTHS = {
    name: number
    for number in range(1, 13)
    for name in (calendar.month_name[number].casefold(), calendar.month_abbr[number].casefold())
} | {"sept": 9}
_TIME = re.compile(
    r"[T\s,]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?\s?(?:[ap]\.?m\.?)?"
    r"\s?(?:Z|UTC|GMT|[-+][0-9]{2}:?[0-9]{2})?$",
    re.I,
)
_WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+", re.I)
_YEAR_FIRST = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_COMPACT = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})")
_NUMBERS = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})")
_DAY_WORD = re.compile(
    r"([0-9]{1,2})(?:st|nd|rd|th)?[-\s./]*(?:of )?([a-z]+)\.?[-\s,./]*([0-9]{4}|[0-9]{2})", re.I
)
_WORD_DAY = re.compile(
    r"([a-z]+)\.?[-\s./]*([0-9]{1,2})(?:st|nd|rd|th)?(?:\s*,\s*|[-\s./]+)([0-9]{4}|[0-9]{2})", re.I
)
_MONTH_WORD = re.compile(r"([a-z]+)\.?[-\s,./]*([0-9]{4})", re.I)
_YEAR_MONTH = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})")
_MONTH_YEAR = re.compile(r"([0-9]{1,2})[-/.]([0-9]{4})")
_QUARTER = re.compile(r"q([1-4])[-\s/]*([0-9]{4})|([0-9]{4})[-\s/]*q([1-4])", re.I)
_FISCAL = re.compile(
    r"(fy|f\.y\.|fiscal year|financial year)?[-\s]*'?([0-9]{4}|[0-9]{2})"
    r"(?:\s?[-/\u2010-\u2015]\s?([0-9]{4}|[0-9]{2}))?",
    re.I,
)
_FORMAT_PARTS = {
    "YYYY": r"(?P<year>[0-9]{4})", "YY": r"(?P<year>[0-9]{2})", "MMMM": r"(?P<word>[^\W\d_]+)",
    "MMM": r"(?P<word>[^\W\d_]+)\.?", "MM": r"(?P<month>[0-9]{1,2})", "DD": r"(?P<day>[0-9]{1,2})",
}  # fmt: skip
_FORMAT_TOKEN = re.compile("YYYY|YY|MMMM|MMM|MM|DD")


class Days(NamedTuple):
    """A day, or all the days that a month, a quarter or a year may mean."""

    low: datetime.date
    high: datetime.date


def read_date(text: str, rule: DateRule) -> Days | str:
    """The day or days that a text states; otherwise why it states none.

    The time of day is left out. Two-digit years 69 to 99 lie in the 20th century.
    """
    text = " ".join(text.split())
    if len(text) > LONGEST:
        return "too long for a date"
    bare = _TIME.sub("", _WEEKDAY.sub("", text)).strip()
    for reading in (_by_format, _by_day, _by_word, _serial, _period):
        found = reading(bare, rule)
        if found is not None:
            return found
    return "not a date"


def format_pattern(layout: str) -> re.Pattern[str] | None:
    """The pattern of a date format such as `DD.MM.YYYY`; None when it does not fix a day."""
    pieces = _FORMAT_TOKEN.split(layout)
    tokens = _FORMAT_TOKEN.findall(layout)
    kinds = sorted(token[0] for token in tokens)
    if kinds != ["D", "M", "Y"]:
        return None
    body = re.escape(pieces[0]) + "".join(
        _FORMAT_PARTS[token] + re.escape(piece)
        for token, piece in zip(tokens, pieces[1:], strict=True)
    )
    return re.compile(body, re.I)


_format = lru_cache(maxsize=64)(format_pattern)


def read_fiscal_year(text: str, fiscal: FiscalYear) -> Days | None:
    """The first and the last day of a fiscal year such as `2023-24`, `FY2024` or `2024`."""
    match = _FISCAL.fullmatch(text.strip())
    if match is None or (match[1] is None and len(match[2]) == 2 and match[3] is None):
        return None
    first = _full_year(match[2])
    if match[3] is None:
        shift = 1 if fiscal.named_after == "end" and fiscal.starts > 1 else 0
        return _fiscal_days(first - shift, fiscal)
    last = int(match[3]) if len(match[3]) == 4 else first - first % 100 + int(match[3])
    return _fiscal_days(first, fiscal) if last in (first + 1, first - 99) else None


def _fiscal_days(year: int, fiscal: FiscalYear) -> Days | None:
    if not 1 <= year <= 9998:
        return None
    next_month = datetime.date(year + 1, fiscal.starts, 1)
    return Days(datetime.date(year, fiscal.starts, 1), next_month - datetime.timedelta(days=1))


def _by_format(text: str, rule: DateRule) -> Days | str | None:
    for layout in rule.formats:
        pattern = _format(layout)
        match = None if pattern is None else pattern.fullmatch(text)
        if match is not None:
            parts = match.groupdict()
            month = parts.get("month") or _MONTHS.get((parts.get("word") or "").casefold(), 0)
            return _day(_full_year(parts["year"]), int(month), int(parts["day"]))
    return None


def _by_day(text: str, rule: DateRule) -> Days | str | None:
    match = _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text)
    if match is not None:
        return _day(int(match[1]), int(match[2]), int(match[3]))
    match = _NUMBERS.fullmatch(text)
    return None if match is None else _ordered((match[1], match[3], match[4]), rule)


def _ordered(parts: tuple[str, str, str], rule: DateRule) -> Days | str:
    """Without a stated order, only a text that has a single reading is understood."""
    first, second, third = parts
    readings = {
        "day-first": (third, second, first),
        "month-first": (third, first, second),
        "year-first": (first, second, third),
    }
    if len(third) == 4:
        del readings["year-first"]
    if rule.order in readings:
        return _day(*_ymd(readings[rule.order]))
    days = {_day(*_ymd(reading)) for reading in readings.values()} - {_NO_DAY}
    return AMBIGUOUS if len(days) > 1 else next(iter(days), _NO_DAY)


def _ymd(reading: tuple[str, str, str]) -> tuple[int, int, int]:
    year, month, day = reading
    return _full_year(year), int(month), int(day)


def _by_word(text: str, rule: DateRule) -> Days | str | None:
    match = _DAY_WORD.fullmatch(text)
    if match is not None and match[2].casefold() in _MONTHS:
        return _day(_full_year(match[3]), _MONTHS[match[2].casefold()], int(match[1]))
    match = _WORD_DAY.fullmatch(text)
    if match is not None and match[1].casefold() in _MONTHS:
        return _day(_full_year(match[3]), _MONTHS[match[1].casefold()], int(match[2]))
    return None


def _serial(text: str, rule: DateRule) -> Days | str | None:
    if not rule.serials or not re.fullmatch(r"[0-9]{1,7}(?:\.[0-9]+)?", text):
        return None
    number = int(text.partition(".")[0])
    if rule.serials == 1900 and number <= 60:
        return "not a date: spreadsheets disagree about serial numbers up to 60"
    start = datetime.date(1899, 12, 30) if rule.serials == 1900 else datetime.date(1904, 1, 1)
    if number > (datetime.date.max - start).days:
        return "not a date: the serial number is too large"
    day = start + datetime.timedelta(days=number)
    return Days(day, day)


def _period(text: str, rule: DateRule) -> Days | str | None:
    """What names a month, a quarter or a year means any of its days."""
    if rule.fiscal is not None:
        days = read_fiscal_year(text, rule.fiscal)
        if days is not None:
            return _taken(days, rule.fiscal)
    elif _looks_fiscal(text):
        return (
            "a year or a fiscal year (the map can state fiscal_year = { starts = 4, take = 'end' })"
        )
    return _month(text) or _quarter(text)


def _taken(days: Days, fiscal: FiscalYear) -> Days:
    if fiscal.take == "range":
        return days
    day = days.low if fiscal.take == "start" else days.high
    return Days(day, day)


def _looks_fiscal(text: str) -> bool:
    match = _FISCAL.fullmatch(text)
    return match is not None and read_fiscal_year(text, FiscalYear()) is not None


def _month(text: str) -> Days | str | None:
    match = _MONTH_WORD.fullmatch(text)
    if match is not None and match[1].casefold() in _MONTHS:
        return _months(int(match[2]), _MONTHS[match[1].casefold()], 1)
    match = _YEAR_MONTH.fullmatch(text)
    if match is not None:
        return _months(int(match[1]), int(match[2]), 1)
    match = _MONTH_YEAR.fullmatch(text)
    return None if match is None else _months(int(match[2]), int(match[1]), 1)


def _quarter(text: str) -> Days | str | None:
    match = _QUARTER.fullmatch(text)
    if match is None:
        return None
    return _months(int(match[2] or match[3]), 3 * int(match[1] or match[4]) - 2, 3)


def _months(year: int, month: int, count: int) -> Days | str:
    first = _day(year, month, 1)
    if isinstance(first, str):
        return first
    last = month + count - 1
    return Days(first.low, datetime.date(year, last, calendar.monthrange(year, last)[1]))


def _full_year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) == 4 else year + (1900 if year >= 69 else 2000)


def _day(year: int, month: int, day: int) -> Days | str:
    try:
        date = datetime.date(year, month, day)
    except ValueError:
        return _NO_DAY
    return Days(date, date)
