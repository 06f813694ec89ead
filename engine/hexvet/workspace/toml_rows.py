"""Rows of a list of tables: one more at its end, or the last one taken away.

Both ways of writing a list are kept: `votes = [ { … } ]` on one line or on several, and
`[[votes]]`. As in `toml_values`, the result is read again to prove that nothing else changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from hexvet.documents import Document, parse_document
from hexvet.problems import Problem, Unusable
from hexvet.workspace.toml_values import (
    Path,
    is_written,
    same_data,
    toml_key,
    toml_value,
    with_text,
)

_COMMA = re.compile(r"[ \t]*,")
_REST = re.compile(r"[ \t]*,?[ \t]*(?:#[^\n]*)?(?:\n|\Z)")


def add_row(document: Document, path: Path, row: Mapping[str, object]) -> str:
    """The document's text with one row more at the end of the list at `path`.

    Raises `Unusable` when there is no list of tables, or no row can be put there.
    """
    rows = _rows(document, path)
    try:
        texts = [*_with_row(document, path, row, len(rows))] if rows is not None else []
    except TypeError as error:
        raise _refused(document, path, str(error)) from error
    for text in texts:
        if _says(text, document, path, [*(rows or ()), dict(row)]):
            return text
    raise _refused(document, path, "no row can be added there")


def remove_row(document: Document, path: Path, index: int) -> str:
    """The document's text without the last row, `index`, of the list at `path`.

    Raises `Unusable` for any other row: those behind it would change their places.
    """
    rows = _rows(document, path)
    if rows is None or index != len(rows) - 1:
        raise _refused(document, (*path, index), "it is not the last row")
    for text in _without_row(document, path, index):
        if _says(text, document, path, rows[:-1]):
            return text
    raise _refused(document, (*path, index), "it cannot be taken out")


def remove_rows(document: Document, path: Path) -> str:
    """The document's text without a list that is written as `[[tables]]`; all else stays.

    Raises `Unusable` when a row cannot be taken out.
    """
    for index in reversed(range(len(_rows(document, path) or ()))):
        found = parse_document(remove_row(document, path, index), document.file)
        assert isinstance(found, Document)
        document = found
    return document.text


def has_blocks(document: Document, path: Path) -> bool:
    """Whether a value is a list that is written as `[[tables]]`."""
    span = document.span(path)
    return (
        bool(_rows(document, path))
        and span is not None
        and not is_written(document.source, span[0])
    )


def _with_row(
    document: Document, path: Path, row: Mapping[str, object], count: int
) -> Iterator[str]:
    """The text with the row where it belongs; the best place first."""
    span = document.span(path)
    assert span is not None
    source = document.source
    if not is_written(source, span[0]):
        yield _with_block(document, path, row, count)
        return
    written = toml_value(row)
    if not count:
        yield with_text(document, span, f"[ {written} ]")
        return
    start, end = document.span((*path, count - 1)) or span
    comma = _COMMA.match(source, end)
    indent = source[source.rfind("\n", 0, start) + 1 : start]
    after = _REST.match(source, end)
    if not indent.strip() and after and after.end() < span[1]:
        line = f"{indent}{written}{',' if comma else ''}\n"
        rest = source[end : after.end()]
        yield with_text(document, (end, after.end()), f"{'' if comma else ','}{rest}{line}")
    elif not indent.strip():
        yield with_text(document, (end, end), f",\n{indent}{written}")
    at = comma.end() if comma else end
    yield with_text(document, (at, at), f"{'' if comma else ','} {written}")


def _with_block(document: Document, path: Path, row: Mapping[str, object], count: int) -> str:
    """The text with a `[[table]]` below the last one of its name."""
    source = document.source
    at = _block(document, path, count - 1)[1]
    first = _block(document, path, 0)[0]
    gap = "\n" if count < 2 or source[:at].endswith("\n\n") or "\n\n" in source[first:at] else ""
    head = "" if source[:at].endswith("\n") else "\n"
    name = ".".join(toml_key(str(part)) for part in path)
    lines = [f"[[{name}]]", *(f"{toml_key(k)} = {toml_value(v)}" for k, v in row.items())]
    tail = "\n" if gap and at < len(source) and source[at] != "\n" else ""
    return with_text(document, (at, at), f"{head}{gap}{chr(10).join(lines)}\n{tail}")


def _block(document: Document, path: Path, index: int) -> tuple[int, int]:
    """The lines of one `[[table]]`, from its header to its last value."""
    source, span = document.source, document.span((*path, index))
    rows = _rows(document, path)
    assert span is not None
    assert rows is not None
    ends = [span[1], *_ends(document, (*path, index), rows[index])]
    newline = source.find("\n", max(ends))
    start = source.rfind("\n", 0, span[0]) + 1
    return start, len(source) if newline < 0 else newline + 1


def _ends(document: Document, path: Path, value: object) -> Iterator[int]:
    """Where each value of a table ends, those of tables in it too."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if span := document.span((*path, name)):
                yield span[1]
            yield from _ends(document, (*path, name), inner)


def _without_row(document: Document, path: Path, index: int) -> Iterator[str]:
    source, span = document.source, document.span(path)
    assert span is not None
    if not is_written(source, span[0]):
        start, end = _block(document, path, index)
        start -= source[:start].endswith("\n\n")
        yield with_text(document, (start, end), "")
        return
    row = document.span((*path, index))
    assert row is not None
    if index == 0:
        yield with_text(document, span, "[]")
        return
    before = document.span((*path, index - 1))
    assert before is not None
    comma = _COMMA.match(source, row[1])
    line = source.rfind("\n", 0, row[0]) + 1
    after = _REST.match(source, row[1])
    if not source[line : row[0]].strip() and after and after.end() < span[1]:
        yield with_text(document, (line, after.end()), "")
    yield with_text(document, (before[1], comma.end() if comma else row[1]), "," if comma else "")


def _rows(document: Document, path: Path) -> list[object] | None:
    found: object = document.data
    for name in path:
        found = found.get(str(name)) if isinstance(found, Mapping) else None
    return found if isinstance(found, list) else None


def _says(text: str, document: Document, path: Path, rows: list[object]) -> bool:
    """Whether a text says what the document says, but for the rows of one list: a list that is
    written as `[[tables]]` is gone with its last row."""
    found = parse_document(text, document.file)
    wanted = [_put(document.data, path, rows)] + [_put(document.data, path, None)] * (not rows)
    return isinstance(found, Document) and any(same_data(found.data, one) for one in wanted)


def _put(data: object, path: Path, rows: list[object] | None) -> object:
    if not path:
        return rows
    assert isinstance(data, Mapping)
    put = {**data, str(path[0]): _put(data[str(path[0])], path[1:], rows)}
    return {name: value for name, value in put.items() if value is not None}


def _refused(document: Document, path: Path, why: str) -> Unusable:
    name = ".".join(map(str, path))
    problem = Problem("WS034", f"cannot set {name}: {why}", document.place(path), "use an editor")
    return Unusable([problem])
