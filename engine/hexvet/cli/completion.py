"""`hexvet completion`: what the shell has to know to complete verbs, options and folders."""

from __future__ import annotations

from argparse import Action, ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Iterator
from typing import Any

from hexvet.cli.options import add_edge, add_verb

SHELLS = ("bash", "zsh")
_GATES = ("intake", "vetting", "selection", "launch", "delivery", "close")
_FOLDERS = ("workspace", "at", "folder", "into")
_FILES = ("file", "map", "report")

_MORE = """
Load it in the shell's start file, or once for all into the folder of the shell's completions."""
_EXAMPLES = """\
  source <(hexvet completion bash)
  hexvet completion zsh > ~/.zfunc/_hexvet"""


def register(subparsers: Any) -> None:
    """Adds the verb."""
    parser = add_verb(subparsers, "completion", run, more=_MORE, examples=_EXAMPLES)
    parser.add_argument("shell", metavar="SHELL", choices=SHELLS, help="bash or zsh")
    add_edge(parser)


def run(arguments: Namespace) -> int:
    """Writes the script."""
    from hexvet.cli.output import write_exactly

    write_exactly(script(arguments.shell))
    return 0


def script(shell: str) -> str:
    """The completion script for a shell."""
    import shtab

    from hexvet.cli.parsing import whole_parser

    parser = whole_parser()
    for action in _actions(parser):
        _say_what_completes(action)
    return str(shtab.complete(parser, shell)).rstrip("\n") + "\n"


def _actions(parser: ArgumentParser) -> Iterator[Action]:
    for action in parser._actions:
        yield action
        if isinstance(action, _SubParsersAction):
            for inner in action.choices.values():
                yield from _actions(inner)


def _say_what_completes(action: Action) -> None:
    """The gates of the shipped pack, formats, folders and files."""
    import shtab

    from hexvet.reporters import FORMATS

    if action.dest == "gate":
        action.choices = _GATES
    elif action.dest == "output" and action.choices is None:
        action.choices = FORMATS
    elif action.dest in _FOLDERS:
        action.complete = shtab.DIRECTORY  # type: ignore[attr-defined]
    elif action.dest in _FILES:
        action.complete = shtab.FILE  # type: ignore[attr-defined]
