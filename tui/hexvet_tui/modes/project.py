"""Mode 2: one project's hexagon, its governance checks, and why."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Container
from textual.geometry import Offset

from hexvet_tui import checklist, panels
from hexvet_tui.modes.base import ModeScreen, project_line, title_line
from hexvet_tui.scene import Scene
from hexvet_tui.typesetting import Line
from hexvet_tui.verbs import Extent
from hexvet_tui.widgets.canvas import Canvas
from hexvet_tui.widgets.lists import FRAME, Checks


class ProjectScreen(ModeScreen):
    """Hexagon and checks side by side, the explanation below them or beside them."""

    SCOPE = "project"

    def compose(self) -> ComposeResult:
        """Title, header, the three panes, status, footer."""
        yield Canvas(title_line, id="title", classes="line")
        yield Canvas(project_line, id="info", classes="line")
        with Container(id="body"):
            yield Canvas(_hexagon, id="hexagon")
            yield Checks(id="checks")
            yield Canvas(_why, id="why")
        yield from self.bottom()

    @property
    def extent(self) -> Extent:
        """The lines of the active pane that are in view."""
        pane = "#why" if self.host.session.pane == "why" else "#checks"
        for canvas in self.query(pane):
            return Extent(max(1, canvas.size.height - FRAME), canvas.size.width - FRAME)
        return super().extent

    def row_caret(self) -> Offset:
        """The line of the checks."""
        session = self.host.session
        for checks in self.query(Checks):
            listed = checklist.entries(self.host.scene)
            return checks.caret(checklist.current(listed, session.rule, session.outcome))
        return super().row_caret()

    def present(self, scene: Scene) -> None:
        """The enlarged explanation takes the place of the other panes."""
        self.set_class(scene.session.view.enlarged, "-enlarged")
        super().present(scene)


def _hexagon(scene: Scene, width: int, height: int) -> list[Line]:
    return panels.hexagon_pane(scene, width, height, legend=height > 18, owned=True)


def _why(scene: Scene, width: int, height: int) -> list[Line]:
    active = scene.session.pane == "why"
    return panels.why_pane(scene, panels.explanation(scene), width, height, active=active)
