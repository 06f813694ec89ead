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
        self._busy = False

    def took(self, event: events.Event) -> bool:
        """Whether an event was a key or a paste for the table and the modes: done, or kept."""
        if not isinstance(event, Typed):
            return False
        if (self._kept or self._is_waiting()) and not self._leaves(event):
            self._keep(event)
            return True
        return self._does(event)

    def _does(self, event: Typed) -> bool:
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
        if self._app.opening.shown:
            self._app.opening.echo.press(event.key if isinstance(event, events.Key) else "")
        self._kept.append(event)
        if len(self._kept) == 1:
            self._be_patient()

    def _is_waiting(self) -> bool:
        """Whether the first outcomes are not there, or the mode reads what its keys are about."""
        return self._app.opening.shown or self._is_unread() or self._is_opening()

    def _is_unread(self) -> bool:
        """Whether keys wait and nothing is read yet: what is read takes long."""
        session = self._app.session
        return bool(self._kept) and session.assessment is None and not session.notice

    def _is_opening(self) -> bool:
        mode = self._app.session.mode
        return mode != self._given_up and modes.load(mode).opening(self._app.session)

    def _leaves(self, event: Typed) -> bool:
        """Whether it leaves at once, before anything is read."""
        app = self._app
        if not isinstance(event, events.Key) or not (app.opening.shown or self._is_unread()):
            return False
        typed = bool(self._kept) and not app.opening.echo.live
        return dispatch.leaves(app.scene, event.key, typed=typed)

    def _be_patient(self) -> None:
        """Keys wait for what a mode reads, but not for ever."""
        if self._kept and self._is_opening():
            self._app.set_timer(PATIENCE, self._give_up)

    def _give_up(self) -> None:
        if self._is_opening():
            self._given_up = self._app.session.mode
        self.catch_up()

    def catch_up(self) -> None:
        """Does what was typed meanwhile, before keys that came after it. After a key that leads
        to another mode the rest waits until that one is there and has its size."""
        while self._kept and not self._busy and not self._is_waiting():
            mode = self._app.session.mode
            self._busy = True
            self._does(self._kept.pop(0))
            self._busy = self._app.session.mode != mode
            if self._busy:
                self._app.call_after_refresh(self._go_on)
            else:
                self._be_patient()

    def _go_on(self) -> None:
        self._busy = False
        self._be_patient()
        self.catch_up()
