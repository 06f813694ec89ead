"""The picture of the screen that the next start opens with; see `terminal.opening`."""

from __future__ import annotations

import os
from contextlib import ExitStack, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from hexvet_tui import actions, clock, dispatch, modes
from hexvet_tui.modes.base import ModeScreen
from hexvet_tui.session import FIRST
from hexvet_tui.terminal import environment
from hexvet_tui.terminal.cells import Piece
from hexvet_tui.terminal.echo import Step, Steps
from hexvet_tui.widgets.canvas import Canvas

if TYPE_CHECKING:
    from hexvet_tui.app import HexvetApp
    from hexvet_tui.scene import Scene

STATUS = 2
"""The line of the status bar, counted from below."""
FURTHEST, CELLS = 12, 40_000
"""Rows up and down for which it is tried what an arrow shows, and cells that are painted for that
each way at most: leaving has to be quick."""
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
    picture = app.wire.picture(height - STATUS, words)
    around = _around(app, height - STATUS) if picture and session.mode == FIRST else Steps()
    with suppress(OSError):
        app.opening.keep(look, picture, around)


class View(NamedTuple):
    """How the screen would look; `still` is whether no rows were scrolled for it."""

    pieces: list[Piece]
    still: bool


def _around(app: HexvetApp, status: int) -> Steps:
    """What the arrows would show next, up and down; the status line stays as it is."""
    scene = app.scene
    below, more_below = _views(app, scene, "down", status)
    above, more_above = _views(app, scene, "up", status)
    up = [Step(back, there) for there, back in reversed(_ways(app, above))]
    down = [Step(there, back) for there, back in _ways(app, below)]
    ways = {"down": 1, "up": -1}
    keys = {key: ways[one.id] for one in actions.direct(scene.table) if one.id in ways
            for key in one.keys}  # fmt: skip
    return Steps((*up, *down), len(up), more_above, more_below, keys)


def _ways(app: HexvetApp, views: list[View]) -> list[tuple[str, str]]:
    """What leads to each view, and back from it: nothing where rows were scrolled, which they are
    not again for who turns back."""
    ways = app.wire.steps([view.pieces for view in views], app.colours)
    return [(there, back * view.still) for (there, back), view in zip(ways, views, strict=True)]


def _views(app: HexvetApp, scene: Scene, action: str, status: int) -> tuple[list[View], bool]:
    """The screens after an action, after doing it twice, and so on; whether there are more."""
    views: list[View] = []
    most = min(FURTHEST, CELLS // max(app.size.area, 1))
    with ExitStack() as after:
        canvases = [canvas for canvas in app.screen.query(Canvas) if canvas.region]
        for canvas in canvases:
            after.enter_context(canvas.trying())
        while True:
            session = dispatch.acted(scene, action, app.extent)
            if session.place == scene.session.place:
                return views, False
            if len(views) == most:
                return views, True
            scene, tops = replace(scene, session=session), [canvas.top for canvas in canvases]
            painted = [piece for canvas in canvases for piece in canvas.tried(scene)]
            still = tops == [canvas.top for canvas in canvases]
            views.append(View([piece for piece in painted if piece[0] != status], still))
