"""Values as TOML writes them, and changing one value in a file that people wrote.

The new text is spliced into the old one at the place of the value, so that every other
character stays; the result is read again to prove that nothing else changed.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from hexvet.documents import Document, parse_document
from hexvet.problems import Problem, Unusable
from hexvet.toml_places import Span

Path: TypeAlias = tuple[str | int, ...]

_COMMENT = re.compile(r"[ \t]*#")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\t": "\\t", "\n": "\\n", "\r": "\\r"}


def toml_value(value: object) -> str:
    """A value on one line. Raises `TypeError` for what TOML cannot hold."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return f"{value:_}" if abs(value) >= 10_000 else str(value)
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, str):
        return toml_text(value)
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, Mapping):
        pairs = ", ".join(f"{toml_key(str(k))} = {toml_value(v)}" for k, v in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return f"[{', '.join(toml_value(item) for item in value)}]"
    raise TypeError(f"TOML cannot hold a {type(value).__name__}")


def toml_text(text: str) -> str:
    """A text in double quotes, everything that needs it escaped."""
    return f'"{"".join(map(_escaped, text))}"'


def toml_key(name: str) -> str:
    """A key, in quotes only where it needs them."""
    return name if _BARE.fullmatch(name) else toml_text(name)


def set_value(document: Document, path: Path, value: object) -> str:
    """The document's text with one value changed or added; all the rest stays as it is.

    The last part of `path` may be a new key of a table that is there; it is put below its
    commented line, if there is one, else below the table's last value. Raises `Unusable` when
    the value cannot be put there without changing anything else.
    """
    try:
        written = toml_value(value)
    except TypeError as error:
        raise _refused(document, path, str(error)) from error
    wanted = _changed(document.data, path, _read(f"x = {written}", ("x",)))
    for text in _candidates(document, path, written):
        found = parse_document(text, document.file)
        if isinstance(found, Document) and same_data(found.data, wanted):
            return text
    raise _refused(document, path, "it cannot be put there without changing other values")


def remove_value(document: Document, path: Path) -> str:
    """The document's text without one value, or without one `[table]`; all else stays.

    A comment on the value's own line goes with it. Raises `Unusable` when it is not there, or
    cannot be taken out without changing anything else.
    """
    parent = _read(document, path[:-1])
    around = document.span(path[:-1]) if len(path) > 1 else None
    if around and document.source[around[0]] == "{" and isinstance(parent, dict):
        rest = {name: value for name, value in parent.items() if name != path[-1]}
        return set_value(document, path[:-1], rest)
    if isinstance(parent, dict) and path[-1] in parent:
        wanted = [_removed(document.data, path, prune=prune) for prune in (False, True)]
        text = with_text(document, _lines_of(document, path), "")
        found = parse_document(text, document.file)
        if isinstance(found, Document) and any(same_data(found.data, one) for one in wanted):
            return text
    raise _refused(document, path, "it cannot be taken out without changing other values")


def add_table(document: Document, path: Path, table: Mapping[str, object]) -> str:
    """The document's text with a new `[table]` below all that is there.

    Raises `Unusable` when something stands there already, or the file is written in a way that
    no table can be added to.
    """
    text = document.text
    ending = "\r\n" if "\r\n" in text else "\n"
    gap = "" if not text else ending if text.endswith("\n") else ending * 2
    try:
        pairs = [f"{toml_key(name)} = {toml_value(value)}" for name, value in table.items()]
    except TypeError as error:
        raise _refused(document, path, str(error)) from error
    lines = [f"[{'.'.join(toml_key(str(name)) for name in path)}]", *pairs, ""]
    new = f"{text}{gap}{ending.join(lines)}"
    found = parse_document(new, document.file)
    there = _read(document, path) is not None
    if there or not isinstance(found, Document):
        raise _refused(document, path, "it is there already")
    if not same_data(found.data, _changed(document.data, path, dict(table))):
        raise _refused(document, path, "no table can be added to this file")
    return new


def _removed(data: object, path: Path, *, prune: bool) -> object:
    """The data without one value; with `prune` also without the tables that are empty then."""
    name, rest = path[0], path[1:]
    if isinstance(data, list) and rest:
        return [
            _removed(one, rest, prune=prune) if at == name else one for at, one in enumerate(data)
        ]
    if not isinstance(data, dict):
        return data
    inner = _removed(data.get(name), rest, prune=prune) if rest else None
    if not rest or (prune and not inner):
        return {key: value for key, value in data.items() if key != name}
    return {**data, name: inner}


def _lines_of(document: Document, path: Path) -> Span:
    """The lines of a value, or of a `[table]` with its values."""
    source, span = document.source, document.span(path)
    assert span is not None
    table, end = _read(document, path), span[1]
    start = _line_start(source, span[0])
    if isinstance(table, dict) and not is_written(source, span[0]):
        inside = (document.span((*path, name)) for name in table)
        end = max([end, *(stop for _, stop in filter(None, inside))])
        # the empty line above a table goes with it
        start -= source[:start].endswith("\n\n")
    return start, _next_line(source, end)


def _line_start(source: str, position: int) -> int:
    return source.rfind("\n", 0, position) + 1


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    return character if character.isprintable() else f"\\U{ord(character):08X}"


def _candidates(document: Document, path: Path, written: str) -> Iterator[str]:
    """The file's text with the value where it belongs; the best place first."""
    span, around = document.span(path), document.span(path[:-1])
    if span is not None:
        yield with_text(document, span, written)
        return
    table = _read(document, path[:-1])
    if around is None or not isinstance(table, dict):
        return
    source, pair = document.source, f"{toml_key(str(path[-1]))} = {written}"
    spans = [document.span((*path[:-1], name)) for name in table]
    ends = [end for start, end in filter(None, spans) if is_written(source, start)]
    if path[:-1] and source[around[0]] == "{":
        at = max(ends, default=around[0] + 1)
        yield with_text(document, (at, at), f", {pair}" if ends else f" {pair} ")
        return
    start = _next_line(source, around[1]) if path[:-1] else 0
    template = re.compile(rf"^[ \t]*#[ \t]*{re.escape(toml_key(str(path[-1])))}[ \t]*=", re.M)
    if comment := template.search(source, start):
        at = _comment_end(source, comment.start())
        yield with_text(document, (at, at), _line(source, at, pair))
    at = max((_next_line(source, end) for end in ends), default=start)
    yield with_text(document, (at, at), _line(source, at, pair))


def is_written(source: str, start: int) -> bool:
    """Whether a span is that of a written value, not of a header or a dotted key."""
    start -= 1
    while start > 0 and source[start] in " \t":
        start -= 1
    return source[start] == "="


def _line(source: str, at: int, pair: str) -> str:
    """The pair as a line of its own, also at the end of a file without a last line break."""
    return f"{pair}\n" if at == 0 or source[at - 1] == "\n" else f"\n{pair}\n"


def _next_line(source: str, position: int) -> int:
    end = source.find("\n", position)
    return len(source) if end < 0 else end + 1


def _comment_end(source: str, position: int) -> int:
    """The end of the lines of comment that start there."""
    while _COMMENT.match(source, position):
        position = _next_line(source, position)
    return position


def with_text(document: Document, span: Span, new: str) -> str:
    """The file's own text, line endings and all, with a span of its source replaced."""
    text = document.text
    ending = "\r\n" if "\r\n" in text else "\n"
    start, end = (_in_text(document, position) for position in span)
    return text[:start] + new.replace("\n", ending) + text[end:]


def _in_text(document: Document, position: int) -> int:
    """Where a character of the source stands in the file's own text."""
    text = document.text
    offset = len(text) - len(text.removeprefix("\ufeff"))
    if "\r\n" not in text:
        return position + offset
    lines = document.source.count("\n", 0, position)
    column = position - (document.source.rfind("\n", 0, position) + 1)
    for _ in range(lines):
        offset = text.index("\n", offset) + 1
    return offset + column


def _read(document: Document | str, path: Path) -> object:
    """The value at a path, None when there is none."""
    if isinstance(document, str):
        parsed = parse_document(document, "")
        return _read(parsed, path) if isinstance(parsed, Document) else None
    found: object = document.data
    for name in path:
        if isinstance(found, dict):
            found = found.get(str(name))
        elif isinstance(found, list) and isinstance(name, int) and name < len(found):
            found = found[name]
        else:
            return None
    return found


def _changed(data: object, path: Path, value: object) -> object:
    """A copy of the data with one value changed or added."""
    if not path:
        return value
    name, rest = path[0], path[1:]
    if isinstance(data, list) and isinstance(name, int):
        return [
            _changed(item, rest, value) if index == name else item
            for index, item in enumerate(data)
        ]
    if isinstance(data, dict):
        return {**data, name: _changed(data.get(name), rest, value)}
    return {name: _changed(None, rest, value)} if data is None else value


def same_data(left: object, right: object) -> bool:
    """Whether two pieces of TOML data are equal, kinds and not-a-numbers included."""
    if type(left) is not type(right):
        return False
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same_data(left[k], right[k]) for k in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same_data, left, right))
    return left == right or (left != left and right != right)


def _refused(document: Document, path: Path, why: str) -> Unusable:
    name = ".".join(map(str, path))
    hint = "change it in an editor"
    return Unusable([Problem("WS034", f"cannot set {name}: {why}", document.place(path), hint)])
