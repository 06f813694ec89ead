"""A revision of a rule pack: what changed in words, and which verdicts flip by it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from hexvet.documents import Document, parse_document
from hexvet.journal.model import Draft, Json
from hexvet.journal.noticing import rules_piece
from hexvet.journal.splicing import Write

if TYPE_CHECKING:
    from hexvet.differences.comparing import Comparison
    from hexvet.differences.model import Flip
    from hexvet.packs.loading import Library, Loaded

MOST = 200
"""How many changes and how many flips are told one by one; `flipped` counts them all."""


def revision(
    root: Path, write: Write, by: str, as_of: datetime.date, *, role: str = "", reason: str = ""
) -> Draft:
    """The entry of a pack's new revision, for `record`: its number, the rules that changed,
    and the verdicts of the workspace's projects that flip on a day.

    `write` is the pack's file in `rules/`, before and after.
    """
    draft = rules_piece(root, write).draft
    details = {**draft.details, **effect_of(root, write, as_of)}
    return Draft("rules", by, role, draft.about, reason, as_of, details)


def effect_of(root: Path, write: Write, as_of: datetime.date) -> dict[str, Json]:
    """Changes and flips; only a reason where one side is no pack that loads."""
    if write.before is None or write.after is None:
        return {}
    found = compared(root, write, as_of)
    return _told(found) if found else {"unjudged": "it does not load"}


def compared(root: Path, write: Write, as_of: datetime.date) -> Comparison | None:
    """A pack's file before and after, by the projects as they are now; None where one side is no
    pack that loads."""
    from hexvet.differences.comparing import compare
    from hexvet.differences.reading import portfolios
    from hexvet.packs.loading import Library, shipped_folder

    if write.before is None or write.after is None:
        return None
    library = Library((root / "rules", shipped_folder()), root)
    old, new = (_loaded(library, content, write.file) for content in (write.before, write.after))
    if old is None or new is None or old.pack is None or new.pack is None:
        return None
    return compare(old, new, as_of, portfolios(root, library, old.pack, new.pack))


def _loaded(library: Library, content: bytes, file: str) -> Loaded | None:
    """A pack out of a text; what it extends is as it is now."""
    from hexvet.packs.compiling import compile_pack
    from hexvet.packs.composing import compose
    from hexvet.packs.loading import Loaded

    try:
        document = parse_document(content.decode(), file)
    except UnicodeDecodeError:
        return None
    if not isinstance(document, Document):
        return None
    composition = compose(document, lambda id_, _: library.find(id_))
    pack, problems = compile_pack(composition)
    return Loaded(pack, problems, composition.documents, composition)


def _told(found: Comparison) -> dict[str, Json]:
    details = told_changes([change.text for change in found.changes])
    if found.flips is None:
        return details
    flips = ((found.projects[flip.project][0], flip) for flip in found.flipped())
    return {**details, **told_flips(found.flips.count, found.flips.programme, flips)}


def told_changes(changes: Sequence[str]) -> dict[str, Json]:
    """What changes, for the details of an entry; nothing where nothing does."""
    return {"changes": [*changes[:MOST]]} if changes else {}


def told_flips(
    count: int, programme: Mapping[str, tuple[str, str]], flips: Iterable[tuple[str, Flip]]
) -> dict[str, Json]:
    """Which verdicts flip, for the details of an entry: those of the programme's checks, by name
    from what to what, then those of projects, each with the project's id."""
    checks = [{"check": name, "old": old, "new": new} for name, (old, new) in programme.items()]
    rows: list[Json] = [
        {"project": project, "kind": flip.kind, "rule": flip.rule, "old": flip.old, "new": flip.new}
        for (project, flip), _ in zip(flips, range(MOST), strict=False)
    ]
    return {"flipped": count, "flips": [*checks, *rows][:MOST]}
