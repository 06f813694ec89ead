"""The screen of the portfolio."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Container
from textual.geometry import Offset

from hexvet_tui import bars, panels
from hexvet_tui.modes.base import ModeScreen
from hexvet_tui.modes.portfolio import ledger, why
from hexvet_tui.modes.portfolio.panes import detail
from hexvet_tui.scene import Scene
from hexvet_tui.typesetting import FRAME, Line, framed, scrolled
from hexvet_tui.widgets.canvas import Canvas

FRAMED_FROM = (100, 30)


class PortfolioScreen(ModeScreen):
    """The ledger with a detail strip (short) or with hexagon and why (tall)."""

    CSS_PATH = "style.tcss"

    def compose(self) -> ComposeResult:
        """Title, info, ledger with its panes, status, footer."""
        yield from self.top(_header)
        with Container(id="body"):
            yield Ledger(id="ledger")
            yield Canvas(_hexagon, id="hexagon")
            yield Canvas(_why, id="why")
        yield Canvas(detail, id="detail")
        yield from self.bottom()

    def view(self) -> tuple[int, int]:
        """The rows that are in view."""
        for table in self.query(Ledger):
            return table.page, table.size.width
        return super().view()

    def row_caret(self) -> Offset:
        """The row of the table."""
        for table in self.query(Ledger):
            return table.caret(self.host.session.place)
        return super().row_caret()


class Ledger(Canvas):
    """The portfolio's table. Virtual: only rows in view are ever turned into text."""

    def __init__(self, *, id: str) -> None:
        super().__init__(self._table, id=id)

    @property
    def page(self) -> int:
        """How many rows are in view."""
        return max(1, self.size.height - 1 - (FRAME if self._boxed else 0))

    @property
    def _boxed(self) -> bool:
        width, height = self.screen.size
        return width >= FRAMED_FROM[0] and height >= FRAMED_FROM[1]

    def caret(self, place: int) -> Offset:
        """Where on the screen a row stands."""
        frame = int(self._boxed)
        return self.region.offset + Offset(frame, max(0, place - self.top) + 1 + frame)

    def _table(self, scene: Scene, width: int, height: int) -> Sequence[Line]:
        frame = FRAME if self._boxed else 0
        inside, rows = width - frame, height - frame
        session = scene.session
        count = len(session.rows.order)
        self.top = scrolled(self.top, max(session.place, 0), count, rows - 1)
        painted = ledger.lines(scene, inside, rows, self.top)
        if not frame:
            return painted
        return framed(
            painted, width, height, scene.glyphs, title="PORTFOLIO", hint=self._hint(count, rows)
        )

    def _hint(self, count: int, rows: int) -> str:
        if count <= rows - 1:
            return ""
        last = min(count, self.top + rows - 1)
        return f"{self.top + 1:,} to {last:,} of {count:,}"


def _hexagon(scene: Scene, width: int, height: int) -> list[Line]:
    return panels.hexagon_pane(scene, width, height)


def _why(scene: Scene, width: int, height: int) -> list[Line]:
    return panels.why_pane(scene, why.explained(scene), width, height, also=True)


def _header(scene: Scene, width: int, height: int) -> list[Line]:
    return [bars.info(scene, width)]
