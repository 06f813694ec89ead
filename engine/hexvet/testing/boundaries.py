"""Where one amount overtakes another while an answer grows."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping

from hexvet.model import Interval

STEPS: Mapping[str, float] = {"number": 1.0, "share": 0.01, "money": 1.0, "date": 1.0}
"""The unit step of each kind of quantity; of money, 1 % where the amount is larger than 100."""

_MOST = 8

Sides = Callable[[float], tuple[Interval, Interval]]
"""Both sides of a comparison with a number put in for the answer."""


def step_of(kind: str, value: float) -> float:
    """By how much a threshold of that kind is moved: 1, 1 % of a share, a day, 1 % of money."""
    if kind == "money":
        return max(abs(value) * 0.01, 1.0) if value else 1.0
    return STEPS.get(kind, 1.0)


def crossings(sides: Sides, start: float, step: float, *, whole: bool) -> Iterator[float]:
    """Answers at which both sides are equal, by the secant method; none where it finds none.

    With `whole`, only whole numbers are tried: dates have no parts.
    """

    def gap(x: float) -> float:
        left, right = sides(x)
        exact = left.low == left.high and right.low == right.high
        return left.low - right.low if exact else math.nan

    x0, x1 = start, start + max(step, abs(start) * 0.001)
    y0, y1 = gap(x0), gap(x1)
    for _ in range(_MOST):
        if not (math.isfinite(y0) and math.isfinite(y1)) or y1 == y0:
            break
        x2 = x1 - y1 * (x1 - x0) / (y1 - y0)
        if not abs(x2) < 1e15:
            return
        x2 = float(round(x2)) if whole else x2
        x0, y0, x1, y1 = x1, y1, x2, gap(x2)
        if abs(x1 - x0) <= 1e-9 * max(1.0, abs(x1)):
            break
    if math.isfinite(y1):
        yield x1
