"""The screen of the comparison."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.geometry import Offset

from hexvet_tui.modes.base import ModeScreen
from hexvet_tui.modes.compare import panes
from hexvet_tui.modes.compare.verbs import place_of
from hexvet_tui.scene import Scene
from hexvet_tui.typesetting import Line
from hexvet_tui.widgets.canvas import Canvas

LEAST = 8
"""The lines of heads and drawings where there is least room: see `style.tcss`."""
BARE = 2
"""The lines of heads and of sections in words."""


class CompareScreen(ModeScreen):
    """Hexagons above, the rows below."""

    CSS_PATH = "style.tcss"

    def compose(self) -> ComposeResult:
        """Title, header, heads with hexagons, rows, status, footer."""
        yield from self.top(panes.header)
        yield Canvas(panes.pictures, id="pictures")
        yield Rows(id="rows")
        yield from self.bottom()

    def present(self, scene: Scene) -> None:
        """Without drawings the room is for the rows."""
        for canvas in self.query("#pictures").results(Canvas):
            lines = len(panes.pictures(scene, self.app.size.width, LEAST))
            canvas.styles.height = lines if lines <= BARE else None
        super().present(scene)

    def row_caret(self) -> Offset:
        """The row under the cursor."""
        for table in self.query(Rows):
            return table.caret(self.host.scene)
        return super().row_caret()


class Rows(Canvas):
    """The rows of the comparison, the one under the cursor in view."""

    def __init__(self, *, id: str) -> None:
        super().__init__(self._table, id=id)
        self._top = 0

    def caret(self, scene: Scene) -> Offset:
        """Where on the screen the row under the cursor stands."""
        above = panes.lines_above(scene, self._top, place_of(scene.session))
        return self.region.offset + Offset(0, max(0, above - 1))

    def _table(self, scene: Scene, width: int, height: int) -> Sequence[Line]:
        at = place_of(scene.session)
        self._top = min(self._top, at)
        while self._top < at and panes.lines_above(scene, self._top, at) > height:
            self._top += 1
        return panes.table(scene, width, height, self._top)
