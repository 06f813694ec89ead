"""Keys in the text: what they write, select, copy and paste."""

from __future__ import annotations

from dataclasses import replace

from hexvet_tui.effects import Copy
from hexvet_tui.modes.rules.buffer import Buffer
from hexvet_tui.modes.rules.keys import MARKING, MOVES, READING
from hexvet_tui.modes.rules.keys import typed as moved_or_edited
from hexvet_tui.modes.rules.state import Opened, RulesState, text_of, with_text
from hexvet_tui.modes.rules.thinking import considered, counted
from hexvet_tui.scene import Extent, Scene
from hexvet_tui.session import Session


def typing(scene: Scene) -> bool:
    """Whether letters are text."""
    session = scene.session
    return is_active(scene) and session.of(RulesState).typing


def is_active(scene: Scene) -> bool:
    """Whether there is a text, and its pane is the active one."""
    return scene.pane == "edit" and text_of(scene.session) is not None


def begun(session: Session) -> Session:
    """In the text, and letters are written into it."""
    return session.in_pane("edit").having(replace(session.of(RulesState), typing=True))


def ended(session: Session) -> Session:
    """In the text still, and letters are keys again."""
    return session.having(replace(session.of(RulesState), typing=False))


def typed(scene: Scene, key: str, character: str | None, extent: Extent) -> Session | None:
    """A key in the text. F-keys, and what writes nothing, are left to the table of actions; so is
    every letter for somebody who reads. Undo is for readers, too: a form or a fix wrote."""
    text = text_of(scene.session)
    if not is_active(scene) or text is None:
        return None
    quiet, state = scene.session.quiet(), scene.session.of(RulesState)
    if key == "escape":
        return _left(quiet, text)
    if key == "ctrl+c":
        return _copied(quiet, text, cutting=False)
    if key in MARKING:
        return _marked(quiet, text, not state.marking)
    if not state.typing and key not in READING and key.replace("shift+", "") not in MOVES:
        return None
    if key == "ctrl+x":
        return _copied(quiet, text, cutting=True)
    if key == "ctrl+v":
        return _inserted(quiet, text, state.copied)
    page = max(1, extent.page)
    buffer = moved_or_edited(text.buffer, key, page, marking=state.marking)
    if buffer is not None:
        return _undone(quiet, text, buffer) or written(quiet, text, buffer)
    if character and character.isprintable():
        return written(quiet, text, text.buffer.inserted(character))
    return None


def _undone(session: Session, text: Opened, buffer: Buffer) -> Session | None:
    """The draft that this one took over, once the step that did so is taken back."""
    from hexvet_tui.modes.rules.own import given_back

    steps = text.taken[1] if text.taken else len(text.buffer.done)
    if not len(buffer.done) <= steps < len(text.buffer.done):
        return None
    return given_back(session, replace(text, buffer=buffer))


def _left(session: Session, text: Opened) -> Session:
    """One level up: from selecting and typing to reading, from there to the files."""
    state = session.of(RulesState)
    if not state.typing and not state.marking:
        return session.in_pane("files")
    return ended(_marked(session, text, marking=False))


def pasted(scene: Scene, new: str) -> Session:
    """A paste into the text, in place of what is selected."""
    text = text_of(scene.session)
    if not typing(scene) or text is None:
        return scene.session
    return written(scene.session.quiet(), text, text.buffer.inserted(new))


def written(session: Session, text: Opened, buffer: Buffer) -> Session:
    """With the text and caret as they are now; judged when it changed."""
    after = with_text(session, replace(text, buffer=buffer))
    if buffer.edits != text.buffer.edits:
        return considered(after.having(replace(after.of(RulesState), marking=False)))
    return after if buffer.caret.row == text.buffer.caret.row else counted(after)


def selecting(scene: Scene, _: Extent) -> Session:
    """To the text; moving selects from the caret on."""
    text = text_of(scene.session)
    if text is None:
        return scene.session.said("open a file first")
    return _marked(scene.session.in_pane("edit"), text, marking=True)


def _marked(session: Session, text: Opened, marking: bool) -> Session:
    state = replace(session.of(RulesState), marking=marking)
    anchor = text.buffer.caret if marking else None
    after = with_text(session.having(state), replace(text, buffer=text.buffer.anchored(anchor)))
    told = "move to select; ^c copies, ^x cuts, ^space gives it up" if marking else ""
    return after.said(told) if told else after


def _copied(session: Session, text: Opened, *, cutting: bool) -> Session:
    """What is selected, else the row: to the clipboard and for a paste of our own."""
    buffer = text.buffer
    chosen = buffer.selected
    copied = chosen or buffer.line
    state = replace(session.of(RulesState), copied=chosen or f"{buffer.line}\n", marking=False)
    left = buffer.anchored(None)
    if cutting:
        left = buffer.cut(*buffer.span) if chosen else buffer.without_line()
    what = "selection" if chosen else "line"
    return written(session.having(state), text, left).wanting(Copy(copied, what))


def _inserted(session: Session, text: Opened, copied: str) -> Session:
    if not copied:
        return session.said("nothing was copied here yet; what others copied: your terminal pastes")
    return written(session, text, text.buffer.inserted(copied))
