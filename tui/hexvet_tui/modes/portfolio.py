"""Mode 1: all projects, and the one under the cursor beside or below them."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Container
from textual.geometry import Offset

from hexvet_tui import panels
from hexvet_tui.modes.base import ModeScreen, info_line, title_line
from hexvet_tui.scene import Scene
from hexvet_tui.typesetting import Line
from hexvet_tui.verbs import Extent
from hexvet_tui.widgets.canvas import Canvas
from hexvet_tui.widgets.lists import Ledger


class PortfolioScreen(ModeScreen):
    """The ledger with a detail strip (short) or with hexagon and why (tall)."""

    SCOPE = "portfolio"

    def compose(self) -> ComposeResult:
        """Title, info, ledger with its panes, status, footer."""
        yield Canvas(title_line, id="title", classes="line")
        yield Canvas(info_line, id="info", classes="line")
        with Container(id="body"):
            yield Ledger(id="ledger")
            yield Canvas(_hexagon, id="hexagon")
            yield Canvas(_why, id="why")
        yield Canvas(panels.detail, id="detail")
        yield from self.bottom()

    @property
    def extent(self) -> Extent:
        """The rows that are in view."""
        for ledger in self.query(Ledger):
            return Extent(ledger.page, ledger.size.width)
        return super().extent

    def row_caret(self) -> Offset:
        """The row of the table."""
        for ledger in self.query(Ledger):
            return ledger.caret(self.host.session.place)
        return super().row_caret()


def _hexagon(scene: Scene, width: int, height: int) -> list[Line]:
    return panels.hexagon_pane(scene, width, height)


def _why(scene: Scene, width: int, height: int) -> list[Line]:
    return panels.why_pane(scene, panels.deciding(scene), width, height, also=True)
