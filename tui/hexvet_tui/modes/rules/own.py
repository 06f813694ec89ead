"""A pack that came with the program is read-only: the city's own extends it, or is its copy."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from hexvet_tui.effects import Work
from hexvet_tui.modes.rules import writing
from hexvet_tui.modes.rules.buffer import opened
from hexvet_tui.modes.rules.keys import FAR
from hexvet_tui.modes.rules.opening import disk_text
from hexvet_tui.modes.rules.state import Opened, RuleFile, RulesState, root_of, with_text
from hexvet_tui.modes.rules.thinking import considered, entry_of
from hexvet_tui.prompting import Choice, Question
from hexvet_tui.session import Session
from hexvet_tui.typesetting import clean

if TYPE_CHECKING:
    from hexvet.drafting.extending import Extension
    from hexvet.granting import Objection


def shipped(session: Session, text: Opened, *, leaving: bool) -> Session:
    """Asks how to change what is read-only. With `leaving` a copy is saved, and then the screen is
    left; an extension has to say why first."""
    choices = (
        Choice("x", f"extend it{_changing(text)}", lambda now: _extended(now, text)),
        Choice("c", "copy it", lambda now: _copied(now, text, leaving=leaving)),
    )
    return session.asked(Question("read-only:", choices))


def _changing(text: Opened) -> str:
    """What an extension would say otherwise."""
    from hexvet.drafting.telling import told

    kind, name = entry_of(text)
    if text.dirty:
        return " with these changes"
    known = text.pack is not None and told(text.pack, kind, name, datetime.date.max)
    return f", changing {clean(name)}" if known else ""


def _extended(session: Session, text: Opened) -> Session:
    """A file of rules/ that has all its rules, and says otherwise what the draft does, else the
    one under the caret."""
    assessment, root = session.assessment, root_of(session)
    if assessment is None or root is None:
        return session.said("the workspace cannot be read: P shows why", "alert")
    kind, name = entry_of(text)
    open_ = session.of(RulesState).texts.values()
    texts = {one.file.name: one.buffer.text for one in open_ if not one.file.shipped}

    def do() -> tuple[Extension, str | None] | Objection:
        from hexvet.drafting.extending import Extension, extension
        from hexvet.drafting.judging import Draft

        draft = Draft(root, Path(text.file.path), text.file.name, text.source)
        found = extension(assessment.workspace, draft, kind, name, texts)
        return (found, disk_text(root / found.file)) if isinstance(found, Extension) else found

    def then(after: Session, found: tuple[Extension, str | None] | Objection) -> Session:
        if not isinstance(found, tuple):
            return after.said(clean(f"{found.message}; {found.hint}"), "alert")
        return _begun(after, root, text, *found)

    return session.wanting(Work(do, then, group="extending"))


def _begun(
    session: Session, root: Path, taken: Opened, found: Extension, disk: str | None
) -> Session:
    """The file with the overrides, as a draft in place of the one that was taken over; the caret
    is behind the first value."""
    state, path = session.of(RulesState), root / found.file
    known = next((one for one in state.files if one.path == str(path)), None)
    file = known or RuleFile(str(path), found.file, False, found.pack, used=bool(found.replaces))
    buffer = opened(disk or "")
    text = state.texts.get(file.path) or Opened(file, buffer, disk, buffer.lines)
    new = text.buffer.replaced(found.text).at(found.row, FAR)
    text = replace(text, buffer=new, replaces=found.replaces,
                   taken=(taken, len(text.buffer.done)))  # fmt: skip
    others = {name: one for name, one in state.texts.items() if name != taken.file.path}
    files = state.files if known else (file, *state.files)
    after = session.having(replace(state, files=files, texts=others))
    told = "a draft of your own: change it, say why, F2 saves it; ^z takes it back"
    return considered(writing.begun(_shown(after, text)), at_once=True).said(told)


def _shown(session: Session, text: Opened) -> Session:
    """With a text as the one that is shown."""
    state = session.of(RulesState)
    row = next((at for at, one in enumerate(state.files) if one.path == text.file.path), 0)
    state = replace(state, chosen=text.file.path, row=row, problem=0)
    return with_text(session.having(state), text)


def given_back(session: Session, text: Opened) -> Session:
    """Undone: the draft of the shipped file is there again, and a file that was begun for its
    changes is not."""
    state = session.of(RulesState)
    if text.taken is None:
        return session
    there = state.texts.get(text.taken[0].file.path)
    back = there if there is not None and there.dirty else text.taken[0]
    others = {name: one for name, one in state.texts.items() if name != text.file.path}
    files = tuple(one for one in state.files if one.path != text.file.path)
    if text.base is not None:
        others, files = {**others, text.file.path: replace(text, taken=None)}, state.files
    after = writing.ended(session.having(replace(state, texts=others, files=files)))
    return considered(_shown(after, back), at_once=True).said("as it was before it was extended")


def _copied(session: Session, text: Opened, *, leaving: bool) -> Session:
    from hexvet_tui.modes.rules.saving import saving

    root = root_of(session)
    if root is None:
        return session
    path = root / "rules" / Path(text.file.path).name
    file = RuleFile(str(path), f"rules/{path.name}", False, text.file.pack, text.file.used)
    state = session.of(RulesState)
    kept = {name: one for name, one in state.texts.items() if name != text.file.path}
    files = tuple(file if one.path == text.file.path else one for one in state.files)
    state = replace(state, texts=kept, files=files, chosen=str(path))
    own = replace(text, file=file, revisions=(), base=None)
    copied = considered(with_text(session.having(state), own), at_once=True)
    if leaving:
        return saving(copied, leaving=True)
    return copied.said("a copy of your own, not saved yet: F2 saves it")
