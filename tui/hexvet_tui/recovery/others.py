"""What other people record in the same workspace while this screen is open."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hexvet_tui.effects import Work
from hexvet_tui.typesetting import clean

if TYPE_CHECKING:
    from hexvet.journal.model import Entry
    from hexvet_tui.session import Session

JOURNAL = "journal.jsonl"
MOST = 20
"""Entries of one burst that are looked at."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The number of the last entry that this screen knows; -1 before it has looked."""

    number: int = -1


def noticed(session: Session, files: tuple[str, ...]) -> Session:
    """After the workspace was read: looks into the journal when it is among the changed files,
    and once at the start."""
    since = session.of(Seen).number
    if session.assessment is None or (since >= 0 and JOURNAL not in files):
        return session
    root = Path(session.assessment.workspace.root)

    def do() -> tuple[Entry, ...]:
        return latest(root, since)

    return session.wanting(Work(do, _told, "others", failed=lambda after, _: after))


def latest(root: Path, since: int) -> tuple[Entry, ...]:
    """The entries after a number, the oldest first; the last one alone for -1."""
    from hexvet.journal.model import Entry
    from hexvet.journal.reading import entry_of, read_backwards

    found: list[Entry] = []
    for line in read_backwards(root):
        entry = entry_of(line)
        if not isinstance(entry, Entry):
            continue
        if entry.number <= since or len(found) == MOST:
            break
        found.insert(0, entry)
        if since < 0:
            break
    return tuple(found)


def _told(session: Session, entries: tuple[Entry, ...]) -> Session:
    first = session.of(Seen).number < 0
    session = session.having(Seen(max([session.of(Seen).number, 0, *(e.number for e in entries)])))
    theirs = [entry for entry in entries if not _own(session, entry)]
    if first or not theirs:
        return session
    more = f" and {len(theirs) - 1} more" if len(theirs) > 1 else ""
    before = f"; {session.message.text}" if session.message.text else ""
    return session.said(f"{words(theirs[-1])}{more}{before}", "good")


def _own(session: Session, entry: Entry) -> bool:
    """Whether this screen said already that it recorded the entry."""
    said = re.compile(rf"\bentry {entry.number}\b")
    return any(said.search(message.text) for message in session.history[-10:])


def words(entry: Entry) -> str:
    """`anna (director) recorded a waiver: permits, la-model/sponsor (entry 12)`."""
    article = "an" if entry.kind[0] in "aeiou" else "a"
    kind = "new rules" if entry.kind == "rules" else f"{article} {entry.kind}"
    about = ", ".join(name.partition(":")[2] for name in entry.about[:2])
    role = f" ({entry.role})" if entry.role else ""
    return clean(f"{entry.by}{role} recorded {kind}: {about} (entry {entry.number})")
