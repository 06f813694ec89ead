"""The screen of the journal."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Container
from textual.geometry import Offset

from hexvet_tui.modes.base import ModeScreen
from hexvet_tui.modes.log import panes
from hexvet_tui.modes.log.state import LogState
from hexvet_tui.scene import Scene
from hexvet_tui.typesetting import Line, scrolled
from hexvet_tui.widgets.canvas import Canvas

FRAME = 2


class LogScreen(ModeScreen):
    """The entries, and the one under the cursor beside them, or below where it is narrow."""

    CSS_PATH = "style.tcss"

    def compose(self) -> ComposeResult:
        """Title, header, list, entry, status, footer."""
        yield from self.top(panes.header)
        with Container(id="body"):
            yield Entries(id="entries")
            yield Canvas(panes.entry, id="entry")
        yield from self.bottom()

    def view(self) -> tuple[int, int]:
        """The lines of the active pane that are in view."""
        pane = "#entry" if self.host.scene.pane == "entry" else "#entries"
        for canvas in self.query(pane):
            return max(1, canvas.size.height - FRAME), canvas.size.width - FRAME
        return super().view()

    def row_caret(self) -> Offset:
        """The row of the list."""
        for entries in self.query(Entries):
            return entries.caret(self.host.session.of(LogState).place)
        return super().row_caret()


class Entries(Canvas):
    """The list of entries. Virtual: only rows in view are ever turned into text."""

    def __init__(self, *, id: str) -> None:
        super().__init__(self._list, id=id)
        self._top = 0

    def caret(self, at: int) -> Offset:
        """Where on the screen a row stands."""
        return self.region.offset + Offset(1, max(0, at - self._top) + 1)

    def _list(self, scene: Scene, width: int, height: int) -> Sequence[Line]:
        state = scene.session.of(LogState)
        at, count = max(0, state.place), len(state.entries)
        self._top = scrolled(self._top, at, count, max(1, height - FRAME))
        return panes.entries(scene, width, height, self._top)
