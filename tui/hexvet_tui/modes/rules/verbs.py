"""What the keys do among the rules; those of the text itself stand in `buffer.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hexvet.workspace.folders import SETTINGS
from hexvet_tui import reading, verbs
from hexvet_tui.deciding import undoing
from hexvet_tui.effects import Work
from hexvet_tui.modes import Unsaved, Verb
from hexvet_tui.modes.rules import (
    filling,
    mending,
    outside,
    returning,
    saving,
    searching,
    writing,
)
from hexvet_tui.modes.rules.buffer import Buffer, opened
from hexvet_tui.modes.rules.opening import listed, opening, refreshed
from hexvet_tui.modes.rules.paging import diff_page
from hexvet_tui.modes.rules.state import (
    Opened,
    RuleFile,
    RulesState,
    root_of,
    row_of,
    rows_of,
    text_of,
    with_text,
)
from hexvet_tui.modes.rules.thinking import considered
from hexvet_tui.scene import Extent, Scene
from hexvet_tui.session import Session
from hexvet_tui.typesetting import clean


def entered(session: Session) -> Session:
    """Finds the files, or looks what became of those that are open; a broken one comes first."""
    return listed(writing.ended(session), entering=True)


def renewed(session: Session) -> Session:
    """After new outcomes: the files may be others, too."""
    return listed(session)


def shown_at(session: Session, path: str, name: str, line: int) -> Session:
    """The mode with a file open at a line (from 1): for other modes that name a rule's place."""
    state = session.of(RulesState)
    known = next((one for one in state.files if path in (one.path, one.name)), None)
    file = known or RuleFile(path, name, shipped=True)
    return opening(verbs.entered(session, "rules").in_pane("edit"), file, max(0, line - 1))


# moving ---------------------------------------------------------------------------------------
def moved(scene: Scene, step: int, _: Extent) -> Session:
    """The cursor of the active pane some lines further."""
    session, state = scene.session, scene.session.of(RulesState)
    text = state.text
    if scene.pane == "edit" and text is not None:
        return _caret(session, text, text.buffer.by_rows(step))
    if scene.pane == "files":
        row = max(0, min(state.row + step, len(rows_of(state)) - 1))
        return session.having(replace(state, row=row))
    if text is None:
        return session
    if scene.pane == "problems":
        return mending.stepped(session, step)
    names = [one.project for one in text.effect.projects] if text.effect else []
    at = names.index(state.project) if state.project in names else 0
    name = names[max(0, min(at + step, len(names) - 1))] if names else ""
    return session.having(replace(state, project=name))


def _caret(session: Session, text: Opened, buffer: Buffer) -> Session:
    """With the caret elsewhere; while marking, that selects."""
    marking = session.of(RulesState).marking
    anchor = (text.buffer.anchor or text.buffer.caret) if marking else None
    return writing.written(session, text, buffer.anchored(anchor))


def _aside(scene: Scene, step: int) -> Session:
    """The caret a character further, for those who read."""
    text = text_of(scene.session)
    if scene.pane != "edit" or text is None:
        return scene.session
    return _caret(scene.session, text, text.buffer.by_characters(step))


# opening --------------------------------------------------------------------------------------
def _edit(scene: Scene, _: Extent) -> Session:
    """Types into the text, before what a search found; only reads where nothing can be changed."""
    text = text_of(scene.session)
    if text is None:
        return _open(replace(scene, session=scene.session.in_pane("files")), _)
    if scene.session.is_shut:
        return reading.refused(scene.session.in_pane("edit"))
    start = text.buffer.at(*text.buffer.span[0])
    return writing.written(writing.begun(scene.session), text, start)


def _pane(scene: Scene, extent: Extent, name: str) -> Session:
    """Another pane; whoever comes back to the text reads."""
    return verbs.PANES[name](replace(scene, session=writing.ended(scene.session)), extent)


def _open(scene: Scene, extent: Extent) -> Session:
    """The file, revision, mistake or project of the row; in the text, typing begins."""
    session, state = scene.session, scene.session.of(RulesState)
    if scene.pane == "edit" and state.text is not None:
        return _edit(scene, extent)
    if scene.pane == "problems":
        return mending.entered_row(session)
    if scene.pane == "effect":
        return _project(moved(scene, 0, extent))
    kind, number = row_of(state)
    if kind == "file":
        file = state.files[number]
        closed = replace(state, row=_place(state, number))
        return opening(session.having(closed).in_pane("edit"), file)
    return returning.compared(session, number, revert=False) if kind == "revision" else session


def _place(state: RulesState, number: int) -> int:
    """The row of a file once the revisions of the one shown before are folded away."""
    chosen = next((n for n, one in enumerate(state.files) if one.path == state.chosen), number)
    own = state.text
    above = len(own.revisions) if own and chosen < number else 0
    return max(0, rows_of(state).index(("file", number)) - above)


def _project(session: Session) -> Session:
    name = session.of(RulesState).project
    if name not in session.rows.places:
        session = session.filtered("")
    if not name or name not in session.rows.places:
        return session.said("no project flips")
    return verbs.entered(replace(session, cursor=name), "project")


# differences ----------------------------------------------------------------------------------
def _diff(scene: Scene, _: Extent) -> Session:
    """What stands in the file, or in that which it copies, and the text side by side, with the
    flips."""
    text = text_of(scene.session)
    if text is None:
        return scene.session.said("open a file first")
    unsaved = "as it came with hexvet" if any(text.kept) else "not saved yet"
    names = (unsaved if text.base is None else "as saved", "draft")
    page = diff_page(f"CHANGES of {text.file.name}", "\n".join(text.kept), text.buffer.text,
                     *names, text)  # fmt: skip
    return scene.session.paged(page)


# drafts ---------------------------------------------------------------------------------------
def unsaved(session: Session) -> str:
    """The names of the texts that are not saved."""
    texts = session.of(RulesState).texts.values()
    return ", ".join(clean(one.file.name) for one in texts if one.dirty)


def save(session: Session) -> Session:
    """The first text that is not saved, and what saving it means; then the screen is left."""
    texts = session.of(RulesState).texts.values()
    text = next((one for one in texts if one.dirty), None)
    if text is None:
        return session
    shown = opening(verbs.entered(session, "rules"), text.file)
    return saving.saving(shown, leaving=True)


def drafts(session: Session) -> tuple[Unsaved, ...]:
    """Every text that is not saved, with its file, the file's digest, and the caret."""
    return tuple(
        Unsaved(one.file.path, one.source, _digest(one.base), *one.buffer.caret)
        for one in session.of(RulesState).texts.values()
        if one.dirty
    )


def _digest(base: str | None) -> str:
    import hashlib

    return "" if base is None else hashlib.sha256(base.encode()).hexdigest()


def restored(session: Session, draft: Unsaved) -> Session:
    """A draft of an earlier session back in its text, as one step that undo takes back. Was the
    file changed since, saving asks which of the two to keep, as when somebody else saves."""
    from pathlib import Path

    from hexvet_tui.modes.rules.opening import disk_text

    path = Path(draft.file)
    name = SETTINGS if path.name == SETTINGS else f"rules/{path.name}"
    unknown = RuleFile(draft.file, name, shipped=False)

    def do() -> tuple[str | None, str | None]:
        from hexvet.packs.loading import shipped_folder

        return disk_text(path), disk_text(shipped_folder() / path.name)

    def then(after: Session, found: tuple[str | None, str | None]) -> Session:
        from hexvet.drafting.extending import replaced

        base, copied = found

        files = after.of(RulesState).files
        file = next((one for one in files if one.path == draft.file), unknown)
        buffer = opened(base or "")
        kept = opened((copied if base is None else base) or "").lines
        text = Opened(file, buffer, base, kept)
        back = buffer.replaced("\n".join(opened(draft.text).lines)).at(draft.row, draft.column)
        moved = base is not None and _digest(base) != draft.base and base != draft.text
        text = replace(text, buffer=back, theirs=base if moved else None)
        if base is None and after.assessment is not None:
            text = replace(text, replaces=replaced(after.assessment.workspace, draft.text))
        files = (file, *files) if files and file is unknown else files
        after = after.having(replace(after.of(RulesState), chosen=file.path, files=files))
        after = refreshed(considered(with_text(after, text), at_once=True))
        told = f"{clean(name)} was changed since: F2 asks which to keep"
        return after.said(told, "alert") if moved else after

    return session.wanting(Work(do, then, group=f"rule draft {draft.file}"))


def _undone(scene: Scene, _: Extent) -> Session:
    """Takes the last entry about the file back: what `u` takes back in other modes is no rule."""
    session, text, root = scene.session, text_of(scene.session), root_of(scene.session)
    if text is None or root is None:
        return session.said("open a file first")
    name = text.file.name

    def do() -> int:
        from hexvet.drafting.revisions import revisions

        return next((one.entry for one in revisions(root, name)), 0)

    def then(after: Session, entry: int) -> Session:
        nothing = f"nothing is recorded of {clean(name)}; ^z takes back what was typed"
        return undoing.sought(after, entry) if entry else after.said(nothing)

    return session.wanting(Work(do, then, group="deciding"))


def _evaluated(scene: Scene, _: Extent) -> Session:
    if text_of(scene.session) is None:
        return refreshed(scene.session)
    return considered(scene.session, at_once=True).said("judging the draft ...")


VERBS: Mapping[str, Verb] = {
    "open": _open,
    "edit": _edit,
    "left": lambda scene, _: _aside(scene, -1),
    "right": lambda scene, _: _aside(scene, 1),
    "next_pane": lambda scene, extent: _pane(scene, extent, "next_pane"),
    "previous_pane": lambda scene, extent: _pane(scene, extent, "previous_pane"),
    "save_rules": saving.saved,
    "differences": _diff,
    "external": outside.external,
    "evaluate": _evaluated,
    "form": filling.form,
    "next_problem": mending.next_problem,
    "fix": mending.fixed,
    "revert": returning.reverted,
    "select": writing.selecting,
    "search": searching.search,
    "next_match": lambda scene, _: searching.again(scene, 1),
    "previous_match": lambda scene, _: searching.again(scene, -1),
    "line": searching.line,
    "why": mending.whole,
    "undo": _undone,
}
