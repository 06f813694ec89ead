"""Files that were changed by hand: what the journal last said of them, and what they say now."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from hexvet.documents import Document, parse_document, printable
from hexvet.journal.committing import Piece
from hexvet.journal.lines import canonical, digest
from hexvet.journal.model import Draft, Edit, Entry, FileChange, Json
from hexvet.journal.model import Path as KeyPath
from hexvet.journal.reading import entry_of, read_backwards, read_lines
from hexvet.journal.splicing import LOCK, Write, content_of, is_kept
from hexvet.journal.store import kept
from hexvet.problems import Problem
from hexvet.workspace.folders import (
    ASSESSMENTS,
    PROJECTS,
    RULES,
    SETTINGS,
    WAIVERS,
    sub_folders,
    toml_files,
)
from hexvet.workspace.projects import stem_of
from hexvet.workspace.toml_values import same_data, toml_value

REASON = "changed by hand"
BEGINS = "begins"
"""The detail of the entry that took all files as they were found."""

_DEPTHS = {
    (SETTINGS, "programme"): (2, 2),
    (SETTINGS, "people"): (2, 3),
    (WAIVERS, "waiver"): (2, 3),
}
"""How many keys deep a change is told at least and at most, by file and first key."""

_MOST_NAMED = 200


# what the journal last said ---------------------------------------------------------------------
def last_words(root: Path, files: Collection[str]) -> dict[str, str | None]:
    """The digest that the journal last gave each file, None where it says that there is none.

    Files that it never named are left out. It is read backwards, and only as far as needed.
    """
    wanted = {file: canonical(file) for file in files}
    found: dict[str, str | None] = {}
    for line in read_backwards(root) if wanted else ():
        if line.whole and any(name in line.content for name in wanted.values()):
            entry = entry_of(line)
            for change in entry.files if isinstance(entry, Entry) else ():
                if wanted.pop(change.file, None):
                    found[change.file] = change.after
        if not wanted:
            break
    return found


def last_revision(root: Path, pack: str) -> int:
    """The number of the revision of a pack that was recorded last; 0 when none was."""
    return next((number for number, _ in past_revisions(root, pack)), 0)


def past_revisions(
    root: Path, pack: str, file: str = ""
) -> Iterator[tuple[int, FileChange | None]]:
    """The numbers of a pack's revisions, the newest first, each with what it changed in a file."""
    name = canonical(f"pack:{pack}")
    for line in read_backwards(root):
        entry = entry_of(line) if line.whole and name in line.content else None
        if isinstance(entry, Entry) and entry.kind == "rules":
            number = entry.details.get("revision")
            if isinstance(number, int):
                yield number, next((one for one in entry.files if one.file == file), None)


# what they say now ------------------------------------------------------------------------------
def noticed(root: Path, files: Collection[str], by: str) -> tuple[Piece, ...]:
    """An entry for each of the files that is not what the journal last said of it."""
    return tuple(
        piece
        for file, sha256 in sorted(last_words(root, files).items())
        if (piece := change_of(root, file, sha256, by)) is not None
    )


def changes_of(
    root: Path, files: Collection[str], new: Collection[str], by: str
) -> tuple[Piece, ...]:
    """An entry for each of the files that changed; one that it never named has to be `new`."""
    words = last_words(root, files)
    known = (file for file in files if is_kept(file) and (file in words or file in new))
    pieces = (change_of(root, file, words.get(file), by) for file in known)
    return tuple(piece for piece in pieces if piece is not None)


def unrecorded(root: Path, by: str) -> tuple[Piece, ...]:
    """An entry for each file that is not what the journal last said of it, gone ones too.

    Files that it never named are new, or, as long as it has not begun with all of them, one
    entry takes them as they are.
    """
    words, begun = all_words(root)
    there = followed(root)
    fresh = [file for file in there if file not in words]
    changed = [file for file in (*words, *(fresh if begun else ())) if is_kept(file)]
    first = [_beginning(root, fresh, by)] if fresh and not begun else []
    pieces = (change_of(root, file, words.get(file), by) for file in changed)
    return (*first, *(piece for piece in pieces if piece is not None))


def all_words(root: Path) -> tuple[dict[str, str | None], bool]:
    """The digest that the journal last gave each file, and whether it has begun with all."""
    words: dict[str, str | None] = {}
    begun = False
    for line in read_lines(root):
        entry = entry_of(line)
        if isinstance(entry, Entry):
            words.update((change.file, change.after) for change in entry.files)
            begun = begun or BEGINS in entry.details
    return words, begun


def _beginning(root: Path, files: Sequence[str], by: str) -> Piece:
    writes = tuple(Write(file, None, content_of(root, file)) for file in files)
    draft = Draft("edit", by, reason="the files as they were found", details={BEGINS: True})
    return Piece(draft, (), writes, happened=True)


def followed(root: Path) -> list[str]:
    """All files of the workspace that the journal follows and that are there."""
    parties, _ = sub_folders(root, ASSESSMENTS)
    found = [file for file in (SETTINGS, WAIVERS, LOCK) if (root / file).is_file()]
    for folder in (PROJECTS, *parties, RULES):
        found += toml_files(root, folder)[0]
    return [file for file in found if is_kept(file)]


def change_of(
    root: Path, file: str, sha256: str | None, by: str, reason: str = REASON
) -> Piece | None:
    """What became of a file since it had a digest; None when it is the same."""
    now = content_of(root, file)
    if (None if now is None else digest(now)) == sha256:
        return None
    content = None if sha256 is None else kept(root, sha256)
    before = None if isinstance(content, Problem) else content
    lost: dict[str, Json] = {"lost": True} if isinstance(content, Problem) else {}
    write = Write(file, before, now, sha256 or "")
    piece = rules_piece(root, write) if file.startswith(f"{RULES}/") else _edit(write)
    draft = replace(piece.draft, by=by, reason=reason, details={**piece.draft.details, **lost})
    return replace(piece, draft=draft)


def _edit(write: Write) -> Piece:
    old, new = (_data(content, write.file) for content in (write.before, write.after))
    edits: tuple[Edit, ...] = ()
    details: dict[str, Json] = {}
    if isinstance(new, str):
        details["unreadable"] = new
    elif not isinstance(old, str) and write.before is not None:
        edits = tuple(_told(write.file, old, new)) if write.after is not None else ()
        details |= {"layout": True} if same_data(old, new) and write.after is not None else {}
    draft = Draft("edit", "", about=_about(write.file, new, edits), details=details)
    return Piece(draft, edits, (write,), happened=True)


def _data(content: bytes | None, file: str) -> Mapping[str, object] | str:
    """What a file says, or why that cannot be told; nothing where there is none."""
    if content is None:
        return {}
    try:
        found = parse_document(content.decode(), file)
    except UnicodeDecodeError:
        return "not UTF-8"
    return found.data if isinstance(found, Document) else found.message


def _told(file: str, old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[Edit]:
    for name in dict.fromkeys((*old, *new)):
        least, most = _DEPTHS.get((file, name), (1, 1))
        for path in _paths((name,), old.get(name), new.get(name), least, most):
            before, after = (_at(data, path) for data in (old, new))
            yield Edit(file, path, *(None if v is None else toml_value(v) for v in (before, after)))


def _paths(path: KeyPath, old: object, new: object, least: int, most: int) -> Iterator[KeyPath]:
    """The paths of all that is different, as deep as it is told."""
    tables = [one for one in (old, new) if isinstance(one, Mapping)]
    enough = most if len(tables) == 2 else least if None in (old, new) else 0
    if tables and len(path) < enough:
        for name in dict.fromkeys(name for table in tables for name in table):
            before, after = (_at(one, (name,)) for one in (old, new))
            yield from _paths((*path, name), before, after, least, most)
    elif not same_data(old, new):
        yield path


def _at(data: object, path: KeyPath) -> object:
    for name in path:
        data = data.get(str(name)) if isinstance(data, Mapping) else None
    return data


def _about(file: str, data: Mapping[str, object] | str, edits: Sequence[Edit]) -> tuple[str, ...]:
    folder, *rest = file.split("/")
    if folder == PROJECTS:
        id_ = data.get("id") if isinstance(data, Mapping) else None
        return (f"project:{printable(id_ if isinstance(id_, str) else stem_of(file))}",)
    if folder == ASSESSMENTS:
        return f"project:{printable(stem_of(file))}", f"party:{printable(rest[0])}"
    first = {WAIVERS: "waiver", SETTINGS: "people"}.get(file)
    ids = [str(e.path[1]) for e in edits if e.path[0] == first and len(e.path) > 1]
    ids = [*dict.fromkeys(ids)][:_MOST_NAMED]
    if first == "waiver":
        return tuple(dict.fromkeys(name for id_ in ids for name in _of_waiver(data, id_)))
    return tuple(f"person:{printable(id_)}" for id_ in ids)


def _of_waiver(data: object, id_: str) -> Iterator[str]:
    """The waiver, its check and its project."""
    yield f"waiver:{printable(id_)}"
    for key in ("check", "project"):
        said = _at(data, ("waiver", id_, key))
        if isinstance(said, str):
            yield f"{key}:{printable(said)}"


# packs ------------------------------------------------------------------------------------------
def rules_piece(root: Path, write: Write) -> Piece:
    """A revision of a pack: its number, and the rules that are not what they were."""
    old, new = (_data(content, write.file) for content in (write.before, write.after))
    details: dict[str, Json] = {"unreadable": new} if isinstance(new, str) else {}
    tables = [one if isinstance(one, Mapping) else {} for one in (new, old)]
    headers = [one.get("pack") for one in tables]
    header = next((one for one in headers if isinstance(one, Mapping)), {})
    pack = printable(str(header.get("id", stem_of(write.file))))[:60]
    last = last_revision(root, pack) or int(write.before is not None)
    whole = None in (write.before, write.after) or isinstance(old, str)
    rules = [] if whole else list(_rules_of(*tables))[:_MOST_NAMED]
    details |= {"version": printable(str(header.get("version", "")))[:60], "revision": last + 1}
    if rules:
        details["rules"] = [f"{kind}/{name}" for kind, name in rules]
    about = (f"pack:{pack}", *(f"{kind}:{pack}/{name}" for kind, name in rules))
    return Piece(Draft("rules", "", about=about, details=details), (), (write,), happened=True)


def _rules_of(new: Mapping[str, object], old: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Kind and name of each rule, field or test that is not the same in both."""
    for kind in dict.fromkeys((*new, *old)):
        tables = [one if isinstance(one, Mapping) else {} for one in (new.get(kind), old.get(kind))]
        for name in dict.fromkeys((*tables[0], *tables[1])):
            if kind != "pack" and not same_data(*(table.get(name) for table in tables)):
                yield printable(kind), printable(name)
