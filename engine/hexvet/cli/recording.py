"""`hexvet record`: what was changed by hand comes into the journal, too."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hexvet.cli.acting import add_actor, add_dry_run
from hexvet.cli.options import add_date, add_edge, add_verb, add_workspace
from hexvet.diagnostics import Exit

if TYPE_CHECKING:
    from hexvet.journal.committing import Piece
    from hexvet.journal.model import Entry, Json

_MORE = """
Looks for files that are not what the journal last said of them: projects, assessments, waivers,
rules, hexvet.toml. Each gets an entry with the old and the new answers; a pack gets the number of
its revision and the verdicts that flip. The first time, all files are taken as they are."""
_EXAMPLES = """\
  hexvet record --reason "Answers of the meeting on 3 May."
  hexvet record --dry-run -w sample_data/los-angeles"""


def register(subparsers: Any) -> None:
    """Adds the verb."""
    parser = add_verb(subparsers, "record", run, more=_MORE, examples=_EXAMPLES)
    add_workspace(parser, positional=True)
    add_actor(parser, reason="why they were changed")
    add_dry_run(parser)
    add_date(parser)
    add_edge(parser)


def run(arguments: Namespace) -> int:
    """Writes the entries and says which."""
    import hexvet
    from hexvet.cli.acting import actor_of, now, reason_of, unusable
    from hexvet.cli.output import write
    from hexvet.cli.sources import root_of
    from hexvet.journal.chain import check_chain
    from hexvet.journal.noticing import unrecorded
    from hexvet.journal.reading import head_of
    from hexvet.journal.writing import record_noticed
    from hexvet.problems import Unusable

    root = root_of(arguments)
    try:
        pieces = unrecorded(root, "")
        if not pieces:
            write(f"Nothing was changed by hand since entry {head_of(root).number}.\n")
            return Exit.CLEAN
        flips = _flips(arguments, root, pieces)
        if arguments.dry_run:
            check_chain(root)
            write("".join(_would(piece, flips) for piece in pieces))
            return Exit.CLEAN
        who, reason = actor_of(arguments, hexvet.load(root)), reason_of(arguments)
        entries = record_noticed(root, who.by, now, role=who.role, reason=reason, details=flips)
    except Unusable as error:
        raise unusable(error, "nothing was recorded", arguments.color) from error
    write("".join(map(_did, entries)))
    return Exit.CLEAN


def _flips(
    arguments: Namespace, root: Path, pieces: Sequence[Piece]
) -> dict[str, Mapping[str, Json]]:
    """By file of a pack, what its revision changes."""
    packs = [piece.writes[0] for piece in pieces if piece.draft.kind == "rules"]
    if not packs:
        return {}
    from hexvet.cli.options import day_of
    from hexvet.journal.revisions import effect_of

    return {write.file: effect_of(root, write, day_of(arguments)) for write in packs}


def _would(piece: Piece, flips: Mapping[str, Mapping[str, Json]]) -> str:
    """An entry that is not made, in the words of one that is."""
    from hexvet.cli.acting import now
    from hexvet.journal.model import Entry

    draft, changes = piece.draft, tuple(write.change for write in piece.writes)
    details = {**draft.details, **flips.get(changes[0].file, {})}
    entry = Entry(0, now(), draft.kind, "", about=draft.about, details=details, files=changes,
                  edits=piece.edits)  # fmt: skip
    return f"Would record {_named(entry)}"


def _did(entry: Entry) -> str:
    return f"Entry {entry.number}: {_named(entry)}"


def _named(entry: Entry) -> str:
    from hexvet.reporters.journal import what
    from hexvet.reporters.typesetting import clean

    file = entry.files[0].file if len(entry.files) == 1 else ""
    told = what(entry)
    return f"{clean(told if not file or told.startswith(file) else f'{file}: {told}')}\n"
