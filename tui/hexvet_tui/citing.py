"""`y` and a letter: what is under the cursor, for the clipboard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from hexvet_tui import explaining, presenting
from hexvet_tui.effects import Copy
from hexvet_tui.printout import as_markdown
from hexvet_tui.typesetting import clean

if TYPE_CHECKING:
    from hexvet_tui.scene import Scene
    from hexvet_tui.session import Session

WIDTH = 100


def _id(scene: Scene) -> str:
    return scene.session.cursor if scene.session.standing else ""


def _row(scene: Scene) -> str:
    standing = scene.session.standing
    if standing is None:
        return ""
    parts = (
        standing.id,
        standing.title,
        standing.stage or "-",
        presenting.strip_text(standing.sections),
        presenting.gate_text(standing.gate, scene.gates),
        presenting.score_text(standing.score),
    )
    return "\t".join(clean(part) for part in parts if part)


def _why(scene: Scene) -> str:
    told = scene.mode.explained(scene)
    if told is None:
        return ""
    rows = explaining.lines(told, scene, WIDTH)
    text = ["".join(part for part, _ in row).rstrip() for row in rows]
    return "\n".join([explaining.heading(told), *text])


def citation(scene: Scene) -> str:
    """`procurement: ~HOLD Launch, la-model/charter; la-model 1.0.0 sha256 ab12; as of ...`."""
    session, told = scene.session, scene.mode.explained(scene)
    if session.assessment is None or session.standing is None:
        return ""
    verdict = presenting.gate_text(session.standing.gate, scene.gates)
    rule = ""
    if told is not None and told.kind != "gate":
        rule = f", {told.rule} {told.verdict.replace('_', ' ')}"
    packs = ", ".join(
        f"{pack.id} {pack.version} sha256 {pack.sha256[:12]}" for pack in session.assessment.packs
    )
    day = session.assessment.as_of.isoformat()
    return clean(f"{session.cursor}: {verdict}{rule}; {packs}; as of {day}")


def _markdown(scene: Scene) -> str:
    return as_markdown(scene.mode.printout(scene))


COPIES: Mapping[str, Callable[[Scene], str]] = {
    "id": _id,
    "row": _row,
    "why": _why,
    "citation": citation,
    "markdown": _markdown,
}


def copied(scene: Scene, what: str) -> Session:
    """With a text on its way to the clipboard."""
    text = COPIES[what](scene)
    if not text:
        return scene.session.said("there is nothing to copy here")
    return scene.session.wanting(Copy(text, what))
