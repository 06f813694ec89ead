"""What keys do to the text, and how they select in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from hexvet_tui.modes.rules.buffer import Buffer

Typed = Callable[[Buffer, int], Buffer]
FAR = 10**9
MARKING = ("ctrl+space", "ctrl+@")
"""Both names of one key: from here on moving selects, also where `shift` does not arrive."""

MOVES: Mapping[str, Typed] = {
    "left": lambda buffer, _: buffer.by_characters(-1),
    "right": lambda buffer, _: buffer.by_characters(1),
    "up": lambda buffer, _: buffer.by_rows(-1),
    "down": lambda buffer, _: buffer.by_rows(1),
    "pageup": lambda buffer, page: buffer.by_rows(-page),
    "pagedown": lambda buffer, page: buffer.by_rows(page),
    "home": lambda buffer, _: buffer.at(buffer.caret.row, _home(buffer)),
    "end": lambda buffer, _: buffer.at(buffer.caret.row, FAR),
    "ctrl+home": lambda buffer, _: buffer.at(0, 0),
    "ctrl+end": lambda buffer, _: buffer.at(FAR, FAR),
    "ctrl+left": lambda buffer, _: buffer.by_word(forward=False),
    "ctrl+right": lambda buffer, _: buffer.by_word(forward=True),
}
"""What moves the caret; the number is a page's rows. With `shift` it selects."""

EDITS: Mapping[str, Typed] = {
    "enter": lambda buffer, _: buffer.broken(),
    "backspace": lambda buffer, _: buffer.without(forward=False),
    "ctrl+h": lambda buffer, _: buffer.without(forward=False),
    "delete": lambda buffer, _: buffer.without(forward=True),
    "ctrl+w": lambda buffer, _: buffer.without_word(),
    "tab": lambda buffer, _: buffer.inserted("  "),
    "ctrl+z": lambda buffer, _: buffer.back(),
    "ctrl+y": lambda buffer, _: buffer.again(),
}
"""What changes the text."""

READING = ("ctrl+z", "ctrl+y")
"""What changes the text also for somebody who reads it."""


def typed(buffer: Buffer, key: str, page: int, *, marking: bool = False) -> Buffer | None:
    """The text after a key that moves, selects or edits; None for any other. While `marking`,
    moving selects without `shift`, too."""
    if key in EDITS:
        return EDITS[key](buffer, page)
    bare = key.replace("shift+", "")
    if bare not in MOVES:
        return None
    selects = marking or bare != key
    anchor = (buffer.anchor or buffer.caret) if selects else None
    return MOVES[bare](buffer, page).anchored(anchor)


def _home(buffer: Buffer) -> int:
    """The first character of the row, or its very start when the caret stands there."""
    first = len(buffer.line) - len(buffer.line.lstrip(" \t"))
    return 0 if buffer.caret.column == first else first
