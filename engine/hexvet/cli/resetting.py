"""`hexvet reset-terminal`: a terminal as a shell wants it, after something died on the screen."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from hexvet.cli.options import add_edge, add_verb
from hexvet.diagnostics import Exit, Halt

_MORE = """
Leaves the second screen, shows the cursor, ends mouse and paste reports, colours and modes of the
keyboard, and lets the line be typed and seen again. It does no harm to a terminal that is well.
What one cannot see oneself typing is typed all the same: hexvet reset-terminal, and Enter."""
_EXAMPLES = """\
  hexvet reset-terminal
  hexvet reset-terminal; clear"""


def register(subparsers: Any) -> None:
    """Adds the verb."""
    parser = add_verb(subparsers, "reset-terminal", run, more=_MORE, examples=_EXAMPLES)
    add_edge(parser)


def run(arguments: Namespace) -> int:
    """Restores the terminal of this process, wherever the output goes."""
    import os

    from hexvet.doctor.restoring import own_terminal, restore

    try:
        terminal = own_terminal()
    except OSError as error:
        reason = error.strerror or str(error)
        raise Halt(Exit.USAGE, "there is no terminal to reset", reason) from error
    restore(terminal)
    os.close(terminal)
    return Exit.CLEAN
