"""The one layout of TOML files: what people wrote stays, where it stands becomes regular.

`=` signs stand below each other within a block of lines, one empty line parts tables, the keys
of rules come in one order, texts stand in double quotes, large numbers have their digits
grouped. Comments stay with what they speak of. What a file says never changes: it is read
again and compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from hexvet.documents import Document, parse_document
from hexvet.packs.layout import Piece, key_text, logical_lines, value_text, with_comment
from hexvet.problems import Place, Problem, Unusable

ORDER: Mapping[str, tuple[str, ...]] = {
    "pack": ("id", "title", "version", "format", "owner", "source", "note", "license",
             "effective", "extends", "score", "portfolio"),
    "field": ("of", "type", "values", "columns", "dated", "min", "max", "unit", "anchors",
              "label", "ask", "help", "note", "clause"),
    "param": ("label", "type", "unit", "value", "values", "source", "note", "clause"),
    "let": ("of", "expr", "label", "note"),
    "gate": ("order", "title", "decided_by", "overridden_by", "note"),
    "section": ("order", "kind", "title", "short", "fill", "weight", "reading", "rationale",
                "clause"),
    "criterion": ("section", "title", "met", "score", "met_at", "weight", "rationale", "clause"),
    "check": ("of", "title", "when", "require", "severity", "gate", "unknown", "message",
              "remedy", "rationale", "waivable", "depends_on", "clause"),
    "tally": ("title", "table", "by", "sum", "where", "limit", "limit_where", "rationale",
              "clause", "note"),
    "infer": ("title", "of", "when", "unless", "then", "remedy", "rationale", "clause"),
    "test": ("title", "on", "given", "projects", "waivers", "expect", "cases", "note"),
    "waiver": ("check", "project", "role", "name", "reason", "granted", "expires", "revoked",
               "revoked_because"),
}  # fmt: skip
"""The order of the keys in the tables that packs and ledgers are made of."""

_RULE = re.compile(r'([a-z]+)\.(?:[A-Za-z0-9_-]+|"[^"]*")')
_MOST_EMPTY = {"comment": 2, "header": 1, "pair": 1}
"""How many empty lines may stand before a line."""


@dataclass(slots=True)
class _Line:
    """A line of the file, or a pair with a value over several; `empty` lines stand before it."""

    kind: str  # comment, header or pair
    text: str
    empty: int
    key: str = ""
    comment: Piece | None = None


@dataclass(slots=True)
class _Table:
    """A header (None before the first) and the lines below it."""

    header: _Line | None
    lines: list[_Line] = field(default_factory=list)


def formatted(document: Document) -> str:
    """The file's text in the one layout, its line endings as they were.

    Raises `Unusable` when that would change what the file says.
    """
    lines = list(_lines(document.source))
    _part_tables(lines)
    tables = _tables(lines)
    if "pack" in document.data or "waiver" in document.data:
        for table in tables:
            _put_in_order(table)
    text = "".join(_written(tables)).lstrip("\n")
    found = parse_document(text, document.file)
    if isinstance(found, Problem) or _said(found.data) != _said(document.data):
        hint = "it was left as it is; please send us the file"
        message = "formatting would change what this file says"
        raise Unusable([Problem("WS035", message, Place(document.file), hint)])
    return text.replace("\n", "\r\n") if "\r\n" in document.text else text


def _said(data: object) -> str:
    """The data in a form in which equal means equal in kind, too; keys of tables sorted."""
    if isinstance(data, dict):
        return f"{{{', '.join(f'{key!r}: {_said(data[key])}' for key in sorted(data))}}}"
    if isinstance(data, list):
        return f"[{', '.join(map(_said, data))}]"
    return repr(data)


def _lines(source: str) -> Iterator[_Line]:
    empty = 0
    for pieces in logical_lines(source):
        if not pieces:
            empty += 1
            continue
        yield _line(pieces, empty)
        empty = 0


def _line(pieces: list[Piece], empty: int) -> _Line:
    first, last = pieces[0], pieces[-1]
    if first.kind == "comment":
        return _Line("comment", first.text.rstrip(), empty)
    comment = pieces.pop() if last.kind == "comment" else None
    if first.text == "[":
        return _Line("header", key_text(pieces), empty, comment=comment)
    equals = next(at for at, piece in enumerate(pieces) if piece.text == "=")
    key, value = key_text(pieces[:equals]), value_text(pieces[equals + 1 :])
    return _Line("pair", value, empty, key, comment)


def _part_tables(lines: Sequence[_Line]) -> None:
    """One empty line before each header, or before the comment that stands right above it."""
    for at, line in enumerate(lines):
        line.empty = min(line.empty, _MOST_EMPTY[line.kind])
        before = lines[at - 1].kind if at else ""
        if line.kind == "header" and at and not line.empty:
            first = at
            while first and lines[first - 1].kind == "comment" and not lines[first].empty:
                first -= 1
            lines[first].empty = lines[first].empty or 1
        elif line.kind == "pair" and before == "header":
            line.empty = 0


def _tables(lines: Sequence[_Line]) -> list[_Table]:
    tables = [_Table(None)]
    for line in lines:
        if line.kind == "header":
            tables.append(_Table(line))
        else:
            tables[-1].lines.append(line)
    return tables


def _put_in_order(table: _Table) -> None:
    """Sorts the keys of a rule, unless a comment or an empty line stands between them."""
    order = _order_of(table.header)
    pairs = [line for line in table.lines if line.kind == "pair"]
    if not order or pairs != table.lines[: len(pairs)] or any(line.empty for line in pairs):
        return
    if all(line.key in order for line in pairs):
        table.lines[: len(pairs)] = sorted(pairs, key=lambda line: order.index(line.key))


def _order_of(header: _Line | None) -> tuple[str, ...]:
    if header is None:
        return ()
    name = header.text[1:-1]
    rule = _RULE.fullmatch(name)
    return ORDER.get(rule[1], ()) if rule else ORDER["pack"] if name == "pack" else ()


def _written(tables: Sequence[_Table]) -> Iterator[str]:
    for table in tables:
        if table.header is not None:
            yield _shown(table.header, table.header.text)
        for block in _blocks(table.lines):
            width = max((len(line.key) for line in block if line.kind == "pair"), default=0)
            for line in block:
                pair = f"{line.key.ljust(width)} = {line.text}"
                yield _shown(line, pair if line.kind == "pair" else line.text)


def _blocks(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    """Lines with no empty one between them."""
    block: list[_Line] = []
    for line in lines:
        if line.empty and block:
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _shown(line: _Line, text: str) -> str:
    return "\n" * line.empty + with_comment(text, line.comment) + "\n"
