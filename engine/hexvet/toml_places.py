"""Where every key and value of a TOML text stands, for messages that point at the spot.

The text must be one that `tomli` accepts, with line endings turned into single newlines.
`locate` reads it once, in linear time and without recursion, into a tree of spans; nothing is
decoded that no message asks about.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeAlias

Span: TypeAlias = tuple[int, int]
"""Start and end (not included) of a piece of the text, counted in characters."""

_BLANK = re.compile(r"[ \t]*")
_GAP = re.compile(r"(?:[ \t\n]+|#[^\n]*)*")
_KEY = re.compile(r"""[A-Za-z0-9_-]+|"[^"\\\n]*(?:\\.[^"\\\n]*)*"|'[^'\n]*'""")
_SCALAR = re.compile(
    r'''"""[^"\\]*(?:(?:\\.|"{1,2}(?!"))[^"\\]*)*"{3,5}'''
    r"""|'''[^']*(?:'{1,2}(?!')[^']*)*'{3,5}"""
    r'''|"[^"\\\n]*(?:\\.[^"\\\n]*)*"'''
    r"""|'[^'\n]*'"""
    r"""|\d{4}-\d\d-\d\d[ Tt]\d\d:[^\s,\]}#]*"""
    r"""|[^\s,\]}#]+""",
    re.DOTALL,
)
_LINE = re.compile(
    rf"([A-Za-z0-9_-]+)[ \t]*=[ \t]*(?![\[{{])({_SCALAR.pattern})(?=[ \t]*(?:[#\n]|\Z))", re.DOTALL
)
"""`key = value` on a line of its own: most lines, and one match instead of six."""

_PIECE = re.compile(r"\\(?:u(....)|U(........)|x(..)|[ \t]*\n[ \t\n]*|(.))|[^\\]", re.DOTALL)
_ESCAPES = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b"}
_CHILDLESS: Mapping[str | int, Spot] = MappingProxyType({})


class Spot:
    """One key or array item: the span of its key, of its value, and what lies inside it.

    Tables made by a header have the span of its whole name for their value, those made by a
    dotted key that of their part of it.
    """

    __slots__ = ("children", "is_array", "key", "value")

    def __init__(self, key: Span, value: Span) -> None:
        self.key = key
        self.value = value
        self.is_array = False
        self.children: Mapping[str | int, Spot] = _CHILDLESS

    def child(self, name: str | int, key: Span) -> Spot:
        """The named child, made on first mention."""
        children = self.children
        if not isinstance(children, dict):
            children = self.children = {}
        found = children.get(name)
        if found is None:
            found = children[name] = Spot(key, key)
        return found

    def item(self, key: Span) -> Spot:
        """A new item at the end of an array."""
        return self.child(len(self.children), key)

    def open(self) -> Spot:
        """Where a header or dotted key goes on: the last table of an array of tables."""
        spot = self
        while spot.is_array:
            spot = spot.children[len(spot.children) - 1]
        return spot


def locate(text: str) -> Spot:
    """The tree of spans of a valid TOML text; its root spans the whole text."""
    root = table = Spot((0, 0), (0, len(text)))
    position = _end(_GAP, text, 0)
    while position < len(text):
        line = _LINE.match(text, position)
        if line:
            spot = table.open().child(line[1], line.span(1))
            spot.value = line.span(2)
            position = line.end()
        elif text[position] == "[":
            position, table = _header(text, position, root)
        else:
            position, spot, _ = _name(text, position, table)
            position = _value(text, _end(_BLANK, text, position + 1), spot)
        position = _end(_GAP, text, position)
    return root


def decoded_offsets(text: str, span: Span) -> list[int]:
    """Where each character of the string at `span` is written, and where the string ends.

    The list has one entry more than the decoded string has characters. A value that is not a
    string maps each of its characters to itself.
    """
    return _decode(text, span)[1]


def _end(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position


def _name(text: str, position: int, table: Spot) -> tuple[int, Spot, Span]:
    """Reads a dotted key inside `table`; returns what follows it and the span of its end."""
    spot = table
    while True:
        span = (position, _end(_KEY, text, position))
        quoted = text[position] in "\"'"
        name = _decode(text, span)[0] if quoted else text[position : span[1]]
        spot = spot.open().child(name, span)
        position = _end(_BLANK, text, span[1])
        if text[position] != ".":
            return position, spot, span
        position = _end(_BLANK, text, position + 1)


def _header(text: str, position: int, root: Spot) -> tuple[int, Spot]:
    """Reads `[table]` or `[[table]]`; returns the end of it and the table that it opens."""
    brackets = 2 if text.startswith("[[", position) else 1
    start = _end(_BLANK, text, position + brackets)
    position, spot, last = _name(text, start, root)
    if brackets == 2:
        spot.is_array = True
        spot = spot.item(last)
    spot.key, spot.value = last, (start, last[1])
    return position + brackets, spot


def _value(text: str, position: int, spot: Spot) -> int:
    """Reads one value with everything inside it; returns its end."""
    outer: list[Spot] = []
    while True:
        if text[position] in "[{":
            spot.is_array = text[position] == "["
            spot.value = (position, position + 1)
            outer.append(spot)
            position += 1
        else:
            spot.value = (position, _end(_SCALAR, text, position))
            position = spot.value[1]
        position = _close(text, position, outer)
        if not outer:
            return position
        position, spot = _next(text, position, outer[-1])


def _close(text: str, position: int, outer: list[Spot]) -> int:
    """Steps over commas and closing brackets to the next item, or out of the last bracket."""
    while outer:
        position = _end(_GAP, text, position)
        if text[position] == ",":
            position = _end(_GAP, text, position + 1)
        if text[position] not in "]}":
            return position
        position += 1
        spot = outer.pop()
        spot.value = (spot.value[0], position)
    return position


def _next(text: str, position: int, container: Spot) -> tuple[int, Spot]:
    """The next item of an array or of an inline table, and where its value starts."""
    if container.is_array:
        return position, container.item((position, position))
    position, spot, _ = _name(text, position, container)
    return _end(_GAP, text, position + 1), spot


def _decode(text: str, span: Span) -> tuple[str, list[int]]:
    start, end = span
    mark = text[start]
    if mark not in "\"'" or end == start:
        return text[start:end], list(range(start, end + 1))
    fence = 3 if text.startswith(mark * 3, start) and end - start >= 6 else 1
    start, end = start + fence, end - fence
    if fence == 3 and text.startswith("\n", start):
        start += 1
    if mark == "'" or text.find("\\", start, end) < 0:
        return text[start:end], list(range(start, end + 1))
    return _unescape(text, start, end)


def _unescape(text: str, start: int, end: int) -> tuple[str, list[int]]:
    characters: list[str] = []
    offsets: list[int] = []
    for piece in _PIECE.finditer(text, start, end):
        code = piece[1] or piece[2] or piece[3]
        if code:
            characters.append(chr(int(code, 16)))
        elif piece[4]:
            characters.append(_ESCAPES.get(piece[4], piece[4]))
        elif piece[0][0] != "\\":
            characters.append(piece[0])
        else:
            continue
        offsets.append(piece.start())
    return "".join(characters), [*offsets, end]
