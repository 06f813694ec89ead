"""The modes that need a real engine, of the town, at every size and in every form."""

from __future__ import annotations

import sys
from collections.abc import Callable

import driving
import pytest
from screens import go, lines_of, matches, settled
from textual.pilot import Pilot

from hexvet.cli import inside
from hexvet_tui import modes, scene, themes
from hexvet_tui.app import HexvetApp
from hexvet_tui.source import WorkspaceSource

SIZES = {"80x24": (80, 24), "120x36": (120, 36), "200x60": (200, 60)}
FORMS: dict[str, dict[str, object]] = {
    "colour": {},
    "mono": {"palette": themes.MONO},
    "ascii": {"ascii": True, "palette": themes.MONO},
}
KEYS = {
    "compare": ("space", "space", "space", "space", "equals_sign", "down", "down", "right"),
    "sensitivity": ("5", "down"),
    "monitor": ("6", "o", "down"),
    "programme": ("7", "down"),
    "vetting": ("e", "down"),
}
MATRIX = [(mode, size, form) for mode in KEYS for size in SIZES for form in FORMS]
NAMES = ["-".join(row) for row in MATRIX]

pictures = pytest.mark.skipif(
    sys.version_info[:2] != (3, 11), reason="pictures are taken on Python 3.11 alone"
)
every = pytest.mark.parametrize(("mode", "size", "form"), MATRIX, ids=NAMES)


@pytest.fixture(autouse=True)
def whole_title(monkeypatch: pytest.MonkeyPatch) -> None:
    """All modes in the title bar, whether they are built or not."""
    monkeypatch.setattr(modes, "TABS", driving.TABS)
    scene.table_of.cache_clear()


def application(form: str) -> HexvetApp:
    return HexvetApp(WorkspaceSource(driving.TOWN, driving.TOWN_DAY), shell=inside, **FORMS[form])  # type: ignore[arg-type]


async def shown(pilot: Pilot[None], mode: str) -> None:
    """The mode, when all its work is done."""
    await settled(pilot)
    await go(pilot, *KEYS[mode])
    at_work = [worker for worker in pilot.app.workers if worker.group not in ("watch",)]
    if at_work:  # none would mean all, watching too
        await pilot.app.workers.wait_for_complete(at_work)
    await settled(pilot)


@pictures
@every
def test_picture(mode: str, size: str, form: str, snap_compare: Callable[..., bool]) -> None:
    async def prepare(pilot: Pilot[None]) -> None:
        await shown(pilot, mode)

    assert snap_compare(application(form), terminal_size=SIZES[size], run_before=prepare)


@every
async def test_text(mode: str, size: str, form: str, pytestconfig: pytest.Config) -> None:
    app = application(form)
    async with app.run_test(size=SIZES[size]) as pilot:
        await shown(pilot, mode)
        lines = lines_of(app)
    if form == "ascii":
        assert all(line.isascii() for line in lines)
    update = bool(pytestconfig.getoption("update_snapshots"))
    matches(f"{mode}-{size}-{form}", lines, update)
