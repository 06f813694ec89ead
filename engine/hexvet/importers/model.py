"""The nouns of an import: what a map says, and what came of reading a file with it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, TypeAlias

from hexvet.documents import Document
from hexvet.model import ANYTHING, Interval, Kind, Where

Order: TypeAlias = Literal["day-first", "month-first", "year-first", ""]
Take: TypeAlias = Literal["start", "end", "range"]
Repeated: TypeAlias = Literal["first", "group", "number"]
Plain: TypeAlias = "str | bool | int | float | datetime.date"
"""A value as it is written into a project's file."""

SOURCE_PART = re.compile(r"\{(file|row|column)\}")
"""The placeholders of the text that says where an answer comes from."""


@dataclass(frozen=True, slots=True)
class FiscalYear:
    """How `2023-24` and `FY2024` are meant.

    `starts` is the first month (1..12); `take` which day (or year) is the answer; `named_after`
    tells whether a lone `FY2024` starts or ends in 2024.
    """

    starts: int = 1
    take: Take = "end"
    named_after: Literal["start", "end"] = "end"


@dataclass(frozen=True, slots=True)
class DateRule:
    """How the dates of a column are written. `serials` is 0, or the epoch 1900 or 1904."""

    order: Order = ""
    formats: tuple[str, ...] = ()
    serials: int = 0
    fiscal: FiscalYear | None = None


@dataclass(frozen=True, slots=True)
class CellRule:
    """How the texts of one column become answers to one field (or one column of a table field).

    `columns` are alternative headers, the first that the file has is read. `factor` multiplies
    numbers, `decimal` is empty while the map does not state the mark. `lookup` turns casefolded
    texts into values; `otherwise` serves the texts that it lacks. `missing` and `withheld` are
    casefolded texts that are no answer. `note` is the header of a column whose text goes along
    as the note.
    """

    target: str
    kind: Kind
    columns: tuple[str, ...]
    where: Where
    optional: bool = False
    factor: Decimal = Decimal(1)
    decimal: str = ""
    dates: DateRule = DateRule()
    lookup: Mapping[str, Plain] = field(default_factory=dict)
    otherwise: Plain | None = None
    missing: frozenset[str] = frozenset()
    withheld: frozenset[str] = frozenset()
    note: str = ""
    unit: str = ""
    range: Interval = ANYTHING
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RowFilter:
    """Which rows are taken: the column's text is one of `texts`, or its number is in bounds.

    `negated` turns the texts round. Texts are matched without regard to case and blanks.
    """

    column: str
    where: Where
    texts: frozenset[str] = frozenset()
    negated: bool = False
    above: float | None = None
    below: float | None = None
    at_least: float | None = None
    at_most: float | None = None


@dataclass(frozen=True, slots=True)
class TableRule:
    """Rows of the file that become the rows of a table field of their project."""

    target: str
    columns: tuple[CellRule, ...]
    filters: tuple[RowFilter, ...]
    where: Where


@dataclass(frozen=True, slots=True)
class Layout:
    """How the file itself is laid out. Empty texts and None: found out from the file.

    `header_row` counts from 1; 0 says that there is none and the columns are called 1, 2, 3.
    """

    transposed: bool = False
    encoding: str = ""
    delimiter: str = ""
    header_row: int | None = None


@dataclass(frozen=True, slots=True)
class ImportMap:
    """A map that has been read and checked: how a file's columns feed a workspace's fields.

    `id`, `title` and `summary` are alternative headers; `id_parts` are columns that make the id
    together. `document` is the map's own text, for the places of its mistakes.
    """

    document: Document
    title: tuple[str, ...]
    layout: Layout = Layout()
    id: tuple[str, ...] = ()
    id_parts: tuple[str, ...] = ()
    summary: tuple[str, ...] = ()
    missing: frozenset[str] = frozenset()
    repeated: Repeated = "first"
    illustration: bool = False
    filters: tuple[RowFilter, ...] = ()
    fields: tuple[CellRule, ...] = ()
    tables: tuple[TableRule, ...] = ()
    constants: Mapping[str, object] = field(default_factory=dict)
    source: str = "{file} row {row}"
    as_of: datetime.date | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class CellReport:
    """Something in the file that was not understood, or not taken as it stood.

    `row` is the row as a spreadsheet numbers it (the column's letter in a transposed file),
    empty for the file as a whole. `text` is cleaned and shortened for showing.
    """

    code: str
    file: str
    row: str
    column: str
    text: str
    why: str
    done: str
    project: str = ""

    def __str__(self) -> str:
        place = ":".join(part for part in (self.file, self.row, self.column) if part)
        shown = f" {self.text!r}" if self.text else ""
        return f"{place}: {self.code}{shown}: {self.why}; {self.done}"


@dataclass(frozen=True, slots=True)
class ImportedProject:
    """A project to be written: its file is `projects/<id>.toml`.

    `answers` are the keys of that file in order; `remarks` are the reports that concern it,
    kept there as comments.
    """

    id: str
    answers: Mapping[str, object]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportResult:
    """All that came of reading one file. `unmapped` are the columns that no rule reads."""

    projects: tuple[ImportedProject, ...]
    report: tuple[CellReport, ...]
    counts: Mapping[str, int]
    unmapped: tuple[str, ...] = ()
