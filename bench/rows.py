"""What a key costs among 100 and among 100,000 projects: CPU of the application without a terminal.

Every mode is opened and left to finish what it does in the background; then the cursor goes down.
All projects are copies of one, so that whatever is under the cursor costs the same.
"""

from __future__ import annotations

import asyncio
import datetime
import gc
import json
import statistics
import sys
import time
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "engine"), str(ROOT / "tui")]

import hexvet  # noqa: E402
from hexvet_tui import modes  # noqa: E402
from hexvet_tui.app import HexvetApp  # noqa: E402
from hexvet_tui.source import WorkspaceSource  # noqa: E402

TOWN = ROOT / "tests" / "tui" / "modes" / "town"
DAY = datetime.date(2026, 6, 1)
FEW, MANY = 100, 100_000
KEYS, WARM = 40, 5


class Copies(WorkspaceSource):
    """A town with as many copies of one project as wanted."""

    size = FEW

    def read(self, before: Any = None, changed: Collection[str] = ()) -> Any:
        """The assessment of all of them."""
        workspace = hexvet.load(TOWN)
        model = workspace.projects["permits"]
        names = [f"p{number:06}" for number in range(self.size)]
        projects = {name: replace(model, id=name, title=f"Project {name}") for name in names}
        return hexvet.evaluate(replace(workspace, projects=projects, waivers=()), DAY)

    def changes(self, stop: Event) -> Iterator[tuple[str, ...]]:
        """None."""
        yield from ()


async def quiet(app: HexvetApp) -> None:
    """Wait until nothing is done in the background any more."""
    for _ in range(3):
        await asyncio.sleep(0.3)
        await app.workers.wait_for_complete()


async def costs(size: int) -> dict[str, float]:
    """CPU of `down` in each mode, the median in ms."""
    Copies.size = size
    app, found = HexvetApp(Copies(TOWN, DAY)), {}
    async with app.run_test(size=(80, 24)) as pilot:
        while app.session.assessment is None:
            await quiet(app)
        for tab in modes.TABS:
            await pilot.press(tab.key)
            await quiet(app)
            gc.collect()
            spent = []
            for _ in range(WARM + KEYS):
                begun = time.process_time()
                await pilot.press("down")
                spent.append((time.process_time() - begun) * 1000)
            found[tab.word] = statistics.median(spent[WARM:])
    return found


def main() -> None:
    """Prints lines of (what, figure)."""
    few, many = asyncio.run(costs(FEW)), asyncio.run(costs(MANY))
    lines = [
        (f"`down` in {word}", f"{few[word]:,.1f} ms and {many[word]:,.1f} ms of CPU: "
         f"{many[word] / few[word]:.2f}x")
        for word in few
    ]  # fmt: skip
    print(json.dumps(lines))


if __name__ == "__main__":
    main()
