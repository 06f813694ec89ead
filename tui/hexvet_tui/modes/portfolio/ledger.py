"""The table of the portfolio: which columns fit, and the lines of the rows that are in view."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from hexvet_tui import amiss, marking, presenting
from hexvet_tui.cells import cell_len
from hexvet_tui.columns import Columns
from hexvet_tui.modes.portfolio.state import PortfolioState
from hexvet_tui.pages import problem_rows
from hexvet_tui.scene import Scene
from hexvet_tui.typesetting import (
    FRAME,
    Line,
    Run,
    clean,
    cut_line,
    fit,
    fit_line,
    hanging,
    overlaid,
)

if TYPE_CHECKING:
    from hexvet.model import Standing

NARROWEST_TITLE = 20
WIDEST_TITLE = 60
"""Beyond it the eye loses the row."""
WIDEST_GATE = 17
ROOMY = 112
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


Titles: TypeAlias = Mapping[str, str]
"""Gate id to title."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What the columns depend on, apart from the room.

    `sections`, `gate` and `stage` are widths that the packs ask for, `dept` that of the longest
    department; `absent` are the columns that have nothing to show or are not wanted, `sorted` is
    the one that the rows are sorted by.
    """

    sections: int
    gate: int
    stage: int
    dept: int
    absent: frozenset[str]
    sorted: str = ""


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
    widest, by = columns.widest_department, scene.session.sort.column
    return Shape(count, gate, max(stages, default=5), widest, absent, by)


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
    """The columns that fit, in order. Title, strip and gate are never dropped, and of the others
    the one that the rows are sorted by is the last."""
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
        Slot("due", 7 if width < ROOMY else 11),
    ]
    kept = [_marked(slot, shape) for slot in wanted if slot.id not in shape.absent]
    for drop in sorted(DROPPED, key=lambda id_: id_ == shape.sorted):
        if _taken(kept) <= width:
            break
        kept = [slot for slot in kept if slot.id != drop]
    if _taken(kept) > width:
        kept = [Slot("gate", 5) if slot.id == "gate" else slot for slot in kept]
    title = max(4, min(WIDEST_TITLE, NARROWEST_TITLE + width - _taken(kept)))
    return tuple(Slot("name", title) if slot.id == "name" else slot for slot in kept)


def _marked(slot: Slot, shape: Shape) -> Slot:
    """With room for the mark behind the word of the column that is sorted by."""
    least = len(_WORDS[slot.id]) + 1 if slot.id == shape.sorted else 0
    return replace(slot, width=max(slot.width, least))


def shown(scene: Scene) -> tuple[str, ...]:
    """The columns on the screen, in their order: their ids."""
    return tuple(slot.id for slot in slots(room(*scene.size), shape_of(scene)))


def room(width: int, height: int) -> int:
    """The columns that `style.tcss` leaves the list, within its frame."""
    if width < 100 or height < 30:
        return width
    if width < 140:
        return max(82, width * 2 // 3) - FRAME
    return width - width * 2 // 5 - FRAME


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


def _row(columns: Columns, number: int, fitting: tuple[Slot, ...], titles: Titles) -> Iterator[Run]:
    """One project in one line: that of a row of the columns."""
    standing = columns.assessment.standings[number]
    for slot in fitting:
        yield from _cell(columns, number, standing, slot, titles)
        yield (" ", "text")


def _cell(
    columns: Columns, number: int, standing: Standing, slot: Slot, titles: Titles
) -> tuple[Run, ...]:
    if slot.id == "strip":
        line = presenting.strip(standing.sections)
        return fit_line(line, slot.width)
    if slot.id == "due":
        text, style = _due(columns.due[number], slot.width)
    elif slot.id == "dept":
        text, style = clean(columns.departments[number] or "-"), "dim"
    else:
        text, style = _plain_cell(standing, slot.id, titles)
    return ((fit(text, slot.width), style),)


def _due(days: float | None, width: int) -> Run:
    """`! 16 d late` or, without room, `!16 d` for what is overdue, `150 d`, `-` for nothing."""
    if days is None:
        return "-".rjust(width - 1), "text"
    if days >= 0:
        return f"{days:.0f} d".rjust(width), "text"
    words = f"! {presenting.late_text(days)}"
    return (words if cell_len(words) <= width else f"!{-days:.0f} d").rjust(width), "alert"


def _plain_cell(standing: Standing, column: str, titles: Titles) -> Run:
    if column == "name":
        return clean(standing.title), "name"
    if column == "id":
        return clean(standing.id), "dim"
    if column == "stage":
        return clean(standing.stage or "-"), "text"
    if column == "met":
        return presenting.filled(standing.sections), "text"
    if column == "gate":
        return presenting.gate_run(standing.gate, titles)
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
        return [fit_line(line, width) for line in _empty(scene, width)]
    painted, spanned, titles = [header(scene, width)], marking.span(session), scene.gates
    fitting = slots(width, shape_of(scene))
    for place in range(top, min(top + height - 1, len(session.rows.order))):
        number, chosen = session.rows.order[place], place == session.place
        marked = columns.ids[number] in session.marks or place in spanned
        lead = (">" if chosen else " ") + ("*" if marked else " ")
        line = fit_line(
            [(lead, "mark" if marked else "name"), *_row(columns, number, fitting, titles)], width
        )
        # The ground of the cursor lies under the title alone: a whole row costs four times as
        # many bytes on the wire, twice for every move.
        painted.append((*overlaid(line[:2], "cursor"), *line[2:]) if chosen else line)
    return painted


def _unread(scene: Scene, width: int) -> list[Line]:
    """That it is being read, or what keeps it from being shown, and the keys that help."""
    wrong = amiss.errors(scene.session)
    if not scene.session.notice and not wrong:
        return [(), (("  Reading the workspace ...", "dim"),)]
    painted: list[Line] = [(), (("  Nothing can be shown.", "strong"),), ()]
    for one in wrong[:1]:
        painted += [(("  ", "text"), *line) for line in problem_rows(one, width - 2)]
        painted.append(())
    if not wrong:
        painted += [*hanging(("  ", "text"), scene.session.notice, "alert", width - 1, 2), ()]
    for key, word in amiss.keys(scene):
        painted.append(((f"  {key}", "key"), (f"  {word}", "text")))
    return painted


def _empty(scene: Scene, width: int) -> list[Line]:
    """What to do when there is nothing to show."""
    session = scene.session
    if session.assessment is None:
        return _unread(scene, width)
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
        cut_line(((f"  No project matches {clean(session.filter.held)}", "strong"),), width),
        (),
        (("  / changes the filter, esc clears it.", "dim"),),
    ]
