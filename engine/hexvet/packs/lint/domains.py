"""Sets of values that a condition leaves to one term: an interval, or a choice."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias

from hexvet.model import Interval


@dataclass(frozen=True, slots=True)
class Amount:
    """From `low` to `high`, each end in or out, without the `holes`."""

    low: float
    high: float
    low_out: bool = False
    high_out: bool = False
    holes: frozenset[float] = frozenset()

    @property
    def empty(self) -> bool:
        """Whether no value is left."""
        if self.low == self.high:
            return self.low_out or self.high_out or self.low in self.holes
        return self.low > self.high


@dataclass(frozen=True, slots=True)
class Choice:
    """One of `allowed` (None: anything), but none of `barred`."""

    allowed: frozenset[str | bool] | None
    barred: frozenset[str | bool] = frozenset()

    @property
    def empty(self) -> bool:
        """Whether no value is left."""
        return self.allowed is not None and self.allowed <= self.barred


Domain: TypeAlias = Amount | Choice

YES, NO = Choice(frozenset((True,))), Choice(frozenset((False,)))


def meet(one: Domain, other: Domain) -> Domain:
    """What both leave."""
    if isinstance(one, Amount) and isinstance(other, Amount):
        low, low_out = max((one.low, one.low_out), (other.low, other.low_out))
        high, stays = min((one.high, not one.high_out), (other.high, not other.high_out))
        return Amount(low, high, low_out, not stays, one.holes | other.holes)
    assert isinstance(one, Choice) and isinstance(other, Choice)
    sets = [found.allowed for found in (one, other) if found.allowed is not None]
    allowed = frozenset.intersection(*sets) if sets else None
    return Choice(allowed, one.barred | other.barred)


def bounded(op: str, limit: Interval) -> Amount:
    """The values x of which `x op y` can hold for some y within `limit`."""
    match op:
        case "<":
            return Amount(-math.inf, limit.high, high_out=True)
        case "<=":
            return Amount(-math.inf, limit.high)
        case ">":
            return Amount(limit.low, math.inf, low_out=True)
        case ">=":
            return Amount(limit.low, math.inf)
        case "==":
            return Amount(limit.low, limit.high)
    hole = frozenset((limit.low,)) if limit.low == limit.high else frozenset()
    return Amount(-math.inf, math.inf, holes=hole)


def whole(domain: Amount) -> Amount:
    """The same for a term that is always a whole number."""
    low, high = domain.low, domain.high
    if math.isfinite(low):
        low = math.floor(low) + 1 if domain.low_out else math.ceil(low)
        while low in domain.holes and low <= high:
            low += 1
    if math.isfinite(high):
        high = math.ceil(high) - 1 if domain.high_out else math.floor(high)
    return Amount(low, high, holes=domain.holes)
