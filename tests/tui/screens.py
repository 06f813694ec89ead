"""Screens as text: what stands in the cells, compared with files that a person can read.

`pytest --snapshot-update` writes them anew; then look at the differences.
"""

from __future__ import annotations

from pathlib import Path

from textual.app import App
from textual.pilot import Pilot

from hexvet_tui.app import HexvetApp

FOLDER = Path(__file__).parent / "snapshots_text"


def lines_of(app: App[None]) -> list[str]:
    """The screen line by line, without trailing blanks."""
    strips = app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip).rstrip() for strip in strips]


async def settled(pilot: Pilot[None]) -> None:
    """Wait until the workspace is read and painted; watching workers are not waited for."""
    await pilot.pause()
    workers = [worker for worker in pilot.app.workers if worker.group == "read"]
    if workers:  # none would mean all, watching too
        await pilot.app.workers.wait_for_complete(workers)
    await pilot.pause()
    await pilot.pause()


async def go(pilot: Pilot[None], *keys: str) -> None:
    """Press keys without the pilot's pauses between them."""
    app = pilot.app
    assert isinstance(app, HexvetApp)
    for key in keys:
        app.pressed(key, key if len(key) == 1 else None)
    await settled(pilot)


def matches(name: str, lines: list[str], update: bool) -> None:
    """Compare a screen with its file."""
    file = FOLDER / f"{name}.txt"
    shown = "\n".join(lines) + "\n"
    if update:
        file.parent.mkdir(exist_ok=True)
        file.write_text(shown, encoding="utf-8")
    assert file.exists(), f"{file} is missing: run with --snapshot-update and look at it"
    assert shown == file.read_text(encoding="utf-8")
