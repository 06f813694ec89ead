"""The rules at every size and in every form: a limit was lowered, and four verdicts flip."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import driving
import pytest
from screens import lines_of, matches, settled
from textual.pilot import Pilot

from hexvet_tui import modes, scene, themes
from hexvet_tui.app import HexvetApp
from hexvet_tui.modes.rules.state import Opened, RulesState
from hexvet_tui.source import WorkspaceSource

SIZES = {"80x24": (80, 24), "120x36": (120, 36), "200x60": (200, 60)}
FORMS: dict[str, dict[str, object]] = {
    "colour": {},
    "mono": {"palette": themes.MONO},
    "ascii": {"ascii": True, "palette": themes.MONO},
}
MATRIX = [(size, form) for size in SIZES for form in FORMS]
NAMES = ["-".join(row) for row in MATRIX]
LIMIT = 17
"""The row of `value = 24`, from 0."""

pictures = pytest.mark.skipif(
    sys.version_info[:2] != (3, 11), reason="pictures are taken on Python 3.11 alone"
)
every = pytest.mark.parametrize(("size", "form"), MATRIX, ids=NAMES)


@pytest.fixture(autouse=True)
def whole_title(monkeypatch: pytest.MonkeyPatch) -> None:
    """All modes in the title bar, whether they are built or not."""
    monkeypatch.setattr(modes, "TABS", driving.TABS)
    scene.table_of.cache_clear()


def application(form: str) -> HexvetApp:
    return HexvetApp(WorkspaceSource(driving.TOWN, driving.TOWN_DAY), **FORMS[form])  # type: ignore[arg-type]


async def until(pilot: Pilot[None], done: Callable[[Opened], bool]) -> None:
    """Waits until the text is as it is wanted: one work leads to the next."""
    app = pilot.app
    assert isinstance(app, HexvetApp)
    for _ in range(150):
        text = app.session.of(RulesState).text
        if text is not None and done(text):
            break
        await pilot.pause(0.02)
    else:
        pytest.fail("the text was never judged")
    await settled(pilot)


async def shown(pilot: Pilot[None]) -> None:
    """The limit lowered to 10 months, and a check that was just begun behind it."""
    app = pilot.app
    assert isinstance(app, HexvetApp)
    await settled(pilot)
    app.pressed("3", "3")
    await until(pilot, lambda text: bool(text.warnings))
    for key in ("e", *["down"] * LIMIT, "end", "backspace", "backspace", "1", "0"):
        app.pressed(key, key if len(key) == 1 else None)
    await until(pilot, lambda text: text.effect_edits == text.buffer.edits)
    for key in ("end", "enter", *"sorce = 'none'"):
        app.pressed({" ": "space"}.get(key, key), key if len(key) == 1 else None)
    await until(pilot, lambda text: text.errors > 0 and text.judged_edits == text.buffer.edits)


def test_the_row_is_that_of_the_limit() -> None:
    lines = Path(driving.TOWN / "rules" / "town.toml").read_text().split("\n")
    assert lines[LIMIT] == "value = 24"


@pictures
@every
def test_picture(size: str, form: str, snap_compare: Callable[..., bool]) -> None:
    assert snap_compare(application(form), terminal_size=SIZES[size], run_before=shown)


@every
async def test_text(size: str, form: str, pytestconfig: pytest.Config) -> None:
    app = application(form)
    async with app.run_test(size=SIZES[size]) as pilot:
        await shown(pilot)
        lines = lines_of(app)
    if form == "ascii":
        assert all(line.isascii() for line in lines)
    update = bool(pytestconfig.getoption("update_snapshots"))
    matches(f"rules-{size}-{form}", lines, update)
