"""Colours that everybody can read, and tell apart."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import pytest
from rich.color import Color
from rich.style import Style

from hexvet_tui import themes
from hexvet_tui.settings import THEMES
from hexvet_tui.themes import ANSI, CONTRAST, DARK, LIGHT, MONO, PALETTES, style

Colour = tuple[float, float, float]
Sixteen = tuple[tuple[int, int, int], ...]

# What the sixteen colours are on the two palettes that most terminals begin with.
XTERM: Sixteen = (
    *((0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0)),
    *((0, 0, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229)),
    *((127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0)),
    *((92, 92, 255), (255, 0, 255), (0, 255, 255), (255, 255, 255)),
)
VGA: Sixteen = (
    *((0, 0, 0), (170, 0, 0), (0, 170, 0), (170, 85, 0)),
    *((0, 0, 170), (170, 0, 170), (0, 170, 170), (170, 170, 170)),
    *((85, 85, 85), (255, 85, 85), (85, 255, 85), (255, 255, 85)),
    *((85, 85, 255), (255, 85, 255), (85, 255, 255), (255, 255, 255)),
)

# Frames, outlines and hatching are not text.
GRAPHIC = {"frame", "outline", "outline dot", "hatch", "hatch edge", "filled", "cursor", "place"}
GRAPHIC |= {"active", "picked"}
# These bring their own ground and never stand in a row with a cursor.
OWN_GROUND = {"caret", "filled label", "hatch label", "outline label", "alert", "error"}
OWN_GROUND |= {key for key in PALETTES[DARK] if key.startswith("bar")}
COLOURED = (DARK, LIGHT, CONTRAST, ANSI)
STATES = ("met", "unmet", "unknown", "waived")


def rgb(color: Color, sixteen: Sixteen) -> Colour:
    """Red, green and blue from 0 to 1."""
    known = sixteen[color.number] if color.number is not None else color.get_truecolor()
    red, green, blue = known
    return red / 255, green / 255, blue / 255


def linear(colour: Colour) -> Colour:
    """Without the curve of sRGB."""
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in colour)
    return red, green, blue


def luminance(colour: Colour) -> float:
    """Relative luminance of WCAG 2.2."""
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(on: Style, sixteen: Sixteen = XTERM) -> float:
    assert on.color is not None
    assert on.bgcolor is not None
    pair = (luminance(rgb(on.color, sixteen)), luminance(rgb(on.bgcolor, sixteen)))
    light, dark = sorted(pair, reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_contrast_of_black_and_white_is_that_of_the_standard() -> None:
    assert contrast(Style.parse("#000000 on #ffffff")) == pytest.approx(21.0)
    assert contrast(Style.parse("#777777 on #ffffff")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("sixteen", [XTERM, VGA], ids=["xterm", "vga"])
@pytest.mark.parametrize("palette", COLOURED)
@pytest.mark.parametrize("row", ["", " cursor", " place"])
def test_every_text_stands_out_from_its_ground(palette: str, row: str, sixteen: Sixteen) -> None:
    for key in PALETTES[palette]:
        if key in GRAPHIC or (row and key in OWN_GROUND):
            continue
        shown = themes.ground(palette) + style(palette, key + row)
        found = contrast(shown, sixteen)
        assert found >= (7 if palette == CONTRAST else 4.5), (palette, key, row, found)


@pytest.mark.parametrize("palette", COLOURED)
def test_what_is_filled_and_what_frames_the_active_pane_can_be_seen(palette: str) -> None:
    for key in ("filled", "active", "hatch"):
        assert contrast(themes.ground(palette) + style(palette, key)) >= 2.4, key


# Viénot, Brettel and Mollon (1999): what people without red or green receptors see, and
# Brettel, Viénot and Mollon (1997), by one plane, for those without blue ones.
def _mixed(rows: tuple[Colour, Colour, Colour]) -> Callable[[Colour], Colour]:
    def seen(colour: Colour) -> Colour:
        red, green, blue = linear(colour)
        out = [a * red + b * green + c * blue for a, b, c in rows]
        return tuple(min(1.0, max(0.0, part)) for part in out)  # type: ignore[return-value]

    return seen


EYES = {
    "usual": linear,
    "protanope": _mixed(((0.112, 0.888, 0.0), (0.112, 0.888, 0.0), (0.004, -0.004, 1.0))),
    "deuteranope": _mixed(((0.293, 0.707, 0.0), (0.293, 0.707, 0.0), (-0.021, 0.021, 1.0))),
    "tritanope": _mixed(((1.0, 0.127, -0.127), (0.0, 0.874, 0.126), (0.0, 0.874, 0.126))),
}


def lab(seen: Colour) -> Colour:
    """CIE L*a*b* under D65, from linear red, green and blue."""
    red, green, blue = seen
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    f = [t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z)]
    return 116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize("palette", COLOURED)
def test_met_unmet_and_unknown_differ_for_every_eye(palette: str, eyes: str) -> None:
    """A distance of 10 in L*a*b* is seen at a glance; glyph and word say it again."""
    for one, other in combinations(STATES[:3], 2):
        colours = [style(palette, key).color for key in (one, other)]
        a, b = (lab(EYES[eyes](rgb(colour, XTERM))) for colour in colours if colour)
        apart = sum((p - q) ** 2 for p, q in zip(a, b, strict=True)) ** 0.5
        assert apart > 10, (palette, eyes, one, other, apart)


def test_the_palettes_know_the_same_keys() -> None:
    for palette in PALETTES.values():
        assert palette.keys() == PALETTES[DARK].keys()
    assert tuple(themes.SHORT) == THEMES


def test_ansi_keeps_to_sixteen_colours() -> None:
    for key in PALETTES[ANSI]:
        shown = themes.ground(ANSI) + style(ANSI, key)
        for color in (shown.color, shown.bgcolor):
            assert color is not None
            assert color.number in range(16), key


def test_mono_has_no_colour_at_all() -> None:
    for key in PALETTES[MONO]:
        shown = style(MONO, key)
        assert shown.color is None or shown.color.is_default
        assert shown.bgcolor is None or shown.bgcolor.is_default


def test_the_longest_key_wins_and_later_ones_lie_on_top() -> None:
    assert style(DARK, "bar key") == Style.parse(PALETTES[DARK]["bar key"])
    assert style(DARK, "met cursor").color == style(DARK, "met").color
    assert style(DARK, "met cursor").bgcolor == style(DARK, "cursor").bgcolor
    assert style(DARK, "nothing known") == Style.null()
