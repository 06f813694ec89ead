"""A text that is to come into force as the next revision of its pack: what that means, and how
it is recorded. The screen and the command line save rules by this, and by nothing else."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from hexvet.documents import Document, parse_document, printable, read_content
from hexvet.drafting.effects import Effect
from hexvet.drafting.judging import Draft, judge
from hexvet.problems import Place, Problem, Unusable
from hexvet.reporters.typesetting import counted
from hexvet.workspace.folders import SETTINGS

if TYPE_CHECKING:
    from hexvet.evaluation import Assessment
    from hexvet.granting import Objection
    from hexvet.journal.model import Clock, Edit, Entry, Json
    from hexvet.people import Actor

SHOWN = 60
"""Flips that are listed one by one."""


@dataclass(frozen=True, slots=True)
class Revising:
    """A pack's file and its next text. `before` is what stands there, None where there is no
    file. `effect` is None where there is nothing in force to compare with; `edits` are what
    hexvet.toml says then. `happened` tells that the file has the text already, by hand."""

    root: Path
    file: str
    number: int
    before: str | None = field(repr=False)
    after: str = field(repr=False)
    errors: tuple[Problem, ...]
    effect: Effect | None
    as_of: datetime.date
    edits: tuple[Edit, ...] = ()
    happened: bool = False


def revising(
    draft: Draft, before: str | None, assessment: Assessment | None, as_of: datetime.date
) -> Revising:
    """What it means to save a draft over a text. Raises `Unusable` when the journal or
    hexvet.toml cannot be read."""
    from hexvet.journal.noticing import changes_of, last_revision

    judged = judge(draft, assessment, lint=False)
    errors = tuple(one.problem for one in judged.mistakes if one.is_error)
    by_hand = len(changes_of(draft.root, [draft.name], (), ""))
    last = last_revision(draft.root, judged.pack.id) if judged.pack else 0
    number = max(last, int(before is not None)) + by_hand + 1
    edits = _settings(draft, judged.pack.id) if judged.pack and draft.replaces else ()
    return Revising(
        draft.root, draft.name, number, before, draft.text, errors, judged.effect, as_of, edits
    )


def noticing(root: Path, file: str, as_of: datetime.date) -> Revising | None:
    """What it means to record a file that was changed by hand; None when it is as the journal
    says. Raises `Unusable` when the file or the journal cannot be read."""
    from hexvet.drafting.effects import effect_of
    from hexvet.journal.noticing import changes_of
    from hexvet.journal.revisions import compared

    found = changes_of(root, [file], (), "")
    if not found:
        return None
    piece = found[0]
    [write] = piece.writes
    comparison = compared(root, write, as_of) if piece.draft.kind == "rules" else None
    effect = effect_of([comparison]) if comparison else None
    number = piece.draft.details.get("revision", 0)
    assert isinstance(number, int)
    before, after = (
        (content or b"").decode("utf-8", "replace") for content in (write.before, write.after)
    )
    return Revising(
        root, file, number, before, after, (), effect, as_of, piece.edits, happened=True
    )


def _settings(draft: Draft, pack: str) -> tuple[Edit, ...]:
    """hexvet.toml names the new pack where it named the one that this takes the place of."""
    from hexvet.journal import edit_of

    content = read_content(draft.root / SETTINGS, SETTINGS)
    found = content if isinstance(content, Problem) else parse_document(content.decode(), SETTINGS)
    if not isinstance(found, Document):
        raise Unusable([found])
    named = found.data.get("packs")
    if not isinstance(named, list) or draft.replaces not in named:
        return ()
    packs = [pack if one == draft.replaces else one for one in named]
    return (edit_of(found, SETTINGS, ("packs",), packs),)


def recorded(found: Revising, who: Actor, reason: str, clock: Clock) -> Entry:
    """Records the revision and writes the file. Raises `Unusable`, with everything as it was,
    when the file is another one by now, or something cannot be written."""
    from hexvet.journal import Draft as Entered
    from hexvet.journal import Edit, record, record_noticed
    from hexvet.journal.revisions import revision
    from hexvet.journal.splicing import Write

    if found.errors:
        raise Unusable(found.errors)
    if found.happened:
        return _noticed(found, who, reason, clock)
    (found.root / "rules").mkdir(exist_ok=True)
    old = None if found.before is None else found.before.encode()
    write = Write(found.file, old, found.after.encode())
    record_noticed(found.root, who.by, clock, files=[found.file])
    if found.file == SETTINGS:
        details = _details(found.effect) if found.effect else {}
        draft = Entered("edit", who.by, who.role, (), reason, found.as_of, details)
    else:
        draft = revision(found.root, write, who.by, found.as_of, role=who.role, reason=reason)
    edit = Edit(found.file, (), found.before, found.after)
    return record(found.root, draft, [edit, *found.edits], clock)


def _noticed(found: Revising, who: Actor, reason: str, clock: Clock) -> Entry:
    from hexvet.journal import record_noticed

    details = {found.file: _details(found.effect) if found.effect else {}}
    made = record_noticed(found.root, who.by, clock, role=who.role, reason=reason,
                          details=details, files=[found.file])  # fmt: skip
    if not made:
        hint = "look at its revisions"
        raise Unusable(
            [Problem("JN021", "this file was recorded meanwhile", Place(found.file), hint)]
        )
    return made[-1]


def _details(effect: Effect) -> dict[str, Json]:
    """What the journal keeps of an effect, in the form of a pack's revision."""
    from hexvet.journal.revisions import told_changes, told_flips

    programme = {check: (old, new) for check, old, new in effect.programme}
    flips = ((one.project, flip) for one in effect.projects for flip in one.flips)
    return {**told_changes(effect.changes), **told_flips(effect.flips, programme, flips)}


# in words ---------------------------------------------------------------------------------------
def told(found: Revising) -> tuple[str, ...]:
    """What changes, which verdicts flip by it, and what hexvet.toml will say, line by line."""
    edits = (
        printable(f"{edit.file}: {'.'.join(map(str, edit.path))} = {edit.after or 'nothing'}")
        for edit in found.edits
    )
    return (*_changes(found), *edits)


def _changes(found: Revising) -> Sequence[str]:
    settings = found.file == SETTINGS
    if found.errors:
        return ("The draft has errors: what flips cannot be told, and it cannot be saved.",)
    if found.effect is None:
        why = "There is nothing in force" if settings else "Nothing in force has this file"
        if found.happened:
            why = "It is in force already" if settings else "One of the two texts does not load"
        return (f"{why}: what flips cannot be told.",)
    rows = [f"  {printable(change)}" for change in found.effect.changes]
    same = "It says nothing else" if settings else "No rule says anything else"
    rows = ["What changes:", *rows] if rows else [f"{same} than before."]
    return (*rows, "", *_flips(found.effect))


def _flips(effect: Effect) -> Sequence[str]:
    """`14 verdicts flip, of 7 of 15 projects:` and the flips."""
    if not effect.flips:
        return ("No verdict flips.",)
    count = f"{counted(effect.flips, 'verdict')} {'flips' if effect.flips == 1 else 'flip'}"
    whose = f"{len(effect.projects)} of {counted(effect.total, 'project')}"
    rows = [f"{count}, of {whose if effect.projects else 'the programme alone'}:"]
    rows += [f"  programme: check {check}: {old} -> {new}" for check, old, new in effect.programme]
    flips = [
        f"  {printable(one.title)}: {flip.kind} {flip.rule}: {flip.old} -> {flip.new}"
        for one in effect.projects
        for flip in one.flips
    ]
    more = [f"  and {len(flips) - SHOWN} more"] if len(flips) > SHOWN else []
    return (*rows, *flips[:SHOWN], *more)


# by the pack's name -----------------------------------------------------------------------------
def file_of(root: Path, pack: str) -> str | Objection:
    """`rules/our_model.toml`: the file of one of the workspace's own packs, by the pack's id; or
    why there is none to be revised."""
    from hexvet.granting import Objection
    from hexvet.packs.loading import Library, shipped_folder

    library = Library((root / "rules", shipped_folder()), root, tests=False)
    found = library.find(pack)
    if found is None:
        return Objection(
            f"there is no pack '{pack[:60]}'", "hexvet packs lists those that there are"
        )
    file = found.place.file if isinstance(found, Problem) else found.file
    if not (root / file).is_file() or (root / file).parent.resolve() == shipped_folder().resolve():
        hint = "make a pack of your own that has its rules: hexvet new pack ID"
        return Objection(f"'{pack[:60]}' came with hexvet and is read-only", hint)
    return file
