"""The picture of the screen that the next start opens with; see `terminal.opening`."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from hexvet_tui import clock, modes
from hexvet_tui.modes.base import ModeScreen
from hexvet_tui.terminal import environment

if TYPE_CHECKING:
    from hexvet_tui.app import HexvetApp

STATUS = 2
"""The line of the status bar, counted from below."""
AS_IT_WAS = " as it was on {}; reading ..."


def keep(app: HexvetApp) -> None:
    """Keep what an application shows, unless something covers the mode or nothing is read; nor
    what the next start does not lead to (`recovery.collecting`)."""
    session = app.session
    if session.mode not in [tab.id for tab in modes.TABS]:
        return
    covered = session.pages or session.prompt or session.question or app.extent.small
    if covered or session.assessment is None or not app.screen_stack:
        return
    if not isinstance(app.screen, ModeScreen):
        return
    width, height = app.size
    moment = clock.now().astimezone()
    words = AS_IT_WAS.format(moment.strftime("%Y-%m-%d %H:%M"))
    palette = app.palette.rpartition("-")[2]
    look = environment.look(os.environ, app.settings)
    look = replace(look, width=width, height=height, palette=palette)
    with suppress(OSError):
        app.opening.keep(look, app.wire.picture(height - STATUS, words))
