"""Where the sides of a polygon fall on a grid of cells.

A cell is twice as high as wide; coordinates are in cell widths, y points down. Sections are the
triangles between the centre and a side, clockwise from the top.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]

SMALLEST = (15, 7)
"""Columns and rows below which there is only the list."""

LARGEST = (48, 21)
SIDES = range(3, 9)

_SQUEEZE = 0.92
_RIM = 0.9


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the polygon lies: its size in cells, its centre and corners in cell widths."""

    columns: int
    rows: int
    centre: Point
    corners: tuple[Point, ...]

    def depth(self, section: int, x: float, y: float, gap: float) -> float:
        """How far a point lies inside a section, in cell widths; negative outside."""
        first, second = self.corners[section], self.corners[(section + 1) % len(self.corners)]
        return min(
            _side(self.centre, first, x, y) - gap / 2,
            _side(second, self.centre, x, y) - gap / 2,
            _side(first, second, x, y),
        )


@dataclass(frozen=True, slots=True)
class Spot:
    """One cell: the section that it belongs to (-1: none), its quadrants inside and on the rim."""

    section: int = -1
    inside: int = 0
    rim: int = 0


def _side(start: Point, end: Point, x: float, y: float) -> float:
    """The distance of a point to the right of a line on a screen, whose y points down."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    return (dx * (y - start[1]) - dy * (x - start[0])) / math.hypot(dx, dy)


def _unit(sides: int) -> list[Point]:
    turn = 2 * math.pi / sides
    angles = [-math.pi / 2 - turn / 2 + k * turn for k in range(sides)]
    return [(math.cos(a), math.sin(a)) for a in angles]


@lru_cache(maxsize=64)
def frame(width: int, height: int, sides: int, inset: float = 0) -> Frame | None:
    """The largest polygon with an odd number of rows that fits; None when there is no room."""
    unit = _unit(sides)
    xs, ys = [x for x, _ in unit], [y for _, y in unit]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    if width < SMALLEST[0] or height < SMALLEST[1] or sides not in SIDES:
        return None
    rows = min(height, LARGEST[1])
    rows -= 1 - rows % 2
    while rows > SMALLEST[1] and 2 * rows * wide / high * _SQUEEZE > width:
        rows -= 2
    columns = min(width, round(2 * rows * wide / high))
    columns -= 1 - columns % 2
    across, down = columns - 2 * inset, 2 * rows - 2 * inset

    def place(x: float, y: float) -> Point:
        return inset + (x - min(xs)) / wide * across, inset + (y - min(ys)) / high * down

    return Frame(columns, rows, place(0, 0), tuple(place(x, y) for x, y in unit))


def _spot(shape: Frame, column: int, row: int, gap: float) -> Spot:
    """The majority section of a cell; quadrants are the bits 1 2 / 4 8."""
    masks: dict[int, tuple[int, int]] = {}
    for bit in range(4):
        x, y = column + 0.25 + 0.5 * (bit % 2), 2 * row + 0.5 + bit // 2
        for section in range(len(shape.corners)):
            depth = shape.depth(section, x, y, gap)
            if depth > 1e-9:
                inside, rim = masks.get(section, (0, 0))
                masks[section] = (inside | 1 << bit, rim | (depth < _RIM) << bit)
    if not masks:
        return Spot()
    best = max(masks, key=lambda section: (masks[section][0].bit_count(), -section))
    return Spot(best, *masks[best])


@lru_cache(maxsize=32)
def block_grid(width: int, height: int, sides: int) -> tuple[tuple[Spot, ...], ...]:
    """For each cell its section and its quadrants, with a dark gap between sections."""
    shape = frame(width, height, sides)
    if shape is None:
        return ()
    gap = 1.2 if shape.rows < 11 else 1.8
    return tuple(
        tuple(_spot(shape, column, row, gap) for column in range(shape.columns))
        for row in range(shape.rows)
    )


@lru_cache(maxsize=32)
def point_grid(width: int, height: int, sides: int) -> tuple[tuple[Spot, ...], ...]:
    """For each cell its section, sampled at its middle, with room for lines between them."""
    shape = frame(width, height, sides, 1)
    if shape is None:
        return ()
    rows = []
    for row in range(shape.rows):
        owners = []
        for column in range(shape.columns):
            depths = [shape.depth(k, column + 0.5, 2 * row + 1, 2.0) for k in range(sides)]
            best = max(range(sides), key=depths.__getitem__)
            owners.append(Spot(best, 15) if depths[best] > 0.4 else Spot())
        rows.append(tuple(owners))
    return tuple(rows)
