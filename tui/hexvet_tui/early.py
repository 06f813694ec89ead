"""Keys that come before there is what they are about: they wait, in their order."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from textual import events

from hexvet_tui import dispatch, modes

if TYPE_CHECKING:
    from hexvet_tui.app import HexvetApp

Typed: TypeAlias = events.Key | events.Paste

PATIENCE = 2.0
"""Seconds after which keys wait no longer for what a mode reads."""


class Early:
    """The keys that wait for the first outcomes, or for what a mode reads when it opens."""

    def __init__(self, app: HexvetApp) -> None:
        self._app = app
        self._kept: list[Typed] = []
        self._given_up = ""

    def took(self, event: events.Event) -> bool:
        """Whether an event was a key or a paste for the table and the modes: done, or kept."""
        if not isinstance(event, Typed):
            return False
        if self._waits(event):
            self._keep(event)
            return True
        if isinstance(event, events.Paste):
            return self._pasted(event)
        return self._pressed(event)

    def _pressed(self, event: events.Key) -> bool:
        app, key = self._app, event.key
        ours = app.focused is None or dispatch.while_focused(app.scene, key, event.character)
        if ours:
            app.pressed(key, event.character)
        return ours

    def _pasted(self, event: events.Paste) -> bool:
        app = self._app
        if app.focused is not None:
            return False
        app.keys += 1
        app.show(dispatch.pasted(app.scene, event.text))
        return True

    def _keep(self, event: Typed) -> None:
        if not self._kept and not self._app.opening.shown:
            self._app.set_timer(PATIENCE, self._give_up)
        if self._app.opening.shown:
            self._app.opening.echo.press(event.key if isinstance(event, events.Key) else "")
        self._kept.append(event)

    def _waits(self, event: Typed) -> bool:
        """Before the first outcomes all keys wait but those that leave."""
        app = self._app
        if app.opening.shown:
            return not (isinstance(event, events.Key) and dispatch.leaves(app.scene, event.key))
        return self._is_opening()

    def _is_opening(self) -> bool:
        """Whether the mode reads what its keys are about, and that is worth waiting for."""
        mode = self._app.session.mode
        return mode != self._given_up and modes.load(mode).opening(self._app.session)

    def _give_up(self) -> None:
        if self._is_opening():
            self._given_up = self._app.session.mode
        self.catch_up()

    def catch_up(self) -> None:
        """Does what was typed meanwhile, at once: before keys that came after it."""
        if not self._kept or self._app.opening.shown or self._is_opening():
            return
        kept, self._kept = self._kept, []
        for event in kept:
            self.took(event)
