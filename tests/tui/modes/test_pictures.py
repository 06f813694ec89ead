"""The modes that need a real engine, of the town, at every size and in every form."""

from __future__ import annotations

import driving
import pytest
from screens import FORMS, SIZES, go, same, settled
from textual.pilot import Pilot

from hexvet.cli import inside
from hexvet_tui.app import HexvetApp
from hexvet_tui.source import WorkspaceSource

KEYS = {
    "compare": ("space", "space", "space", "space", "equals_sign", "down", "down", "right"),
    "sensitivity": ("5", "down"),
    "monitor": ("6", "o", "down"),
    "programme": ("7", "down"),
    "vetting": ("e", "down"),
}
MATRIX = [(mode, size, form) for mode in KEYS for size in SIZES for form in FORMS]
NAMES = ["-".join(row) for row in MATRIX]

every = pytest.mark.parametrize(("mode", "size", "form"), MATRIX, ids=NAMES)


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


@every
def test_picture(mode: str, size: str, form: str, request: pytest.FixtureRequest) -> None:
    async def prepare(pilot: Pilot[None]) -> None:
        await shown(pilot, mode)

    same(request, f"{mode}-{size}-{form}", application(form), SIZES[size], prepare)
