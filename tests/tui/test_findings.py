"""Findings on the screen: beside checks, never waited for, and said when they cannot be had."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from typing import Any

import pytest
from driving import do, opened, text_of
from towns import DAY, Town

from hexvet.evaluation import Assessment
from hexvet.findings.inferred import Inferred
from hexvet.inference.worker import Worker
from hexvet_tui import explaining, findings, judged, pages
from hexvet_tui.app import HexvetApp
from hexvet_tui.effects import Work
from hexvet_tui.modes.portfolio import panes as portfolio
from hexvet_tui.modes.project import checklist
from hexvet_tui.modes.project.explained import explanation
from hexvet_tui.modes.project.state import ProjectState
from hexvet_tui.source import WorkspaceSource


@pytest.fixture
def town(dear: Town) -> Town:
    """Where a rule finds that Alpha is dear."""
    return dear


def listed(town: Town) -> list[str]:
    entries = judged.entries(town.scene)
    return [row.strip() for row in text_of(checklist.lines(town.scene, entries, 0, 60))]


def test_a_finding_stands_under_its_gate_with_the_checks(town: Town) -> None:
    rows = listed(town)
    place = next(n for n, row in enumerate(rows) if "A dear project needs" in row)
    assert rows[place].startswith("x")
    assert rows[place].endswith("blocker")
    gates = [n for n, row in enumerate(rows) if row.startswith((">", "+PASS", "~HOLD", "xSTOP"))]
    above = max(n for n in gates if n < place)
    assert "!BLOCK" in rows[above]
    town.on("beta")
    assert not any("A dear project" in row or "!BLOCK" in row for row in listed(town))


def test_its_tree_goes_down_to_the_line_of_the_file(town: Town) -> None:
    town.key("enter")
    key = next(entry.rule for entry in judged.entries(town.scene) if entry.finding)
    town.session = town.session.having(ProjectState(rule=key))
    told = explanation(town.scene)
    text = "\n".join(text_of(explaining.lines(told, town.scene, 76)))
    assert explaining.heading(told).startswith("WHY xBLOCKER A dear project")
    assert "alpha is dear." in text
    assert "cost = 2,000,000" in text
    assert "projects/alpha.toml:4" in text
    assert "Ask the fund." in text


def test_the_portfolio_tells_the_first_and_the_page_all(town: Town) -> None:
    strip = "\n".join(text_of(portfolio.detail(town.scene, 80, 12)))
    assert "findings   x 1 blocker: alpha is dear." in strip
    assert "!" in strip.partition("gates")[2].splitlines()[0]
    page = "\n".join(text_of(pages.problem_lines(town.scene, 78)))
    assert "0 problems in files, 1 finding" in page
    assert "town/dear" in page and "rests on" in page


def test_earlier_findings_stay_until_there_are_new_ones(town: Town) -> None:
    found = town.source.read(None, ())
    waiting = findings.sought(town.session.with_assessment(found), town.source.infer)
    assert findings.is_stale(waiting)
    assert [one.id for one in findings.about(waiting, "alpha")] == ["town/dear"]
    assert findings.waiting(waiting)
    town.settle(waiting)
    assert not findings.is_stale(town.session)


def test_findings_of_an_earlier_reading_are_dropped(town: Town) -> None:
    earlier, revision = town.session, town.session.revision
    late = Inferred(earlier.assessment)  # type: ignore[arg-type]
    now = earlier.with_assessment(earlier.assessment)  # type: ignore[arg-type]
    assert findings.found(now, late, revision) is now


def test_packs_without_rules_start_nothing() -> None:
    def never(assessment: Assessment, previous: Inferred | None) -> Inferred:
        raise AssertionError

    session = findings.sought(opened(), never)
    assert session.effects == ()
    assert not findings.is_stale(session)
    assert findings.every(do(session, "problems")) == ()


def test_hostile_words_are_clean(town: Town) -> None:
    town.answer("alpha", 'title = "Alpha"', 'title = "A[b]\\u001b[31mred\\u202e"')
    for lines in (
        pages.problem_lines(town.scene, 78),
        findings.listed(town.scene, 40),
        findings.strip(town.scene, 80),
    ):
        for text in text_of(lines):
            assert text.isprintable(), text


# a worker that does not answer ------------------------------------------------------------------
def test_what_cannot_be_run_is_said_and_checks_stay(town: Town) -> None:
    town.source.worker.close()
    town.answer("alpha", "cost = 2000000", "cost = 3000000")
    (trouble,) = findings.every(town.session)
    assert trouble.id == "inference/unavailable"
    assert "P tells more; every check is there" in town.session.message.text
    rows = listed(town)
    assert any("Departments are ready" in row for row in rows)
    assert any("inference/unavailable" in row for row in rows)


async def test_keys_act_while_the_worker_hangs(town: Town) -> None:
    """The process is stopped in the middle of its work: keys go on, then the reason is told."""
    worker = Worker(limit=1.5)
    source = WorkspaceSource(town.root, DAY, worker)
    assessment = source.read(None, ())
    source.infer(assessment, None)
    assert worker.pid is not None
    stopped = worker.pid
    os.kill(stopped, signal.SIGSTOP)
    town.answer("alpha", "cost = 2000000", "cost = 3000000")
    app = HexvetApp(source)
    async with app.run_test(size=(80, 24)) as pilot:
        await _until(lambda: app.session.assessment is not None)
        assert findings.is_stale(app.session)
        app.pressed("down", None)
        assert app.session.cursor == "beta"
        app.pressed("enter", None)
        assert app.session.mode == "project"
        assert findings.is_stale(app.session), "keys acted before the rules were given up"
        await _until(lambda: not findings.is_stale(app.session))
        assert any(one.id == "inference/unavailable" for one in findings.every(app.session))
        assert "every check is there" in app.session.message.text
        await pilot.pause()
    with pytest.raises(ProcessLookupError):
        os.kill(stopped, 0)


async def _until(holds: Any) -> None:
    async with asyncio.timeout(30):
        while not holds():
            await asyncio.sleep(0.01)


def test_the_work_waits_in_no_verb(town: Town) -> None:
    """Asking for findings only puts work into the session; the rules run where that is done."""
    thread: list[int] = []

    def infer(assessment: Assessment, previous: Inferred | None) -> Inferred:
        thread.append(threading.get_ident())
        return Inferred(assessment)

    session = findings.sought(town.session.with_assessment(town.source.read(None, ())), infer)
    (work,) = session.effects
    assert isinstance(work, Work) and thread == []
