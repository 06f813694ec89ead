"""Out of a session: what would be lost with it, and how it could be found again."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from hexvet_tui import modes
from hexvet_tui.modes import Unsaved
from hexvet_tui.recovery.records import DEED, LINE, Kept, Left

if TYPE_CHECKING:
    from hexvet_tui.session import Session

LIVE = ("filter",)
"""Lines that take effect while they are typed: `Left` has them."""


def unsaved(session: Session) -> tuple[Kept, ...]:
    """Every text that is not saved: those of the modes, of decisions, and the line being typed."""
    own = [Kept(mode.id, text) for mode in modes.loaded() for text in mode.drafts(session)]
    kept = (*own, *_deeds(session))
    texts = {one.text.text for one in kept}
    return (*kept, *(line for line in _line(session) if line.text.text not in texts))


def lasting(session: Session) -> tuple[Kept, ...]:
    """What leaving on purpose keeps: every text that it did not ask about, but for a line."""
    asked = [mode.id for mode in modes.loaded() if mode.unsaved(session)]
    return tuple(one for one in unsaved(session) if one.source not in (LINE, *asked))


def _deeds(session: Session) -> tuple[Kept, ...]:
    if "hexvet_tui.deciding.typed" not in sys.modules:
        return ()
    from hexvet_tui.deciding.typed import Drafts

    texts = session.of(Drafts).texts
    return tuple(Kept(DEED, Unsaved(name, text)) for name, text in texts.items() if text.strip())


def _line(session: Session) -> tuple[Kept, ...]:
    prompt = session.prompt
    if prompt is None or not prompt.text.strip() or prompt.purpose.id in LIVE:
        return ()
    if prompt.purpose.id.startswith(f"{DEED} "):
        return ()
    return (Kept(LINE, Unsaved(prompt.purpose.id, prompt.text, column=prompt.at)),)


def _tab(session: Session) -> str:
    """The last mode with a tab: a form is not opened by itself, since it asks who answers."""
    tabs = [tab.id for tab in modes.TABS]
    return next(mode for mode in (session.mode, *session.trail[::-1], tabs[0]) if mode in tabs)


def left(session: Session) -> Left:
    """How the screen is left."""
    sort, view = session.sort, session.view
    return Left(
        _tab(session),
        session.filter.text,
        sort.column,
        sort.reverse,
        session.cursor,
        tuple(session.marks),
        session.panes,
        view.drawing,
        view.framework,
    )
