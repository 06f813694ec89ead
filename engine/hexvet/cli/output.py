"""Standard output and the files of `-o`: the only place that writes them."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from hexvet.diagnostics import Exit, Halt, status_of, takes_colour

if TYPE_CHECKING:
    from hexvet.reporters.typesetting import Page

_LINES = 20
"""How many lines of one list a terminal gets; pipes and files get all."""

_UNSAFE = re.compile(
    "\x1b\\[[0-9;]*m|[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
    "\ud800-\udfff]"
)


class Output(NamedTuple):
    """One `-o FORMAT[=FILE]`; without a file it goes to standard output."""

    format: str
    file: str = ""


def outputs(words: list[str], formats: tuple[str, ...]) -> list[Output]:
    """What `-o` asks for; a table when nothing is asked. Halts on what cannot be."""
    found = [_output(word, formats) for word in words] or [Output(formats[0])]
    files = [os.path.realpath(output.file) for output in found if output.file]
    if len(found) - len(files) > 1:
        raise Halt(Exit.USAGE, "two outputs to standard output", "give one a file: -o json=FILE")
    if len(set(files)) < len(files):
        raise Halt(Exit.USAGE, "two outputs to one file", "give each its own")
    return found


def _output(word: str, formats: tuple[str, ...]) -> Output:
    name, equals, file = word.partition("=")
    if name not in formats:
        from hexvet.problems import suggestion

        hint = suggestion(name, formats) or f"one of {', '.join(formats)}"
        raise Halt(Exit.USAGE, f"there is no output format '{name[:60]}'", hint)
    if equals and not file:
        raise Halt(Exit.USAGE, f"-o {name}= names no file", f"-o {name} writes standard output")
    return Output(name, "" if file == "-" else file)


def page(arguments: Namespace) -> Page:
    """The page that standard output is."""
    from hexvet.reporters.typesetting import Page

    stream = sys.stdout
    terminal = stream is not None and stream.isatty()
    return Page(
        width=_width(terminal=terminal),
        colour=takes_colour(arguments.color, stream),
        ascii=(getattr(stream, "encoding", None) or "").lower().replace("-", "") != "utf8",
        limit=_LINES if terminal else 0,
    )


def _width(*, terminal: bool) -> int:
    """The columns of the terminal; in a pipe only those that COLUMNS asks for."""
    own: int = getattr(sys.stdout, "columns", 0)  # of a stream that stands for a page
    if own:
        return own
    asked = os.environ.get("COLUMNS", "")
    if not terminal and not asked.isdecimal():
        return 0
    from shutil import get_terminal_size

    return max(get_terminal_size().columns, 40)


def write(text: str) -> None:
    """A text for people: whatever could steer the terminal is taken out once more."""
    _put(_UNSAFE.sub(lambda found: found[0] if found[0][-1:] == "m" else "\ufffd", text))


def write_exactly(text: str) -> None:
    """A text for programs: always UTF-8, whatever the terminal speaks."""
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:
        _put(text)
        return
    with _full_disks():
        sys.stdout.flush()
        buffer.write(text.encode())


def _put(text: str) -> None:
    stream = sys.stdout
    if stream is None:
        raise BrokenPipeError
    encoding = stream.encoding or "utf-8"
    text = text.encode(encoding, "replace").decode(encoding)
    with _full_disks():
        stream.write(text)


@contextlib.contextmanager
def _full_disks() -> Iterator[None]:
    """What standard output does not take is told in one line; a reader who left is not."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        from hexvet.problems import way_out

        _silence()
        why = f"cannot write standard output: {error.strerror or error}"
        raise Halt(Exit.UNWRITABLE, why, way_out(error)) from error


def write_file(file: str, text: str) -> None:
    """Puts a text in a file, all at once; pipes and devices are written as they are.

    Files that a workspace reads or keeps are refused.
    """
    from hashlib import sha256

    from hexvet.cli.sources import enclosing
    from hexvet.problems import Unusable, is_of_disk, way_out
    from hexvet.workspace.exports import export

    path = Path(file)
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_text(text, encoding="utf-8", newline="")
            return
        known = sha256(path.read_bytes()).hexdigest() if path.is_file() else None
        export(path, text, known, enclosing())
    except OSError as error:
        status = Exit.UNWRITABLE if is_of_disk(error) else Exit.USAGE
        why = f"cannot write {file}: {error.strerror or error}"
        raise Halt(status, why, way_out(error)) from error
    except Unusable as unusable:
        problem = unusable.problems[0]
        why = problem.message.removeprefix("cannot write this file: ")
        status = status_of(unusable.problems)
        raise Halt(status, f"cannot write {file}: {why}", problem.hint) from unusable


def deliver(text: str, file: str) -> None:
    """Puts a text in a file, or writes it to standard output as it is where none is named."""
    if file:
        write_file(file, text)
    else:
        write_exactly(text)


def emit(arguments: Namespace, reporter: str, found: object, wanted: Output) -> None:
    """One output of a reporter: `NAME` makes the table, `NAME_FORMAT` what programs read."""
    from importlib import import_module

    table = wanted.format == "table"
    name = reporter if table else f"{reporter}_{wanted.format}"
    render = import_module(f"hexvet.reporters.{name}").render
    if table and not wanted.file:
        write(render(found, page(arguments)))
    else:
        deliver(render(found), wanted.file)


def finish(status: int) -> int:
    """Flushes standard output, so that a reader who went away is noticed here."""
    if sys.stdout is not None:
        with _full_disks():
            sys.stdout.flush()
    return status


def abandon() -> int:
    """The reader is gone: nothing more is written, not even by the interpreter's end."""
    _silence()
    return Exit.CLOSED


def _silence() -> None:
    with contextlib.suppress(OSError, ValueError, AttributeError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
        os.close(null)
