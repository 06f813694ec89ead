"""Mistakes in people's files are values: collected, placed, and shown all at once."""

from __future__ import annotations

import errno
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FORBIDDEN = (errno.EACCES, errno.EPERM)


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in a text file. Line and column count from 1; `text` is the line itself."""

    file: str
    line: int = 0
    column: int = 0
    width: int = 1
    text: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake, with its code, its place and a way out."""

    code: str
    message: str
    place: Place
    hint: str = ""
    severity: Literal["error", "warning"] = "error"


class Unusable(Exception):
    """Raised at the edge when problems leave nothing to work with. Carries all of them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{p.place}  {p.code} {p.message}" for p in self.problems))


def suggestion(word: str, known: Iterable[str]) -> str:
    """`did you mean 'cost_total'?` for a misspelt word, or an empty text."""
    near = nearest(word, known)
    return f"did you mean '{near}'?" if near else ""


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that a misspelt one is most like; empty when none is near."""
    from difflib import get_close_matches  # loaded only when somebody misspells

    return next(iter(get_close_matches(word[:80], list(known), n=1, cutoff=0.6)), "")


def is_of_disk(error: OSError) -> bool:
    """Whether it is the disk that takes nothing more, or gives no leave."""
    return error.errno in (*_FULL, *_FORBIDDEN, errno.EROFS)


def way_out(error: OSError) -> str:
    """What helps when a file cannot be written."""
    if error.errno in _FULL:
        return "free some space, then repeat it"
    if error.errno in _FORBIDDEN:
        return "get the permission to write there (ls -l shows whose it is), then repeat it"
    if error.errno == errno.EROFS:
        return "make the file system writable, or copy the folder to one that is"
    return "check the folder and its disk, then repeat it"
