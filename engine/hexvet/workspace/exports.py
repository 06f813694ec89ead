"""Files that are made from a workspace and are no part of it: reports, exports, screens."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from hexvet.documents import printable
from hexvet.problems import Place, Problem, Unusable
from hexvet.workspace.folders import (
    ASSESSMENTS,
    JOURNAL,
    PRIVATE,
    PROJECTS,
    RULES,
    SETTINGS,
    WAIVERS,
)
from hexvet.workspace.writing import is_refused, write_text

KEPT = frozenset(
    (SETTINGS, WAIVERS, JOURNAL, "pack.lock", PROJECTS, ASSESSMENTS, RULES, "journal", PRIVATE)
)
"""What a workspace reads and keeps: files, and folders with all that is below them."""
_TORN = "journal.torn-"


def export(path: Path, text: str, over: str | None = None, root: Path | None = None) -> None:
    """Writes a file that is no part of a workspace; `over` is the digest of one to be replaced.

    `root` is the open workspace; others are known by lying around the file. Where only reading
    is allowed, nothing is written into a workspace, and everywhere else as usual. Raises
    `Unusable` for a file that a workspace reads or keeps, for a folder, and as `write_text`.
    """
    where = Path(os.path.realpath(path))
    roots = [*_around(Path(os.path.abspath(path))), *_around(where), *([root] if root else [])]
    if any(_keeps(one, where) for one in roots):
        raise _refused("WS037", path, "this is a file of the workspace", "name another file")
    if is_refused() and any(_is_in(one, where) for one in roots):
        raise _refused("WS036", path, "this workspace is read-only here", "name a file outside it")
    if where.is_dir():
        raise _refused("WS038", path, "this is a folder", "name a file in it")
    if not where.parent.is_dir():
        folder = printable(str(where.parent))
        raise _refused("WS038", path, f"there is no folder {folder}", "make it, or name another")
    write_text(path, text, over, apart=True)


def _refused(code: str, path: Path, why: str, hint: str) -> Unusable:
    return Unusable([Problem(code, why, Place(printable(str(path))), hint)])


def _around(path: Path) -> Iterator[Path]:
    """The workspaces that a path lies in."""
    return (one for one in path.parents if os.path.lexists(one / SETTINGS))


def _is_in(root: Path, where: Path) -> bool:
    return bool(_marks(root) & _marks(*where.parents))


def _keeps(root: Path, where: Path) -> bool:
    """Whether a workspace reads or keeps what is at a place, or will once it is there."""
    home, chain = _marks(root), (where, *where.parents)
    if any(_is_own(one.name) and home & _marks(one.parent) for one in chain):
        return True
    kept = _marks(*(root / name for name in KEPT), *_links(root))
    return bool(kept & _marks(*chain))


def _is_own(name: str) -> bool:
    """Of a name right in a workspace; some file systems take capitals for the same name."""
    return name.casefold() in KEPT or name.startswith(_TORN)


def _marks(*paths: Path) -> set[tuple[int, int]]:
    """What the file system knows files by that are there, however their paths are spelt."""
    found = set()
    for path in paths:
        try:
            one = path.stat()
        except (OSError, ValueError):
            continue
        found.add((one.st_dev, one.st_ino))
    return found


def _links(root: Path) -> Iterator[Path]:
    """What stands elsewhere and is read by way of a link."""
    folders = [root / name for name in (PROJECTS, ASSESSMENTS, RULES)]
    while folders:
        try:
            entries = list(os.scandir(folders.pop()))
        except OSError:
            continue
        links = [Path(entry.path) for entry in entries if entry.is_symlink()]
        yield from links
        folders += [Path(one.path) for one in entries if one.is_dir(follow_symlinks=False)]
        folders += [one for one in links if one.is_dir() and one.parent.name == ASSESSMENTS]
