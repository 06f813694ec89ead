"""Fields, lets and params: unused ones, dates with gaps, units, clauses, ranges of one value."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence

from hexvet.model import Field
from hexvet.packs.entries import Entry
from hexvet.packs.lint.meaning import Meaning, Word
from hexvet.packs.lint.model import Draft, Fix
from hexvet.packs.lint.view import View, of_entry
from hexvet.packs.model import Param

LAST_CLAUSE = 110
"""The requirements of the playbook are numbered P01 to P110 (docs/requirements.toml)."""

_CLAUSE = re.compile(r"\bP(\d+)\b")
_CODES = {"field": "RP130", "let": "RP131", "param": "RP132"}


def vocabulary_flaws(view: View) -> Iterator[Draft]:
    """The flaws of the words of a pack, and of clauses wherever they stand."""
    yield from _unused(view)
    yield from _same_lets(view)
    for param in view.pack.params.values():
        yield from _param(view, param)
    for entry in view.entries("field"):
        yield from _field(view.pack.fields[entry.name], entry)
    yield from _unasked(view)
    for entry in view.composition.entries.values():
        yield from _clause(entry)
        yield from _listed_twice(entry)


# unused ---------------------------------------------------------------------------------------
def _unused(view: View) -> Iterator[Draft]:
    by_lets: dict[Word, str] = {}
    for (kind, name), words in view.reads.items():
        if kind == "let":
            by_lets |= dict.fromkeys(words, name)
    for kind, code in _CODES.items():
        for entry in view.entries(kind):
            word = (kind, entry.name)
            if word in view.in_use:
                continue
            through = by_lets.get(word)
            message = f"no rule reads this {kind}"
            hint = f"only '{through}' does, which is unused too" if through else _NO_USE[kind]
            yield of_entry(code, message, entry, hint=hint)


_NO_USE = {
    "field": "no outcome depends on it; keep it if it is only meant to be read",
    "let": "use it in a rule, or remove it",
    "param": "changing it changes nothing: use it in a rule, or remove it",
}


def _same_lets(view: View) -> Iterator[Draft]:
    seen: dict[Meaning, str] = {}
    for let in view.pack.lets.values():
        meaning = view.meanings.of(let.expression.node)
        if meaning in seen:
            message = f"the let '{seen[meaning]}' means the same"
            hint = "use one of the two"
            yield of_entry("RP133", message, view.entry("let", let.name), "expr", hint)
        seen.setdefault(meaning, let.name)


# params ---------------------------------------------------------------------------------------
def _param(view: View, param: Param) -> Iterator[Draft]:
    entry = view.entry("param", param.name)
    if "source" not in entry.values:
        hint = "add source = 'where the number comes from', or 'ours: …'"
        yield of_entry("RP137", "this value does not say where it comes from", entry, hint=hint)
    if not param.rows or "values" not in entry.values:
        return
    since, until = view.pack.effective_from, view.pack.effective_to
    first = param.rows[0][0]
    if since and first > since:
        message = f"'{param.name}' has no value from {since} until {first}"
        hint = f"rules that read it are unknown for that time: start at {since}"
        yield _at_row(entry, "RP134", message, first, hint)
    for at, (date, cell) in enumerate(param.rows):
        following = param.rows[at + 1][0] if at + 1 < len(param.rows) else None
        if _never_holds(date, following, since, until):
            message = "this value never holds while the pack is in force"
            yield _at_row(entry, "RP135", message, date, "remove it, or mend the date")
        elif at and param.rows[at - 1][1] == cell:
            hint = "remove the row"
            yield _at_row(entry, "RP136", "this is the value that holds already", date, hint, True)


def _never_holds(
    date: datetime.date,
    following: datetime.date | None,
    since: datetime.date | None,
    until: datetime.date | None,
) -> bool:
    superseded = bool(following and since and following <= since)
    return superseded or bool(until and date > until)


def _at_row(
    entry: Entry, code: str, message: str, date: datetime.date, hint: str, fixed: bool = False
) -> Draft:
    rows = entry.values["values"]
    assert isinstance(rows, Mapping)
    written = next(key for key in rows if datetime.date.fromisoformat(key) == date)
    where = entry.at("values", written)
    return Draft(code, message, where, hint, key=True, fix=Fix(where) if fixed else None)


# fields ---------------------------------------------------------------------------------------
def _field(field: Field, entry: Entry) -> Iterator[Draft]:
    values = set(field.values)
    if len(values) == 1:
        hint = "add another answer, such as 'other'"
        yield of_entry("RP138", "there is only one possible answer", entry, "values", hint)
    elif field.range.low == field.range.high:
        hint = "min and max are the same"
        yield of_entry("RP138", "there is only one possible answer", entry, "min", hint)
    for text in field.anchors:
        if not _is_answer(field, text):
            message = f"'{text[:60]}' is never an answer to this"
            where = entry.at("anchors", text)
            yield Draft("RP140", message, where, "anchors explain possible answers", key=True)


def _is_answer(field: Field, text: str) -> bool:
    if field.kind == "text":
        return not field.values or text in field.values
    if field.kind not in ("number", "share", "money"):
        return True
    try:
        return field.range.low <= float(text) <= field.range.high
    except ValueError:
        return False


def _unasked(view: View) -> Iterator[Draft]:
    """Fields that hold a project at a gate, but do not say what they want to know."""
    for entry in view.entries("field"):
        if entry.values.keys() & {"ask", "label"}:
            continue
        for check, _ in view.checks:
            if check.severity != "blocker":
                continue
            conditions = [one for one in (check.require, check.when) if one]
            if any(entry.name in view.meanings.evidence(one.node) for one in conditions):
                message = f"the blocker '{check.name}' reads this, but nothing says what it asks"
                yield of_entry("RP141", message, entry, hint="add ask = 'the question in words?'")
                break


# clauses and lists ----------------------------------------------------------------------------
def _clause(entry: Entry) -> Iterator[Draft]:
    text = entry.values.get("clause")
    if not isinstance(text, str):
        return
    for found in _CLAUSE.finditer(text):
        number = int(found[1][:9])
        right = f"P{number:02}"
        if not 1 <= number <= LAST_CLAUSE:
            hint = f"they go from P01 to P{LAST_CLAUSE}; other sources may be named in words"
            message = f"there is no requirement {found[0][:20]}"
            yield Draft("RP142", message, entry.at("clause"), hint, found.span())
        elif found[0] != right:
            mended = f"{text[: found.start()]}{right}{text[found.end() :]}"
            fix = Fix(entry.at("clause"), mended)
            message = f"requirement {found[0]} is written {right}"
            yield Draft("RP142", message, entry.at("clause"), "", found.span(), fix=fix)


def _listed_twice(entry: Entry) -> Iterator[Draft]:
    lists: list[tuple[tuple[str, ...], object]] = [(("values",), entry.values.get("values"))]
    for key in ("columns", "waivable"):
        table = entry.values.get(key)
        if isinstance(table, Mapping):
            lists += [((key, name), value) for name, value in table.items()]
    for path, value in lists:
        if isinstance(value, Sequence) and not isinstance(value, str):
            yield from _repeated(entry, path, list(value))


def _repeated(entry: Entry, path: tuple[str, ...], value: list[object]) -> Iterator[Draft]:
    once = list(dict.fromkeys(map(str, value)))
    for at, text in enumerate(value):
        if text in value[:at]:
            fix = Fix(entry.at(*path), once)
            where = entry.at(*path, at)
            message = f"'{str(text)[:60]}' stands here twice"
            yield Draft("RP139", message, where, "remove one", fix=fix)
