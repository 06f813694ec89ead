"""Options that several verbs share, and how their values are read."""

from __future__ import annotations

import datetime
from argparse import (
    ArgumentParser,
    ArgumentTypeError,
    Namespace,
    RawDescriptionHelpFormatter,
)
from collections.abc import Callable
from typing import Any

from hexvet.cli.verbs import VERBS


def add_verb(
    subparsers: Any, verb: str, run: Callable[[Namespace], int], *, more: str = "", examples: str
) -> ArgumentParser:
    """A parser for a verb, with its purpose, a few words more, and examples."""
    purpose = VERBS[verb][1]
    parser: ArgumentParser = subparsers.add_parser(
        verb,
        help=purpose,
        description=f"{purpose[0].upper()}{purpose[1:]}.\n{more}".rstrip(),
        epilog=f"examples:\n{examples}".rstrip(),
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.set_defaults(run=run)
    return parser


def add_workspace(parser: ArgumentParser, *, positional: bool = False) -> None:
    """`-w DIR`, and the same as a positional argument where the verb has room for it."""
    if positional:
        parser.add_argument("workspace", metavar="WORKSPACE", nargs="?",
                            help="the folder that holds hexvet.toml (default: this folder or "
                            "the nearest one above)")  # fmt: skip
    parser.add_argument("-w", "--workspace", metavar="DIR", dest="at",
                        help="the workspace, when it is not this folder or one above")  # fmt: skip


def add_date(parser: ArgumentParser) -> None:
    """`--as-of DATE`."""
    parser.add_argument("--as-of", metavar="DATE", type=date,
                        help="judge as things stood on that day, like 2018-01-31 "
                        "(default: today)")  # fmt: skip


def add_packs(parser: ArgumentParser) -> None:
    """`--pack`, as often as wanted."""
    parser.add_argument("--pack", metavar="PACK", action="append", default=[],
                        help="judge with this pack (an id or a .toml file) instead of those that "
                        "the workspace uses; repeatable")  # fmt: skip


def add_projects(parser: ArgumentParser) -> None:
    """`--project`, as often as wanted."""
    parser.add_argument("--project", metavar="ID", action="append", default=[],
                        help="only this project; repeatable")  # fmt: skip


def add_edge(parser: ArgumentParser) -> None:
    """What every verb has: colour and traces."""
    parser.add_argument("--color", choices=("auto", "never", "always"), default="auto",
                        help="colour: auto is on a terminal, never with NO_COLOR or TERM=dumb "
                        "(default: auto)")  # fmt: skip
    parser.add_argument("--debug", action="store_true",
                        help="show the trace of an internal error")  # fmt: skip


def date(text: str) -> datetime.date:
    """A calendar day as 2018-01-31; complains as argparse wants it."""
    try:
        if len(text) != len("2018-01-31"):
            raise ValueError
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"'{text[:40]}' is not a date; write it like 2018-01-31") from None


def day_of(arguments: Namespace) -> datetime.date:
    """The day to judge on. This is the only place where the clock is read."""
    day: datetime.date | None = arguments.as_of
    return day or datetime.date.today()
