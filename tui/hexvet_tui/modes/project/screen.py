"""The screen of one project."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Container
from textual.geometry import Offset

from hexvet_tui import bars
from hexvet_tui.modes.base import ModeScreen
from hexvet_tui.modes.project import checklist, panes
from hexvet_tui.modes.project.state import ProjectState
from hexvet_tui.scene import Scene
from hexvet_tui.typesetting import Line, scrolled
from hexvet_tui.widgets.canvas import Canvas

FRAME = 2


class ProjectScreen(ModeScreen):
    """Hexagon and checks side by side, the explanation below them or beside them."""

    CSS_PATH = "style.tcss"

    def compose(self) -> ComposeResult:
        """Title, header, the three panes, status, footer."""
        yield from self.top(_header)
        with Container(id="body"):
            yield Canvas(panes.hexagon, id="hexagon")
            yield Checks(id="checks")
            yield Canvas(panes.why, id="why")
        yield from self.bottom()

    def view(self) -> tuple[int, int]:
        """The lines of the active pane that are in view."""
        pane = "#why" if self.host.scene.pane == "why" else "#checks"
        for canvas in self.query(pane):
            return max(1, canvas.size.height - FRAME), canvas.size.width - FRAME
        return super().view()

    def row_caret(self) -> Offset:
        """The line of the checks."""
        for checks in self.query(Checks):
            return checks.caret(panes.line_of_cursor(self.host.scene))
        return super().row_caret()

    def present(self, scene: Scene) -> None:
        """The enlarged explanation takes the place of the other panes."""
        self.set_class(scene.session.of(ProjectState).enlarged, "-enlarged")
        super().present(scene)


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
        at = panes.line_of_cursor(scene)
        rows = height - FRAME
        # A gate is read with its checks: as many of them as there is room for are in view.
        last = min(at + listed[at].guards, at + rows - 1) if at >= 0 else 0
        self._top = scrolled(self._top, last, len(listed), rows)
        self._top = scrolled(self._top, max(at, 0), len(listed), rows)
        return panes.checks(scene, width, height, self._top)


def _header(scene: Scene, width: int, height: int) -> list[Line]:
    return [bars.project(scene, width)]
