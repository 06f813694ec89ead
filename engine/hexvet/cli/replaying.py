"""`hexvet replay`: recorded decisions are judged again, under what they were judged by."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hexvet.cli.options import add_edge, add_verb, add_workspace
from hexvet.cli.undoing import number
from hexvet.diagnostics import Exit, Halt, report, worst

if TYPE_CHECKING:
    from hexvet.journal.model import Entry
    from hexvet.replaying import Replay

_MORE = """
Takes the files that a decision was judged by out of journal/, with their packs and the date, and
judges it again. Each difference to what was recorded is told: gates, checks, findings, score,
packs. Status 1 when there is one, 5 when a kept file is gone or was changed."""
_EXAMPLES = """\
  hexvet replay
  hexvet replay 12 15"""


def register(subparsers: Any) -> None:
    """Adds the verb."""
    parser = add_verb(subparsers, "replay", run, more=_MORE, examples=_EXAMPLES)
    parser.add_argument("entry", metavar="ENTRY", nargs="*", type=number,
                        help="a decision's number in hexvet log (default: all)")  # fmt: skip
    add_workspace(parser)
    add_edge(parser)


def run(arguments: Namespace) -> int:
    """Judges again and tells the differences."""
    from hexvet.cli.output import page, write
    from hexvet.cli.sources import root_of
    from hexvet.findings.inferring import infer
    from hexvet.inference.worker import Worker
    from hexvet.replaying import replay
    from hexvet.reporters.changes import replayed, summary

    root, statuses, paper = root_of(arguments), [Exit.CLEAN], page(arguments)
    agreed = count = 0
    with Worker() as worker:
        for entry in _decisions(arguments, root, statuses):
            found = replay(root, entry, lambda assessment: infer(assessment, worker))
            write(replayed(found, paper))
            report(found.problems, colour=arguments.color, total=False)
            statuses.append(_status(found))
            agreed, count = agreed + found.agrees, count + 1
    if not count and worst(statuses) == Exit.CLEAN:
        write("No decision is recorded yet.\n")
    elif count:
        write(summary(agreed, count))
    return worst(statuses)


def _decisions(arguments: Namespace, root: Path, statuses: list[Exit]) -> Iterator[Entry]:
    """The decisions that are asked for, or all. Halts for a number that is none."""
    from hexvet.journal.reading import read_journal
    from hexvet.problems import Problem

    wanted = set(arguments.entry)
    for entry in read_journal(root):
        if isinstance(entry, Problem):
            report([entry], colour=arguments.color, total=False)
            statuses.append(Exit.BAD_DATA if entry.severity == "error" else Exit.CLEAN)
        elif entry.kind == "decision" and (not arguments.entry or entry.number in wanted):
            wanted.discard(entry.number)
            yield entry
    if wanted:
        hint = "hexvet log --kind decision lists them"
        raise Halt(Exit.USAGE, f"entry {min(wanted)} is no decision", hint)


def _status(found: Replay) -> Exit:
    if found.problems:
        return Exit.BAD_DATA
    return Exit.FINDINGS if found.differences else Exit.CLEAN
