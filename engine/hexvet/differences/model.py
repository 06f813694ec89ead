"""Verdicts by two packs, as arrays of one code a project, and what flips between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from hexvet import model

ABSENT = "absent"
STATUSES: tuple[str, ...] = ("not_applicable", "passed", "failed", "unknown", "waived", ABSENT)
FILLS: tuple[str, ...] = ("unfilled", "unknown", "filled", ABSENT)
PASSAGES: tuple[str, ...] = (*model.PASSAGES, ABSENT)
WORDS: Mapping[str, tuple[str, ...]] = {"check": STATUSES, "section": FILLS, "gate": PASSAGES}


class Flip(NamedTuple):
    """One verdict that is not what it was. `project` is the number in the portfolio's order."""

    project: int
    kind: str
    rule: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Table:
    """One rule's verdicts by both packs: codes into `WORDS[kind]`, n of each."""

    kind: str
    rule: str
    old: Any
    new: Any

    @property
    def flipped(self) -> Any:
        """The numbers of the projects whose verdict flips."""
        import numpy as np

        return np.flatnonzero(self.old != self.new)

    @property
    def matrix(self) -> dict[tuple[str, str], int]:
        """How many projects go from what to what, only those that flip."""
        import numpy as np

        at, words = self.flipped, WORDS[self.kind]
        pairs = self.old[at].astype(int) * len(words) + self.new[at]
        counts = np.bincount(pairs, minlength=0)
        found = np.flatnonzero(counts)
        return {
            (words[int(pair) // len(words)], words[int(pair) % len(words)]): int(counts[pair])
            for pair in found
        }

    def flips(self) -> Iterator[Flip]:
        """Every flip, in the order of the projects."""
        words = WORDS[self.kind]
        for at in self.flipped.tolist():
            yield Flip(at, self.kind, self.rule, words[self.old[at]], words[self.new[at]])


@dataclass(frozen=True, slots=True)
class Scores:
    """The total by both packs, (low, high) of n each or None, and the ranks by the low end.

    Rank 1 is the best; equal scores share the better rank; 0 is none.
    """

    old: tuple[Any, Any] | None
    new: tuple[Any, Any] | None
    old_rank: Any
    new_rank: Any

    @property
    def changed(self) -> Any:
        """The numbers of the projects whose score or rank is not what it was."""
        import numpy as np

        if self.old is None or self.new is None:
            return np.arange(len(self.new_rank))
        same = np.isclose(self.old[0], self.new[0], rtol=0, atol=1e-9)
        same &= np.isclose(self.old[1], self.new[1], rtol=0, atol=1e-9)
        return np.flatnonzero(~same | (self.old_rank != self.new_rank))


@dataclass(frozen=True, slots=True)
class Flips:
    """All that flips. `programme` are the programme's own checks: name to (old, new)."""

    tables: tuple[Table, ...]
    programme: Mapping[str, tuple[str, str]]
    scores: Scores | None

    @property
    def count(self) -> int:
        """How many verdicts flip, those of the programme included."""
        return sum(len(table.flipped) for table in self.tables) + len(self.programme)
