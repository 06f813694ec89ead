"""The screen of the programme."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Container

from hexvet_tui.modes.base import ModeScreen
from hexvet_tui.modes.programme import panes
from hexvet_tui.modes.programme.state import checks
from hexvet_tui.modes.programme.verbs import place_of
from hexvet_tui.scene import Scene
from hexvet_tui.widgets.canvas import Canvas
from hexvet_tui.widgets.listing import Listing


class ProgrammeScreen(ModeScreen):
    """What carries the programme, its checks beside that, and why below."""

    CSS_PATH = "style.tcss"

    def compose(self) -> ComposeResult:
        """Title, header, the three panes, status, footer."""
        yield from self.top(panes.header)
        with Container(id="body"):
            yield Canvas(panes.facts, id="facts")
            yield Listing(panes.checklist, _place, _count, id="checks")
            yield Canvas(panes.why, id="why")
        yield from self.bottom()


def _place(scene: Scene) -> int:
    return place_of(scene.session)


def _count(scene: Scene) -> int:
    return len(checks(scene.session))
