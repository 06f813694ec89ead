"""What the log remembers, and what was read for it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from hexvet_tui.modes.log.terms import EVERYTHING, Terms
from hexvet_tui.turns import give_way

if TYPE_CHECKING:
    from hexvet.journal.model import Entry
    from hexvet.journal.verifying import Verified
    from hexvet.problems import Problem

FIRST = 500
"""Entries that are read at first, from the end; more when the cursor comes near the last."""


@dataclass(frozen=True, slots=True)
class Read:
    """The newest entries that a filter keeps, newest first, of `count` lines in all. `whole`:
    there are no more.

    `signed` are the numbers of entries with a signature beside them, `back` the entries that are
    taken back, each with the entry that did it; `problems` the lines that are no entries.
    """

    terms: Terms = EVERYTHING
    entries: tuple[Entry, ...] = field(default=(), repr=False)
    whole: bool = True
    count: int = 0
    signed: frozenset[int] = frozenset()
    back: Mapping[int, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class LogState:
    """The cursor is an entry's number, 0 for the newest. `read` is None until it was read;
    `going_on` while more of it is being read. `wrong` is why it cannot be read now, and `hint`
    what helps."""

    read: Read | None = None
    cursor: int = 0
    top: int = 0
    terms: Terms = EVERYTHING
    verified: Verified | None = None
    going_on: bool = False
    wrong: str = ""
    hint: str = ""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries that are listed."""
        return self.read.entries if self.read else ()

    @property
    def place(self) -> int:
        """The row of the cursor; -1 in an empty list."""
        if not self.entries:
            return -1
        if not self.cursor:
            return 0
        at = bisect_left(self.entries, -self.cursor, key=lambda entry: -entry.number)
        return min(at, len(self.entries) - 1)

    @property
    def entry(self) -> Entry | None:
        """The entry under the cursor."""
        return self.entries[self.place] if self.entries else None


def read(root: Path, terms: Terms, most: int) -> Read:
    """The newest `most` entries that the terms keep: slow for a long journal."""
    from hexvet.journal.reading import line_count
    from hexvet.journal.signing import signed

    problems: list[Problem] = []
    back: dict[int, int] = {}
    found = tuple(islice(_kept(root, terms, problems, back), most + 1))
    return Read(
        terms,
        found[:most],
        len(found) <= most,
        line_count(root),
        frozenset(signed(root)),
        back,
        tuple(problems),
    )


def _kept(
    root: Path, terms: Terms, problems: list[Problem], back: dict[int, int]
) -> Iterator[Entry]:
    """Entries from the end; what is taken back is noted on the way, since an undo comes later."""
    from hexvet.journal.model import Entry
    from hexvet.journal.reading import entry_of, read_backwards
    from hexvet.journal.withholding import withholding

    show = withholding(root)
    for line in read_backwards(root):
        give_way()
        found = entry_of(line)
        if not isinstance(found, Entry):
            problems.append(found)
            continue
        if found.kind == "undo" and found.number not in back:
            for number in filter(str.isdecimal, found.concerns("entry")):
                back.setdefault(int(number), found.number)
        shown = show(found)
        if terms.keeps(shown):
            yield shown
