"""`hexvet` without a verb: the screen, or the table where no screen can be shown."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from hexvet.cli.options import add_date, add_edge, add_workspace
from hexvet.diagnostics import say

THEMES = ("dark", "light", "mono")


def add_options(parser: ArgumentParser, *, positional: bool = True) -> None:
    """What can be said about the screen."""
    if positional:
        add_workspace(parser, positional=True)
    add_date(parser)
    parser.add_argument("--ascii", action="store_true", help="draw with ASCII characters only")
    parser.add_argument("--theme", choices=THEMES, help="the colours of the screen")
    add_edge(parser)
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    """Opens the screen and returns its status when it is left."""
    from hexvet.cli.parsing import is_terminal
    from hexvet.cli.sources import root_of

    root = root_of(arguments)
    if not is_terminal():
        say("no terminal for the screen", "this is what `hexvet check` prints")
        return _check(arguments)
    from hexvet_tui import run as open_screen

    return int(
        open_screen(root, as_of=arguments.as_of, ascii=arguments.ascii, theme=arguments.theme)
    )


def _check(arguments: Namespace) -> int:
    from hexvet.cli.check import run as check

    return check(Namespace(**vars(arguments), gate=[], project=[], pack=[], fail_on=[], output=[]))
