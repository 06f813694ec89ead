"""Whether each entry follows the one above, and so whether anything may follow the last one."""

from __future__ import annotations

import contextlib
import hashlib
import json
from dataclasses import dataclass, field, replace
from pathlib import Path

from hexvet.journal.lines import JOURNAL, canonical, opened, tampered
from hexvet.journal.model import GENESIS, Entry
from hexvet.journal.reading import Line, prefix_of, read_lines, torn_problem
from hexvet.problems import Problem, Unusable
from hexvet.workspace.folders import PRIVATE

NOTE = f"{PRIVATE}/chain"
"""How far the chain was found whole: a short cut, and no proof. `verify` never reads it."""

ACCEPTED = "accepted"
"""The detail of an entry that accepts what is broken above it: the SHA-256 of all bytes above."""

_COMPARE = "compare it with a copy: git log -p journal.jsonl"
_WAY_OUT = "hexvet verify tells all; once it was looked into: hexvet verify --accept --reason WHY"


@dataclass(slots=True)
class Chain:
    """The chain as far as it was read, and what is wrong with it.

    `before` is the digest that the next line has to name, "" when that is not known; `head`
    and `number` are those of the last entry, `highest` is the highest number of a line or an
    entry. `size` counts the bytes of all `lines`, `read` digests them; `torn` is whether the
    last one has no end.
    """

    before: str = GENESIS
    head: str = GENESIS
    number: int = 0
    highest: int = 0
    lines: int = 0
    size: int = 0
    torn: bool = False
    read: hashlib._Hash = field(default_factory=hashlib.sha256)
    problems: list[Problem] = field(default_factory=list)

    @property
    def broken(self) -> Problem | None:
        """The first break that nobody accepted."""
        return next((one for one in self.problems if one.severity == "error"), None)

    def follow(self, line: Line) -> Entry | None:
        """Takes up one more line; its entry, None when it is none."""
        content = line.content + b"\n" * line.whole
        entry = self._linked(line) if line.whole else None
        if not line.whole:
            self.problems.append(torn_problem(line))
        self.read.update(content)
        self.size += len(content)
        self.lines += line.whole
        self.torn = not line.whole
        self.highest = max(self.highest, self.number, self.lines)
        return entry

    def _linked(self, line: Line) -> Entry | None:
        why = tampered(line.content)
        if why:
            self._tell("JN003", f"this entry was changed: {why[:200]}", line)
        try:
            entry = opened(line.content)
        except ValueError as error:
            if not why:
                self._tell("JN001", f"this is no entry: {str(error)[:200]}", line)
            self.before, self.number = "", self.number + 1
            return None
        if not why and entry.details.get(ACCEPTED) == self.read.hexdigest():
            self._accept(entry)
        else:
            self._compare(entry, line)
        self.before = "" if why else entry.sha256
        self.head, self.number = entry.sha256, entry.number
        return entry

    def _compare(self, entry: Entry, line: Line) -> None:
        if self.before not in ("", entry.prev):
            hint = f"an entry was changed, taken out, put in, or moved; {_COMPARE}"
            self._tell("JN004", "this entry does not follow the one above", line, hint)
        elif entry.number != self.number + 1:
            expected = f"expected {self.number + 1}"
            self._tell("JN004", f"this entry has the number {entry.number}, {expected}", line)

    def _accept(self, entry: Entry) -> None:
        """What was broken above stays to be seen, and stops nobody any more."""
        seen = f"; {entry.by} accepted it in entry {entry.number}"
        self.problems = [
            replace(one, message=one.message + seen, severity="warning")
            if one.severity == "error" else one
            for one in self.problems
        ]  # fmt: skip

    def _tell(self, code: str, message: str, line: Line, hint: str = _COMPARE) -> None:
        self.problems.append(Problem(code, message, line.place, hint))


def survey(root: Path, *, whole: bool = False) -> Chain:
    """The chain to the journal's end, read from where it was found sound before, or as a `whole`.

    Raises `Unusable` when the journal cannot be read.
    """
    chain = Chain() if whole else _noted(root) or Chain()
    for line in read_lines(root, chain.size, chain.lines + 1):
        chain.follow(line)
    return chain


def check_chain(root: Path, *, noting: bool = False) -> None:
    """Raises `Unusable` when the chain is broken and nobody accepted that.

    With `noting`, what is found sound is not read again; only for the holder of the lock.
    """
    chain = survey(root)
    if chain.broken:
        raise Unusable([_refusal(chain.broken)])
    if noting:
        _note(root, chain)


def _refusal(broken: Problem) -> Problem:
    message = f"the journal is broken at line {broken.place.line}: {broken.message}"
    return Problem("JN024", message, broken.place, _WAY_OUT)


# how far it was read ----------------------------------------------------------------------------
def _noted(root: Path) -> Chain | None:
    """The chain as it was noted, when the bytes that it was read from are still the same."""
    try:
        raw = json.loads((root / NOTE).read_bytes())
        head, sha256 = str(raw["head"]), str(raw["sha256"])
        number, lines, size = (int(raw[name]) for name in ("number", "lines", "size"))
        read = prefix_of(root / JOURNAL, size)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    if read.hexdigest() != sha256:
        return None
    return Chain(head, head, number, max(number, lines), lines, size, read=read)


def _note(root: Path, chain: Chain) -> None:
    """On a disk that takes nothing more, all is read again the next time."""
    if chain.torn:
        return
    said = {"head": chain.head, "number": chain.number, "lines": chain.lines,
            "size": chain.size, "sha256": chain.read.hexdigest()}  # fmt: skip
    with contextlib.suppress(OSError):
        (root / NOTE).write_bytes(canonical(said))
