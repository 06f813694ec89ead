"""Edits into texts: each is compared with what stands there, then put in its place."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path as Folder

from hexvet.documents import Document, parse_document, read_content
from hexvet.journal.lines import digest
from hexvet.journal.model import Edit, Entry, FileChange, Path
from hexvet.journal.store import kept
from hexvet.problems import Place, Problem, Unusable
from hexvet.workspace.folders import ASSESSMENTS, PROJECTS, RULES, SETTINGS, WAIVERS
from hexvet.workspace.toml_rows import add_row, has_blocks, remove_row, remove_rows
from hexvet.workspace.toml_values import (
    add_table,
    is_written,
    remove_value,
    set_value,
    toml_value,
)

LOCK = "pack.lock"

_KEPT = re.compile(
    rf"(?:{re.escape(SETTINGS)}|{re.escape(WAIVERS)}|{re.escape(LOCK)}"
    rf"|(?:{PROJECTS}|{RULES}|{ASSESSMENTS}/(?!\.)[^/\\\0]+)/(?!\.)[^/\\\0]+\.toml)"
)


@dataclass(frozen=True, slots=True)
class Write:
    """A whole file's bytes before and after; None where there is no file.

    `was` is the digest before where only that is known.
    """

    file: str
    before: bytes | None
    after: bytes | None
    was: str = ""

    @property
    def changes(self) -> bool:
        """Whether there is a difference at all."""
        return self.before != self.after

    @property
    def change(self) -> FileChange:
        """Its digests."""
        before, after = (None if one is None else digest(one) for one in (self.before, self.after))
        return FileChange(self.file, self.was or before, after)


def is_kept(file: str) -> bool:
    """Whether a file, named relative to the workspace, is one that the journal follows."""
    return len(file) < 1000 and _KEPT.fullmatch(file) is not None


def edit_of(document: Document | None, file: str, path: Path, value: object) -> Edit:
    """The edit that gives a value to a path of a file; `value` None takes it away.

    `document` is the file as it was read, None when there is none. Raises `TypeError` for what
    TOML cannot hold.
    """
    after = None if value is None else toml_value(value)
    return Edit(file, path, text_at(document, path), after)


def text_at(document: Document | None, path: Path) -> str | None:
    """The TOML text of the value at a path, in its one spelling; None where there is none."""
    found: object = document.data if document else None
    for name in path:
        if isinstance(found, Mapping):
            found = found.get(str(name))
        elif isinstance(found, list) and isinstance(name, int) and 0 <= name < len(found):
            found = found[name]
        else:
            return None
    return None if found is None else toml_value(found)


def value_of(text: str) -> object:
    """The value that a TOML text stands for. Raises `Unusable` when it stands for none."""
    found = parse_document(f"x = {text}\n", "")
    if isinstance(found, Document) and list(found.data) == ["x"]:
        return found.data["x"]
    raise Unusable([Problem("JN020", f"not a TOML value: {text[:60]}", Place(""), "")])


def turned(root: Folder, entry: Entry) -> tuple[Edit, ...]:
    """The edits that take an entry back: its values, last first, and whole files as they were.

    A file that the entry made goes as a whole as long as it is what the entry left. Raises
    `Unusable` when the text of a whole file is not in the store any more.
    """
    by_value = {edit.file for edit in entry.edits}
    whole = {
        change.file
        for change in entry.files
        if change.file not in by_value or _is_untouched(root, change)
    }
    edits = [edit.turned() for edit in reversed(entry.edits) if edit.file not in whole]
    files = [change for change in entry.files if change.file in whole]
    return (*edits, *(_whole(root, change) for change in files))


def _is_untouched(root: Folder, change: FileChange) -> bool:
    """Whether a file that an entry made is still what it made."""
    if change.before is not None or change.after is None:
        return False
    content = content_of(root, change.file)
    return content is not None and digest(content) == change.after


def _whole(root: Folder, change: FileChange) -> Edit:
    texts: list[str | None] = []
    for sha256 in (change.after, change.before):
        content = None if sha256 is None else kept(root, sha256)
        if isinstance(content, Problem):
            raise Unusable([content])
        texts.append(None if content is None else _decoded(content, change.file))
    return Edit(change.file, (), *texts)


def writes_of(root: Folder, edits: Sequence[Edit]) -> list[Write]:
    """The files that the edits change, each with all of its edits, in order.

    Raises `Unusable` when a file is none that is kept, cannot be read, or does not hold what
    an edit takes it to hold.
    """
    by_file: dict[str, list[Edit]] = {}
    for edit in edits:
        by_file.setdefault(edit.file, []).append(edit)
    return [_write(root, file, same) for file, same in by_file.items()]


def _write(root: Folder, file: str, edits: Sequence[Edit]) -> Write:
    if not is_kept(file):
        message = "this is no file that the journal follows"
        raise Unusable([Problem("JN020", message, Place(file[:200]), "nothing was changed")])
    before = content_of(root, file)
    text = spliced(None if before is None else _decoded(before, file), edits)
    return Write(file, before, None if text is None else text.encode())


def spliced(text: str | None, edits: Sequence[Edit]) -> str | None:
    """The text of one file after its edits; None where there is no file.

    Raises `Unusable` when something else stands there than an edit takes it to be.
    """
    for edit in edits:
        text = _spliced(text, edit)
    return text


def content_of(root: Folder, file: str) -> bytes | None:
    """What stands in a file now; None when there is none. Raises `Unusable` as it is read."""
    if not os.path.lexists(root / file):
        return None
    found = read_content(root / file, file)
    if isinstance(found, Problem):
        raise Unusable([found])
    return found


def _decoded(content: bytes, file: str) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        hint = "nothing was changed; save it as UTF-8"
        raise Unusable([Problem("WS004", "this file is not UTF-8", Place(file), hint)]) from error


def _spliced(text: str | None, edit: Edit) -> str | None:
    """The text after an edit. Raises `Unusable` when something else stands there."""
    if not edit.path:
        if text != edit.before:
            raise _conflict(edit, "this file")
        return edit.after
    document = parse_document(text or "", edit.file)
    if isinstance(document, Problem):
        raise Unusable([document])
    before = None if edit.before is None else toml_value(value_of(edit.before))
    if text_at(document, edit.path) != before:
        raise _conflict(edit, ".".join(map(str, edit.path))[:200], document)
    if edit.after is None:
        return document.text if before is None else _taken_out(document, edit.path)
    return _put(document, edit.path, value_of(edit.after), absent=before is None)


def _taken_out(document: Document, path: Path) -> str:
    if isinstance(path[-1], int):
        return remove_row(document, path[:-1], path[-1])
    if has_blocks(document, path):
        return remove_rows(document, path)
    return remove_value(document, path)


def _put(document: Document, path: Path, value: object, *, absent: bool) -> str:
    parent, last = path[:-1], path[-1]
    if not absent or not parent:
        return set_value(document, path, value)
    if isinstance(last, int):
        return _with_row(document, parent, last, value)
    around = _table(document, parent)
    if not around:
        table = value if isinstance(value, Mapping) else {str(last): value}
        return add_table(document, path if isinstance(value, Mapping) else parent, table)
    if isinstance(value, Mapping) and all(_has_header(document, (*parent, n)) for n in around):
        return add_table(document, path, value)
    return set_value(document, path, value)


def _has_header(document: Document, path: Path) -> bool:
    """Whether a value is a `[table]` of its own."""
    span, value = document.span(path), _table(document, path)
    return bool(value) and span is not None and not is_written(document.source, span[0])


def _with_row(document: Document, path: Path, row: int, value: object) -> str:
    """A row behind the last one; the first one makes the list."""
    if row == 0 and text_at(document, path) is None:
        return set_value(document, path, [value])
    if not isinstance(value, Mapping) or (row and text_at(document, (*path, row - 1)) is None):
        message = f"row {row} of {'.'.join(map(str, path))} cannot be added"
        place, hint = document.place(path), "rows are tables, and are added at the end"
        raise Unusable([Problem("WS034", message, place, hint)])
    return add_row(document, path, value)


def _table(document: Document, path: Path) -> Mapping[str, object]:
    found: object = document.data
    for name in path:
        if isinstance(found, list) and isinstance(name, int) and name < len(found):
            found = found[name]
        else:
            found = found.get(str(name)) if isinstance(found, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _conflict(edit: Edit, what: str, document: Document | None = None) -> Unusable:
    place = document.place(edit.path) if document else Place(edit.file)
    message = f"{what} is not what it was when the change was made"
    hint = "nothing was changed; look at it again, then repeat the change"
    return Unusable([Problem("JN021", message, place, hint)])
