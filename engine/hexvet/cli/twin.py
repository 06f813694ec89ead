"""`hexvet show --screen`: a screen as plain text, without a screen."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from hexvet.diagnostics import Exit, Halt


def run(arguments: Namespace) -> int:
    """Writes what the screen shows, as lines that can be read aloud."""
    from hexvet.cli.output import write
    from hexvet.cli.sources import SETTINGS, judge
    from hexvet_tui import plain

    named = arguments.project
    if named and not arguments.workspace and (Path(named) / SETTINGS).is_file():
        arguments.workspace, arguments.project = named, ""
    assessment, status = judge(arguments)
    try:
        text = plain.screen(assessment, arguments.screen, arguments.project, arguments.filter)
    except LookupError as error:
        message, _, hint = str(error.args[0]).partition("; ")
        raise Halt(Exit.USAGE, message, hint) from error
    write(text)
    return status
