"""The common edits of a rule as one value to type: spliced in, so that comments stay."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hexvet.documents import Document, parse_document
from hexvet.problems import Unusable
from hexvet.workspace.toml_values import Path, set_value, toml_value

_NAME = r"""(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')"""
_PART = re.compile(_NAME)
_HEADER = re.compile(rf"\s*\[\[?\s*({_NAME}(?:\s*\.\s*{_NAME})*)(?:\s*\.)?\s*(?:[\]#]|$)")
_BROKEN = re.compile(r"\[\[?\s*[A-Za-z]")
_POLICY = re.compile(r"\s*(.+?)\s+(?:for\s+)?(\d{1,5})(?:\s*(?:d|days?))?\s*")
_NUMBER = re.compile(r"[-+]?\d[\d_]*(?:\.\d+)?")
_KEYS: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "param": (("v", "value", "value"),),
    "section": (("w", "weight", "weight"),),
    "criterion": (("w", "weight", "weight"), ("s", "score, met at", "met_at")),
    "check": (
        ("m", "message", "message"),
        ("s", "severity", "severity"),
        ("p", "waiver policy", "waivable"),
        ("r", "remedy", "remedy"),
    ),
    "infer": (("r", "remedy", "remedy"),),
    "override": (
        ("v", "value", "value"),
        ("w", "weight", "weight"),
        ("s", "severity", "severity"),
        ("m", "message", "message"),
        ("p", "waiver policy", "waivable"),
        ("r", "remedy", "remedy"),
        ("y", "reason", "reason"),
    ),
}
_TEXTS = ("message", "remedy", "severity", "reason")


@dataclass(frozen=True, slots=True)
class Form:
    """One value that can be typed. `key` is a letter, `word` what it is; `said` how it stands now,
    empty when it does not stand in the file yet."""

    key: str
    word: str
    path: Path
    said: str = ""
    hint: str = ""


def entry_at(lines: Sequence[str], row: int) -> tuple[str, str]:
    """Kind and name of the table that a row (from 0) lies in: ("check", "sponsor"), also while
    its bracket is not closed; ("", "") above the first table, and below a header that is none."""
    for at in range(min(row, len(lines) - 1), -1, -1):
        found = _HEADER.match(lines[at]) if "[" in lines[at] else None
        if found is not None:
            kind, *names = [part.strip("\"'") for part in _PART.findall(found[1])]
            return kind, names[0] if names else ""
        if _BROKEN.match(lines[at]):
            break
    return "", ""


def forms(document: Document, kind: str, name: str, as_of: datetime.date) -> tuple[Form, ...]:
    """What can be changed in a rule by typing one value."""
    table = document.data.get(kind)
    entry = table.get(name) if isinstance(table, Mapping) else None
    if not isinstance(entry, Mapping):
        return ()
    found = []
    for key, word, name_of in _KEYS.get(kind, ()):
        path, value = _current(entry, name_of, as_of)
        if name_of == "met_at" and "score" not in entry:
            continue
        if kind == "override" and value is None:  # says otherwise what stands there, and no more
            continue
        found.append(Form(key, word, (kind, name, *path), _said(value), _hint(name_of, value)))
    return tuple(found)


def changed(document: Document, form: Form, typed: str) -> str:
    """The document's text with the value that was typed. Raises `Unusable`, or ValueError with
    words for a person when it is no value of this form."""
    value = _value(form, typed)
    return set_value(document, form.path, value)


def _current(entry: Mapping[str, object], key: str, as_of: datetime.date) -> tuple[Path, object]:
    """Where a value stands and what it is: that of a param's row in force."""
    rows = entry.get("values")
    if key == "value" and isinstance(rows, Mapping) and rows:
        since = [day for day in sorted(rows) if str(day) <= as_of.isoformat()] or [min(rows)]
        return ("values", since[-1]), rows[since[-1]]
    if key == "met_at":
        score = entry.get("score")
        return ("score", "met_at"), score.get("met_at", 50) if isinstance(score, Mapping) else None
    return (key,), entry.get(key)


def _said(value: object) -> str:
    """A value as a person types it."""
    if isinstance(value, Mapping) and {"by", "max_days"} <= value.keys():
        by = value["by"] if isinstance(value["by"], list) else [value["by"]]
        return f"{', '.join(map(str, by))} for {value['max_days']} days"
    return "" if value is None else value if isinstance(value, str) else toml_value(value)


def _hint(key: str, value: object) -> str:
    if key == "waivable":
        return "roles and days: mayor, director for 90 days"
    return {"severity": "blocker, warning or advice", "weight": "a number of at least 0"}.get(
        key, "a text" if isinstance(value, str) else ""
    )


def _value(form: Form, typed: str) -> object:
    typed = typed.strip()
    if not typed:
        raise ValueError("nothing was typed")
    last = form.path[-1]
    if last == "waivable":
        return _policy(typed)
    if last in _TEXTS:
        return typed
    read = parse_document(f"x = {typed}\n", "")
    if isinstance(read, Document) and list(read.data) == ["x"]:
        return read.data["x"]
    if _NUMBER.match(typed) or last in ("weight", "met_at"):
        raise ValueError(f"'{typed[:40]}' is not a number; 1_500_000, 0.5 and 2026-10-01 are")
    return typed


def _policy(typed: str) -> Mapping[str, object]:
    found = _POLICY.fullmatch(typed)
    if found is None:
        raise ValueError("write roles and days: mayor, director for 90 days")
    roles = [role for role in re.split(r"\s*(?:,|\band\b|\s)\s*", found[1]) if role]
    return {"by": roles, "max_days": int(found[2])}


def refusal(error: ValueError | Unusable) -> str:
    """Why a value was not taken, in words."""
    if isinstance(error, Unusable):
        return error.problems[0].message if error.problems else str(error)
    return str(error)
