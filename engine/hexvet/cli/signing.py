"""`hexvet sign`: an entry of the journal gets its person's signature."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hexvet.cli.log import number
from hexvet.cli.options import add_edge, add_verb, add_workspace
from hexvet.diagnostics import Exit, Halt, say

if TYPE_CHECKING:
    from hexvet.problems import Problem

_MORE = """
Signs the last entry, or the one that is named, with ssh-keygen: a private key, or a public key
whose private half an agent holds. As each entry names the one before, a signature stands for
everything up to there. hexvet verify checks it against the keys in hexvet.toml."""
_EXAMPLES = """\
  hexvet sign --key ~/.ssh/id_ed25519
  hexvet sign 12 --key ~/.ssh/id_ed25519.pub"""


def register(subparsers: Any) -> None:
    """Adds the verb."""
    parser = add_verb(subparsers, "sign", run, more=_MORE, examples=_EXAMPLES)
    parser.add_argument("entry", metavar="ENTRY", nargs="?", type=number,
                        help="the entry, by its number (default: the last one)")  # fmt: skip
    parser.add_argument("--key", metavar="PATH", required=True,
                        help="the file of an SSH key")  # fmt: skip
    add_workspace(parser)
    add_edge(parser)


def run(arguments: Namespace) -> int:
    """Signs, and says where the signature is and what it is worth."""
    from hexvet.cli.acting import unusable
    from hexvet.cli.output import write
    from hexvet.cli.sources import root_of
    from hexvet.journal.reading import head_of, line_of
    from hexvet.journal.signing import check, is_installed, sign
    from hexvet.problems import Unusable
    from hexvet.workspace.settings import read_settings

    if not is_installed():
        raise Halt(Exit.USAGE, "ssh-keygen is not installed", "install openssh-client")
    root = root_of(arguments)
    at = arguments.entry if arguments.entry is not None else head_of(root).number
    if not at:
        raise Halt(Exit.USAGE, "there is nothing to sign", "nothing is recorded yet")
    try:
        file = sign(root, at, Path(arguments.key).expanduser())
    except Unusable as error:
        raise unusable(error, "nothing was signed", arguments.color) from error
    people = read_settings(root).people
    keys = {id_: person.key for id_, person in people.items() if person.key}
    _warn(list(check(root, keys, {at: line_of(root, at)})))
    write(f"Signed entry {at} in {file}\n")
    return Exit.CLEAN


def _warn(problems: list[Problem]) -> None:
    """What `hexvet verify` would object to."""
    for problem in problems:
        say(f"hexvet verify will refuse it: {problem.message}", problem.hint)
