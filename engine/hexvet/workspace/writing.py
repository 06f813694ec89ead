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
from collections.abc import Iterator
from pathlib import Path

from hexvet.documents import printable
from hexvet.problems import Place, Problem, Unusable
from hexvet.workspace.folders import PRIVATE

WAIT = 10.0
"""How long a second writer waits for the first, in seconds."""

_PAUSE = 0.02
_NO_LINKS = (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)


def write_text(
    path: Path, text: str, expected_sha256: str | None, *, shown_as: str | None = None
) -> str:
    """Writes a file as a whole and returns the digest of what is in it now.

    `expected_sha256` is the digest of the file as it was read (`Document.sha256`), None for a
    file that must not be there yet. Permissions and, where allowed, the owner stay; a link is
    followed to its file. Raises `Unusable`, leaving all as it was, when the file changed,
    vanished or appeared meanwhile, or when it cannot be written.
    """
    file = printable(shown_as or str(path))
    content = text.encode()
    try:
        target = Path(os.path.realpath(path, strict=expected_sha256 is not None))
        _replace(target, content, expected_sha256, file)
    except FileNotFoundError as error:
        hint = "nothing was written; read the workspace again"
        message = "the file or its folder is no longer there"
        raise Unusable([Problem("WS030", message, Place(file), hint)]) from error
    except OSError as error:
        message = f"cannot write this file: {error.strerror or error}"
        hint = "nothing was changed; check free space and permissions"
        raise Unusable([Problem("WS032", message, Place(file), hint)]) from error
    return hashlib.sha256(content).hexdigest()


@contextlib.contextmanager
def locked(root: Path, *, wait: float = WAIT, purpose: str = "hexvet") -> Iterator[None]:
    """Holds the workspace's lock, so that only one process writes at a time.

    Waits up to `wait` seconds, then raises `Unusable` with the name of the holder. The lock is
    advisory and ends with the process; it cannot be taken twice within one.
    """
    handle = _open_lock(root)
    try:
        _wait_for(handle, wait)
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{purpose}, process {os.getpid()}".encode(), 0)
        yield
    finally:
        os.close(handle)


def _replace(target: Path, content: bytes, expected: str | None, file: str) -> None:
    """Writes beside the target, then puts it in place in one step."""
    temporary = target.with_name(f".{target.name[:60]}.{secrets.token_hex(6)}.tmp")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
    try:
        with open(handle, "wb") as stream:
            if expected is not None:
                _keep_rights(handle, target)
            stream.write(content)
            stream.flush()
            os.fsync(handle)
        _put(temporary, target, expected, file)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)
    _sync_folder(target.parent)


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
        hint = "the workspace's folder has to be writable"
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
