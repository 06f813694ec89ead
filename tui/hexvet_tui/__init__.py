"""Hexvet on a full screen. `run` is the whole interface."""

from __future__ import annotations

import datetime
import gc
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hexvet_tui.app import HexvetApp
    from hexvet_tui.settings import Settings

IN_TERMINALS = ("suspend", "external")
"""Actions that give the terminal to another program for a while."""


def run(
    root: Path,
    *,
    as_of: datetime.date | None,
    ascii: bool = False,
    theme: str | None = None,
    slow: bool | None = None,
    mouse: bool = False,
    fresh: bool = False,
    read_only: bool = False,
    touring: bool = False,
    web: bool = False,
) -> int:
    """Open a workspace on the screen until the user leaves; returns the exit code.

    What is not said here is taken from the user's settings (`hexvet_tui.settings`), and what
    these do not say from the terminal: `theme` (one of `settings.THEMES`) from NO_COLOR and the
    colours that there are, `ascii` from the locale, `slow` from SSH. With `fresh` the screen does
    not begin as it was left; with `read_only` no edit is taken, and nothing in this process
    writes a file of the workspace any more. `touring` begins the guided tour, and leaves nothing
    behind for the next start. With `web` it is the process behind a browser's tab
    (`hexvet_tui.web`): what needs a terminal has no keys there.
    """
    from hexvet import places
    from hexvet_tui import settings
    from hexvet_tui.terminal import crashes, environment
    from hexvet_tui.terminal.opening import Opening

    crashes.record()
    gc.disable()  # until the first reading is done: see hexvet_tui.source
    chosen = settings.load(
        places.settings(),
        os.environ,
        theme=theme,
        slow=slow,
        ascii=ascii or None,
        mouse=mouse or None,
    )
    environment.prepare(os.environ, chosen.slow)
    folder = None if touring else places.folder_of(places.state(), root)
    opening = Opening(folder, fresh=fresh)
    if web:
        chosen = replace(chosen, keymap=(*chosen.keymap, *((one, ()) for one in IN_TERMINALS)))
    else:
        opening.show(environment.look(os.environ, chosen), f"Reading {root} ...")
    try:
        app = _application(root, as_of, chosen, folder, fresh=fresh, read_only=read_only,
                           touring=touring)  # fmt: skip
    except BaseException:
        opening.end()
        raise
    app.opening = opening
    return _run(app, web=web)


def _application(
    root: Path,
    as_of: datetime.date | None,
    chosen: Settings,
    folder: Path | None,
    *,
    fresh: bool,
    read_only: bool,
    touring: bool,
) -> HexvetApp:
    """The application on a workspace; Textual is loaded now."""
    from hexvet.cli import inside
    from hexvet.workspace.writing import refuse_writing
    from hexvet_tui import themes
    from hexvet_tui.app import HexvetApp
    from hexvet_tui.recovery.keeping import Keeper
    from hexvet_tui.source import WorkspaceSource
    from hexvet_tui.terminal import environment

    if read_only:
        refuse_writing()
    opened = HexvetApp
    if touring:
        from hexvet_tui.demo import TouringApp as opened
    return opened(
        WorkspaceSource(root, as_of),
        ascii=environment.plain(os.environ, chosen.ascii),
        palette=themes.SHORT[environment.palette(os.environ, chosen.theme)],
        settings=chosen,
        shell=inside,
        keeper=Keeper(folder, fresh=fresh),
        read_only=read_only,
    )


def _run(app: HexvetApp, *, web: bool) -> int:
    """Run it to its end, whatever ends it; the exit code. A tab that is closed is left."""
    from hexvet_tui.terminal import crashes
    from hexvet_tui.terminal.ending import HUNG_UP, let_go
    from hexvet_tui.terminal.keyboard import accept_anything

    accept_anything()
    app.run(mouse=app.settings.mouse)
    if app.return_code == HUNG_UP:
        let_go()
    crashes.tell(app.ending.faults, app.wire.fault)
    left = 0 if web and app.return_code is None else app.return_code
    return crashes.status(left, app._exception)
