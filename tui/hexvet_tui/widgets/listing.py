"""A framed list that keeps the row of its cursor in view."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from textual.geometry import Offset

from hexvet_tui.scene import Scene
from hexvet_tui.typesetting import FRAME, Line, scrolled
from hexvet_tui.widgets.canvas import Canvas

Count: TypeAlias = Callable[[Scene], int]


class Listing(Canvas):
    """Paints `paint(scene, width, height, top)` from the row `top` on, so that a painter makes
    only rows that are in view.

    `place(scene)` is the row of the cursor, -1 for none, `count(scene)` how many rows there are.
    `head` lines stand above the rows in the frame. `until(scene)` is a row that is read together
    with that of the cursor: as many up to it as there is room for are in view. `needs(scene)` are
    the lines that it takes with its frame, as far as the style lets it.
    """

    def __init__(
        self,
        paint: Callable[[Scene, int, int, int], Sequence[Line]],
        place: Count,
        count: Count,
        *,
        id: str,
        head: int = 0,
        until: Count | None = None,
        needs: Count | None = None,
    ) -> None:
        super().__init__(self._from_top, id=id)
        self._rows, self._place, self._count = paint, place, count
        self._head, self._until, self._needs = head, until, needs

    @property
    def room(self) -> tuple[int, int]:
        """The rows that are in view, and their columns."""
        width, height = self.size
        return max(1, height - FRAME - self._head), width - FRAME

    def present(self, scene: Scene) -> None:
        """Show a scene, in the lines that are needed for it."""
        if self._needs is not None:
            self.styles.height = self._needs(scene)
        super().present(scene)

    def caret(self, scene: Scene) -> Offset:
        """Where on the screen the row of the cursor stands."""
        row = max(0, self._place(scene) - self.top)
        return self.region.offset + Offset(1, 1 + self._head + row)

    def _from_top(self, scene: Scene, width: int, height: int) -> Sequence[Line]:
        at, count = max(0, self._place(scene)), self._count(scene)
        page = max(1, height - FRAME - self._head)
        if self._until is not None:
            last = min(max(at, self._until(scene)), at + page - 1)
            self.top = scrolled(self.top, last, count, page)
        self.top = scrolled(self.top, at, count, page)
        return self._rows(scene, width, height, self.top)
