"""`waivers.toml`: the ledger of recorded permissions."""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Collection
from pathlib import Path

from hexvet.documents import Document, read_document
from hexvet.model import Waiver, Where
from hexvet.problems import Problem, suggestion
from hexvet.records import Key, Mistakes, described, read_record, shown
from hexvet.workspace.folders import ID_FORM, WAIVERS, is_id

_LINE = 200
SHAPE = {
    "check": Key("text", required=True, longest=_LINE, help='like check = "la-model/sponsor"'),
    "project": Key("text", longest=_LINE, help="the id of a project, in quotes"),
    "role": Key("text", required=True, longest=_LINE, help="the office that grants it"),
    "name": Key("text", required=True, longest=_LINE, help="the person who grants it"),
    "reason": Key("text", required=True, line=False, help="why it is granted"),
    "granted": Key("date", required=True, help="a date like 2018-01-31, without quotes"),
    "expires": Key("date", required=True, help="a date like 2018-06-30; every waiver ends"),
    "revoked": Key("date", help="the first day on which it does not hold any more"),
    "revoked_because": Key("text", line=False, help="why it was taken back, and by whom"),
}
_CHECK = re.compile(r"[a-z0-9][a-z0-9_-]*/[A-Za-z0-9_-]+")


def read_waivers(
    root: Path, checks: Collection[str] = ()
) -> tuple[tuple[Waiver, ...], Document | None, tuple[Problem, ...]]:
    """The waivers in the ledger's order, its document, and its problems.

    A waiver with a mistake in it is not in force and left out. `checks` are the full ids of the
    checks that there are, for suggestions.
    """
    path = root / WAIVERS
    if not os.path.lexists(path):
        return (), None, ()
    return waivers_of(read_document(path, WAIVERS), checks)


def waivers_of(
    document: Document | Problem, checks: Collection[str] = ()
) -> tuple[tuple[Waiver, ...], Document | None, tuple[Problem, ...]]:
    """The waivers of a document, as `read_waivers` gives them."""
    if isinstance(document, Problem):
        return (), None, (document,)
    mistakes = Mistakes(document)
    ledger = read_record(mistakes, (), {"waiver": Key("table")}).get("waiver")
    found = [
        _waiver(mistakes, id, table, checks)
        for id, table in (ledger.items() if isinstance(ledger, dict) else ())
    ]
    return tuple(waiver for waiver in found if waiver), document, mistakes.in_order


def _waiver(mistakes: Mistakes, id: str, table: object, checks: Collection[str]) -> Waiver | None:
    path = ("waiver", id)
    before = len(mistakes.problems)
    if not isinstance(table, dict):
        message = f"expected a waiver, got {described(table)}"
        mistakes.add("WS012", message, path, "each waiver has a name: [waiver.some-name]")
        return None
    if not is_id(id):
        mistakes.add("WS020", f"{shown(id)} is not fit to be an id", path, ID_FORM, key=True)
    values = read_record(mistakes, path, SHAPE, table)
    _check_name(mistakes, (*path, "check"), values.get("check"), checks)
    _check_dates(mistakes, path, values)
    if len(mistakes.problems) > before or mistakes.full:
        return None
    granted, expires = values["granted"], values["expires"]
    assert isinstance(granted, datetime.date)
    assert isinstance(expires, datetime.date)
    texts = {name: str(values.get(name, "")) for name in ("check", "project", "role", "name")}
    return Waiver(
        id,
        **texts,
        reason=str(values["reason"]),
        granted=granted,
        expires=expires,
        where=Where(mistakes.document.file, path),
        revoked=_date(values.get("revoked")),
        revoked_because=str(values.get("revoked_because", "")),
    )


def _date(value: object) -> datetime.date | None:
    return value if isinstance(value, datetime.date) else None


def _check_name(
    mistakes: Mistakes, path: tuple[str, ...], check: object, checks: Collection[str]
) -> None:
    """Two packs may have a check of one name: only the full id says which is meant."""
    if not isinstance(check, str) or _CHECK.fullmatch(check):
        return
    short = [id_ for id_ in checks if id_.partition("/")[2] == check]
    hint = 'write it as pack/check, like "la-model/sponsor"'
    if short:
        hint = f"did you mean {' or '.join(repr(id_) for id_ in short)}?"
    else:
        hint = suggestion(check, checks) or hint
    mistakes.add("WV002", f"{shown(check)} names no check", path, hint)


def _check_dates(mistakes: Mistakes, path: tuple[str, str], values: dict[str, object]) -> None:
    granted = values.get("granted")
    if not isinstance(granted, datetime.date):
        return
    hint = f"it is granted on {granted.isoformat()}"
    for name, code, message in (
        ("expires", "WV001", "ends before it begins"),
        ("revoked", "WV003", "revoked before it begins"),
    ):
        day = values.get(name)
        if isinstance(day, datetime.date) and day < granted:
            mistakes.add(code, message, (*path, name), hint)
