"""After a crash: what was begun is completed, what was torn is set aside, and both are told."""

from __future__ import annotations

import os
from dataclasses import dataclass
from glob import escape
from pathlib import Path

from hexvet.journal.chain import check_chain
from hexvet.journal.committing import PENDING, Piece, commit, finished, pending
from hexvet.journal.lines import JOURNAL, digest
from hexvet.journal.model import Clock, Draft, Entry, FileChange, Json
from hexvet.journal.reading import Head, head_of, read_entry
from hexvet.journal.splicing import content_of, is_kept
from hexvet.journal.store import kept, sync_folder
from hexvet.problems import Place, Problem, Unusable
from hexvet.workspace.writing import locked, put, stage

BY = "hexvet"
"""Who records a recovery."""

_MOST_TORN = 10_000


@dataclass(frozen=True, slots=True)
class Recovery:
    """What a crash had left. All empty when there was nothing.

    `torn` is the file that holds the rest of a line; `completed` are the files that were put
    in place, `problems` those that could not be. `entry` is the record of it.
    """

    torn: str = ""
    completed: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    entry: Entry | None = None


def recover(root: Path, clock: Clock) -> Recovery:
    """Completes or reports what a crash left; does nothing, and writes nothing, without one.

    Raises `Unusable` when it cannot: the lock is taken, the disk is full, the chain is
    broken.
    """
    if not is_needed(root):
        return Recovery()
    with locked(root, purpose="hexvet, recovering"):
        check_chain(root, noting=True)
        return recover_alone(root, clock)


def is_needed(root: Path) -> bool:
    """Whether a writer is at work, or was and did not finish."""
    return os.path.lexists(root / PENDING) or head_of(root).torn > 0


def recover_alone(root: Path, clock: Clock, head: Head | None = None) -> Recovery:
    """`recover` for the holder of the lock; `head` as in `commit`."""
    last, head = head, head or head_of(root)
    begun = pending(root)
    if not head.torn and begun is None:
        finished(root)
        return Recovery()
    try:
        torn = _set_aside(root, head) if head.torn else ""
        _sweep(root, begun.files if begun else ())
    except OSError as error:
        raise _unable(error) from error
    redone = _redo(root, head) if begun and begun.sha256 == head.sha256 else ((), ())
    found = Recovery(torn, *redone)
    if found != Recovery():
        (entry,) = commit(root, [Piece(_draft(root, found))], clock, last)
        found = Recovery(torn, *redone, entry)
    finished(root)
    return found


def _unable(error: OSError) -> Unusable:
    message = f"cannot recover what a crash left: {error.strerror or error}"
    hint = "nothing was lost; free some space or give permission, then: hexvet verify --repair"
    return Unusable([Problem("JN022", message, Place(JOURNAL), hint)])


def _draft(root: Path, found: Recovery) -> Draft:
    details: dict[str, Json] = {}
    if found.torn:
        content = (root / found.torn).read_bytes()
        details["torn"] = {"file": found.torn, "bytes": len(content), "sha256": digest(content)}
    if found.completed:
        details["completed"] = list(found.completed)
    if found.problems:
        details["left"] = [f"{one.place}: {one.message}" for one in found.problems]
    return Draft("recovery", BY, reason="a write was interrupted", details=details)


# the torn end -----------------------------------------------------------------------------------
def _set_aside(root: Path, head: Head) -> str:
    """Moves the torn end into a file of its own; the journal ends with a whole line then."""
    handle = os.open(root / JOURNAL, os.O_RDWR | os.O_CLOEXEC)
    try:
        rest = os.pread(handle, head.torn, head.size)
        name = _aside(root, rest)
        os.ftruncate(handle, head.size)
        os.fsync(handle)
    finally:
        os.close(handle)
    return name


def _aside(root: Path, content: bytes) -> str:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    for name in (f"journal.torn-{number}" for number in range(1, _MOST_TORN)):
        try:
            handle = os.open(root / name, flags, 0o666)
        except FileExistsError:
            continue
        with open(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(handle)
        sync_folder(root)
        return name
    raise OSError("there are too many journal.torn files")


# the files --------------------------------------------------------------------------------------
def _sweep(root: Path, files: tuple[str, ...]) -> None:
    """Removes what was staged and never put in place."""
    for file in filter(is_kept, files):
        path = Path(os.path.realpath(root / file))
        for left in path.parent.glob(f".{escape(path.name[:60])}.*.tmp"):
            left.unlink(missing_ok=True)


def _redo(root: Path, head: Head) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Puts the files of the last entry in place, where they are as they were before it."""
    entry = read_entry(root, head.number)
    assert isinstance(entry, Entry)
    completed: list[str] = []
    problems: list[Problem] = []
    for change in entry.files:
        try:
            if _complete(root, change):
                completed.append(change.file)
        except Unusable as error:
            problems += error.problems
    return tuple(completed), tuple(problems)


def _complete(root: Path, change: FileChange) -> bool:
    """Whether a file had to be put in place. Raises `Unusable` when it cannot be."""
    file = change.file
    if not is_kept(file):
        raise Unusable([Problem("JN023", "this is no file of a workspace", Place(file), "")])
    content = content_of(root, file)
    now = None if content is None else digest(content)
    if now == change.after:
        return False
    if now != change.before:
        message = "an interrupted change was not completed: somebody changed the file since"
        hint = "look at the entry before the recovery: hexvet log"
        raise Unusable([Problem("JN023", message, Place(file), hint)])
    if change.after is None:
        (root / file).unlink()
        return True
    after = kept(root, change.after)
    if isinstance(after, Problem):
        raise Unusable([after])
    put(stage(root / file, after, now, file))
    return True
