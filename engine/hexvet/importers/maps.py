"""Reads the map that says which column of a file feeds which field."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import cast

from hexvet.documents import Document
from hexvet.importers import map_shape as shape
from hexvet.importers.cells import in_range
from hexvet.importers.dates import format_pattern
from hexvet.importers.model import (
    SOURCE_PART,
    CellRule,
    DateRule,
    FiscalYear,
    ImportMap,
    Layout,
    Order,
    Plain,
    Repeated,
    RowFilter,
    TableRule,
    Take,
)
from hexvet.importers.sheet import match_name
from hexvet.model import Column, Field, Interval, Kind, Where
from hexvet.problems import Unusable, suggestion
from hexvet.records import Mistakes, read_record
from hexvet.workspace.answers import read_answer

Path = tuple[str | int, ...]
Table = Mapping[str, object]
_SUITS: Mapping[Kind, tuple[type, ...]] = {
    "text": (str,), "truth": (bool,), "number": (int, float), "share": (int, float),
    "money": (int, float), "date": (datetime.date,),
}  # fmt: skip


def read_map(document: Document, vocabulary: Mapping[str, Field] | None = None) -> ImportMap:
    """The map in a document, checked against the fields of the workspace's packs.

    Without a vocabulary any field goes, and the map has to state the kinds. Raises Unusable
    with every problem of the map.
    """
    mistakes = Mistakes(document, shape.CODES)
    table = read_record(mistakes, (), shape.MAP)
    reader = _Reader(mistakes, _table(table, "file"), _table(table, "lookup"), vocabulary)
    result = reader.whole(table)
    if mistakes.problems:
        raise Unusable(mistakes.problems)
    return result


def _table(table: Table, key: str) -> Table:
    return cast(Table, table.get(key, {}))


def _names(value: object) -> tuple[str, ...]:
    """One header, or a list of alternative ones."""
    if isinstance(value, str):
        return (value,)
    return tuple(map(str, value)) if isinstance(value, list) else ()


def _words(value: object) -> frozenset[str]:
    return frozenset(map(match_name, _names(value)))


class _Reader:
    """Carries what every part of a map needs: its defaults, its lookups and its mistakes."""

    def __init__(
        self,
        mistakes: Mistakes,
        file: Table,
        lookups: Table,
        vocabulary: Mapping[str, Field] | None,
    ) -> None:
        self.mistakes = mistakes
        self.file = file
        self.lookups = lookups
        self.vocabulary = vocabulary
        self.missing = _words(file["missing"]) if "missing" in file else shape.MISSING
        self.withheld = _words(file["withheld"]) if "withheld" in file else shape.WITHHELD

    def whole(self, table: Table) -> ImportMap:
        project, evidence = _table(table, "project"), _table(table, "evidence")
        tables = self.tables(_table(table, "table"))
        as_of = evidence.get("as_of")
        return ImportMap(
            self.mistakes.document,
            _names(project.get("title")),
            self.layout(),
            _names(project.get("id")),
            _names(project.get("id_parts")),
            _names(project.get("summary")),
            self.missing,
            cast(Repeated, project.get("repeated", "group" if tables else "first")),
            project.get("illustration") is True,
            self.filters(("project", "rows"), _table(project, "rows")),
            self.fields(_table(table, "field")),
            tables,
            self.constants(_table(table, "constant")),
            self.source(str(evidence.get("source", "{file} row {row}"))),
            as_of if isinstance(as_of, datetime.date) else None,
            str(evidence.get("by", "")),
        )

    def layout(self) -> Layout:
        delimiter = str(self.file.get("delimiter", ""))
        delimiter = {"tab": "\t", "comma": ",", "semicolon": ";"}.get(delimiter, delimiter)
        if len(delimiter) > 1 or delimiter in ('"', " "):
            hint = "one character, or tab, comma or semicolon"
            self.mistakes.add("IM002", "not a delimiter", ("file", "delimiter"), hint)
        header_row = self.file.get("header_row")
        return Layout(
            self.file.get("layout") == "transposed",
            str(self.file.get("encoding", "")),
            delimiter,
            header_row if isinstance(header_row, int) else None,
        )

    def source(self, template: str) -> str:
        if re.search(r"[{}]", SOURCE_PART.sub("", template)):
            hint = "the placeholders are {file}, {row} and {column}"
            self.mistakes.add("IM002", "unknown placeholder", ("evidence", "source"), hint)
        return template

    def fields(self, table: Table) -> tuple[CellRule, ...]:
        rules = []
        for name, keys in table.items():
            path = ("field", name)
            if self.answers_project(name, path):
                declared = None if self.vocabulary is None else self.vocabulary[name]
                if declared is not None and declared.kind == "table":
                    hint = f"write [table.{name}]"
                    self.mistakes.add("IM005", "this field holds a table", path, hint, key=True)
                else:
                    rules.append(self.rule(path, name, cast(Table, keys), declared))
        return tuple(rules)

    def answers_project(self, name: str, path: Path) -> bool:
        """Whether a name is a field that projects answer; reports it when not."""
        if self.vocabulary is None:
            return True
        field = self.vocabulary.get(name)
        if field is not None and field.of == "project":
            return True
        if field is not None:
            hint = "it is answered in [programme] of hexvet.toml"
        else:
            hint = suggestion(name, self.vocabulary) or "no pack in use asks this"
        self.mistakes.add("IM004", f"no field of a project: '{name[:60]}'", path, hint, key=True)
        return False

    def tables(self, table: Table) -> tuple[TableRule, ...]:
        return tuple(
            self.table(("table", name), name, cast(Table, keys))
            for name, keys in table.items()
            if self.answers_project(name, ("table", name))
        )

    def table(self, path: Path, name: str, keys: Table) -> TableRule:
        declared = None if self.vocabulary is None else self.vocabulary[name]
        if declared is not None and declared.kind != "table":
            message = f"this field is a {declared.kind}"
            self.mistakes.add("IM005", message, path, f"write [field.{name}]", key=True)
            declared = None
        rules = []
        for column, inner in _table(keys, "columns").items():
            where = (*path, "columns", column)
            known = None if declared is None else declared.columns.get(column)
            if declared is not None and known is None:
                self.unknown_column(column, where, declared)
            rules.append(self.rule(where, column, cast(Table, inner), known))
        filters = self.filters((*path, "rows"), _table(keys, "rows"))
        return TableRule(name, tuple(rules), filters, self.where(path))

    def unknown_column(self, column: str, path: Path, declared: Field) -> None:
        hint = suggestion(column, declared.columns) or f"it has {', '.join(declared.columns)}"
        message = f"the table has no column '{column[:60]}'"
        self.mistakes.add("IM004", message, path, hint, key=True)

    def where(self, path: Path) -> Where:
        return Where(self.mistakes.document.file, path)

    def rule(self, path: Path, name: str, keys: Table, known: Field | Column | None) -> CellRule:
        kind = self.kind(path, keys, known)
        limits = known.range if isinstance(known, Field) else Interval(-1e15, 1e15)
        if kind == "share":
            limits = Interval(max(limits.low, 0.0), min(limits.high, 1.0))
        bare = CellRule(
            name,
            kind,
            _names(keys.get("column")),
            self.where(path),
            keys.get("optional") is True,
            self.factor(path, keys.get("scale", 1)),
            str(keys.get("decimal", self.file.get("decimal", ""))),
            self.dates(path, keys),
            missing=self.missing | _words(keys.get("missing")),
            withheld=self.withheld | _words(keys.get("withheld")),
            note=str(keys.get("note", "")),
            unit=known.unit if isinstance(known, Field) else "",
            range=limits,
            values=() if known is None else known.values,
        )
        lookup = self.lookup(path, keys.get("lookup"), bare)
        otherwise = self.plain((*path, "otherwise"), keys.get("otherwise"), bare)
        return replace(bare, lookup=lookup, otherwise=otherwise)

    def kind(self, path: Path, keys: Table, known: Field | Column | None) -> Kind:
        stated = cast("Kind | None", keys.get("kind"))
        if known is None:
            return stated or "text"
        if stated is not None and stated != known.kind:
            message = f"the field is a {known.kind}, not a {stated}"
            self.mistakes.add("IM005", message, (*path, "kind"), "leave 'kind' out")
        return known.kind

    def factor(self, path: Path, scale: object) -> Decimal:
        if isinstance(scale, str) and scale in shape.SCALES:
            return Decimal(shape.SCALES[scale])
        if isinstance(scale, int | float) and 0 < abs(scale) <= 1e12:
            return Decimal(str(scale))
        hint = f"a number, or one of {', '.join(shape.SCALES)}"
        self.mistakes.add("IM002", "not a scale", (*path, "scale"), hint)
        return Decimal(1)

    def dates(self, path: Path, keys: Table) -> DateRule:
        """A rule's own keys go before those of [file]."""
        both = {**self.file, **keys}
        for layout in _names(both.get("formats")):
            if format_pattern(layout) is None:
                hint = "write it like DD.MM.YYYY, with day, month and year once each"
                self.mistakes.add("IM002", "not a date format", (*path, "formats"), hint)
        serials = both.get("excel_dates", 0)
        if serials not in (0, 1900, 1904):
            hint = "1900, or 1904 for old Macintosh files"
            self.mistakes.add("IM002", "not an epoch", (*path, "excel_dates"), hint)
        return DateRule(
            cast(Order, both.get("dates", "")),
            _names(both.get("formats")),
            serials if isinstance(serials, int) else 0,
            _fiscal(both.get("fiscal_year")),
        )

    def lookup(self, path: Path, value: object, rule: CellRule) -> Mapping[str, Plain]:
        """A lookup is written out, or named and written once as [lookup.NAME]."""
        if isinstance(value, str):
            if value not in self.lookups:
                hint = suggestion(value, self.lookups) or "write it as a table [lookup.NAME]"
                message = f"no lookup '{value[:60]}'"
                self.mistakes.add("IM002", message, (*path, "lookup"), hint)
                return {}
            path, value = ("lookup", value), self.lookups[value]
        else:
            path = (*path, "lookup")
        entries = cast(Table, value or {})
        read = {
            match_name(text): self.plain((*path, text), entry, rule)
            for text, entry in entries.items()
        }
        return {text: entry for text, entry in read.items() if entry is not None}

    def plain(self, path: Path, value: object, rule: CellRule) -> Plain | None:
        """An answer that the map itself gives; it has to suit the field."""
        if value is None:
            return None
        right = isinstance(value, _SUITS[rule.kind]) and not isinstance(value, datetime.datetime)
        if not right or (rule.kind == "truth") != isinstance(value, bool):
            self.mistakes.add("IM002", f"not a {rule.kind}", path)
        elif isinstance(value, str) and rule.values and value not in rule.values:
            self.mistakes.not_a_choice(path, value, rule.values)
        elif not in_range(cast(Plain, value), rule):
            self.mistakes.add("IM002", "outside the field's range", path)
        return cast(Plain, value)

    def filters(self, path: Path, table: Table) -> tuple[RowFilter, ...]:
        return tuple(self.filter((*path, column), column, keys) for column, keys in table.items())

    def filter(self, path: Path, column: str, keys: object) -> RowFilter:
        where = self.where(path)
        if isinstance(keys, dict):
            bounds = read_record(self.mistakes, path, shape.FILTER, keys)
            if not keys:
                self.mistakes.add("IM002", "a filter without a condition", path, shape.BOUNDS)
            barred = _words(bounds.pop("not", []))
            limits = {name: float(cast(float, bound)) for name, bound in bounds.items()}
            return RowFilter(column, where, barred, bool(barred), **limits)
        texts = keys if isinstance(keys, list) else [keys]
        if not all(isinstance(t, str | int) and not isinstance(t, bool) for t in texts):
            self.mistakes.add("IM002", "expected a text, texts or bounds", path, shape.BOUNDS)
        return RowFilter(column, where, frozenset(match_name(str(text)) for text in texts))

    def constants(self, table: Table) -> Mapping[str, object]:
        answered = {
            name: value
            for name, value in table.items()
            if self.answers_project(name, ("constant", name))
        }
        if self.vocabulary is not None:
            for name, value in answered.items():
                read_answer(self.mistakes, ("constant", name), self.vocabulary[name], value)
        return answered


def _fiscal(value: object) -> FiscalYear | None:
    if not isinstance(value, dict):
        return None
    return FiscalYear(
        value.get("starts", 1),
        cast(Take, value.get("take", "end")),
        "start" if value.get("named_after") == "start" else "end",
    )
