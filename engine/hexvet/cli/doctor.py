"""`hexvet doctor`: what Hexvet stands on, and one line for each thing that could be better."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from typing import TYPE_CHECKING, Any

from hexvet.cli.options import add_edge, add_verb, add_workspace
from hexvet.diagnostics import Exit

if TYPE_CHECKING:
    from pathlib import Path

    from hexvet.doctor.asking import Answers
    from hexvet.doctor.signs import Sign

FORMATS = ("table", "json")
LONGEST = 300
"""Characters of what was found that a line shows: anything may stand in an environment."""
_STYLES = {"ok": "dim", "weak": "open", "broken": "bad"}

_MORE = """
Size, characters and colours of the terminal, and what it answers when it is asked; tmux, the
editor, Python and its libraries, a person's own folders, the workspace and its disk. One line
each; what is weak or broken names the command that mends it. Status 1 when something is broken."""
_EXAMPLES = """\
  hexvet doctor
  hexvet doctor sample_data/los-angeles -o json"""


def register(subparsers: Any) -> None:
    """Adds the verb."""
    parser = add_verb(subparsers, "doctor", run, more=_MORE, examples=_EXAMPLES)
    add_workspace(parser, positional=True)
    parser.add_argument("-o", "--output", "--format", metavar="FORMAT[=FILE]", action="append",
                        default=[], help="table or json; to FILE, or to standard output; "
                        "repeatable (default: table)")  # fmt: skip
    add_edge(parser)


def run(arguments: Namespace) -> int:
    """Looks, tells, and returns 1 when something is broken."""
    from hexvet.cli.output import outputs, write, write_exactly, write_file
    from hexvet.doctor.signs import worst

    wanted = outputs(arguments.output, FORMATS)
    signs = _signs(_workspace(arguments))
    for output in wanted:
        text = _json(signs) if output.format == "json" else _table(signs, arguments)
        if output.file:
            write_file(output.file, text)
        elif output.format == "json":
            write_exactly(text)
        else:
            write(text)
    return Exit.FINDINGS if worst(signs) == "broken" else Exit.CLEAN


def _workspace(arguments: Namespace) -> Path | None:
    """The workspace that is named or enclosing; outside of one there is none to look at."""
    from hexvet.cli.sources import enclosing, root_of

    if arguments.workspace or arguments.at:
        return root_of(arguments)
    return enclosing()


def _signs(root: Path | None) -> list[Sign]:
    from hexvet import places
    from hexvet.doctor import machine, terminal, tmux

    environ = os.environ
    return [
        *terminal.signs(environ, _size(), _answers()),
        *tmux.signs(environ),
        machine.editor(environ),
        *machine.libraries(),
        machine.inference(),
        machine.wire(environ),
        machine.folder("state", places.state(), wanted=False),
        *machine.settings(),
        *machine.crashes(places.state() / places.CRASHES),
        *machine.workspace(root),
    ]


def _size() -> tuple[int, int] | None:
    """Columns and rows of the terminal; None without one."""
    if sys.stdout is None or not sys.stdout.isatty():
        return None
    try:
        return tuple(os.get_terminal_size(sys.stdout.fileno()))  # type: ignore[return-value]
    except OSError:
        return None


def _answers() -> Answers | None:
    """What the terminal says; None where nobody can be asked."""
    from hexvet.doctor import asking, surroundings

    can = _size() is not None and sys.stdin is not None and sys.stdin.isatty()
    if not can or not surroundings.places_its_cursor(os.environ):
        return None
    seconds = asking.SECONDS_FAR if surroundings.remote(os.environ) else asking.SECONDS
    try:
        return asking.ask(sys.stdin.fileno(), os.environ, seconds)
    except OSError:
        return None


def _table(signs: list[Sign], arguments: Namespace) -> str:
    """A line for each sign; what is to be done stands at its end."""
    from hexvet.cli.output import page
    from hexvet.reporters.typesetting import clean

    paper = page(arguments)
    width = max(len(sign.topic) for sign in signs)
    lines = []
    for sign in signs:
        fix = f"; {paper.ink('strong', clean(sign.fix))}" if sign.fix else ""
        state = paper.ink(_STYLES[sign.state], f"{sign.state:<6}")
        lines.append(f"{state}  {sign.topic:<{width}}  {clean(sign.found)[:LONGEST]}{fix}\n")
    return "".join(lines)


def _json(signs: list[Sign]) -> str:
    """Everything as one document."""
    import json
    from dataclasses import asdict

    from hexvet.doctor.signs import worst
    from hexvet.version import VERSION

    document = {
        "hexvet": VERSION,
        "worst": worst(signs),
        "signs": [asdict(sign) for sign in signs],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
