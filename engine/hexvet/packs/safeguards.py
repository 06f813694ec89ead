"""What an override may not do to a blocker, whatever reason it gives.

A city may change any rule openly: its severity, its limits, even what it requires; all of that is
seen in the pack, in `show --effective` and in a diff. Two changes would not be seen in any result:
letting missing evidence through, and handing out permissions without an end.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

Values = Mapping[str, object]
Complain = Callable[[str, str, str, str], None]
"""`complain(code, message, key, hint)` adds a problem at a key of the override."""

MOST_DAYS = 180
"""How long an override may let anybody waive a blocker, when its own pack does not allow longer."""


def check_override(written: Values, now: Values, given: Values, complain: Complain) -> None:
    """Reports what an override must not do.

    `written` is the entry as its own pack wrote it, `now` as it is with this override, `given`
    what the override changes. Every override of a chain is held against the pack that wrote
    the rule, so that two small steps cannot do what one may not.
    """
    if "blocker" not in (written.get("severity"), now.get("severity")):
        return
    closed = not _may_waive(written)
    if "waivable" in given and _may_waive(now):
        _check_days(written, given["waivable"], complain, closed=closed)
    passes = now.get("unknown") == "pass" and now.get("severity") == "blocker"
    if passes and closed and _may_waive(now) and {"unknown", "waivable", "severity"} & given.keys():
        message = "an override cannot let unknown pass a blocker that is not waivable"
        key = next(key for key in ("unknown", "waivable", "severity") if key in given)
        complain("RP033", message, key, "its own pack lets nobody waive it: use hold or fail")


def _check_days(written: Values, waivable: object, complain: Complain, *, closed: bool) -> None:
    assert isinstance(waivable, Mapping)
    days = waivable.get("max_days")
    if days is None:
        if closed:
            message = "an override that makes a blocker waivable must say for how long"
            complain("RP040", message, "waivable", f"add max_days, at most {MOST_DAYS}")
        return
    most = max(MOST_DAYS, _days(written))
    if isinstance(days, int) and days > most:
        message = f"an override cannot make a blocker waivable for {days} days"
        complain("RP040", message, "waivable", f"at most {most}; renew a waiver instead")


def _may_waive(values: Values) -> bool:
    given = values.get("waivable")
    return isinstance(given, Mapping) and bool(given.get("by"))


def _days(values: Values) -> int:
    given = values.get("waivable")
    days = given.get("max_days") if isinstance(given, Mapping) else None
    return days if isinstance(days, int) else 0
