"""Writes what is typed to disk while it is typed, at most a second behind."""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

from hexvet.places import private_folder
from hexvet_tui.recovery.collecting import lasting, left, unsaved
from hexvet_tui.recovery.records import (
    Kept,
    Left,
    drafts_text,
    left_text,
    read_drafts,
    read_left,
    write_private,
)

if TYPE_CHECKING:
    from hexvet_tui.session import Session

PAUSE = 1.0
"""Seconds from a key to the disk: keys that come meanwhile are written with it."""
PATIENCE = 2.0
SESSION = "session.json"


@dataclass(frozen=True, slots=True)
class Orphan:
    """A file of drafts whose screen is gone. `at` is when it was written, in seconds of the
    system's clock; `fault` tells why it could not be read."""

    path: Path
    kept: tuple[Kept, ...]
    at: float
    fault: str = ""


class Keeper:
    """Keeps the texts of one running screen. Without a folder it does nothing.

    `note` is cheap and called after every key; a thread does the rest. `save` may be called from
    a signal. `tell` takes words for the status line, from any thread.
    """

    def __init__(self, folder: Path | None, pause: float = PAUSE, *, fresh: bool = False) -> None:
        self.tell: Callable[[str, bool], None] = lambda words, good: None
        self._folder, self._pause, self._fresh = folder, pause, fresh
        self._name = ""
        self._session: Session | None = None
        self._carried: tuple[Kept, ...] = ()
        self._settled: tuple[Path, ...] = ()
        self._locks: list[int] = []
        self._written: tuple[Kept, ...] = ()
        self._left: Left | None = None
        self._fault = ""
        self._forgetting = False
        self._changed, self._stop = Event(), Event()
        self._thread: Thread | None = None

    # --- while it runs ------------------------------------------------------------------------

    def note(self, session: Session) -> None:
        """The present moment: written within the pause."""
        if self._folder is None or session is self._session:
            return
        self._session = session
        self._changed.set()
        if self._thread is None:
            self._thread = Thread(target=self._keep_on, name="drafts", daemon=True)
            self._thread.start()

    def save(self) -> None:
        """Writes what there is at once. Raises `OSError`: nothing else can tell it any more."""
        if self._folder is not None and self._session is not None:
            self._write(self._folder, self._session)

    def carry(self, kept: tuple[Kept, ...], from_: tuple[Path, ...]) -> None:
        """Has drafts that are on their way back kept until the session holds them itself; the
        files that they come from are not needed then."""
        self._carried, self._settled = (*self._carried, *kept), (*self._settled, *from_)
        self._changed.set()

    def forget(self) -> None:
        """The user leaves what was asked about; decisions and answers that are half typed stay,
        and what was on its way back."""
        self._forgetting = True

    def close(self) -> None:
        """The end: all is written, or removed when it was to be forgotten."""
        self._stop.set()
        self._changed.set()
        if self._thread is not None:
            self._thread.join(PATIENCE)
        with contextlib.suppress(OSError):
            self.save()
        if self._folder is not None and self._name and not self._written:
            _remove(self._folder / f"{self._name}.lock")
        for handle in self._locks:
            os.close(handle)
        self._locks = []

    def _keep_on(self) -> None:
        while not self._stop.is_set():
            self._changed.wait()
            self._stop.wait(self._pause)
            self._changed.clear()
            try:
                self.save()
            except OSError as error:
                self._failed(error)
            else:
                self._recovered()

    def _failed(self, error: OSError) -> None:
        """Says once what is wrong. The next change tries again."""
        words = error.strerror or str(error)
        if words != self._fault:
            self._fault = words
            self.tell(f"drafts cannot be kept: {words}; save often", False)

    def _recovered(self) -> None:
        if self._fault:
            self._fault = ""
            self.tell("drafts are kept again", True)

    def _write(self, folder: Path, session: Session) -> None:
        found = lasting(session) if self._forgetting else unsaved(session)
        known = {one.key for one in found}
        self._carried = tuple(one for one in self._carried if one.key not in known)
        wanted = (*found, *self._carried)
        if wanted != self._written:
            self._put(folder, wanted)
        for path in self._settled:
            _remove(path)
            _remove(path.with_suffix(".lock"))
        self._settled = ()
        if session.assessment is not None and (now := left(session)) != self._left:
            write_private(private_folder(folder) / SESSION, left_text(now))
            self._left = now

    def _put(self, folder: Path, wanted: tuple[Kept, ...]) -> None:
        if not self._name:
            self._name = self._own(private_folder(folder))
        path = folder / f"{self._name}.drafts"
        if wanted:
            write_private(path, drafts_text(wanted))
        else:
            _remove(path)
        self._written = wanted

    def _own(self, folder: Path) -> str:
        """A name that no other screen has, and its lock."""
        while True:
            name = f"{os.getpid()}-{secrets.token_hex(4)}"
            handle = _locked(folder / f"{name}.lock")
            if handle is not None:
                self._locks.append(handle)
                return name

    # --- what was left ------------------------------------------------------------------------

    def orphans(self) -> tuple[Orphan, ...]:
        """Drafts whose screen is gone, the oldest first. They are this one's from now on: no
        other screen gets them while it runs."""
        folder, found = self._folder, []
        if folder is None or not folder.is_dir():
            return ()
        for path in folder.glob("*.drafts"):
            with contextlib.suppress(OSError):
                if path.stem != self._name and (handle := _locked(path.with_suffix(".lock"))):
                    self._locks.append(handle)
                    found.append(_orphan(path))
        return tuple(sorted(found, key=lambda one: one.at))

    def left(self) -> Left | str:
        """How the last screen was left, or why that is not known; "" when there is no record."""
        if self._folder is None or self._fresh:
            return ""
        try:
            return read_left(self._folder / SESSION)
        except FileNotFoundError:
            return ""
        except (OSError, ValueError) as error:
            return f"how the screen was left cannot be read and is ignored: {error}"[:200]

    def aside(self, orphan: Orphan) -> Path:
        """Puts the texts of an orphan into plain files; where these are. Raises `OSError`."""
        assert self._folder is not None
        folder = private_folder(self._folder / "aside" / orphan.path.stem)
        for number, one in enumerate(orphan.kept, 1):
            name = Path(one.text.file).name if one.source not in (":", "deed") else "typed.txt"
            write_private(folder / f"{number}-{name[:80] or 'typed.txt'}", one.text.text)
        if orphan.fault:
            os.replace(orphan.path, folder / orphan.path.name)
        self.drop(orphan)
        return folder

    def drop(self, orphan: Orphan) -> None:
        """Removes an orphan's file for good."""
        _remove(orphan.path)
        _remove(orphan.path.with_suffix(".lock"))


def _orphan(path: Path) -> Orphan:
    at = path.stat().st_mtime
    try:
        return Orphan(path, read_drafts(path), at)
    except ValueError as error:
        return Orphan(path, (), at, str(error)[:200])


def _locked(path: Path) -> int | None:
    """The handle that holds a lock until it is closed; None while another process holds it."""
    flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
    handle = os.open(path, flags, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(handle)
        if isinstance(error, BlockingIOError):
            return None
        raise
    return handle


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
