"""The worked examples of a pack: read, and checked for names that would test nothing."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from hexvet.model import Fill, Passage, State
from hexvet.packs.entries import Entry, Path
from hexvet.packs.finding_examples import (
    INFERRED,
    RESERVED,
    check_inferred,
    check_reserved,
    check_waivers,
    names_in_tests,
)
from hexvet.packs.model import Pack, PackCase, PackTest
from hexvet.packs.rule_names import RuleNames
from hexvet.packs.vocabulary import Report
from hexvet.problems import suggestion
from hexvet.records import shown

KINDS = ("section", "criterion", "check", "gate")
"""What may stand before the point where one name is several rules: `section.cost`."""

VERDICTS: Mapping[str, tuple[str, ...]] = {
    "check": ("passed", "failed", "unknown", "not_applicable", "waived"),
    "criterion": get_args(State),
    "section": get_args(Fill),
    "gate": get_args(Passage),
}
"""What may be expected of each kind of rule; `waived` in a test with waivers."""


def read_test(entry: Entry) -> PackTest:
    """A test and its cases."""
    values = entry.values
    on = _date(values.get("on")) or datetime.date.min
    given, expect = _table(values.get("given")), _table(values.get("expect"))
    found = values.get("cases")
    cases = tuple(_cases(entry, on, found)) if isinstance(found, list) else ()
    projects, waivers = _projects(values), _waivers(values)
    return PackTest(entry.name, on, given, expect, entry.where, cases, projects, waivers)


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
            _projects(case),
            _waivers(case),
        )


def _projects(values: Mapping[str, object]) -> Mapping[str, Mapping[str, object]]:
    return {id_: _table(given) for id_, given in _table(values.get("projects")).items()}


def _waivers(values: Mapping[str, object]) -> tuple[Mapping[str, object], ...]:
    found = values.get("waivers")
    return tuple(map(_table, found)) if isinstance(found, list) else ()


def _table(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _date(value: object) -> datetime.date | None:
    return value if isinstance(value, datetime.date) else None


def check_tests(entries: Iterable[Entry], pack: Pack, report: Report) -> None:
    """Reports misspelt names and outcomes: such a test would test nothing."""
    rules, names = _rules(pack), names_in_tests(pack)
    for entry in entries:
        _Checker(entry, pack, rules, names, report).check()


def _rules(pack: Pack) -> dict[str, set[str]]:
    """Every name that may be expected, with the kinds of rule that bear it."""
    rules: dict[str, set[str]] = {gate: {"gate"} for gate in pack.gates}
    tables = {"section": pack.sections, "criterion": pack.criteria, "check": pack.checks}
    for kind, table in tables.items():
        for full in table:
            for name in (full, full.partition("/")[2]):
                rules.setdefault(name, set()).add(kind)
    return rules


@dataclass
class _Checker:
    """Checks one test."""

    entry: Entry
    pack: Pack
    rules: Mapping[str, set[str]]
    names: RuleNames
    reported: Report

    def report(self, code: str, message: str, path: Path, hint: str = "") -> None:
        self.reported(code, message, self.entry.at(*path), hint)

    def check(self) -> None:
        self.complete()
        projects = self.projects()
        for path, given in self.tables("given"):
            self.answers(given, path)
        for path, tables in self.tables("projects"):
            for id_, answers in tables.items():
                self.answers(_table(answers), (*path, id_), of_project=True)
        for path, table in self.tables("expect"):
            for name, value in table.items():
                self.expected(name, value, projects, (*path, name))
        for path, waivers in self.values("waivers"):
            check_waivers(waivers, self.pack, projects, self.entry, path, self.reported)
        self.cases()

    # the parts of a test ----------------------------------------------------------------------
    def values(self, key: str) -> Iterator[tuple[Path, object]]:
        """A key of the test and of each of its cases, with its place."""
        yield (key,), self.entry.values.get(key)
        cases = self.entry.values.get("cases")
        for index, case in enumerate(cases if isinstance(cases, list) else []):
            yield ("cases", index, key), _table(case).get(key)

    def tables(self, key: str) -> Iterator[tuple[Path, Mapping[str, object]]]:
        return ((path, _table(value)) for path, value in self.values(key))

    def projects(self) -> tuple[str, ...]:
        """The ids of the projects of the test, none when there is one without an id."""
        return tuple(dict.fromkeys(id_ for _, table in self.tables("projects") for id_ in table))

    def complete(self) -> None:
        values = self.entry.values
        if "cases" not in values:
            for name in ("given", "expect"):
                if name not in values and (name, "projects" in values) != ("given", True):
                    hint = f"add {name} = {{ ... }}, or cases = [{{ given = ..., expect = ... }}]"
                    self.report("RP012", f"the key '{name}' is missing", (), hint)
        elif not values["cases"]:
            self.report("RP012", "the list of cases is empty", ("cases",), "add a case")

    def answers(self, given: Mapping[str, object], path: Path, *, of_project: bool = False) -> None:
        check_reserved(given, self.entry, path, self.reported)
        for name in given:
            if name in RESERVED or not self.known("field", name, self.pack.fields, (*path, name)):
                continue
            if of_project and self.pack.fields[name].of == "programme":
                message = f"'{name}' is asked of the programme"
                self.report("RP009", message, (*path, name), "give it in 'given'")

    def known(self, what: str, name: str, names: Iterable[str], path: Path) -> bool:
        if name in names:
            return True
        self.report("RP002", f"unknown {what} {shown(name)}", path, suggestion(name, names))
        return False

    # what is expected -------------------------------------------------------------------------
    def expected(self, name: str, value: object, projects: Sequence[str], path: Path) -> None:
        if name in INFERRED:
            check_inferred(name, value, self.names, projects, self.entry, path, self.reported)
        elif name in ("missing", "score"):
            self.of_one(projects, path)
            if name == "missing":
                self.fields(value, path)
        else:
            self.rule(name, value, projects, path)

    def of_one(self, projects: Sequence[str], path: Path) -> None:
        """Reports what cannot be expected of several projects at once."""
        if projects:
            hint = f"expect {', '.join(INFERRED)}, or a check of the programme"
            self.report("RP019", "this could be expected of one project only", path, hint)

    def rule(self, name: str, value: object, projects: Sequence[str], path: Path) -> None:
        kind, _, plain = name.rpartition(".")
        plain = plain if kind in KINDS else name
        if not self.known("rule", plain, [*self.rules, "missing", "score", *INFERRED], path):
            return
        kinds = self.rules[plain] & ({kind} if kind in KINDS else set(KINDS))
        if not (kinds == {"check"} and self.of_programme(plain)):
            self.of_one(projects, path)
        self.verdict(value, plain, kind, kinds, path)

    def of_programme(self, name: str) -> bool:
        checks = self.pack.checks.items()
        return all(c.of == "programme" for id_, c in checks if name in (id_, c.name))

    def fields(self, value: object, path: Path) -> None:
        if not isinstance(value, list):
            hint = "missing = ['cost_total']"
            self.report("RP013", "'missing' is a list of fields", path, hint)
            return
        for index, name in enumerate(value):
            self.known("field", str(name), self.pack.fields, (*path, index))

    def verdict(self, value: object, name: str, kind: str, kinds: set[str], path: Path) -> None:
        """An outcome that no rule of that name can ever have is a misspelt one."""
        allowed = [word for one in VERDICTS if one in kinds for word in VERDICTS[one]]
        if not kinds:
            self.report("RP002", f"there is no {kind} '{name[:60]}'", path)
        elif isinstance(value, str):
            if value not in allowed:
                near = suggestion(value, allowed) or f"one of {', '.join(dict.fromkeys(allowed))}"
                self.report("RP014", f"'{name}' is never {value[:60]!r}", path, near)
        elif not (kinds & {"section", "criterion"} and _is_score(value)):
            hint = f"one of {', '.join(allowed)}" if allowed else ""
            self.report("RP013", f"this cannot be expected of '{name}'", path, hint)

    # cases ------------------------------------------------------------------------------------
    def cases(self) -> None:
        cases = self.entry.values.get("cases")
        seen: set[str] = set()
        for index, row in enumerate(cases if isinstance(cases, list) else []):
            case = _table(row)
            name = str(case.get("name", index + 1))
            if name in seen:
                message = f"two cases are called '{name}'"
                self.report("RP024", message, ("cases", index, "name"))
            seen.add(name)
            without = case.get("without")
            for at, field in enumerate(without if isinstance(without, list) else []):
                path = ("cases", index, "without", at)
                self.known("field", str(field), self.pack.fields, path)
            if not _table(case.get("expect")) and not self.entry.values.get("expect"):
                message = "this case expects nothing"
                self.report("RP012", message, ("cases", index), "add expect = { ... }")


def _is_score(value: object) -> bool:
    ends = value if isinstance(value, list) else [value, value]
    numbers = all(isinstance(end, int | float) and not isinstance(end, bool) for end in ends)
    return numbers and len(ends) == 2
