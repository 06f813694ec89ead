"""A CSV file as a header and rows, whatever its encoding, delimiter and layout."""

from __future__ import annotations

import csv
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple, TextIO

from hexvet.documents import printable
from hexvet.importers.encodings import find_encoding, foreign_format
from hexvet.importers.model import CellReport, Layout
from hexvet.problems import Place, Problem, Unusable

LARGEST = 1 << 30
"""The largest file that is read, in bytes."""

LARGEST_TRANSPOSED = 64 << 20
LONGEST_LINE = 64 << 20
LARGEST_CELL = 16 << 20
DELIMITERS = ",;\t|"
_SAMPLE_ROWS = 30


class Row(NamedTuple):
    """One row. `label` is its number (or its column's letters, in a transposed file)."""

    label: str
    cells: Sequence[str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: `header` as it is shown, `names` as it is matched, and its rows, once.

    Reading the rows may add to `report`.
    """

    file: str
    header: tuple[str, ...]
    names: tuple[str, ...]
    rows: Iterator[Row]
    report: list[CellReport]


def match_name(header: str) -> str:
    """A header as it is matched: case, blanks and line breaks do not count."""
    return " ".join(header.removeprefix("\ufeff").split()).casefold()


def open_sheet(path: Path, layout: Layout, wanted: frozenset[str]) -> Sheet:
    """Finds out how the file is written and reads its header.

    `wanted` are the matched names of the columns that matter: they tell the header from what
    stands above it, and the delimiter. Raises Unusable when the file is no table.
    """
    file = printable(path.name)
    _require_table(path, file, LARGEST_TRANSPOSED if layout.transposed else LARGEST)
    report: list[CellReport] = []
    try:
        encoding = layout.encoding or find_encoding(path)
        records = _guarded(file, _records(path, encoding, layout, wanted, report))
        if layout.transposed:
            records = _transposed(records)
        return _headed(file, records, layout, wanted, report)
    except (OSError, LookupError, UnicodeError) as error:
        raise _broken(file, error) from error


def _guarded(file: str, records: Iterator[Row]) -> Iterator[Row]:
    try:
        yield from records
    except (OSError, LookupError, UnicodeError, csv.Error) as error:
        raise _broken(file, error) from error


def _broken(file: str, error: Exception) -> Unusable:
    return _unusable(file, f"cannot be read as a table: {printable(str(error))}")


def _require_table(path: Path, file: str, largest: int) -> None:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise _unusable(file, "not a file")
        if status.st_size > largest:
            limit = f"{largest >> 20:,} MiB"
            raise _unusable(file, f"larger than {limit}", "split it into several files")
        with path.open("rb") as stream:
            start = stream.read(64)
    except OSError as error:
        raise _unusable(file, f"cannot be read: {error.strerror}") from error
    if not start:
        raise _unusable(file, "the file is empty")
    kind = foreign_format(start)
    if kind:
        raise _unusable(file, f"this is {kind}", "save the sheet as CSV (UTF-8) and import that")


def _unusable(file: str, message: str, hint: str = "") -> Unusable:
    return Unusable((Problem("IM010", message, Place(file), hint),))


def _records(
    path: Path, encoding: str, layout: Layout, wanted: frozenset[str], report: list[CellReport]
) -> Iterator[Row]:
    """The records of the file, numbered from 1 as a spreadsheet does."""
    file = printable(path.name)
    if encoding == "cp1252" and not layout.encoding:
        why = "not UTF-8"
        report.append(_file_report("IM301", file, "", why, "read as Windows-1252 (cp1252)"))
    delimiter = layout.delimiter or _stated_delimiter(path, encoding)
    skip = 1 if not layout.delimiter and delimiter else 0
    if not delimiter:
        delimiter = max(DELIMITERS, key=lambda mark: _fit(path, encoding, mark, wanted))
    numbered = enumerate(_parsed(path, encoding, delimiter, report), 1)
    return (Row(str(number), cells) for number, cells in islice(numbered, skip, None))


def _file_report(code: str, file: str, row: str, why: str, done: str) -> CellReport:
    return CellReport(code, file, row, "", "", why, done)


def _stated_delimiter(path: Path, encoding: str) -> str:
    """Excel may write `sep=;` above the table."""
    with path.open(encoding=encoding, errors="replace") as stream:
        first = stream.readline(20).strip().lower()
    return first[4] if first.startswith("sep=") and len(first) == 5 else ""


def _fit(path: Path, encoding: str, delimiter: str, wanted: frozenset[str]) -> tuple[int, int]:
    """How well a delimiter fits: the wanted names that it uncovers, then the columns."""
    try:
        rows = list(islice(_parsed(path, encoding, delimiter, []), _SAMPLE_ROWS))
    except csv.Error:
        return (0, 0)
    names = [len(wanted & {match_name(cell) for cell in row}) for row in rows]
    downward = len(wanted & {match_name(row[0]) for row in rows if row})
    widths = sorted(len(row) for row in rows)
    return (max([*names, downward], default=0), widths[len(widths) // 2] if widths else 0)


def _parsed(
    path: Path, encoding: str, delimiter: str, report: list[CellReport]
) -> Iterator[list[str]]:
    csv.field_size_limit(max(csv.field_size_limit(), LARGEST_CELL))
    file = printable(path.name)
    with path.open(encoding=encoding, errors="replace", newline="") as stream:
        pending: list[str] = []
        reader = csv.reader(_lines(stream, pending), delimiter=delimiter)
        for number, cells in enumerate(reader, 1):
            if len(pending) > 1 and sum(line.count('"') for line in pending) % 2:
                why = f"a quotation mark is never closed; {len(pending)} lines ran together"
                report.append(_file_report("IM303", file, str(number), why, "read as one row"))
            pending.clear()
            yield cells


def _lines(stream: TextIO, pending: list[str]) -> Iterator[str]:
    """The file's lines, each remembered until its record is complete."""
    while line := stream.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise csv.Error(f"a line of more than {LONGEST_LINE >> 20} million characters")
        pending.append(line)
        yield line


def _transposed(records: Iterable[Row]) -> Iterator[Row]:
    rows = [row.cells for row in records]
    width = max(map(len, rows), default=0)
    for number in range(width):
        cells = [row[number] if number < len(row) else "" for row in rows]
        yield Row(_letters(number), cells)


def _letters(number: int) -> str:
    """A, B .. Z, AA: a column's name, counted from 0."""
    head, tail = divmod(number, 26)
    return (_letters(head - 1) if head else "") + chr(ord("A") + tail)


def _headed(
    file: str,
    records: Iterator[Row],
    layout: Layout,
    wanted: frozenset[str],
    report: list[CellReport],
) -> Sheet:
    first = list(islice(records, max(_SAMPLE_ROWS, layout.header_row or 0)))
    if not any(any(row.cells) for row in first):
        raise _unusable(file, "the file has no rows")
    if layout.header_row == 0:
        header = [str(number) for number in range(1, len(first[0].cells) + 1)]
        return Sheet(file, tuple(header), tuple(header), chain(first, records), report)
    at = _header_index(first, layout, wanted)
    if at is None:
        raise _unusable(file, f"the file has no row {layout.header_row}")
    if at > 0 and layout.header_row is None:
        why = f"the column names were found in row {first[at].label}"
        report.append(_file_report("IM304", file, first[at].label, why, "rows above it were left"))
    header = [" ".join(cell.removeprefix("\ufeff").split()) for cell in first[at].cells]
    shown = _told_apart(file, header, first[at].label, report)
    names = tuple(map(match_name, shown))
    return Sheet(file, shown, names, chain(first[at + 1 :], records), report)


def _header_index(first: Sequence[Row], layout: Layout, wanted: frozenset[str]) -> int | None:
    if layout.header_row is not None:
        return layout.header_row - 1 if layout.header_row <= len(first) else None
    found = [len(wanted & {match_name(cell) for cell in row.cells}) for row in first]
    if max(found) == 0:
        return next(at for at, row in enumerate(first) if any(row.cells))
    return found.index(max(found))


def _told_apart(
    file: str, header: Sequence[str], label: str, report: list[CellReport]
) -> tuple[str, ...]:
    """The second column of the same name becomes `name (2)`."""
    seen: dict[str, int] = {}
    shown = []
    for name in header:
        count = seen[match_name(name)] = seen.get(match_name(name), 0) + 1
        if count > 1 and name:
            done = f"called '{printable(name)[:60]} ({count})'"
            why = "another column has the same name"
            report.append(CellReport("IM302", file, label, printable(name)[:60], "", why, done))
        shown.append(name if count == 1 or not name else f"{name} ({count})")
    return tuple(shown)
