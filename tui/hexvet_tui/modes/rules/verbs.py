"""What the keys do among the rules; those of the text itself stand in `buffer.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hexvet_tui import verbs
from hexvet_tui.effects import Copy, Work
from hexvet_tui.modes import Unsaved, Verb
from hexvet_tui.modes.rules import mending, outside, saving
from hexvet_tui.modes.rules.buffer import KEYS, Buffer, opened
from hexvet_tui.modes.rules.opening import listed, opening, refreshed
from hexvet_tui.modes.rules.paging import diff_page
from hexvet_tui.modes.rules.state import Opened, RuleFile, RulesState, text_of, with_text
from hexvet_tui.modes.rules.thinking import considered, counted
from hexvet_tui.scene import Extent, Scene
from hexvet_tui.session import Session
from hexvet_tui.typesetting import clean


def entered(session: Session) -> Session:
    """Finds the files, or looks what became of those that are open."""
    return listed(session)


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
        return _written(session, text, text.buffer.by_rows(step))
    if scene.pane == "files":
        row = max(0, min(state.row + step, len(rows_of(state)) - 1))
        return session.having(replace(state, row=row))
    if text is None:
        return session
    if scene.pane == "problems":
        last = len(mending.mistakes_of(text)) - 1
        return session.having(replace(state, problem=max(0, min(state.problem + step, last))))
    names = [one.project for one in text.effect.projects] if text.effect else []
    at = names.index(state.project) if state.project in names else 0
    name = names[max(0, min(at + step, len(names) - 1))] if names else ""
    return session.having(replace(state, project=name))


def rows_of(state: RulesState) -> list[tuple[str, int]]:
    """The rows of the files pane: ("file", n) and, below the chosen one, ("revision", n)."""
    rows = []
    for at, file in enumerate(state.files):
        rows.append(("file", at))
        text = state.texts.get(file.path)
        if file.path == state.chosen and text is not None:
            rows += [("revision", n) for n in range(len(text.revisions))]
    return rows


def _row(state: RulesState) -> tuple[str, int]:
    rows = rows_of(state)
    return rows[min(state.row, len(rows) - 1)] if rows else ("", 0)


# typing ---------------------------------------------------------------------------------------
def typed(scene: Scene, key: str, character: str | None, extent: Extent) -> Session | None:
    """A key in the text. F-keys, and what writes nothing, are left to the table of actions."""
    session, text = scene.session, text_of(scene.session)
    if scene.pane != "edit" or text is None:
        return None
    quiet = session.quiet()
    if key == "escape":
        return quiet.in_pane("files")
    if key == "ctrl+c":
        return quiet.wanting(Copy(text.buffer.line, "line"))
    if key in KEYS:
        return _written(quiet, text, KEYS[key](text.buffer, max(1, extent.page)))
    if character and character.isprintable():
        return _written(quiet, text, text.buffer.inserted(character))
    return None


def pasted(scene: Scene, new: str) -> Session:
    """A paste into the text."""
    text = text_of(scene.session)
    if scene.pane != "edit" or text is None:
        return scene.session
    return _written(scene.session.quiet(), text, text.buffer.inserted(new))


def _written(session: Session, text: Opened, buffer: Buffer) -> Session:
    """With the text and caret as they are now; judged when it changed."""
    after = with_text(session, replace(text, buffer=buffer))
    if buffer.edits != text.buffer.edits:
        return considered(after)
    return after if buffer.caret.row == text.buffer.caret.row else counted(after)


# opening --------------------------------------------------------------------------------------
def _edit(scene: Scene, _: Extent) -> Session:
    """Into the text."""
    if text_of(scene.session) is None:
        return _open(replace(scene, session=scene.session.in_pane("files")), _)
    return scene.session.in_pane("edit")


def _open(scene: Scene, extent: Extent) -> Session:
    """The file, revision, mistake or project of the row."""
    session, state = scene.session, scene.session.of(RulesState)
    if scene.pane == "problems":
        return mending.to_problem(session, state.problem)
    if scene.pane == "effect":
        return _project(moved(scene, 0, extent))
    kind, number = _row(state)
    if kind == "file":
        file = state.files[number]
        closed = replace(state, row=_place(state, number))
        return opening(session.having(closed).in_pane("edit"), file)
    return _compared(session, number, revert=False) if kind == "revision" else session


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


# differences and revisions --------------------------------------------------------------------
def _diff(scene: Scene, _: Extent) -> Session:
    """What stands in the file and the text side by side, with the flips."""
    text = text_of(scene.session)
    if text is None:
        return scene.session.said("open a file first")
    names = ("not saved yet" if text.base is None else "as saved", "draft")
    page = diff_page(f"CHANGES of {text.file.name}", text.base or "", text.buffer.text,
                     *names, text)  # fmt: skip
    return scene.session.paged(page)


def _revert(scene: Scene, _: Extent) -> Session:
    """The text of the chosen revision as a draft; the flips show before anything is saved."""
    state = scene.session.of(RulesState)
    kind, number = _row(state)
    if scene.pane != "files" or kind != "revision":
        return scene.session.said("choose a revision below the file: files pane, j and k")
    return _compared(scene.session, number, revert=True)


def _compared(session: Session, number: int, *, revert: bool) -> Session:
    """Reads a revision's text: beside the draft as a page, or into it."""
    from hexvet_tui.modes.rules.state import root_of

    text, root = text_of(session), root_of(session)
    if text is None or root is None or number >= len(text.revisions):
        return session
    revision = text.revisions[number]

    def do() -> str:
        from hexvet.drafting.revisions import text_of as kept_text
        from hexvet.problems import Problem, Unusable

        found = kept_text(root, revision)
        if isinstance(found, Problem):
            raise Unusable([found])
        return found

    def then(after: Session, old: str) -> Session:
        if revert:
            told = f"the text of r{revision.number} is the draft now: F2 saves it, ^z takes it back"
            return mending.edited(after, "\n".join(opened(old).lines)).said(told)
        now = text_of(after) or text
        title = f"r{revision.number} of {text.file.name}"
        return after.paged(diff_page(title, old, now.buffer.text, f"r{revision.number}", "draft"))

    return session.wanting(Work(do, then, group="rule revision"))


# drafts ---------------------------------------------------------------------------------------
def unsaved(session: Session) -> str:
    """The names of the texts that are not saved."""
    texts = session.of(RulesState).texts.values()
    return ", ".join(clean(one.file.name) for one in texts if one.dirty)


def drafts(session: Session) -> tuple[Unsaved, ...]:
    """Every text that is not saved, with its file, the file's digest, and the caret."""
    import hashlib

    def digest(base: str | None) -> str:
        return "" if base is None else hashlib.sha256(base.encode()).hexdigest()

    return tuple(
        Unsaved(one.file.path, one.source, digest(one.base), *one.buffer.caret)
        for one in session.of(RulesState).texts.values()
        if one.dirty
    )


def restored(session: Session, draft: Unsaved) -> Session:
    """A draft of an earlier session back in its text, as one step that undo takes back. The file
    as it is now stays what it is compared with."""
    from pathlib import Path

    from hexvet_tui.modes.rules.opening import disk_text

    path = Path(draft.file)
    state = session.of(RulesState)
    known = next((one for one in state.files if one.path == draft.file), None)
    file = known or RuleFile(draft.file, f"rules/{path.name}", shipped=False)

    def then(after: Session, base: str | None) -> Session:
        buffer = opened(base or "")
        text = Opened(file, buffer, base, buffer.lines)
        back = buffer.replaced("\n".join(opened(draft.text).lines)).at(draft.row, draft.column)
        after = after.having(replace(after.of(RulesState), chosen=file.path))
        return considered(with_text(after, replace(text, buffer=back)), at_once=True)

    return session.wanting(Work(lambda: disk_text(path), then, group=f"rule draft {draft.file}"))


def _evaluated(scene: Scene, _: Extent) -> Session:
    if text_of(scene.session) is None:
        return refreshed(scene.session)
    return considered(scene.session, at_once=True).said("judging the draft ...")


VERBS: Mapping[str, Verb] = {
    "open": _open,
    "edit": _edit,
    "save_rules": saving.saved,
    "differences": _diff,
    "external": outside.external,
    "evaluate": _evaluated,
    "form": mending.form,
    "next_problem": mending.next_problem,
    "fix": mending.fixed,
    "revert": _revert,
}
