"""What a terminal shows after it has read some bytes: pyte, with what it does not know left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyte
from pyte.screens import Char

FOREIGN = re.compile(
    r"\x1b\[[<>=?][0-9;:]*[umq]"  # keyboard protocols
    r"|\x1b\[\??[0-9;]*\$p"  # questions about modes
    r"|\x1b[P_^].*?\x1b\\"  # strings for others
    r"|\x1b\]8;.*?\x1b\\",  # hyperlinks
    re.DOTALL,
)
Rows = list[list[Char]]


class Emulator:
    """A terminal of a size in columns and rows."""

    def __init__(self, columns: int, rows: int) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self.screen)
        self._rest = ""
        self._stream.feed("\x1b[?7l")  # Textual turns wrapping off, too

    def feed(self, text: str) -> None:
        """Read what a program writes; a sequence may be cut anywhere."""
        text = self._rest + text
        start = text.rfind("\x1b")
        whole = start < 0 or re.fullmatch(r"\x1b(\[[0-9;:?<>=$]*[@-~].*|[^\[\]P_^].*|[\]P_^].*(\x07|\x1b\\).*)", text[start:], re.DOTALL)  # fmt: skip  # noqa: E501
        text, self._rest = (text, "") if whole else (text[:start], text[start:])
        self._stream.feed(FOREIGN.sub("", text))

    def resize(self, columns: int, rows: int) -> None:
        """Another size; what stands outside of it is lost."""
        self.screen.resize(rows, columns)

    @property
    def cells(self) -> Rows:
        """Every cell with its text, colours and attributes."""
        screen = self.screen
        return [[screen.buffer[y][x] for x in range(screen.columns)] for y in range(screen.lines)]

    @property
    def text(self) -> str:
        """The screen as text, a line a row."""
        return "\n".join(line.rstrip() for line in self.screen.display)


def seen(cell: Char) -> Char:
    """What is seen of a cell: of a blank, its ground and the lines on it."""
    if cell.data != " " or cell.reverse or cell.underscore or cell.strikethrough or cell.blink:
        return cell
    return Char(" ", bg=cell.bg)


def differences(one: Rows, other: Rows) -> Iterator[str]:
    """The cells that do not look the same, in words."""
    for y, (left, right) in enumerate(zip(one, other, strict=True)):
        for x, (a, b) in enumerate(zip(left, right, strict=True)):
            if seen(a) != seen(b):
                yield f"row {y}, column {x}: {a} against {b}"
