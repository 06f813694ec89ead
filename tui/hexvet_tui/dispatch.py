"""From a key to the next session: questions first, then typing, prefixes, and the table."""

from __future__ import annotations

from dataclasses import replace

from hexvet_tui import actions, reading, small, verbs, waiting
from hexvet_tui.keymap import printed
from hexvet_tui.prompting import Candidate, Prompt
from hexvet_tui.scene import Extent, Scene
from hexvet_tui.session import Session

WHILE_PROMPTED = frozenset(("help", "quit", "repaint"))
"""What keeps its keys while a line is typed, but for those that write."""


def pressed(scene: Scene, key: str, character: str | None, extent: Extent) -> Session:
    """The session after a key. A message lasts until the next key. Escape comes to what waits."""
    if extent.small:
        return small.pressed(scene, key, character, extent)
    comes = key == "escape" and bool(scene.session.waiting)
    if not comes or not waiting.is_free(scene):
        scene = replace(scene, session=_pressed(scene, key, character, extent))
    comes = comes and waiting.is_free(scene) and bool(scene.session.waiting)
    return waiting.shown(scene.session) if comes else scene.session


def _pressed(scene: Scene, key: str, character: str | None, extent: Extent) -> Session:
    session = scene.session
    if session.question is not None:
        return _answered(session, key, character)
    action = actions.find(scene.table, key)
    if session.prompt is not None and not session.pages:
        leaves = action is not None and action.id in WHILE_PROMPTED and not _writes(character)
        return (
            acted(scene, action.id, extent)
            if leaves and action
            else _typed(scene, key, character, extent)
        )
    if session.prefix:
        return _second(scene, key, character, extent)
    taken = None if session.pages else scene.mode.typed(scene, key, character, extent)
    if taken is not None:
        return reading.unedited(scene, taken)
    return acted(scene, action.id, extent) if action else _nothing(session, key, character)


def _nothing(session: Session, key: str, character: str | None) -> Session:
    """With a word that a letter does nothing in this mode: in another one it may."""
    if session.pages or not _writes(character):
        return session
    return session.quiet().said(f"{printed(key)} means nothing here")


def _writes(character: str | None) -> bool:
    return bool(character) and str(character).isprintable()


def acted(scene: Scene, action: str, extent: Extent) -> Session:
    """The session after an action of the table, or of what belongs to the mode alone."""
    return verbs.done(action, replace(scene, session=scene.session.quiet()), extent)


def leaves(scene: Scene, key: str, *, typed: bool) -> bool:
    """Whether a key leaves, which one may before anything is read. A letter does not when
    something was `typed` before that it may belong to."""
    action = actions.find(scene.table, key)
    return action is not None and action.id in (("quit",) if typed else ("leave", "quit"))


def while_focused(scene: Scene, key: str, character: str | None) -> bool:
    """Whether a key belongs to the table though a widget is being typed into."""
    if scene.session.question or scene.session.prompt or scene.session.pages:
        return True
    action = actions.find(scene.table, key)
    return action is not None and action.typing and not _writes(character)


def _answered(session: Session, key: str, character: str | None) -> Session:
    question = session.question
    for choice in question.choices if question else ():
        if choice.key in (key, character):
            return choice.verb(session.asked(None))
    return session.asked(None) if key == "escape" else session


def _second(scene: Scene, key: str, character: str | None, extent: Extent) -> Session:
    prefix, quiet = scene.session.prefix, scene.session.quiet()
    action = actions.second(scene.table, prefix, key)
    if action is not None:
        return acted(scene, action.id, extent)
    if key == "escape":
        return quiet
    return quiet.said(f"{prefix} {character or printed(key)} means nothing here")


# typing ---------------------------------------------------------------------------------------
def pasted(scene: Scene, text: str) -> Session:
    """Pasted text goes into the line that is typed, else into the mode's editor."""
    session, prompt = scene.session, scene.session.prompt
    if Extent(1, 1, scene.size).small:
        return session
    if prompt is not None:
        return _inserted(session, prompt, text)
    if session.pages or session.question:
        return session
    return reading.unedited(scene, scene.mode.pasted(scene, text))


def _inserted(session: Session, prompt: Prompt, text: str) -> Session:
    """With a text in the line, or with why it was not put in."""
    why = prompt.refusal(text)
    return session.said(why, "alert") if why else _changed(session, prompt.insert(text))


def _changed(session: Session, prompt: Prompt) -> Session:
    typed = session.prompted(prompt)
    before = session.prompt.text if session.prompt else ""
    change = prompt.purpose.changed
    return change(typed, prompt.text) if change and prompt.text != before else typed


def _typed(scene: Scene, key: str, character: str | None, extent: Extent) -> Session:
    session, prompt = scene.session, scene.session.prompt
    assert prompt is not None
    if key == "escape":
        given_up, cancel = session.prompted(None), prompt.purpose.cancelled
        return cancel(given_up, prompt.before) if cancel else given_up
    if key == "enter":
        return _entered(scene, prompt, extent)
    if key in ("tab", "shift+tab"):
        return _completed(scene, prompt, 1 if key == "tab" else -1)
    if key in ("ctrl+p", "ctrl+n"):
        return _changed(session, _recalled(session, prompt, 1 if key == "ctrl+p" else -1))
    if key in ("down", "up"):
        return _chosen_row(scene, prompt, 1 if key == "down" else -1)
    edited = prompt.pressed(key)
    if edited is prompt and character and character.isprintable():
        return _inserted(session, prompt, character)
    return session if edited is prompt else _changed(session, edited)


def _entered(scene: Scene, prompt: Prompt, extent: Extent) -> Session:
    """The line is done: as it stands, or with the row of the list that was chosen."""
    chosen = _chosen(scene, prompt)
    text = prompt.taken(chosen).text if chosen and not chosen.action else prompt.text
    session = scene.session
    if text != prompt.text:
        session = _changed(session, prompt.rewritten(text))
    session = session.prompted(None).remembered(prompt.purpose.id, text)
    if chosen and chosen.action:
        return acted(replace(scene, session=session), chosen.action, extent)
    return prompt.purpose.accepted(replace(scene, session=session), text.strip())


def _chosen(scene: Scene, prompt: Prompt) -> Candidate | None:
    if prompt.choice < 0:
        return None
    rows = prompt.purpose.candidates(scene, prompt)
    return rows[prompt.choice] if prompt.choice < len(rows) else None


def _completed(scene: Scene, prompt: Prompt, step: int) -> Session:
    """The first candidate in place of what was typed of it; again: the next one."""
    if prompt.cycle is not None:
        typed, at = prompt.cycle
        before, at = replace(prompt.rewritten(typed), choice=-1), at + step
    else:
        before, at = prompt, max(0, prompt.choice)
    rows = prompt.purpose.candidates(scene, before)
    if not rows:
        return scene.session
    at %= len(rows)
    done = replace(before.taken(rows[at]), cycle=(before.text, at))
    return _changed(scene.session, done)


def _chosen_row(scene: Scene, prompt: Prompt, step: int) -> Session:
    """The next row of the list below the line; up from the line leads into the history.

    A filter leaves the arrows to the rows behind it; where there is nothing to choose from, they
    lead through the history.
    """
    session, purpose = scene.session, prompt.purpose
    if purpose.counted:
        return session.by_rows(step)
    if not purpose.listed or prompt.recalled or (step < 0 and prompt.choice < 0):
        return _changed(session, _recalled(session, prompt, -step))
    rows = prompt.purpose.candidates(scene, prompt)
    choice = max(-1, min(len(rows) - 1, prompt.choice + step))
    return session.prompted(replace(prompt, choice=choice))


def _recalled(session: Session, prompt: Prompt, further: int) -> Prompt:
    """An earlier line of the same purpose; back at the last one, what was being typed."""
    lines = session.typed.get(prompt.purpose.id, ())
    back = max(0, min(prompt.recalled + further, len(lines)))
    draft = prompt.draft if prompt.recalled else prompt.text
    text = lines[-back] if back else draft
    return replace(prompt.rewritten(text), recalled=back, draft=draft)
