"""The worked examples of a pack: read, and checked for names that would test nothing."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import get_args

from hexvet.model import Fill, Passage, State
from hexvet.packs.composing import Entry
from hexvet.packs.model import Pack, PackCase, PackTest
from hexvet.packs.vocabulary import Report
from hexvet.problems import suggestion

KINDS = ("section", "criterion", "check", "gate")
"""What may stand before the point where one name is several rules: `section.cost`."""

VERDICTS: Mapping[str, tuple[str, ...]] = {
    "check": ("passed", "failed", "unknown", "not_applicable"),
    "criterion": get_args(State),
    "section": get_args(Fill),
    "gate": get_args(Passage),
}
"""What may be expected of each kind of rule; waivers are no part of a pack."""


def read_test(entry: Entry) -> PackTest:
    """A test and its cases."""
    values = entry.values
    on = _date(values.get("on")) or datetime.date.min
    given, expect = _table(values.get("given")), _table(values.get("expect"))
    found = values.get("cases")
    cases = tuple(_cases(entry, on, found)) if isinstance(found, list) else ()
    return PackTest(entry.name, on, given, expect, entry.where, cases)


def _cases(entry: Entry, on: datetime.date, found: list[object]) -> Iterator[PackCase]:
    for index, row in enumerate(found):
        case = _table(row)
        without = case.get("without")
        yield PackCase(
            str(case.get("name", index + 1)),
            _date(case.get("on")) or on,
            _table(case.get("given")),
            tuple(map(str, without)) if isinstance(without, list) else (),
            _table(case.get("expect")),
            entry.at("cases", index),
        )


def _table(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _date(value: object) -> datetime.date | None:
    return value if isinstance(value, datetime.date) else None


def check_tests(entries: Iterable[Entry], pack: Pack, report: Report) -> None:
    """Reports misspelt names and outcomes: such a test would test nothing."""
    rules = _rules(pack)
    for entry in entries:
        _complete(entry, report)
        for path, table in _tables(entry, "given"):
            for name in table:
                _known("field", name, pack.fields, entry, (*path, name), report)
        for path, table in _tables(entry, "expect"):
            for name, value in table.items():
                _expected(name, value, rules, pack, entry, (*path, name), report)
        _check_cases(entry, pack, report)


def _complete(entry: Entry, report: Report) -> None:
    if "cases" not in entry.values:
        for name in ("given", "expect"):
            if name not in entry.values:
                hint = f"add {name} = {{ ... }}, or cases = [{{ given = ..., expect = ... }}]"
                report("RP012", f"the key '{name}' is missing", entry.at(), hint)
    elif not entry.values["cases"]:
        report("RP012", "the list of cases is empty", entry.at("cases"), "add a case")


def _tables(entry: Entry, key: str) -> Iterator[tuple[tuple[str | int, ...], Mapping[str, object]]]:
    yield (key,), _table(entry.values.get(key))
    cases = entry.values.get("cases")
    for index, case in enumerate(cases if isinstance(cases, list) else []):
        yield ("cases", index, key), _table(_table(case).get(key))


def _rules(pack: Pack) -> dict[str, set[str]]:
    """Every name that may be expected, with the kinds of rule that bear it."""
    rules: dict[str, set[str]] = {gate: {"gate"} for gate in pack.gates}
    tables = {"section": pack.sections, "criterion": pack.criteria, "check": pack.checks}
    for kind, table in tables.items():
        for full in table:
            for name in (full, full.partition("/")[2]):
                rules.setdefault(name, set()).add(kind)
    return rules


def _known(
    what: str,
    name: str,
    names: Iterable[str],
    entry: Entry,
    path: tuple[str | int, ...],
    report: Report,
) -> bool:
    if name in names:
        return True
    report("RP002", f"unknown {what} '{name[:60]}'", entry.at(*path), suggestion(name, names))
    return False


def _expected(
    name: str,
    value: object,
    rules: Mapping[str, set[str]],
    pack: Pack,
    entry: Entry,
    path: tuple[str | int, ...],
    report: Report,
) -> None:
    if name in ("missing", "score"):
        if name == "missing":
            _fields(value, pack, entry, path, report)
        return
    kind, _, plain = name.rpartition(".")
    plain = plain if kind in KINDS else name
    if _known("rule", plain, [*rules, "missing", "score"], entry, path, report):
        kinds = rules[plain] & ({kind} if kind in KINDS else set(KINDS))
        _verdict(value, plain, kind, kinds, entry, path, report)


def _fields(
    value: object, pack: Pack, entry: Entry, path: tuple[str | int, ...], report: Report
) -> None:
    if not isinstance(value, list):
        hint = "missing = ['cost_total']"
        report("RP013", "'missing' is a list of fields", entry.at(*path), hint)
        return
    for index, name in enumerate(value):
        _known("field", str(name), pack.fields, entry, (*path, index), report)


def _verdict(
    value: object,
    name: str,
    kind: str,
    kinds: set[str],
    entry: Entry,
    path: tuple[str | int, ...],
    report: Report,
) -> None:
    """An outcome that no rule of that name can ever have is a misspelt one."""
    if not kinds:
        report("RP002", f"there is no {kind} '{name[:60]}'", entry.at(*path))
    elif isinstance(value, str):
        allowed = [word for one in VERDICTS if one in kinds for word in VERDICTS[one]]
        if value not in allowed:
            near = suggestion(value, allowed) or f"one of {', '.join(dict.fromkeys(allowed))}"
            message = f"'{name}' is never {value[:60]!r}"
            report("RP014", message, entry.at(*path), near)
    elif not (kinds & {"section", "criterion"} and _is_score(value)):
        words = ", ".join(word for one in VERDICTS if one in kinds for word in VERDICTS[one])
        hint = f"one of {words}" if words else ""
        report("RP013", f"this cannot be expected of '{name}'", entry.at(*path), hint)


def _is_score(value: object) -> bool:
    ends = value if isinstance(value, list) else [value, value]
    numbers = all(isinstance(end, int | float) and not isinstance(end, bool) for end in ends)
    return numbers and len(ends) == 2


def _check_cases(entry: Entry, pack: Pack, report: Report) -> None:
    cases = entry.values.get("cases")
    seen: set[str] = set()
    for index, row in enumerate(cases if isinstance(cases, list) else []):
        case = _table(row)
        name = str(case.get("name", index + 1))
        if name in seen:
            report("RP024", f"two cases are called '{name}'", entry.at("cases", index, "name"))
        seen.add(name)
        without = case.get("without")
        for at, field in enumerate(without if isinstance(without, list) else []):
            path = ("cases", index, "without", at)
            _known("field", str(field), pack.fields, entry, path, report)
        if not _table(case.get("expect")) and not entry.values.get("expect"):
            hint = "add expect = { ... }"
            report("RP012", "this case expects nothing", entry.at("cases", index), hint)
