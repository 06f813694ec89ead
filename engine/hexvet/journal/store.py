"""The files as they were, by the digest of their content: `journal/ab/abcdef….toml`.

A text that is nearly another one is kept as what is different: see `hexvet.journal.deltas`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from hexvet.journal.deltas import DELTA, applied, base_of, delta_of
from hexvet.journal.lines import canonical, digest
from hexvet.journal.model import Snapshot
from hexvet.problems import Place, Problem, Unusable

FOLDER = "journal"
FORMAT = 1
"""The version of a manifest."""

_INCOMING = ".incoming"
_DIGITS = frozenset("0123456789abcdef")


def place_of(sha256: str, ending: str = "toml") -> str:
    """Where a content lies, relative to the workspace. Raises `ValueError` for no digest."""
    if len(sha256) != 64 or not _DIGITS.issuperset(sha256):
        raise ValueError("not a digest")
    return f"{FOLDER}/{sha256[:2]}/{sha256}.{ending}"


def kept(root: Path, sha256: str, ending: str = "toml") -> bytes | Problem:
    """A content by its digest, or why it is not to be had: gone, or not what was kept."""
    try:
        file = place_of(sha256, ending)
        content = _read(root, file)
    except ValueError:
        return Problem("JN006", "not the digest of a file", Place(FOLDER))
    except OSError as error:
        message = f"a file that was kept cannot be read: {error.strerror or error}"
        return Problem("JN006", message, Place(file), "bring it back from a copy, or from git")
    if isinstance(content, bytes) and digest(content) != sha256:
        message = "a file that was kept has been changed"
        return Problem("JN007", message, Place(file), "bring it back from a copy, or from git")
    return content


def _read(root: Path, file: str) -> bytes | Problem:
    """What stands in a file of the store, or comes of its delta. Raises `OSError`."""
    try:
        return (root / file).read_bytes()
    except FileNotFoundError:
        if not os.path.lexists(root / f"{file}{DELTA}"):
            raise
    delta = (root / f"{file}{DELTA}").read_bytes()
    try:
        base = (root / place_of(base_of(delta))).read_bytes()
        return applied(delta, base)
    except (OSError, ValueError) as error:
        message = f"a file that was kept cannot be made whole: {error}"
        place = Place(f"{file}{DELTA}")
        return Problem("JN007", message, place, "bring it back from a copy, or from git")


class Text(NamedTuple):
    """A content to be kept, its file's ending, and the digest of a text that is much like it."""

    content: bytes
    ending: str = "toml"
    like: str = ""


def keep(root: Path, texts: Iterable[Text]) -> None:
    """Puts contents into the store; what is there stays.

    All of it is on disk when this returns. Only the holder of the workspace's lock may call
    it. Raises `OSError`.
    """
    folders: set[Path] = set()
    for text in texts:
        sha256 = digest(text.content)
        if kept(root, sha256, text.ending) != text.content:
            path, content = root / place_of(sha256, text.ending), text.content
            delta = _delta(root, text)
            if delta and not os.path.lexists(path):
                path, content = path.with_name(f"{path.name}{DELTA}"), delta
            folders |= _make(root, path.parent)
            _put(root / FOLDER / _INCOMING, path, content)
            folders.add(path.parent)
    for folder in folders:
        sync_folder(folder)


def _delta(root: Path, text: Text) -> bytes:
    """What is different from the whole text that it is like; nothing when that is too much."""
    if not text.like:
        return b""
    place = root / place_of(text.like, text.ending)
    try:
        whole = text.like
        if not place.exists():
            whole = base_of(place.with_name(f"{place.name}{DELTA}").read_bytes())
        base = kept(root, whole)
    except (OSError, ValueError):
        return b""
    return b"" if isinstance(base, Problem) else delta_of(text.content, base)


def _make(root: Path, folder: Path) -> set[Path]:
    """Makes a folder of the store; the ones whose list of names changed."""
    if folder.is_dir():
        return set()
    folder.mkdir(parents=True)
    return {root, root / FOLDER}


def _put(incoming: Path, path: Path, content: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC | os.O_NOFOLLOW
    try:
        with open(os.open(incoming, flags, 0o666), "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(incoming, path)
    except OSError:
        incoming.unlink(missing_ok=True)
        raise


def sync_folder(folder: Path) -> None:
    """Makes the names in a folder last through a power cut. Raises `OSError`."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# manifests --------------------------------------------------------------------------------------
def manifest(snapshot: Snapshot) -> bytes:
    """A snapshot's files by name and digest, and its packs, in their one spelling."""
    files = {name: digest(text.encode()) for name, text in snapshot.files.items()}
    body = {"format": FORMAT, "files": files, "packs": snapshot.packs}
    return canonical(body) + b"\n"


def read_manifest(root: Path, sha256: str) -> Mapping[str, str] | Problem:
    """File name to digest, of a manifest that an entry names as its `inputs`."""
    content = kept(root, sha256, "json")
    if isinstance(content, Problem):
        return content
    try:
        files = json.loads(content)["files"]
        if all(isinstance(one, str) for one in (*files, *files.values())):
            return dict(files)
    except (ValueError, TypeError, KeyError, AttributeError):
        pass
    return Problem("JN007", "this is no list of files", Place(place_of(sha256, "json")), "")


def restore(root: Path, sha256: str, folder: Path) -> None:
    """Writes all files of a manifest into an empty folder: a workspace as it was judged.

    Raises `Unusable` with every file that is missing or changed, and for names that lead out
    of the folder; `OSError` when it cannot be written.
    """
    files = read_manifest(root, sha256)
    if isinstance(files, Problem):
        raise Unusable([files])
    problems: list[Problem] = []
    for name, one in files.items():
        content = kept(root, one)
        if isinstance(content, Problem) or not _inside(name):
            odd = Problem("JN007", "a name that leads out of the folder", Place(name[:200]), "")
            problems.append(content if isinstance(content, Problem) else odd)
            continue
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    if problems:
        raise Unusable(problems)


def _inside(name: str) -> bool:
    return "\0" not in name and {"", ".", ".."}.isdisjoint(name.split("/"))
