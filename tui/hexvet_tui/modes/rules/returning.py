"""Back to an earlier text: what stands in the file, or a revision; undo brings the draft back."""

from __future__ import annotations

from dataclasses import replace

from hexvet_tui.effects import Work
from hexvet_tui.modes.rules import mending
from hexvet_tui.modes.rules.buffer import opened
from hexvet_tui.modes.rules.opening import listed
from hexvet_tui.modes.rules.paging import diff_page
from hexvet_tui.modes.rules.settling import theirs
from hexvet_tui.modes.rules.state import (
    RulesState,
    root_of,
    row_of,
    rows_of,
    text_of,
    with_texts,
)
from hexvet_tui.prompting import Choice, Question
from hexvet_tui.scene import Extent, Scene
from hexvet_tui.session import Session
from hexvet_tui.typesetting import clean


def reverted(scene: Scene, _: Extent) -> Session:
    """The text of the revision under the cursor as a draft; elsewhere it is asked what to go back
    to. The flips show before anything is saved."""
    session, text = scene.session, text_of(scene.session)
    kind, number = row_of(session.of(RulesState))
    if scene.pane == "files" and kind == "revision":
        return compared(session, number, revert=True)
    if text is None:
        return session.said("open a file first")
    back = (Choice("f", "the file", _to_file),)
    drop = (Choice("x", "drop this file, never saved", _dropped),)
    older = (Choice("r", "a revision", _to_revisions),) if text.revisions else ()
    draft = () if not text.dirty else drop if text.base is None else back
    if not draft and not older:
        return session.said("this is what stands in the file, and no revision is recorded")
    if not draft:
        return _to_revisions(session)
    return session.asked(Question(f"{clean(text.file.name)} back to:", (*draft, *older)))


def _to_file(session: Session) -> Session:
    text = text_of(session)
    if text is None:
        return session
    if text.theirs is not None:
        return theirs(session, text.file.path)
    after = mending.edited(session.in_pane("edit"), "\n".join(text.kept))
    return after.said("as it stands in the file; ^z brings your draft back")


def _dropped(session: Session) -> Session:
    """Without a text that has no file; the first of the others in its place."""
    state = session.of(RulesState)
    texts = {path: one for path, one in state.texts.items() if path != state.chosen}
    files = tuple(one for one in state.files if one.path != state.chosen)
    state = replace(state, texts=texts, files=files, chosen="", row=0)
    after = listed(with_texts(session, state).in_pane("files"))
    return after.said("dropped: it was never saved")


def _to_revisions(session: Session) -> Session:
    """The cursor on the revision before the one in force."""
    state = session.of(RulesState)
    rows = rows_of(state)
    last = max(n for kind, n in rows if kind == "revision")
    state = replace(state, row=rows.index(("revision", min(1, last))))
    told = "j and k choose a revision; R makes it the draft, enter compares"
    return session.having(state).in_pane("files").said(told)


def compared(session: Session, number: int, *, revert: bool) -> Session:
    """Reads a revision's text: beside the draft as a page, or into it."""
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
            told = f"the text of {revision.name} is the draft now: F2 saves it, ^z takes it back"
            after = after.in_pane("edit")
            return mending.edited(after, "\n".join(opened(old).lines)).said(told)
        now = text_of(after) or text
        title = f"{revision.name} of {text.file.name}"
        return after.paged(diff_page(title, old, now.buffer.text, revision.name, "draft"))

    return session.wanting(Work(do, then, group="rule revision"))
