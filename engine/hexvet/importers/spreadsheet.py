"""A table of any origin becomes projects, with a report of all that was not understood."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hexvet.importers.answers import read_field, record, table_answer
from hexvet.importers.binding import bind, wanted_names
from hexvet.importers.cells import Fault, Reading, clean_text
from hexvet.importers.model import (
    CellRule,
    ImportedProject,
    ImportMap,
    ImportResult,
    RowFilter,
)
from hexvet.importers.row_filters import Undecided, takes
from hexvet.importers.sheet import Row, match_name, open_sheet
from hexvet.importers.tally import Tally
from hexvet.problems import Place, Problem, Unusable
from hexvet.records import LONGEST_TEXT
from hexvet.workspace.folders import RESERVED_IDS, is_id, proposed_id

MOST_PROJECTS = 200_000
LONGEST_TITLE = 200

_ROW_LEFT = "the row was not taken"


@dataclass(slots=True)
class _Draft:
    """A project while its rows are being gathered. `row` is its first one."""

    id: str
    row: str
    title: str
    summary: str = ""
    answers: dict[str, object] = field(default_factory=dict)
    readings: dict[str, tuple[Reading, str]] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


def import_csv(file: Path, import_map: ImportMap) -> ImportResult:
    """The projects that a file holds, read as a map tells, and a report of what was not taken.

    Reads the file and nothing else. Raises Unusable when the file is no table, is too large or
    lacks columns that the map names.
    """
    sheet = open_sheet(file, import_map.layout, wanted_names(import_map))
    gathering = _Gathering(Tally(import_map, sheet, bind(import_map, sheet)))
    for row in sheet.rows:
        gathering.add(row)
    return gathering.result()


class _Gathering:
    """The projects so far. Rows of tables wait until it is known whose they are."""

    def __init__(self, tally: Tally) -> None:
        self.tally = tally
        self.map = tally.map
        self.counts = tally.counts
        self.drafts: dict[str, _Draft] = {}
        self.ids: set[str] = set()
        self.left_out: set[str] = set()
        self.waiting: dict[str, dict[str, list[Row]]] = {}

    def add(self, row: Row) -> None:
        """Takes one row to the project and the tables that want it."""
        self.counts["rows"] += 1
        if not any(cell and not cell.isspace() for cell in row.cells):
            self.counts["blank rows"] += 1
            return
        self.check_width(row)
        key = self.key(row)
        taken = self.passes(row, self.map.filters)
        tables = [table for table in self.map.tables if self.passes(row, table.filters)]
        if not taken and not tables:
            self.left_out.add(key)
            self.counts["rows left out by a filter"] += 1
        elif not key:
            self.tally.tell(row, self.id_columns(), Fault("IM203", "no id", _ROW_LEFT))
        else:
            if taken:
                self.take(row, key)
            for table in tables:
                self.waiting.setdefault(key, {}).setdefault(table.target, []).append(row)

    def check_width(self, row: Row) -> None:
        width, cells = len(self.tally.sheet.header), len(row.cells)
        extra = [cell for cell in row.cells[width:] if cell.strip()]
        why = f"{cells} cells for {width} columns"
        if extra:
            fault = Fault("IM201", why, "the last ones were left")
            self.tally.tell(row, (), fault, " | ".join(extra))
        elif cells < width:
            self.tally.tell(row, (), Fault("IM202", why, "the others are missing"))

    def passes(self, row: Row, filters: Sequence[RowFilter]) -> bool:
        """Whether a row meets all conditions; one that cannot be told is reported."""
        try:
            return takes(row, self.tally.binding, filters)
        except Undecided as undecided:
            fault = Fault("IM207", f"the filter needs a number: {undecided.why}", _ROW_LEFT)
            self.tally.tell(row, (undecided.column,), fault, undecided.text)
            return False

    def id_columns(self) -> tuple[str, ...]:
        return self.map.id or self.map.id_parts[:1] or self.map.title

    def key(self, row: Row) -> str:
        """What tells one project from another, as the file writes it; empty when missing."""
        if not self.map.id_parts:
            return self.tally.line(row, self.map.id or self.map.title)
        parts = [self.tally.line(row, (name,)) for name in self.map.id_parts]
        return " ".join(parts) if all(parts) else ""

    def take(self, row: Row, key: str) -> None:
        """Reads a row's fields into its project, as the map's `repeated` tells."""
        draft = self.drafts.get(key)
        if draft is not None and self.map.repeated == "first":
            fault = Fault("IM204", f"row {draft.row} has the same id", _ROW_LEFT)
            self.tally.tell(row, self.id_columns(), fault, key, draft.id)
            return
        if draft is None or self.map.repeated == "number":
            draft = self.draft(row, key)
        for rule in self.map.fields:
            if self.tally.binding.at(rule.columns) is not None:
                self.answer(draft, row, rule)

    def draft(self, row: Row, key: str) -> _Draft:
        if len(self.drafts) >= MOST_PROJECTS:
            place = Place(self.tally.sheet.file)
            message = f"more than {MOST_PROJECTS:,} projects"
            raise Unusable((Problem("IM010", message, place, "filter the rows"),))
        id = self.free_id(row, key)
        draft = _Draft(id, row.label, self.title(row, key, id), self.summary(row, id))
        while key in self.drafts:
            key += " "
        self.drafts[key] = draft
        return draft

    def free_id(self, row: Row, key: str) -> str:
        """The nearest valid id that no other project has."""
        first = valid_id(key, f"row-{row.label.lower()}")
        id, number = first, 2
        while id in self.ids:
            id, number = f"{first[:52]}-{number}", number + 1
        if id != first:
            fault = Fault("IM208", f"another project is called {first}", f"called {id}")
            self.tally.tell(row, self.id_columns(), fault, key, id)
        self.ids.add(id)
        return id

    def title(self, row: Row, key: str, id: str) -> str:
        title = self.tally.line(row, self.map.title)
        if not title:
            self.tally.tell(
                row, self.map.title, Fault("IM209", "no title", "the id serves"), "", id
            )
        return self.cut(row, self.map.title, title or key, id, LONGEST_TITLE)

    def summary(self, row: Row, id: str) -> str:
        raw = self.tally.binding.text(row, self.map.summary)
        text, faults = clean_text(raw)
        for fault in faults:
            self.tally.tell(row, self.map.summary, fault, raw, id)
        if match_name(text) in self.map.missing:
            return ""
        return self.cut(row, self.map.summary, text, id, LONGEST_TEXT)

    def cut(self, row: Row, names: Sequence[str], text: str, id: str, longest: int) -> str:
        if len(text) <= longest:
            return text
        done = f"the first {longest:,} were taken"
        self.tally.tell(row, names, Fault("IM112", f"{len(text):,} characters", done), text, id)
        return text[:longest].rstrip()

    def answer(self, draft: _Draft, row: Row, rule: CellRule) -> None:
        """The first row that answers a field counts; another answer is reported."""
        reading = read_field(self.tally, row, rule, draft.id, draft.remarks)
        if reading.answer is None:
            return
        before, label = draft.readings.setdefault(rule.target, (reading, row.label))
        if before is reading:
            draft.answers[rule.target] = record(self.tally, row, rule, reading)
        elif before.answer != reading.answer:
            fault = Fault(
                "IM205", f"row {label} says otherwise", f"the answer of row {label} stands"
            )
            text = self.tally.binding.text(row, rule.columns)
            self.tally.tell(row, rule.columns, fault, text, draft.id)

    def result(self) -> ImportResult:
        """All projects, in the order of their first rows."""
        projects = tuple(self.finished(key, draft) for key, draft in self.drafts.items())
        self.report_orphans()
        self.counts["projects"] = len(projects)
        report = tuple(self.tally.report)
        return ImportResult(projects, report, dict(self.counts), self.tally.binding.unmapped)

    def finished(self, key: str, draft: _Draft) -> ImportedProject:
        waiting = self.waiting.pop(key, {})
        for table in self.map.tables:
            rows = waiting.get(table.target)
            if rows:
                draft.answers[table.target] = table_answer(
                    self.tally, table, rows, draft.id, draft.remarks
                )
        return ImportedProject(draft.id, dict(self.keys(draft)), tuple(draft.remarks))

    def keys(self, draft: _Draft) -> Iterator[tuple[str, object]]:
        yield "title", draft.title
        if draft.summary:
            yield "summary", draft.summary
        if self.map.illustration:
            yield "illustration", True
        yield from self.map.constants.items()
        yield from draft.answers.items()

    def report_orphans(self) -> None:
        """Rows of tables whose project was left out are counted, those without one reported."""
        for key, tables in self.waiting.items():
            for row in (row for rows in tables.values() for row in rows):
                if key in self.left_out:
                    self.counts["rows of projects left out"] += 1
                else:
                    fault = Fault("IM206", "no row of the file makes this project", _ROW_LEFT)
                    self.tally.tell(row, self.id_columns(), fault, key)


def valid_id(text: str, otherwise: str) -> str:
    """The nearest id to what a file calls a project; `otherwise` when no letter is left."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    if not any(letter.isalnum() for letter in letters):
        return otherwise
    id = proposed_id(letters)
    return id if is_id(id) and id not in RESERVED_IDS else otherwise
