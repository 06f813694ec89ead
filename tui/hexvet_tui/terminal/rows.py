"""A line of cells, and how texts fall into cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from rich.cells import cell_len, get_character_cell_size
from rich.segment import Segment
from rich.style import Style

from hexvet_tui.terminal.pens import PLAIN, Pen

UNTOLD = "\0"
"""The text of a cell of which it is not known what the terminal shows there."""
TAIL = ""
"""The text of a cell that the character before it covers."""
JOINERS = ("\u200d", "\ufe0f")

PenOf: TypeAlias = Callable[[Style | None], Pen]


@dataclass(slots=True)
class Row:
    """A text and a pen for each cell."""

    texts: list[str]
    pens: list[Pen]

    def copy(self) -> Row:
        """The same, to be changed."""
        return Row(self.texts.copy(), self.pens.copy())

    def put(self, column: int, texts: Sequence[str], pen: Pen) -> None:
        """Write cells; whatever lies beyond the line is left out."""
        room = max(0, len(self.texts) - column)
        if len(texts) > room:
            texts = _cut(texts, room)
        end = column + len(texts)
        if end > column:
            self._split(column)
            self._split(end)
            self.texts[column:end] = texts
            self.pens[column:end] = [pen] * len(texts)

    def join(self, column: int, mark: str) -> None:
        """Set a combining mark that came without a letter on the cell before."""
        while 0 < column <= len(self.texts):
            column -= 1
            if self.texts[column] != TAIL:
                self.texts[column] += mark
                return

    def write(
        self, column: int, segments: Iterable[Segment], pen_of: PenOf, charset: str = "utf-8"
    ) -> None:
        """Write segments from a column on, in characters that the encoding has."""
        for text, style, control in segments:
            if control or not text:
                continue
            texts: Sequence[str] = text
            if not (text.isascii() and text.isprintable()):
                mark, texts = cells_of(text, charset)
                if mark:
                    self.join(column, mark)
            self.put(column, texts, pen_of(style))
            column += len(texts)

    def _split(self, column: int) -> None:
        """Make room at a border: a wide character that it cuts in two leaves blanks."""
        texts = self.texts
        if column >= len(texts) or texts[column] != TAIL:
            return
        start = column
        while start > 0 and texts[start] == TAIL:
            start -= 1
        while column < len(texts) and texts[column] == TAIL:
            column += 1
        texts[start:column] = [" "] * (column - start)


def untold(width: int) -> Row:
    """A line of which nothing is known."""
    return Row([UNTOLD] * width, [PLAIN] * width)


def erased(width: int, pen: Pen) -> Row:
    """A line that the terminal has filled with the ground of its pen."""
    return Row([" "] * width, [Pen(ground=pen.ground)] * width)


def _cut(texts: Sequence[str], room: int) -> Sequence[str]:
    """The cells for which there is room; blanks for a character that is cut in two."""
    kept = list(texts[:room])
    if texts[room] == TAIL:
        start = max((x for x in range(room) if kept[x] != TAIL), default=0)
        kept[start:] = [" "] * (room - start)
    return kept


@lru_cache(maxsize=4096)
def cells_of(text: str, charset: str = "utf-8") -> tuple[str, tuple[str, ...]]:
    """Marks that belong to what is before, and one text for each cell.

    Control characters are left out: nothing in a text may steer the terminal. A text with
    joined characters is one cell that covers as many as Rich counts for it.
    """
    text = "".join(c for c in text if c >= " " and not "\x7f" <= c <= "\x9f")
    if any(joiner in text for joiner in JOINERS):
        found = [text, *[TAIL] * (cell_len(text) - 1)] if cell_len(text) else []
        return "", _encodable(found, charset)
    lead, found = "", []
    for character in text:
        size = get_character_cell_size(character)
        if size:
            found += [character, *[TAIL] * (size - 1)]
        elif found:
            at = -1 if found[-1] != TAIL else -2
            found[at] += character
        else:
            lead += character
    return (lead if charset == "utf-8" else ""), _encodable(found, charset)


def _encodable(cells: list[str], charset: str) -> tuple[str, ...]:
    """Cells without characters that the terminal's encoding lacks; each keeps its place."""
    if charset == "utf-8":
        return tuple(cells)
    plain = [text.encode(charset, "replace").decode(charset)[:1] for text in cells]
    return tuple(text or " " for text in plain)
