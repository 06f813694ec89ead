"""The rows of the comparison, with their words and styles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hexvet import comparison
from hexvet.comparison import Row, Said, difference
from hexvet.model import Interval
from hexvet_tui import presenting
from hexvet_tui.modes.compare.state import CompareState, compared
from hexvet_tui.once import once
from hexvet_tui.scene import Scene
from hexvet_tui.session import Session
from hexvet_tui.typesetting import Line, clean

if TYPE_CHECKING:
    from hexvet.evaluation import Assessment
    from hexvet.model import Kind

HEADS = {
    "stage": "STANDING",
    "gate": "STANDING",
    "score": "STANDING",
    "difference": "STANDING",
    "evidence": "STANDING",
    "section": "SECTIONS AND CRITERIA",
    "criterion": "SECTIONS AND CRITERIA",
    "check": "CHECKS",
    "field": "ANSWERS",
}

NONE = Interval(0, 0)
"""The difference of what is known to be the same."""


def key(row: Row) -> str:
    """What the cursor remembers of a row."""
    return f"{row.kind}/{row.id}"


def visible(session: Session) -> tuple[Row, ...]:
    """The rows that differ, or all of them."""
    rows = _rows(session)
    return rows if session.of(CompareState).all else tuple(row for row in rows if row.differs)


def hidden(session: Session) -> int:
    """How many rows are the same for all and not shown."""
    return len(_rows(session)) - len(visible(session))


def _rows(session: Session) -> tuple[Row, ...]:
    names = compared(session)
    return _compared(session.assessment, names) if session.assessment and names else ()


@once(8)
def _compared(assessment: Assessment, projects: tuple[str, ...]) -> tuple[Row, ...]:
    return comparison.compared(assessment, projects)


def title(scene: Scene, row: Row) -> str:
    """What a row is about."""
    if row.kind == "gate":
        return scene.gates.get(row.id, row.id)
    return clean(row.title)


def cell(scene: Scene, row: Row, at: int) -> Line:
    """What a row says of one project: glyph and word in the style of the state; how much more
    than the baseline."""
    value = row.values[at]
    if row.kind == "difference" and not at:
        return (("-", "dim"),)
    text, style = _worded(scene, row, value)
    if at and row.kind == "field":
        more = difference(value, row.values[0])
        if more and more != NONE:
            return ((text, style), (f" {_signed(scene, row, more)}", "dim"))
    return ((text, style),)


def _worded(scene: Scene, row: Row, value: Said) -> tuple[str, str]:
    if value is None:
        return ("? unknown", "unknown") if row.kind in ("field", "stage") else ("-", "dim")
    if row.kind == "gate":
        return presenting.passage(value), str(value)  # type: ignore[arg-type]
    if row.kind == "section":
        glyph, _ = presenting.FILL[value]  # type: ignore[index]
        return f"{glyph} {value}", presenting.FILL_STYLE[value]  # type: ignore[index]
    if row.kind == "criterion":
        glyph, word = presenting.STATE[value]  # type: ignore[index]
        return f"{glyph} {word}", str(value)
    if row.kind == "check":
        glyph, word, style = presenting.STATUS[value]  # type: ignore[index]
        return f"{glyph} {word}", style
    if row.kind == "score":
        return presenting.score_text(value), "text"  # type: ignore[arg-type]
    if row.kind == "difference":
        return (_signed(scene, row, value) if value != NONE else "the same"), "text"  # type: ignore[arg-type]
    if row.kind == "evidence":
        return presenting.share_text(value), "text"  # type: ignore[arg-type]
    if row.kind == "stage":
        return clean(str(value)), "text"
    field = scene.field(row.id)
    kind = field.kind if field else "text"
    return presenting.cell_text(value, kind, clean(field.unit) if field else ""), "text"  # type: ignore[arg-type]


def _signed(scene: Scene, row: Row, more: Interval) -> str:
    """`+3`, or from the least to the most: `-21 to +24`."""
    field = scene.field(row.id)
    kind = field.kind if field and row.kind == "field" else "number"
    ends = (_end(end, kind) for end in (more.low, more.high))
    return " to ".join(dict.fromkeys(ends))


def _end(more: float, kind: Kind) -> str:
    if kind == "date":
        return f"{more:+,.0f} d"
    size = Interval(abs(more), abs(more))
    return f"{'-' if more < 0 else '+'}{presenting.cell_text(size, kind)}"
