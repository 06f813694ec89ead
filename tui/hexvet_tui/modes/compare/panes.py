"""The comparison as lines: hexagons above, one row for each thing that is said of all."""

from __future__ import annotations

from typing import TypeAlias

from hexvet.comparison import Row
from hexvet_tui import hexagon, presenting
from hexvet_tui.cells import cell_len
from hexvet_tui.modes.compare import rows
from hexvet_tui.modes.compare.state import compared
from hexvet_tui.modes.compare.verbs import column_of, place_of
from hexvet_tui.presenting import plural
from hexvet_tui.scene import Scene
from hexvet_tui.typesetting import Line, Run, cut, fit_line, justified, overlaid, rule

Spans: TypeAlias = tuple[int, int, tuple[int, ...]]

LABEL = (22, 64)
"""The least and the largest width of the column of titles."""
COLUMN = (17, 22, 60)
"""The least width of a project's column, that from which titles get the room, and the largest."""


def header(scene: Scene, width: int, height: int) -> list[Line]:
    """How many projects, and how many rows are the same for all."""
    session, dot = scene.session, f" {scene.glyphs.dot} "
    names = compared(session)
    marked = "marked " if len(session.marks) > 1 else ""
    left: list[Run] = [(f" {len(names)} {marked}projects", "strong")]
    hidden = rows.hidden(session)
    told = f"{plural(hidden, 'row')} the same: o shows them" if hidden else "all rows"
    left.append((f"{dot}{told}", "dim"))
    aside = len(names) - len(spans(scene, width)[2])
    right: Line = ((f"{aside} more beside: h l ", "dim"),) if aside > 0 else ()
    if len(session.marks) < 2:
        right = (("1, space: mark others ", "dim"),)
    return [justified(left, right, width)]


def spans(scene: Scene, width: int) -> Spans:
    """The width of the titles, that of a column, and the columns that are in view: the baseline
    always, and the one under the cursor."""
    count = len(compared(scene.session))
    least, easy, most = COLUMN
    room = max(1, (width - LABEL[0]) // least)
    titles = (cell_len(rows.title(scene, row)) for row in rows.visible(scene.session))
    widest = min(LABEL[1], 5 + max(titles, default=0))
    label = max(LABEL[0], min(widest, width - min(count, room) * easy))
    room = max(1, (width - label) // least)
    shown = list(range(min(count, room)))
    at = column_of(scene.session)
    if at not in shown and shown:
        shown = [0, *range(at - room + 2, at + 1)] if room > 1 else [at]
    column = (width - label) // max(1, len(shown))
    return label, min(column, most), tuple(shown)


def pictures(scene: Scene, width: int, height: int) -> list[Line]:
    """The heads of the columns and, where there is room, a hexagon in each."""
    session = scene.session
    label, column, shown = spans(scene, width)
    names, at = compared(session), column_of(session)
    head: list[Run] = [(" " * label, "text")]
    for k in shown:
        base = " base" if k == 0 else ""
        text = cut(scene.title(names[k]), column - 2 - len(base))
        mark = ">" if k == at else " "
        style = "strong cursor" if k == at else "strong"
        size = column - 1 - cell_len(mark + text + base)
        head += [(mark, "mark"), (text, style), (base, "dim"), (" " * (size + 1), "text")]
    drawn = _hexagons(scene, label, column, shown, height - 1) if height > 1 else []
    return [fit_line(head, width), *drawn][:height]


def _hexagons(
    scene: Scene, label: int, column: int, shown: tuple[int, ...], height: int
) -> list[Line]:
    session = scene.session
    pack, assessment = session.framework, session.assessment
    if pack is None or assessment is None:
        return []
    names = compared(session)
    if not session.view.drawing:
        return _strips(scene, label, column, shown)
    labels = presenting.section_labels(pack)
    drawings = []
    for k in shown:
        states = presenting.section_states(assessment.project(names[k]), pack)
        size = min(column - 2, 30)
        drawings.append(hexagon.draw(size, height, states, labels, scene.form, -1))
    if not all(drawings):
        return []
    lines: list[Line] = []
    for at in range(max(map(len, drawings))):
        runs: list[Run] = [(" " * label, "text")]
        for drawing in drawings:
            row = drawing[at] if at < len(drawing) else ()
            runs += fit_line(((" ", "text"), *row), column)
        lines.append(tuple(runs))
    return lines


def _strips(scene: Scene, label: int, column: int, shown: tuple[int, ...]) -> list[Line]:
    """The sections in one character each, in place of the drawings."""
    session = scene.session
    pack, assessment = session.framework, session.assessment
    assert pack is not None and assessment is not None
    runs: list[Run] = list(fit_line(((" Sections", "text"),), label))
    for name in (compared(session)[k] for k in shown):
        states = presenting.section_states(assessment.project(name), pack)
        runs += fit_line(((" ", "text"), *presenting.strip(states)), column)
    return [tuple(runs)]


def table(scene: Scene, width: int, height: int, top: int) -> list[Line]:
    """The rows from `top` on; what they are about stands in a rule above the first of a kind."""
    session = scene.session
    shown_rows = rows.visible(session)
    if not shown_rows:
        return [(), ((" They do not differ in anything; o shows all rows.", "dim"),)]
    cursor, fitting = place_of(session), spans(scene, width)
    painted: list[Line] = []
    before = ""
    for at, row in enumerate(shown_rows[top:], top):
        head = rows.HEADS[row.kind]
        if head != before:
            painted.append(rule(width, scene.glyphs, head))
            before = head
        painted.append(_row(scene, row, width, fitting, chosen=at == cursor))
        if len(painted) >= height:
            break
    return painted[:height]


def _row(scene: Scene, row: Row, width: int, fitting: Spans, *, chosen: bool) -> Line:
    label, column, shown = fitting
    session = scene.session
    indent = "  " if row.kind == "criterion" else ""
    title = cut(f"{indent}{rows.title(scene, row)}", label - 2)
    style = "text" if row.kind != "criterion" else "dim"
    named = fit_line(((">" if chosen else " ", "name"), (title, style)), label)
    runs: list[Run] = list(overlaid(named, "cursor") if chosen else named)
    at = column_of(session)
    for k in shown:
        cell = fit_line(((" ", "text"), *_cut(rows.cell(scene, row, k), column - 2)), column)
        runs += cell if not chosen else overlaid(cell, "cursor" if k == at else "place")
    return fit_line(runs, width, "text place" if chosen else "text")


def _cut(line: Line, room: int) -> Line:
    """The runs of a cell in its room, the first one cut with dots."""
    first, *rest = line
    size = room - sum(len(text) for text, _ in rest)
    if size < 6:
        rest, size = [], room
    return ((cut(first[0], size), first[1]), *rest)


def lines_above(scene: Scene, top: int, at: int) -> int:
    """How many lines the rows from `top` to `at` take, with the rules between them."""
    shown = rows.visible(scene.session)[top : at + 1]
    heads = [rows.HEADS[row.kind] for row in shown]
    return len(shown) + len([k for k, head in enumerate(heads) if not k or heads[k - 1] != head])
