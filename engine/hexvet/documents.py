"""TOML files as people wrote them: the data, the text, and the place of every key and value."""

from __future__ import annotations

import os
import re
import stat
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from hexvet.problems import Place, Problem

if TYPE_CHECKING:
    import tomli

    from hexvet.toml_places import Span, Spot

LARGEST = 16 * 1024 * 1024
"""The largest file that is read, in bytes."""

MOST_KEY_PARTS = 64
"""The longest dotted key; `tomli` needs quadratic time for longer ones."""

_BYTE_ORDER_MARK = "\ufeff"
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0a-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""Characters that could steer a terminal or hide text: all controls but the tab."""
UNSEEN = re.compile(
    r"[\s\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]*"
)
"""A text of which nothing is seen: blanks, characters without a width, fillers."""

_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_KEY_PART = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')[ \t]*"""
_LONG_KEY = re.compile(
    rf"(?:^|[\[{{,])[ \t]*(?:{_KEY_PART}\.[ \t]*){{{MOST_KEY_PARTS}}}", re.MULTILINE
)
_LONG_INTEGER = re.compile(r"\d(?:_?\d){4000,}")
_HINTS = (
    (
        "Invalid value",
        "texts stand in quotes, dates as 2018-01-31, numbers as 1_500_000; "
        "put # before the line while there is no answer",
    ),
    ("Expected newline", "one key a line; a text that holds quotes stands in '...'"),
    ("Expected '=' after a key", "write key = value; names with spaces stand in quotes"),
    ("Cannot overwrite", "this key is given twice in the same table"),
    ("Cannot declare", "this table is already there; give its keys in one place"),
    ("Unterminated string", "the closing quote is missing"),
    ('Expected "\'"', "the closing quote is missing"),
    ("Illegal character '\\n'", 'the closing quote is missing; a text of several lines needs """'),
    (
        "Illegal character",
        'a control character stands here; a line break inside a text needs """ quotes',
    ),
    ("Unescaped '\\'", "write \\\\ for a backslash, or put the text in '...'"),
    ("Invalid date", "this day or time is not in the calendar"),
)


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """One TOML file. `text` is exactly what stands in it.

    `file` is the name for messages: relative to the workspace and free of control characters.
    """

    file: str
    text: str = field(repr=False)
    _data: Mapping[str, object] | None = field(default=None, repr=False)
    _cache: list[_Places] = field(default_factory=list, repr=False)

    @property
    def data(self) -> Mapping[str, object]:
        """What `tomli` makes of the text; made each time of a document that is `lean`."""
        if self._data is not None:
            return self._data
        import tomli

        return tomli.loads(self.source)

    @property
    def lean(self) -> Document:
        """The same file without its data, which take four times the memory of the text: for
        files of which a portfolio has thousands."""
        return Document(self.file, self.text)

    @property
    def sha256(self) -> str:
        """The digest of the file's bytes, as 64 hexadecimal digits."""
        import hashlib

        return hashlib.sha256(self.text.encode()).hexdigest()

    def place(
        self,
        path: tuple[str | int, ...],
        *,
        offset: int | None = None,
        width: int | None = None,
        key: bool = False,
    ) -> Place:
        """The line and column (both from 1, in characters) of the value at `path`.

        With `key`, of its key. With `offset`, of that character inside a text value, `width`
        characters wide, as they are written in the file. A path that the file does not have
        gives the place of the nearest table around it.
        """
        places = self._places()
        spot, found = places.find(path)
        if key or not found:
            return self._marked(spot.key)
        if offset is None:
            start = spot.value[0]
            return self._marked(spot.value if width is None else (start, start + width))
        from hexvet.toml_places import decoded_offsets

        offsets = decoded_offsets(places.source, spot.value)
        first = min(max(offset, 0), len(offsets) - 1)
        last = min(first + (1 if width is None else max(width, 1)), len(offsets) - 1)
        return self._marked((offsets[first], max(offsets[last], offsets[first] + 1)))

    def span(self, path: tuple[str | int, ...]) -> Span | None:
        """Where the value at `path` stands in `source`; None when the file does not have it."""
        spot, found = self._places().find(path)
        return spot.value if found else None

    @property
    def source(self) -> str:
        """The text without byte order mark, its lines ended by single newlines."""
        return _normal(self.text)

    def _places(self) -> _Places:
        if not self._cache:
            self._cache.append(_Places(self.source))
        return self._cache[0]

    def _marked(self, span: Span) -> Place:
        return self._places().place(self.file, span)


class _Places:
    """What is worked out of a text once somebody asks for a place in it."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.starts = [0, *(match.end() for match in re.finditer("\n", source))]
        self.shown: dict[int, str] = {}
        self._root: Spot | None = None

    def find(self, path: tuple[str | int, ...]) -> tuple[Spot, bool]:
        """The spot of `path`, or the nearest one around it and False."""
        if self._root is None:
            from hexvet.toml_places import locate

            self._root = locate(self.source)
        spot = self._root
        for name in path:
            if name not in spot.children:
                return spot, False
            spot = spot.children[name]
        return spot, True

    def place(self, file: str, span: Span) -> Place:
        line = bisect_right(self.starts, span[0])
        start = self.starts[line - 1]
        text = self._line(line)
        column = span[0] - start + 1
        width = max(1, min(span[1] - span[0], len(text) - column + 1))
        return Place(file, line, column, width, text)

    def _line(self, line: int) -> str:
        """One line, kept, so that a thousand problems on a long line share one copy of it."""
        if line not in self.shown:
            start = self.starts[line - 1]
            end = self.starts[line] - 1 if line < len(self.starts) else len(self.source)
            self.shown[line] = printable(self.source[start:end])
        return self.shown[line]


def printable(text: str) -> str:
    """The text with `�` in place of what could steer a terminal; of the same length."""
    return UNPRINTABLE.sub("\ufffd", text)


def read_document(path: Path, shown_as: str) -> Document | Problem:
    """Reads one TOML file. Never waits for a pipe, never reads more than `LARGEST` bytes."""
    file = printable(shown_as)
    content = read_content(path, shown_as)
    if isinstance(content, Problem):
        return content
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        return _not_utf8(content, error.start, file)
    return parse_document(text, file)


def read_content(path: Path, shown_as: str) -> bytes | Problem:
    """The bytes of one file, with the same care as `read_document`."""
    file = printable(shown_as)
    try:
        return _read_bytes(path, file)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        missing = isinstance(error, FileNotFoundError)
        hint = "" if missing else "check the file's permissions and links"
        return Problem("WS001", f"cannot read this file: {reason}", Place(file), hint)


def parse_document(text: str, shown_as: str) -> Document | Problem:
    """The document of a TOML text; `shown_as` is the name that messages give it."""
    import tomli

    source = _normal(text)
    file = printable(shown_as)
    long_key = _LONG_KEY.search(source)
    if long_key:
        message = f"a key of more than {MOST_KEY_PARTS} parts"
        return _at(source, long_key.start(), file, "WS006", message, "use fewer dots")
    try:
        return Document(file, text, tomli.loads(source))
    except tomli.TOMLDecodeError as error:
        return _broken(source, error, file)
    except RecursionError:
        hint = "a project needs two levels, a list of rows"
        return Problem("WS006", "lists or tables are nested too deeply", Place(file), hint)
    except ValueError:
        number = _LONG_INTEGER.search(source)
        start = number.start() if number else 0
        return _at(source, start, file, "WS007", "a number of thousands of digits", "")


def _normal(text: str) -> str:
    return text.removeprefix(_BYTE_ORDER_MARK).replace("\r\n", "\n")


def _read_bytes(path: Path, file: str) -> bytes | Problem:
    """The content of a regular file: looked at before and after it is opened."""
    unfit = _unfit(os.stat(path), file)
    if unfit:
        return unfit
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    with open(handle, "rb", buffering=0) as stream:
        unfit = _unfit(os.fstat(handle), file)
        if unfit:
            return unfit
        content = bytearray()
        while len(content) <= LARGEST and (piece := stream.read(LARGEST + 1 - len(content))):
            content += piece
    return bytes(content) if len(content) <= LARGEST else _too_large(len(content), file)


def _unfit(status: os.stat_result, file: str) -> Problem | None:
    if stat.S_ISDIR(status.st_mode):
        return Problem("WS002", "this is a folder, not a file", Place(file), "rename the folder")
    if not stat.S_ISREG(status.st_mode):
        hint = "pipes, sockets and devices are not read; remove it"
        return Problem("WS002", "this is not a regular file", Place(file), hint)
    return _too_large(status.st_size, file) if status.st_size > LARGEST else None


def _too_large(size: int, file: str) -> Problem:
    limit = LARGEST // 1024**2
    message = f"this file is larger than {limit} MiB ({size:,} bytes)"
    return Problem("WS003", message, Place(file), "is it the right file? A project needs a few kB")


def _not_utf8(content: bytes, start: int, file: str) -> Problem:
    line_start = content.rfind(b"\n", 0, start) + 1
    line_end = content.find(b"\n", start)
    line = content[line_start : line_end if line_end >= 0 else len(content)]
    column = len(content[line_start:start].decode("utf-8")) + 1
    text = printable(line.decode("utf-8", "replace").rstrip("\r"))
    place = Place(file, content.count(b"\n", 0, start) + 1, column, 1, text)
    wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    encoding = "UTF-16" if wide else "CP1252"
    message = f"not UTF-8: byte {start + 1:,} is 0x{content[start]:02X}"
    hint = f"save it as UTF-8, or convert it: iconv -f {encoding} -t UTF-8 OLD > NEW"
    return Problem("WS004", message, place, hint)


def _broken(source: str, error: tomli.TOMLDecodeError, file: str) -> Problem:
    """A problem out of what `tomli` says, which names line and column in its message."""
    said = str(error)
    at = _AT.search(said)
    message = printable(_AT.sub("", said))[:200]
    hint = next((text for start, text in _HINTS if message.startswith(start)), "")
    start = len(source.rstrip())
    if at and at[1]:
        lines = _Places(source).starts
        start = lines[min(int(at[1]), len(lines)) - 1] + int(at[2]) - 1
    return _at(source, start, file, "WS005", f"broken TOML: {message}", hint)


def _at(source: str, start: int, file: str, code: str, message: str, hint: str) -> Problem:
    return Problem(code, message, _Places(source).place(file, (start, start + 1)), hint)
