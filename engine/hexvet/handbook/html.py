"""The document as one page of HTML: nothing is loaded from elsewhere, and it prints well."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from hexvet.documents import printable
from hexvet.handbook.drawing import hexagon
from hexvet.handbook.model import (
    Block,
    Facts,
    Figure,
    Heading,
    Paragraph,
    Span,
    Table,
    Words,
    plain,
)
from hexvet.handbook.style import SHEET

_PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the text</a>
<nav aria-label="Contents">
<p class="contents">Contents</p>
{contents}
</nav>
<main id="main">
{body}
</main>
</body>
</html>
"""


def page(blocks: Iterable[Block]) -> str:
    """The page; everything that a pack says is escaped."""
    blocks = tuple(blocks)
    headings = [block for block in blocks if isinstance(block, Heading)]
    title = next((one.text for one in headings if one.level == 1), "Handbook")
    anchors = _Anchors()
    body = "\n".join(_body(blocks, anchors))
    contents = "\n".join(_contents(headings))
    return _PAGE.format(title=_text(title), style=SHEET, contents=contents, body=body)


class _Anchors:
    """The ids in the page: the first that is called so has the name."""

    def __init__(self) -> None:
        self.taken: set[str] = set()

    def attribute(self, name: str) -> str:
        """` id="…"`, or nothing when it is taken."""
        if not name or name in self.taken:
            return ""
        self.taken.add(name)
        return f' id="{_text(name)}"'


def _contents(headings: Iterable[Heading]) -> Iterator[str]:
    """The chapters as a list, each with the list of its parts."""
    chapters: list[tuple[Heading, list[Heading]]] = []
    for one in headings:
        if one.level == 2:
            chapters.append((one, []))
        elif one.level == 3 and chapters:
            chapters[-1][1].append(one)
    yield "<ol>"
    for chapter, parts in chapters:
        inner = "".join(f"<li>{_link(part)}</li>" for part in parts)
        yield f"<li>{_link(chapter)}{f'<ol>{inner}</ol>' if inner else ''}</li>"
    yield "</ol>"


def _link(heading: Heading) -> str:
    return f'<a href="#{_text(heading.id)}">{_text(heading.text)}</a>'


def _body(blocks: Iterable[Block], anchors: _Anchors) -> Iterator[str]:
    """The blocks; a heading of the fourth level and what follows it is a card."""
    card = False
    for block in blocks:
        if isinstance(block, Heading):
            if card:
                yield "</article>"
            card = block.level == 4
            if card:
                yield f"<article{anchors.attribute(block.id)}>"
        yield _block(block, anchors)
    if card:
        yield "</article>"


def _block(block: Block, anchors: _Anchors) -> str:
    match block:
        case Heading():
            tags = "".join(
                f' <span class="tag {_text(tag.kind)}">{_text(tag.text)}</span>'
                for tag in block.tags
            )
            name = anchors.attribute(block.id)
            return f"<h{block.level}{name}>{_text(block.text)}{tags}</h{block.level}>"
        case Paragraph():
            kind = f' class="{block.style}"' if block.style else ""
            return f"<p{kind}>{_words(block.words)}</p>"
        case Facts():
            return f"<dl>\n{''.join(_fact(*row) for row in block.rows)}</dl>"
        case Table():
            return _table(block, anchors)
        case Figure():
            return hexagon(block.sides)


def _fact(label: str, texts: tuple[Words, ...]) -> str:
    kind = label.lower().replace(" ", "-")
    said = _words(texts[0]) if len(texts) == 1 else _list(texts)
    return f'<div class="fact {_text(kind)}"><dt>{_text(label)}</dt><dd>{said}</dd></div>\n'


def _list(texts: tuple[Words, ...]) -> str:
    """Texts below each other; one that ends in a colon introduces the others."""
    start, rest = ("", texts)
    if plain(texts[0]).endswith(":"):
        start, rest = _words(texts[0]), texts[1:]
    return f"{start}<ul>{''.join(f'<li>{_words(one)}</li>' for one in rest)}</ul>"


def _table(block: Table, anchors: _Anchors) -> str:
    head = "".join(f'<th scope="col">{_text(cell)}</th>' for cell in block.head)
    rows = "\n".join(_row(row, anchors) for row in block.rows)
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"


def _row(row: tuple[Words, ...], anchors: _Anchors) -> str:
    """A row whose first cell is a word of the vocabulary is what links to that word lead to."""
    first = row[0][0] if row and row[0] else Span("")
    name = anchors.attribute(f"word-{first.target}") if first.style == "name" else ""
    own = (first._replace(target=""), *row[0][1:]) if name else row[0]
    cells = "".join(f"<td>{_words(cell)}</td>" for cell in row[1:])
    return f'<tr{name}><th scope="row">{_words(own)}</th>{cells}</tr>'


def _words(said: Words) -> str:
    return "".join(map(_span, said))


def _span(span: Span) -> str:
    text = _text(span.text)
    match span.style:
        case "name":
            link = f'<a href="#word-{_text(span.target)}">{text}</a>' if span.target else text
            return f'<span class="name">{link}</span>'
        case "strong":
            return f"<strong>{text}</strong>"
        case "code":
            return f"<code>{text}</code>"
        case "link":
            return f'<a href="#{_text(span.target)}">{text}</a>'
        case _:
            return text


def _text(text: str) -> str:
    return escape(printable(text))
