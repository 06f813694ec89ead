"""Puts the headers that a map names to the columns that a file has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from hexvet.importers.model import CellRule, ImportMap, RowFilter
from hexvet.importers.sheet import Row, Sheet, match_name
from hexvet.model import Where
from hexvet.problems import Problem, Unusable, suggestion
from hexvet.records import listed


class Use(NamedTuple):
    """One place of a map that reads a column: the first of `names` that the file has."""

    names: tuple[str, ...]
    where: Where
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Binding:
    """Where each header stands in a row. `unmapped` are the columns that nothing reads."""

    columns: dict[str, int]
    header: tuple[str, ...]
    unmapped: tuple[str, ...]

    def at(self, names: Sequence[str]) -> int | None:
        """The place of the first of these headers that the file has; None when it has none."""
        found = (self.columns.get(match_name(name)) for name in names)
        return next((at for at in found if at is not None), None)

    def text(self, row: Row, names: Sequence[str]) -> str:
        """The row's text under the first of these headers that the file has, or an empty one."""
        at = self.at(names)
        return "" if at is None or at >= len(row.cells) else row.cells[at]

    def shown(self, names: Sequence[str]) -> str:
        """That header as the file writes it."""
        at = self.at(names)
        return "" if at is None else self.header[at]


def uses(import_map: ImportMap) -> Iterator[Use]:
    """Every place of a map that reads a column."""
    file = import_map.document.file
    for key, names in (
        ("id", import_map.id),
        ("title", import_map.title),
        ("summary", import_map.summary),
    ):
        if names:
            yield Use(names, Where(file, ("project", key)))
    for number, name in enumerate(import_map.id_parts):
        yield Use((name,), Where(file, ("project", "id_parts", number)))
    yield from map(_filter_use, import_map.filters)
    for rule in import_map.fields:
        yield from _rule_uses(rule)
    for table in import_map.tables:
        yield from map(_filter_use, table.filters)
        for rule in table.columns:
            yield from _rule_uses(rule)


def _filter_use(condition: RowFilter) -> Use:
    return Use((condition.column,), condition.where)


def _rule_uses(rule: CellRule) -> Iterator[Use]:
    path = rule.where.path
    yield Use(rule.columns, Where(rule.where.file, (*path, "column")), rule.optional)
    if rule.note:
        yield Use((rule.note,), Where(rule.where.file, (*path, "note")), rule.optional)


def wanted_names(import_map: ImportMap) -> frozenset[str]:
    """All headers that a map names, as they are matched."""
    return frozenset(match_name(name) for use in uses(import_map) for name in use.names)


def bind(import_map: ImportMap, sheet: Sheet) -> Binding:
    """Raises Unusable with every column that the map names and the file lacks."""
    columns = {name: at for at, name in reversed(list(enumerate(sheet.names))) if name}
    problems = [
        _absent(import_map, use, sheet)
        for use in uses(import_map)
        if not use.optional and not any(match_name(name) in columns for name in use.names)
    ]
    if problems:
        raise Unusable(problems)
    wanted = wanted_names(import_map)
    unmapped = [
        header or f"(column {at + 1}, without a name)"
        for at, header in enumerate(sheet.header)
        if match_name(header) not in wanted
    ]
    return Binding(columns, sheet.header, tuple(unmapped))


def _absent(import_map: ImportMap, use: Use, sheet: Sheet) -> Problem:
    name = use.names[0] if use.names else ""
    hint = suggestion(match_name(name), sheet.names)
    for header, matched in zip(sheet.header, sheet.names, strict=True):
        hint = hint.replace(f"'{matched}'", f"'{header}'")
    message = f"{sheet.file} has no column {listed(use.names)}"
    place = import_map.document.place(use.where.path)
    return Problem("IM003", message, place, hint or f"its columns are {listed(sheet.header)}")
