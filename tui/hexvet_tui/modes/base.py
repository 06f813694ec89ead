"""What the screens of all modes share: the lines above and below, pages, and the notice."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Protocol

from textual.app import ComposeResult
from textual.geometry import Offset
from textual.screen import Screen

from hexvet_tui import bars, modes, pages, panels, small, title_bar
from hexvet_tui.scene import HEIGHTS, WIDTHS, Extent, Scene
from hexvet_tui.session import Session
from hexvet_tui.typesetting import FRAME, Line
from hexvet_tui.widgets.canvas import Canvas, Paint
from hexvet_tui.widgets.listing import Listing

AROUND_PAGE = 3
"""The lines that a page leaves: title, status and footer."""
ROWS_BELOW_LINE = 12


class Host(Protocol):
    """What a screen needs of the application."""

    session: Session

    @property
    def scene(self) -> Scene:
        """The present moment."""
        ...

    def show(self, session: Session) -> None:
        """Take a session and show it."""
        ...


def screen_of(name: str) -> ModeScreen:
    """The screen of a mode, made now; its module is loaded when this is first called."""
    module, _, kind = modes.load(name).screen.partition(":")
    found: ModeScreen = getattr(import_module(module), kind)()
    found.shows = name
    return found


def _classes(steps: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """Breakpoints as Textual wants them."""
    return [(least, f"-{name}") for least, name in steps]


class ModeScreen(Screen[None], inherit_bindings=False):
    """One mode, whose id is `shows`. Subclasses compose `top(header)`, their own canvases, and
    `bottom()`."""

    AUTO_FOCUS = ""
    shows = ""
    HORIZONTAL_BREAKPOINTS = _classes(WIDTHS)
    VERTICAL_BREAKPOINTS = _classes(HEIGHTS)

    @property
    def host(self) -> Host:
        """The application, as far as a screen knows it."""
        return self.app  # type: ignore[return-value]

    @property
    def extent(self) -> Extent:
        """What is in view of the page, or of the active pane."""
        width, height = self.app.size
        if self.host.session.pages:
            page = max(1, height - AROUND_PAGE - FRAME)
            return Extent(page, max(1, width - FRAME), (width, height))
        return Extent(*self.view(), (width, height))

    def view(self) -> tuple[int, int]:
        """The lines and columns in view of the active pane, or of the list that stands for it."""
        for canvas in self.query(f"#{self.host.scene.pane}").results(Canvas):
            return canvas.room
        for listing in self.query(Listing):
            return listing.room
        return 10, max(1, self.app.size.width - FRAME)

    @property
    def caret(self) -> Offset:
        """Where the terminal's own cursor belongs: in the line being typed, or on the row."""
        session = self.host.session
        if session.prompt is None or session.pages:
            return self.row_caret()
        return Offset(bars.typed_cells(self.host.scene, self.app.size.width), 1)

    def row_caret(self) -> Offset:
        """The first cell of the row under the cursor, for screen readers and magnifiers."""
        for listing in self.query(Listing):
            return listing.caret(self.host.scene)
        return Offset(0, 0)

    # --- the lines around ---------------------------------------------------------------------

    def top(self, header: Paint) -> ComposeResult:
        """The title bar, and a header that gives way to the line that is typed."""

        def headed(scene: Scene, width: int, height: int) -> list[Line]:
            typing = scene.session.prompt is not None
            return [bars.prompt(scene, width)] if typing else list(header(scene, width, height))

        yield Canvas(_title, id="title", classes="line")
        yield Canvas(headed, id="info", classes="line")

    def bottom(self) -> ComposeResult:
        """The page, the rows below a typed line, status, footer, and the notice."""
        yield Canvas(_page, id="page")
        yield Canvas(bars.palette, id="palette")
        yield Canvas(_status, id="status", classes="line")
        yield Canvas(_footer, id="footer", classes="line")
        yield Canvas(_notice, id="notice")

    def present(self, scene: Scene) -> None:
        """Show a scene on every canvas. When the session is in another mode already, that one's
        screen shows it: this one was asked for by a key before the last."""
        if scene.session.mode != self.shows:
            return
        self.set_class(bool(scene.session.pages), "-paged")
        self.set_class(small.is_helped(scene.session), "-helped")
        typing = scene.session.prompt is not None and not scene.session.pages
        rows = len(bars.candidates(scene)) if typing else 0
        self.set_class(rows > 0, "-listing")
        for canvas in self.query(Canvas):
            if canvas.id == "palette" and rows:
                canvas.styles.height = min(rows + 1, ROWS_BELOW_LINE)
            canvas.present(scene)
        self.app.cursor_position = self.caret

    def on_mount(self) -> None:
        """Know scene and breakpoints before the first layout: its frame is the right one."""
        steps = (_classes(WIDTHS), _classes(HEIGHTS))
        for size, names in zip(self.app.size, steps, strict=True):
            self.add_class([name for least, name in names if size >= least][-1])
        self.present(self.host.scene)

    def on_screen_resume(self) -> None:
        """Show what has happened meanwhile."""
        self.present(self.host.scene)


def _title(scene: Scene, width: int, height: int) -> list[Line]:
    return [title_bar.title(scene, width)]


def _page(scene: Scene, width: int, height: int) -> list[Line]:
    opened = scene.session.pages
    return pages.shown(opened[-1], scene, width, height) if opened else []


def _status(scene: Scene, width: int, height: int) -> list[Line]:
    return [bars.status(scene, width)]


def _footer(scene: Scene, width: int, height: int) -> list[Line]:
    return [bars.footer(scene, width)]


def _notice(scene: Scene, width: int, height: int) -> list[Line]:
    return panels.notice(width, height, scene)
