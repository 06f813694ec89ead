"""How effects are done: the only place where a verb's wish reaches the world."""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported
from textual.worker import Worker, get_current_worker

from hexvet.problems import Unusable
from hexvet_tui import waiting
from hexvet_tui.effects import (
    REPLACED,
    Copy,
    Dress,
    Effect,
    Outside,
    Quit,
    Reload,
    Repaint,
    Superseded,
    Suspend,
    Work,
    superseded,
)
from hexvet_tui.messages import WorkDone, WorkFailed
from hexvet_tui.typesetting import clean

if TYPE_CHECKING:
    from hexvet_tui.app import HexvetApp
    from hexvet_tui.session import Session


STEP = 0.02
"""Seconds after which a work that waits looks whether it was replaced."""
_RUNNING: defaultdict[str, Lock] = defaultdict(Lock)
_IMPORTING = Lock()


def perform(app: HexvetApp, effect: Effect, since: int) -> None:
    """Does one effect, or starts it; `since` is how many keys there were when it was wanted."""
    match effect:
        case Work():
            app.run_worker(
                lambda: _work(app, effect, since),
                group=f"work {effect.group}",
                exclusive=True,
                thread=True,
                exit_on_error=False,
            )
        case Outside():
            _outside(app, effect)
        case Copy():
            told = app.copy_text(effect.text, app.settings.clipboard)
            app.show(app.session.said(f"{effect.what}: {told}"))
        case Dress():
            app.dress(effect.palette)
        case Reload():
            app.read_again()
        case Repaint():
            app.paint_again()
        case Suspend():
            app.action_suspend_process()
        case Quit():
            if not effect.keeping:
                app.keeper.forget()
            app.exit()


def _work(app: HexvetApp, work: Work, since: int) -> None:
    """In a thread: waits, does it, and tells; a work that was replaced tells nothing."""
    worker = get_current_worker()
    if not _waited(worker, work.delay):
        return
    REPLACED.set(lambda: worker.is_cancelled)
    with _IMPORTING:  # two threads that import a package and a part of it find half of it
        import hexvet.drafting
        import hexvet.findings
        import hexvet.journal  # noqa: F401
    try:
        with _RUNNING[work.group]:
            superseded()
            result = work.do()
    except Superseded:
        return
    except (OSError, Unusable) as error:
        if not worker.is_cancelled:
            app.post_message(WorkFailed(work, error, since))
        return
    if not worker.is_cancelled:
        app.post_message(WorkDone(work, result, since))


def _waited(worker: Worker[None], seconds: float) -> bool:
    """Whether the time went by and no newer work came: one that was replaced holds no thread."""
    end = time.monotonic() + seconds
    while not worker.is_cancelled and (left := end - time.monotonic()) > 0:
        time.sleep(min(STEP, left))
    return not worker.is_cancelled


def _outside(app: HexvetApp, effect: Outside) -> None:
    try:
        with app.suspend():
            result = effect.do()
    except SuspendNotSupported:
        app.show(app.session.said("this terminal cannot be left for another program", "alert"))
    except OSError as error:
        app.show(app.session.said(clean(str(error)), "alert"))
    else:
        app.show(effect.then(app.session, result))


def happened(app: HexvetApp, session: Session, since: int = 0) -> None:
    """Has a session shown that came of something in the background, which began after so many
    keys, 0 for what no key began: what it asks waits when there were more, and an alert that
    nobody has read yet stays."""
    after = waiting.arrived(app.session, session, asked=since == app.keys)
    app.show(after.minding(app.session.message), since)


def told(app: HexvetApp, alarm: str, words: str, good: bool) -> None:
    """Has something said in the status line, from any thread; while it is not good, an alarm
    stays in the title bar."""

    def tell() -> None:
        said = app.session.said(clean(words), "good" if good else "alert")
        app.show(replace(said, alarm="" if good else alarm))

    app.call_later(tell)


def failed(session: Session, work: Work, error: Exception) -> Session:
    """The session after a work that could not be done."""
    if work.failed is not None:
        return work.failed(session, error)
    problems = error.problems if isinstance(error, Unusable) else ()
    words = f"{problems[0].place}: {problems[0].message}" if problems else str(error)
    return session.said(clean(words), "alert")
