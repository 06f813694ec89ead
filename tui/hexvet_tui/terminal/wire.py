"""Between Textual and the terminal: only cells that changed are sent.

Textual sends every cell of what it repaints. `Wire` keeps a copy of what the terminal shows, and
turns frames into the difference, which is a tenth to a twentieth of that. Why, and what it rests
on: docs/decisions/0006-wire.md
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from rich.color import ColorSystem
from rich.style import Style

from hexvet_tui.terminal import frames
from hexvet_tui.terminal.cells import Cells, Frame, Piece
from hexvet_tui.terminal.echo import Step
from hexvet_tui.terminal.pens import Pen, pen_of
from hexvet_tui.terminal.rows import UNTOLD, cells_of

SWITCH = "HEXVET_WIRE"
"""The environment variable that turns the differences off when it is `plain`."""
FOREIGN = (AttributeError, IndexError, KeyError, TypeError, ValueError)
"""What reading the inside of another Textual may raise."""


def refusal(environ: Mapping[str, str]) -> str:
    """Why the screen is sent as Textual sends it; "" when only differences are sent."""
    if environ.get(SWITCH, "").casefold() == "plain":
        return f"{SWITCH}=plain"
    lacking = frames.lacking()
    return f"this Textual has no {', '.join(lacking)} as it is needed" if lacking else ""


class Wire:
    """What the terminal shows, and whether differences to that are sent.

    `refused` says why they are not; `fault` is set when that turned out only on the way.
    """

    def __init__(self, refused: str = "", charset: str = "utf-8", erasing: bool = False) -> None:
        self.refused, self.fault = refused, ""
        self._charset, self._erasing = charset, erasing
        self._cells = Cells(0, 0)
        self._cursor: tuple[int, int] | None = None
        self._pen: Pen | None = None

    def forget(self) -> None:
        """The terminal may show anything: the next frame is sent in full."""
        self._cells = Cells(0, 0)
        self._cursor = self._pen = None

    def update(
        self, renderable: object, colours: ColorSystem, cursor: tuple[int, int]
    ) -> object | None:
        """What to display instead of a frame of Textual; None when nothing has to be sent.

        It is remembered as shown only when it is really sent. `cursor` is column and row.
        """
        try:
            update = frames.read(renderable)
            if update is None:  # something else writes to the terminal
                self.forget()
                return renderable
            if (self._cells.width, self._cells.height) != update[:2]:
                self._cells = Cells(update.width, update.height, self._erasing)
            pens = partial(_pen_in, colours)
            frame = self._cells.frame(update.pieces, pens, self._charset)
            text, pen = self._cells.difference(frame, self._pen)
        except FOREIGN as error:
            self.refused = self.fault = f"{type(error).__name__}: {error}"
            return renderable
        if not text and cursor == self._cursor:
            return None
        return frames.sent(text, partial(self._shown, frame, cursor, pen))

    def picture(self, row: int, words: str) -> str:
        """What brings what is shown to a terminal that shows nothing, with words of our own in
        a line, in the pen of that line; "" when not all is known."""
        cells, rows = self._cells, [line.copy() for line in self._cells.rows]
        if not 0 <= row < len(rows) or any(UNTOLD in line.texts for line in rows):
            return ""
        _, texts = cells_of(words[: cells.width].ljust(cells.width), self._charset)
        rows[row].put(0, texts, rows[row].pens[0])
        for line in rows:
            line.pens = [pen._replace(link="") for pen in line.pens]
        blank = Cells(cells.width, cells.height, self._erasing)
        return blank.difference(dict(enumerate(rows)))[0]

    def steps(self, views: Iterable[Sequence[Piece]], colours: ColorSystem) -> Iterator[Step]:
        """What leads from what is shown to a view, from that to the next, and back each time. As
        in a picture, there are no links."""
        cells = Cells(self._cells.width, self._cells.height, self._erasing)
        cells.rows = [*self._cells.rows]

        def pen(style: Style | None) -> Pen:
            return _pen_in(colours, style)._replace(link="")

        for pieces in views:
            frame = cells.frame(pieces, pen, self._charset)
            before = {y: cells.rows[y] for y in frame}
            down, _ = cells.difference(frame)
            cells.accept(frame)
            yield Step(down, cells.difference(before)[0])

    def _shown(self, frame: Frame, cursor: tuple[int, int], pen: Pen) -> None:
        self._cells.accept(frame)
        self._cursor, self._pen = cursor, pen


def _pen_in(colours: ColorSystem, style: Style | None) -> Pen:
    return pen_of(style, colours)
