"""What a key costs does not grow with the portfolio: calls are counted, nothing is timed.

All projects are copies of one, so that whatever is under the cursor costs the same.
"""

from __future__ import annotations

import cProfile
import datetime
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import driving
import pytest

import hexvet
from hexvet.journal.model import Entry
from hexvet_tui import bars, changes, marking, panels, turns
from hexvet_tui.effects import Work
from hexvet_tui.modes.log import panes as log
from hexvet_tui.modes.log.state import LogState, Read, read
from hexvet_tui.modes.log.terms import EVERYTHING
from hexvet_tui.modes.monitor import panes as monitor
from hexvet_tui.modes.monitor import state
from hexvet_tui.modes.monitor.printout import printout
from hexvet_tui.modes.monitor.verbs import place_of
from hexvet_tui.modes.portfolio import ledger
from hexvet_tui.modes.portfolio.panes import detail
from hexvet_tui.modes.programme import panes as programme
from hexvet_tui.modes.sensitivity import panes as sensitivity
from hexvet_tui.modes.sensitivity import verbs as flips
from hexvet_tui.scene import Scene
from hexvet_tui.session import Session
from hexvet_tui.typesetting import Line, scrolled

FEW, MANY = 300, 3_000
ROOM = 14


def counted(do: Callable[[], object]) -> int:
    """How many calls something makes."""
    profile = cProfile.Profile()
    profile.runcall(do)
    return sum(entry.callcount for entry in profile.getstats())


@lru_cache(maxsize=2)
def assessed(size: int) -> Any:
    """So many copies of a project that has dates and indicators."""
    workspace = driving.town().workspace
    model = workspace.projects["permits"]
    projects = {f"p{n:06}": replace(model, id=f"p{n:06}", title=f"No. {n:06}") for n in range(size)}
    return hexvet.evaluate(replace(workspace, projects=projects, waivers=()), driving.TOWN_DAY)


def settled(session: Session) -> Session:
    """With what the session wants done in the background."""
    for effect in session.effects:
        assert isinstance(effect, Work)
        session = effect.then(session.calm(), effect.do())
    return session.calm()


def pressed(session: Session, *keys: str) -> Session:
    """The session after keys, and after what they started."""
    for key in keys:
        session = settled(driving.key(session, key))
    return session


# what each mode paints --------------------------------------------------------------------------
def _portfolio(scene: Scene) -> Iterator[Sequence[Line]]:
    top = scrolled(0, max(0, scene.session.place), len(scene.session.rows.order), ROOM)
    yield [bars.info(scene, 80)]
    yield ledger.lines(scene, 80, ROOM + 1, top)
    yield detail(scene, 80, 7)
    yield panels.why_pane(scene, scene.deciding, 80, 12, also=True)


def _project(scene: Scene) -> Iterator[Sequence[Line]]:
    yield [bars.project(scene, 80)]
    yield panels.hexagon_pane(scene, 40, 17)


def _monitor(scene: Scene) -> Iterator[Sequence[Line]]:
    yield monitor.header(scene, 80, 1)
    yield monitor.table(scene, 80, ROOM, max(0, place_of(scene) - 5))
    yield monitor.detail(scene, 80, 8)


def _programme(scene: Scene) -> Iterator[Sequence[Line]]:
    yield programme.header(scene, 80, 1)
    yield programme.facts(scene, 40, 20)
    yield programme.checklist(scene, 40, 12, 0)
    yield programme.why(scene, 40, 8)


def _sensitivity(scene: Scene) -> Iterator[Sequence[Line]]:
    yield sensitivity.header(scene, 80, 1)
    yield sensitivity.table(scene, 80, ROOM, max(0, flips.place_of(scene) - 5))
    yield sensitivity.detail(scene, 80, 8)


PAINTED: dict[str, Callable[[Scene], Iterator[Sequence[Line]]]] = {
    "portfolio": _portfolio,
    "project": _project,
    "monitor": _monitor,
    "programme": _programme,
    "sensitivity": _sensitivity,
}
KEYS = {
    "portfolio": ("1", ("down", "up", "pagedown", "G", "pageup", "home", " ", "v")),
    "project": ("2", ("]", "[", "down", "tab", "down")),
    "monitor": ("6", ("down", "pagedown", "G", "up", "home", "tab", "down", "G", "pageup")),
    "programme": ("7", ("down", "tab", "down", "tab", "down")),
    "sensitivity": ("5", ("down", "tab", "down", "tab", "down", "G", "up")),
}
"""What enters each mode, and keys that are pressed there."""


def costs(session: Session, mode: str, keys: Sequence[str]) -> list[tuple[str, int]]:
    """The calls of each key, with all that it has painted."""
    found = []
    for key in keys:

        def painted(session: Session = session, key: str = key) -> None:
            scene = driving.scene_of(driving.key(session, key).calm())
            assert sum(map(len, PAINTED[mode](scene))) < 100
            bars.status(scene, 80)

        painted()
        found.append((key, counted(painted)))
        session = pressed(session, key)
    return found


@pytest.mark.parametrize("mode", KEYS)
def test_a_key_costs_the_same_however_many_projects_there_are(mode: str) -> None:
    entering, keys = KEYS[mode]
    few, many = (
        costs(pressed(driving.opened(assessed(size)), "down", entering), mode, keys)
        for size in (FEW, MANY)
    )
    for (key, cheap), (_, dear) in zip(few, many, strict=True):
        assert dear <= cheap * 1.1, f"{key} in {mode}: {cheap} calls, {dear} of ten times as many"


def test_marks_and_a_range_over_all_cost_a_move_nothing() -> None:
    whole = ("*", "home", "v", "G")
    few, many = (
        costs(pressed(driving.opened(assessed(size)), *whole), "portfolio", ("up", "pageup"))
        for size in (FEW, MANY)
    )
    for (_, cheap), (_, dear) in zip(few, many, strict=True):
        assert dear <= cheap * 1.1
    session = pressed(driving.opened(assessed(MANY)), *whole)
    assert marking.span(session) == range(MANY)


def test_what_holds_every_project_is_explained_once() -> None:
    """In the sample city a check of the programme that looks at all projects holds some."""

    def asked(size: int) -> int:
        workspace = driving.city().workspace
        models = list(workspace.projects.values())
        ids = {f"p{n:06}": models[n % len(models)] for n in range(size)}
        projects = {name: replace(model, id=name) for name, model in ids.items()}
        found = hexvet.evaluate(replace(workspace, projects=projects, waivers=()), driving.DAY)
        shared = [
            name
            for name in list(ids)[: len(models)]
            if any(part.subject == "programme" for part in hexvet.explain(found, name).parts)
        ]
        assert shared
        return sum(counted(partial(hexvet.explain, found, name)) for name in shared)

    assert asked(MANY) == asked(FEW)


def test_what_an_edit_changed_is_told_without_looking_at_the_others() -> None:
    def edited(size: int) -> tuple[Any, Any]:
        before = assessed(size)
        projects = dict(before.workspace.projects)
        projects["p000007"] = replace(projects["p000007"], title="Edited", cells={})
        workspace = replace(before.workspace, projects=projects)
        return before, hexvet.evaluate(workspace, driving.TOWN_DAY, before)

    few, many = edited(FEW), edited(MANY)
    assert changes.told(*many) == changes.told(*few)
    assert "Edited" in changes.told(*many)
    assert counted(lambda: changes.told(*many)) == counted(lambda: changes.told(*few))


def test_two_edits_after_one_another_are_told_apart() -> None:
    """The second one takes the first back: the line is another in both directions."""
    first = assessed(FEW)
    projects = dict(first.workspace.projects)
    projects["p000007"] = replace(projects["p000007"], cells={})
    workspace = replace(first.workspace, projects=projects)
    second = hexvet.evaluate(workspace, driving.TOWN_DAY, first)
    third = hexvet.evaluate(first.workspace, driving.TOWN_DAY, second)
    assert "No. 000007" in changes.told(second, third)
    assert changes.told(first, third) == changes.NOTHING


def test_the_evidence_of_a_large_portfolio_is_read_in_the_background(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(state, "LARGE", FEW)
    session = driving.key(driving.opened(assessed(MANY)), "6")
    (work,) = session.effects
    waiting = driving.text_of(next(_monitor(driving.scene_of(session))))
    assert waiting[0].strip() == "reading the dates of all projects ..."
    assert not state.shown_steps(session).rows
    assert len(printout(driving.scene_of(session)).sheets[0].rows) > MANY
    there = settled(session)
    assert there.mode == "monitor"
    assert len(state.shown_steps(there).rows) > MANY
    late = there.with_assessment(assessed(FEW + 1))
    assert isinstance(work, Work)
    assert state.is_waiting(work.then(late, work.do()))


# the journal ------------------------------------------------------------------------------------
def journal(count: int) -> Session:
    """A session in the log, with so many entries read."""
    at = datetime.datetime(2026, 5, 1, tzinfo=datetime.UTC)
    one = Entry(0, at, "answer", "ann", "", about=("project:p000001",), reason="They said so")
    entries = tuple(replace(one, number=number) for number in range(count, 0, -1))
    found = LogState(Read(entries=entries, count=count))
    return replace(driving.opened(assessed(FEW)), mode="log").having(found)


def test_the_log_paints_what_is_in_view() -> None:
    def move(session: Session, key: str) -> None:
        scene = driving.scene_of(driving.key(session, key).calm())
        found = scene.session.of(LogState)
        log.header(scene, 80, 1)
        assert len(log.entries(scene, 80, ROOM, max(0, found.place - 5))) == ROOM
        log.entry(scene, 80, 10)

    short, long = journal(500), journal(20_000)
    for key in ("down", "pagedown", "G"):
        few, many = counted(partial(move, short, key)), counted(partial(move, long, key))
        assert many <= few * 1.1


def test_only_the_end_of_a_long_journal_is_read(tmp_path: Path) -> None:
    line = json.loads((driving.CITY / "journal.jsonl").read_text().splitlines()[-1])

    def kept(count: int) -> Path:
        root = tmp_path / str(count)
        root.mkdir()
        lines = (json.dumps({**line, "entry": number}) for number in range(1, count + 1))
        (root / "journal.jsonl").write_text("".join(f"{one}\n" for one in lines))
        return root

    short, long = kept(600), kept(12_000)
    found = read(long, EVERYTHING, 100)
    assert [found.entries[0].number, found.count, found.whole] == [12_000, 12_000, False]
    few, many = (counted(partial(read, root, EVERYTHING, 100)) for root in (short, long))
    assert many <= few * 1.1


def test_the_log_reads_on_once_however_long_a_key_is_held() -> None:
    session = journal(500)
    found = session.of(LogState)
    assert found.read is not None
    session = session.having(replace(found, read=replace(found.read, whole=False)))
    session = driving.key(session, "G")
    assert len(session.effects) == 1
    assert len(driving.key(session, "up", "down", "G").effects) == 1


# turns ------------------------------------------------------------------------------------------
def test_work_in_the_background_rests_once_a_piece_after_a_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rests: list[float] = []
    monkeypatch.setattr(turns.time, "sleep", rests.append)
    monkeypatch.setattr(turns.time, "monotonic", lambda: 100.0)
    monkeypatch.setattr(turns, "_typed", [float("-inf")])
    turns.give_way()
    assert rests == []
    turns.typed()
    turns.give_way()
    assert rests == [pytest.approx(turns.REST)]
    monkeypatch.setattr(turns.time, "monotonic", lambda: 100.0 + turns.REST)
    turns.give_way()
    assert len(rests) == 1
