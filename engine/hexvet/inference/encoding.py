"""How values are told to the engine: one encoder for facts and for the values in rules.

The engine compares by spelling, so each value has one: numbers and dates with six decimals (5 is
5.0; `1e-07` and `1e16` are never written), truths as words, and a text as the number that stands
for it in a table of symbols, so that no text of a person reaches the engine.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from hexvet.inference.caps import NUMBER
from hexvet.inference.model import FactType, Operator, Value

DECIMALS = 6
LAST_DAY = 3_652_059
"""31 December 9999."""

Symbols = dict[str, int]
"""The number that stands for each text."""

COMPARISONS: dict[Operator, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
}

_EXPECTED: dict[FactType, str] = {
    "text": "a text",
    "number": "a number from -1e12 to 1e12",
    "date": "a date as its ordinal, 1 to 3652059",
    "truth": "true or false",
}


def fits(value: object, type_: FactType) -> bool:
    """Whether a value is of the type and within what the engine can compare."""
    if type_ == "text":
        return isinstance(value, str)
    if type_ == "truth":
        return isinstance(value, bool)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    if type_ == "date":
        return 1 <= value <= LAST_DAY and value == int(value)
    return abs(value) <= NUMBER


def misfit(value: object, type_: FactType) -> str:
    """What was expected instead of a value that does not fit; empty for one that does."""
    return "" if fits(value, type_) else f"{_EXPECTED[type_]} is expected"


def plain(value: Value, type_: FactType) -> Value:
    """The value as derived facts hold it: numbers as floats without -0.0, dates as ints."""
    if type_ == "number":
        return float(value) + 0.0
    return int(value) if type_ == "date" else value


def compared(value: Value, type_: FactType) -> Value:
    """The value as tests see it: two numbers that agree to six decimals are one."""
    return round(float(value), DECIMALS) + 0.0 if type_ == "number" else value


def spelt(value: Value, type_: FactType, symbols: Symbols) -> str:
    """The value as JSON text. A text that is not in the table yet gets the next number."""
    if type_ == "text":
        return f'"{symbols.setdefault(str(value), len(symbols))}"'
    if type_ == "truth":
        return '"true"' if value else '"false"'
    return f"{compared(value, 'number'):.6f}"
