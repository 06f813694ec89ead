"""The screen of the rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from textual.app import ComposeResult
from textual.containers import Container
from textual.geometry import Offset

from hexvet_tui.modes.base import ModeScreen
from hexvet_tui.modes.rules import beside, panes
from hexvet_tui.modes.rules.opening import listed
from hexvet_tui.modes.rules.state import RulesState, text_of
from hexvet_tui.scene import Scene
from hexvet_tui.typesetting import FRAME, Line, scrolled
from hexvet_tui.widgets.canvas import Canvas

MARGIN = 3
"""Rows that stay in view above and below the caret."""


class RulesScreen(ModeScreen):
    """Files, text and effect side by side where there is room, mistakes and the rule below."""

    CSS_PATH = "style.tcss"

    def compose(self) -> ComposeResult:
        """Title, header, the panes, status, footer."""
        yield from self.top(panes.header)
        with Container(id="body"):
            with Container(id="upper"):
                yield Canvas(beside.files, id="files")
                yield Editor(id="editor")
                yield Canvas(_side, id="side")
                yield Canvas(beside.effect, id="effect")
            yield Canvas(beside.problems, id="mistakes")
            yield Canvas(beside.effect, id="strip")
            yield Canvas(panes.rule, id="rule")
        yield from self.bottom()

    def present(self, scene: Scene) -> None:
        """Show a scene; the mistakes take more room while they are the active pane."""
        self.set_class(scene.pane == "problems", "-problems")
        super().present(scene)

    def view(self) -> tuple[int, int]:
        """The rows of the active pane that are in view."""
        name = {"edit": "#editor", "problems": "#mistakes"}.get(self.host.scene.pane, "#editor")
        for canvas in self.query(name):
            return max(1, canvas.size.height - FRAME), canvas.size.width - FRAME
        return super().view()

    def row_caret(self) -> Offset:
        """The caret in the text."""
        for editor in self.query(Editor):
            return editor.caret(self.host.scene)
        return super().row_caret()

    def on_screen_resume(self) -> None:
        """Finds the rules also where the workspace cannot be read: they may be why."""
        session = self.host.session
        state = session.of(RulesState)
        if session.assessment is None and not state.root:
            self.host.show(listed(session.having(replace(state, root=self.host.scene.root))))
        super().on_screen_resume()


class Editor(Canvas):
    """The text, with the caret in view."""

    def __init__(self, *, id: str) -> None:
        super().__init__(self._text, id=id)
        self._top = 0
        self._left = 0

    def caret(self, scene: Scene) -> Offset:
        """Where on the screen the caret stands."""
        text = text_of(scene.session)
        if text is None:
            return self.region.offset
        row, column = text.buffer.caret
        cell = panes.cell_of(text.buffer.line, column) - self._left + panes.gutter(text)
        return self.region.offset + Offset(1 + max(0, cell), 1 + max(0, row - self._top))

    def _text(self, scene: Scene, width: int, height: int) -> Sequence[Line]:
        text = text_of(scene.session)
        if text is not None:
            self._follow(text.buffer.caret.row, len(text.buffer.lines), height - FRAME)
            cell = panes.cell_of(text.buffer.line, text.buffer.caret.column)
            room = max(1, width - FRAME - panes.gutter(text) - panes.EDGE)
            if cell < room:
                self._left = 0
            elif not self._left <= cell < self._left + room:
                self._left = cell - room * 3 // 4
        return panes.editor(scene, width, height, self._top, self._left)

    def _follow(self, row: int, count: int, height: int) -> None:
        """A jump puts the caret in the middle; a step scrolls by a row, so that little moves."""
        margin = min(MARGIN, max(0, (height - 1) // 2))
        if not self._top - height <= row < self._top + 2 * height:
            self._top = max(0, row - height // 2)
        top = scrolled(self._top, min(count - 1, row + margin), count, height)
        self._top = scrolled(top, max(0, row - margin), count, height)


def _side(scene: Scene, width: int, height: int) -> list[Line]:
    """Where room is scarce: the files, or while one types the rule under the caret."""
    own = scene.pane in ("edit", "problems")
    return panes.rule(scene, width, height) if own else beside.files(scene, width, height)
