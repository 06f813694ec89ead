"""How effects are done: the only place where a verb's wish reaches the world."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported
from textual.worker import get_current_worker

from hexvet.problems import Unusable
from hexvet_tui.effects import Copy, Dress, Effect, Outside, Quit, Reload, Repaint, Suspend, Work
from hexvet_tui.messages import WorkDone, WorkFailed
from hexvet_tui.typesetting import clean

if TYPE_CHECKING:
    from hexvet_tui.app import HexvetApp
    from hexvet_tui.session import Session


def perform(app: HexvetApp, effect: Effect) -> None:
    """Does one effect, or starts it."""
    match effect:
        case Work():
            app.run_worker(
                lambda: _work(app, effect),
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
            app.keeper.forget()
            app.exit()


def _work(app: HexvetApp, work: Work) -> None:
    """In a thread: waits, does it, and tells; a work that was replaced tells nothing."""
    worker = get_current_worker()
    if work.delay:
        time.sleep(work.delay)
    if worker.is_cancelled:
        return
    try:
        result = work.do()
    except (OSError, Unusable) as error:
        if not worker.is_cancelled:
            app.post_message(WorkFailed(work, error))
        return
    if not worker.is_cancelled:
        app.post_message(WorkDone(work, result))


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


def told(app: HexvetApp, words: str, good: bool) -> None:
    """Has something said in the status line, from any thread."""
    said = Work(str, lambda session, _: session.said(clean(words), "good" if good else "alert"))
    app.post_message(WorkDone(said, ""))


def failed(session: Session, work: Work, error: Exception) -> Session:
    """The session after a work that could not be done."""
    if work.failed is not None:
        return work.failed(session, error)
    problems = error.problems if isinstance(error, Unusable) else ()
    words = f"{problems[0].place}: {problems[0].message}" if problems else str(error)
    return session.said(clean(words), "alert")
