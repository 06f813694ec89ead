"""A terminal with room for a notice alone: what the notice says, and the few keys that count.

What cannot be seen cannot be meant: everything but leaving, help and the screen itself waits.
"""

from __future__ import annotations

from dataclasses import replace

from hexvet_tui import actions, pages, verbs
from hexvet_tui.effects import Quit
from hexvet_tui.keymap import printed
from hexvet_tui.scene import Extent, Scene
from hexvet_tui.session import Session

ALWAYS = frozenset(("quit", "help", "repaint", "suspend"))
"""What can be done by keys that write nothing."""
READING = frozenset((*verbs.SCROLLING, "back", "leave"))
"""What can be done, too, on the page of help."""


def is_helped(session: Session) -> bool:
    """Whether the page of help is on top and nothing is asked or typed over it."""
    return pages.is_help(session) and session.question is None


def waiting(scene: Scene) -> str:
    """What waits below the notice, in words; empty when leaving takes nothing away."""
    session = scene.session
    if session.question is not None:
        return "A question waits"
    if session.prompt is not None or scene.mode.typing(scene):
        return "What you type waits"
    return "A page waits" if session.pages else ""


def words(scene: Scene, width: int, height: int) -> list[str]:
    """The notice."""
    held = waiting(scene)
    able = _able(scene, "quit" if held else "leave", "quit")
    keys = f"; {able} quits" if able else ""
    first = f"Hexvet needs 60x16, this is {width}x{height}."
    return [first, f"{held}. Enlarge the window{keys}." if held else f"Enlarge the window{keys}."]


def _able(scene: Scene, *names: str) -> str:
    """The first key of the first of these actions that has one."""
    table = {action.id: action for action in scene.table}
    keys = [table[name].keys[0] for name in names if name in table and table[name].keys]
    return printed(keys[0]) if keys else ""


def pressed(scene: Scene, key: str, character: str | None, extent: Extent) -> Session:
    """The session after a key."""
    session = scene.session
    action = actions.find(scene.table, key)
    if action is None:
        return session
    if is_helped(session) and action.id in (*READING, "help"):
        return verbs.done(action.id, scene, extent)
    held = bool(waiting(scene))
    if action.id in ("quit", "leave"):
        return session if held and (character or "").isprintable() and character else _left(session)
    if (action.id == "help" and held) or action.id not in ALWAYS:
        return session
    return verbs.done(action.id, replace(scene, session=session.quiet()), extent)


def _left(session: Session) -> Session:
    """The end; where it would ask, nobody sees the question: what is not saved is kept for the
    next start."""
    after = verbs.quitting(session)
    return after if after.effects else session.wanting(Quit(keeping=True))
