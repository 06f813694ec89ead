"""The sections as the sides of a polygon, drawn in SVG."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import cos, pi, sin

from hexvet.documents import printable

_RADIUS = 120.0
_INNER = 34.0
_APART = 5.0
"""How far each side is moved outwards, so that there are gaps between them."""

_LABEL = 0.62
_FEWEST, _MOST = 3, 12


def hexagon(sides: Sequence[tuple[str, str, str, str]]) -> str:
    """(id, short title, kind, title) of each side, the first at the top, clockwise.

    Too few or too many sides make no polygon that can be read: then nothing is drawn.
    """
    if not _FEWEST <= len(sides) <= _MOST:
        return ""
    step = 2 * pi / len(sides)
    parts = [_side(side, -pi / 2 + at * step - step / 2, step) for at, side in enumerate(sides)]
    named = ", ".join(_text(f"{title} ({kind})") for _, _, kind, title in sides)
    return (
        f'<figure><svg viewBox="-130 -130 260 260" role="img" aria-label="The sections: {named}">\n'
        f"{''.join(parts)}</svg>\n<figcaption>{_caption(sides)}</figcaption></figure>"
    )


def _caption(sides: Sequence[tuple[str, str, str, str]]) -> str:
    kinds = dict.fromkeys(kind for _, _, kind, _ in sides)
    return " ".join(f'<span class="tag {_text(kind)}">{_text(kind)}</span>' for kind in kinds)


def _side(side: tuple[str, str, str, str], start: float, step: float) -> str:
    id_, short, kind, title = side
    middle = (cos(start + step / 2), sin(start + step / 2))
    ends = ((_RADIUS, start), (_RADIUS, start + step), (_INNER, start + step), (_INNER, start))
    corners = [_point(radius, angle, middle) for radius, angle in ends]
    x, y = (_RADIUS * _LABEL * part for part in middle)
    return (
        f'<a href="#{_text(id_)}"><title>{_text(title)}</title>'
        f'<polygon class="{_text(kind)}" points="{" ".join(corners)}"/>'
        f'<text x="{x:.1f}" y="{y:.1f}">{_text(short)}</text></a>\n'
    )


def _point(radius: float, angle: float, middle: tuple[float, float]) -> str:
    x, y = radius * cos(angle) + _APART * middle[0], radius * sin(angle) + _APART * middle[1]
    return f"{x:.1f},{y:.1f}"


def _text(text: str) -> str:
    return escape(printable(text))
