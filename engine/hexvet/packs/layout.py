"""TOML text as pieces, and values written the one way: spaces, quotes and grouped digits.

The text must be one that `tomli` accepts, with line endings turned into single newlines.
Line breaks, comments and texts over several lines stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

_PIECE = re.compile(
    r'''(?P<text>"""[^"\\]*(?:(?:\\.|"{1,2}(?!"))[^"\\]*)*"{3,5}'''
    r"""|'''[^']*(?:'{1,2}(?!')[^']*)*'{3,5}"""
    r'''|"[^"\\\n]*(?:\\.[^"\\\n]*)*"'''
    r"""|'[^'\n]*')"""
    r"""|(?P<space>[ \t]+)|(?P<newline>\n)|(?P<comment>\#[^\n]*)"""
    r"""|(?P<sign>[\[\]{}=,])|(?P<bare>[^\s\[\]{}=,#"']+)""",
    re.DOTALL,
)
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_NUMBER = re.compile(r"([+-]?)(\d(?:_?\d)*)(\.[\d_]+)?")
_GROUPED_FROM = 10_000
_INDENT = "  "
_GAP = 2
"""Spaces before a comment that follows something, at least."""


class Piece(NamedTuple):
    """A part of the text; `column` counts from 0. Kinds: text, newline, comment, sign, bare."""

    kind: str
    text: str
    column: int


def logical_lines(source: str) -> Iterator[list[Piece]]:
    """The pieces of each line, without spaces; a value over several lines is one line."""
    line: list[Piece] = []
    depth = start = 0
    for match in _PIECE.finditer(source):
        kind, text = str(match.lastgroup), match[0]
        if kind == "newline" and depth == 0:
            yield line
            line = []
        elif kind != "space":
            line.append(Piece(kind, text, match.start() - start))
        if kind == "sign":
            depth += (text in "[{") - (text in "]}")
        if "\n" in text:
            start = match.start() + text.rindex("\n") + 1
    if line:
        yield line


def key_text(pieces: Iterable[Piece]) -> str:
    """A key or the name of a header, in quotes only where it needs them."""
    return "".join(_key(piece) for piece in pieces)


def value_text(pieces: Sequence[Piece]) -> str:
    """A value with one space where spaces belong; its line breaks and comments stay."""
    return _Writer().value(pieces)


def with_comment(text: str, comment: Piece | None) -> str:
    """The text with its comment behind it, in the column where it stood if there is room."""
    if comment is None:
        return text
    end = len(text) - (text.rfind("\n") + 1)
    return f"{text}{behind(end, comment.column)}{comment.text.rstrip()}"


def behind(end: int, wanted: int) -> str:
    """The spaces between the end of a line and the column that a comment wants."""
    return " " * max(wanted - end, _GAP)


def _key(piece: Piece) -> str:
    if piece.kind == "text" and _BARE_KEY.fullmatch(piece.text[1:-1]):
        return piece.text[1:-1]
    return _quoted(piece.text) if piece.kind == "text" else piece.text


def _quoted(text: str) -> str:
    """Double quotes, where that needs no escape."""
    plain = text.startswith("'") and not text.startswith("'''")
    return f'"{text[1:-1]}"' if plain and not set('"\\') & set(text) else text


def _grouped(text: str) -> str:
    """`1500000` as `1_500_000`; dates, small numbers and other bases stay."""
    match = _NUMBER.fullmatch(text)
    if match is None:
        return text
    digits = match[2].replace("_", "")
    if len(digits) < len(str(_GROUPED_FROM)):
        return text
    groups = [digits[max(end - 3, 0) : end] for end in range(len(digits), 0, -3)]
    return f"{match[1]}{'_'.join(reversed(groups))}{match[3] or ''}"


class _Writer:
    """Writes pieces one after the other and knows which bracket and which line it is in."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.column = 0
        self.lines = 0  # how many have ended
        self.open: list[tuple[str, bool]] = []  # the bracket, and whether spaces line its inside
        self.in_key = False
        self.last: Piece | None = None

    def value(self, pieces: Sequence[Piece]) -> str:
        for at, piece in enumerate(pieces):
            following = pieces[at + 1] if at + 1 < len(pieces) else None
            if not self.superfluous(piece, following):
                self.put(piece, following)
        return "".join(self.out)

    def superfluous(self, piece: Piece, following: Piece | None) -> bool:
        """A comma before the bracket on one line, and a second empty line."""
        if piece.text == "," and piece.kind == "sign":
            return following is not None and following.text == "]"
        return piece.kind == "newline" and self.out[-2:] == ["\n", "\n"]

    def put(self, piece: Piece, following: Piece | None) -> None:
        if piece.kind == "newline":
            self.write("\n")
            self.lines += 1
        elif piece.kind == "comment" and not self.at_line_start:
            # On its first line a value does not know in which column it will stand.
            wanted = piece.column if self.lines else 0
            self.write(behind(self.column, wanted) + piece.text.rstrip())
        else:
            self.write(self.gap(piece) + self.written(piece))
        if piece.kind == "sign":
            self.turn(piece.text, following)
        self.last = piece

    def write(self, text: str) -> None:
        self.out.append(text)
        start = text.rfind("\n") + 1
        self.column = len(text) - start + (0 if start else self.column)

    @property
    def at_line_start(self) -> bool:
        """Whether a line has begun that is not the first."""
        return bool(self.lines) and not self.column

    def gap(self, piece: Piece) -> str:
        """What stands before a piece: an indent, a space or nothing."""
        closing = piece.kind == "sign" and piece.text in "]}"
        if self.at_line_start:
            return _INDENT * (len(self.open) - closing)
        if self.last is None or (piece.kind == "sign" and piece.text == ","):
            return ""
        if closing:
            return " " if self.open[-1][1] and self.last.text not in ("[", "{") else ""
        if self.last.kind == "sign" and self.last.text in "[{":
            return " " if self.open[-1][1] else ""
        within_key = self.in_key and piece.text != "=" and self.last.text != ","
        return "" if within_key else " "

    def written(self, piece: Piece) -> str:
        if self.in_key:
            return _key(piece)
        if piece.kind == "text":
            return _quoted(piece.text)
        return _grouped(piece.text) if piece.kind == "bare" else piece.text.rstrip()

    def turn(self, sign: str, following: Piece | None) -> None:
        """What a sign opens, closes or begins."""
        if sign in "[{":
            lined = sign == "{" or (following is not None and following.text == "{")
            self.open.append((sign, lined))
        elif sign in "]}":
            self.open.pop()
        self.in_key = sign in "{," and bool(self.open) and self.open[-1][0] == "{"
