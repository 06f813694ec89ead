"""The hexagon drawn in cells: a flat-topped polygon with one section a side.

Sections run clockwise from the top and are set apart by a gap. A cell is taken as twice as
high as wide; the block forms sample four points a cell (quadrants), the ASCII form one. A
filled section is solid, an unfilled one an outline, an unknown one hatched, and each says its
state again in its label, so the drawing reads without colour.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, TypeAlias

from hexvet.model import Fill
from hexvet_tui.cells import cell_len
from hexvet_tui.geometry import Frame, Point, Spot, block_grid, frame, point_grid
from hexvet_tui.presenting import FILL, FILL_STYLE
from hexvet_tui.typesetting import Line, Run, cut

Form: TypeAlias = Literal["colour", "mono", "ascii"]

_QUADRANTS = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"


def _block_cell(spot: Spot, state: Fill, across: int, row: int) -> Run:
    if state == "filled":
        return _QUADRANTS[spot.inside], "filled"
    if state == "unknown":
        return ("▒", "hatch") if spot.inside == 15 else (_QUADRANTS[spot.inside], "hatch edge")
    if spot.rim:
        return _QUADRANTS[spot.rim], "outline"
    return ("·" if (across + 2 * row) % 4 == 0 else " "), "outline dot"


def _blocks(grid: Sequence[Sequence[Spot]], states: Sequence[Fill]) -> list[list[Run]]:
    middle = len(grid[0]) // 2
    return [
        [
            _block_cell(spot, states[spot.section], column - middle, row)
            if spot.inside
            else (" ", "text")
            for column, spot in enumerate(spots)
        ]
        for row, spots in enumerate(grid)
    ]


def _stroke(start: Point, end: Point) -> list[tuple[int, int, str]]:
    """A straight line as (column, row, character)."""
    dx, dy = end[0] - start[0], (end[1] - start[1]) / 2
    if abs(dy) * 3 < abs(dx):
        low, high = sorted((start, end))
        slope = (high[1] - low[1]) / (high[0] - low[0])
        columns = range(math.ceil(low[0] - 0.5), math.floor(high[0] - 0.5) + 1)
        return [(c, _row(low[1] + slope * (c + 0.5 - low[0])), "-") for c in columns]
    low, high = sorted((start, end), key=lambda point: point[1])
    lean = (high[0] - low[0]) / (high[1] - low[1]) * 2
    mark = "|" if abs(lean) < 0.4 else "\\" if lean > 0 else "/"
    rows = range(math.ceil((low[1] - 1) / 2 - 0.01), math.floor((high[1] - 1) / 2 + 0.01) + 1)
    return [(math.floor(low[0] + (2 * r + 1 - low[1]) / 2 * lean), r, mark) for r in rows]


def _row(y: float) -> int:
    return math.floor(y / 2 + 1e-9)


def _ascii(shape: Frame, grid: Sequence[Sequence[Spot]], states: Sequence[Fill]) -> list[list[Run]]:
    marks = {"filled": ("#", "filled"), "unknown": ("?", "hatch"), "unfilled": (".", "outline")}
    rows = [[marks[states[s.section]] if s.inside else (" ", "text") for s in row] for row in grid]
    corners = shape.corners
    lines = [(corners[k], corners[(k + 1) % len(corners)]) for k in range(len(corners))]
    strokes = [*((shape.centre, corner) for corner in corners), *lines]
    marked = [spot for start, end in strokes for spot in _stroke(start, end)]
    tips = {_row(y) for _, y in corners} - {0, shape.rows - 1}
    for column, row, mark in sorted(marked, key=lambda spot: spot[2] != "-"):
        crowded = mark != "-" and row in tips
        if 0 <= row < shape.rows and 0 <= column < shape.columns and not crowded:
            rows[row][column] = (mark, "outline")
    return rows


def _captions(number: int, label: str, state: Fill) -> tuple[tuple[str, ...], ...]:
    """What may stand in a section, the fullest first."""
    glyph, word = FILL[state]
    return (
        (f"{number} {label}", f"{glyph} {word}"),
        (f"{number} {label}", glyph),
        (f"{number} {label} {glyph}",),
        (label, f"{number} {glyph}"),
        (f"{number}{glyph}",),
    )


def _room(grid: Sequence[Sequence[Spot]], section: int, state: Fill) -> list[tuple[int, int]]:
    """For each row the first column of the section's whole cells and their number."""
    spans = []
    for spots in grid:
        own = [
            column
            for column, spot in enumerate(spots)
            if spot.section == section
            and spot.inside == 15
            and not (spot.rim and state == "unfilled")
        ]
        spans.append((own[0], len(own)) if own else (0, 0))
    return spans


def _place(
    spans: Sequence[tuple[int, int]], lines: Sequence[str], middle: float, pad: int
) -> tuple[int, int] | None:
    """The row where the lines fit that is nearest to the middle, and twice their centre column."""
    needs = [cell_len(line) + 2 * pad for line in lines]
    best: tuple[float, int, int] | None = None
    for row in range(len(spans) - len(lines) + 1):
        part = spans[row : row + len(lines)]
        first, size = min(part, key=lambda span: span[1])
        twice = 2 * first + size
        if not all(_fits(twice, need, span) for need, span in zip(needs, part, strict=True)):
            continue
        off = abs(row + len(lines) / 2 - middle)
        if best is None or off < best[0] - 1e-6:
            best = (off, row, twice)
    return (best[1], best[2]) if best else None


def _fits(twice: int, need: int, span: tuple[int, int]) -> bool:
    """Whether a text of `need` cells around a centre lies inside a span."""
    start = (twice - need + 1) // 2
    return span[0] <= start and start + need <= span[0] + span[1]


def _middle(shape: Frame, section: int) -> float:
    corners = shape.corners
    points = (shape.centre, corners[section], corners[(section + 1) % len(corners)])
    return sum(y for _, y in points) / 6


def _label(
    rows: list[list[Run]], lines: Sequence[str], at: tuple[int, int], style: str, ends: str
) -> None:
    top, twice = at
    for offset, line in enumerate(lines):
        text = line.join(ends if offset == 0 else " " * len(ends)) if ends else line
        start = (twice - len(text) + 1) // 2
        for k, character in enumerate(text):
            rows[top + offset][start + k] = (character, style)


LABEL_STYLE = {"filled": "filled label", "unknown": "hatch label", "unfilled": "outline label"}


def _write_label(
    rows: list[list[Run]],
    shape: Frame,
    spans: Sequence[tuple[int, int]],
    section: int,
    captions: Sequence[tuple[str, ...]],
    state: Fill,
    chosen: bool,
    plain: bool,
) -> None:
    """The fullest caption that fits, near the section's centre of mass."""
    style = ("strong" if plain else LABEL_STYLE[state]) + (" picked" if chosen else "")
    for lines, pad in [*((lines, 1) for lines in captions), (captions[-1], 0)]:
        pad = 0 if state == "unfilled" else pad
        spot = _place(spans, lines, _middle(shape, section), pad)
        if spot:
            ends = ("><" if chosen else "  ") if pad else ""
            _label(rows, lines, spot, style, ends)
            return


def _joined(cells: Sequence[Run]) -> Line:
    runs: list[Run] = []
    for text, style in cells:
        if runs and runs[-1][1] == style:
            runs[-1] = (runs[-1][0] + text, style)
        else:
            runs.append((text, style))
    return tuple(runs)


@lru_cache(maxsize=256)
def draw(
    width: int,
    height: int,
    states: tuple[Fill, ...],
    labels: tuple[str, ...],
    form: Form = "colour",
    chosen: int = -1,
) -> tuple[Line, ...]:
    """The drawing as rows of (text, style key) runs, at most `width` by `height` cells.

    Empty when it would be too small to read or when there are not 3 to 8 sections: then show
    `listed` instead. `chosen` marks the label of one section. Colour and monochrome share
    every character, so what is read without colour is what is read with it.
    """
    short = tuple(cut(_narrow(label), 8, "") for label in labels)
    shape = frame(width, height, len(states), 1 if form == "ascii" else 0)
    if shape is None:
        return ()
    if form == "ascii":
        grid = point_grid(width, height, len(states))
        rows = _ascii(shape, grid, states)
    else:
        grid = block_grid(width, height, len(states))
        rows = _blocks(grid, states)
    captions = [_captions(k + 1, short[k], state) for k, state in enumerate(states)]
    rooms = [_room(grid, k, state) for k, state in enumerate(states)]
    named = all(
        any(_place(rooms[k], lines, 0, state != "unfilled") for lines in captions[k][:-1])
        for k, state in enumerate(states)
    )
    for k, state in enumerate(states):
        own = captions[k] if named else captions[k][-1:]
        _write_label(rows, shape, rooms[k], k, own, state, k == chosen, form == "ascii")
    return tuple(_joined(row) for row in rows)


def _narrow(label: str) -> str:
    """Only characters of one cell: a label is set cell by cell."""
    return "".join(character for character in label if cell_len(character) == 1)


def listed(states: Sequence[Fill], titles: Sequence[str], chosen: int = -1) -> tuple[Line, ...]:
    """The same as text, one section a line: `1 + met      Cost and revenue`."""
    lines = []
    for k, (state, title) in enumerate(zip(states, titles, strict=True)):
        glyph, word = FILL[state]
        mark = ">" if k == chosen else " "
        lines.append(
            (
                (f"{mark}{k + 1} ", "text"),
                (f"{glyph} {word:<8} ", FILL_STYLE[state]),
                (title, "text"),
            )
        )
    return tuple(lines)
