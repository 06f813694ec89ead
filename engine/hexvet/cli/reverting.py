"""`hexvet revert`: an earlier revision of a pack comes into force again, as its next one."""

from __future__ import annotations

import re
from argparse import ArgumentTypeError, Namespace
from pathlib import Path
from typing import Any

from hexvet.cli.options import add_verb
from hexvet.cli.revising import add_saving, pack_file, saved
from hexvet.diagnostics import Exit, Halt, report

_MORE = """
The text of that revision is recorded as a new one: nothing is deleted. hexvet history PACK lists
the revisions. Says first what changes and which verdicts flip."""
_EXAMPLES = """\
  hexvet revert our-model --to r3 --dry-run
  hexvet revert our-model --to r3 --by mayor --reason "The limit was right before." """


def register(subparsers: Any) -> None:
    """Adds the verb."""
    parser = add_verb(subparsers, "revert", run, more=_MORE, examples=_EXAMPLES)
    parser.add_argument("pack", metavar="PACK", help="the id of a pack in rules/")
    parser.add_argument("--to", metavar="REVISION", type=revision, required=True,
                        help="the revision, like r3")  # fmt: skip
    add_saving(parser)


def revision(text: str) -> int:
    """The number of a revision; complains as argparse wants it."""
    if not re.fullmatch(r"r?[0-9]{1,9}", text, re.ASCII):
        raise ArgumentTypeError(f"'{text[:40]}' is not a revision: they are called r1, r2, ...")
    return int(text.removeprefix("r"))


def run(arguments: Namespace) -> int:
    """Tells what going back does, and records it."""
    from hexvet.cli.sources import root_of

    root = root_of(arguments)
    file = pack_file(arguments, root)
    return saved(arguments, file, _text(arguments, root, file))


def _text(arguments: Namespace, root: Path, file: str) -> str:
    from hexvet.drafting.revisions import revisions, text_of
    from hexvet.problems import Problem

    found = revisions(root, file)
    wanted = next((one for one in found if one.number == arguments.to), None)
    if wanted is None:
        known = ", ".join(f"r{one.number}" for one in found[:20])
        hint = f"there are: {known}" if known else "the journal names none of it yet"
        raise Halt(Exit.USAGE, f"there is no r{arguments.to} of {file}", hint)
    text = text_of(root, wanted)
    if isinstance(text, Problem):
        report([text], colour=arguments.color, total=False)
        raise Halt(Exit.BAD_DATA, f"the text of r{wanted.number} is not to be had")
    return text
