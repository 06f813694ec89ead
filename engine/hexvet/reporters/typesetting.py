"""Plain text for a terminal or a file: widths, cells, columns, and colour where it is wanted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hexvet.documents import UNPRINTABLE

_STYLES = {
    "good": "32",
    "bad": "31",
    "open": "33",
    "strong": "1",
    "dim": "2",
    "waived": "36",
}


@dataclass(frozen=True, slots=True)
class Page:
    """Where a text goes: how many columns it has, and whether it takes colour.

    `width` 0 is a file or a pipe: nothing is cut. `ascii` keeps to characters that every
    terminal has. `limit` is how many lines of one list are shown, 0 for all.
    """

    width: int = 0
    colour: bool = False
    ascii: bool = True
    limit: int = 0

    def ink(self, style: str, text: str) -> str:
        """The text in a style: good, bad, open, strong, dim or waived."""
        code = _STYLES.get(style)
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and code and text else text

    @property
    def mark(self) -> str:
        """What stands for the rest of a text that was cut."""
        return "~" if self.ascii else "…"


PLAIN = Page()


def clean(text: str) -> str:
    """The text on one line, without anything that could steer a terminal."""
    return UNPRINTABLE.sub("\ufffd", " ".join(text.split()))


def display_width(text: str) -> int:
    """How many columns a terminal needs: two for wide characters, none for combining ones."""
    if text.isascii():
        return len(text)
    from unicodedata import category, east_asian_width

    return sum(
        0 if category(one) in ("Mn", "Me", "Cf") else 2 if east_asian_width(one) in "WF" else 1
        for one in text
    )


def fit(text: str, width: int, mark: str = "~") -> str:
    """The text cut to a width, its last column then the mark; as it is when it fits."""
    if display_width(text) <= width:
        return text
    room, kept = width - display_width(mark), ""
    for one in text:
        room -= display_width(one)
        if room < 0:
            break
        kept += one
    return (kept + mark)[: max(width, 0)]


def pad(text: str, width: int, *, right: bool = False) -> str:
    """The text with blanks up to a width; before it when `right`."""
    blanks = " " * max(0, width - display_width(text))
    return blanks + text if right else text + blanks


def wrapped(text: str, page: Page, indent: int, *, first: str = "") -> list[str]:
    """Lines that fit the page, each indented; `first` stands in the first one's indent."""
    words, lines, line = clean(text).split(), [], ""
    room = max(page.width or 100, indent + 20) - indent
    for word in words:
        if line and display_width(line) + 1 + display_width(word) > room:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    lines.append(line)
    starts = [pad(first, indent)] + [" " * indent] * (len(lines) - 1)
    return [(start + text).rstrip() for start, text in zip(starts, lines, strict=True)]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a grid: its heading, the most room that it takes on a terminal, its lean.

    One that `shrinks` gives way where the others need the room.
    """

    heading: str
    most: int = 0
    right: bool = False
    shrinks: bool = False


def grid(
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    styles: Sequence[Sequence[str]],
    page: Page,
) -> list[str]:
    """Rows of cells under headings, every column as wide as it has to be.

    On a terminal the last column gives way so that lines fit, or is left out where little of
    it would remain; then the column that shrinks. Pipes and files get everything.
    """
    widths = [
        max([display_width(column.heading), *(display_width(row[at]) for row in rows)])
        for at, column in enumerate(columns)
    ]
    if page.width:
        widths = _narrowed(columns, widths, page.width)
    shown = [at for at, width in enumerate(widths) if width]
    lines = [page.ink("strong", _row(columns, [c.heading for c in columns], widths, shown, page))]
    for row, ink in zip(rows, styles, strict=True):
        lines.append(_row(columns, row, widths, shown, page, ink))
    return lines


def _narrowed(columns: Sequence[Column], widths: list[int], room: int) -> list[int]:
    limited = [
        min(width, column.most or width) for width, column in zip(widths, columns, strict=True)
    ]
    last = len(limited) - 1
    spare = room - sum(limited[:-1]) - len(limited) + 1
    limited[last] = min(limited[last], max(spare, 0))
    if limited[last] < min(8, widths[last]):
        limited[last] = 0
        over = sum(limited) + sum(1 for width in limited if width) - 1 - room
        at = next((at for at, column in enumerate(columns) if column.shrinks), 0)
        limited[at] = max(limited[at] - max(over, 0), min(limited[at], 8))
    return limited


def _row(
    columns: Sequence[Column],
    row: Sequence[str],
    widths: Sequence[int],
    shown: Sequence[int],
    page: Page,
    ink: Sequence[str] = (),
) -> str:
    cells = []
    for at in shown:
        last = at == shown[-1] and not columns[at].right
        text = fit(row[at], widths[at], page.mark)
        text = text if last else pad(text, widths[at], right=columns[at].right)
        cells.append(page.ink(ink[at], text) if ink else text)
    return " ".join(cells).rstrip()


def counted(number: int, word: str) -> str:
    """`1 project`, `2,588 projects`."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def listed(lines: Sequence[str], page: Page, word: str) -> list[str]:
    """The lines, or the first of many and how many follow."""
    if not page.limit or len(lines) <= page.limit:
        return [*lines]
    rest = counted(len(lines) - page.limit, f"more {word}")
    return [*lines[: page.limit], page.ink("dim", f"  ... and {rest}; -o FORMAT=FILE has all")]


def paragraphs(blocks: Iterable[Sequence[str]]) -> str:
    """Blocks of lines with one empty line between them, ended by a newline."""
    return "\n".join("\n".join([*block, ""]) for block in blocks if block)
