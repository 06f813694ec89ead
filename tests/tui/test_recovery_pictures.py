"""What a start offers after a crash, and a screen that only looks: as pictures and as text."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Awaitable, Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from screens import FORMS, SIZES, go, same, settled
from textual.pilot import Pilot
from towns import DAY, RIDGEWAY

from hexvet_tui.app import HexvetApp
from hexvet_tui.modes import Unsaved
from hexvet_tui.recovery.keeping import Keeper
from hexvet_tui.recovery.records import DEED, LINE, Kept, drafts_text, write_private
from hexvet_tui.source import WorkspaceSource

WHEN = 1_777_896_000
"""Noon of 4 May 2026 in seconds of the system's clock, where the tests set UTC."""


@pytest.fixture
def ridgeway(tmp_path: Path, scrubbed: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("LOGNAME", "mlopez")
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield Path(shutil.copytree(RIDGEWAY, tmp_path / "ridgeway"))
    monkeypatch.delenv("TZ")
    time.tzset()


def left(root: Path, folder: Path) -> Keeper:
    """The keeper of a screen that opens after another one crashed over four texts, and over a file
    that cannot be read."""
    pack = root / "rules" / "town.toml"
    text = pack.read_text()
    draft = text.replace("max_days = 90", "max_days = 60").replace('"Trial"', '"Test [of all]"')
    pack.write_text(text.replace('"Roll-out"', '"For everybody"'))
    base = sha256(text.encode()).hexdigest()
    kept = (
        Kept("rules", Unsaved(str(pack), draft, base, 11, 2)),
        Kept("vetting", Unsaved("beta cost", "1.2M..1.8")),
        Kept(DEED, Unsaved("DECIDE beta to rollout reason", "The council agreed on")),
        Kept(LINE, Unsaved("command", "waive town/departments be")),
    )
    folder.mkdir()
    write_private(folder / "1-gone.drafts", drafts_text(kept))
    write_private(folder / "2-torn.drafts", '{"format": 1, "drafts": [')
    for name in ("1-gone.drafts", "2-torn.drafts"):
        os.utime(folder / name, (WHEN, WHEN))
    return Keeper(folder)


async def _until(pilot: Pilot[None], holds: Callable[[HexvetApp], object]) -> None:
    app = pilot.app
    assert isinstance(app, HexvetApp)
    await settled(pilot)
    for _ in range(500):
        if holds(app):
            break
        await pilot.pause(0.01)
    await pilot.pause()


def offering(*keys: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    async def prepare(pilot: Pilot[None]) -> None:
        await _until(pilot, lambda app: app.session.pages)
        await go(pilot, *keys)

    return prepare


MATRIX = [(size, form) for size in ("80x24", "120x36") for form in FORMS]
every = pytest.mark.parametrize(("size", "form"), MATRIX, ids=["-".join(row) for row in MATRIX])


@every
def test_what_was_left_is_offered(
    size: str, form: str, ridgeway: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    app = HexvetApp(
        WorkspaceSource(ridgeway, DAY),
        keeper=left(ridgeway, tmp_path / "state"),
        **FORMS[form],  # type: ignore[arg-type]
    )
    same(request, f"recovery-{size}-{form}", app, SIZES[size], offering())


@pytest.mark.parametrize("what", ["scrolled", "discarding"])
def test_the_rest_of_the_page_and_its_second_question(
    what: str, ridgeway: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    keeper = left(ridgeway, tmp_path / "state")
    app = HexvetApp(WorkspaceSource(ridgeway, DAY), keeper=keeper)
    keys = ("d",) if what == "discarding" else ("pagedown", "pagedown", "pagedown")
    same(request, f"recovery-{what}-80x24", app, SIZES["80x24"], offering(*keys))


@every
def test_a_screen_that_only_looks_says_so(
    size: str, form: str, ridgeway: Path, request: pytest.FixtureRequest
) -> None:
    app = HexvetApp(
        WorkspaceSource(ridgeway, DAY),
        read_only=True,
        **FORMS[form],  # type: ignore[arg-type]
    )

    async def prepare(pilot: Pilot[None]) -> None:
        await _until(pilot, lambda app: app.session.assessment)
        await go(pilot, "down", "D", "M")  # the page of messages: no mode's own picture

    same(request, f"read-only-{size}-{form}", app, SIZES[size], prepare)
