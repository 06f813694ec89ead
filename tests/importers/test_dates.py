"""Dates as people type them."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexvet.importers.dates import AMBIGUOUS, Days, format_pattern, read_date
from hexvet.importers.model import DateRule, FiscalYear

DAY_FIRST = DateRule(order="day-first")
PLAIN = DateRule()
MONTH_FIRST = DateRule(order="month-first")


def day(text: str, rule: DateRule = PLAIN) -> str:
    """The day in ISO form, two of them for a period, or why there is none."""
    found = read_date(text, rule)
    if isinstance(found, str):
        return found
    return " .. ".join(dict.fromkeys(one.isoformat() for one in found))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2016-05-25", "2016-05-25"),
        ("2016-05-25 17:00:00", "2016-05-25"),
        ("2016-05-25T17:00:00Z", "2016-05-25"),
        ("2016/5/25", "2016-05-25"),
        ("20160525", "2016-05-25"),
        ("July 31, 2022", "2022-07-31"),
        ("Sunday, July 31, 2022", "2022-07-31"),
        ("31 July 2022", "2022-07-31"),
        ("31st of July 2022", "2022-07-31"),
        ("31-Jul-22", "2022-07-31"),
        ("Sept. 5, 2020", "2020-09-05"),
        ("30/03/2016 5:00:00 PM", "2016-03-30"),
        ("12/31/2022", "2022-12-31"),
        ("5/5/2022", "2022-05-05"),
        ("1-Jan-70", "1970-01-01"),
        ("March 2023", "2023-03-01 .. 2023-03-31"),
        ("2024-02", "2024-02-01 .. 2024-02-29"),
        ("Q3 2023", "2023-07-01 .. 2023-09-30"),
    ],
)
def test_a_date_with_one_meaning_is_read(text: str, expected: str) -> None:
    assert day(text) == expected


def test_day_and_month_are_told_apart_by_the_map_alone() -> None:
    assert day("5/02/2016 5:00:00 PM") == AMBIGUOUS
    assert day("5/02/2016 5:00:00 PM", DAY_FIRST) == "2016-02-05"
    assert day("5/02/2016 5:00:00 PM", MONTH_FIRST) == "2016-05-02"


def test_a_stated_order_is_not_bent() -> None:
    assert day("12/31/2022", DAY_FIRST) == "no such day in the calendar"


def test_two_digits_of_a_year_can_be_a_day() -> None:
    assert day("31/12/22") == AMBIGUOUS
    assert day("31/12/22", DAY_FIRST) == "2022-12-31"
    assert day("22-12-31", DateRule(order="year-first")) == "2022-12-31"


@pytest.mark.parametrize(
    "text", ["", "TBC", "30 Feb 2022", "2023-13-01", "0000-01-01", "44773", "July", "x" * 100]
)
def test_what_is_no_date_says_why(text: str) -> None:
    assert isinstance(read_date(text, DateRule()), str)


def test_serial_numbers_count_where_the_map_says_so() -> None:
    """44773 is 31 July 2022 in the epoch 1900; 43311 is the same day in the epoch 1904."""
    assert day("44773", DateRule(serials=1900)) == "2022-07-31"
    assert day("44773.708", DateRule(serials=1900)) == "2022-07-31"
    assert day("43311", DateRule(serials=1904)) == "2022-07-31"
    assert day("60", DateRule(serials=1900)).startswith("not a date")
    assert day("9999999", DateRule(serials=1900)).startswith("not a date")


@pytest.mark.parametrize(
    ("text", "take", "expected"),
    [
        ("2023-24", "end", "2024-03-31"),
        ("2023-24", "start", "2023-04-01"),
        ("2023/24", "range", "2023-04-01 .. 2024-03-31"),
        ("2023\u20132024", "end", "2024-03-31"),
        ("FY2024", "end", "2024-03-31"),
        ("FY24", "start", "2023-04-01"),
        ("FY 2023-24", "start", "2023-04-01"),
        ("1999-00", "end", "2000-03-31"),
        ("2024", "end", "2024-03-31"),
    ],
)
def test_a_fiscal_year_starts_where_the_map_says(text: str, take: str, expected: str) -> None:
    rule = DateRule(fiscal=FiscalYear(4, take))  # type: ignore[arg-type]
    assert day(text, rule) == expected


def test_a_fiscal_year_may_be_named_after_its_start() -> None:
    rule = DateRule(fiscal=FiscalYear(7, "start", "start"))
    assert day("FY2024", rule) == "2024-07-01"


def test_a_fiscal_year_that_is_the_calendar_year() -> None:
    assert day("FY2024", DateRule(fiscal=FiscalYear(1, "range"))) == "2024-01-01 .. 2024-12-31"


def test_a_fiscal_year_without_a_word_of_the_map_is_not_guessed() -> None:
    assert "fiscal_year" in day("2023-24")
    assert "fiscal_year" in day("2011-12"), "December 2011 as well"
    assert "fiscal_year" in day("2023")


def test_formats_of_the_map() -> None:
    assert day("25.05.2016", DateRule(formats=("DD.MM.YYYY",))) == "2016-05-25"
    assert day("05 02 16", DateRule(formats=("YY MM DD",))) == "2005-02-16"
    assert format_pattern("DD.MM") is None
    assert format_pattern("YYYY-YY-DD") is None


@given(st.dates(min_value=datetime.date(1970, 1, 1), max_value=datetime.date(2068, 12, 31)))
def test_every_day_survives_each_way_of_writing_it(date: datetime.date) -> None:
    expected = Days(date, date)
    assert read_date(date.isoformat(), DateRule()) == expected
    assert read_date(f"{date:%d/%m/%Y}", DAY_FIRST) == expected
    assert read_date(f"{date:%m/%d/%y}", MONTH_FIRST) == expected
    assert read_date(f"{date:%B} {date.day}, {date.year}", DateRule()) == expected
    assert read_date(f"{date:%d-%b-%y}", DateRule()) == expected


@given(st.text(max_size=40))
def test_no_text_breaks_the_reader(text: str) -> None:
    found = read_date(text, DateRule(serials=1900, fiscal=FiscalYear(4)))
    assert isinstance(found, str) or found.low <= found.high
