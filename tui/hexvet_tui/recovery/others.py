"""What other people record in the same workspace while this screen is open."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hexvet.workspace.folders import JOURNAL
from hexvet_tui.effects import Work
from hexvet_tui.typesetting import clean

if TYPE_CHECKING:
    from hexvet.evaluation import Assessment
    from hexvet.journal.model import Entry
    from hexvet_tui.session import Session

MOST = 20
"""Entries of one burst that are looked at."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The number of the last entry that this screen knows; -1 before it has looked."""

    number: int = -1


def read(session: Session, after: Assessment, files: tuple[str, ...]) -> Session:
    """Says what a new reading changed; behind what this screen recorded, when it said that last.

    Files that say what is shown already are no news, and what is recorded is told by `noticed`.
    """
    from hexvet_tui import changes

    before = session.assessment
    if before is None:
        return session
    said = changes.told(before, after)
    known = JOURNAL in files or (files and _texts(before, files) == _texts(after, files))
    if said == changes.NOTHING and known:
        return session
    heard = session.message.entry or session.message.tone == "alert"
    if said == changes.NOTHING and heard:
        return session
    names = changes.several([Path(file).name for file in files])
    said = f"{said} ({names})" if names else said
    return session.adding(said) if heard else session.quiet().said(said, "good")


def _texts(assessment: Assessment, files: tuple[str, ...]) -> list[str | None]:
    known = assessment.workspace.documents
    return [known[file].text if file in known else None for file in files]


def noticed(session: Session, files: tuple[str, ...]) -> Session:
    """After the workspace was read: looks into the journal when it is among the changed files,
    and once at the start."""
    since = session.of(Seen).number
    if session.assessment is None or (since >= 0 and JOURNAL not in files):
        return session
    root = Path(session.assessment.workspace.root)

    def do() -> tuple[Entry, ...]:
        return latest(root, since)

    session = session.wanting(Work(do, _told, "others", failed=lambda after, _: after))
    return session if since >= 0 else session.wanting(_chain(root))


def _chain(root: Path) -> Work:
    """Looks once whether the journal's chain is broken, and says so: nothing would be recorded."""

    def do() -> str:
        from hexvet.journal.chain import survey

        broken = survey(root).broken
        return "" if broken is None else f"the journal is broken at line {broken.place.line}"

    def told(session: Session, found: str) -> Session:
        more = "nothing is recorded below it: hexvet verify"
        return session.said(found, "alert", more) if found else session

    return Work(do, told, "chain", failed=lambda after, _: after)


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
    from hexvet.journal.committing import made_here

    first = session.of(Seen).number < 0
    session = session.having(Seen(max([session.of(Seen).number, 0, *(e.number for e in entries)])))
    theirs = [entry for entry in entries if not made_here(entry)]
    if first or not theirs:
        return session
    more = f" and {len(theirs) - 1} more" if len(theirs) > 1 else ""
    return session.said(f"{words(theirs[-1])}{more}", "good", session.message.whole)


def words(entry: Entry) -> str:
    """`anna (director) recorded a waiver: permits, la-model/sponsor (entry 12)`."""
    article = "an" if entry.kind[0] in "aeiou" else "a"
    kind = "new rules" if entry.kind == "rules" else f"{article} {entry.kind}"
    about = ", ".join(name.partition(":")[2] for name in entry.about[:2])
    role = f" ({entry.role})" if entry.role else ""
    return clean(f"{entry.by}{role} recorded {kind}: {about} (entry {entry.number})")
