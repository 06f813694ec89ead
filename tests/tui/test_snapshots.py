"""The base of the screen at every size, in every form and theme: as pictures and as text.

Each mode has its pictures in `modes/`; these are the portfolio, a project, and what all modes
share: pages, typed lines, families of keys, marks.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable

import driving
import fakes
import pytest
from screens import go, lines_of, matches, settled
from textual.pilot import Pilot

from hexvet.cli import inside
from hexvet_tui import modes, scene, themes
from hexvet_tui.app import HexvetApp

SIZES = {"60x16": (60, 16), "80x24": (80, 24), "120x36": (120, 36), "200x60": (200, 60)}
FORMS: dict[str, dict[str, object]] = {
    "colour": {},
    "mono": {"palette": themes.MONO},
    "ascii": {"ascii": True, "palette": themes.MONO},
    "light": {"palette": themes.LIGHT},
    "contrast": {"palette": themes.CONTRAST},
    "ansi": {"palette": themes.ANSI},
}
KEYS = {
    "portfolio": ("down",) * 6,
    "project": (*["down"] * 6, "enter"),
    "why": (*["down"] * 10, "w"),
    "sections": (*["down"] * 6, "enter", "t", "shift+tab", "down", "down"),
    "help": ("question_mark",),
    "about": (*["down"] * 10, "enter", "down", "question_mark"),
    "filter": ("slash", *"unknown:", "tab", "tab"),
    "command": ("colon", *"sort", "down"),
    "sort": ("s",),
    "marks": ("space", "down", "space", "v", "down", "down"),
    "problems": ("P",),
}
MATRIX = [
    (screen, size, form)
    for screen in ("portfolio", "project")
    for size in ("80x24", "120x36", "200x60")
    for form in ("colour", "mono", "ascii")
]
SHARED = ("why", "sections", "help", "about", "filter", "command", "sort", "marks", "problems")
MATRIX += [(screen, "80x24", "colour") for screen in SHARED]
MATRIX += [("portfolio", "120x36", form) for form in ("light", "contrast", "ansi")]
MATRIX += [(screen, "60x16", "colour") for screen in ("portfolio", "project", "command")]
NAMES = ["-".join(row) for row in MATRIX]

every = pytest.mark.parametrize(("screen", "size", "form"), MATRIX, ids=NAMES)


@pytest.fixture(autouse=True)
def whole_title(monkeypatch: pytest.MonkeyPatch) -> None:
    """All modes in the title bar, whether they are built or not."""
    monkeypatch.setattr(modes, "TABS", driving.TABS)
    scene.table_of.cache_clear()


def application(form: str) -> HexvetApp:
    return HexvetApp(fakes.FakeSource(), shell=inside, **FORMS[form])  # type: ignore[arg-type]


@every
def test_screen(
    screen: str,
    size: str,
    form: str,
    request: pytest.FixtureRequest,
    pytestconfig: pytest.Config,
) -> None:
    """One run gives both: the cells as text, and on Python 3.11 the picture."""
    lines: list[str] = []

    async def prepare(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await go(pilot, *KEYS[screen])
        lines.extend(lines_of(pilot.app))

    app = application(form)
    if sys.version_info[:2] == (3, 11):
        same = request.getfixturevalue("snap_compare")
        drawn = same(app, terminal_size=SIZES[size], run_before=prepare)
    else:
        drawn = True
        asyncio.run(run(app, SIZES[size], prepare))
    if form == "ascii":
        assert all(line.isascii() for line in lines)
    update = bool(pytestconfig.getoption("update_snapshots"))
    matches(f"{screen}-{size}-{form}", lines, update)
    assert drawn


async def run(
    app: HexvetApp, size: tuple[int, int], prepare: Callable[[Pilot[None]], Awaitable[None]]
) -> None:
    """Without a picture."""
    async with app.run_test(size=size) as pilot:
        await prepare(pilot)
