"""Which revision of the rules is in force, and whether there are drafts: for the title bar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from hexvet.problems import Unusable
from hexvet.workspace.folders import JOURNAL
from hexvet_tui.effects import Work

if TYPE_CHECKING:
    from hexvet_tui.session import Session


@dataclass(frozen=True, slots=True)
class Revisions:
    """`numbers` are the revisions that were recorded last, by pack, 0 where none was; `drafts`
    the packs, or files, of which there is a text that is not saved."""

    numbers: Mapping[str, int] = field(default_factory=dict)
    drafts: tuple[str, ...] = ()


def words(session: Session) -> str:
    """`DRAFT town (r2 in force)`, else `town r2, nirn-hexagon 1.0.0`; empty when no revision of
    a pack in force was recorded."""
    found = session.of(Revisions)
    packs = session.assessment.packs if session.assessment else ()
    names = {pack.id: _name(found, pack.id, pack.version) for pack in packs}
    if not found.drafts:
        recorded = any(found.numbers.get(id_) for id_ in names)
        return ", ".join(f"{id_} {name}" for id_, name in names.items()) if recorded else ""
    first, *more = found.drafts
    others = f" and {len(more)} more" if more else ""
    force = f" ({names[first]} in force)" if names.get(first) else ""
    return f"DRAFT {first}{others}{force}"


def _name(found: Revisions, pack: str, version: str) -> str:
    number = found.numbers.get(pack)
    return f"r{number}" if number else version


def drafted(session: Session, drafts: tuple[str, ...]) -> Session:
    """With the drafts that there are now."""
    return session.having(replace(session.of(Revisions), drafts=drafts))


def sought(session: Session, files: tuple[str, ...]) -> Session:
    """After the workspace was read: looks into the journal when it is among the changed files,
    and for a pack that is new."""
    packs, known = _packs(session), session.of(Revisions).numbers
    if session.assessment is None or (JOURNAL not in files and known.keys() >= set(packs)):
        return session
    root = Path(session.assessment.workspace.root)
    work = Work(lambda: _recorded(root, packs), _found, "revisions", failed=lambda now, _: now)
    return session.wanting(work)


def settled(session: Session) -> Session:
    """With the revisions, read now: for the plain twin. A journal that cannot be read has none."""
    if session.assessment is None:
        return session
    try:
        numbers = _recorded(Path(session.assessment.workspace.root), _packs(session))
    except (OSError, Unusable):
        return session
    return _found(session, numbers)


def _packs(session: Session) -> tuple[str, ...]:
    return tuple(pack.id for pack in session.assessment.packs) if session.assessment else ()


def _recorded(root: Path, packs: tuple[str, ...]) -> dict[str, int]:
    from hexvet.journal.noticing import last_revision

    return {pack: last_revision(root, pack) for pack in packs}


def _found(session: Session, numbers: Mapping[str, int]) -> Session:
    return session.having(replace(session.of(Revisions), numbers=numbers))
