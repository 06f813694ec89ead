"""In which encoding a file is written, found out from its bytes."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import BinaryIO

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHUNK = 1 << 20
_SIGNATURES = (
    (b"PK\x03\x04", "an Excel or LibreOffice workbook"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"%PDF", "a PDF document"),
    (b"\x1f\x8b", "a compressed file"),
    (b"PAR1", "a Parquet file"),
    (b"<!doctype html", "a web page"),
    (b"<html", "a web page"),
)


def foreign_format(start: bytes) -> str:
    """What a file is that begins with these bytes and is no table of texts; else empty."""
    lowered = start.lstrip()[:16].lower()
    for signature, name in _SIGNATURES:
        if start.startswith(signature) or lowered.startswith(signature):
            return name
    return ""


def find_encoding(path: Path) -> str:
    """The encoding that the file's mark or its bytes tell; `cp1252` for what is not UTF-8.

    Raises OSError when the file cannot be read.
    """
    with path.open("rb") as stream:
        start = stream.read(_CHUNK)
        for mark, name in _MARKS:
            if start.startswith(mark):
                return name
        wide = _wide(start[:2000])
        if wide:
            return wide
        return "utf-8" if _is_utf8(start, stream) else "cp1252"


def _wide(start: bytes) -> str:
    """UTF-16 without a mark: every other byte of Western text is zero."""
    half = len(start) // 2
    if half < 4:
        return ""
    if start[1::2].count(0) > 0.6 * half and start[::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if start[::2].count(0) > 0.6 * half and start[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    return ""


def _is_utf8(start: bytes, stream: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        piece = start
        while piece:
            decoder.decode(piece)
            piece = stream.read(_CHUNK)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
