"""What the steps of a vector program compute: three-valued logic and intervals on arrays.

Truths are int8 -1/0/+1, so that and = minimum, or = maximum, not = negative. A quantity is a
pair (low, high); `low is high` says that all values are exact, which halves the work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from hexvet.language.intervals import GREATEST

Array: TypeAlias = npt.NDArray[Any]
Pair: TypeAlias = tuple[Array, Array]

_INT8 = np.int8
_ONE, _TWO = np.int8(1), np.int8(2)
_WHOLE = 2.0**52


def signed(holds: Array) -> Array:
    """Booleans to truths."""
    return _less_known(holds, _ONE)


def _less_known(holds: Array, known: Array | np.int8) -> Array:
    """+1 where it holds, -1 where it does not but is known, else 0."""
    twice = np.multiply(np.asarray(holds).view(_INT8), _TWO)
    return np.subtract(twice, known, out=twice if twice.ndim else None)


def _open(holds: Array, fails: Array) -> Array:
    return np.asarray(holds).view(_INT8) - np.asarray(fails).view(_INT8)


def _exact(a: Pair, b: Pair) -> bool:
    return a[0] is a[1] and b[0] is b[1]


def less(a: Pair, b: Pair) -> Array:
    """Truth of a < b."""
    if _exact(a, b):
        return signed(a[0] < b[0])
    return _open(a[1] < b[0], a[0] >= b[1])


def at_most(a: Pair, b: Pair) -> Array:
    """Truth of a <= b."""
    if _exact(a, b):
        return signed(a[0] <= b[0])
    return _open(a[1] <= b[0], a[0] > b[1])


def equal(a: Pair, b: Pair) -> Array:
    """Truth of a == b."""
    if _exact(a, b):
        return signed(a[0] == b[0])
    sure = (a[0] == a[1]) & (b[0] == b[1]) & (a[0] == b[0])
    return _open(sure, (a[1] < b[0]) | (b[1] < a[0]))


def same_code(a: Array, b: Array) -> Array:
    """Truth of equality of texts by code; unknown where one is -1."""
    truths = signed(a == b)
    return np.where((a == -1) | (b == -1), _INT8(0), truths)


def code_in(column: Array, accepted: Sequence[int]) -> Array:
    """Truth of membership in a few codes; unknown where the text is."""
    known = np.asarray(column != -1).view(_INT8)
    if not accepted:
        return np.negative(known)
    return _less_known(_reduce(np.logical_or, [column == code for code in accepted]), known)


def _careful(
    operation: Callable[[Array, Array], Array], ends: Iterable[tuple[Array, Array]]
) -> tuple[list[Array], bool]:
    """The results of an operation, and whether one overflowed: told by the processor's flags.

    Where the operation has no result (0 times or by an open end) it is 0.
    """
    ends = list(ends)
    try:
        with np.errstate(over="raise", invalid="raise"):
            return [np.asarray(operation(x, y)) for x, y in ends], False
    except FloatingPointError:
        found = [operation(x, y) for x, y in ends]
        return [np.where(np.isnan(values), 0.0, values) for values in found], True


def _bounded(low: Array, high: Array) -> Pair:
    return np.minimum(low, GREATEST), np.maximum(high, -GREATEST)


def _monotone(
    operation: np.ufunc, first: tuple[Array, Array], *second: tuple[Array, Array]
) -> Pair:
    """Low and high, each made of two ends; one array when there is no `second`."""
    found, overflow = _careful(operation, (first, *second))
    if overflow:
        return _bounded(found[0], found[-1])
    return found[0], found[-1]


def _hull(operation: np.ufunc, a: Pair, b: Pair) -> Pair:
    """From the least to the greatest result of any two ends."""
    firsts = a[:1] if a[0] is a[1] else a
    seconds = b[:1] if b[0] is b[1] else b
    found, overflow = _careful(operation, [(x, y) for x in firsts for y in seconds])
    if len(found) == 1 and not overflow:
        return found[0], found[0]
    low, high = _reduce(np.minimum, found), _reduce(np.maximum, found)
    return _bounded(low, high) if overflow else (low, high)


def _reduce(ufunc: np.ufunc, arrays: list[Array]) -> Array:
    first, *others = arrays
    for other in others:
        first = ufunc(first, other)
    return first


def add(a: Pair, b: Pair) -> Pair:
    """Sum."""
    if _exact(a, b):
        return _monotone(np.add, (a[0], b[0]))
    return _monotone(np.add, (a[0], b[0]), (a[1], b[1]))


def subtract(a: Pair, b: Pair) -> Pair:
    """Difference."""
    if _exact(a, b):
        return _monotone(np.subtract, (a[0], b[0]))
    return _monotone(np.subtract, (a[0], b[1]), (a[1], b[0]))


def negate(a: Pair) -> Pair:
    """Unary minus."""
    low = -a[1]
    return (low, low) if a[0] is a[1] else (low, -a[0])


def multiply(a: Pair, b: Pair) -> Pair:
    """Product; 0 times an open end is 0."""
    for one, other in ((a, b), (b, a)):
        if one[0] is one[1] and np.ndim(one[0]) == 0 and one[0] > 0 and other[0] is not other[1]:
            return _monotone(np.multiply, (other[0], one[0]), (other[1], one[0]))
    return _hull(np.multiply, a, b)


def spans_zero(a: Pair) -> Array:
    """Where division by `a` is unknown."""
    if a[0] is a[1]:
        return np.asarray(a[0] == 0)
    return np.asarray((a[0] <= 0) & (a[1] >= 0))


def divide(a: Pair, b: Pair) -> Pair:
    """Quotient; anything where the divisor may be 0."""
    zero = spans_zero(b)
    if not zero.any():
        return _hull(np.divide, a, b)
    safe = np.where(zero, 1.0, b[0])
    low, high = _hull(np.divide, a, (safe, safe if b[0] is b[1] else np.where(zero, 1.0, b[1])))
    return np.where(zero, -np.inf, low), np.where(zero, np.inf, high)


def absolute(a: Pair) -> Pair:
    """Distance from 0."""
    if a[0] is a[1]:
        values = np.abs(a[0])
        return values, values
    ends = np.abs(a[0]), np.abs(a[1])
    low = np.where(spans_zero(a), 0.0, np.minimum(*ends))
    return low, np.maximum(*ends)


def round_half_up(a: Pair, digits: int) -> Pair:
    """Both ends rounded to `digits` decimals, halves upwards."""
    low = _rounded(a[0], digits)
    return (low, low) if a[0] is a[1] else (low, _rounded(a[1], digits))


def _rounded(x: Array, digits: int) -> Array:
    scale = 10.0**digits
    large = np.abs(x) >= _WHOLE / scale
    return np.where(large, x, np.floor(np.where(large, 0.0, x) * scale + 0.5) / scale)


def extreme(ufunc: np.ufunc, *pairs: Pair) -> Pair:
    """The least (np.minimum) or greatest (np.maximum) of quantities."""
    low = _reduce(ufunc, [pair[0] for pair in pairs])
    if all(pair[0] is pair[1] for pair in pairs):
        return low, low
    return low, _reduce(ufunc, [pair[1] for pair in pairs])


def days(a: Pair, b: Pair) -> Pair:
    """Days from a to b."""
    return subtract(b, a)


def months(a: Pair, b: Pair) -> Pair:
    """Calendar months from a to b, see `intervals.months`."""
    low = _months(a[1], b[0])
    return (low, low) if _exact(a, b) else (low, _months(a[0], b[1]))


def years(a: Pair, b: Pair) -> Pair:
    """Twelfths of `months`."""
    low, high = months(a, b)
    first = low / 12
    return (first, first) if low is high else (first, high / 12)


def _months(start: Array, end: Array) -> Array:
    start, end = np.broadcast_arrays(start, end)
    infinite = np.isinf(start) | np.isinf(end)
    with np.errstate(invalid="ignore"):
        beyond = end - start
    whole_a, part_a = _month_and_part(np.where(infinite, 1.0, start))
    whole_b, part_b = _month_and_part(np.where(infinite, 1.0, end))
    return np.where(infinite, beyond, (whole_b - whole_a) + (part_b - part_a))


_EPOCH = 719_163  # the ordinal of 1970-01-01


def _month_and_part(ordinals: Array) -> tuple[Array, Array]:
    day = (np.clip(ordinals, 1, 3_652_059).astype(np.int64) - _EPOCH).astype("M8[D]")
    month = day.astype("M8[M]")
    first = month.astype("M8[D]")
    length = ((month + 1).astype("M8[D]") - first).astype(np.int64)
    return month.astype(np.int64), (day - first).astype(np.int64) / length


# tables: n projects, m rows, `owner` (m) sorted -----------------------------------------------
def counted(owner: Array, holds: Array, size: int) -> Array:
    """How many rows hold, a project."""
    return np.bincount(owner[holds], minlength=size).astype(float)


def summed(owner: Array, truths: Array, values: Pair, size: int) -> Pair:
    """Sum of the rows that hold; a row that may hold widens the result."""
    low = np.where(truths > 0, values[0], np.where(truths == 0, np.minimum(values[0], 0.0), 0.0))
    high = np.where(truths > 0, values[1], np.where(truths == 0, np.maximum(values[1], 0.0), 0.0))
    return (
        np.bincount(owner, weights=low, minlength=size),
        np.bincount(owner, weights=high, minlength=size),
    )


def row_extreme(ufunc: np.ufunc, owner: Array, truths: Array, values: Pair, size: int) -> Pair:
    """Least or greatest of the rows that hold; anything where no row is sure to hold."""
    lows, highs = (truths >= 0, truths > 0)
    if ufunc is np.maximum:
        lows, highs = highs, lows
    worst = np.inf if ufunc is np.minimum else -np.inf
    low, high = np.full(size, worst), np.full(size, worst)
    ufunc.at(low, owner[lows], values[0][lows])
    ufunc.at(high, owner[highs], values[1][highs])
    none = counted(owner, truths > 0, size) == 0
    return np.where(none, -np.inf, low), np.where(none, np.inf, high)


def row_truth(ufunc: np.ufunc, owner: Array, truths: Array, size: int) -> Array:
    """any (np.maximum) or all (np.minimum) of the rows' truths."""
    found = np.full(size, -1 if ufunc is np.maximum else 1, np.int8)
    ufunc.at(found, owner, truths)
    return found
