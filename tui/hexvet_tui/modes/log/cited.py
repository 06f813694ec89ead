"""What a copy is about: the entry under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hexvet_tui.citing import WIDTH, Cited, as_text
from hexvet_tui.modes.log.panes import entry_lines, subject_of, who
from hexvet_tui.modes.log.state import LogState

if TYPE_CHECKING:
    from hexvet_tui.scene import Scene


def cited(scene: Scene) -> Cited | None:
    """Its number, its words and its digest."""
    from hexvet.reporters.journal import what

    entry = scene.session.of(LogState).entry
    if entry is None:
        return None
    name = f"entry {entry.number}"
    about, day = subject_of(scene, entry), f"{entry.at:%Y-%m-%d %H:%M}"
    row = (str(entry.number), day, entry.kind, about, who(entry), what(entry), entry.reason)
    words = ", ".join(part for part in (about, what(entry)) if part)
    reason = f", because: {entry.reason}" if entry.reason else ""
    citation = f"{name}, {day} UTC: {entry.kind} {words}; by {who(entry)}{reason}"
    whole = as_text(name.upper(), entry_lines(scene, WIDTH))
    return Cited(str(entry.number), row, whole, f"{citation}; sha256 {entry.sha256}", name)
