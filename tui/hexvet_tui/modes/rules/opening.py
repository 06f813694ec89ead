"""From files to texts: which packs there are, what stands in them, and when that changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from hexvet.workspace.folders import SETTINGS
from hexvet_tui.effects import Work
from hexvet_tui.modes.rules.buffer import opened
from hexvet_tui.modes.rules.state import (
    Opened,
    RuleFile,
    RulesState,
    broken,
    root_of,
    with_text,
)
from hexvet_tui.session import Session
from hexvet_tui.typesetting import clean

if TYPE_CHECKING:
    from hexvet.drafting.revisions import Revision


# files ----------------------------------------------------------------------------------------
def listed(session: Session, *, entering: bool = False) -> Session:
    """Finds the packs' files. At the start the first in force is opened, and a broken one before
    all others; also on entering, unless the text that is shown is being worked on."""
    root = root_of(session)
    if root is None:
        return session
    workspace = session.assessment.workspace if session.assessment else None
    parts = {} if workspace is None else {name: True for one in getattr(workspace, "loaded", ())
                                          for name in one.documents}  # fmt: skip

    def then(after: Session, files: tuple[RuleFile, ...]) -> Session:
        state = _moved(after.of(RulesState), files)
        known = {one.path for one in files}
        new = [one.file for path, one in state.texts.items() if path not in known]
        state = replace(state, root=str(root), files=(*new, *files))
        first = _first(after.having(state), entering=entering)
        if first < 0:
            return refreshed(after.having(state))
        return opening(after.having(replace(state, row=first)), files[first])

    return session.wanting(Work(lambda: _files(root, parts), then, group="rule files"))


def _moved(state: RulesState, files: tuple[RuleFile, ...]) -> RulesState:
    """With the texts in the files as they were found; those of shipped packs that the workspace
    has as its own by now in these."""
    listed = {one.path: one for one in files}
    own = {one.pack: one for one in files if one.pack and not one.shipped}
    texts, chosen = {}, state.chosen
    for path, text in state.texts.items():
        to = own.get(text.file.pack) if text.file.shipped else None
        if to is None:
            texts[path] = replace(text, file=listed.get(path, text.file))
        elif to.path not in state.texts:
            texts[to.path] = replace(text, file=to)
        chosen = to.path if to is not None and chosen == path else chosen
    return replace(state, texts=texts, chosen=chosen)


def _first(session: Session, *, entering: bool) -> int:
    """Which file is to be opened; -1 when the one that is shown stays."""
    state, faulty = session.of(RulesState), broken(session)
    bad = next((at for at, one in enumerate(state.files) if one.name in faulty), -1)
    if not state.chosen:
        return bad if bad >= 0 else _first_used(state.files)
    text = state.text
    busy = session.pane == "edit" or (text and (text.dirty or text.file.name in faulty))
    return bad if entering and not busy else -1


def _first_used(files: tuple[RuleFile, ...]) -> int:
    return next((at for at, one in enumerate(files) if one.used), 0 if files else -1)


def _files(root: Path, used: Mapping[str, bool]) -> tuple[RuleFile, ...]:
    from hexvet.documents import Document
    from hexvet.packs.loading import Library, shipped_folder

    library = Library((root / "rules", shipped_folder()), root)
    found = []
    for path in library.files():
        document, name = library.read(path), library.shown(path)
        header = document.data.get("pack") if isinstance(document, Document) else None
        id_ = header.get("id") if isinstance(header, Mapping) else None
        own = path.parent == root / "rules"
        pack = id_ if isinstance(id_, str) else ""
        found.append(RuleFile(str(path), name, not own, clean(pack), used.get(name, False)))
    found.sort(key=lambda one: (one.shipped, not one.used, one.name))
    settings = root / SETTINGS
    last = [RuleFile(str(settings), SETTINGS, shipped=False)] if settings.is_file() else []
    return (*found, *last)


# a file ---------------------------------------------------------------------------------------
def opening(session: Session, file: RuleFile, row: int = -1) -> Session:
    """Shows a file, as it was left when it is open; else reads it. `row` puts the caret there.
    Whoever began to type meanwhile keeps the text that is shown."""
    from hexvet_tui.modes.rules.thinking import considered, counted

    state = session.of(RulesState)
    root = root_of(session)
    if file.path in state.texts:
        session = session.having(replace(state, chosen=file.path, problem=0, project=""))
        session = _put(session, state.texts[file.path], row)
        looked = state.texts[file.path].linted == state.texts[file.path].buffer.edits
        return counted(session) if looked else considered(session, at_once=True)
    if root is None:
        return session

    def then(after: Session, found: tuple[Disk, tuple[Revision, ...]]) -> Session:
        if file.path in after.of(RulesState).texts:  # a draft came back meanwhile
            return opening(after, file, row)
        (content, fault), revisions = found
        buffer = opened(content or "")
        text = Opened(file, buffer, content, buffer.lines, revisions=revisions, fault=fault)
        if after.of(RulesState).typing and not state.typing:
            told = f"{clean(file.name)} was not shown: you type into another text"
            return with_text(after, text).said(told)
        now = replace(after.of(RulesState), chosen=file.path, problem=0, project="")
        return considered(_put(with_text(after.having(now), text), text, row), at_once=True)

    return session.wanting(Work(lambda: _read(root, file), then, group="rule file"))


def _put(session: Session, text: Opened, row: int) -> Session:
    if row < 0:
        return session
    return with_text(session, replace(text, buffer=text.buffer.at(row, 0)))


def _read(root: Path, file: RuleFile) -> tuple[Disk, tuple[Revision, ...]]:
    from hexvet.drafting.revisions import revisions

    return on_disk(Path(file.path)), revisions(root, file.name)


class Disk(NamedTuple):
    """What stands in a file, None when there is none. With a `fault` it is no text, and what is
    not readable of it is shown as such."""

    text: str | None
    fault: str = ""


def on_disk(path: Path) -> Disk:
    """What stands in a file. Raises `Unusable` where it cannot be read at all."""
    from hexvet.documents import read_content
    from hexvet.problems import Problem, Unusable

    if not path.exists():
        return Disk(None)
    content = read_content(path, path.name)
    if isinstance(content, Problem):
        raise Unusable([content])
    try:
        return Disk(content.decode())
    except UnicodeDecodeError:
        return Disk(content.decode("utf-8", "replace"), "not UTF-8")


def disk_text(path: Path) -> str | None:
    """What stands in a file; None when there is none. Raises `Unusable` for what is no text."""
    from hexvet.problems import Place, Problem, Unusable

    found = on_disk(path)
    if found.fault:
        place, hint = Place(path.name), "it is not shown; save it as UTF-8"
        raise Unusable([Problem("WS004", f"this file is {found.fault}", place, hint)])
    return found.text


# what others change ---------------------------------------------------------------------------
def refreshed(session: Session) -> Session:
    """Looks whether the files of the open texts are what they were."""
    root, texts = root_of(session), session.of(RulesState).texts
    if root is None or not texts:
        return session
    files = [text.file for text in texts.values()]

    def do() -> dict[str, tuple[Disk, tuple[Revision, ...]]]:
        return {file.path: _read(root, file) for file in files}

    def then(after: Session, found: dict[str, tuple[Disk, tuple[Revision, ...]]]) -> Session:
        from hexvet_tui.modes.rules.thinking import considered

        for path, (_, revisions) in found.items():
            text = after.of(RulesState).texts.get(path)
            if text is not None:
                after = with_text(after, replace(text, revisions=revisions))
        after = noticed(after, {path: one[0] for path, one in found.items()})
        return considered(after, at_once=True)

    return session.wanting(Work(do, then, group="rule refresh"))


def noticed(session: Session, disk: Mapping[str, Disk]) -> Session:
    """With what stands in files now. A text that was not edited follows; one that was is never
    overwritten, what is no text replaces none: the header says so, and saving asks."""
    for path, (content, fault) in disk.items():
        text = session.of(RulesState).texts.get(path)
        if text is None:
            continue
        if fault != text.fault:
            text = replace(text, fault=fault)
            session = with_text(session, text)
            session = session.said(unreadable(session, text), "alert") if fault else session
        if fault or content == text.base:
            continue
        if content == text.source:
            session = with_text(session, text.based(content))
        elif not text.dirty and content is not None:
            changed = replace(text.based(content), buffer=text.buffer.replaced(content))
            told = f"{clean(text.file.name)} was changed outside; ^z takes that back here"
            session = with_text(session, changed).said(told)
        elif content is None:
            told = f"{clean(text.file.name)} was taken away; F2 puts your text back"
            session = with_text(session, text.based(None)).said(told, "alert")
        elif content != text.theirs:
            told = f"{clean(text.file.name)} was changed by somebody else: F2 asks which to keep"
            session = with_text(session, replace(text, theirs=content)).said(told, "alert")
    return session


def unreadable(session: Session, text: Opened) -> str:
    """That the file is no text any more, and what can be done."""
    shut = session.read_only or text.file.shipped
    able = "this is the text as far as it can be read" if shut else "F2 keeps that and saves this"
    return f"{clean(text.file.name)} on disk is {text.fault}; {able}"
