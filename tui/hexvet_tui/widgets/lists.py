"""The two scrolling lists: the ledger of projects and the checks of one project."""

from __future__ import annotations

from collections.abc import Sequence

from textual.geometry import Offset

from hexvet_tui import checklist, ledger, panels
from hexvet_tui.scene import Scene
from hexvet_tui.typesetting import Line, framed, scrolled
from hexvet_tui.widgets.canvas import Canvas

FRAME = 2
FRAMED_FROM = (100, 30)


class Ledger(Canvas):
    """The portfolio's table. Virtual: only rows in view are ever turned into text."""

    def __init__(self, *, id: str) -> None:
        super().__init__(self._table, id=id)
        self._top = 0

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
        return self.region.offset + Offset(frame, max(0, place - self._top) + 1 + frame)

    def _table(self, scene: Scene, width: int, height: int) -> Sequence[Line]:
        frame = FRAME if self._boxed else 0
        inside, rows = width - frame, height - frame
        session = scene.session
        count = len(session.rows.order)
        self._top = scrolled(self._top, max(session.place, 0), count, rows - 1)
        painted = ledger.lines(scene, inside, rows, self._top)
        if not frame:
            return painted
        return framed(
            painted, width, height, scene.glyphs, title="PORTFOLIO", hint=self._hint(count, rows)
        )

    def _hint(self, count: int, rows: int) -> str:
        if count <= rows - 1:
            return ""
        last = min(count, self._top + rows - 1)
        return f"{self._top + 1:,} to {last:,} of {count:,}"


class Checks(Canvas):
    """The governance checks of the project under the cursor."""

    def __init__(self, *, id: str) -> None:
        super().__init__(self._list, id=id)
        self._top = 0

    def caret(self, at: int) -> Offset:
        """Where on the screen a line of the list stands."""
        return self.region.offset + Offset(1, max(0, at - self._top) + 1)

    def _list(self, scene: Scene, width: int, height: int) -> Sequence[Line]:
        listed = checklist.entries(scene)
        at = checklist.current(listed, scene.session.rule, scene.session.outcome)
        rows = height - FRAME
        # A gate is read with its checks: as many of them as there is room for are in view.
        last = min(at + listed[at].guards, at + rows - 1) if at >= 0 else 0
        self._top = scrolled(self._top, last, len(listed), rows)
        self._top = scrolled(self._top, max(at, 0), len(listed), rows)
        return panels.checks_pane(scene, width, height, self._top)
