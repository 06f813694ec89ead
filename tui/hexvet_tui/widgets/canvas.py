"""A widget that shows lines of runs and repaints only the lines that changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeAlias

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from hexvet_tui import themes
from hexvet_tui.scene import Scene
from hexvet_tui.typesetting import FRAME, Line, fit_line

Paint: TypeAlias = Callable[[Scene, int, int], Sequence[Line]]


class Canvas(Widget):
    """Paints `paint(scene, width, height)`; a new scene costs only the lines that differ.

    `top` is the row that it begins with, where it shows rows of a list.
    """

    ALLOW_SELECT = False

    def __init__(self, paint: Paint, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._paint = paint
        self._lines: list[Line] = []
        self._scene: Scene | None = None
        self._fits: Size | None = None
        self.top = 0

    @contextmanager
    def trying(self) -> Iterator[None]:
        """What is painted inside is not to be shown: afterwards it stands as before."""
        before = self._scene, self._lines, self.top
        yield
        self._scene, self._lines, self.top = before

    def tried(self, scene: Scene) -> list[tuple[int, int, list[Segment]]]:
        """How a scene would look: row and column on the screen, and what stands from there on."""
        self._scene = scene
        self._paint_lines()
        x, y = self.region.offset
        return [(y + n, x, _segments(line, scene.palette)) for n, line in enumerate(self._lines)]

    @property
    def lines(self) -> Sequence[Line]:
        """What is shown, line by line."""
        return self._lines

    @property
    def room(self) -> tuple[int, int]:
        """The lines and columns inside a frame."""
        width, height = self.size
        return max(1, height - FRAME), width - FRAME

    def present(self, scene: Scene) -> None:
        """Show a scene. Where a new layout is due, it is remembered and painted with that."""
        before, old = self._scene, self._lines
        self._scene = scene
        if self._fits != self.size:
            self._fits = None
            return
        self._paint_lines()
        if before is None or before.palette != scene.palette:
            self.refresh()
            return
        width = self.size.width
        rows = [y for y, line in enumerate(self._lines) if old[y] != line]
        if rows:
            self.refresh(*(Region(0, y, width, 1) for y in rows))

    def _paint_lines(self) -> None:
        """Lines are cut for a size; the size is remembered with them."""
        width, height = self.size
        painted: list[Line] = []
        if self._scene is not None:
            painted = [fit_line(row, width) for row in self._paint(self._scene, width, height)]
        self._lines = [*painted[:height], *[fit_line((), width)] * (height - len(painted))]
        self._fits = self.size

    def render_line(self, y: int) -> Strip:
        """One line as segments, each with its own colours on the ground of the palette.

        After a new layout the lines are painted here, so that its first frame is right.
        """
        if self._fits != self.size:
            self._paint_lines()
        palette = self._scene.palette if self._scene else themes.DARK
        if y >= len(self._lines):
            return Strip.blank(self.size.width, themes.ground(palette))
        return Strip(_segments(self._lines[y], palette), self.size.width)


def _segments(line: Line, palette: str) -> list[Segment]:
    """Runs as few segments: each costs its colours on the wire. Blanks join what is before."""
    ground = themes.ground(palette)
    segments: list[Segment] = []
    for text, keys in line:
        style = ground + themes.style(palette, keys)
        if segments:
            before = segments[-1].style
            if before == style or (text.isspace() and _same_blank(before, style)):
                segments[-1] = Segment(segments[-1].text + text, before)
                continue
        segments.append(Segment(text, style))
    return segments


def _same_blank(one: Style | None, other: Style) -> bool:
    """Whether a blank looks the same in both styles."""
    if one is None:
        return False
    marked = one.underline or other.underline or one.reverse or other.reverse
    return not marked and one.bgcolor == other.bgcolor
