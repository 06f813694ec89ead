"""The one way to change a workspace: a line in the journal, and the files that it changes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from hexvet.journal.chain import ACCEPTED, Chain, check_chain, survey
from hexvet.journal.committing import Piece, commit
from hexvet.journal.lines import JOURNAL, digest
from hexvet.journal.model import Clock, Draft, Edit, Entry, Json, Snapshot
from hexvet.journal.noticing import changes_of, noticed, unrecorded
from hexvet.journal.reading import Head, ended
from hexvet.journal.recovery import recover_alone
from hexvet.journal.splicing import content_of, writes_of
from hexvet.problems import Place, Problem, Unusable
from hexvet.workspace.writing import WAIT, locked

_MOST_NAMED = 50
"""Breaks that an acceptance names in words."""


def record(
    root: Path, draft: Draft, edits: Sequence[Edit], clock: Clock, *, wait: float = WAIT
) -> Entry:
    """Records what was decided or changed and carries it out; returns the entry once all of it
    is on disk.

    Files of the edits that were changed by hand since the journal last saw them get an entry
    of their own before. `wait` is how long another writer is waited for, in seconds. Raises
    `Unusable`, with journal and files as they were, when an edit's `before` is not what stands
    there, an input changed since it was judged, the chain is broken, or something cannot be
    written.
    """
    with locked(root, wait=wait, purpose=f"hexvet, recording a {draft.kind}"):
        check_chain(root, noting=True)
        recover_alone(root, clock)
        _check_inputs(root, draft.inputs)
        writes = writes_of(root, edits)
        pieces = [
            *noticed(root, [write.file for write in writes], draft.by),
            Piece(draft, tuple(edits), tuple(writes)),
        ]
        return commit(root, pieces, clock)[-1]


def record_noticed(
    root: Path,
    by: str,
    clock: Clock,
    *,
    role: str = "",
    reason: str = "",
    details: Mapping[str, Mapping[str, Json]] = MappingProxyType({}),
    files: Collection[str] | None = None,
    new: Collection[str] = (),
    wait: float = WAIT,
) -> tuple[Entry, ...]:
    """Records every file that was changed by hand since the journal last named it.

    The first time, all files that it never named are taken as they are, in one entry. With
    `files`, only those are looked at, and of those that it never named only the `new` ones.
    `details` are further facts by file: which verdicts a revision of a pack flips. Returns the
    entries, none when nothing changed. Raises `Unusable` as `record` does.
    """
    with locked(root, wait=wait, purpose="hexvet record"):
        check_chain(root, noting=True)
        recover_alone(root, clock)
        found = unrecorded(root, by) if files is None else changes_of(root, files, new, by)
        pieces = [replace(one, draft=_with(one, role, reason, details)) for one in found]
        return commit(root, pieces, clock) if pieces else ()


def accept(root: Path, draft: Draft, clock: Clock) -> Entry:
    """Records that somebody saw what is broken in the chain: entries may follow it again.

    The entry names the digest of every byte above it, so that it stands for these breaks and
    no later ones. Raises `Unusable` when nothing is broken, and as `record` does.
    """
    with locked(root, purpose="hexvet verify --accept"):
        recover_alone(root, clock, _end(root, survey(root, whole=True)))
        chain = survey(root, whole=True)
        breaks = [one for one in chain.problems if one.severity == "error"]
        if not breaks:
            hint = "nothing was recorded; hexvet verify tells more"
            raise Unusable([Problem("JN020", "the chain is not broken", Place(JOURNAL), hint)])
        about = dict.fromkeys(f"entry:{one.place.line}" for one in breaks[:_MOST_NAMED])
        told: Json = [f"line {one.place.line}: {one.message}" for one in breaks[:_MOST_NAMED]]
        details = {**draft.details, ACCEPTED: chain.read.hexdigest(), "broken": told}
        made = replace(draft, kind="recovery", about=tuple(about), details=details)
        return commit(root, [Piece(made)], clock, _end(root, chain))[-1]


def _end(root: Path, chain: Chain) -> Head:
    """What may follow a chain, even a broken one."""
    _, size, torn = ended(root)
    return Head(chain.highest, chain.head, size, torn)


def _with(piece: Piece, role: str, reason: str, details: Mapping[str, Mapping[str, Json]]) -> Draft:
    draft = piece.draft
    more = details.get(piece.writes[0].file, {}) if draft.kind == "rules" else {}
    more = {**draft.details, **more}
    return replace(draft, role=role, reason=reason or draft.reason, details=more)


def _check_inputs(root: Path, inputs: Snapshot | None) -> None:
    """Nobody decides about something else than what was judged."""
    for file in sorted(inputs.watched) if inputs else ():
        assert inputs
        content = content_of(root, file)
        if content is None or digest(content) != digest(inputs.files[file].encode()):
            message = "this file changed while the decision was made"
            hint = "nothing was recorded; look at the outcome again, then repeat it"
            raise Unusable([Problem("JN021", message, Place(file), hint)])
