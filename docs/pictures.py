"""Draws the pictures of the documents: `python docs/pictures.py`."""

from __future__ import annotations

import asyncio
import datetime
from pathlib import Path

from hexvet_tui.app import HexvetApp
from hexvet_tui.source import WorkspaceSource

ROOT = Path(__file__).resolve().parent.parent
AS_OF = datetime.date(2026, 10, 1)


async def draw(name: str, *keys: str, size: tuple[int, int] = (120, 36)) -> None:
    """One screen of the Los Angeles sample, after some keys, as an SVG."""
    app = HexvetApp(WorkspaceSource(ROOT / "sample_data" / "los-angeles", AS_OF))
    async with app.run_test(size=size) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause(0.5)
        for key in keys:
            await pilot.press(key)
            await pilot.pause(0.1)
        svg = app.export_screenshot(title="hexvet", simplify=True)
    (ROOT / "docs" / "images" / f"{name}.svg").write_text(svg)


if __name__ == "__main__":
    (ROOT / "docs" / "images").mkdir(exist_ok=True)
    asyncio.run(draw("portfolio", *"jjjjjjjj"))
    asyncio.run(draw("project", *"jjjj", "enter", size=(100, 30)))
