"""Hexvet on a full screen. `run` is the whole interface."""

from __future__ import annotations

import datetime
import os
from pathlib import Path


def run(
    root: Path,
    *,
    as_of: datetime.date | None,
    ascii: bool = False,
    theme: str | None = None,
) -> int:
    """Open a workspace on the screen until the user leaves; returns the exit code.

    `theme` is `dark`, `light` or `mono`; without it NO_COLOR decides. `ascii` keeps to ASCII
    characters, which is also chosen for terminals and locales that have no others.
    """
    from hexvet_tui.terminal import environment

    environment.prepare(os.environ)
    plain = ascii or environment.needs_ascii(os.environ, environment.encoding())
    short = environment.palette(os.environ, theme)

    from hexvet_tui import themes
    from hexvet_tui.app import HexvetApp
    from hexvet_tui.source import WorkspaceSource
    from hexvet_tui.terminal.keyboard import accept_any_bytes

    accept_any_bytes()
    app = HexvetApp(WorkspaceSource(root, as_of), ascii=plain, palette=themes.SHORT[short])
    app.run(mouse=False)
    return app.return_code or 0
