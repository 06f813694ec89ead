"""`hexvet demo`: a guided tour on a copy of the sample city."""

from __future__ import annotations

import datetime
from argparse import Namespace
from pathlib import Path
from typing import Any

from hexvet.cli.options import add_edge, add_verb
from hexvet.diagnostics import Exit, Halt, say

AS_OF = datetime.date(2026, 10, 1)
"""The day as of which the sample is meant to be seen."""

_MORE = """
Opens a copy of the Los Angeles sample, as of 2026-10-01, with a tour in the status line: F10 (or
ctrl+t) goes on, esc leaves it. Everything can be tried, decisions too: the copy lies in a temporary
folder and goes away at the end. Nothing is fetched from anywhere."""
_EXAMPLES = """\
  hexvet demo
  hexvet demo --plain | less"""


def register(subparsers: Any) -> None:
    """Adds the verb."""
    from hexvet.cli.screen import THEMES

    parser = add_verb(subparsers, "demo", run, more=_MORE, examples=_EXAMPLES)
    parser.add_argument("--plain", action="store_true",
                        help="print the tour as text, without a screen")  # fmt: skip
    parser.add_argument("--ascii", action="store_true", help="draw with ASCII characters only")
    parser.add_argument("--theme", choices=THEMES, help="the colours of the screen")
    add_edge(parser)


def run(arguments: Namespace) -> int:
    """Makes the copy, shows it, and takes it away."""
    from contextlib import ExitStack
    from tempfile import TemporaryDirectory

    from hexvet.cli.output import write
    from hexvet.cli.parsing import is_terminal

    with ExitStack() as stack:
        try:
            folder = stack.enter_context(TemporaryDirectory(prefix="hexvet-demo-"))
            root = copied(sample_folder(), Path(folder) / "los-angeles")
        except OSError as error:
            raise Halt(Exit.USAGE, f"the sample could not be copied: {error}",
                       "TMPDIR=DIR chooses another folder") from error  # fmt: skip
        if arguments.plain or not is_terminal():
            return _printed(root, arguments)
        status = _shown(root, arguments)
    write('The copy is gone. Your own city: hexvet init springfield --city "Springfield"\n')
    return status


def sample_folder() -> Path:
    """Where the sample city lies that travels with the program."""
    inside = Path(__file__).parents[1] / "sample_data" / "los-angeles"
    near = Path(__file__).parents[3] / "sample_data" / "los-angeles"
    return inside if inside.is_dir() else near


def copied(source: Path, target: Path) -> Path:
    """The files of a folder, writable also where the originals are not. Raises OSError."""
    if not source.is_dir():
        raise FileNotFoundError(f"{source} is missing")
    for file in sorted(source.rglob("*")):
        if file.is_file():
            there = target / file.relative_to(source)
            there.parent.mkdir(parents=True, exist_ok=True)
            there.write_bytes(file.read_bytes())
    return target


def _printed(root: Path, arguments: Namespace) -> int:
    import hexvet
    from hexvet.cli.output import write
    from hexvet_tui import tour

    if not arguments.plain:
        say("no terminal for the screen", "this is the tour as text")
    assessment = hexvet.evaluate(hexvet.load(root), AS_OF)
    write("\n".join(tour.plain(assessment)))
    return Exit.CLEAN


def _shown(root: Path, arguments: Namespace) -> int:
    from hexvet_tui import run as open_screen

    look = {"ascii": arguments.ascii, "theme": arguments.theme}
    return int(open_screen(root, as_of=AS_OF, touring=True, **look))
