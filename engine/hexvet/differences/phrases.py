"""One changed key of a pack as a sentence: `severity lowered from blocker to warning`."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping

from hexvet.differences.inference_phrases import PARTS, tables_changed
from hexvet.language.formatting import format_number
from hexvet.model import SEVERITIES
from hexvet.packs.composing import Entry

_EXPRESSIONS = {
    "when": "its condition (when)",
    "require": "its requirement",
    "met": "its condition (met)",
    "expr": "its expression",
    "where": "its condition (where)",
    "limit_where": "the condition of its limits (limit_where)",
    "portfolio": "the portfolio",
}
_NUMBER = re.compile(r"\d{4}-\d\d-\d\d|\d[\d_]*(?:\.\d+)?%?")
_UNKNOWN = {
    "hold": "holds the project",
    "fail": "stops the project like a failure",
    "pass": "lets the project pass",
}
_NOTHING: Mapping[str, object] = {}


def subject_of(entry: Entry) -> str:
    """`check time_limited`, `param max_months (Longest time for a project)`."""
    label = entry.values.get("label") if entry.kind in ("param", "let") else None
    return f"{entry.kind} {entry.name}{f' ({label})' if label else ''}"


def phrase(
    kind: str,
    key: str,
    old: object,
    new: object,
    values: Mapping[str, object] = _NOTHING,
) -> str:
    """What happened to one key; `values` are those of the whole new entry."""
    if kind == "param" and key in ("value", "values"):
        return _param(old, new, values)
    if kind == "infer" and key in PARTS:
        return tables_changed(key, old, new)
    if key in _EXPRESSIONS and isinstance(old, str) and isinstance(new, str):
        return _expression(_EXPRESSIONS[key], old, new)
    match key:
        case "severity":
            return _severity(str(old), str(new))
        case "unknown":
            return f"what is unknown now {_UNKNOWN[str(new or 'hold')]}; it {_did(old)}"
        case "gate" if old and new:
            return f"guards the gate {new} instead of {old}"
        case "section" if old and new:
            return f"belongs to the section {new} instead of {old}"
        case "fill":
            return f"filled by {_fill(new)} instead of {_fill(old)}"
        case "waivable":
            return f"{_waivable(new)}; it {_waivable(old)}"
        case "score" if isinstance(old, Mapping) and isinstance(new, Mapping):
            return f"its score changed: {_score(old)} became {_score(new)}"
    return _plain(key, old, new)


def _did(old: object) -> str:
    return {"hold": "held it", "fail": "stopped it", "pass": "let it pass"}[str(old or "hold")]


def _severity(old: str, new: str) -> str:
    order = (*SEVERITIES, old, new)
    verb = "lowered" if order.index(new) > order.index(old) else "raised"
    return f"severity {verb} from {old} to {new}"


# numbers --------------------------------------------------------------------------------------
def _param(old: object, new: object, values: Mapping[str, object]) -> str:
    """Row by row: `falls from 24 to 18 months`."""
    unit = str(values.get("unit", ""))
    share = values.get("type") == "share"
    before, after = _rows(old), _rows(new)
    said = []
    for since in sorted({*before, *after}):
        since_then = f" from {since} on" if since and len({*before, *after}) > 1 else ""
        one, other = before.get(since), after.get(since)
        if one == other:
            continue
        if one is None:
            said.append(f"is {_amount(other, unit, share)}{since_then} (new)")
        elif other is None:
            said.append(f"no longer becomes {_amount(one, unit, share)}{since_then}")
        else:
            moved = _moved(one, other, unit, share)
            said.append(f"{moved}{since_then}")
    return "; ".join(said) or "written in another way"


def _rows(value: object) -> dict[str, object]:
    if isinstance(value, Mapping):
        return {str(since): one for since, one in value.items()}
    return {} if value is None else {"": value}


def _moved(old: object, new: object, unit: str = "", share: bool = False) -> str:
    verb = "changes"
    if _is_number(old) and _is_number(new):
        verb = "rises" if new > old else "falls"  # type: ignore[operator]
        plain = _amount(old, "", share)
        return f"{verb} from {plain} to {_amount(new, unit, share)}"
    if isinstance(old, datetime.date) and isinstance(new, datetime.date):
        verb = "moves" if new != old else verb
    return f"{verb} from {_amount(old)} to {_amount(new)}"


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _amount(value: object, unit: str = "", share: bool = False) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        tail = f" {unit}" if unit and not share else ""
        return format_number(float(value), "share" if share else "number") + tail
    if isinstance(value, Mapping):
        return ", ".join(f"{k} {_amount(v)}" for k, v in value.items())
    if isinstance(value, list):
        return "[" + ", ".join(_amount(one) for one in value) + "]"
    return f"'{value}'" if isinstance(value, str) else str(value)


def _expression(what: str, old: str, new: str) -> str:
    """Where only numbers differ, which; else just that it changed."""
    if _NUMBER.sub("#", old) == _NUMBER.sub("#", new):
        pairs = zip(_NUMBER.findall(old), _NUMBER.findall(new), strict=True)
        return f"in {what} " + " and ".join(f"{a} becomes {b}" for a, b in pairs if a != b)
    if "".join(old.split()) == "".join(new.split()):
        return f"{what} is written in another way"
    return f"{what} changed"


# the rest -------------------------------------------------------------------------------------
def _fill(value: object) -> str:
    if isinstance(value, Mapping):
        if "score" in value:
            return f"a score of {_amount(value['score'])}"
        number = value.get("at_least")
        return f"{_amount(number)} criteri{'on' if number == 1 else 'a'}"
    return {"any": "any criterion", "all": "all criteria"}.get(str(value), "nothing")


def _waivable(value: object) -> str:
    if not isinstance(value, Mapping):
        return "may not be waived"
    by = value.get("by")
    who = " or ".join(map(str, by)) if isinstance(by, list) else "somebody"
    return f"may be waived by {who} for {value.get('max_days', 180)} days"


def _score(value: Mapping[str, object]) -> str:
    forms = [form for form in ("ramp", "points", "steps", "lookup") if form in value]
    return f"{value.get('input')} by " + ", ".join(f"{f} {_amount(value[f])}" for f in forms)


def _plain(key: str, old: object, new: object) -> str:
    if isinstance(old, list) and isinstance(new, list):
        return f"{key}: {_listed(old, new)}"
    if old is None:
        prose = isinstance(new, str) and len(new) > 40
        return f"{key} added" if prose else f"{key} added: {_amount(new)}"
    if new is None:
        return f"{key} removed"
    if isinstance(old, str) and isinstance(new, str) and (len(old) > 30 or len(new) > 30):
        return f"text of the {key} changed"
    return f"{key} {_moved(old, new)}"


def _listed(old: list[object], new: list[object]) -> str:
    added = [_amount(one) for one in new if one not in old]
    gone = [_amount(one) for one in old if one not in new]
    parts = [f"adds {', '.join(added)}"] if added else []
    parts += [f"drops {', '.join(gone)}"] if gone else []
    return "; ".join(parts) or "in another order"
