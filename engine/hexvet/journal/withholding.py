"""What the journal does not tell yet: a party's answers until it has marked them as finished.

It holds for everybody who reads the journal through hexvet, the party included, so that nobody
has to be believed. The lines themselves are whole: verifying, replaying and taking back need them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

from hexvet.documents import Document, parse_document, read_content
from hexvet.journal.model import Edit, Entry
from hexvet.problems import Problem
from hexvet.workspace.folders import ASSESSMENTS

FINISHED = "finished"
"""The key by which a party says so: it is told always."""
_TELLING = ("before", "after")


def withholding(root: Path) -> Callable[[Entry], Entry]:
    """Makes entries fit to be shown; each file is looked at once, as it stands by then."""

    @cache
    def is_open(file: str) -> bool:
        content = read_content(root / file, file)
        text = "" if isinstance(content, Problem) else content.decode(errors="replace")
        found = parse_document(text, file)
        return not (isinstance(found, Document) and found.data.get(FINISHED) is True)

    return lambda entry: withheld(entry, is_open)


def withheld(entry: Entry, is_open: Callable[[str], bool]) -> Entry:
    """The entry without the values and the reasons of answers that are not finished.

    `is_open` tells of a file in assessments/ whether its party goes on answering.
    """
    if not any(_is_answer(edit) and is_open(edit.file) for edit in entry.edits):
        return entry
    edits = tuple(_sealed(one) if _is_answer(one) and is_open(one.file) else one
                  for one in entry.edits)  # fmt: skip
    details = {name: told for name, told in entry.details.items() if name not in _TELLING}
    return replace(entry, edits=edits, details=details, reason="")


def _is_answer(edit: Edit) -> bool:
    return edit.file.startswith(f"{ASSESSMENTS}/") and edit.path != (FINISHED,)


def _sealed(edit: Edit) -> Edit:
    words = f"sealed until {edit.file.split('/')[1]} has finished"
    before, after = (None if text is None else words for text in (edit.before, edit.after))
    return replace(edit, before=before, after=after)
