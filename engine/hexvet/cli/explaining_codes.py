"""`hexvet explain-code`: why a problem code matters, with a bad and a good example."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from hexvet.cli.options import add_edge, add_verb
from hexvet.diagnostics import Exit, Halt

_MORE = """
Without a code it lists all of them."""
_EXAMPLES = """\
  hexvet explain-code RP014
  hexvet explain-code"""


def register(subparsers: Any) -> None:
    """Adds the verb."""
    parser = add_verb(subparsers, "explain-code", run, more=_MORE, examples=_EXAMPLES)
    parser.add_argument("codes", metavar="CODE", nargs="*", help="a code such as RP014")
    add_edge(parser)


def run(arguments: Namespace) -> int:
    """Writes the pages of the codes, or the list of all codes."""
    from hexvet.cli.output import write
    from hexvet.packs.lint.pages import page
    from hexvet.problems_catalogue import CODES

    if not arguments.codes:
        write("".join(f"{code}  {meaning}\n" for code, meaning in sorted(CODES.items())))
    codes = [str(code).strip().upper() for code in arguments.codes]
    for code in codes:
        if code not in CODES:
            raise Halt(Exit.USAGE, f"there is no code '{code[:40]}'", _near(code))
    write("\n".join(map(page, codes)))
    return Exit.CLEAN


def _near(code: str) -> str:
    from hexvet.problems import suggestion
    from hexvet.problems_catalogue import CODES

    return suggestion(code, CODES) or "hexvet explain-code lists them"
