"""The screen of the form."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Container
from textual.geometry import Offset

from hexvet_tui.modes.base import ModeScreen
from hexvet_tui.modes.vetting import panes
from hexvet_tui.scene import Scene
from hexvet_tui.typesetting import Line, scrolled
from hexvet_tui.widgets.canvas import Canvas

FRAME = 2


class VettingScreen(ModeScreen):
    """The questions beside the one that is asked; below what the last answer moved."""

    CSS_PATH = "style.tcss"

    def compose(self) -> ComposeResult:
        """Title, header, list, question, hexagon, effect, status, footer."""
        yield from self.top(panes.header)
        with Container(id="body"):
            yield Questions(id="questions")
            yield Canvas(panes.question, id="question")
        with Container(id="below"):
            yield Canvas(panes.hexagon, id="hexagon")
            yield Canvas(panes.effect, id="effect")
        yield from self.bottom()

    def view(self) -> tuple[int, int]:
        """The rows of the list that are in view."""
        for table in self.query(Questions):
            return max(1, table.size.height - FRAME), table.size.width - FRAME
        return super().view()

    def row_caret(self) -> Offset:
        """The row of the list."""
        for table in self.query(Questions):
            return table.caret(panes.row_of_cursor(self.host.scene))
        return super().row_caret()


class Questions(Canvas):
    """The list. Virtual: only rows in view are ever turned into text."""

    def __init__(self, *, id: str) -> None:
        super().__init__(self._list, id=id)
        self._top = 0

    def caret(self, at: int) -> Offset:
        """Where on the screen a row stands."""
        return self.region.offset + Offset(1, max(0, at - self._top) + 1)

    def _list(self, scene: Scene, width: int, height: int) -> Sequence[Line]:
        at, count = max(0, panes.row_of_cursor(scene)), panes.row_count(scene)
        self._top = scrolled(self._top, at, count, max(1, height - FRAME))
        return panes.questions(scene, width, height, self._top)
