"""What lint finds: weaknesses of a pack, each with its code, its place and a way out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from hexvet.model import Where
from hexvet.problems import Place

Level = Literal["error", "warning", "advice"]

LEVELS: tuple[Level, ...] = ("error", "warning", "advice")
"""How much a weakness matters, worst first."""


class Removed:
    """The value of a fix that takes a key away."""


REMOVED = Removed()


@dataclass(frozen=True, slots=True)
class Fix:
    """A safe change: the key at `where` gets `value`, or goes when that is `REMOVED`."""

    where: Where
    value: object = REMOVED


@dataclass(frozen=True, slots=True)
class Draft:
    """A weakness at a key of a file, before its line and column are worked out.

    `span` are characters inside a text value; with `key` the place is the key itself. `reads`
    are the words whose override may have caused it.
    """

    code: str
    message: str
    where: Where
    hint: str = ""
    span: tuple[int, int] | None = None
    key: bool = False
    fix: Fix | None = None
    level: Level | None = None
    reads: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Flaw:
    """A weakness of a pack at its place; `fix` when it can be mended without a person."""

    code: str
    level: Level
    message: str
    place: Place
    hint: str = ""
    fix: Fix | None = None


def at_least(level: Level, threshold: Level) -> bool:
    """Whether a level is as bad as the threshold, or worse."""
    return LEVELS.index(level) <= LEVELS.index(threshold)
