"""The screen of dates and indicators."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.geometry import Offset

from hexvet_tui.modes.base import ModeScreen
from hexvet_tui.modes.monitor import panes
from hexvet_tui.modes.monitor.verbs import place_of, rows
from hexvet_tui.scene import Scene
from hexvet_tui.typesetting import Line, scrolled
from hexvet_tui.widgets.canvas import Canvas

FRAME = 2
HEAD = 1


class MonitorScreen(ModeScreen):
    """The list of the active pane, and the delivery of one project below."""

    CSS_PATH = "style.tcss"

    def compose(self) -> ComposeResult:
        """Title, header, list, detail, status, footer."""
        yield from self.top(panes.header)
        yield DeliveryTable(id="table")
        yield Canvas(panes.detail, id="detail")
        yield from self.bottom()

    def view(self) -> tuple[int, int]:
        """The rows of the list that are in view."""
        for table in self.query(DeliveryTable):
            return max(1, table.size.height - FRAME - HEAD), table.size.width - FRAME
        return super().view()

    def row_caret(self) -> Offset:
        """The row of the list."""
        for table in self.query(DeliveryTable):
            return table.caret(place_of(self.host.scene))
        return super().row_caret()


class DeliveryTable(Canvas):
    """The rows of the active pane."""

    def __init__(self, *, id: str) -> None:
        super().__init__(self._table, id=id)
        self._top = 0

    def caret(self, at: int) -> Offset:
        """Where on the screen a row stands."""
        return self.region.offset + Offset(1, max(0, at - self._top) + FRAME)

    def _table(self, scene: Scene, width: int, height: int) -> Sequence[Line]:
        rows_in_view = max(1, height - FRAME - HEAD)
        self._top = scrolled(self._top, place_of(scene), len(rows(scene)), rows_in_view)
        return panes.table(scene, width, height, self._top)
