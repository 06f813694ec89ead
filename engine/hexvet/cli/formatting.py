"""`hexvet fmt`: the files of a workspace in the one layout."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hexvet.cli.options import add_edge, add_verb
from hexvet.diagnostics import Exit, Halt, report, say, status_of, worst

if TYPE_CHECKING:
    from hexvet.documents import Document

STANDARD_INPUT = "-"

_MORE = """
Aligned = signs, one empty line between tables, the keys of rules in one order, double quotes,
digits in groups. Comments stay where they are, and what a file says never changes: each one is
read again and compared before it is written. Without FILE it is every file of the workspace:
settings, projects, assessments, waivers and rules. FILE can be a folder, or - for standard input.

Exit status: 0 done, 1 with --check when a file is not in the layout, 5 a file cannot be read."""
_EXAMPLES = """\
  hexvet fmt
  hexvet fmt --check rules
  hexvet fmt - < rules/la_model.toml"""

_KEPT = "journal"
"""The folder of the journal's copies of files."""


def register(subparsers: Any) -> None:
    """Adds the verb."""
    parser = add_verb(subparsers, "fmt", run, more=_MORE, examples=_EXAMPLES)
    parser.add_argument("file", metavar="FILE", nargs="*",
                        help="a TOML file or a folder (default: the workspace)")  # fmt: skip
    parser.add_argument("--check", action="store_true",
                        help="change nothing; name the files that would be changed")  # fmt: skip
    parser.add_argument("-w", "--workspace", metavar="DIR", dest="at",
                        help="the workspace, when it is not this folder or one above")  # fmt: skip
    add_edge(parser)


def run(arguments: Namespace) -> int:
    """Formats, or tells what it would format."""
    if STANDARD_INPUT in arguments.file:
        if len(arguments.file) > 1:
            raise Halt(Exit.USAGE, "standard input and files cannot be formatted together")
        return _standard_input(arguments)
    paths = [path for name in arguments.file for path in _files(Path(name))]
    paths = list(dict.fromkeys(paths)) if arguments.file else list(_workspace(arguments))
    if not paths:
        say("nothing was formatted", "there is no .toml file")
        return Exit.NOTHING
    return worst({_format(path, arguments) for path in paths})


def _standard_input(arguments: Namespace) -> int:
    """From standard input to standard output, as editors like it."""
    from hexvet.cli.output import write_exactly
    from hexvet.documents import parse_document
    from hexvet.problems import Problem, Unusable

    try:
        text = sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"standard input is not UTF-8 at byte {error.start + 1}"
        raise Halt(Exit.BAD_DATA, message) from error
    document = parse_document(text, "standard input")
    if isinstance(document, Problem):
        raise Unusable([document])
    changed = _formatted(document)
    if not arguments.check:
        write_exactly(changed)
        return Exit.CLEAN
    return Exit.FINDINGS if changed != text else Exit.CLEAN


def _formatted(document: Document) -> str:
    from hexvet.packs.formatting import formatted

    return formatted(document)


def _files(path: Path) -> Iterator[Path]:
    """A file, or the TOML files in a folder and below it, but not hidden ones, nor those that the
    journal keeps as they were."""
    if not path.is_dir():
        if not os.path.lexists(path):
            hint = "name a .toml file or a folder; without one, the workspace is formatted"
            raise Halt(Exit.USAGE, f"there is no file '{path}'", hint)
        yield path
        return
    for found in sorted(path.rglob("*.toml")):
        parts = found.relative_to(path).parts
        if not any(part.startswith(".") or part == _KEPT for part in parts):
            yield found


def _workspace(arguments: Namespace) -> Iterator[Path]:
    """The files of the workspace that people write."""
    from hexvet.cli.sources import root_of
    from hexvet.workspace.folders import ASSESSMENTS, PROJECTS, RULES, SETTINGS, WAIVERS

    root = root_of(arguments)
    yield root / SETTINGS
    if (root / WAIVERS).is_file():
        yield root / WAIVERS
    for folder in (RULES, PROJECTS, ASSESSMENTS):
        if (root / folder).is_dir():
            yield from _files(root / folder)


def _format(path: Path, arguments: Namespace) -> Exit:
    """Formats one file and says so; a file that cannot be read is told and left as it is."""
    from hexvet.cli.output import write
    from hexvet.documents import read_document
    from hexvet.problems import Problem, Unusable
    from hexvet.workspace.writing import write_text

    document = read_document(path, path.as_posix())
    if isinstance(document, Problem):
        report([document], colour=arguments.color, total=False)
        return Exit.BAD_DATA
    try:
        text = _formatted(document)
        if text == document.text:
            return Exit.CLEAN
        if not arguments.check:
            write_text(path, text, document.sha256, shown_as=document.file)
    except Unusable as error:
        report(error.problems, colour=arguments.color, total=False)
        return status_of(error.problems, Exit.BAD_DATA)
    write(f"{'Would format' if arguments.check else 'Formatted'} {document.file}\n")
    return Exit.FINDINGS if arguments.check else Exit.CLEAN
