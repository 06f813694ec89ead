"""Taking an entry of the journal back: a new entry with its edits turned round, never a deletion.

Undoing an undo does the thing again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hexvet.deciding.parties import speaking
from hexvet.documents import Document, parse_document
from hexvet.granting import Objection
from hexvet.journal.lines import digest
from hexvet.journal.model import Draft, Edit, Entry, FileChange, Json, Kind
from hexvet.journal.reading import read_journal
from hexvet.journal.splicing import content_of, spliced, text_at, turned
from hexvet.journal.store import kept
from hexvet.people import OVERRIDING, Actor, deciders, overriders, refusal
from hexvet.problems import Problem, Unusable

if TYPE_CHECKING:
    from hexvet.deciding.consequences import Held
    from hexvet.loading import Workspace

UNDOABLE: tuple[Kind, ...] = (
    "decision",
    "answer",
    "vote",
    "resolution",
    "waiver",
    "rules",
    "edit",
    "undo",
)
"""The kinds of entries that can be taken back."""

COMMANDS: tuple[Kind, ...] = ("decision", "answer", "vote", "resolution", "waiver")
"""Those of which the last one is taken back when no entry is named."""


ANSWERS: tuple[Kind, ...] = ("answer", "vote", "resolution")
"""Those that belong to who answered."""


@dataclass(frozen=True, slots=True)
class Undoing:
    """An entry and the edits that take it back. `again` is what this does again, where the entry
    is an undo: None when it takes something back."""

    entry: Entry
    edits: tuple[Edit, ...]
    again: Entry | None = None


def undoing(root: Path, number: int | None) -> Undoing | Objection:
    """What takes an entry back; without a number the last one that can be and is not yet.

    Refused when a value of it was changed since: that entry is named, and has to go first.
    Raises `Unusable` when a file or the store cannot be read.
    """
    entries = [found for found in read_journal(root) if isinstance(found, Entry)]
    if not entries:
        return Objection("the journal is empty", "there is nothing to take back")
    entry = _wanted(entries, number)
    if isinstance(entry, Objection):
        return entry
    since = [one for one in entries if one.number > entry.number]
    refused = _refusal(root, entry, since)
    return refused or Undoing(entry, _edits(root, entry), _again(entries, entry))


def taken_back(entries: Sequence[Entry]) -> dict[int, int]:
    """The entries that are taken back, by number, with the entry that did it.

    An undo that is itself taken back leaves standing what it had taken back.
    """
    back: dict[int, int] = {}
    for entry in reversed(entries):
        if entry.kind == "undo" and entry.number not in back:
            for number in filter(str.isdecimal, entry.concerns("entry")):
                back.setdefault(int(number), entry.number)
    return back


def last_undo(root: Path) -> int | None:
    """The number of the last undo that still stands; None when there is none."""
    entries = [found for found in read_journal(root) if isinstance(found, Entry)]
    back = taken_back(entries)
    standing = (one for one in reversed(entries) if one.kind == "undo" and one.number not in back)
    return next((one.number for one in standing), None)


def draft(found: Undoing, actor: Actor, reason: str, held: Sequence[Held] = ()) -> Draft:
    """The entry that takes another one back, although somebody is `held` then."""
    entry = found.entry
    details: dict[str, Json] = {"undoes": entry.kind}
    if actor.name != actor.by:
        details["name"] = actor.name
    if held:
        details["held"] = [str(one) for one in held]
    others = (name for name in entry.about if not name.startswith("entry:"))
    about = (f"entry:{entry.number}", *others)
    return Draft("undo", actor.by, actor.role, about, reason, details=details)


def entitled(who: Actor, found: Undoing, workspace: Workspace) -> Actor | Objection:
    """Somebody in the role in which they may take the entry back.

    A decision is taken back by those who may take it, and one against its gates is done again by
    those who may override; where no pack that loads has the gate, that is for `OVERRIDING`. What
    was answered is taken back by who answered it, or in the same role, and for the same party.
    """
    gates = {gate.id: gate for pack in workspace.packs for gate in pack.gates.values()}
    against = found.again is not None and bool(found.again.details.get("overridden"))
    what = "to override" if against else "a decision at"
    for gate in found.entry.concerns("gate"):
        may = overriders if against else deciders
        allowed = may(gates[gate]) if gate in gates else OVERRIDING
        who = who.acting(allowed)
        refused = refusal(who, allowed, f"{what} the gate {gate}")
        if refused:
            return refused
    said = found.again or found.entry
    return _as_answered(who, said, workspace) if said.kind in ANSWERS else who


def _as_answered(who: Actor, said: Entry, workspace: Workspace) -> Actor | Objection:
    for party in said.concerns("party"):
        return speaking(who, party, workspace.people)
    if not workspace.people or not said.role or who.by == said.by:
        return who
    acting = who.acting((said.role,))
    return refusal(acting, (said.role,), f"what {said.by} answered as {said.role}") or acting


def _again(entries: Sequence[Entry], entry: Entry) -> Entry | None:
    """What taking an entry back does again; None when it is no undo, or one of an undo."""
    by_number = {str(one.number): one for one in entries}
    undos = 0
    while entry.kind == "undo" and (named := entry.concerns("entry")) and named[0] in by_number:
        entry, undos = by_number[named[0]], undos + 1
    return entry if undos % 2 else None


def _wanted(entries: Sequence[Entry], number: int | None) -> Entry | Objection:
    back = taken_back(entries)
    if number is None:
        standing = (one for one in reversed(entries) if one.number not in back)
        found = next((one for one in standing if one.kind in COMMANDS), None)
        hint = "hexvet log lists what was recorded"
        return found or Objection("there is nothing to take back", hint)
    entry = next((one for one in entries if one.number == number), None)
    if entry is None:
        last = entries[-1].number
        return Objection(f"there is no entry {number}", f"the last one is {last}: hexvet log")
    if entry.kind not in UNDOABLE or "begins" in entry.details:
        what = f"a {entry.kind}" if entry.kind not in UNDOABLE else "where the journal begins"
        return Objection(f"entry {number} is {what} and cannot be taken back")
    if number in back:
        hint = f"do it again: hexvet undo {back[number]} --reason TEXT"
        return Objection(f"entry {number} was taken back by entry {back[number]}", hint)
    return entry


def _refusal(root: Path, entry: Entry, since: Sequence[Entry]) -> Objection | None:
    """Why an entry cannot be taken back now: the first value that is not what it left."""
    by_value = {edit.file for edit in entry.edits}
    for edit in entry.edits:
        now = text_at(_document(root, edit.file), edit.path)
        if now != edit.after and edit.path:
            what = f"{'.'.join(map(str, edit.path))} in {edit.file}"
            return _changed(entry, what, _who_changed(since, edit.file, edit.path))
        grown = _rows_behind(_document(root, edit.file), edit)
        if grown:
            return _changed(entry, grown, _who_changed(since, edit.file, edit.path[:-1]))
    for change in entry.files:
        if change.file not in by_value and _digest(root, change.file) != change.after:
            return _changed(entry, change.file, _who_changed(since, change.file, ()))
    return None


def _rows_behind(document: Document | None, edit: Edit) -> str:
    """A row that was added can only go while it is the last one of its list."""
    if edit.before is not None or not isinstance(edit.path[-1], int):
        return ""
    behind = text_at(document, (*edit.path[:-1], edit.path[-1] + 1))
    name = ".".join(map(str, edit.path[:-1]))
    return f"the list {name} in {edit.file}" if behind is not None else ""


def _changed(entry: Entry, what: str, by: Entry | None) -> Objection:
    message = f"entry {entry.number} cannot be taken back: {what} was changed since"
    if by is None:
        return Objection(f"{message}, by hand", "change it by hand, or with hexvet answer")
    hint = f"take that back first: hexvet undo {by.number} --reason TEXT"
    return Objection(f"{message} by entry {by.number} ({by.kind})", hint)


def _who_changed(since: Sequence[Entry], file: str, path: tuple[str | int, ...]) -> Entry | None:
    """The last entry that changed a value, or a file as a whole."""
    for entry in reversed(since):
        for edit in entry.edits:
            shared = min(len(edit.path), len(path))
            if edit.file == file and edit.path[:shared] == path[:shared]:
                return entry
        whole = {change.file for change in entry.files} - {edit.file for edit in entry.edits}
        if file in whole:
            return entry
    return None


# edits ----------------------------------------------------------------------------------------
def _edits(root: Path, entry: Entry) -> tuple[Edit, ...]:
    """The edits turned round; a file that is as the entry left it gets its very bytes back."""
    edits = turned(root, entry)
    whole = {edit.file for edit in edits if not edit.path}
    exact = (_exact(root, edits, change) for change in entry.files if change.file not in whole)
    return (*edits, *(edit for edit in exact if edit is not None))


def _exact(root: Path, edits: Sequence[Edit], change: FileChange) -> Edit | None:
    if change.before is None or _digest(root, change.file) != change.after:
        return None
    now, was = content_of(root, change.file), kept(root, change.before)
    if now is None or isinstance(was, Problem):
        return None
    text = spliced(now.decode(), [edit for edit in edits if edit.file == change.file])
    return None if text == was.decode() else Edit(change.file, (), text, was.decode())


def _digest(root: Path, file: str) -> str | None:
    content = content_of(root, file)
    return None if content is None else digest(content)


def _document(root: Path, file: str) -> Document | None:
    """A file as it stands. Raises `Unusable` when it cannot be read."""
    content = content_of(root, file)
    if content is None:
        return None
    found = parse_document(content.decode(errors="replace"), file)
    if isinstance(found, Problem):
        raise Unusable([found])
    return found
