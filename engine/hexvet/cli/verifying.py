"""`hexvet verify`: whether the journal is what was written, and the files what it says of them."""

from __future__ import annotations

import re
from argparse import ArgumentTypeError, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hexvet.cli.acting import add_actor
from hexvet.cli.options import add_edge, add_verb, add_workspace
from hexvet.diagnostics import Exit, Halt, report

if TYPE_CHECKING:
    from hexvet.journal.verifying import Verified

_MORE = """
Reads the whole journal: that each entry is as it was written and follows the one before, that
every file that was kept is what it was, that the files of the workspace are what their last
entry says, and that signatures are by the people whose names stand there. Nothing is recorded
below a break of the chain until somebody has accepted it."""
_EXAMPLES = """\
  hexvet verify
  hexvet verify --strict -w sample_data/los-angeles
  hexvet verify --expect 4be1c0fd...
  hexvet verify --repair
  hexvet verify --accept --by auditor --reason "Entry 12 was mended by hand, see the minutes." """
_DIGEST = re.compile(r"[0-9a-f]{64}")


def register(subparsers: Any) -> None:
    """Adds the verb."""
    parser = add_verb(subparsers, "verify", run, more=_MORE, examples=_EXAMPLES)
    add_workspace(parser, positional=True)
    parser.add_argument("--strict", action="store_true",
                        help="exit with 1 for warnings, too: files that were changed by hand and "
                        "not recorded")  # fmt: skip
    parser.add_argument("--expect", metavar="DIGEST", type=digest,
                        help="an entry that has to be there, as an earlier verify named it: shows "
                        "that the journal's end was not cut off")  # fmt: skip
    parser.add_argument("--repair", action="store_true",
                        help="first complete what a crash interrupted and set aside a torn "
                        "line")  # fmt: skip
    parser.add_argument("--accept", action="store_true",
                        help="the chain is broken, and somebody looked into it: record who and "
                        "why, so that entries may follow again")  # fmt: skip
    add_actor(parser, reason="with --accept: what is known of the break")
    add_edge(parser)


def digest(text: str) -> str:
    """The digest of an entry; complains as argparse wants it."""
    if not _DIGEST.fullmatch(text):
        raise ArgumentTypeError("a digest has 64 hexadecimal digits")
    return text


def run(arguments: Namespace) -> int:
    """Tells everything that is wrong; the status is 5 for errors."""
    from hexvet.cli.sources import root_of
    from hexvet.journal.verifying import verify
    from hexvet.workspace.settings import read_settings

    root = root_of(arguments)
    if arguments.accept:
        _accept(arguments, root)
    elif arguments.by or arguments.reason:
        raise Halt(Exit.USAGE, "--by and --reason belong to --accept", "hexvet verify --help")
    if arguments.repair:
        _repair(root)
    people = read_settings(root).people
    keys = {id_: person.key for id_, person in people.items() if person.key}
    found = verify(root, keys, arguments.expect or "")
    report(found.problems, colour=arguments.color)
    if not found.entries and all(one.severity == "warning" for one in found.problems):
        raise Halt(Exit.NOTHING, "nothing is recorded yet", "begin: hexvet record")
    _tell(found)
    if any(problem.severity == "error" for problem in found.problems):
        return Exit.BAD_DATA
    return Exit.FINDINGS if found.problems and arguments.strict else Exit.CLEAN


def _tell(found: Verified) -> None:
    from hexvet.cli.output import write
    from hexvet.reporters.typesetting import counted

    counts = ((found.files, "kept file"), (found.signatures, "signature"))
    told = ", ".join([_entries(found.entries), *(counted(*one) for one in counts)])
    errors = [problem for problem in found.problems if problem.severity == "error"]
    how = "all as they were written" if not errors else counted(len(errors), "error")
    if found.accepted:
        how = f"{counted(found.accepted, 'break')} accepted, {how.replace('all', 'all else')}"
    write(f"{told}: {how}.\nThe last entry's digest is {found.head}\n")


def _entries(number: int) -> str:
    return "1 entry" if number == 1 else f"{number:,} entries"


def _accept(arguments: Namespace, root: Path) -> None:
    """Records that a break was seen. Halts without a reason, and when nothing is broken."""
    import hexvet
    from hexvet.cli.acting import actor_of, now, reason_of, unusable
    from hexvet.cli.output import write
    from hexvet.journal.model import Draft
    from hexvet.journal.writing import accept
    from hexvet.problems import Unusable

    reason = reason_of(arguments)
    if not reason:
        raise Halt(Exit.USAGE, "--reason is missing", "the journal says why the break is accepted")
    who = actor_of(arguments, hexvet.load(root))
    try:
        entry = accept(root, Draft("recovery", who.by, who.role, reason=reason), now)
    except Unusable as error:
        raise unusable(error, "nothing was recorded", arguments.color) from error
    write(f"Entry {entry.number} accepts what is broken above it; entries may follow again.\n")


def _repair(root: Path) -> None:
    from hexvet.cli.acting import now
    from hexvet.cli.output import write
    from hexvet.journal.recovery import recover

    found = recover(root, now)
    report(found.problems)
    if found.torn:
        write(f"Set aside an interrupted line in {found.torn}.\n")
    for file in found.completed:
        write(f"Completed {file}.\n")
    if found.entry is None:
        write("There is nothing to repair.\n")
    else:
        write(f"Recorded as entry {found.entry.number}.\n")
