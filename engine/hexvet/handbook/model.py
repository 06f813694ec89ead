"""What a readable document is made of, before it becomes Markdown or HTML."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias


class Span(NamedTuple):
    """A piece of running text. A `name` is a word of the vocabulary, a `link` has a target."""

    text: str
    style: Literal["", "name", "strong", "code", "link"] = ""
    target: str = ""


Words: TypeAlias = tuple[Span, ...]
"""Running text."""


class Tag(NamedTuple):
    """A word in a box beside a heading; `kind` chooses its colour."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Heading:
    """Level 1 is the title of the document; `id` is what links point at."""

    level: int
    text: str
    id: str = ""
    tags: tuple[Tag, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. A `lead` opens a part, a `note` stands back."""

    words: Words
    style: Literal["", "lead", "note"] = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Labelled lines: each label has one text, or several, which stand below each other."""

    rows: tuple[tuple[str, tuple[Words, ...]], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of running text under a head."""

    head: tuple[str, ...]
    rows: tuple[tuple[Words, ...], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """The sections around a polygon: (id, short title, kind, title) of each side, in order."""

    sides: tuple[tuple[str, str, str, str], ...]


Block: TypeAlias = Heading | Paragraph | Facts | Table | Figure


def words(text: str) -> Words:
    """Plain running text."""
    return (Span(" ".join(text.split())),)


def joined(parts: list[Words], between: str, last: str = "") -> Words:
    """Texts with something between them: `a, b and c`."""
    found: list[Span] = []
    for at, part in enumerate(parts):
        if at:
            found.append(Span(last if last and at == len(parts) - 1 else between))
        found += part
    return tuple(found)


def plain(text: Words) -> str:
    """The text alone."""
    return "".join(span.text for span in text)
