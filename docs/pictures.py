"""Draws the pictures of the documents from the steps of the tour: `python docs/pictures.py`.

Names after it draw only those: `python docs/pictures.py portfolio why`.
"""

from __future__ import annotations

import asyncio
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from textual.pilot import Pilot

from hexvet.cli.demo import AS_OF, copied, sample_folder
from hexvet_tui.demo import TouringApp
from hexvet_tui.source import WorkspaceSource
from hexvet_tui.tour import TOUR, Step

IMAGES = Path(__file__).resolve().parent / "images"
LARGE, SMALL = (120, 36), (100, 30)
WAIT = 0.1
LONGEST = 300
"""How often to look whether a step is done before giving up."""


def name_of(step: Step) -> str:
    """What the picture of a step is called: its last action where that opens something."""
    opens = {"problems": "findings", "verify": "log", "open": "rules"}
    return opens.get(step.actions[-1], step.actions[-1]) if step.actions else step.mode


async def settled(pilot: Pilot[None]) -> None:
    """Wait until nothing is read or worked out any more."""
    for _ in range(LONGEST):
        await pilot.pause(WAIT)
        busy = [one for one in pilot.app.workers if one.group != "watch" and one.is_running]
        if not busy:
            await pilot.pause(WAIT)
            return
    raise TimeoutError("the screen is still working")


async def draw(root: Path, wanted: list[str]) -> None:
    """Each step of the tour once, without the words of the tour."""
    app = TouringApp(WorkspaceSource(root, AS_OF))
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        for number, step in enumerate(TOUR[:-1]):
            if number:
                app.advance()
            name = name_of(step)
            await pilot.resize_terminal(*(LARGE if name == "portfolio" else SMALL))
            await settled(pilot)
            tip = app.session.tip
            app.show(replace(app.session.quiet(), tip=""))
            await settled(pilot)
            if not wanted or name in wanted:
                picture = app.export_screenshot(title="hexvet", simplify=True)
                (IMAGES / f"{name}.svg").write_text(picture, encoding="utf-8")
            app.show(replace(app.session, tip=tip))


if __name__ == "__main__":
    IMAGES.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder:
        asyncio.run(draw(copied(sample_folder(), Path(folder) / "los-angeles"), sys.argv[1:]))
