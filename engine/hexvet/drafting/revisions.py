"""The revisions of a pack, out of the journal, with the texts that were in force."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from hexvet.journal.lines import digest
from hexvet.journal.model import Entry
from hexvet.journal.noticing import last_words, past_revisions
from hexvet.journal.reading import read_journal
from hexvet.journal.store import kept
from hexvet.problems import Problem

if TYPE_CHECKING:
    from hexvet.packs.model import Pack


@dataclass(frozen=True, slots=True)
class Revision:
    """One revision of a pack. `rules` are those that changed, as `kind/name`; `flipped` counts
    the verdicts that did, None where nobody worked it out. `sha256` is the file's digest, "" when
    it was taken away."""

    number: int
    entry: int
    day: datetime.date
    by: str
    reason: str
    rules: tuple[str, ...]
    flipped: int | None
    sha256: str

    def is_of(self, text: str) -> bool:
        """Whether a text is this revision."""
        return digest(text.encode()) == self.sha256

    @property
    def name(self) -> str:
        """`r3`; what is no pack, such as hexvet.toml, has entries alone: `entry 12`."""
        return f"r{self.number}" if self.number else f"entry {self.entry}"


def revisions(root: Path, file: str) -> tuple[Revision, ...]:
    """The revisions of a file of rules, newest first; damaged lines are passed over. The last is
    the text that stood there before the journal first named the file, when there was one."""
    found: list[Revision] = []
    for entry in read_journal(root):
        one = _revision(entry, file) if isinstance(entry, Entry) else None
        if one is None:
            continue
        if not found and isinstance(entry, Entry):
            found += _before(entry, file, one)
        found.append(one)
    return tuple(reversed(found))


def _before(entry: Entry, file: str, first: Revision) -> list[Revision]:
    """What the first entry about a file found there."""
    sha256 = next((one.before for one in entry.files if one.file == file), None)
    if not sha256 or first.number < 2:
        return []
    number = first.number - 1
    return [Revision(number, entry.number, first.day, "", "as it was found", (), None, sha256)]


def _revision(entry: Entry, file: str) -> Revision | None:
    """An entry as a revision of the file; the one that took it as it was found counts, too."""
    change = next((one for one in entry.files if one.file == file), None)
    if change is None:
        return None
    number, flipped = entry.details.get("revision"), entry.details.get("flipped")
    rules = entry.details.get("rules")
    return Revision(
        number if isinstance(number, int) else 0,
        entry.number,
        entry.at.date(),
        entry.by,
        entry.reason,
        tuple(map(str, rules)) if isinstance(rules, list | tuple) else (),
        flipped if isinstance(flipped, int) else None,
        change.after or "",
    )


class InForce(NamedTuple):
    """The revision of a pack that is in force, 0 where none was recorded. `by_hand` tells that a
    file of it was changed since the journal named it last."""

    number: int
    by_hand: bool


def in_force(root: Path, packs: Iterable[Pack]) -> dict[str, InForce]:
    """The revisions of packs in force, by their id. Raises `Unusable` or `OSError` when the journal
    cannot be read."""
    texts = [(pack, {one.file: digest(one.text.encode()) for one in pack.documents})
             for pack in packs]  # fmt: skip
    words = last_words(root, {file for _, digests in texts for file in digests})
    return {pack.id: _in_force(root, pack, digests, words) for pack, digests in texts}


def _in_force(
    root: Path, pack: Pack, digests: Mapping[str, str], words: Mapping[str, str | None]
) -> InForce:
    """By the digests of a pack's files, and those that the journal gave them last."""
    by_hand = any(words.get(file, now) != now for file, now in digests.items())
    now = None if by_hand else digests.get(pack.file)
    return InForce(_number(root, pack, now), by_hand)


def _number(root: Path, pack: Pack, now: str | None) -> int:
    """The number of the newest revision that is the text with a digest, else of the last one: an
    undo brings an older text back."""
    last = 0
    for number, change in past_revisions(root, pack.id, pack.file):
        last = last or number
        if now is None or change is None or change.after == now:
            return number
        if change.before == now:
            return number - 1
    return last


def text_of(root: Path, revision: Revision) -> str | Problem:
    """The text that was in force after a revision, or why it is not to be had."""
    if not revision.sha256:
        return ""
    found = kept(root, revision.sha256)
    return found if isinstance(found, Problem) else found.decode("utf-8", "replace")


def last_change(found: Sequence[Revision], kind: str, name: str) -> Revision | None:
    """The newest revision that changed a rule."""
    return next((one for one in found if f"{kind}/{name}" in one.rules), None)
