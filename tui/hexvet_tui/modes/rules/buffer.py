"""A text that is being edited: pure, with its own undo. One key is one new record."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from typing import NamedTuple

UNDOS = 1000
"""Steps that can be taken back."""
LARGEST_PASTE = 4_000_000
"""Characters of one paste that are taken."""

_WORD = re.compile(r"\w+|[^\w\s]+")


class Caret(NamedTuple):
    """A place between characters: row and column count from 0."""

    row: int = 0
    column: int = 0


START = Caret()


class Step(NamedTuple):
    """What undo takes back: the rows from `row` on were `old` and became `new`."""

    row: int
    old: tuple[str, ...]
    new: tuple[str, ...]
    before: Caret
    after: Caret
    joins: bool = False


@dataclass(frozen=True, slots=True)
class Buffer:
    """The lines of a text, at least one, and the caret. `goal` is the column that moving up and
    down goes back to. `edits` counts changes, so that equal numbers are equal texts. What stands
    between `anchor` and the caret is selected; a change of the text leaves nothing selected."""

    lines: tuple[str, ...] = ("",)
    caret: Caret = START
    anchor: Caret | None = None
    goal: int = 0
    undone: tuple[Step, ...] = field(default=(), repr=False)
    done: tuple[Step, ...] = field(default=(), repr=False)
    edits: int = 0

    @property
    def text(self) -> str:
        """The whole text, with single newlines."""
        return "\n".join(self.lines)

    @property
    def line(self) -> str:
        """The row of the caret."""
        return self.lines[self.caret.row]

    @property
    def span(self) -> tuple[Caret, Caret]:
        """Start and end of what is selected; the caret twice when nothing is."""
        start, end = sorted((self.anchor or self.caret, self.caret))
        return start, end

    @property
    def selected(self) -> str:
        """The text that is selected; empty when none is."""
        start, end = self.span
        rows = [*self.lines[start.row : end.row], self.lines[end.row][: end.column]]
        rows[0] = rows[0][start.column :]
        return "\n".join(rows)

    def anchored(self, anchor: Caret | None) -> Buffer:
        """With what lies between a place and the caret selected; None: nothing."""
        return replace(self, anchor=anchor)

    # --- moving -----------------------------------------------------------------------------

    def at(self, row: int, column: int) -> Buffer:
        """With the caret at a place, or the nearest there is."""
        row = max(0, min(row, len(self.lines) - 1))
        column = max(0, min(column, len(self.lines[row])))
        return replace(self, caret=Caret(row, column), goal=column, anchor=None)

    def by_rows(self, step: int) -> Buffer:
        """With the caret some rows further, in the same column where the row is long enough."""
        row = max(0, min(self.caret.row + step, len(self.lines) - 1))
        column = min(self.goal, len(self.lines[row]))
        return replace(self, caret=Caret(row, column), anchor=None)

    def by_characters(self, step: int) -> Buffer:
        """With the caret one character further; the ends of rows lead to their neighbours."""
        row, column = self.caret
        if column + step < 0:
            return self.at(row - 1, len(self.lines[row - 1])) if row else self
        if column + step > len(self.line):
            return self.at(row + 1, 0) if row + 1 < len(self.lines) else self
        return self.at(row, column + step)

    def by_word(self, forward: bool) -> Buffer:
        """With the caret at the next or previous start of a word."""
        row, column = self.caret
        starts = [found.start() for found in _WORD.finditer(self.line)]
        if forward:
            further = [start for start in starts if start > column]
            if further:
                return self.at(row, further[0])
            return self.at(row + 1, 0) if row + 1 < len(self.lines) else self.at(row, 10**9)
        nearer = [start for start in starts if start < column]
        return self.at(row, nearer[-1]) if nearer else self.by_characters(-1)

    # --- changing ---------------------------------------------------------------------------

    def changed(
        self, row: int, count: int, new: tuple[str, ...], caret: Caret, *, joins: bool = False
    ) -> Buffer:
        """With other rows in place of `count` rows. A step that joins is undone with the one
        before it, when that ended where this one begins."""
        old = self.lines[row : row + count]
        lines = (*self.lines[:row], *new, *self.lines[row + count :]) or ("",)
        step = Step(row, old, new, self.caret, caret, joins)
        done = (*self.done, step)
        last = self.done[-1] if self.done else None
        if joins and last and last.joins and last.after == self.caret and last.row == row:
            done = (*self.done[:-1], last._replace(new=new, after=caret))
        kept = done[-UNDOS:]
        return replace(
            self, lines=lines, caret=caret, goal=caret.column, anchor=None, done=kept, undone=(),
            edits=self.edits + 1,
        )  # fmt: skip

    def inserted(self, text: str) -> Buffer:
        """With a text at the caret, in place of what is selected: typed, or pasted with its line
        breaks."""
        text = text[:LARGEST_PASTE].replace("\r\n", "\n").replace("\r", "\n")
        if not text:
            return self
        (row, column), last = self.span
        head, tail = self.lines[row][:column], self.lines[last.row][last.column :]
        parts = text.split("\n")
        end = Caret(row + len(parts) - 1, len(parts[-1]) + (column if len(parts) == 1 else 0))
        parts[0] = head + parts[0]
        parts[-1] += tail
        joins = len(text) == 1 and not text.isspace() and last == (row, column)
        return self.changed(row, last.row - row + 1, tuple(parts), end, joins=joins)

    def broken(self) -> Buffer:
        """With a new line at the caret, as far indented as this one."""
        row, column = self.span[0]
        line = self.lines[row]
        indent = line[: len(line) - len(line.lstrip(" \t"))]
        return self.inserted("\n" + indent[:column])

    def without(self, forward: bool) -> Buffer:
        """Without what is selected, else the character before the caret or the one behind it."""
        if self.selected:
            return self.cut(*self.span)
        other = self.by_characters(1 if forward else -1).caret
        return self if other == self.caret else self.cut(*sorted((self.caret, other)))

    def without_word(self) -> Buffer:
        """Without what is selected, else what lies from the start of the word to the caret."""
        if self.selected:
            return self.cut(*self.span)
        start = self.by_word(forward=False).caret
        return self if start == self.caret else self.cut(start, self.caret)

    def without_line(self) -> Buffer:
        """Without the row of the caret."""
        row = self.caret.row
        if row + 1 < len(self.lines):
            return self.cut(Caret(row, 0), Caret(row + 1, 0))
        return self.cut(Caret(row, 0), Caret(row, len(self.line)))

    def cut(self, start: Caret, end: Caret) -> Buffer:
        """Without what stands between two places."""
        row = self.lines[start.row][: start.column] + self.lines[end.row][end.column :]
        return self.changed(start.row, end.row - start.row + 1, (row,), start)

    def replaced(self, text: str) -> Buffer:
        """With another text, as one step that undo takes back; the caret stays by its row."""
        new = _lines(text)
        if new == self.lines:
            return self
        head, tail = _ends(self.lines, new)
        old_end, new_end = len(self.lines) - tail, len(new) - tail
        row = self.caret.row
        if row >= old_end:
            row += len(new) - len(self.lines)
        elif row >= head:
            row = min(row, max(head, new_end - 1))
        row = max(0, min(row, len(new) - 1))
        caret = Caret(row, min(self.caret.column, len(new[row])))
        return self.changed(head, old_end - head, new[head:new_end], caret)

    # --- undo -------------------------------------------------------------------------------

    def back(self) -> Buffer:
        """Without the last step; the same record when there is none."""
        if not self.done:
            return self
        step = self.done[-1]
        lines = (*self.lines[: step.row], *step.old, *self.lines[step.row + len(step.new) :])
        return replace(
            self, lines=lines or ("",), caret=step.before, goal=step.before.column, anchor=None,
            done=self.done[:-1], undone=(*self.undone, step), edits=self.edits + 1,
        )  # fmt: skip

    def again(self) -> Buffer:
        """With the step that was taken back last."""
        if not self.undone:
            return self
        step = self.undone[-1]
        lines = (*self.lines[: step.row], *step.new, *self.lines[step.row + len(step.old) :])
        return replace(
            self, lines=lines or ("",), caret=step.after, goal=step.after.column, anchor=None,
            done=(*self.done, step), undone=self.undone[:-1], edits=self.edits + 1,
        )  # fmt: skip


def opened(text: str) -> Buffer:
    """A text as it is opened."""
    return Buffer(_lines(text))


def _lines(text: str) -> tuple[str, ...]:
    """The lines of a file, without its byte order mark and line ends."""
    return tuple(text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n"))


def _ends(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[int, int]:
    """How many rows two texts share at their starts, and then at their ends."""
    most = min(len(old), len(new))
    head = 0
    while head < most and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < most - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return head, tail


def changed_rows(old: tuple[str, ...], new: tuple[str, ...]) -> frozenset[int]:
    """The rows of the new text that the old one does not have; where much lies between the first
    and the last of them, those that stand nowhere in the old one."""
    head, tail = _ends(old, new)
    a, b = old[head : len(old) - tail], new[head : len(new) - tail]
    if len(a) * len(b) > 250_000:
        known = frozenset(a)
        return frozenset(row for row, line in enumerate(b, head) if line not in known)
    blocks = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    same = {head + block.b + at for block in blocks for at in range(block.size)}
    return frozenset(row for row in range(head, len(new) - tail) if row not in same)
