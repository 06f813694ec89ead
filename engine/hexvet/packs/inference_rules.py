"""Inference rules of a pack: parsed and checked with it. They join facts on symbols only."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from hexvet.packs.composing import Entry
from hexvet.packs.model import Inference, Pattern
from hexvet.packs.vocabulary import Report
from hexvet.problems import suggestion

MOST_PATTERNS = 6
OPERATORS = ("eq", "ne", "lt", "le", "gt", "ge", "exists")
CONCLUSIONS = ("finding", "blocked", "eligible", "fact")
SEVERITIES = ("blocker", "warning", "advice")
_REFERENCE = re.compile(r"\$([a-z][a-z0-9_]*)\.([a-z][a-z0-9_]*)")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_ALIAS = re.compile(r"[a-z][a-z0-9_]*")


def read_inference(entry: Entry, report: Report) -> Inference | None:
    """A forward-chaining rule; None when it lacks patterns or conclusions."""
    aliases: list[str] = []
    when = _patterns(entry, "when", aliases, report)
    unless = _patterns(entry, "unless", aliases, report)
    then = _conclusions(entry, aliases, report)
    if not when or not then:
        return None
    return Inference(entry.id, when, unless, then, entry.where)


def _patterns(entry: Entry, key: str, aliases: list[str], report: Report) -> tuple[Pattern, ...]:
    given = entry.values.get(key, [])
    assert isinstance(given, list)
    if len(given) > MOST_PATTERNS or (key == "when" and not given):
        report("RP034", f"'{key}' takes 1 to {MOST_PATTERNS} patterns", entry.at(key))
    patterns = []
    for index, table in enumerate(given):
        if isinstance(table, Mapping):
            patterns.append(_pattern(entry, (key, index), table, aliases, report))
    return tuple(patterns)


def _pattern(
    entry: Entry,
    path: tuple[str, int],
    table: Mapping[str, object],
    aliases: list[str],
    report: Report,
) -> Pattern:
    alias, fact = str(table.get("as", "")), str(table.get("fact", ""))
    if not _ALIAS.fullmatch(fact):
        report("RP034", "a pattern names a kind of fact", entry.at(*path), "fact = 'role'")
    tests = {name: value for name, value in table.items() if name not in ("as", "fact")}
    joined = [_test(entry, (*path, name), value, aliases, report) for name, value in tests.items()]
    if path[0] == "when":
        if path[1] > 0 and not any(joined):
            hint = "add a field equal to one of an earlier pattern: project = '$a.project'"
            message = "this pattern is not tied to an earlier one"
            report("RP035", message, entry.at(*path), hint)
        if alias in aliases:
            report("RP034", f"the alias '{alias}' is used twice", entry.at(*path))
        aliases.append(alias)
    return Pattern(alias, fact, tests)


def _test(
    entry: Entry, path: tuple[str | int, ...], value: object, aliases: Sequence[str], report: Report
) -> bool:
    """Checks one test of a pattern; whether it ties the pattern to an earlier alias."""
    if isinstance(value, Mapping):
        for operator, operand in value.items():
            if operator not in OPERATORS:
                hint = suggestion(operator, OPERATORS) or f"one of {', '.join(OPERATORS)}"
                report("RP034", f"unknown operator '{operator[:40]}'", entry.at(*path), hint)
            _refers(entry, (*path, operator), operand, aliases, report)
        return "eq" in value and _is_reference(value["eq"])
    if isinstance(value, list):
        report("RP034", "a list cannot be tested", entry.at(*path), "write two rules")
        return False
    _refers(entry, path, value, aliases, report)
    return _is_reference(value)


def _is_reference(value: object) -> bool:
    return isinstance(value, str) and value.startswith("$")


def _refers(
    entry: Entry, path: tuple[str | int, ...], value: object, aliases: Sequence[str], report: Report
) -> None:
    if not _is_reference(value):
        return
    match = _REFERENCE.fullmatch(str(value))
    if match is None:
        report("RP034", "references look like '$alias.field'", entry.at(*path))
    elif match[1] not in aliases:
        hint = suggestion(match[1], aliases) or f"earlier: {', '.join(filter(None, aliases))}"
        report("RP034", f"no earlier pattern is called '{match[1]}'", entry.at(*path), hint)


def _conclusions(
    entry: Entry, aliases: Sequence[str], report: Report
) -> tuple[Mapping[str, object], ...]:
    given = entry.values.get("then", [])
    tables = [given] if isinstance(given, Mapping) else given
    assert isinstance(tables, list)
    found = []
    for index, table in enumerate(tables):
        path = ("then",) if isinstance(given, Mapping) else ("then", index)
        if isinstance(table, Mapping):
            _conclusion(entry, path, table, aliases, report)
            found.append(table)
        else:
            report("RP034", "a conclusion is a table", entry.at(*path))
    return tuple(found)


def _conclusion(
    entry: Entry,
    path: tuple[str | int, ...],
    table: Mapping[str, object],
    aliases: Sequence[str],
    report: Report,
) -> None:
    if not any(name in table for name in CONCLUSIONS):
        hint = "then = { finding = 'some_id', project = '$a.project', severity = 'warning' }"
        report("RP034", "a conclusion says what follows", entry.at(*path), hint)
    for name, value in table.items():
        _refers(entry, (*path, name), value, aliases, report)
    severity = table.get("severity")
    if severity is not None and severity not in SEVERITIES:
        hint = f"one of {', '.join(SEVERITIES)}"
        report("RP014", f"unknown severity '{str(severity)[:40]}'", entry.at(*path), hint)
    for placeholder in _PLACEHOLDER.findall(str(table.get("message", ""))):
        _refers(entry, (*path, "message"), f"${placeholder}", aliases, report)
