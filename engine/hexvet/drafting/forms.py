"""The common edits of a rule as one value to type: spliced in, so that comments stay."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hexvet.documents import Document, parse_document
from hexvet.drafting.judging import Draft, worsened
from hexvet.packs.schema import CHECK
from hexvet.problems import Unusable
from hexvet.workspace.toml_values import Path, set_value, toml_value

if TYPE_CHECKING:
    from hexvet.evaluation import Assessment
    from hexvet.packs.model import Pack

_NAME = r"""(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')"""
_PART = re.compile(_NAME)
_HEADER = re.compile(rf"\s*\[\[?\s*({_NAME}(?:\s*\.\s*{_NAME})*)(?:\s*\.)?\s*(?:[\]#]|$)")
_BROKEN = re.compile(r"\[\[?\s*[A-Za-z]")
_POLICY = re.compile(r"\s*(.+?)\s+(?:for\s+)?(\d{1,5})(?:\s*(?:d|days?))?\s*")
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
_KINDS: Mapping[str, str] = {
    "number": "a number: 24, 1_500_000 or 0.5",
    "money": "an amount: 1_500_000 or 0.5",
    "share": "a share from 0 to 1: 0.25",
    "date": "a date: 2026-10-01",
    "truth": "true or false",
    "text": "a text",
}
"""What is typed for a value of each kind."""
_SEVERITIES = "blocker, warning or advice"


@dataclass(frozen=True, slots=True)
class Form:
    """One value that can be typed. `key` is a letter, `word` what it is; `said` how it stands now,
    empty when it does not stand in the file yet. `kind` is that of a param, or "number" or "text";
    empty when that is not known."""

    key: str
    word: str
    path: Path
    said: str = ""
    hint: str = ""
    kind: str = ""


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


def forms(
    document: Document, kind: str, name: str, as_of: datetime.date, pack: Pack | None = None
) -> tuple[Form, ...]:
    """What can be changed in a rule by typing one value. `pack` is the last one without errors:
    it knows the kind of a value that stands wrong in the text, or in another file."""
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
        type_ = "text" if name_of in _TEXTS else "number"
        if name_of == "value":
            type_ = _param_kind(entry, kind, name, pack)
        hint = _hint(name_of, type_)
        found.append(Form(key, word, (kind, name, *path), _said(value), hint, type_))
    return tuple(found)


def accepted(draft: Draft, form: Form, typed: str, assessment: Assessment | None) -> str:
    """A draft's text with the value that was typed. Raises ValueError with words for a person when
    it is no value of this form, and `Unusable` when it brings an error that was not there."""
    document = parse_document(draft.text, draft.name)
    if not isinstance(document, Document):
        raise Unusable([document])
    new = changed(document, form, typed)
    fault = worsened(draft, new, assessment)
    if fault is None:
        return new
    after = parse_document(new, draft.name)
    here = after.place(form.path) if isinstance(after, Document) else fault.place
    if (here.file, here.line) == (fault.place.file, fault.place.line):
        raise Unusable([fault])
    raise Unusable([replace(fault, message=f"{fault.place}: {fault.message}")])


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
    return (key,), entry.get(key, 50 if key == "met_at" else None)


def _said(value: object) -> str:
    """A value as a person types it."""
    if isinstance(value, Mapping) and {"by", "max_days"} <= value.keys():
        by = value["by"] if isinstance(value["by"], list) else [value["by"]]
        return f"{', '.join(map(str, by))} for {value['max_days']} days"
    return "" if value is None else value if isinstance(value, str) else toml_value(value)


def _param_kind(entry: Mapping[str, object], kind: str, name: str, pack: Pack | None) -> str:
    """The kind of a param: as the text says it, as the pack knows it, or as its first value is;
    empty where none of them tells."""
    if isinstance(type_ := entry.get("type"), str) and type_ in _KINDS:
        return type_
    if kind == "override" and pack is not None:
        from hexvet.drafting.telling import overridden

        kind, name = overridden(pack, name)
    if kind == "param" and pack is not None and name in pack.params:
        return pack.params[name].kind
    rows = entry.get("values")
    dated = next(iter(rows.values()), None) if isinstance(rows, Mapping) else None
    return _plain(entry.get("value", dated))


def _plain(value: object) -> str:
    """The kind that a value shows by itself; empty for what no param can be."""
    if isinstance(value, datetime.datetime):
        return ""
    kinds = {bool: "truth", str: "text", int: "number", float: "number", datetime.date: "date"}
    return kinds.get(type(value), "")


def _hint(key: str, kind: str) -> str:
    if key == "waivable":
        return "roles and days: mayor, director for 90 days"
    if key == "severity":
        return _SEVERITIES
    return "a number of at least 0" if key == "weight" else _KINDS.get(kind, "")


def _value(form: Form, typed: str) -> object:
    typed = typed.strip()
    if not typed:
        raise ValueError("nothing was typed")
    last = form.path[-1]
    if last == "waivable":
        return _policy(typed)
    if last == "severity" and typed not in CHECK["severity"].choices:
        raise ValueError(f"'{typed[:40]}' is no severity: {_SEVERITIES}")
    if last in _TEXTS:
        return typed
    read = parse_document(f"x = {typed}\n", "")
    value = read.data["x"] if isinstance(read, Document) and list(read.data) == ["x"] else typed
    if form.kind == "text":
        return value if isinstance(value, str) else typed
    if form.kind and not _is_of(form.kind, value):
        raise ValueError(f"'{typed[:40]}' is not {_KINDS[form.kind]}")
    return value


def _is_of(kind: str, value: object) -> bool:
    """Whether a value can stand in a param of a kind."""
    if kind == "share":
        return isinstance(value, int | float) and _plain(value) == "number" and 0 <= value <= 1
    return _plain(value) == ("number" if kind == "money" else kind)


def _policy(typed: str) -> Mapping[str, object]:
    found = _POLICY.fullmatch(typed)
    if found is None:
        raise ValueError("write roles and days: mayor, director for 90 days")
    roles = [role for role in re.split(r"\s*(?:,|\band\b|\s)\s*", found[1]) if role]
    return {"by": roles, "max_days": int(found[2])}


def refusal(error: ValueError | Unusable) -> str:
    """Why a value was not taken, in words."""
    if not isinstance(error, Unusable) or not error.problems:
        return str(error)
    first = error.problems[0]
    return f"{first.message}; {first.hint}" if first.hint else first.message
