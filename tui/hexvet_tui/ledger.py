"""The table of the portfolio: which columns fit, and the lines of the rows that are in view."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from rich.cells import cell_len

from hexvet_tui import presenting, sorting
from hexvet_tui.scene import Scene
from hexvet_tui.typesetting import Line, Run, clean, fit, fit_line, overlaid

if TYPE_CHECKING:
    from hexvet.model import Standing

Cells: TypeAlias = "Callable[[Standing, int], tuple[Run, ...]]"

MORE = ".."
NARROWEST_TITLE = 20
WIDEST_GATE = 17


@dataclass(frozen=True, slots=True)
class Shape:
    """What the widths depend on, apart from the room: the packs' sections, gates and stages."""

    sections: int
    gate: int
    stage: int
    scored: bool


@dataclass(frozen=True, slots=True)
class Slot:
    """A column in its place."""

    id: str
    width: int


def shape_of(scene: Scene) -> Shape:
    """The widths that the packs ask for."""
    assessment = scene.session.assessment
    if assessment is None:
        return Shape(6, 5, 5, True)
    titles = [cell_len(title) for title in scene.gates.values()]
    stages = [cell_len(gate) for gate in scene.gates]
    scored = any(pack.scored and pack.sections for pack in assessment.packs)
    count = len(assessment.packs[0].sections) if assessment.packs else 0
    return Shape(
        count, min(WIDEST_GATE, 6 + max(titles, default=0)), max(stages, default=5), scored
    )


@lru_cache(maxsize=64)
def slots(width: int, shape: Shape) -> tuple[Slot, ...]:
    """The columns that fit, in order. Title, strip and gate are never dropped."""
    wanted = [
        Slot("name", NARROWEST_TITLE),
        Slot("stage", min(max(shape.stage, 5), 12)),
        Slot("strip", max(shape.sections, 3)),
        Slot("met", 3 if shape.sections < 10 else 5),
        Slot("gate", max(shape.gate, 5)),
        Slot("score", 11),
        Slot("evidence", 4),
        Slot("failed", 6),
    ]
    absent = {"strip", "met"} if not shape.sections else set()
    absent |= {"score"} if not shape.scored else set()
    kept = [slot for slot in wanted if slot.id not in absent]
    for drop in ("failed", "evidence", "stage", "score", "met"):
        if _taken(kept) <= width:
            break
        kept = [slot for slot in kept if slot.id != drop]
    if _taken(kept) > width:
        kept = [Slot("gate", 5) if slot.id == "gate" else slot for slot in kept]
    title = max(4, NARROWEST_TITLE + width - _taken(kept))
    return tuple(Slot("name", title) if slot.id == "name" else slot for slot in kept)


def _taken(kept: list[Slot]) -> int:
    return 2 + sum(slot.width for slot in kept) + len(kept) - 1


_WORDS = {
    "name": "TITLE",
    "stage": "STAGE",
    "met": "MET",
    "gate": "GATE",
    "score": "SCORE",
    "evidence": "EVID",
    "failed": "FAILED",
}


def header(scene: Scene, width: int) -> Line:
    """The column names; the one that the rows are sorted by is marked `^` or `v`."""
    shape, sort = shape_of(scene), scene.session.sort
    runs: list[Run] = [("  ", "head")]
    for slot in slots(width, shape):
        if slot.id == "strip":
            word = "".join(str((k + 1) % 10) for k in range(shape.sections))
        else:
            word = _WORDS[slot.id]
        chosen = slot.id == sort.column
        if chosen and cell_len(word) < slot.width:
            word += "v" if sort.descending else "^"
        runs.append((fit(word, slot.width, "") + " ", "head chosen" if chosen else "head"))
    return fit_line(runs, width, "head")


def row(scene: Scene, standing: Standing, width: int) -> Line:
    """One project in one line."""
    runs: list[Run] = []
    for slot in slots(width, shape_of(scene)):
        runs += [*_cell(scene, standing, slot), (" ", "text")]
    return fit_line([("  ", "text"), *runs], width)


def _cell(scene: Scene, standing: Standing, slot: Slot) -> tuple[Run, ...]:
    if slot.id == "strip":
        line = presenting.strip(standing.sections)
        return fit_line(line, slot.width)
    text, style = _plain_cell(scene, standing, slot.id)
    return ((fit(text, slot.width, MORE), style),)


def _plain_cell(scene: Scene, standing: Standing, column: str) -> Run:
    if column == "name":
        return clean(standing.title), "name"
    if column == "stage":
        return clean(standing.stage or "-"), "dim"
    if column == "met":
        return presenting.filled(standing.sections), "text"
    if column == "gate":
        return presenting.gate_run(standing.gate, scene.gates)
    if column == "score":
        return presenting.score_text(standing.score), "text"
    if column == "evidence":
        return presenting.share_text(standing.evidence_share).rjust(4), "dim"
    failed = standing.counts[1]
    return str(failed).rjust(5), "unmet" if failed else "dim"


def lines(scene: Scene, width: int, height: int, top: int) -> list[Line]:
    """The header and the rows from `top` on, in `height` lines. The cost is that of the window."""
    session = scene.session
    assessment = session.assessment
    if assessment is None or not session.rows.order:
        return [fit_line(line, width) for line in _empty(scene)]
    painted = [header(scene, width)]
    for place in range(top, min(top + height - 1, len(session.rows.order))):
        standing = assessment.standings[session.rows.order[place]]
        line = row(scene, standing, width)
        if place == session.place:
            line = overlaid(fit_line([("> ", "mark"), *line[1:]], width), "cursor")
        painted.append(line)
    return painted


def _empty(scene: Scene) -> list[Line]:
    """What to do when there is nothing to show."""
    session = scene.session
    if session.assessment is None:
        return [(), ((f"  {session.notice or 'Reading the workspace ...'}", "dim"),)]
    if not session.total:
        return [
            (),
            (("  No projects yet.", "strong"),),
            (),
            (("  Add a file projects/NAME.toml with a title, or run", "dim"),),
            (("  hexvet new project", "text"),),
            (),
            (("  The table follows as soon as the file is saved.", "dim"),),
        ]
    return [
        (),
        (("  No project matches ", "strong"), (clean(session.filter.text), "strong")),
        (),
        (("  / changes the filter, esc clears it.", "dim"),),
    ]


def sort_words(scene: Scene) -> str:
    """`sorted by name`, as the info line says it."""
    sort = scene.session.sort
    return f"sorted by {sorting.BY_ID[sort.column].word}" + (", reversed" if sort.reverse else "")
