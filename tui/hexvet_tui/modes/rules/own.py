"""A pack that came with the program is read-only: the city's own extends it, or is its copy."""

from __future__ import annotations

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


def shipped(session: Session, text: Opened) -> Session:
    """Asks how to change what is read-only."""
    kind, name = entry_of(text)
    extends = f"extend it, changing {clean(name)}" if kind and name else "extend it"
    choices = (
        Choice("x", extends, lambda now: _extended(now, text)),
        Choice("c", "copy it", lambda now: _copied(now, text)),
    )
    return session.asked(Question("read-only:", choices))


def _extended(session: Session, text: Opened) -> Session:
    """A file of rules/ that has all its rules, and says the one under the caret otherwise."""
    assessment, root = session.assessment, root_of(session)
    if assessment is None or root is None:
        return session.said("the workspace cannot be read: P shows why", "alert")
    kind, name = entry_of(text)

    def do() -> tuple[Extension, str | None] | Objection:
        from hexvet.drafting.extending import Extension, extension

        found = extension(assessment.workspace, text.file.pack, kind, name)
        return (found, disk_text(root / found.file)) if isinstance(found, Extension) else found

    def then(after: Session, found: tuple[Extension, str | None] | Objection) -> Session:
        if not isinstance(found, tuple):
            return after.said(clean(f"{found.message}; {found.hint}"), "alert")
        return _begun(after, root, *found)

    return session.wanting(Work(do, then, group="extending"))


def _begun(session: Session, root: Path, found: Extension, disk: str | None) -> Session:
    """The file with the override at its end, as a draft; the caret is behind its first value."""
    state, path = session.of(RulesState), root / found.file
    known = next((one for one in state.files if one.path == str(path)), None)
    file = known or RuleFile(str(path), found.file, False, found.pack, used=bool(found.replaces))
    buffer = opened(disk or "")
    text = state.texts.get(file.path) or Opened(file, buffer, disk, buffer.lines)
    new = text.buffer.replaced(found.text(text.buffer.text if text.buffer.text.strip() else ""))
    new = new.at(len(new.lines) - 1 - found.behind, FAR)
    files = state.files if known else (file, *state.files)
    row = next(at for at, one in enumerate(files) if one.path == file.path)
    state = replace(state, files=files, chosen=file.path, row=row, problem=0)
    text = replace(text, buffer=new, replaces=found.replaces)
    after = writing.begun(with_text(session.having(state), text))
    told = "a draft of your own: change it, say why, and F2 saves it"
    return considered(after, at_once=True).said(told)


def _copied(session: Session, text: Opened) -> Session:
    root = root_of(session)
    if root is None:
        return session
    path = root / "rules" / Path(text.file.path).name
    file = RuleFile(str(path), f"rules/{path.name}", False, text.file.pack, text.file.used)
    state = session.of(RulesState)
    kept = {name: one for name, one in state.texts.items() if name != text.file.path}
    files = tuple(file if one.path == text.file.path else one for one in state.files)
    state = replace(state, texts=kept, files=files, chosen=str(path))
    own = replace(text, file=file, revisions=()).based(None)
    copied = considered(with_text(session.having(state), own), at_once=True)
    return copied.said("a copy of your own, not saved yet: F2 saves it")
