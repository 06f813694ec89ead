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
    "text": "#dadada",
    "dim": "#a8a8a8",
    "strong": "bold #dadada",
    "title": "bold #dadada",
    "name": "#dadada",
    "met": "#5fafd7",
    "unmet": "#ff875f",
    "unfilled": "#a8a8a8",
    "unknown": "#ffd75f",
    "waived": "#d7afd7",
    "alert": "bold #ff875f",
    "head": "#a8a8a8",
    "chosen": "bold #dadada",
    "picked": "underline",
    "frame": "#4e4e4e",
    "active": "#87afd7",
    "caption": "#dadada",
    "hint": "#a8a8a8",
    "mark": "bold #dadada",
    "cursor": "on #3a3a3a",
    "place": "on #303030",
    "caret": "#1c1c1c on #eeeeee",
    "key": "bold #87d7ff",
    "bar": "#b2b2b2 on #303030",
    "bar active": "bold #eeeeee on #303030",
    "bar key": "bold #87d7ff on #303030",
    "bar alert": "bold #ff875f on #303030",
    "filled": "#5fafd7",
    "filled label": "bold #1c1c1c on #5fafd7",
    "hatch": "#d7af5f",
    "hatch edge": "#875f00",
    "hatch label": "bold #ffd75f",
    "outline": "#6c6c6c",
    "outline dot": "#585858",
    "outline label": "#bcbcbc",
}
_LIGHT = {
    "text": "#262626",
    "dim": "#626262",
    "strong": "bold #121212",
    "title": "bold #121212",
    "name": "#262626",
    "met": "#005faf",
    "unmet": "#870000",
    "unfilled": "#626262",
    "unknown": "#7d5800",
    "waived": "#7c3f72",
    "alert": "bold #af0000",
    "head": "#626262",
    "chosen": "bold #121212",
    "picked": "underline",
    "frame": "#bcbcbc",
    "active": "#0087af",
    "caption": "#262626",
    "hint": "#626262",
    "mark": "bold #121212",
    "cursor": "on #d3e4f2",
    "place": "on #e4e4e4",
    "caret": "#fbfbf9 on #262626",
    "key": "bold #005f87",
    "bar": "#444444 on #e6e9ed",
    "bar active": "bold #121212 on #e6e9ed",
    "bar key": "bold #005f87 on #e6e9ed",
    "bar alert": "bold #af0000 on #e6e9ed",
    "filled": "#2476b0",
    "filled label": "bold #ffffff on #2476b0",
    "hatch": "#c08a1c",
    "hatch edge": "#d8bd80",
    "hatch label": "bold #6d4900",
    "outline": "#8b95a3",
    "outline dot": "#a9b1bc",
    "outline label": "#3a3a3a",
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
    "met": "bold #87d7ff",
    "unmet": "bold #ffaf87",
    "unfilled": "#d0d0d0",
    "unknown": "bold #ffd75f",
    "waived": "bold #ffd7ff",
    "alert": "bold reverse #ffd75f",
    "head": "#d0d0d0 underline",
    "chosen": "bold #ffffff underline",
    "picked": "underline",
    "frame": "#9a9a9a",
    "active": "bold #ffffff",
    "caption": "#ffffff",
    "hint": "#d0d0d0",
    "mark": "bold #ffffff",
    "cursor": "bold on #002e4c",
    "place": "on #303030",
    "caret": "#000000 on #ffffff",
    "key": "bold #afd7ff",
    "bar": "#ffffff on #303030",
    "bar active": "bold #000000 on #ffffff",
    "bar key": "bold #afd7ff on #303030",
    "bar alert": "bold #000000 on #ffd75f",
    "filled": "#87d7ff",
    "filled label": "bold #000000 on #87d7ff",
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
    DARK: ("#1c1c1c", "#dadada"),
    LIGHT: ("#fbfbf9", "#262626"),
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
