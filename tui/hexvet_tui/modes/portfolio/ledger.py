"""The table of the portfolio: which columns fit, and the lines of the rows that are in view."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from hexvet_tui import marking, presenting
from hexvet_tui.cells import cell_len
from hexvet_tui.columns import Columns
from hexvet_tui.modes.portfolio.state import PortfolioState
from hexvet_tui.scene import Scene
from hexvet_tui.typesetting import Line, Run, clean, fit, fit_line, overlaid

if TYPE_CHECKING:
    from hexvet.model import Standing

MORE = ".."
NARROWEST_TITLE = 20
WIDEST_TITLE = 60
"""Beyond it the eye loses the row."""
WIDEST_GATE = 17
ROOMY = 130
"""Columns from which departments are not cut short."""
LONG_STRIP = 10
"""Sections from which `10/12` needs more room."""

CHOICES: tuple[tuple[str, str, str], ...] = (
    ("id", "i", "id"),
    ("dept", "d", "department"),
    ("stage", "s", "stage"),
    ("met", "m", "met sections"),
    ("score", "c", "score"),
    ("evidence", "e", "evidence"),
    ("failed", "f", "failed checks"),
    ("due", "u", "next due"),
)
"""The columns that can be shown and hidden: id, letter and word."""

DROPPED = ("id", "failed", "evidence", "dept", "due", "stage", "score", "met")
"""In this order columns give way where there is no room; title, strip and gate never do."""

HIDDEN = frozenset({"id"})
"""Columns that are only shown on demand."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What the columns depend on, apart from the room.

    `sections`, `gate` and `stage` are widths that the packs ask for, `dept` that of the longest
    department; `absent` are the columns that have nothing to show or are not wanted.
    """

    sections: int
    gate: int
    stage: int
    dept: int
    absent: frozenset[str]


@dataclass(frozen=True, slots=True)
class Slot:
    """A column in its place."""

    id: str
    width: int


def shape_of(scene: Scene) -> Shape:
    """The widths that the packs ask for, and the columns that are wanted."""
    assessment, columns = scene.session.assessment, scene.session.columns
    if assessment is None or columns is None:
        return Shape(6, 5, 5, 0, HIDDEN)
    titles = [cell_len(title) for title in scene.gates.values()]
    stages = [cell_len(gate) for gate in scene.gates]
    count = len(assessment.packs[0].sections) if assessment.packs else 0
    gate = min(WIDEST_GATE, 6 + max(titles, default=0))
    absent = _absent(scene.session.of(PortfolioState), columns, count)
    return Shape(count, gate, max(stages, default=5), columns.widest_department, absent)


def _absent(state: PortfolioState, columns: Columns, sections: int) -> frozenset[str]:
    """The columns that nothing is to be seen of, and those that the user does not want."""
    scored = any(pack.scored and pack.sections for pack in columns.assessment.packs)
    empty = set() if sections else {"strip", "met"}
    empty |= set() if scored else {"score"}
    empty |= set() if columns.widest_department else {"dept"}
    empty |= set() if columns.anything_due else {"due"}
    return frozenset(empty | (HIDDEN - state.wanted) | state.unwanted)


@lru_cache(maxsize=64)
def slots(width: int, shape: Shape) -> tuple[Slot, ...]:
    """The columns that fit, in order. Title, strip and gate are never dropped."""
    wanted = [
        Slot("name", NARROWEST_TITLE),
        Slot("id", 16),
        Slot("dept", max(4, min(shape.dept, 12 if width < ROOMY else 24))),
        Slot("stage", min(max(shape.stage, 5), 12)),
        Slot("strip", max(shape.sections, 3)),
        Slot("met", 3 if shape.sections < LONG_STRIP else 5),
        Slot("gate", max(shape.gate, 5)),
        Slot("score", 11),
        Slot("evidence", 4),
        Slot("failed", 6),
        Slot("due", 7),
    ]
    kept = [slot for slot in wanted if slot.id not in shape.absent]
    for drop in DROPPED:
        if _taken(kept) <= width:
            break
        kept = [slot for slot in kept if slot.id != drop]
    if _taken(kept) > width:
        kept = [Slot("gate", 5) if slot.id == "gate" else slot for slot in kept]
    title = max(4, min(WIDEST_TITLE, NARROWEST_TITLE + width - _taken(kept)))
    return tuple(Slot("name", title) if slot.id == "name" else slot for slot in kept)


def _taken(kept: list[Slot]) -> int:
    return 2 + sum(slot.width for slot in kept) + len(kept) - 1


_WORDS = {
    "name": "TITLE",
    "id": "ID",
    "dept": "DEPT",
    "stage": "STAGE",
    "met": "MET",
    "gate": "GATE",
    "score": "SCORE",
    "evidence": "EVID",
    "failed": "FAILED",
    "due": "DUE",
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


def row(scene: Scene, number: int, width: int) -> Line:
    """One project in one line: that of a row of the columns."""
    runs: list[Run] = []
    for slot in slots(width, shape_of(scene)):
        runs += [*_cell(scene, number, slot), (" ", "text")]
    return fit_line([("  ", "text"), *runs], width)


def _cell(scene: Scene, number: int, slot: Slot) -> tuple[Run, ...]:
    assessment, columns = scene.session.assessment, scene.session.columns
    assert assessment is not None
    assert columns is not None
    standing = assessment.standings[number]
    if slot.id == "strip":
        line = presenting.strip(standing.sections)
        return fit_line(line, slot.width)
    if slot.id == "due":
        text, style = _due(columns.due[number])
    elif slot.id == "dept":
        text, style = clean(columns.departments[number] or "-"), "dim"
    else:
        text, style = _plain_cell(scene, standing, slot.id)
    return ((fit(text, slot.width, MORE), style),)


def _due(days: float | None) -> Run:
    """`!-16 d` for what is overdue, `150 d`, `-` for nothing."""
    if days is None:
        return "     -", "dim"
    text = f"{days:.0f} d"
    return (f"!{text}".rjust(7), "alert") if days < 0 else (text.rjust(7), "dim")


def _plain_cell(scene: Scene, standing: Standing, column: str) -> Run:
    if column == "name":
        return clean(standing.title), "name"
    if column == "id":
        return clean(standing.id), "dim"
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
    columns = session.columns
    if columns is None or not session.rows.order:
        return [fit_line(line, width) for line in _empty(scene)]
    painted, spanned = [header(scene, width)], set(marking.spanned(session))
    for place in range(top, min(top + height - 1, len(session.rows.order))):
        number = session.rows.order[place]
        name, chosen = columns.ids[number], place == session.place
        marked = name in session.marks or name in spanned
        lead = (">" if chosen else " ") + ("*" if marked else " ")
        line = fit_line([(lead, "mark"), *row(scene, number, width)[1:]], width)
        # The ground of the cursor lies under the title alone: a whole row costs four times as
        # many bytes on the wire, twice for every move.
        painted.append((*overlaid(line[:2], "cursor"), *line[2:]) if chosen else line)
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
