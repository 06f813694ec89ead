"""What is kept while a file is read: the map, the columns, the counts and the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from hexvet.documents import printable
from hexvet.importers.binding import Binding
from hexvet.importers.cells import Fault, clean_text
from hexvet.importers.model import CellReport, ImportMap
from hexvet.importers.sheet import Row, Sheet

LONGEST_SHOWN = 120
"""Characters of a cell that a report shows."""


@dataclass(frozen=True, slots=True)
class Tally:
    """`report` and `counts` grow; the rest stays."""

    map: ImportMap
    sheet: Sheet
    binding: Binding
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def report(self) -> list[CellReport]:
        """What was not understood so far, in the order of reading."""
        return self.sheet.report

    def line(self, row: Row, names: Sequence[str]) -> str:
        """A cell on one line; empty when it is a word for missing."""
        text = " ".join(clean_text(self.binding.text(row, names))[0].split())
        return "" if text.casefold() in self.map.missing else text

    def tell(
        self, row: Row, names: Sequence[str], fault: Fault, text: str = "", project: str = ""
    ) -> None:
        """Adds one line to the report."""
        column = shown(self.binding.shown(names))
        self.report.append(
            CellReport(
                fault.code,
                self.sheet.file,
                row.label,
                column,
                shown(text),
                printable(fault.why),
                fault.done,
                project,
            )
        )


def shown(text: str) -> str:
    """A cell for people to read: on one line, short, without control characters."""
    line = printable(" ".join(text[: 4 * LONGEST_SHOWN].split()))
    return line if len(line) <= LONGEST_SHOWN else f"{line[: LONGEST_SHOWN - 1]}\u2026"
