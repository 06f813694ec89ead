"""Values as people read them: `1,500,000 USD`, `12 to 18`, `25 %`, `unknown`."""

from __future__ import annotations

import datetime
import math
import re

from hexvet.model import Cell, Interval

_SPEC = re.compile(r"(,)?(?:\.([0-9]))?(f|%)?")


def is_format(spec: str) -> bool:
    """Whether `spec` is one of: nothing, `.0f`, `,.2f`, `,`, `.0%`."""
    return _SPEC.fullmatch(spec) is not None


def format_cell(cell: Cell | None, kind: str, unit: str = "", spec: str = "") -> str:
    """A value in words; a range as `low to high`; None as `unknown`."""
    match cell:
        case None:
            return "unknown"
        case bool():
            return "yes" if cell else "no"
        case str():
            return cell
        case Interval():
            return format_interval(cell, kind, unit, spec)
        case _:
            return f"{len(cell)} row{'' if len(cell) == 1 else 's'}"


def format_interval(value: Interval, kind: str, unit: str = "", spec: str = "") -> str:
    """One amount, a range, or `unknown` when both ends are open."""
    low, high = value
    if math.isinf(low) and math.isinf(high):
        return "unknown"
    tail = f" {unit}" if unit and kind in ("money", "number") else ""
    if low == high:
        return format_number(low, kind, spec) + tail
    if math.isinf(high):
        return f"at least {format_number(low, kind, spec)}{tail}"
    if math.isinf(low):
        return f"at most {format_number(high, kind, spec)}{tail}"
    return f"{format_number(low, kind, spec)} to {format_number(high, kind, spec)}{tail}"


def format_number(value: float, kind: str, spec: str = "") -> str:
    """One end: a date as 2018-01-31, a share in percent, money with thousands."""
    if kind == "date":
        return _date(value)
    if not spec and kind == "share":
        return f"{_plain(value * 100)} %"
    if not spec:
        return _plain(value)
    comma, digits, form = _SPEC.fullmatch(spec).groups()  # type: ignore[union-attr]
    scaled, sign = (value * 100, " %") if form == "%" else (value, "")
    shown = _half_up(scaled, int(digits or 0)) if digits or form else _plain(scaled)
    return (shown if comma else shown.replace(",", "")) + sign


def _date(ordinal: float) -> str:
    if not 1 <= ordinal <= 3_652_059:
        return "no date"
    return datetime.date.fromordinal(int(ordinal)).isoformat()


def _plain(value: float) -> str:
    """Up to four decimals, no trailing zeros, thousands separated."""
    if abs(value) >= 1e16:
        return f"{value:.3g}"
    shown = f"{value:,.4f}".rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown


def _half_up(value: float, digits: int) -> str:
    """As `round` in the rule language rounds: halves upwards."""
    scale = 10**digits
    if abs(value) * scale >= 2**52:
        return f"{value:,.0f}"
    return f"{math.floor(value * scale + 0.5) / scale:,.{digits}f}"
