"""What stays wrong in files, in one line, with the keys that show and repair it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hexvet.workspace.folders import SETTINGS
from hexvet_tui.keymap import printed
from hexvet_tui.typesetting import Line, Run, clean, justified

if TYPE_CHECKING:
    from hexvet.problems import Problem
    from hexvet_tui.scene import Scene
    from hexvet_tui.session import Session


def errors(session: Session) -> tuple[Problem, ...]:
    """The errors of the last reading, and of what was read before it."""
    read = session.assessment.workspace.problems if session.assessment else ()
    return tuple(one for one in (*session.broken, *read) if one.severity == "error")


def absent(session: Session) -> tuple[Problem, ...]:
    """For each pack that hexvet.toml names and that is not in force, the first error."""
    loaded = getattr(session.assessment.workspace, "loaded", ()) if session.assessment else ()
    firsts = (
        next((problem for problem in one.problems if problem.severity == "error"), None)
        for one in loaded
        if one.pack is None
    )
    return tuple(problem for problem in firsts if problem is not None)


def words(scene: Scene) -> str:
    """The notice, else `rules/la_model.toml is not in force: unknown field 'x'`; empty when
    nothing is wrong, or something else is being done or told."""
    session = scene.session
    if session.notice:
        return session.notice
    if session.marks or session.anchor or session.tip:
        return ""
    for one in absent(session):
        file = one.place.file
        return f"{file if '/' in file else 'a pack'} is not in force: {one.message}"
    found = errors(session)
    return f"{found[0].place.file}: {found[0].message}" if found else ""


def line(scene: Scene, width: int) -> Line:
    """The words, and at the end which key shows it; where rules are broken, which repairs them."""
    right: list[Run] = [("  ", "text")]
    for key, word in keys(scene):
        right += [(key, "key"), (f" {word} ", "text")]
    return justified(((f" ! {clean(words(scene))}", "alert"),), right, width)


def keys(scene: Scene) -> list[tuple[str, str]]:
    """The keys that show what is wrong and, where rules are broken, repair it."""
    table = {action.id: action for action in scene.hinted if action.keys}
    return [(printed(table[id_].keys[0]), word) for id_, word in _ways(scene) if id_ in table]


def _ways(scene: Scene) -> list[tuple[str, str]]:
    found = errors(scene.session)
    shows = [("problems", "shows all" if len(found) > 1 else "shows it")]
    rules = absent(scene.session) or any(
        one.place.file.startswith("rules/") or one.place.file == SETTINGS for one in found
    )
    there = scene.session.mode == "rules"
    return [*shows, ("mode_rules", "repairs it")] if rules and not there else shows
