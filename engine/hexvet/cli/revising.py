"""`hexvet revise`: an edited text of a pack comes into force as its next revision."""

from __future__ import annotations

import datetime
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hexvet.cli.acting import add_actor, add_dry_run
from hexvet.cli.options import add_date, add_edge, add_verb, add_workspace
from hexvet.diagnostics import Exit, Halt, report

if TYPE_CHECKING:
    from hexvet.drafting.revising import Revising
    from hexvet.loading import Workspace

_MORE = """
Says first what changes and which verdicts flip, then records the text with the reason and writes
it. PACK is one of the workspace's own in rules/. A text with errors is refused. A file that you
changed in place is recorded with hexvet record."""
_EXAMPLES = """\
  hexvet revise our-model draft.toml --dry-run
  hexvet revise our-model draft.toml --by mayor --reason "The council agreed on 24 months." """


def register(subparsers: Any) -> None:
    """Adds the verb."""
    parser = add_verb(subparsers, "revise", run, more=_MORE, examples=_EXAMPLES)
    parser.add_argument("pack", metavar="PACK", help="the id of a pack in rules/")
    parser.add_argument("file", metavar="FILE", help="the new text; - reads standard input")
    add_saving(parser)


def add_saving(parser: ArgumentParser) -> None:
    """Who, why, when and where: what everything that saves rules takes."""
    add_actor(parser, reason="why the rules change; it is needed")
    add_dry_run(parser)
    add_date(parser)
    add_workspace(parser)
    add_edge(parser)


def run(arguments: Namespace) -> int:
    """Tells what the text does, and records it."""
    from hexvet.cli.sources import root_of

    file = pack_file(arguments, root_of(arguments))
    return saved(arguments, file, _given(arguments.file))


def pack_file(arguments: Namespace, root: Path) -> str:
    """The file of the pack that is named. Halts when it is none of the workspace's own."""
    from hexvet.cli.acting import refuse
    from hexvet.drafting.revising import file_of

    found = file_of(root, arguments.pack)
    return found if isinstance(found, str) else refuse(found)


def _given(name: str) -> str:
    from hexvet.documents import read_content
    from hexvet.problems import Problem

    if name == "-":
        content: bytes | Problem = sys.stdin.buffer.read()
    else:
        content = read_content(Path(name), name)
    if isinstance(content, Problem):
        report([content], total=False)
        raise Halt(Exit.USAGE, "nothing was changed")
    return _decoded(content, name)


def _decoded(content: bytes, name: str) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise Halt(Exit.USAGE, f"{name[:80]} is not UTF-8", "nothing was changed") from error


def saved(arguments: Namespace, file: str, text: str) -> int:
    """Tells what a text in place of a file does; unless it is a dry run, records it."""
    import hexvet
    from hexvet.cli.acting import actor_of, now, reason_of, unusable
    from hexvet.cli.options import day_of
    from hexvet.cli.output import write
    from hexvet.cli.sources import root_of
    from hexvet.drafting.revising import recorded, told
    from hexvet.problems import Unusable

    workspace = hexvet.load(root_of(arguments))
    before = _decoded((workspace.root / file).read_bytes(), file)
    if text == before:
        write(f"{file} says that already: nothing was recorded.\n")
        return Exit.CLEAN
    found = _meant(workspace, day_of(arguments), file, before, text)
    if found.errors:
        report(found.errors, colour=arguments.color, total=False)
        raise Halt(Exit.BAD_PACK, "the text does not load", "nothing was changed")
    write("\n".join((*told(found), "")))
    if arguments.dry_run:
        write(f"Would be saved as r{found.number} of {file}.\n")
        return Exit.CLEAN
    reason = reason_of(arguments)
    if not reason:
        raise Halt(Exit.USAGE, "--reason is missing", "the journal says why the rules changed")
    who = actor_of(arguments, workspace)
    try:
        entry = recorded(found, who, reason, now)
    except Unusable as error:
        raise unusable(error, "nothing was changed", arguments.color) from error
    write(f"Saved as r{found.number} of {file}, by {who}: entry {entry.number}.\n")
    return Exit.CLEAN


def _meant(
    workspace: Workspace, as_of: datetime.date, file: str, before: str, text: str
) -> Revising:
    """What the text means beside what is in force; where no pack loads, that may be repaired."""
    import hexvet
    from hexvet.drafting import Draft
    from hexvet.drafting.revising import revising

    loads = bool(workspace.packs) or not workspace.errors
    assessment = hexvet.evaluate(workspace, as_of) if loads else None
    root = workspace.root
    return revising(Draft(root, root / file, file, text), before, assessment, as_of)
