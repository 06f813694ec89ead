"""Interval arithmetic on pairs (low, high).

Every quantity is an interval whose low end is never +infinity and whose high end never
-infinity; no end is ever not-a-number. Results beyond the greatest float are unbounded.
"""

from __future__ import annotations

import calendar
import datetime
import math
import sys

from hexvet.model import ANYTHING, Interval

GREATEST = sys.float_info.max
_WHOLE = 2.0**52  # beyond it every float is whole
_FIRST, _LAST = datetime.date.min.toordinal(), datetime.date.max.toordinal()


def point(value: float) -> Interval:
    """The interval of one value."""
    return Interval(value, value)


def bounded(low: float, high: float) -> Interval:
    """An interval that reaches from the greatest float to infinity where both ends overflow."""
    return Interval(min(low, GREATEST), max(high, -GREATEST))


def add(a: Interval, b: Interval) -> Interval:
    """Sum."""
    return bounded(a[0] + b[0], a[1] + b[1])


def subtract(a: Interval, b: Interval) -> Interval:
    """Difference; `x - x` of a range is not 0, because ends are treated as independent."""
    return bounded(a[0] - b[1], a[1] - b[0])


def _times(x: float, y: float) -> float:
    return 0.0 if x == 0 or y == 0 else x * y


def multiply(a: Interval, b: Interval) -> Interval:
    """Product; an open end stands for large but finite values, so 0 times it is 0."""
    ends = (_times(a[0], b[0]), _times(a[0], b[1]), _times(a[1], b[0]), _times(a[1], b[1]))
    return bounded(min(ends), max(ends))


def spans_zero(a: Interval) -> bool:
    """Whether division by it is unknown."""
    return a[0] <= 0 <= a[1]


def _over(x: float, y: float) -> float:
    return 0.0 if math.isinf(y) else x / y


def divide(a: Interval, b: Interval) -> Interval:
    """Quotient; anything when the divisor may be 0."""
    if spans_zero(b):
        return ANYTHING
    ends = (_over(a[0], b[0]), _over(a[0], b[1]), _over(a[1], b[0]), _over(a[1], b[1]))
    return bounded(min(ends), max(ends))


def absolute(a: Interval) -> Interval:
    """Distance from 0."""
    if a[0] >= 0:
        return a
    if a[1] <= 0:
        return Interval(-a[1], -a[0])
    return Interval(0.0, max(-a[0], a[1]))


def _rounded(x: float, scale: float) -> float:
    if abs(x) >= _WHOLE / scale:
        return x
    return math.floor(x * scale + 0.5) / scale


def round_half_up(a: Interval, digits: int) -> Interval:
    """Both ends rounded to `digits` decimals, halves upwards."""
    scale = 10.0**digits
    return Interval(_rounded(a[0], scale), _rounded(a[1], scale))


def months(start: float, end: float) -> float:
    """Calendar months between two ordinals: whole months and the share of the month's days.

    The same day of two months is exactly whole; an open end gives an open result.
    """
    if math.isinf(start) or math.isinf(end):
        return end - start
    a, b = _date(start), _date(end)
    whole = (b.year - a.year) * 12 + b.month - a.month
    return whole + (_part(b) - _part(a))


def _date(ordinal: float) -> datetime.date:
    return datetime.date.fromordinal(int(min(max(ordinal, _FIRST), _LAST)))


def _part(day: datetime.date) -> float:
    return (day.day - 1) / calendar.monthrange(day.year, day.month)[1]


def less(a: Interval, b: Interval) -> int:
    """Truth of a < b: 1, -1, or 0 when the intervals leave it open."""
    return (a[1] < b[0]) - (a[0] >= b[1])


def at_most(a: Interval, b: Interval) -> int:
    """Truth of a <= b."""
    return (a[1] <= b[0]) - (a[0] > b[1])


def equal(a: Interval, b: Interval) -> int:
    """Truth of a == b: certain only between two points."""
    if a[1] < b[0] or b[1] < a[0]:
        return -1
    return int(a[0] == a[1] == b[0] == b[1])
