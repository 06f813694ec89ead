"""The journal: what was decided and changed, by whom and why, in one chain that only grows.

    entry = record(root, Draft("answer", "anna", about=("project:permits",)), [edit], clock)
    for found in read_journal(root):    # Entry or Problem, oldest first
        ...

`record` is the one way in which a command or the screen changes a workspace. docs/journal.md
tells what stands in `journal.jsonl` and in `journal/`.
"""

from __future__ import annotations

from hexvet.journal.lines import JOURNAL
from hexvet.journal.model import (
    KINDS,
    Clock,
    Draft,
    Edit,
    Entry,
    FileChange,
    Kind,
    Snapshot,
)
from hexvet.journal.reading import read_entry, read_journal
from hexvet.journal.recovery import Recovery, recover
from hexvet.journal.snapshots import snapshot
from hexvet.journal.splicing import edit_of, text_at, turned
from hexvet.journal.store import kept, restore
from hexvet.journal.writing import record, record_noticed

__all__ = [
    "JOURNAL",
    "KINDS",
    "Clock",
    "Draft",
    "Edit",
    "Entry",
    "FileChange",
    "Kind",
    "Recovery",
    "Snapshot",
    "edit_of",
    "kept",
    "read_entry",
    "read_journal",
    "record",
    "record_noticed",
    "recover",
    "restore",
    "snapshot",
    "text_at",
    "turned",
]
