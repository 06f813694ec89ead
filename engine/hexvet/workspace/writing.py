"""Writing files that other people read and write: whole or not at all, and never over theirs."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import hashlib
import os
import secrets
import stat
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from hexvet.documents import printable
from hexvet.problems import Place, Problem, Unusable, way_out
from hexvet.workspace.folders import PRIVATE, PROJECTS

WAIT = 10.0
"""How long a second writer waits for the first, in seconds."""

_PAUSE = 0.02
_READ_ONLY = Event()
_NO_LINKS = (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)


def refuse_writing() -> None:
    """From now on nothing in this process changes a workspace: `Unusable` is raised.

    One switch for the process, because a screen that is read-only must be so whatever the way.
    What is no part of a workspace is still written, by `hexvet.workspace.exports`.
    """
    _READ_ONLY.set()


def is_refused() -> bool:
    """Whether nothing is written any more into a workspace."""
    return _READ_ONLY.is_set()


def is_writable(root: Path) -> bool:
    """Whether the folders that change with a workspace may be written; one that is not there is
    not asked about."""
    folders = [one for one in (root, root / PROJECTS) if one.is_dir()]
    return all(os.access(one, os.W_OK) for one in folders)


def _check_writing(file: str) -> None:
    if is_refused():
        hint = "nothing was changed; open the workspace without --read-only"
        raise Unusable([Problem("WS036", "this workspace is read-only here", Place(file), hint)])


def write_text(
    path: Path,
    text: str,
    expected_sha256: str | None,
    *,
    shown_as: str | None = None,
    apart: bool = False,
) -> str:
    """Writes a file as a whole and returns the digest of what is in it now.

    `expected_sha256` is the digest of the file as it was read (`Document.sha256`), None for a
    file that must not be there yet. `apart`: it is no part of a workspace. Permissions and, where
    allowed, the owner stay; a link is followed to its file. Raises `Unusable`, leaving all as it
    was, when the file changed, vanished or appeared meanwhile, or when it cannot be written.
    """
    content = text.encode()
    put(stage(path, content, expected_sha256, shown_as or str(path), apart=apart))
    return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True, slots=True)
class Staged:
    """A new content that lies, whole and on disk, beside the file that it is for."""

    target: Path
    temporary: Path
    expected: str | None
    file: str


def stage(
    path: Path, content: bytes, expected_sha256: str | None, shown_as: str, *, apart: bool = False
) -> Staged:
    """Writes beside the file, so that only a rename is left. Arguments and errors as `write_text`.

    What is staged is to be `put` or `discard`ed.
    """
    file = printable(shown_as)
    if not apart:
        _check_writing(file)
    with _told(file):
        target = Path(os.path.realpath(path, strict=expected_sha256 is not None))
        temporary = target.with_name(f".{target.name[:60]}.{secrets.token_hex(6)}.tmp")
        staged = Staged(target, temporary, expected_sha256, file)
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
        try:
            with open(handle, "wb") as stream:
                if expected_sha256 is not None:
                    _keep_rights(handle, target)
                stream.write(content)
                stream.flush()
                os.fsync(handle)
        except BaseException:
            discard([staged])
            raise
        return staged


def put(staged: Staged) -> None:
    """Puts what is staged in place in one step; raises as `write_text`."""
    try:
        with _told(staged.file):
            _put(staged.temporary, staged.target, staged.expected, staged.file)
    finally:
        discard([staged])
    _sync_folder(staged.target.parent)


def discard(staged: Iterable[Staged]) -> None:
    """Removes what is staged and not put."""
    for one in staged:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(one.temporary)


@contextlib.contextmanager
def _told(file: str) -> Iterator[None]:
    """Failures of the disk in words, with a way out."""
    try:
        yield
    except FileNotFoundError as error:
        hint = "nothing was written; read the workspace again"
        message = "the file or its folder is no longer there"
        raise Unusable([Problem("WS030", message, Place(file), hint)]) from error
    except OSError as error:
        message = f"cannot write this file: {error.strerror or error}"
        hint = f"nothing was changed; {way_out(error)}"
        raise Unusable([Problem("WS032", message, Place(file), hint)]) from error


@contextlib.contextmanager
def locked(root: Path, *, wait: float = WAIT, purpose: str = "hexvet") -> Iterator[None]:
    """Holds the workspace's lock, so that only one process writes at a time.

    Waits up to `wait` seconds, then raises `Unusable` with the name of the holder. The lock is
    advisory and ends with the process; it cannot be taken twice within one.
    """
    _check_writing(f"{PRIVATE}/lock")
    handle = _open_lock(root)
    try:
        _wait_for(handle, wait)
        # a full disk keeps nobody from holding the lock, only from saying who does
        with contextlib.suppress(OSError):
            holder = f"{purpose}, process {os.getpid()}".encode()
            os.ftruncate(handle, os.pwrite(handle, holder, 0))
        yield
    finally:
        os.close(handle)


def _put(temporary: Path, target: Path, expected: str | None, file: str) -> None:
    if expected is None:
        _put_new(temporary, target, file)
        return
    if _digest(target) != expected:
        hint = "nothing was written; read the workspace again and repeat the change"
        message = "somebody changed this file since it was read"
        raise Unusable([Problem("WS030", message, Place(file), hint)])
    os.replace(temporary, target)


def _digest(target: Path) -> str:
    """The digest of a regular file; nothing for what has become something else."""
    if not stat.S_ISREG(os.stat(target).st_mode):
        return ""
    with open(target, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _put_new(temporary: Path, target: Path, file: str) -> None:
    """A hard link fails when the name is taken, where a rename would overwrite it."""
    try:
        try:
            os.link(temporary, target)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC))
            os.replace(temporary, target)
    except FileExistsError as error:
        problem = Problem("WS031", "this file is already there", Place(file), "nothing was written")
        raise Unusable([problem]) from error


def _keep_rights(handle: int, target: Path) -> None:
    """Gives the new file the owner and permissions of the old; a read-only one stays."""
    before = os.stat(target)
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, "it is read-only")
    with contextlib.suppress(PermissionError):
        os.fchown(handle, before.st_uid, before.st_gid)
    os.fchmod(handle, stat.S_IMODE(before.st_mode))


def _sync_folder(folder: Path) -> None:
    """Makes the new name last through a power cut, on file systems that can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _open_lock(root: Path) -> int:
    folder = root / PRIVATE
    file = f"{PRIVATE}/lock"
    try:
        if not folder.is_dir():
            folder.mkdir(exist_ok=True)
            (folder / ".gitignore").write_text("*\n", encoding="utf-8")
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
        return os.open(folder / "lock", flags, 0o666)
    except OSError as error:
        message = f"cannot make the lock: {error.strerror or error}"
        hint = f"nothing was changed; {way_out(error)}"
        raise Unusable([Problem("WS032", message, Place(file), hint)]) from error


def _wait_for(handle: int, wait: float) -> None:
    end = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError as error:
            if time.monotonic() >= end:
                holder = printable(os.pread(handle, 200, 0).decode(errors="replace"))
                message = f"this workspace is being written by {holder or 'another process'}"
                hint = "try again when it is done"
                place = Place(f"{PRIVATE}/lock")
                raise Unusable([Problem("WS033", message, place, hint)]) from error
        time.sleep(_PAUSE)
