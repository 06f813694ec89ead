"""The pages of waivers and of taking back, as pictures and as text."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from screens import SIZES, go, same, settled
from textual.pilot import Pilot
from towns import DAY, RIDGEWAY

import hexvet
from hexvet.journal import Draft, edit_of, record
from hexvet_tui import findings
from hexvet_tui.app import HexvetApp
from hexvet_tui.clock import now
from hexvet_tui.modes.project.state import ProjectState
from hexvet_tui.source import WorkspaceSource

WAIVER = """\
[waiver.w1]
check = "town/departments"
project = "beta"
role = "mayor"
name = "Maria Lopez"
reason = "The departments sign in June, when the council has met and the budget is settled."
granted = 2026-04-01
expires = 2026-05-20
"""
KEYS = {
    "decide": ("escape", "D"),
    "renew": ("W",),
    "revoke": ("W", "x"),
    "take-back": ("escape", "u"),
}
SIZED = [(what, size) for what in KEYS for size in ("80x24", "120x36")]


@pytest.fixture
def ridgeway(tmp_path: Path, scrubbed: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Ridgeway with a waiver, and three projects at the trial for whom an answer made room."""
    monkeypatch.setenv("LOGNAME", "mlopez")
    root = Path(shutil.copytree(RIDGEWAY, tmp_path / "ridgeway"))
    (root / "waivers.toml").write_text(WAIVER)
    for name in ("alpha", "delta"):
        file = root / f"projects/{name}.toml"
        file.write_text(file.read_text().replace('stage = "idea"', 'stage = "trial"'))
    document = hexvet.load(root).documents["hexvet.toml"]
    edit = edit_of(document, "hexvet.toml", ("programme", "places"), 3)
    record(root, Draft("answer", "maria", "mayor"), [edit], now)
    return root


async def _quiet(pilot: Pilot[None]) -> HexvetApp:
    app = pilot.app
    assert isinstance(app, HexvetApp)
    for _ in range(500):
        busy = [one for one in app.workers if one.group != "watch" and not one.is_finished]
        if not busy and not findings.is_stale(app.session):
            break
        await pilot.pause(0.01)
    await pilot.pause()
    return app


@pytest.mark.parametrize(("what", "size"), SIZED, ids=["-".join(row) for row in SIZED])
def test_deed(what: str, size: str, ridgeway: Path, request: pytest.FixtureRequest) -> None:
    async def prepare(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await go(pilot, "down", "enter")
        app = await _quiet(pilot)
        while "departments" not in app.session.of(ProjectState).rule:
            await go(pilot, "j")
        for key in KEYS[what]:
            await go(pilot, key)
            await _quiet(pilot)

    app = HexvetApp(WorkspaceSource(ridgeway, DAY))
    same(request, f"deed-{what}-{size}-colour", app, SIZES[size], prepare)
