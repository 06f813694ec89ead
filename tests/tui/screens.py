"""Screens as pictures, and as text: what stands in the cells, in files that a person can read.

`pytest --snapshot-update` writes them anew; then look at the differences.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.app import App
from textual.pilot import Pilot

from hexvet_tui import themes
from hexvet_tui.app import HexvetApp

FOLDER = Path(__file__).parent / "snapshots_text"

SIZES = {"80x24": (80, 24), "120x36": (120, 36), "200x60": (200, 60)}
FORMS: dict[str, dict[str, object]] = {
    "colour": {},
    "mono": {"palette": themes.MONO},
    "ascii": {"ascii": True, "palette": themes.MONO},
}


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


def same(
    request: pytest.FixtureRequest,
    name: str,
    app: HexvetApp,
    size: tuple[int, int],
    prepare: Callable[[Pilot[None]], Awaitable[None]],
) -> None:
    """Compare a screen with its text and, on Python 3.11, with its picture: one run for both."""
    lines: list[str] = []

    async def prepared(pilot: Pilot[None]) -> None:
        await prepare(pilot)
        lines.extend(lines_of(pilot.app))

    if sys.version_info[:2] == (3, 11):
        compare = request.getfixturevalue("snap_compare")
        drawn = compare(app, terminal_size=size, run_before=prepared)
    else:
        drawn = True
        asyncio.run(_run(app, size, prepared))
    if app.form == "ascii":
        assert all(line.isascii() for line in lines)
    _matches(name, lines, bool(request.config.getoption("update_snapshots")))
    assert drawn


async def _run(
    app: HexvetApp, size: tuple[int, int], prepare: Callable[[Pilot[None]], Awaitable[None]]
) -> None:
    """Without a picture."""
    async with app.run_test(size=size) as pilot:
        await prepare(pilot)


def _matches(name: str, lines: list[str], update: bool) -> None:
    """Compare a screen with its file."""
    file = FOLDER / f"{name}.txt"
    shown = "\n".join(lines) + "\n"
    if update:
        file.parent.mkdir(exist_ok=True)
        file.write_text(shown, encoding="utf-8")
    assert file.exists(), f"{file} is missing: run with --snapshot-update and look at it"
    assert shown == file.read_text(encoding="utf-8")
