"""The screen of dates and indicators."""

from __future__ import annotations

from textual.app import ComposeResult

from hexvet_tui.modes.base import ModeScreen
from hexvet_tui.modes.monitor import panes
from hexvet_tui.modes.monitor.verbs import place_of, rows
from hexvet_tui.scene import Scene
from hexvet_tui.widgets.canvas import Canvas
from hexvet_tui.widgets.listing import Listing


class MonitorScreen(ModeScreen):
    """The list of the active pane, and the delivery of one project below."""

    CSS_PATH = "style.tcss"

    def compose(self) -> ComposeResult:
        """Title, header, list, detail, status, footer."""
        yield from self.top(panes.header)
        yield Listing(panes.table, place_of, _count, id="table", head=1, needs=panes.table_height)
        yield Canvas(panes.detail, id="detail")
        yield from self.bottom()


def _count(scene: Scene) -> int:
    return len(rows(scene))
