"""Two texts for one file, when one of them is to be saved: mine or theirs, the file or a copy.

Asked by who saves alone. With `leaving` the screen is left once it is settled and saved.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from pathlib import Path

from hexvet_tui import verbs
from hexvet_tui.effects import Work
from hexvet_tui.modes.rules.opening import unreadable
from hexvet_tui.modes.rules.paging import diff_page
from hexvet_tui.modes.rules.state import Opened, RulesState, with_text
from hexvet_tui.modes.rules.thinking import considered
from hexvet_tui.prompting import Choice, Question
from hexvet_tui.session import Session
from hexvet_tui.typesetting import clean


def readable(session: Session, text: Opened, *, leaving: bool) -> Session:
    """The file is no text any more: what can be done. Escape leaves it as it is."""
    told = unreadable(session, text)
    if session.read_only or text.file.shipped:
        return session.said(told, "alert")
    over = Choice("s", "save this text, keep that as a copy",
                  lambda now: _aside(now, text, leaving=leaving))  # fmt: skip
    return session.asked(Question(told.partition(";")[0], (over,)))


def _aside(session: Session, text: Opened, *, leaving: bool) -> Session:
    """Gives the file another name, so that the text can be saved in its place."""
    file = Path(text.file.path)

    def do() -> Path:
        names = (file.with_name(f"{file.name}.unreadable-{n}") for n in count(1))
        free = next(name for name in names if not name.exists())
        return file.rename(free)

    def then(after: Session, kept: Path) -> Session:
        from hexvet_tui.modes.rules.saving import saving

        now = replace(after.of(RulesState).texts[text.file.path].based(None), fault="")
        told = f"kept as {clean(kept.name)}; F2 saves this text in its place"
        return saving(_on(after, now), leaving=leaving).said(told)

    return session.wanting(Work(do, then, group="rule aside"))


def asked(session: Session, text: Opened, *, leaving: bool) -> Session:
    """Mine, theirs, or both side by side. Escape leaves both as they are."""
    path = text.file.path
    choices = (
        Choice("m", "keep mine", lambda now: _mine(now, path, leaving=leaving)),
        Choice("t", "take theirs", lambda now: _theirs(now, path, leaving=leaving)),
        Choice("b", "show both", lambda now: _both(now, path)),
    )
    return session.asked(Question(f"changed by somebody else: {clean(text.file.name)}", choices))


def _mine(session: Session, path: str, *, leaving: bool) -> Session:
    """What it means to save it over theirs; nothing is written before that is recorded."""
    from hexvet_tui.modes.rules.saving import saving

    text = session.of(RulesState).texts[path]
    return saving(_on(session, text.based(text.theirs)), leaving=leaving)


def _on(session: Session, text: Opened) -> Session:
    """With a text as it is now, and that one shown."""
    return with_text(session.having(replace(session.of(RulesState), chosen=text.file.path)), text)


def _theirs(session: Session, path: str, *, leaving: bool) -> Session:
    after = theirs(session, path)
    return verbs.quitting(after) if leaving else after


def theirs(session: Session, path: str) -> Session:
    """What somebody else wrote in place of the draft, as one step that undo takes back."""
    text = session.of(RulesState).texts[path]
    new = replace(text, buffer=text.buffer.replaced(text.theirs or "")).based(text.theirs)
    return considered(with_text(session, new).said("their text; ^z brings yours back"))


def _both(session: Session, path: str) -> Session:
    text = session.of(RulesState).texts[path]
    page = diff_page("THEIRS AND MINE", text.theirs or "", text.buffer.text, "theirs", "mine")
    return session.paged(page).said("F2 asks again which to keep")
