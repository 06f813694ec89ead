"""The rules at every size and in every form: a limit was lowered, and four verdicts flip."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import driving
import pytest
from screens import FORMS, SIZES, same, settled
from textual.pilot import Pilot

from hexvet_tui.app import HexvetApp
from hexvet_tui.modes.rules.state import Opened, RulesState
from hexvet_tui.modes.rules.verbs import shown_at
from hexvet_tui.session import Session
from hexvet_tui.source import WorkspaceSource

MATRIX = [(size, form) for size in SIZES for form in FORMS]
NAMES = ["-".join(row) for row in MATRIX]
LIMIT = 17
"""The row of `value = 24`, from 0."""

every = pytest.mark.parametrize(("size", "form"), MATRIX, ids=NAMES)


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


def showing(session: Session) -> Callable[[Pilot[None]], Awaitable[None]]:
    """What makes an application show a session."""

    async def prepare(pilot: Pilot[None]) -> None:
        app = pilot.app
        assert isinstance(app, HexvetApp)
        await settled(pilot)
        app.show(session)
        await settled(pilot)

    return prepare


async def edited(app: HexvetApp) -> Session:
    """The limit lowered to 10 months, and a check that was just begun behind it."""
    async with app.run_test() as pilot:
        await settled(pilot)
        app.pressed("3", "3")
        await until(pilot, lambda text: bool(text.warnings))
        for key in ("e", *["down"] * LIMIT, "end", "backspace", "backspace", "1", "0"):
            app.pressed(key, key if len(key) == 1 else None)
        await until(pilot, lambda text: text.effect_edits == text.buffer.edits)
        for key in ("end", "enter", *"sorce = 'none'"):
            app.pressed({" ": "space"}.get(key, key), key if len(key) == 1 else None)
        await until(pilot, lambda text: text.errors > 0 and text.judged_edits == text.buffer.edits)
    return app.session


def test_the_row_is_that_of_the_limit() -> None:
    lines = Path(driving.TOWN / "rules" / "town.toml").read_text().split("\n")
    assert lines[LIMIT] == "value = 24"


@pytest.fixture(scope="module")
def session() -> Session:
    """What all pictures show: judging a draft takes a while, and once is enough."""
    return asyncio.run(edited(application("colour")))


@every
def test_picture(size: str, form: str, session: Session, request: pytest.FixtureRequest) -> None:
    same(request, f"rules-{size}-{form}", application(form), SIZES[size], showing(session))


# hexvet.toml ----------------------------------------------------------------------------------
async def asked(app: HexvetApp) -> Session:
    """The town's sponsor is not answered any more, and the caret stands before that."""
    async with app.run_test() as pilot:
        await settled(pilot)
        path = str(driving.TOWN / "hexvet.toml")
        app.show(shown_at(app.session, path, "hexvet.toml", 6))
        await until(pilot, lambda text: text.linted == text.buffer.edits)
        app.pressed("e", "e")
        app.pressed("hash", "#")
        await until(pilot, lambda text: text.effect_edits == text.buffer.edits)
        await until(pilot, lambda text: text.linted == text.buffer.edits)
    return app.session


@pytest.fixture(scope="module")
def settings() -> Session:
    """Judged once for all pictures."""
    return asyncio.run(asked(application("colour")))


@pytest.mark.parametrize(
    ("size", "form"), [("80x24", "colour"), ("120x36", "mono"), ("200x60", "ascii")]
)
def test_settings(size: str, form: str, settings: Session, request: pytest.FixtureRequest) -> None:
    name = f"rules-settings-{size}-{form}"
    same(request, name, application(form), SIZES[size], showing(settings))
