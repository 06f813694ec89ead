"""The document as Markdown that reads well as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from hexvet.documents import printable
from hexvet.handbook.model import Block, Facts, Figure, Heading, Paragraph, Span, Table, Words

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#~])")
_START = re.compile(r"^(\s*)([-+]|\d+[.)])(?=\s)")
_WIDEST_FENCE = re.compile("`+")


def text(blocks: Iterable[Block]) -> str:
    """The whole text; everything that a pack says is escaped."""
    return "\n\n".join(part for block in blocks for part in _block(block)) + "\n"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            tags = "".join(f" ({_escaped(tag.text)})" for tag in block.tags)
            yield f"{'#' * block.level} {_escaped(block.text)}{tags}"
        case Paragraph():
            said = _START.sub(r"\1\\\2", _words(block.words))
            yield f"*{said}*" if block.style == "note" else said
        case Facts():
            yield "\n".join(_fact(label, texts) for label, texts in block.rows)
        case Table():
            yield "\n".join(_table(block))
        case Figure():
            yield "\n".join(
                f"{at}. {_escaped(title)} ({kind})"
                for at, (_, _, kind, title) in enumerate(block.sides, 1)
            )


def _fact(label: str, texts: tuple[Words, ...]) -> str:
    if len(texts) == 1:
        return f"- **{label}:** {_words(texts[0])}"
    return "\n".join([f"- **{label}:**", *(f"  - {_words(one)}" for one in texts)])


def _table(block: Table) -> Iterator[str]:
    yield f"| {' | '.join(block.head)} |"
    yield f"|{' --- |' * len(block.head)}"
    for row in block.rows:
        yield f"| {' | '.join(_words(cell) for cell in row)} |"


def _words(said: Words) -> str:
    return "".join(map(_span, said))


def _span(span: Span) -> str:
    match span.style:
        case "name":
            return f"*{_escaped(span.text)}*"
        case "strong":
            return f"**{_escaped(span.text)}**"
        case "code":
            return _code(span.text)
        case _:
            return _escaped(span.text)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", printable(text))


def _code(text: str) -> str:
    """Code in a fence that is longer than any inside it; a bar would end a table's cell."""
    longest = max((len(found[0]) for found in _WIDEST_FENCE.finditer(text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if longest else ""
    return f"{fence}{pad}{printable(text)}{pad}{fence}"
