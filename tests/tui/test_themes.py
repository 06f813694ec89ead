"""Colours that everybody can read."""

from __future__ import annotations

import pytest
from rich.color import Color
from rich.style import Style

from hexvet_tui import themes
from hexvet_tui.themes import DARK, LIGHT, MONO, PALETTES, style

# Frames, outlines and hatching are not text.
GRAPHIC = {"frame", "outline", "outline dot", "hatch", "hatch edge", "filled", "cursor", "place"}
GRAPHIC |= {"active", "picked"}
# These bring their own ground and never stand in a row with a cursor.
OWN_GROUND = {"caret", "filled label", "hatch label", "outline label"}
OWN_GROUND |= {key for key in PALETTES[DARK] if key.startswith("bar")}


def luminance(color: Color) -> float:
    """Relative luminance of WCAG 2.2."""
    parts = [part / 255 for part in color.get_truecolor()]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(on: Style) -> float:
    assert on.color is not None
    assert on.bgcolor is not None
    light, dark = sorted((luminance(on.color), luminance(on.bgcolor)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("palette", [DARK, LIGHT])
@pytest.mark.parametrize("row", ["", " cursor", " place"])
def test_every_text_stands_out_from_its_ground(palette: str, row: str) -> None:
    for key in PALETTES[palette]:
        if key in GRAPHIC or (row and key in OWN_GROUND):
            continue
        shown = themes.ground(palette) + style(palette, key + row)
        assert contrast(shown) >= 4.5, (palette, key, row, contrast(shown))


def test_the_palettes_know_the_same_keys() -> None:
    assert PALETTES[DARK].keys() == PALETTES[LIGHT].keys() == PALETTES[MONO].keys()


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
