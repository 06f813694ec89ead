"""One change of the workspace, whole or not at all, also when the power fails in the middle.

First the contents go into the store, then a note of what is about to be done, then the files
beside their places, then the journal's lines, which are the point of no return, then the files
in their places. Each step is on disk before the next begins.
"""

from __future__ import annotations

import contextlib
import datetime
import errno
import json
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from hexvet.documents import printable
from hexvet.journal.lines import JOURNAL, canonical, digest, opened, sealed
from hexvet.journal.model import Clock, Draft, Edit, Entry
from hexvet.journal.reading import Head, head_of
from hexvet.journal.splicing import Write
from hexvet.journal.store import Text, keep, manifest, sync_folder
from hexvet.problems import Place, Problem, Unusable, way_out
from hexvet.workspace.folders import PRIVATE
from hexvet.workspace.writing import Staged, discard, put, stage

PENDING = f"{PRIVATE}/pending"

_HERE: set[str] = set()
"""The digests of what this process records, there before anybody can read the lines."""


def made_here(entry: Entry) -> bool:
    """Whether this very process recorded an entry: a screen tells only what others did."""
    return entry.sha256 in _HERE


@dataclass(frozen=True, slots=True)
class Piece:
    """One entry to be made. Its `writes` are carried out, unless they `happened` already."""

    draft: Draft
    edits: tuple[Edit, ...] = ()
    writes: tuple[Write, ...] = ()
    happened: bool = False


@dataclass(frozen=True, slots=True)
class Pending:
    """What a writer was about to do: the digest of its last line, and the files it writes."""

    sha256: str
    files: tuple[str, ...]


def commit(
    root: Path, pieces: Sequence[Piece], clock: Clock, head: Head | None = None
) -> tuple[Entry, ...]:
    """Records all pieces and carries them out. Only the holder of the lock may call it.

    `head` is what they follow, where the last line is none that can be read. Raises `Unusable`,
    leaving journal and files as they were, when something cannot be written; when only the
    last step fails, the change is completed by `recover`.
    """
    lines = _sealed(head or head_of(root), pieces, clock)
    entries = tuple(map(opened, lines))
    _HERE.update(entry.sha256 for entry in entries)
    writes = [w for piece in pieces if not piece.happened for w in piece.writes if w.changes]
    with _told(root):
        keep(root, _contents(pieces))
        staged: list[Staged] = []
        try:
            if writes:
                _announce(root, Pending(entries[-1].sha256, tuple(w.file for w in writes)))
            _make_folders(root, writes)
            staged += (_staged(root, write) for write in writes if write.after is not None)
            size = append(root, b"".join(line + b"\n" for line in lines))
        except BaseException as error:
            discard(staged)
            if not _landed(root, entries[-1]):
                finished(root)
            elif isinstance(error, OSError):
                raise _incomplete(entries[-1], error) from error
            raise
    _carry_out(root, entries[-1], writes, staged, size)
    return entries


def _landed(root: Path, entry: Entry) -> bool:
    """Whether a line is in the journal after all: it is completed by the next recovery."""
    try:
        return head_of(root).sha256 == entry.sha256
    except Unusable:
        return False


def _sealed(head: Head, pieces: Sequence[Piece], clock: Clock) -> list[bytes]:
    lines: list[bytes] = []
    number, before = head.number, head.sha256
    for piece in pieces:
        number += 1
        lines.append(sealed(_entry(piece, number, before, clock())))
        before = opened(lines[-1]).sha256
    return lines


def _entry(piece: Piece, number: int, before: str, at: datetime.datetime) -> Entry:
    draft = piece.draft
    inputs = digest(manifest(draft.inputs)) if draft.inputs else ""
    return Entry(
        number,
        at,
        draft.kind,
        draft.by,
        draft.role,
        draft.about,
        draft.reason,
        draft.as_of,
        draft.details,
        inputs,
        tuple(edit for edit in piece.edits if edit.path),
        tuple(write.change for write in piece.writes if write.changes),
        before,
    )


def _contents(pieces: Sequence[Piece]) -> Iterator[Text]:
    """All that replay, recovery and undo need, with the files' endings."""
    for piece in pieces:
        for write in piece.writes:
            like = "" if write.before is None else digest(write.before)
            if write.before is not None:
                yield Text(write.before)
            if write.after is not None:
                yield Text(write.after, like=like)
        if piece.draft.inputs:
            yield from (Text(text.encode()) for text in piece.draft.inputs.files.values())
            yield Text(manifest(piece.draft.inputs), "json")


# the journal's own file -------------------------------------------------------------------------
def append(root: Path, content: bytes) -> int:
    """Puts whole lines at the journal's end, all or nothing, and waits for the disk.

    Returns how long the journal was before. Raises `OSError`, the journal being as it was.
    """
    path = root / JOURNAL
    fresh = not os.path.lexists(path)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o666)
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, f"{JOURNAL} is not a regular file")
        try:
            _write_all(handle, content)
            os.fsync(handle)
        except BaseException:
            _take_back(path, handle, 0 if fresh else status.st_size)
            raise
    finally:
        os.close(handle)
    if fresh:
        sync_folder(root)
    return status.st_size


def _write_all(handle: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(handle, view) :]


def _take_back(path: Path, handle: int, size: int) -> None:
    """Cuts off what was written of a line; what stays all the same is torn, and read as such."""
    with contextlib.suppress(OSError):
        os.ftruncate(handle, size)
        os.fsync(handle)
        if size == 0:
            path.unlink()


# the files --------------------------------------------------------------------------------------
def pending(root: Path) -> Pending | None:
    """What a writer had begun and not finished; None when nothing, or nothing readable."""
    try:
        raw = json.loads((root / PENDING).read_bytes())
        files = tuple(str(name) for name in raw["files"])
        return Pending(str(raw["sha256"]), files)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def finished(root: Path) -> None:
    """Nothing is pending any more. Raises `OSError`."""
    (root / PENDING).unlink(missing_ok=True)


def _announce(root: Path, what: Pending) -> None:
    content = canonical({"sha256": what.sha256, "files": what.files})
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC | os.O_NOFOLLOW
    with open(os.open(root / PENDING, flags, 0o666), "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    sync_folder(root / PRIVATE)


def _make_folders(root: Path, writes: Sequence[Write]) -> None:
    for write in writes:
        folder = (root / write.file).parent
        if write.after is not None and not folder.is_dir():
            folder.mkdir(parents=True)
            sync_folder(folder.parent)


def _staged(root: Path, write: Write) -> Staged:
    assert write.after is not None
    before = None if write.before is None else digest(write.before)
    return stage(root / write.file, write.after, before, write.file)


def _carry_out(
    root: Path, entry: Entry, writes: Sequence[Write], staged: Sequence[Staged], size: int
) -> None:
    """Puts the files in place. When the very first cannot be, the lines are taken back."""
    done = 0
    try:
        for one in staged:
            put(one)
            done += 1
        for write in writes:
            if write.after is None:
                (root / write.file).unlink()
                done += 1
                sync_folder((root / write.file).parent)
        finished(root)
    except (OSError, Unusable) as error:
        discard(staged)
        if done == 0 and _withdrawn(root, entry, size):
            raise
        raise _incomplete(entry, error) from error


def _withdrawn(root: Path, entry: Entry, size: int) -> bool:
    """Takes the lines back; whether that was possible."""
    with contextlib.suppress(OSError):
        handle = os.open(root / JOURNAL, os.O_WRONLY | os.O_CLOEXEC)
        try:
            _take_back(root / JOURNAL, handle, size)
        finally:
            os.close(handle)
        if not _landed(root, entry):
            finished(root)
            return True
    return False


def _incomplete(entry: Entry, error: OSError | Unusable) -> Unusable:
    why = error.problems[0].message if isinstance(error, Unusable) else error.strerror
    message = f"entry {entry.number} is recorded, but not all of its files: {why or error}"
    hint = "when the cause is gone: hexvet verify --repair"
    return Unusable([Problem("JN023", message, Place(JOURNAL), hint)])


@contextlib.contextmanager
def _told(root: Path) -> Iterator[None]:
    """Failures of the disk in words, with a way out."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        file = printable(os.path.relpath(error.filename, root)) if error.filename else JOURNAL
        hint = f"nothing was changed; {way_out(error)}"
        problem = Problem("JN022", f"this cannot be recorded: {reason}", Place(file), hint)
        raise Unusable([problem]) from error
