"""The revisions of a pack as a table and for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence

from hexvet.drafting.revisions import Revision
from hexvet.reporters.typesetting import PLAIN, Column, Page, clean, grid

_COLUMNS = (
    Column("REVISION"),
    Column("DAY"),
    Column("BY", most=20),
    Column("FLIPS", right=True),
    Column("ENTRY", right=True),
    Column("REASON"),
)


def render(file: str, found: Sequence[Revision], page: Page = PLAIN) -> str:
    """One line a revision, the newest first; where there is none, what to do about it."""
    if not found:
        return (
            f"The journal names no revision of {clean(file)} yet.\n"
            "hexvet record takes the file as it stands; hexvet revise saves another text.\n"
        )
    rows = [_row(one) for one in found]
    return "\n".join([*grid(_COLUMNS, rows, [[""] * len(_COLUMNS)] * len(rows), page), ""])


def _row(one: Revision) -> list[str]:
    flips = "-" if one.flipped is None else f"{one.flipped:,}"
    words = (one.by, flips, str(one.entry), one.reason)
    return [f"r{one.number}", one.day.isoformat(), *map(clean, words)]


def render_json(file: str, found: Sequence[Revision]) -> str:
    """The same for programs; `flipped` is null where nobody worked it out."""
    revisions = [
        {
            "revision": one.number,
            "entry": one.entry,
            "day": one.day.isoformat(),
            "by": one.by,
            "reason": one.reason,
            "rules": list(one.rules),
            "flipped": one.flipped,
            "sha256": one.sha256,
        }
        for one in found
    ]
    return json.dumps({"file": file, "revisions": revisions}, indent=2, ensure_ascii=False) + "\n"
