"""What people write is text: no title steers the terminal, breaks a line or ends the program."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Any

import driving
import fakes
import pytest
from screens import lines_of, settled

import hexvet
from hexvet_tui import modes
from hexvet_tui.app import HexvetApp
from hexvet_tui.cells import cell_len

pytestmark = pytest.mark.slow

TITLES = {
    "markup": "[/b] [legal] road [bold]x",
    "escapes": "\x1b]0;owned\x07\x1b[2J\x9b31m\x00title",
    "lines": "two\nlines\r\nand\ttabs\v\f\u2028end",
    "combining": "e\u0301" * 300 + "\u200d\ufe0f👩\u200d🚀",
    "rightward": "\u202eevil\u202c שלום עולם \u2066x",
    "wide": "市民センター改修計画" * 40,
    "endless": "x" * 10_000,
    "blank": "   ",
    "surrogate": "lone \ud800 surrogate",
}
FULL = os.environ.get("HYPOTHESIS_PROFILE") == "full"
SIZES = [(60, 16), (120, 36)] if FULL else [(60, 16)]
NAMES = tuple(TITLES) if FULL else ("markup", "escapes", "endless")
STORM = [(1, 1), (59, 15), (60, 16), (200, 60), (15, 3), (100, 20), (139, 29), (80, 24)]


class RealSource(fakes.FakeSource):
    """Gives an assessment of the engine, with the engine's explanations."""

    def explain(self, scene: Any, subject: str, rule: str | None) -> Any:
        try:
            return hexvet.explain(scene, subject, rule)
        except (KeyError, LookupError):
            return None


def city() -> Any:
    """The sample city with the titles and summaries of attackers, and two usual projects."""
    workspace = driving.city().workspace
    known = list(workspace.projects.values())
    projects = {project.id: project for project in known[:2]}
    for n, (name, title) in enumerate(TITLES.items()):
        source = known[n % len(known)]
        projects[name] = replace(source, id=name, title=title, summary=title, file=f"{title}.toml")
    return hexvet.evaluate(
        replace(workspace, projects=projects, city=TITLES["markup"]), driving.DAY
    )


@pytest.fixture(scope="module")
def found() -> Any:
    return city()


def check(app: HexvetApp, width: int, height: int) -> None:
    lines = lines_of(app)
    assert len(lines) == height
    for line in lines:
        assert cell_len(line) <= width, line
        assert line.isprintable(), ascii(line)
        assert "owned" not in line


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("mode", modes.IDS)
async def test_every_mode_stands_every_title(mode: str, size: tuple[int, int], found: Any) -> None:
    app = HexvetApp(RealSource(found))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        for name in NAMES:
            app.show(app.session.entered("portfolio").to_row(app.session.rows.places[name]))
            app.show(driving.do(app.session, f"mode_{mode}"))
            await pilot.pause()
            check(app, *size)
        app.pressed("question_mark", "?")
        await pilot.pause()
        check(app, *size)
        assert app.is_running


async def test_ten_thousand_characters_can_be_pasted_anywhere(found: Any) -> None:
    app = HexvetApp(RealSource(found))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        for key in ("slash", "colon"):
            app.pressed(key, "/" if key == "slash" else ":")
            app.show(driving.paste(app.session, "\x1b[31m[/b]\n" * 10_000))
            await pilot.pause()
            check(app, 80, 24)
            app.pressed("enter", None)
            await pilot.pause()
            check(app, 80, 24)
            app.pressed("escape", None)
            app.pressed("escape", None)
        assert app.is_running


async def test_a_notice_with_brackets_is_only_text(found: Any) -> None:
    app = HexvetApp(RealSource(found))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        for text in TITLES.values():
            app.show(app.session.said(text, "alert").warned(text))
            await pilot.pause()
            check(app, 80, 24)


@pytest.mark.parametrize("mode", modes.IDS)
async def test_sizes_may_come_in_any_order(mode: str, found: Any) -> None:
    app = HexvetApp(RealSource(found))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.show(driving.do(app.session, f"mode_{mode}"))
        for size in STORM if FULL else STORM[:4]:
            await pilot.resize_terminal(*size)
            app.pressed("j", "j")
            await pilot.pause()
            check(app, *size)
        assert app.session.mode == mode or not app.session.rows.order
