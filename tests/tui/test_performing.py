"""Works in the background: a newer one interrupts the one that it replaces."""

from __future__ import annotations

import time
from pathlib import Path

import driving
import pytest
from screens import settled
from textual.pilot import Pilot

from hexvet_tui.app import HexvetApp
from hexvet_tui.commands import COMMAND
from hexvet_tui.effects import Quit, Superseded, Work, superseded
from hexvet_tui.prompting import Prompt
from hexvet_tui.recovery.keeping import Keeper
from hexvet_tui.session import Session
from hexvet_tui.source import WorkspaceSource

PATIENCE = 5.0


def told(session: Session, words: str) -> Session:
    return session.said(words)


async def until(pilot: Pilot[None], wanted: list[str], word: str) -> None:
    """Waits for an event."""
    end = time.monotonic() + PATIENCE
    while word not in wanted and time.monotonic() < end:
        await pilot.pause(0.01)
    assert word in wanted


async def test_a_newer_work_interrupts_the_one_that_runs_and_never_runs_beside_it() -> None:
    events: list[str] = []

    def endless() -> str:
        events.append("old begins")
        try:
            while True:
                superseded()
                time.sleep(0.005)
        except Superseded:
            events.append("old gives up")
            raise

    def newer() -> str:
        events.append("new begins")
        return "new"

    app = HexvetApp(WorkspaceSource(driving.TOWN, driving.TOWN_DAY))
    async with app.run_test() as pilot:
        app.show(app.session.wanting(Work(endless, told, "test")))
        await until(pilot, events, "old begins")
        app.show(app.session.wanting(Work(newer, told, "test")))
        await until(pilot, events, "new begins")
        await settled(pilot)
        await pilot.pause()
    assert events == ["old begins", "old gives up", "new begins"]
    assert "new" in [message.text for message in app.session.history]


async def test_a_work_that_waits_is_replaced_before_it_begins() -> None:
    events: list[str] = []

    def named(name: str) -> Work:
        return Work(lambda: events.append(name), lambda now, _: now, "test", delay=0.3)

    app = HexvetApp(WorkspaceSource(driving.TOWN, driving.TOWN_DAY))
    async with app.run_test() as pilot:
        for number in range(20):
            app.show(app.session.wanting(named(str(number))))
        await until(pilot, events, "19")
        await settled(pilot)
    assert events == ["19"]


def test_nothing_is_superseded_outside_of_a_work() -> None:
    superseded()


@pytest.mark.parametrize("keeping", [True, False])
async def test_quitting_leaves_what_is_not_saved_only_where_it_is_to_be_kept(
    tmp_path: Path, keeping: bool
) -> None:
    source = WorkspaceSource(driving.TOWN, driving.TOWN_DAY)
    app = HexvetApp(source, keeper=Keeper(tmp_path))
    async with app.run_test() as pilot:
        await settled(pilot)
        typed = app.session.prompted(Prompt(COMMAND).rewritten("show permits"))
        app.show(typed.wanting(Quit(keeping)))
        await pilot.pause()
    app.keeper.close()
    assert bool(list(tmp_path.glob("*.drafts"))) is keeping
