"""`hexvet history`: the revisions of a pack, the newest first."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from hexvet.cli.options import add_edge, add_verb, add_workspace
from hexvet.cli.revising import pack_file
from hexvet.diagnostics import Exit

FORMATS = ("table", "json")

_MORE = """
Each with its day, who, how many verdicts flipped, and why. hexvet revert brings one back; hexvet
log tells what else happened."""
_EXAMPLES = """\
  hexvet history our-model
  hexvet history our-model -o json"""


def register(subparsers: Any) -> None:
    """Adds the verb."""
    parser = add_verb(subparsers, "history", run, more=_MORE, examples=_EXAMPLES)
    parser.add_argument("pack", metavar="PACK", help="the id of a pack in rules/")
    parser.add_argument("-o", "--output", metavar="FORMAT[=FILE]", action="append", default=[],
                        help="table or json; to FILE, or to standard output; repeatable "
                        "(default: table)")  # fmt: skip
    add_workspace(parser)
    add_edge(parser)


def run(arguments: Namespace) -> int:
    """Writes the revisions."""
    from hexvet.cli.output import outputs, page, write, write_exactly, write_file
    from hexvet.cli.sources import root_of
    from hexvet.drafting.history import render, render_json
    from hexvet.drafting.revisions import revisions

    wanted = outputs(arguments.output, FORMATS)
    root = root_of(arguments)
    file = pack_file(arguments, root)
    found = revisions(root, file)
    for format, name in wanted:
        if format == "table" and not name:
            write(render(file, found, page(arguments)))
            continue
        text = render(file, found) if format == "table" else render_json(file, found)
        write_file(name, text) if name else write_exactly(text)
    return Exit.CLEAN
