"""`hexvet` without a verb: the screen, or the table where no screen can be shown."""

from __future__ import annotations

from argparse import ArgumentParser, BooleanOptionalAction, Namespace

from hexvet.cli.options import add_date, add_edge, add_workspace
from hexvet.diagnostics import say

THEMES = ("dark", "light", "contrast", "ansi", "mono")


def add_options(parser: ArgumentParser, *, positional: bool = True) -> None:
    """What can be said about the screen."""
    if positional:
        add_workspace(parser, positional=True)
    add_date(parser)
    parser.add_argument("--ascii", action="store_true", help="draw with ASCII characters only")
    parser.add_argument("--theme", choices=THEMES, help="the colours of the screen")
    parser.add_argument("--slow", action=BooleanOptionalAction, default=None,
                        help="fewer frames, and more patience with keys that arrive in pieces "
                        "(without a word: over SSH)")  # fmt: skip
    parser.add_argument("--mouse", action="store_true",
                        help="let the mouse work; the terminal's own selection then needs "
                        "Shift")  # fmt: skip
    parser.add_argument("--fresh", action="store_true",
                        help="begin anew instead of as the screen was left")  # fmt: skip
    parser.add_argument("--read-only", action="store_true",
                        help="look, and change nothing: every edit is refused")  # fmt: skip
    add_edge(parser)
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    """Opens the screen and returns its status when it is left."""
    from hexvet.cli.parsing import is_terminal
    from hexvet.cli.sources import root_of

    root = root_of(arguments)
    if not is_terminal():
        status = _check(arguments)
        say(_hindrance(), "this is what `hexvet check` prints")
        return status
    from hexvet_tui import run as open_screen

    return int(
        open_screen(
            root,
            as_of=arguments.as_of,
            ascii=arguments.ascii,
            theme=arguments.theme,
            slow=arguments.slow,
            mouse=arguments.mouse,
            fresh=arguments.fresh,
            read_only=arguments.read_only,
        )
    )


def _hindrance() -> str:
    """Why there is no screen."""
    import os

    from hexvet.doctor.surroundings import places_its_cursor, term

    if places_its_cursor(os.environ):
        return "no terminal for the screen"
    return f"TERM={term(os.environ)} cannot show the screen"


def _check(arguments: Namespace) -> int:
    from hexvet.cli.check import run as check

    return check(Namespace(**vars(arguments), gate=[], project=[], pack=[], fail_on=[], output=[]))
