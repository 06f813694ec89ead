"""A text as what is different from another one: sixty answers in one file are sixty small files.

A delta is a line `hexvet-delta 1 BASE HEAD TAIL` and what stands between the first HEAD and the
last TAIL bytes of the text whose digest is BASE, packed by zlib with what stood there before as
its dictionary. Its base is always a whole text, so that no delta leans on another one.
"""

from __future__ import annotations

import re
import zlib

from hexvet.documents import LARGEST
from hexvet.journal.lines import digest

DELTA = ".delta"
"""The ending of a delta's file, after that of the text."""

_SHARE = 4
"""A delta is worth it when the text is so many times as long."""

_WINDOW = 1 << 15
"""How far back zlib can look, in bytes: so much of a dictionary counts."""

_LINE = re.compile(rb"hexvet-delta 1 ([0-9a-f]{64}) ([0-9]{1,12}) ([0-9]{1,12})\n")


def delta_of(content: bytes, base: bytes) -> bytes:
    """What is different; nothing when a whole text is hardly longer."""
    head = _common(content, base)
    tail = _common(content[head:][::-1], base[head:][::-1])
    packer = zlib.compressobj(9, zdict=_between(base, head, tail)[-_WINDOW:])
    packed = packer.compress(_between(content, head, tail)) + packer.flush()
    delta = f"hexvet-delta 1 {digest(base)} {head} {tail}\n".encode() + packed
    return delta if len(delta) * _SHARE <= len(content) else b""


def base_of(delta: bytes) -> str:
    """The digest of the text that a delta is told against. Raises `ValueError`."""
    return _parts(delta)[0]


def applied(delta: bytes, base: bytes) -> bytes:
    """The text that a delta stands for. Raises `ValueError` when it stands for none."""
    named, head, tail, packed = _parts(delta)
    if digest(base) != named or head + tail > len(base):
        raise ValueError("the text that it is told against was changed")
    unpacker = zlib.decompressobj(zdict=_between(base, head, tail)[-_WINDOW:])
    try:
        middle = unpacker.decompress(packed, LARGEST)
    except zlib.error as error:
        raise ValueError("it was changed") from error
    if not unpacker.eof or unpacker.unused_data:
        raise ValueError("it was changed")
    return base[:head] + middle + base[len(base) - tail :]


def _parts(delta: bytes) -> tuple[str, int, int, bytes]:
    line = _LINE.match(delta)
    if line is None:
        raise ValueError("it is no delta")
    return line[1].decode(), int(line[2]), int(line[3]), delta[line.end() :]


def _common(one: bytes, other: bytes) -> int:
    """How many bytes two texts begin with alike."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        same = one[low:middle] == other[low:middle]
        low, high = (middle, high) if same else (low, middle - 1)
    return low


def _between(text: bytes, head: int, tail: int) -> bytes:
    return text[head : len(text) - tail]
