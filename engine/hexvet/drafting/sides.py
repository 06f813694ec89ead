"""Two texts side by side, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple, TypeAlias

Mark: TypeAlias = Literal["same", "changed", "added", "removed", "skipped"]
AROUND = 3
"""Lines that are shown before and after a difference."""


class Pair(NamedTuple):
    """A row: numbers from 1 and texts, 0 and "" where a side has no such line. For `skipped`,
    `old_row` is how many equal lines are left out."""

    mark: Mark
    old_row: int
    old: str
    new_row: int
    new: str


def shared(old: str, new: str) -> tuple[int, int]:
    """How many characters two lines share at their beginning, and behind that at their end."""
    head = _shared(old, new)
    return head, _shared(old[head:][::-1], new[head:][::-1])


def sides(old: str, new: str, around: int = AROUND) -> tuple[Pair, ...]:
    """The rows in which two texts differ, with some around them."""
    before, after = old.splitlines(), new.splitlines()
    head = _shared(before, after)
    tail = _shared(before[head:][::-1], after[head:][::-1])
    a, b = before[head : len(before) - tail], after[head : len(after) - tail]
    rows = [Pair("same", at + 1, line, at + 1, line) for at, line in enumerate(before[:head])]
    for tag, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        rows += _rows(tag, a[i:j], b[k:m], head + i + 1, head + k + 1)
    rest = before[len(before) - tail :] if tail else []
    rows += [
        Pair("same", len(before) - tail + n + 1, line, len(after) - tail + n + 1, line)
        for n, line in enumerate(rest)
    ]
    return _near(rows, around)


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _rows(tag: str, old: Sequence[str], new: Sequence[str], row: int, other: int) -> list[Pair]:
    rows: list[Pair] = []
    for n in range(max(len(old), len(new))):
        left, right = n < len(old), n < len(new)
        mark: Mark = "same" if tag == "equal" else "changed"
        if not (left and right):
            mark = "removed" if left else "added"
        a = (row + n, old[n]) if left else (0, "")
        b = (other + n, new[n]) if right else (0, "")
        rows.append(Pair(mark, *a, *b))
    return rows


def _near(rows: Sequence[Pair], around: int) -> tuple[Pair, ...]:
    """Without the equal rows that are far from any difference; their number in their place."""
    wanted = bytearray(len(rows))
    for at, row in enumerate(rows):
        if row.mark != "same":
            start, end = max(0, at - around), min(len(rows), at + around + 1)
            wanted[start:end] = b"\1" * (end - start)
    found: list[Pair] = []
    skipped = 0
    for row, keep in zip(rows, wanted, strict=True):
        if not keep:
            skipped += 1
            continue
        if skipped:
            found.append(Pair("skipped", skipped, "", 0, ""))
        skipped = 0
        found.append(row)
    if skipped and found:
        found.append(Pair("skipped", skipped, "", 0, ""))
    return tuple(found)
