"""The palettes: style keys to colours. All colours of the application stand in this file.

Hues are of Okabe and Ito's set, which people with any colour vision tell apart; the mono
palette has only bold, dim, underline and reverse.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType

from rich.style import Style
from textual.theme import BUILTIN_THEMES, Theme

_DARK = {
    "text": "#d5dae1",
    "dim": "#98a3b2",
    "strong": "bold #e9edf3",
    "title": "bold #f4f6fa",
    "name": "#e3e8ef",
    "met": "#56b4e9",
    "unmet": "#f08a5d",
    "unfilled": "#a3adba",
    "unknown": "#e6b94d",
    "waived": "#cc9fc4",
    "alert": "bold #ffb199",
    "head": "#98a3b2",
    "chosen": "bold #e9edf3",
    "picked": "underline",
    "frame": "#465062",
    "active": "#7fb2d6",
    "caption": "#c4ccd8",
    "hint": "#98a3b2",
    "mark": "bold #f4f6fa",
    "cursor": "on #26384d",
    "place": "on #20262f",
    "caret": "#14171c on #e9edf3",
    "key": "bold #8ec9ef",
    "bar": "#aab3c0 on #1f242d",
    "bar active": "bold #f4f6fa on #1f242d",
    "bar key": "bold #8ec9ef on #1f242d",
    "bar alert": "bold #ffb199 on #1f242d",
    "filled": "#56b4e9",
    "filled label": "bold #0b1620 on #56b4e9",
    "hatch": "#c99a2e",
    "hatch edge": "#7c6327",
    "hatch label": "bold #f2d27c",
    "outline": "#5d6879",
    "outline dot": "#4b5564",
    "outline label": "#b4bdca",
}
_LIGHT = {
    "text": "#20262e",
    "dim": "#5a6573",
    "strong": "bold #12171d",
    "title": "bold #0b0f14",
    "name": "#161c23",
    "met": "#00609f",
    "unmet": "#a8380a",
    "unfilled": "#56606d",
    "unknown": "#7d5400",
    "waived": "#7c3f72",
    "alert": "bold #a5260a",
    "head": "#5a6573",
    "chosen": "bold #12171d",
    "picked": "underline",
    "frame": "#b4bcc7",
    "active": "#2f79ab",
    "caption": "#333c48",
    "hint": "#5a6573",
    "mark": "bold #0b0f14",
    "cursor": "on #d3e4f2",
    "place": "on #ebedf0",
    "caret": "#fbfbf9 on #20262e",
    "key": "bold #00507f",
    "bar": "#3c4653 on #e6e9ed",
    "bar active": "bold #0b0f14 on #e6e9ed",
    "bar key": "bold #00507f on #e6e9ed",
    "bar alert": "bold #9c2205 on #e6e9ed",
    "filled": "#2476b0",
    "filled label": "bold #ffffff on #2476b0",
    "hatch": "#c08a1c",
    "hatch edge": "#d8bd80",
    "hatch label": "bold #6d4900",
    "outline": "#8b95a3",
    "outline dot": "#a9b1bc",
    "outline label": "#3c4653",
}
_MONO = {
    "text": "default",
    "dim": "dim",
    "strong": "bold",
    "title": "bold",
    "name": "default",
    "met": "default",
    "unmet": "bold",
    "unfilled": "dim",
    "unknown": "default",
    "waived": "default",
    "alert": "bold reverse",
    "head": "dim underline",
    "chosen": "bold underline",
    "picked": "underline",
    "frame": "dim",
    "active": "not dim bold",
    "caption": "not dim bold",
    "hint": "dim",
    "mark": "bold",
    "cursor": "reverse",
    "place": "bold",
    "caret": "reverse",
    "key": "bold",
    "bar": "default",
    "bar active": "bold reverse",
    "bar key": "bold",
    "bar alert": "bold reverse",
    "filled": "default",
    "filled label": "bold reverse",
    "hatch": "default",
    "hatch edge": "dim",
    "hatch label": "bold",
    "outline": "dim",
    "outline dot": "dim",
    "outline label": "default",
}
_SAME = {"pass": "met", "hold": "unknown", "stop": "unmet", "error": "alert"}

DARK, LIGHT, MONO = "hexvet-dark", "hexvet-light", "hexvet-mono"
GROUND: Mapping[str, tuple[str, str]] = {
    DARK: ("#14171c", "#d5dae1"),
    LIGHT: ("#fbfbf9", "#20262e"),
}
PALETTES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        name: {**colours, **{key: colours[same] for key, same in _SAME.items()}}
        for name, colours in ((DARK, _DARK), (LIGHT, _LIGHT), (MONO, _MONO))
    }
)
SHORT = {"dark": DARK, "light": LIGHT, "mono": MONO}


@lru_cache(maxsize=1024)
def style(palette: str, keys: str) -> Style:
    """The style of a key or of several: the longest known pair first, later ones on top."""
    colours = PALETTES[palette]
    found, words = Style.null(), keys.split()
    while words:
        pair = " ".join(words[:2])
        size = 2 if len(words) > 1 and pair in colours else 1
        found += Style.parse(colours.get(" ".join(words[:size]), ""))
        words = words[size:]
    return found


@lru_cache(maxsize=8)
def ground(palette: str) -> Style:
    """The colours below every text: always both, so that no terminal's own shine through."""
    if palette == MONO:
        return Style.null()
    back, ink = GROUND[palette]
    return Style(color=ink, bgcolor=back)


def textual_theme(palette: str) -> Theme:
    """The palette's ground for Textual's own styles."""
    if palette == MONO:
        base = BUILTIN_THEMES["ansi-dark"]
        own = {"ground": "ansi_default", "ink": "ansi_default"}
        return replace(base, name=MONO, variables={**base.variables, **own})
    ground, ink = GROUND[palette]
    return Theme(
        name=palette,
        primary=PALETTES[palette]["met"],
        background=ground,
        surface=ground,
        panel=ground,
        foreground=ink,
        dark=palette == DARK,
        variables={"ground": ground, "ink": ink},
    )
