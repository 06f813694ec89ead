"""What stands in the terminal's cells, and the fewest bytes that turn it into what should.

Nothing here knows Textual: a frame is pieces of text with their styles, each with its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from rich.segment import Segment

from hexvet_tui.terminal.pens import NO_LINK, PLAIN, RESET, Pen, change, commonest, for_blank
from hexvet_tui.terminal.rows import PenOf, Row, erased, untold
from hexvet_tui.terminal.scrolling import shifts
from hexvet_tui.terminal.strokes import Stroke, strokes
from hexvet_tui.terminal.writing import shortest

Piece: TypeAlias = tuple[int, int, Iterable[Segment]]
"""Row, column, and what stands from there on."""
Frame: TypeAlias = dict[int, Row]
"""Lines as they should be, by their row."""
Text: TypeAlias = tuple[str, Pen]
"""What is written, and the pen that the terminal then writes with."""


class Cells:
    """A terminal's cells as they were last written. Sizes are in cells.

    `erasing` is whether the terminal fills erased cells with the colours of its pen.
    """

    def __init__(self, width: int, height: int, erasing: bool = False) -> None:
        self.width, self.height = width, height
        self._erasing = erasing
        self.rows = [untold(width) for _ in range(height)]

    def frame(self, pieces: Iterable[Piece], pen_of: PenOf, charset: str = "utf-8") -> Frame:
        """The lines as they should be; what has no place in this size is left out."""
        rows: Frame = {}
        for y, x, segments in pieces:
            if not 0 <= y < self.height:
                continue
            if y not in rows:
                rows[y] = self.rows[y].copy()
            rows[y].write(x, segments, pen_of, charset)
        return rows

    def difference(self, frame: Frame, pen: Pen | None = None) -> Text:
        """What has to be written to make the terminal show a frame, and the pen after that.

        "" when it is shown already. `pen` is what the terminal writes with, None when it may be
        anything.
        """
        known = pen or PLAIN
        moves = shifts(self.rows, frame)
        ways = [self._drawn(self.rows, frame, known)] if not moves or not moves[0].most else []
        if ways and not ways[0][0]:
            return "", known
        whole = {y: frame.get(y, row) for y, row in enumerate(self.rows)} if moves else {}
        for one in moves:
            ground, new, erase = known, untold(self.width), ""
            if self._erasing:
                ground = for_blank(known, commonest(whole[one.new].pens))
                new, erase = erased(self.width, ground), one.erased
            at = one.new + erase.count("\v")
            text, last = self._drawn(one.moved(self.rows, new), whole, ground, at)
            ways.append((change(known, ground) + one.text + erase + text, last))
        text, last = min(ways, key=lambda way: len(way[0]))
        start, end = "" if pen else RESET, NO_LINK if last.link else ""
        return f"{start}{text}{end}", last._replace(link="")

    def accept(self, frame: Frame) -> None:
        """Remember a frame as what the terminal shows."""
        for y, row in frame.items():
            self.rows[y] = row

    def _drawn(self, rows: Sequence[Row], frame: Frame, pen: Pen, at: int = -1) -> Text:
        """The strokes from lines to a frame; the terminal's cursor is in the line `at`."""
        found: list[Stroke] = []
        for y in sorted(frame):
            found += strokes(y, rows[y], frame[y], self._erasing)
        return shortest(found, pen, at)
