"""What a copy is about: the rule under the caret, or the file under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hexvet_tui.citing import WIDTH, Cited, as_text, rests_on
from hexvet_tui.modes.rules.panes import about
from hexvet_tui.modes.rules.state import Opened, RulesState, row_of
from hexvet_tui.modes.rules.thinking import rule_of

if TYPE_CHECKING:
    from hexvet_tui.scene import Scene


def cited(scene: Scene) -> Cited | None:
    """Its full id, the line of its file, and the revision that it is of."""
    state = scene.session.of(RulesState)
    if state.text is not None and scene.pane != "files":
        return _rule(scene, state.text)
    if not state.files:
        return None
    kind, at = row_of(state)
    file = state.files[at] if kind == "file" else state.text.file if state.text else None
    if file is None:
        return None
    return _told(scene, file.pack or file.name, file.name, "", "")


def _rule(scene: Scene, text: Opened) -> Cited:
    kind, rule = rule_of(text)
    place = f"{text.file.name}:{text.buffer.caret.row + 1}"
    id_ = rule if kind and rule else text.file.pack or text.file.name
    said = as_text(f"{kind} {id_}".strip(), about(scene, text, WIDTH))
    return _told(scene, id_, place, said, ", a draft that is not in force" if text.dirty else "")


def _told(scene: Scene, id_: str, place: str, said: str, draft: str) -> Cited:
    return Cited(id_, (id_, place), said, f"{id_}: {place}{draft}; {rests_on(scene)}")
