"""The screen of the flip points."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.geometry import Offset

from hexvet_tui.modes.base import ModeScreen
from hexvet_tui.modes.sensitivity import panes
from hexvet_tui.modes.sensitivity.verbs import place_of, rows
from hexvet_tui.scene import Scene
from hexvet_tui.typesetting import Line
from hexvet_tui.widgets.canvas import Canvas

FRAME = 2
HEAD = 1


class SensitivityScreen(ModeScreen):
    """The list of the active pane, and what its row means."""

    CSS_PATH = "style.tcss"

    def compose(self) -> ComposeResult:
        """Title, header, list, detail, status, footer."""
        yield from self.top(panes.header)
        yield FlipTable(id="table")
        yield Canvas(panes.detail, id="detail")
        yield from self.bottom()

    def view(self) -> tuple[int, int]:
        """The rows of the list that are in view."""
        for table in self.query(FlipTable):
            return max(1, table.size.height - FRAME - HEAD), table.size.width - FRAME
        return super().view()

    def row_caret(self) -> Offset:
        """The row of the list."""
        for table in self.query(FlipTable):
            return table.caret(place_of(self.host.scene))
        return super().row_caret()


class FlipTable(Canvas):
    """The rows of the active pane."""

    def __init__(self, *, id: str) -> None:
        super().__init__(self._table, id=id)
        self._top = 0

    def caret(self, at: int) -> Offset:
        """Where on the screen a row stands."""
        return self.region.offset + Offset(1, max(0, at - self._top) + FRAME)

    def _table(self, scene: Scene, width: int, height: int) -> Sequence[Line]:
        self._top = panes.top_of(scene, self._top, len(rows(scene)), height)
        return panes.table(scene, width, height, self._top)
