"""The journal and the pages of deeds at every size and in every form, as pictures and as text."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

import pytest
from screens import FORMS, SIZES, go, same, settled
from textual.pilot import Pilot
from towns import DAY, RIDGEWAY

from hexvet.journal import Draft, Edit, record
from hexvet_tui import findings
from hexvet_tui.app import HexvetApp
from hexvet_tui.source import WorkspaceSource

KEYS = {
    "log": ("8", "down"),
    "decide": ("down", "D"),
    "findings": ("enter", *["down"] * 5),
}
MATRIX = [("log", size, form) for size in SIZES for form in FORMS]
MATRIX += [(what, size, "colour") for what in ("decide", "findings") for size in SIZES]
NAMES = ["-".join(row) for row in MATRIX]

every = pytest.mark.parametrize(("what", "size", "form"), MATRIX, ids=NAMES)


@pytest.fixture
def ridgeway(tmp_path: Path, scrubbed: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Ridgeway with a journal of two entries, the second of which takes the first back."""
    monkeypatch.setenv("LOGNAME", "mlopez")
    root = Path(shutil.copytree(RIDGEWAY, tmp_path / "ridgeway"))
    days = iter(datetime.datetime(2026, 5, day, 9, tzinfo=datetime.UTC) for day in (1, 2, 3))
    about = ("project:alpha", "field:cost")
    edit = Edit("projects/alpha.toml", ("cost",), "50000", "2000000")
    record(root, Draft("answer", "ann", "analyst", about, "An offer"), [edit], lambda: next(days))
    undo = Draft("undo", "maria", "mayor", ("entry:1", *about), "Not signed")
    record(root, undo, [edit.turned()], lambda: next(days))
    again = Draft("answer", "ann", "analyst", about, "Signed now")
    record(root, again, [edit], lambda: next(days))
    return root


def application(root: Path, form: str) -> HexvetApp:
    return HexvetApp(WorkspaceSource(root, DAY), **FORMS[form])  # type: ignore[arg-type]


async def shown(pilot: Pilot[None], what: str) -> None:
    """The screen, when all its work is done."""
    app = pilot.app
    assert isinstance(app, HexvetApp)
    await settled(pilot)
    await _quiet(pilot)
    await go(pilot, *KEYS[what])
    await _quiet(pilot)


async def _quiet(pilot: Pilot[None]) -> None:
    app = pilot.app
    assert isinstance(app, HexvetApp)
    for _ in range(500):
        busy = [one for one in app.workers if one.group != "watch" and not one.is_finished]
        if not busy and not findings.is_stale(app.session):
            break
        await pilot.pause(0.01)
    await pilot.pause()


@every
def test_picture(
    what: str, size: str, form: str, ridgeway: Path, request: pytest.FixtureRequest
) -> None:
    async def prepare(pilot: Pilot[None]) -> None:
        await shown(pilot, what)

    same(request, f"{what}-{size}-{form}", application(ridgeway, form), SIZES[size], prepare)
