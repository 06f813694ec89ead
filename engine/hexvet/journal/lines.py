"""A line of the journal: canonical JSON, so that one entry has one spelling and one digest.

Keys are sorted, nothing stands between the parts, and whatever could steer a terminal or break
a line is written as an escape. `sha256` is the digest of the line without that key.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Mapping
from typing import Any, NoReturn, cast

from hexvet.documents import UNPRINTABLE
from hexvet.journal.model import FORMAT, KINDS, Edit, Entry, FileChange, Kind
from hexvet.problems import Place, Problem, Unusable
from hexvet.workspace.folders import JOURNAL as JOURNAL

LONGEST = 16 * 1024 * 1024
"""The longest line that is written or read, in bytes."""


def canonical(value: object) -> bytes:
    """The one spelling of a value as JSON in UTF-8.

    Raises `ValueError` for what JSON or UTF-8 does not have: infinities, halves of surrogates.
    """
    text = json.dumps(
        value, sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":"),
        default=_plain,
    )  # fmt: skip
    text.encode()
    return UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text).encode()


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    raise ValueError(f"JSON cannot hold a {type(value).__name__}")


def digest(content: bytes) -> str:
    """The SHA-256 of some bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def sealed(entry: Entry) -> bytes:
    """The entry's line with its digest, without the line break.

    Raises `Unusable` for texts that cannot be written, and for an entry that is too long.
    """
    body = _body(entry)
    try:
        line = canonical({**body, "sha256": digest(canonical(body))})
    except (ValueError, RecursionError) as error:
        raise _refused(f"this cannot be recorded: {str(error)[:200]}") from error
    if len(line) > LONGEST:
        raise _refused("this is too long for one entry", "record it in several steps")
    return line


def opened(line: bytes) -> Entry:
    """The entry of a line. Raises `ValueError`, with the reason, for what is none.

    The chain is not looked at: see `tampered`.
    """
    raw = _loaded(line)
    if raw.get("format") != FORMAT:
        raise ValueError("not a format that this hexvet reads")
    kind, number, at = raw.get("kind"), raw.get("entry"), raw.get("at")
    if kind not in KINDS or type(number) is not int or not isinstance(at, str):
        raise ValueError("its number, time or kind is not one of an entry")
    return Entry(
        number,
        _time(at),
        cast(Kind, kind),
        _text(raw, "by"),
        _text(raw, "role"),
        about=tuple(_texts(raw.get("about", []))),
        reason=_text(raw, "reason"),
        as_of=datetime.date.fromisoformat(_text(raw, "as_of")) if "as_of" in raw else None,
        details=_table(raw.get("details", {})),
        inputs=_text(raw, "inputs"),
        edits=tuple(_edit(one) for one in _list(raw.get("edits", []))),
        files=tuple(_change(one) for one in _list(raw.get("files", []))),
        prev=_text(raw, "prev"),
        sha256=_text(raw, "sha256"),
    )


def tampered(line: bytes) -> str:
    """Why a line is not one that was written here, "" when it is: each has one spelling."""
    try:
        raw = _loaded(line)
        said = raw.pop("sha256", "")
        body = canonical(raw)
        whole = canonical({**raw, "sha256": said})
    except (ValueError, RecursionError) as error:
        return str(error)
    if digest(body) != said:
        return "its text is not what its digest was made from"
    return "" if whole == line else "it is spelt differently than it was written"


def _body(entry: Entry) -> dict[str, object]:
    """All that is said, without the keys that say nothing."""
    body: dict[str, object] = {
        "about": entry.about,
        "as_of": entry.as_of.isoformat() if entry.as_of else "",
        "by": entry.by,
        "details": entry.details,
        "edits": [
            {"file": e.file, "path": e.path, "before": e.before, "after": e.after}
            for e in entry.edits
        ],
        "files": [{"file": f.file, "before": f.before, "after": f.after} for f in entry.files],
        "inputs": entry.inputs,
        "prev": entry.prev,
        "reason": entry.reason,
        "role": entry.role,
    }
    said = {name: value for name, value in body.items() if value}
    at = entry.at.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {**said, "at": at, "entry": entry.number, "format": FORMAT, "kind": entry.kind}


def _refused(message: str, hint: str = "take out what is not text") -> Unusable:
    return Unusable([Problem("JN020", message, Place(JOURNAL), f"nothing was changed; {hint}")])


# reading: whatever stands in the file -----------------------------------------------------------
def _loaded(line: bytes) -> dict[str, Any]:
    try:
        raw = json.loads(line.decode(), parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise ValueError("it is not UTF-8") from error
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"it is not JSON: {error.msg} at character {error.pos + 1:,}") from error
    return _table(raw)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _table(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError("a table is expected")
    return value


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError("a list is expected")
    return value


def _texts(value: object) -> list[str]:
    found = _list(value)
    if not all(isinstance(one, str) for one in found):
        raise ValueError("a list of texts is expected")
    return found


def _text(raw: Mapping[str, object], name: str) -> str:
    value = raw.get(name, "")
    if not isinstance(value, str):
        raise ValueError(f"'{name}' is no text")
    return value


def _optional(raw: Mapping[str, object], name: str) -> str | None:
    return None if raw.get(name) is None else _text(raw, name)


def _time(text: str) -> datetime.datetime:
    found = datetime.datetime.fromisoformat(text)
    if len(text) != len("2018-01-31T12:00:00Z") or found.tzinfo is not datetime.UTC:
        raise ValueError("its time is not in UTC")
    return found


def _edit(value: object) -> Edit:
    raw = _table(value)
    path = _list(raw.get("path"))
    if not path or not all(type(part) in (str, int) for part in path):
        raise ValueError("the path of an edit is a list of keys")
    return Edit(_text(raw, "file"), tuple(path), _optional(raw, "before"), _optional(raw, "after"))


def _change(value: object) -> FileChange:
    raw = _table(value)
    return FileChange(_text(raw, "file"), _optional(raw, "before"), _optional(raw, "after"))
