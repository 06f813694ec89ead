"""From files to texts: which packs there are, what stands in them, and when that changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from hexvet_tui.effects import Work
from hexvet_tui.modes.rules.buffer import opened
from hexvet_tui.modes.rules.state import Opened, RuleFile, RulesState, root_of, with_text
from hexvet_tui.prompting import Choice, Question
from hexvet_tui.session import Session
from hexvet_tui.typesetting import clean

if TYPE_CHECKING:
    from hexvet.drafting.revisions import Revision


# files ----------------------------------------------------------------------------------------
def listed(session: Session) -> Session:
    """Finds the packs' files; opens the one that is shown, the first in force at the start."""
    root = root_of(session)
    if root is None:
        return session
    workspace = session.assessment.workspace if session.assessment else None
    parts = {} if workspace is None else {name: True for one in getattr(workspace, "loaded", ())
                                          for name in one.documents}  # fmt: skip

    def then(after: Session, files: tuple[RuleFile, ...]) -> Session:
        state = replace(after.of(RulesState), root=str(root), files=files)
        after = after.having(state)
        if state.chosen or not files:
            return refreshed(after)
        first = next((at for at, one in enumerate(files) if one.used), 0)
        return opening(after.having(replace(state, row=first)), files[first])

    return session.wanting(Work(lambda: _files(root, parts), then, group="rule files"))


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
    return tuple(sorted(found, key=lambda one: (one.shipped, not one.used, one.name)))


# a file ---------------------------------------------------------------------------------------
def opening(session: Session, file: RuleFile, row: int = -1) -> Session:
    """Shows a file, as it was left when it is open; else reads it. `row` puts the caret there."""
    from hexvet_tui.modes.rules.thinking import considered, counted

    state = session.of(RulesState)
    root = root_of(session)
    if file.path in state.texts:
        session = session.having(replace(state, chosen=file.path, problem=0, project=""))
        return counted(_put(session, state.texts[file.path], row))
    if root is None:
        return session

    def then(after: Session, found: tuple[str | None, tuple[Revision, ...]]) -> Session:
        if file.path in after.of(RulesState).texts:  # a draft came back meanwhile
            return opening(after, file, row)
        content, revisions = found
        buffer = opened(content or "")
        text = Opened(file, buffer, content, buffer.lines, revisions=revisions)
        now = replace(after.of(RulesState), chosen=file.path, problem=0, project="")
        return considered(_put(with_text(after.having(now), text), text, row), at_once=True)

    return session.wanting(Work(lambda: _read(root, file), then, group="rule file"))


def _put(session: Session, text: Opened, row: int) -> Session:
    if row < 0:
        return session
    return with_text(session, replace(text, buffer=text.buffer.at(row, 0)))


def _read(root: Path, file: RuleFile) -> tuple[str | None, tuple[Revision, ...]]:
    from hexvet.drafting.revisions import revisions

    return disk_text(Path(file.path)), revisions(root, file.name)


def disk_text(path: Path) -> str | None:
    """What stands in a file; None when there is none. Raises `Unusable` for what is no text."""
    from hexvet.documents import read_content
    from hexvet.problems import Place, Problem, Unusable

    if not path.exists():
        return None
    content = read_content(path, path.name)
    if isinstance(content, Problem):
        raise Unusable([content])
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        place, hint = Place(path.name), "it is not shown; save it as UTF-8"
        raise Unusable([Problem("WS004", "this file is not UTF-8", place, hint)]) from error


# what others change ---------------------------------------------------------------------------
def refreshed(session: Session) -> Session:
    """Looks whether the files of the open texts are what they were."""
    root, texts = root_of(session), session.of(RulesState).texts
    if root is None or not texts:
        return session
    files = [text.file for text in texts.values()]

    def do() -> dict[str, tuple[str | None, tuple[Revision, ...]]]:
        return {file.path: _read(root, file) for file in files}

    def then(after: Session, found: dict[str, tuple[str | None, tuple[Revision, ...]]]) -> Session:
        from hexvet_tui.modes.rules.thinking import considered

        state = after.of(RulesState)
        for path, (_, revisions) in found.items():
            if path in state.texts:
                state = state.having(replace(state.texts[path], revisions=revisions))
        after = noticed(after.having(state), {path: one[0] for path, one in found.items()})
        return considered(after, at_once=True)

    return session.wanting(Work(do, then, group="rule refresh"))


def noticed(session: Session, disk: Mapping[str, str | None]) -> Session:
    """With what stands in files now. A text that was not edited follows; one that was is never
    overwritten: a question asks which to keep."""
    for path, content in disk.items():
        text = session.of(RulesState).texts.get(path)
        if text is None or content == text.base:
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
            session = asked(with_text(session, replace(text, theirs=content)), path)
    return session


def asked(session: Session, path: str) -> Session:
    """Mine, theirs, or both side by side. Escape leaves both as they are."""
    text = session.of(RulesState).texts[path]
    choices = (
        Choice("m", "mine: keep this text", lambda now: _mine(now, path)),
        Choice("t", "theirs: ^z brings mine back", lambda now: _theirs(now, path)),
        Choice("b", "both side by side", lambda now: _both(now, path)),
    )
    question = f"{clean(text.file.name)} was changed by somebody else meanwhile."
    return session.asked(Question(question, choices))


def _mine(session: Session, path: str) -> Session:
    text = session.of(RulesState).texts[path]
    told = "your text stays; F2 saves it over theirs, with a reason"
    return with_text(session, text.based(text.theirs)).said(told)


def _theirs(session: Session, path: str) -> Session:
    from hexvet_tui.modes.rules.thinking import considered

    text = session.of(RulesState).texts[path]
    new = replace(text, buffer=text.buffer.replaced(text.theirs or "")).based(text.theirs)
    return considered(with_text(session, new).said("their text; ^z brings yours back"))


def _both(session: Session, path: str) -> Session:
    from hexvet_tui.modes.rules.paging import diff_page

    text = session.of(RulesState).texts[path]
    page = diff_page("THEIRS AND MINE", text.theirs or "", text.buffer.text, "theirs", "mine")
    return session.paged(page).said("F2 asks again which to keep")
