"""The screen with the guided tour in its status line."""

from __future__ import annotations

from typing import Any

from hexvet_tui import dispatch, tour
from hexvet_tui.app import HexvetApp

ON = ("f10", "ctrl+t")
"""The keys that advance the tour: some terminals keep F10 for their menu."""


class TouringApp(HexvetApp):
    """The application, on the first step of the tour."""

    CSS_PATH = "styles/app.tcss"

    def __init__(self, *rest: Any, **named: Any) -> None:
        super().__init__(*rest, **named)
        begun = tour.placed(self.session, 0, self.settings.keymap)
        self.session = begun.having(tour.deciding())

    def pressed(self, key: str, character: str | None) -> None:
        """A key: the tour's own, else as always. What is open takes esc before the tour does."""
        session = self.session
        if key in ON:
            self.keys += 1
            self.advance()
        elif key == "escape" and tour.is_on(session) and not _opened(self):
            self.show(tour.left(session))
        else:
            super().pressed(key, character)

    def advance(self) -> None:
        """The next step, done as if its keys were pressed; not before there is a city."""
        if self.session.assessment is None or self.extent.small:
            return
        at = tour.following(self.session)
        self.show(tour.placed(self.session, at, self.settings.keymap))
        for action in tour.TOUR[at].actions:
            self.show(dispatch.acted(self.scene, action, self.extent))


def _opened(app: HexvetApp) -> bool:
    session = app.session
    return bool(session.pages or session.prompt or session.question or session.prefix)
