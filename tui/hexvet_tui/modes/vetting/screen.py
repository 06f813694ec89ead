"""The screen of the form."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Container

from hexvet_tui.modes.base import ModeScreen
from hexvet_tui.modes.vetting import panes
from hexvet_tui.widgets.canvas import Canvas
from hexvet_tui.widgets.listing import Listing


class VettingScreen(ModeScreen):
    """The questions beside the one that is asked; below what the last answer moved."""

    CSS_PATH = "style.tcss"

    def compose(self) -> ComposeResult:
        """Title, header, list, question, hexagon, effect, status, footer."""
        yield from self.top(panes.header)
        with Container(id="body"):
            yield Listing(panes.questions, panes.row_of_cursor, panes.row_count, id="questions")
            yield Canvas(panes.question, id="question")
        with Container(id="below"):
            yield Canvas(panes.hexagon, id="hexagon")
            yield Canvas(panes.effect, id="effect")
        yield from self.bottom()
