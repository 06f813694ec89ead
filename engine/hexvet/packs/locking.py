"""`pack.lock`: which text of which packs a workspace was last reviewed with.

The lock lies beside `hexvet.toml` and belongs in git. Without it nothing is compared; with it,
every change of a pack in use, or of a file that it extends, is told until somebody accepts it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hexvet.documents import Document, printable, read_document
from hexvet.packs.loading import Loaded
from hexvet.problems import Place, Problem
from hexvet.records import Key, Mistakes, read_record

LOCK = "pack.lock"
FORMAT = 1
ACCEPT = "look at the change, then accept it: hexvet lock"

_HEAD = """\
# Written by hexvet lock: the rule packs that this workspace was last reviewed with. Keep it in git.
format = 1
"""
_SHAPE = {
    "format": Key("integer", required=True, low=FORMAT, high=FORMAT, help="write it: hexvet lock"),
    "pack": Key(
        "table",
        each=Key(
            "table",
            keys={
                "version": Key("text", required=True, longest=60, blank=True),
                "files": Key("table", required=True, each=Key("text", longest=64)),
            },
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Locked:
    """One pack in the lock: its version, and the SHA-256 of each file that it is made of."""

    id: str
    version: str
    files: Mapping[str, str]


def locked_packs(loaded: Sequence[Loaded]) -> tuple[Locked, ...]:
    """What a lock of these packs says, by id; packs whose file could not be read are left out."""
    found = {}
    for one in loaded:
        if one.composition is not None:
            header = one.composition.header
            files = {name: one.documents[name].sha256 for name in sorted(one.documents)}
            id_ = str(header.get("id", ""))
            found[id_] = Locked(id_, str(header.get("version", "")), files)
    return tuple(found[id_] for id_ in sorted(found))


def lock_text(packs: Sequence[Locked]) -> str:
    """The lock as TOML: the same bytes for the same packs, whatever their order."""
    from hexvet.workspace.toml_values import toml_key, toml_text

    lines = [_HEAD]
    for pack in sorted(packs, key=lambda pack: pack.id):
        name = toml_key(pack.id)
        lines.append(f"[pack.{name}]\nversion = {toml_text(pack.version)}\n")
        files = "".join(
            f"{toml_text(file)} = {toml_text(digest)}\n"
            for file, digest in sorted(pack.files.items())
        )
        lines.append(f"[pack.{name}.files]\n{files}")
    return "\n".join(lines)


def read_lock(
    root: Path,
) -> tuple[tuple[Locked, ...] | None, Document | None, tuple[Problem, ...]]:
    """The lock of a workspace, its document, and what is wrong with it.

    The first is None when there is no lock, or none that can be read.
    """
    if not os.path.lexists(root / LOCK):
        return None, None, ()
    document = read_document(root / LOCK, LOCK)
    if isinstance(document, Problem):
        return None, None, (document,)
    mistakes = Mistakes(document)
    packs = read_record(mistakes, (), _SHAPE).get("pack", {})
    if mistakes.problems:
        return None, document, mistakes.in_order
    assert isinstance(packs, dict)
    found = (Locked(id_, str(pack["version"]), pack["files"]) for id_, pack in packs.items())
    return tuple(found), document, ()


def lock_problems(root: Path, loaded: Sequence[Loaded]) -> tuple[Problem, ...]:
    """A warning for each pack that is not what was locked; nothing without a lock.

    A lock that cannot be read is an error: it was there to guard something.
    """
    locked, document, problems = read_lock(root)
    if locked is None or document is None:
        return problems
    return tuple(_changes(locked, locked_packs(loaded), document))


def _changes(
    locked: Sequence[Locked], now: Sequence[Locked], document: Document
) -> Iterator[Problem]:
    before = {pack.id: pack for pack in locked}
    for pack in now:
        place = document.place(("pack", pack.id), key=True)
        if pack.id not in before:
            message = f"the pack {pack.id} {pack.version} is in use but not locked"
            yield Problem("WS041", message, Place(LOCK), ACCEPT, "warning")
        elif pack != before[pack.id]:
            message = f"the pack {pack.id} {change_text(before[pack.id], pack)}"
            yield Problem("WS040", message, place, ACCEPT, "warning")
    for id_ in sorted(before.keys() - {pack.id for pack in now}):
        place = document.place(("pack", id_), key=True)
        message = f"the pack {printable(id_)} is locked but not in use"
        yield Problem("WS042", message, place, ACCEPT, "warning")


def change_text(before: Locked, now: Locked) -> str:
    """What became of a pack since it was locked: `is 1.1.0, locked was 1.0.0; changed: a.toml`."""
    files = _files(before.files, now.files)
    if before.version != now.version:
        return f"is {now.version}, locked was {before.version}{f'; {files}' if files else ''}"
    return f"is not what was locked, though both are {now.version}; {files}"


def _files(before: Mapping[str, str], now: Mapping[str, str]) -> str:
    kinds = (
        ("changed", [name for name in now if before.get(name, now[name]) != now[name]]),
        ("new", [name for name in now if name not in before]),
        ("gone", [name for name in before if name not in now]),
    )
    return "; ".join(
        f"{kind}: {printable(', '.join(sorted(names)))}" for kind, names in kinds if names
    )
