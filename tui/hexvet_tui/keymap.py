"""Keys: their printed names, those that no program should use, and the user's own choice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TypeAlias

Keymap: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]
"""Action id and its keys, for the actions whose keys are not those of the table."""

PRINTED: Mapping[str, str] = {
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "comma": ",",
    "full_stop": ".",
    "slash": "/",
    "backslash": "\\",
    "colon": ":",
    "semicolon": ";",
    "question_mark": "?",
    "exclamation_mark": "!",
    "asterisk": "*",
    "equals_sign": "=",
    "plus": "+",
    "minus": "-",
    "underscore": "_",
    "apostrophe": "'",
    "quotation_mark": '"',
    "grave_accent": "`",
    "tilde": "~",
    "circumflex_accent": "^",
    "dollar_sign": "$",
    "percent_sign": "%",
    "ampersand": "&",
    "number_sign": "#",
    "at": "@",
    "vertical_line": "|",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "left_parenthesis": "(",
    "right_parenthesis": ")",
    "left_curly_bracket": "{",
    "right_curly_bracket": "}",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "home": "Home",
    "end": "End",
    "escape": "esc",
    "shift+tab": "S-tab",
}
_NAMES = {text: name for name, text in PRINTED.items()}
_PLAIN = ("enter", "tab", "space", "up", "down", "left", "right", "insert")
_KNOWN = re.compile(r"(?:ctrl\+)?[a-z]|[A-Z0-9]|f[1-9][0-9]?")

DISGUISED = {
    "ctrl+h": "is Backspace on many terminals",
    "ctrl+i": "is Tab",
    "ctrl+j": "is Enter",
    "ctrl+m": "is Enter",
    "ctrl+left_square_bracket": "is Escape",
    "ctrl+a": "is the prefix of screen",
    "ctrl+b": "is the prefix of tmux",
    "ctrl+s": "stops the output of some terminals",
    "ctrl+slash": "arrives as another key",
    "f11": "belongs to the window manager",
    "f12": "belongs to the window manager",
    "delete": "is too near to typing to mean anything else",
    "backspace": "is too near to typing to mean anything else",
    "ctrl+enter": "needs a special terminal",
    "shift+enter": "needs a special terminal",
}
"""Keys that do not arrive, or arrive as something else, with the reason."""

PLAIN: Mapping[str, tuple[str, ...]] = {
    "down": ("down",),
    "up": ("up",),
    "left": ("left",),
    "right": ("right",),
    "page_down": ("pagedown",),
    "page_up": ("pageup",),
    "bottom": ("end",),
    "filter": ("ctrl+f", "slash"),
    "command": ("ctrl+p", "colon"),
    "help": ("f1", "question_mark"),
}
"""What the preset `plain` changes: no letter moves the cursor by lines or columns."""

PRESETS: Mapping[str, Mapping[str, tuple[str, ...]]] = {"vim": {}, "plain": PLAIN}


def printed(key: str) -> str:
    """A key as people write it: `^q`, `/`, `PgDn`, `F6`."""
    if key in PRINTED:
        return PRINTED[key]
    if key.startswith("ctrl+"):
        return f"^{printed(key.removeprefix('ctrl+'))}"
    return key.upper() if re.fullmatch(r"f\d+", key) else key


def named(text: str) -> str:
    """Textual's name of a key as people write it: `/`, `^q`, `ctrl+q`, `F6`, `esc`."""
    text = text.strip() if text != " " else "space"
    if text in _NAMES:
        return _NAMES[text]
    low = text.casefold()
    if len(text) == 2 and text[0] == "^":
        return f"ctrl+{text[1].casefold()}"
    if low.startswith(("c-", "ctrl-", "ctrl+")):
        return f"ctrl+{named(re.split('[-+]', low, maxsplit=1)[1])}"
    names = {value.casefold(): name for name, value in PRINTED.items()}
    return names.get(low, text if len(text) == 1 else low)


def refused(key: str) -> str:
    """Why a key cannot be used; empty when it can."""
    if key in DISGUISED:
        return DISGUISED[key]
    if key.startswith("alt+"):
        return "arrives as Escape on slow lines"
    if key in PRINTED or key in _PLAIN or _KNOWN.fullmatch(key):
        return ""
    return "is not the name of a key"


def combined(*layers: Mapping[str, Iterable[str]]) -> Keymap:
    """Several layers of choices as one keymap; later layers win."""
    keys: dict[str, tuple[str, ...]] = {}
    for layer in layers:
        keys |= {action: tuple(chosen) for action, chosen in layer.items()}
    return tuple(sorted(keys.items()))
