"""The palettes: style keys to colours. All colours of the application stand in this file.

Hues are of Okabe and Ito's set, which people with any colour vision tell apart. `ansi` keeps to
the terminal's sixteen colours on its black; `mono` has only bold, dim, underline and reverse.
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
    "unmet": "#801400",
    "unfilled": "#56606d",
    "unknown": "#7d5800",
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
_CONTRAST = {
    "text": "#ffffff",
    "dim": "#d0d0d0",
    "strong": "bold #ffffff",
    "title": "bold #ffffff",
    "name": "#ffffff",
    "met": "bold #7cd0ff",
    "unmet": "bold #ffa176",
    "unfilled": "#d8d8d8",
    "unknown": "bold #ffd75f",
    "waived": "bold #eebfe6",
    "alert": "bold #000000 on #ffd75f",
    "head": "#d0d0d0 underline",
    "chosen": "bold #ffffff underline",
    "picked": "underline",
    "frame": "#9a9a9a",
    "active": "bold #ffffff",
    "caption": "#ffffff",
    "hint": "#d0d0d0",
    "mark": "bold #ffffff",
    "cursor": "bold on #002e4c",
    "place": "on #2a2a2a",
    "caret": "#000000 on #ffffff",
    "key": "bold #9fdcff",
    "bar": "#ffffff on #303030",
    "bar active": "bold #000000 on #ffffff",
    "bar key": "bold #9fdcff on #303030",
    "bar alert": "bold #000000 on #ffd75f",
    "filled": "#7cd0ff",
    "filled label": "bold #000000 on #7cd0ff",
    "hatch": "#ffd75f",
    "hatch edge": "#b8942f",
    "hatch label": "bold #ffe9a8",
    "outline": "#b0b0b0",
    "outline dot": "#8a8a8a",
    "outline label": "#ffffff",
}
_ANSI = {
    "text": "white",
    "dim": "white",
    "strong": "bold bright_white",
    "title": "bold bright_white",
    "name": "bright_white",
    "met": "bright_cyan",
    "unmet": "bright_red",
    "unfilled": "white",
    "unknown": "bright_yellow",
    "waived": "bright_magenta",
    "alert": "bold bright_red",
    "head": "white underline",
    "chosen": "bold bright_white underline",
    "picked": "underline",
    "frame": "bright_black",
    "active": "bright_white",
    "caption": "white",
    "hint": "white",
    "mark": "bold bright_white",
    "cursor": "black on white",
    "place": "bold",
    "caret": "black on bright_white",
    "key": "bold bright_cyan",
    "bar": "black on white",
    "bar active": "bold black on bright_white",
    "bar key": "bold blue on white",
    "bar alert": "bold bright_white on red",
    "filled": "bright_cyan",
    "filled label": "bold black on bright_cyan",
    "hatch": "bright_yellow",
    "hatch edge": "yellow",
    "hatch label": "bold bright_yellow",
    "outline": "white",
    "outline dot": "bright_black",
    "outline label": "bright_white",
}
_SAME = {"pass": "met", "hold": "unknown", "stop": "unmet", "error": "alert"}

DARK, LIGHT, MONO = "hexvet-dark", "hexvet-light", "hexvet-mono"
CONTRAST, ANSI = "hexvet-contrast", "hexvet-ansi"
GROUND: Mapping[str, tuple[str, str]] = {
    DARK: ("#14171c", "#d5dae1"),
    LIGHT: ("#fbfbf9", "#20262e"),
    CONTRAST: ("#000000", "#ffffff"),
    ANSI: ("black", "white"),
}
_COLOURS = {DARK: _DARK, LIGHT: _LIGHT, CONTRAST: _CONTRAST, ANSI: _ANSI, MONO: _MONO}
PALETTES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        name: {**colours, **{key: colours[same] for key, same in _SAME.items()}}
        for name, colours in _COLOURS.items()
    }
)
SHORT = {"dark": DARK, "light": LIGHT, "contrast": CONTRAST, "ansi": ANSI, "mono": MONO}


def is_ansi(palette: str) -> bool:
    """Whether a palette keeps to the terminal's own colours."""
    return palette in (ANSI, MONO)


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
    if is_ansi(palette):
        base = BUILTIN_THEMES["ansi-dark"]
        ground, ink = GROUND.get(palette, ("default", "default"))
        own = {"ground": f"ansi_{ground}", "ink": f"ansi_{ink}"}
        return replace(base, name=palette, variables={**base.variables, **own})
    ground, ink = GROUND[palette]
    return Theme(
        name=palette,
        primary=ink,
        background=ground,
        surface=ground,
        panel=ground,
        foreground=ink,
        dark=palette != LIGHT,
        variables={"ground": ground, "ink": ink},
    )
