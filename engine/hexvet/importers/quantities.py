"""Numbers as people type them: `$2,812,101`, `£1.2m`, `(1,234)`, `12%`, `1.2m - 1.8m`."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

LONGEST = 200
LARGEST = Decimal(10) ** 15

_POWERS = {
    "k": 3, "thousand": 3, "thousands": 3,
    "m": 6, "mm": 6, "mn": 6, "mln": 6, "million": 6, "millions": 6,
    "b": 9, "bn": 9, "billion": 9, "billions": 9,
    "tn": 12, "trn": 12, "trillion": 12,
}  # fmt: skip
_SIGNS = {
    "£": "GBP", "€": "EUR", "¥": "JPY", "₹": "INR", "US$": "USD", "A$": "AUD", "AU$": "AUD",
    "C$": "CAD", "CA$": "CAD", "NZ$": "NZD", "R$": "BRL",
}  # fmt: skip
_SPACES = str.maketrans(
    dict.fromkeys("\u00a0\u2007\u2009\u202f\t\r\n", " ") | {"\u2212": "-", "\u2019": "'"}
)
_CODES = (
    "AUD BRL CAD CHF CLP CNY COP CZK DKK EUR GBP HKD HUF IDR ILS INR JPY KES KRW MXN MYR NGN NOK "
    "NZD PEN PHP PLN RON RUB SAR SEK SGD THB TRY TWD UAH USD VND ZAR"
)
_CURRENCY = r"(?:(?:US|AU?|CA?|NZ|R)\$|[$£€¥₹]|(?:" + _CODES.replace(" ", "|") + r")(?![A-Za-z]))"
_UNIT = r"(?:%|per ?cent\b|(?:" + "|".join(sorted(_POWERS, key=len, reverse=True)) + r")\b)"
_BETWEEN = re.compile(r"\s*[\u2010-\u2015]\s*|\s*-\s*|\s+to\s+|\s+and\s+|\s*\.{2,3}\s*", re.I)
_LEAD = re.compile(r"^(?:between|from|range:?)\s+", re.I)
_BRACKETS = re.compile(rf"({_CURRENCY}?)\s?\(([^()]*)\)\s?({_CURRENCY}?)")
_WORDS = r"low(?:est)?|min(?:imum)?|mid|medium|central|most likely|high(?:est)?|max(?:imum)?"


class Quantity(NamedTuple):
    """A number or a range of numbers. `currency` is an ISO code, `$` or empty.

    `scaled` says that the text itself has a unit such as m or %.
    """

    low: Decimal
    high: Decimal
    percent: bool = False
    currency: str = ""
    scaled: bool = False


class _Token(NamedTuple):
    digits: Decimal
    unit: str
    currency: str


def read_quantity(text: str, decimal: str = ".") -> Quantity | str:
    """The number or range that a text states; otherwise why it is none.

    `decimal` is the decimal mark. Brackets or a trailing minus make a number negative.
    """
    if len(text) > LONGEST:
        return "too long for a number"
    text = text.translate(_SPACES).strip()
    if not any("0" <= letter <= "9" for letter in text):
        return "not a number"
    single = _token(text, decimal)
    if single is not None:
        return _checked(single, single)
    return _named_range(text, decimal) or _range(text, decimal) or _why_not(text, decimal)


def _why_not(text: str, decimal: str) -> str:
    other = "," if decimal == "." else "."
    if _token(text, other) is not None:
        return f"not a number with decimal mark '{decimal}' (the map can state decimal = '{other}')"
    return "not a number"


def _range(text: str, decimal: str) -> Quantity | str | None:
    body = _LEAD.sub("", text)
    for split in _BETWEEN.finditer(body):
        low = _token(body[: split.start()], decimal)
        high = _token(body[split.end() :], decimal)
        if low is not None and high is not None:
            return _checked(low if low.unit else low._replace(unit=high.unit), high)
    return None


def _named_range(text: str, decimal: str) -> Quantity | str | None:
    pattern = (
        rf"\b(?P<word>(?i:{_WORDS}))\b(?: estimate| case)?\s?[:=]?\s?(?P<token>{_pattern(decimal)})"
    )
    found = {
        _end(match["word"]): _token(match["token"], decimal) for match in re.finditer(pattern, text)
    }
    rest = re.sub(pattern, "", text).strip(" ;,/|-")
    low, high = found.get("low"), found.get("high")
    return None if rest or low is None or high is None else _checked(low, high)


def _end(word: str) -> str:
    return (
        "low"
        if word[:2].casefold() in ("lo", "mi") and word[:3].casefold() != "mid"
        else ("high" if word[:2].casefold() in ("hi", "ma") else "mid")
    )


def _checked(low: _Token, high: _Token) -> Quantity | str:
    if low.currency and high.currency and low.currency != high.currency:
        return f"two currencies, {low.currency} and {high.currency}"
    if ("%" in low.unit) != ("%" in high.unit):
        return "one end is a percentage and the other is not"
    ends = _scaled(low), _scaled(high)
    if max(map(abs, ends)) > LARGEST:
        return "larger than 1e15"
    if ends[0] > ends[1]:
        return "the low end is above the high end"
    return Quantity(*ends, "%" in low.unit, low.currency or high.currency, bool(low.unit))


def _scaled(token: _Token) -> Decimal:
    return token.digits.scaleb(_POWERS.get(token.unit, 0) - (2 if token.unit == "%" else 0))


@lru_cache(maxsize=4)
def _pattern(decimal: str) -> str:
    marks = [re.escape(mark) for mark in "., '" if mark != decimal]
    grouped = "|".join(
        rf"[0-9]{{1,3}}(?:{mark}[0-9]{{3}})+(?![0-9])"
        rf"|[0-9]{{1,2}}(?:{mark}[0-9]{{2}})+{mark}[0-9]{{3}}(?![0-9])"
        for mark in marks
    )
    mark = re.escape(decimal)
    return (
        rf"(?P<sign>[-+]?)\s?(?P<before>{_CURRENCY}?)\s?(?P<inner>[-+]?)\s?"
        rf"(?P<digits>(?:{grouped}|[0-9]+)(?:{mark}[0-9]*)?|{mark}[0-9]+)"
        rf"(?P<power>(?:[eE][-+]?[0-9]{{1,3}})?)\s?(?P<unit>(?i:{_UNIT})?)"
        rf"\s?(?P<after>{_CURRENCY}?)(?P<trailing>-?)"
    )


@lru_cache(maxsize=4)
def _compiled(decimal: str) -> re.Pattern[str]:
    return re.compile(_pattern(decimal))


def _token(text: str, decimal: str) -> _Token | None:
    inner, bracketed = _unbracketed(text.strip())
    found = _compiled(decimal).fullmatch(inner)
    if found is None:
        return None
    signs = [found["sign"], found["inner"], found["trailing"], "-" * bracketed]
    if sum(map(bool, signs)) > 1 or (found["before"] and found["after"]):
        return None
    digits = re.sub(r"[^0-9]", lambda mark: "." if mark[0] == decimal else "", found["digits"])
    amount = Decimal(digits + found["power"])
    unit = found["unit"].casefold()
    currency = found["before"] or found["after"]
    return _Token(
        -amount if "-" in signs else amount,
        "%" if unit.startswith("per") else unit,
        _SIGNS.get(currency, currency),
    )


def _unbracketed(text: str) -> tuple[str, int]:
    match = _BRACKETS.fullmatch(text)
    return (text, 0) if match is None else (match[1] + match[2] + match[3], 1)
