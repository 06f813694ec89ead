"""`y` and a letter: what is under the cursor of the mode that is shown, for the clipboard."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from hexvet_tui import explaining, pinning, presenting
from hexvet_tui.effects import Copy, Work
from hexvet_tui.printout import as_markdown
from hexvet_tui.revisions import recorded
from hexvet_tui.typesetting import Line, clean, cut

if TYPE_CHECKING:
    from hexvet.model import Explanation, Standing
    from hexvet_tui.scene import Scene
    from hexvet_tui.session import Session

WIDTH = 100
LONGEST_NAME = 40
"""Cells in which the message of a copy names what it is."""


@dataclass(frozen=True, slots=True)
class Cited:
    """What a mode's cursor stands on: its id, what messages call it where that is not the id, its
    cells, why it is as it is, and a citation."""

    id: str
    row: tuple[str, ...]
    why: str
    citation: str
    name: str = ""


def of_project(scene: Scene, project: str) -> Cited | None:
    """A project, with the rule that the mode explains; None for one that is not listed."""
    standing = _standing(scene.session, project)
    if standing is None:
        return None
    told = scene.mode.explained(scene)
    verdict = presenting.gate_text(standing.gate, scene.gates)
    rule = f", {said_of(told)}" if told is not None and told.kind != "gate" else ""
    row = (
        project,
        standing.title,
        standing.stage or "-",
        presenting.strip_text(standing.sections),
        verdict,
        presenting.score_text(standing.score),
    )
    return Cited(project, row, why(scene, told), f"{project}: {verdict}{rule}; {rests_on(scene)}")


def _standing(session: Session, project: str) -> Standing | None:
    place = session.rows.places.get(project)
    if session.assessment is None or place is None:
        return None
    return session.assessment.standings[session.rows.order[place]]


def said_of(told: Explanation) -> str:
    """`la-model/charter failed`."""
    return f"{told.rule} {told.verdict.replace('_', ' ')}"


def rests_on(scene: Scene) -> str:
    """`la-model 1.0.0 r14 sha256 ab12; as of 2026-10-01`: what every citation ends with."""
    assessment = scene.session.assessment
    if assessment is None:
        return ""
    packs = [
        " ".join(filter(None, (pack.id, pack.version, recorded(scene.session, pack.id),
                               f"sha256 {pack.sha256[:12]}")))
        for pack in assessment.packs
    ]  # fmt: skip
    return f"{', '.join(packs)}; as of {assessment.as_of.isoformat()}"


def why(scene: Scene, told: Explanation | None) -> str:
    """An explanation as text."""
    if told is None:
        return ""
    return as_text(explaining.heading(told), explaining.lines(told, scene, WIDTH))


def as_text(title: str, lines: Iterable[Line]) -> str:
    """Painted lines below a title, as text."""
    rows = ["".join(part for part, _ in line).rstrip() for line in lines]
    return "\n".join([title, *rows])


COPIES: Mapping[str, Callable[[Cited], str]] = {
    "id": lambda one: one.id,
    "row": lambda one: "\t".join(clean(part) for part in one.row if part),
    "why": lambda one: one.why,
    "citation": lambda one: clean(one.citation),
}


def copied(scene: Scene, what: str) -> Session:
    """With a text on its way to the clipboard, named in the message by what it is about."""
    if what == "markdown":
        return scene.session.wanting(Work(partial(_markdown, scene), _taken, group="copy"))
    found = scene.mode.cited(scene)
    text = COPIES[what](found) if found else ""
    if what == "why" and "pin" in scene.mode.verbs:
        text = pinned_why(scene) or text
    if found is None or not text:
        return scene.session.said("there is nothing to copy here")
    name = f"{what} of {clean(found.name or found.id)}"
    # Why begins with what it is about: a rule of the project, not the project.
    name = text.partition("\n")[0] if what == "why" else name
    return scene.session.wanting(Copy(text, cut(name, LONGEST_NAME)))


def _markdown(scene: Scene) -> str:
    """The screen; some modes read files for that."""
    return as_markdown(scene.mode.printout(scene))


def _taken(session: Session, text: str) -> Session:
    return session.wanting(Copy(text, "this screen as Markdown"))


def pinned_why(scene: Scene) -> str:
    """The explanation that is pinned, as text; empty without one."""
    pinned = pinning.why(scene, None)
    if pinned.told is None:
        return ""
    return as_text(pinned.heading, explaining.lines(pinned.told, scene, WIDTH))
