"""The verbs for another program: the screen runs them and shows what they print."""

from __future__ import annotations

import contextlib
import datetime
import io
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from threading import Lock
from typing import NamedTuple

from hexvet.cli.verbs import VERBS

_ONE_AT_A_TIME = Lock()
_NOT_INSIDE = ("completion", "demo", "init", "reset-terminal", "serve", "sign")
"""Verbs of a shell: they take the terminal, ask something on it, serve until they are ended, or
make another workspace than the one that is open."""


class Printed(NamedTuple):
    """What a verb wrote, its complaints after its results, and its exit status."""

    text: str
    status: int


def verbs() -> Mapping[str, str]:
    """The verbs that make sense inside another program, with their purposes."""
    return {verb: purpose for verb, (_, purpose) in VERBS.items() if verb not in _NOT_INSIDE}


def outside() -> tuple[str, ...]:
    """The verbs that belong to a shell."""
    return _NOT_INSIDE


@lru_cache(maxsize=64)
def options(verb: str) -> tuple[tuple[str, str], ...]:
    """The options of a verb in their long form, with their help."""
    from hexvet.cli.parsing import verb_parser

    known = [action for action in verb_parser(verb)._actions if action.option_strings]
    return tuple((max(one.option_strings, key=len), one.help or "") for one in known)


class _Paper(io.StringIO):
    """Standard output that says how wide it is."""

    def __init__(self, columns: int) -> None:
        super().__init__()
        self.columns = columns


def completed(
    words: Sequence[str], root: str, as_of: datetime.date | None, project: str = ""
) -> list[str]:
    """The words with what the open workspace says: where it is, the day, and which project.

    Each is only added where the verb takes it and the words do not give it.
    """
    from hexvet.cli.parsing import verb_parser

    verb, rest = words[0], list(words[1:])
    parser = verb_parser(verb)
    known = {option for action in parser._actions for option in action.option_strings}
    dests = {action.dest for action in parser._actions if not action.option_strings}
    named = [word for word in rest if not word.startswith("-")]
    if "project" in dests and not named and project and "--help" not in rest:
        rest.insert(0, project)
    if "-w" in known and not {"-w", "--workspace"} & set(rest):
        rest += ["-w", root]
    if as_of is not None and "--as-of" in known and "--as-of" not in rest:
        rest += ["--as-of", as_of.isoformat()]
    return [verb, *rest]


def run(words: Sequence[str], columns: int) -> Printed:
    """Runs one command line; nothing of it reaches the terminal."""
    from hexvet.cli import main

    out, complaints = _Paper(columns), _Paper(columns)
    with _ONE_AT_A_TIME, _redirected(out, complaints):
        status = main([*words])
    text = "\n".join(part.rstrip() for part in (out.getvalue(), complaints.getvalue()) if part)
    return Printed(text, status)


@contextlib.contextmanager
def _redirected(out: io.StringIO, complaints: io.StringIO) -> Iterator[None]:
    before = sys.stdin
    sys.stdin = io.StringIO()
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(complaints):
            yield
    finally:
        sys.stdin = before
