"""Numbers as people type them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexvet.importers.quantities import Quantity, read_quantity


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("$2,812,101", "2812101"),
        ("£1.2m", "1200000"),
        ("€ 5 million", "5000000"),
        ("USD 1.5bn", "1500000000"),
        ("5 k", "5000"),
        ("(1,234)", "-1234"),
        ("$(1,234)", "-1234"),
        ("($1,234.50)", "-1234.50"),
        ("-1,234", "-1234"),
        ("\u22121,234", "-1234"),
        ("1,234-", "-1234"),
        ("-$5", "-5"),
        ("$-5", "-5"),
        ("12,34,567", "1234567"),
        ("1\u00a0234\u00a0567", "1234567"),
        ("1'234", "1234"),
        ("1.2E+06", "1200000"),
        ("  7 ", "7"),
        (".5", "0.5"),
        ("5.", "5"),
        ("12%", "0.12"),
        ("12 per cent", "0.12"),
        ("2066075.5899999999", "2066075.5899999999"),
    ],
)
def test_a_number_is_read(text: str, number: str) -> None:
    found = read_quantity(text)
    assert isinstance(found, Quantity)
    assert (found.low, found.high) == (Decimal(number), Decimal(number))


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("1.2m - 1.8m", "1200000", "1800000"),
        ("1.2m\u20131.8m", "1200000", "1800000"),
        ("£1.2-1.8m", "1200000", "1800000"),
        ("between 1 and 2m", "1000000", "2000000"),
        ("5 to 7", "5", "7"),
        ("12%-15%", "0.12", "0.15"),
        ("Low 1.2m / Mid 1.5m / High 1.8m", "1200000", "1800000"),
        ("Low: £1,200,000; Mid: 1,500,000; High: 1,800,000", "1200000", "1800000"),
        ("min 3, max 4", "3", "4"),
    ],
)
def test_a_range_is_read(text: str, low: str, high: str) -> None:
    found = read_quantity(text)
    assert isinstance(found, Quantity)
    assert (found.low, found.high) == (Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    ("text", "number"),
    [("1.234,56", "1234.56"), ("1.234.567", "1234567"), ("1,5", "1.5"), ("1 234,5", "1234.5")],
)
def test_a_decimal_comma_counts_where_it_is_stated(text: str, number: str) -> None:
    found = read_quantity(text, ",")
    assert isinstance(found, Quantity)
    assert found.low == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        "", "-", "abc", "1.234,56", "1,23", "--5", "(-5)", "-5-", "1e999", "9" * 30, "~2m",
        "up to 5", "\u00bd", "\u0663", "5\u00b2", "1,234 567", "12 Main Street", "=1+1", "2023-24",
        "1" * 300, "low 5", "5 USD 6", "EUR 5 USD", "USD 1 - EUR 2", "5% - 7",
    ],
)  # fmt: skip
def test_what_is_no_number_says_why(text: str) -> None:
    assert isinstance(read_quantity(text), str)


def test_the_other_decimal_mark_is_proposed() -> None:
    assert "decimal = ','" in str(read_quantity("1.234,56"))


def test_the_currency_is_told() -> None:
    found = [read_quantity(text) for text in ("£5", "$5", "5 CAD", "US$5", "5")]
    currencies = [one.currency for one in found if isinstance(one, Quantity)]
    assert currencies == ["GBP", "$", "CAD", "USD", ""]


@given(st.integers(-(10**14), 10**14))
def test_whole_numbers_with_thousands_survive(number: int) -> None:
    found = read_quantity(f"{number:,}")
    assert isinstance(found, Quantity)
    assert found.low == number


@given(st.text(max_size=60), st.sampled_from([".", ","]))
def test_no_text_breaks_the_reader(text: str, decimal: str) -> None:
    found = read_quantity(text, decimal)
    assert isinstance(found, str) or found.low <= found.high
