"""The screen of one project."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Container

from hexvet_tui import bars, judged
from hexvet_tui.modes.base import ModeScreen
from hexvet_tui.modes.project import panes
from hexvet_tui.modes.project.state import ProjectState
from hexvet_tui.scene import Scene
from hexvet_tui.typesetting import Line
from hexvet_tui.widgets.canvas import Canvas
from hexvet_tui.widgets.listing import Listing


class ProjectScreen(ModeScreen):
    """Hexagon and checks side by side, the explanation below them or beside them."""

    CSS_PATH = "style.tcss"

    def compose(self) -> ComposeResult:
        """Title, header, the three panes, status, footer."""
        yield from self.top(_header)
        with Container(id="body"):
            yield Canvas(panes.hexagon, id="hexagon")
            yield Listing(panes.checks, panes.line_of_cursor, _count, id="checks", until=_guarded)
            yield Canvas(panes.why, id="why")
        yield from self.bottom()

    def present(self, scene: Scene) -> None:
        """The enlarged explanation takes the place of the other panes."""
        self.set_class(scene.session.of(ProjectState).enlarged, "-enlarged")
        super().present(scene)


def _count(scene: Scene) -> int:
    return len(judged.entries(scene))


def _guarded(scene: Scene) -> int:
    """The last of the checks under the cursor's gate: a gate is read with its checks."""
    at = panes.line_of_cursor(scene)
    return at + judged.entries(scene)[at].guards if at >= 0 else 0


def _header(scene: Scene, width: int, height: int) -> list[Line]:
    return [bars.project(scene, width)]
