"""The screen of the programme."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Container
from textual.geometry import Offset

from hexvet_tui.modes.base import ModeScreen
from hexvet_tui.modes.programme import panes
from hexvet_tui.modes.programme.state import checks
from hexvet_tui.modes.programme.verbs import place_of
from hexvet_tui.scene import Scene
from hexvet_tui.typesetting import Line, scrolled
from hexvet_tui.widgets.canvas import Canvas

FRAME = 2


class ProgrammeScreen(ModeScreen):
    """What carries the programme beside its checks, and why below."""

    CSS_PATH = "style.tcss"

    def compose(self) -> ComposeResult:
        """Title, header, the three panes, status, footer."""
        yield from self.top(panes.header)
        with Container(id="body"):
            yield Canvas(panes.facts, id="facts")
            yield Checklist(id="checks")
        yield Canvas(panes.why, id="why")
        yield from self.bottom()

    def view(self) -> tuple[int, int]:
        """The lines of the active pane that are in view."""
        for canvas in self.query(f"#{self.host.scene.pane}"):
            return max(1, canvas.size.height - FRAME), canvas.size.width - FRAME
        return super().view()

    def row_caret(self) -> Offset:
        """The line of the checks."""
        for table in self.query(Checklist):
            return table.caret(place_of(self.host.session))
        return super().row_caret()


class Checklist(Canvas):
    """The programme's checks, the one under the cursor in view."""

    def __init__(self, *, id: str) -> None:
        super().__init__(self._list, id=id)
        self._top = 0

    def caret(self, at: int) -> Offset:
        """Where on the screen a line stands."""
        return self.region.offset + Offset(1, max(0, at - self._top) + 1)

    def _list(self, scene: Scene, width: int, height: int) -> Sequence[Line]:
        count = len(checks(scene.session))
        self._top = scrolled(self._top, place_of(scene.session), count, height - FRAME)
        return panes.checklist(scene, width, height, self._top)
