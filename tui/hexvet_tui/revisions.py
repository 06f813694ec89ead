"""Which revision of the rules is in force, and whether there are drafts: for the title bar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from hexvet.problems import Unusable
from hexvet.workspace.folders import JOURNAL, RULES
from hexvet_tui.effects import Work

if TYPE_CHECKING:
    from hexvet.drafting.revisions import InForce
    from hexvet.packs.model import Pack
    from hexvet_tui.session import Session

BY_HAND = " + changed by hand"
"""What follows a revision, or a version, of which a file was changed since."""


@dataclass(frozen=True, slots=True)
class Revisions:
    """`known` are the revisions of the packs in force, by id; `drafts` the packs, or files, of
    which there is a text that is not saved."""

    known: Mapping[str, InForce] = field(default_factory=dict)
    drafts: tuple[str, ...] = ()


def words(session: Session) -> str:
    """`DRAFT town (r2 in force)`, else `town r2 + changed by hand, nirn-hexagon 1.0.0`; empty when
    no revision of a pack in force was recorded and none was changed by hand."""
    found = session.of(Revisions)
    packs = session.assessment.packs if session.assessment else ()
    names = {pack.id: _name(pack, found.known.get(pack.id), BY_HAND) for pack in packs}
    if not found.drafts:
        told = any(recorded(session, id_) for id_ in names)
        return ", ".join(f"{id_} {name}" for id_, name in names.items()) if told else ""
    first, *more = found.drafts
    others = f" and {len(more)} more" if more else ""
    force = f" ({names[first]} in force)" if names.get(first) else ""
    return f"DRAFT {first}{others}{force}"


def short(session: Session) -> tuple[str, ...]:
    """The first of it alone, each form shorter than the one before: `DRAFT town (r2+ in force)`,
    `DRAFT town (r2+)`, `DRAFT (r2+)`; else `r2+` or `1.0.0+` of the first pack changed by hand,
    else `r2`; the version of the first pack when `words` has nothing to say."""
    found = session.of(Revisions)
    known, packs = found.known, session.assessment.packs if session.assessment else ()
    if found.drafts:
        first = found.drafts[0]
        force = next((_name(one, known.get(first), "+") for one in packs if one.id == first), "")
        if not force:
            return f"DRAFT {first}", "DRAFT"
        return f"DRAFT {first} ({force} in force)", f"DRAFT {first} ({force})", f"DRAFT ({force})"
    by_hand = (pack for pack in packs if pack.id in known and known[pack.id].by_hand)
    numbered = (pack for pack in packs if pack.id in known and known[pack.id].number)
    chosen = next(chain(by_hand, numbered, packs), None)
    return (_name(chosen, known.get(chosen.id), "+") if chosen else "",)


def recorded(session: Session, pack: str) -> str:
    """`r14`, `r14 + changed by hand`; empty for a pack as it is that was never recorded."""
    found = session.of(Revisions).known.get(pack)
    number = f"r{found.number}" if found and found.number else ""
    return f"{number}{BY_HAND}".lstrip() if found and found.by_hand else number


def _name(pack: Pack, found: InForce | None, by_hand: str) -> str:
    """The revision of a pack, else its version; with a mark where it was changed by hand."""
    name = f"r{found.number}" if found and found.number else pack.version
    return f"{name}{by_hand if found and found.by_hand else ''}".rstrip()


def drafted(session: Session, drafts: tuple[str, ...]) -> Session:
    """With the drafts that there are now."""
    return session.having(replace(session.of(Revisions), drafts=drafts))


def sought(session: Session, files: tuple[str, ...]) -> Session:
    """After the workspace was read: looks into the journal when it is among the changed files, or
    rules are, and for a pack that is new."""
    if session.assessment is None:
        return session
    packs, known = session.assessment.packs, session.of(Revisions).known
    changed = any(file == JOURNAL or file.startswith(f"{RULES}/") for file in files)
    if not changed and all(pack.id in known for pack in packs):
        return session
    root = Path(session.assessment.workspace.root)
    work = Work(lambda: _recorded(root, packs), _found, "revisions", failed=lambda now, _: now)
    return session.wanting(work)


def settled(session: Session) -> Session:
    """With the revisions, read now: for the plain twin. A journal that cannot be read has none."""
    if session.assessment is None:
        return session
    workspace = session.assessment.workspace
    try:
        found = _recorded(Path(workspace.root), session.assessment.packs)
    except (OSError, Unusable):
        return session
    return _found(session, found)


def _recorded(root: Path, packs: tuple[Pack, ...]) -> Mapping[str, InForce]:
    from hexvet.drafting.revisions import in_force

    return in_force(root, packs)


def _found(session: Session, found: Mapping[str, InForce]) -> Session:
    return session.having(replace(session.of(Revisions), known=found))
