"""What is under the cursor of the active pane, for the help page."""

from __future__ import annotations

from collections.abc import Iterator

from hexvet.workspace.folders import SETTINGS
from hexvet_tui.modes.rules import mending
from hexvet_tui.modes.rules.panes import about
from hexvet_tui.modes.rules.state import RuleFile, RulesState, broken, row_of, text_of
from hexvet_tui.presenting import plural
from hexvet_tui.ruling import labelled
from hexvet_tui.scene import Scene
from hexvet_tui.typesetting import Line, clean, cut_line


def subject(scene: Scene, width: int) -> list[Line]:
    """The file or the revision, the mistake, else the rule at the caret."""
    text = text_of(scene.session)
    if scene.pane == "files":
        return _file(scene, width)
    if text is None:
        return []
    if scene.pane == "problems" and (mistake := mending.told(scene)):
        return mistake.lines(scene, width)
    return about(scene, text, min(width, 96))


def _file(scene: Scene, width: int) -> list[Line]:
    state = scene.session.of(RulesState)
    kind, number = row_of(state)
    if kind == "revision" and state.text is not None:
        one = state.text.revisions[number]
        title = f" {one.name} of {clean(state.text.file.name)}"
        facts = [("recorded", f"{one.day} by {one.by}"), ("reason", one.reason)]
        facts.append(("changed", ", ".join(one.rules)))
        facts.append(("flips", "" if one.flipped is None else plural(one.flipped, "verdict")))
        facts.append(("enter", "holds it against the text; R goes back to it"))
    elif kind == "file":
        file = state.files[number]
        title, facts = f" {clean(file.name)}", [*_facts(scene, file)]
    else:
        return []
    return [cut_line(((title, "title"),), width), *labelled(facts, width)]


def _facts(scene: Scene, file: RuleFile) -> Iterator[tuple[str, str]]:
    """Label and text; an empty text is left out."""
    text = scene.session.of(RulesState).texts.get(file.path)
    if file.name == SETTINGS:
        yield "is", "the settings: city, packs, people, and what is answered for the programme"
    elif file.shipped:
        yield (
            "is",
            "a pack that comes with the program; a change makes an extension or a copy of it",
        )
    else:
        yield "is", "a pack of the city's own"
    yield "pack", file.pack
    if file.name != SETTINGS:
        yield (
            "used",
            "it judges the projects" if file.used else "hexvet.toml does not name it",
        )
    if file.name in broken(scene.session):
        yield "broken", "it has errors on the disk: enter opens it on the first one"
    if text is not None:
        yield "draft", "not saved: F2 saves it" if text.dirty else ""
        yield "revisions", str(len(text.revisions)) if text.revisions else ""
