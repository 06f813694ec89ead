"""Inference rules as they are written: their shape is right, what they name is not yet known.

[infer.silent_sponsor]
when = [{ as = "c", fact = "check", check = "sponsor_briefed", status = "failed" }]
then = { finding = "silent_sponsor", project = "$c.project", severity = "warning" }
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from hexvet.documents import UNPRINTABLE
from hexvet.inference import caps
from hexvet.inference.model import Operator, Reference, Value
from hexvet.model import Kind
from hexvet.packs.composing import NAME
from hexvet.packs.entries import Entry, Path
from hexvet.packs.fact_kinds import Stage
from hexvet.packs.vocabulary import Report
from hexvet.problems import suggestion
from hexvet.records import described, shown

OPERATORS: tuple[Operator, ...] = ("eq", "ne", "lt", "le", "gt", "ge")
HEADS = ("finding", "blocked", "eligible", "fact")
"""What a conclusion can be; the key says which."""

_REFERENCE = re.compile(r"\$([a-z][a-z0-9_]*)\.([a-z][a-z0-9_]*)")


class Constant(NamedTuple):
    """A value that stands in a rule itself."""

    value: Value
    kind: Kind


Operand: TypeAlias = "Constant | Reference"


@dataclass(frozen=True, slots=True)
class DraftTest:
    """One test of a field; `operand` is None for `exists` and `missing`."""

    field: str
    operator: Operator
    operand: Operand | None
    path: Path


@dataclass(frozen=True, slots=True)
class DraftPattern:
    """One pattern; `path` leads to it from its entry."""

    alias: str
    kind: str
    tests: tuple[DraftTest, ...]
    path: Path


class DraftValue(NamedTuple):
    """One value of a conclusion; `path` leads to it from its entry."""

    operand: Operand
    path: Path


@dataclass(frozen=True, slots=True)
class DraftConclusion:
    """One conclusion. `values` hold the id of a finding, the gate of blocked and eligible, too.

    `written` are all its keys, those with faulty values included.
    """

    kind: str
    written: frozenset[str]
    values: Mapping[str, DraftValue]
    message: str
    path: Path

    @property
    def id(self) -> str:
        """The id of a finding, without its pack."""
        operand = self.values["finding"].operand
        return str(operand.value) if isinstance(operand, Constant) else ""


@dataclass(frozen=True, slots=True)
class Draft:
    """One rule as it is written."""

    entry: Entry
    of: Stage
    when: tuple[DraftPattern, ...]
    unless: tuple[DraftPattern, ...]
    then: tuple[DraftConclusion, ...]

    def kinds(self) -> Mapping[str, str]:
        """The kind of fact behind each alias."""
        return {pattern.alias: pattern.kind for pattern in self.when}


def read_draft(entry: Entry, report: Report) -> Draft:
    """The rule of an entry as far as its shape is right; reports the rest."""
    reader = _Reader(entry, report)
    reader.count()
    when = tuple(reader.patterns("when"))
    unless = tuple(reader.patterns("unless"))
    of: Stage = "portfolio" if entry.values.get("of") == "portfolio" else "project"
    return Draft(entry, of, when, unless, tuple(reader.conclusions()))


class _Reader:
    def __init__(self, entry: Entry, report: Report) -> None:
        self.entry, self._report = entry, report
        self.aliases: list[str] = []

    def report(self, code: str, message: str, path: Path, hint: str = "") -> None:
        self._report(code, message, self.entry.at(*path), hint)

    # patterns ---------------------------------------------------------------------------------
    def count(self) -> None:
        tables = (self.entry.values.get(key) for key in ("when", "unless"))
        number = sum(len(one) for one in tables if isinstance(one, list))
        if number > caps.PATTERNS:
            message = f"{number} patterns are too many: at most {caps.PATTERNS}, 'unless' included"
            self.report("RP046", message, ("when",), "conclude a fact of your own half way")

    def patterns(self, key: str) -> Iterator[DraftPattern]:
        given = self.entry.values.get(key, [])
        assert isinstance(given, list)
        if key == "when" and key in self.entry.values and not given:
            self.report("RP034", "at least one pattern is needed", (key,))
        for index, table in enumerate(given[: caps.PATTERNS]):
            pattern = self.pattern((key, index), table)
            if key == "when":
                self.named(pattern)
            if pattern.kind:
                yield pattern

    def pattern(self, path: Path, table: Mapping[str, object]) -> DraftPattern:
        alias, kind = table.get("as"), table.get("fact")
        if alias is not None and not _is_name(alias):
            hint = "small letters, digits and underscores, a letter first: as = 'a'"
            self.report("RP018", f"{_said(alias)} is not fit to be an alias", (*path, "as"), hint)
        if kind is None:
            hint = "fact = 'check', a table field, or what a rule concludes"
            self.report("RP034", "a pattern names a kind of fact", path, hint)
        elif not _is_name(kind):
            hint = "small letters, digits and underscores, a letter first"
            message = f"{_said(kind)} is not fit to be a kind of fact"
            self.report("RP018", message, (*path, "fact"), hint)
        tests = tuple(
            test
            for name, value in table.items()
            if name not in ("as", "fact")
            for test in self.tests(name, value, (*path, name))
        )
        number = path[1] if isinstance(path[1], int) else 0
        alias = str(alias) if _is_name(alias) else f"_{number + 1}"
        return DraftPattern(alias, str(kind) if _is_name(kind) else "", tests, path)

    def named(self, pattern: DraftPattern) -> None:
        if pattern.alias in self.aliases:
            message = f"the alias '{pattern.alias}' is used twice"
            self.report("RP034", message, (*pattern.path, "as"), "each pattern has its own")
        self.aliases.append(pattern.alias)

    # tests ------------------------------------------------------------------------------------
    def tests(self, field: str, value: object, path: Path) -> Iterator[DraftTest]:
        if not isinstance(value, Mapping):
            operand = self.operand(value, path)
            if operand is not None:
                yield DraftTest(field, "eq", operand, path)
            return
        if not value:
            self.report("RP034", "this asks nothing", path, "{ ge = 5 }")
        for operator, inner in value.items():
            yield from self.test(field, operator, inner, (*path, operator))

    def test(self, field: str, operator: str, value: object, path: Path) -> Iterator[DraftTest]:
        if operator == "exists":
            if isinstance(value, bool):
                yield DraftTest(field, "exists" if value else "missing", None, path)
            else:
                self.report("RP013", "'exists' is true or false", path)
            return
        known = (*OPERATORS, "exists")
        if operator not in known:
            hint = suggestion(operator, known) or f"one of {', '.join(known)}"
            self.report("RP034", f"unknown operator {_said(operator)}", path, hint)
            return
        operand = self.operand(value, path)
        if operand is not None:
            yield DraftTest(field, operator, operand, path)

    # values -----------------------------------------------------------------------------------
    def operand(self, value: object, path: Path) -> Operand | None:
        if isinstance(value, str) and value.startswith("$"):
            return self.reference(value, path)
        if isinstance(value, list):
            self.report("RP034", "a list cannot be compared", path, "write two rules")
            return None
        if not isinstance(value, bool | int | float | str | datetime.date) or isinstance(
            value, datetime.datetime
        ):
            hint = "a text, a number, a date, true or false"
            self.report("RP013", f"this cannot be compared: {described(value)}", path, hint)
            return None
        return self.constant(value, path)

    def reference(self, value: str, path: Path) -> Reference | None:
        match = _REFERENCE.fullmatch(value)
        if match is None:
            self.report("RP034", "references look like '$alias.field'", path)
            return None
        if match[1] not in self.aliases:
            named = [alias for alias in self.aliases if not alias.startswith("_")]
            hint = suggestion(match[1], named) or f"earlier: {', '.join(named) or 'none'}"
            message = f"no earlier pattern is called {_said(match[1])}"
            self.report("RP034", message, path, hint)
            return None
        return Reference(match[1], match[2])

    def constant(self, value: bool | float | str | datetime.date, path: Path) -> Constant | None:
        if isinstance(value, bool):
            return Constant(value, "truth")
        if isinstance(value, datetime.date):
            return Constant(float(value.toordinal()), "date")
        if isinstance(value, str):
            return Constant(value, "text") if self.fits(value, path) else None
        if not (math.isfinite(value) and abs(value) <= caps.NUMBER):
            hint = "facts are compared up to 1e12"
            self.report("RP015", f"{shown(value)} is too large or not a number", path, hint)
            return None
        return Constant(float(value), "number")

    def fits(self, text: str, path: Path) -> bool:
        if len(text) > caps.TEXT:
            message = f"a text of {len(text):,} characters; at most {caps.TEXT:,} are compared"
        elif UNPRINTABLE.search(text):
            message = "control character in a text"
        else:
            return True
        self.report("RP016", message, path)
        return False

    # conclusions ------------------------------------------------------------------------------
    def conclusions(self) -> Iterator[DraftConclusion]:
        given = self.entry.values.get("then", [])
        tables: Sequence[object] = given if isinstance(given, list) else [given]
        if len(tables) > caps.CONCLUSIONS:
            message = f"{len(tables)} conclusions are too many: at most {caps.CONCLUSIONS}"
            self.report("RP046", message, ("then",))
        if given == [] and "then" in self.entry.values:
            self.report("RP034", "nothing follows", ("then",), "then = { finding = 'some_id' }")
        for index, table in enumerate(tables[: caps.CONCLUSIONS]):
            path: Path = ("then", index) if isinstance(given, list) else ("then",)
            if isinstance(table, Mapping):
                yield from self.conclusion(table, path)
            else:
                self.report("RP034", "a conclusion is a table", path)

    def conclusion(self, table: Mapping[str, object], path: Path) -> Iterator[DraftConclusion]:
        heads = [name for name in HEADS if name in table]
        if len(heads) != 1:
            hint = "then = { finding = 'some_id', project = '$a.project', severity = 'warning' }"
            said = f"{' and '.join(heads)} at once" if heads else "nothing"
            self.report("RP034", f"this concludes {said}", path, hint)
            return
        (head,) = heads
        if head in ("finding", "fact") and not _is_name(table[head]):
            hint = "small letters, digits and underscores, a letter first"
            message = f"{_said(table[head])} is not an id"
            self.report("RP018", message, (*path, head), hint)
            return
        values = dict(self.values(table, path, head))
        kind = str(table["fact"]) if head == "fact" else head
        message = "" if head == "fact" else self.message(table.get("message", ""), path)
        yield DraftConclusion(kind, frozenset(table), values, message, path)

    def message(self, text: object, path: Path) -> str:
        if isinstance(text, str):
            return text if self.fits(text, (*path, "message")) else ""
        said = f"a message is a text, not {described(text)}"
        self.report("RP013", said, (*path, "message"))
        return ""

    def values(
        self, table: Mapping[str, object], path: Path, head: str
    ) -> Iterator[tuple[str, DraftValue]]:
        for name, value in table.items():
            if name == "fact" or (name == "message" and head != "fact"):
                continue
            if head in ("blocked", "eligible") and name not in (head, "project"):
                hint = f"known here: {head}, project, message"
                self.report("RP011", f"unknown key {_said(name)}", (*path, name), hint)
                continue
            if not NAME.fullmatch(name) or name in ("as", "message"):
                self.report("RP018", f"{_said(name)} is not fit to be a field", (*path, name))
                continue
            operand = self.operand(value, (*path, name))
            if operand is not None:
                key = "gate" if name == head and head in ("blocked", "eligible") else name
                yield key, DraftValue(operand, (*path, name))


def _is_name(value: object) -> bool:
    return isinstance(value, str) and NAME.fullmatch(value) is not None


def _said(value: object) -> str:
    return shown(value) if isinstance(value, str) else described(value)
