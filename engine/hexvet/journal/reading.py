"""Reading the journal line by line; it is never held as a whole."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hexvet.journal.lines import JOURNAL, LONGEST, opened, tampered
from hexvet.journal.model import GENESIS, Entry
from hexvet.problems import Place, Problem, Unusable

_BLOCK = 1 << 16


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it stands: its number from 1, its bytes without the break, and whether it has
    one. The last line of a write that was interrupted has none."""

    number: int
    content: bytes
    whole: bool

    @property
    def place(self) -> Place:
        """Where it is, for messages."""
        return Place(JOURNAL, self.number, 1)


@dataclass(frozen=True, slots=True)
class Head:
    """The journal's end: the last entry's number and digest, and how many bytes hold whole
    lines. What is beyond them is `torn`."""

    number: int = 0
    sha256: str = GENESIS
    size: int = 0
    torn: int = 0


def read_lines(root: Path, start: int = 0, number: int = 1) -> Iterator[Line]:
    """All lines, in order; none where there is no journal. The first one begins at byte
    `start` and has that `number`.

    Raises `Unusable` when the file cannot be read. A line that is longer than any entry comes
    in pieces, of which none is an entry.
    """
    try:
        with open(root / JOURNAL, "rb", opener=_opener) as file:
            file.seek(start)
            while content := file.readline(LONGEST + 1):
                whole = content.endswith(b"\n")
                yield Line(number, content.removesuffix(b"\n"), whole)
                number += whole
    except FileNotFoundError:
        return
    except OSError as error:
        raise _unreadable(error) from error


def _unreadable(error: OSError) -> Unusable:
    message = f"cannot read the journal: {error.strerror or error}"
    hint = "check the file's permissions and links"
    return Unusable([Problem("WS001", message, Place(JOURNAL), hint)])


def read_journal(root: Path) -> Iterator[Entry | Problem]:
    """The entries, oldest first; where a line cannot be read, its problem in its place.

    The chain is not checked: see `hexvet.journal.verifying`. Raises as `read_lines`.
    """
    for line in read_lines(root):
        yield entry_of(line)


def read_backwards(root: Path) -> Iterator[Line]:
    """All lines, the last one first; otherwise as `read_lines`."""
    try:
        with open(root / JOURNAL, "rb", buffering=0, opener=_opener) as file:
            yield from _backwards(file.fileno(), *_measured(file.fileno()))
    except FileNotFoundError:
        return
    except OSError as error:
        raise _unreadable(error) from error


def line_count(root: Path) -> int:
    """How many whole lines there are. Raises as `read_lines`."""
    try:
        with open(root / JOURNAL, "rb", buffering=0, opener=_opener) as file:
            return _measured(file.fileno())[1]
    except FileNotFoundError:
        return 0
    except OSError as error:
        raise _unreadable(error) from error


def prefix_of(path: Path, size: int) -> hashlib._Hash:
    """The running digest of a file's first bytes. Raises `OSError` and, when it has fewer,
    `ValueError`."""
    read = hashlib.sha256()
    with open(path, "rb", buffering=0, opener=_opener) as file:
        while size > 0:
            block = file.read(min(size, 16 * _BLOCK))
            if not block:
                raise ValueError("it is shorter than that")
            read.update(block)
            size -= len(block)
    return read


def is_empty(root: Path) -> bool:
    """Whether nothing was ever written, not even a part of a line."""
    return next(read_lines(root), None) is None


def _measured(handle: int) -> tuple[int, int]:
    """The size of a file and how many line breaks are in it."""
    size = breaks = 0
    while block := os.pread(handle, 16 * _BLOCK, size):
        size += len(block)
        breaks += block.count(b"\n")
    return size, breaks


def _backwards(handle: int, size: int, breaks: int) -> Iterator[Line]:
    rest, start, block, number = b"", size, _BLOCK, breaks + 1
    whole = False
    while start > 0:
        step = min(block, start)
        start -= step
        rest, *parts = (os.pread(handle, step, start) + rest).split(b"\n")
        block = _BLOCK if parts else block * 4
        for content in reversed(parts):
            if whole or content:
                yield Line(number, content, whole)
            number, whole = number - 1, True
    if rest or whole:
        yield Line(number, rest, whole)


def entry_of(line: Line) -> Entry | Problem:
    """The entry of a line, or what is wrong with it."""
    if not line.whole:
        return torn_problem(line)
    try:
        return opened(line.content)
    except ValueError as error:
        hint = "compare it with a copy: git log -p journal.jsonl"
        return Problem("JN001", f"this is no entry: {str(error)[:200]}", line.place, hint)


def torn_problem(line: Line) -> Problem:
    """A write that was interrupted, or goes on: nothing in it was ever acknowledged."""
    message = f"this line has no end: a write was interrupted after {len(line.content):,} bytes"
    hint = "the next change sets it aside, or: hexvet verify --repair"
    return Problem("JN002", message, line.place, hint, "warning")


def read_entry(root: Path, number: int) -> Entry | Problem | None:
    """One entry by its number, None when there is none; what is wrong with the line of that
    number when no entry has it. Only lines that may be it are looked into."""
    found = _numbered(root, number)
    return None if found is None else entry_of(found)


def line_of(root: Path, number: int) -> bytes | None:
    """The bytes of an entry's line, without the break: what is signed."""
    found = _numbered(root, number)
    return None if found is None else found.content


def _numbered(root: Path, number: int) -> Line | None:
    """The line of an entry, wherever it stands; else the one that stands where it should."""
    mark, there = b'"entry":%d,' % number, None
    for line in read_lines(root):
        if line.whole and (line.number == number or mark in line.content):
            entry = entry_of(line)
            if isinstance(entry, Entry) and entry.number == number:
                return line
            there = line if line.number == number and isinstance(entry, Problem) else there
    return there


def head_of(root: Path) -> Head:
    """The journal's end, whatever the journal's length.

    Raises `Unusable` when the last whole line is no entry: nothing can be chained to it.
    """
    last, size, torn = ended(root)
    if not size:
        return Head(torn=torn)
    why = tampered(last)
    try:
        entry = opened(last)
    except ValueError as error:
        why = str(error)
    if why:
        message = f"the last entry is damaged: {why[:200]}"
        hint = "nothing can follow it; hexvet verify tells more"
        raise Unusable([Problem("JN001", message, Place(JOURNAL), hint)])
    return Head(entry.number, entry.sha256, size, torn)


def ended(root: Path) -> tuple[bytes, int, int]:
    """The last whole line, how many bytes hold whole lines, and how many are beyond them.

    Raises `Unusable` when the journal cannot be read.
    """
    try:
        handle = _opener(str(root / JOURNAL), os.O_RDONLY)
    except FileNotFoundError:
        return b"", 0, 0
    except OSError as error:
        raise _unreadable(error) from error
    try:
        whole = os.fstat(handle).st_size
        size, last = _last_line(handle, whole)
    except OSError as error:
        raise _unreadable(error) from error
    finally:
        os.close(handle)
    return last, size, whole - size


def _last_line(handle: int, size: int) -> tuple[int, bytes]:
    """Where the last line break ends, and the line before it without its break."""
    tail, start, end, block = b"", size, -1, _BLOCK
    while start > 0:
        step = min(block, start)
        block *= 4
        start -= step
        tail = os.pread(handle, step, start) + tail
        end = tail.rfind(b"\n") if end < 0 else end + step
        if end < 0:
            continue
        before = tail.rfind(b"\n", 0, end)
        if before >= 0 or start == 0:
            return start + end + 1, tail[before + 1 : end]
    return 0, b""


def _opener(path: str, flags: int) -> int:
    """Opens without waiting for a pipe, and only what is a file."""
    handle = os.open(path, flags | os.O_CLOEXEC | os.O_NONBLOCK)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError("it is not a regular file")
    return handle
