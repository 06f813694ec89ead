"""The screen of the journal."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Container

from hexvet_tui.modes.base import ModeScreen
from hexvet_tui.modes.log import panes
from hexvet_tui.modes.log.state import LogState
from hexvet_tui.scene import Scene
from hexvet_tui.widgets.canvas import Canvas
from hexvet_tui.widgets.listing import Listing


class LogScreen(ModeScreen):
    """The entries, and the one under the cursor beside them, or below where it is narrow."""

    CSS_PATH = "style.tcss"

    def compose(self) -> ComposeResult:
        """Title, header, list, entry, status, footer."""
        yield from self.top(panes.header)
        with Container(id="body"):
            yield Listing(panes.entries, _place, _count, id="entries")
            yield Canvas(panes.entry, id="entry")
        yield from self.bottom()


def _place(scene: Scene) -> int:
    return scene.session.of(LogState).place


def _count(scene: Scene) -> int:
    return len(scene.session.of(LogState).entries)
