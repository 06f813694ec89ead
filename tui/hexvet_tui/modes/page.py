"""Full-screen pages of text that scroll: help and problems."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from textual.app import ComposeResult

from hexvet_tui.modes.base import ModeScreen, title_line
from hexvet_tui.scene import Scene
from hexvet_tui.typesetting import Line, framed
from hexvet_tui.widgets.canvas import Canvas

Text: TypeAlias = Callable[[Scene, int], list[Line]]


class PageScreen(ModeScreen):
    """A titled page over the mode that opened it; escape and q go back."""

    SCOPE = "page"

    def __init__(self, title: str, text: Text) -> None:
        super().__init__(id=f"page-{title.casefold()}")
        self._heading = title
        self._text = text
        self._top = 0
        self._count = 0

    def compose(self) -> ComposeResult:
        """Title, the page, status, footer."""
        yield Canvas(title_line, id="title", classes="line")
        yield Canvas(self._page, id="page")
        yield from self.bottom()

    @property
    def page(self) -> int:
        """The lines in view."""
        return max(1, self.query_one("#page").size.height - 2)

    def _page(self, scene: Scene, width: int, height: int) -> list[Line]:
        rows = self._text(scene, width - 2)
        self._count = len(rows)
        self._top = max(0, min(self._top, len(rows) - (height - 2)))
        below = len(rows) - self._top - (height - 2)
        return framed(
            rows[self._top :],
            width,
            height,
            scene.glyphs,
            title=self._heading,
            hint=f"{below} more: j scrolls" if below > 0 else "esc back",
            active=True,
        )

    def does(self, action: str) -> bool:
        """Scrolling and going back."""
        steps = {"down": 1, "up": -1, "page_down": self.page, "page_up": -self.page}
        steps |= {"top": -self._count, "bottom": self._count}
        if action in steps:
            self._top = max(0, self._top + steps[action])
            self.present(self.host.scene)
            return True
        if action in ("back", "leave", "help"):
            self.dismiss()
            return True
        return False
