"""Both modes at both sizes, in colour, in mono and in ASCII: as pictures and as text."""

from __future__ import annotations

import sys
from collections.abc import Callable

import fakes
import pytest
from screens import go, lines_of, matches, settled
from textual.pilot import Pilot

from hexvet_tui import themes
from hexvet_tui.app import HexvetApp

SIZES = {"80x24": (80, 24), "120x36": (120, 36)}
FORMS: dict[str, dict[str, object]] = {
    "colour": {},
    "mono": {"palette": themes.MONO},
    "ascii": {"ascii": True, "palette": themes.MONO},
}
KEYS = {
    "portfolio": ("down",) * 6,
    "project": (*["down"] * 6, "enter"),
    "why": (*["down"] * 10, "w"),
    "sections": (*["down"] * 6, "enter", "t", "shift+tab", "down", "down"),
    "help": ("question_mark",),
    "light": ("down",) * 11,
}
MATRIX = [
    (mode, size, form) for mode in ("portfolio", "project") for size in SIZES for form in FORMS
]
MATRIX += [(mode, "80x24", "colour") for mode in ("why", "sections", "help")]
NAMES = [f"{mode}-{size}-{form}" for mode, size, form in MATRIX]

pictures = pytest.mark.skipif(
    sys.version_info[:2] != (3, 11), reason="pictures are taken on Python 3.11 alone"
)


def application(form: str) -> HexvetApp:
    return HexvetApp(fakes.FakeSource(), **FORMS[form])  # type: ignore[arg-type]


@pictures
@pytest.mark.parametrize(("mode", "size", "form"), MATRIX, ids=NAMES)
def test_picture(mode: str, size: str, form: str, snap_compare: Callable[..., bool]) -> None:
    async def prepare(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await go(pilot, *KEYS[mode])

    assert snap_compare(application(form), terminal_size=SIZES[size], run_before=prepare)


@pictures
def test_picture_light(snap_compare: Callable[..., bool]) -> None:
    async def prepare(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await go(pilot, *KEYS["light"])

    app = HexvetApp(fakes.FakeSource(), palette=themes.LIGHT)
    assert snap_compare(app, terminal_size=(120, 36), run_before=prepare)


@pytest.mark.parametrize(("mode", "size", "form"), MATRIX, ids=NAMES)
async def test_text(mode: str, size: str, form: str, pytestconfig: pytest.Config) -> None:
    app = application(form)
    async with app.run_test(size=SIZES[size]) as pilot:
        await settled(pilot)
        await go(pilot, *KEYS[mode])
        lines = lines_of(app)
    if form == "ascii":
        assert all(line.isascii() for line in lines)
    update = bool(pytestconfig.getoption("update_snapshots"))
    matches(f"{mode}-{size}-{form}", lines, update)
