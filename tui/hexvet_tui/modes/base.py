"""What every screen shares: its status line and footer, and the notice when it is too small."""

from __future__ import annotations

from typing import ClassVar, Protocol

from rich.cells import cell_len
from textual.geometry import Offset
from textual.screen import Screen

from hexvet_tui import bars, panels
from hexvet_tui.actions import Scope
from hexvet_tui.scene import Scene
from hexvet_tui.session import Session
from hexvet_tui.typesetting import Line
from hexvet_tui.verbs import Extent
from hexvet_tui.widgets.canvas import Canvas

NARROWEST, SHORTEST = 60, 16
ALWAYS = ("quit", "help", "leave", "back", "repaint", "suspend")


class Host(Protocol):
    """What a screen needs of the application."""

    @property
    def scene(self) -> Scene:
        """The present moment."""
        ...

    session: Session


class ModeScreen(Screen[None], inherit_bindings=False):
    """One mode. Subclasses compose their canvases and end with `bottom()`."""

    SCOPE: ClassVar[Scope] = "page"
    AUTO_FOCUS = ""
    COLUMNS = ((0, "-tiny"), (NARROWEST, "-narrow"), (100, "-mid"), (140, "-wide"))
    ROWS = ((0, "-stub"), (SHORTEST, "-short"), (30, "-tall"))
    HORIZONTAL_BREAKPOINTS = list(COLUMNS)  # noqa: RUF012
    VERTICAL_BREAKPOINTS = list(ROWS)  # noqa: RUF012

    @property
    def host(self) -> Host:
        """The application, as far as a screen knows it."""
        return self.app  # type: ignore[return-value]

    @property
    def extent(self) -> Extent:
        """What is in view of the active pane."""
        return Extent(10, self.size.width - 2)

    @property
    def small(self) -> bool:
        """Whether only the notice is shown."""
        return self.size.width < NARROWEST or self.size.height < SHORTEST

    @property
    def caret(self) -> Offset:
        """Where the terminal's own cursor belongs: in the line being typed, or on the row."""
        prompt = self.host.session.prompt
        if prompt is not None:
            return Offset(len(prompt.label) + 3 + cell_len(prompt.text[: prompt.at]), 1)
        return self.row_caret()

    def row_caret(self) -> Offset:
        """The first cell of the row under the cursor, for screen readers and magnifiers."""
        return Offset(0, 0)

    def bottom(self) -> tuple[Canvas, Canvas, Canvas]:
        """The status line, the footer, and the notice for a small terminal."""
        return (
            Canvas(self._status, id="status", classes="line"),
            Canvas(self._footer, id="footer", classes="line"),
            Canvas(self._notice, id="notice"),
        )

    def _status(self, scene: Scene, width: int, height: int) -> list[Line]:
        return [bars.status(scene, self.SCOPE, width)]

    def _footer(self, scene: Scene, width: int, height: int) -> list[Line]:
        return [bars.footer(self.SCOPE, width)]

    def _notice(self, scene: Scene, width: int, height: int) -> list[Line]:
        return panels.notice(width, height, scene)

    def present(self, scene: Scene) -> None:
        """Show a scene on every canvas."""
        for canvas in self.query(Canvas):
            canvas.present(scene)
        self.app.cursor_position = self.caret

    def does(self, action: str) -> bool:
        """Whether this screen does an action by itself."""
        return False

    def on_mount(self) -> None:
        """Know scene and breakpoints before the first layout: its frame is the right one."""
        for size, steps in zip(self.app.size, (self.COLUMNS, self.ROWS), strict=True):
            self.add_class([name for least, name in steps if size >= least][-1])
        self.present(self.host.scene)

    def on_screen_resume(self) -> None:
        """Show what has happened meanwhile."""
        self.present(self.host.scene)


def title_line(scene: Scene, width: int, height: int) -> list[Line]:
    """The title bar."""
    return [bars.title(scene, width)]


def info_line(scene: Scene, width: int, height: int) -> list[Line]:
    """The line below the title bar."""
    return [bars.info(scene, width)]


def project_line(scene: Scene, width: int, height: int) -> list[Line]:
    """The header of one project."""
    return [bars.project(scene, width)]
