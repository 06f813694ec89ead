"""Standard error and exit statuses: how problems look, and what a run's end means.

Nothing else writes to standard error. Source lines are shown as compilers show them:

    rules/la_model.toml:44:12  RP002 unknown field 'budgt_total'
      44 | require = "budgt_total > 5"
         |            ^^^^^^^^^^^
         = help: did you mean 'cost_total'?
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from hexvet.problems import Place, Problem

WINDOW = 100
"""The most columns of a source line that are shown."""


class Exit(IntEnum):
    """What a run's end means. Of several that hold, the first of `PRECEDENCE` is given."""

    CLEAN = 0
    FINDINGS = 1
    USAGE = 2
    BAD_PACK = 3
    TESTS_FAILED = 4
    BAD_DATA = 5
    NOTHING = 6
    INTERNAL = 7
    UNWRITABLE = 8
    INTERRUPTED = 130
    CLOSED = 141


PRECEDENCE = (
    Exit.INTERNAL,
    Exit.UNWRITABLE,
    Exit.USAGE,
    Exit.BAD_PACK,
    Exit.TESTS_FAILED,
    Exit.BAD_DATA,
    Exit.NOTHING,
    Exit.FINDINGS,
    Exit.CLEAN,
)

MEANINGS = {
    Exit.CLEAN: "clean: nothing is at or above the threshold",
    Exit.FINDINGS: "something is at or above --fail-on",
    Exit.USAGE: "the command line is wrong, or names something that is not there",
    Exit.BAD_PACK: "a rule pack does not load",
    Exit.TESTS_FAILED: "a pack's own tests failed",
    Exit.BAD_DATA: "a file of the workspace has errors; what could be read was evaluated",
    Exit.NOTHING: "nothing was evaluated: no project, no rule, or no pack in force",
    Exit.INTERNAL: "a fault of hexvet itself",
    Exit.UNWRITABLE: "something cannot be written now: a full or read-only disk, a missing "
    "permission, or another process that writes",
    Exit.INTERRUPTED: "interrupted from the keyboard",
    Exit.CLOSED: "the reader of standard output went away",
}


class Halt(Exception):
    """Raised by a verb that cannot go on: one line for the reader, and the exit status."""

    def __init__(self, status: Exit, message: str, hint: str = "") -> None:
        self.status, self.message, self.hint = status, message, hint
        super().__init__(message)


UNWRITABLE = frozenset(("JN022", "JN023", "WS032", "WS033"))
"""The codes of problems that are the disk's, or another writer's."""

BAD_DATA = frozenset(("JN001", "JN006", "JN007", "JN024", "WS001", "WS002", "WS004", "WS005"))
"""The codes of problems with what stands in the workspace already."""


def status_of(problems: Sequence[Problem], otherwise: Exit = Exit.USAGE) -> Exit:
    """The status of a verb that changed nothing because of these problems."""
    codes = {problem.code for problem in problems}
    if codes & UNWRITABLE:
        return Exit.UNWRITABLE
    return Exit.BAD_DATA if codes & BAD_DATA else otherwise


def worst(statuses: Iterable[int]) -> Exit:
    """The status to give when several hold."""
    found = set(statuses)
    return next((status for status in PRECEDENCE if status in found), Exit.CLEAN)


def takes_colour(choice: str, stream: TextIO | None) -> bool:
    """Whether a stream gets colour: `always`, `never`, or `auto`, which asks the terminal."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR") or os.environ.get("TERM", "dumb") == "dumb":
        return False
    return stream is not None and stream.isatty()


def say(message: str, hint: str = "") -> None:
    """One line on standard error."""
    from hexvet.documents import printable

    text = f"{message}: {hint}" if hint else message
    name = "" if message.startswith(("hexvet ", "hexvet: ")) else "hexvet: "
    _write(f"{name}{printable(' '.join(text.split()))}\n")


def report(
    problems: Sequence[Problem], *, colour: str = "auto", of: str = "", total: bool = True
) -> None:
    """All problems on standard error, by file and line, and their `total`."""
    if problems:
        coloured = takes_colour(colour, sys.stderr)
        _write(rendered(problems, colour=coloured, of=of, total=total))


def trace(error: BaseException) -> None:
    """The full trace of an internal error."""
    from traceback import format_exception

    _write("".join(format_exception(error)))


def rendered(
    problems: Sequence[Problem], *, colour: bool = False, of: str = "", total: bool = True
) -> str:
    """The text of problems and of their count; `of` names the workspace in it."""
    unique = dict.fromkeys(problems)
    ordered = sorted(unique, key=lambda p: (p.place.file, p.place.line, p.place.column, p.code))
    lines = [line for problem in ordered for line in _problem(problem, colour)]
    return "\n".join([*lines, *([counted(ordered, of)] if total else []), ""])


def counted(problems: Sequence[Problem], of: str = "") -> str:
    """`3 errors and 1 warning in 2 files`."""
    from hexvet.documents import printable

    errors = sum(problem.severity == "error" for problem in problems)
    parts = [(errors, "error"), (len(problems) - errors, "warning")]
    told = " and ".join(_number(number, word) for number, word in parts if number)
    files = _number(len({problem.place.file for problem in problems}), "file")
    return f"{told} in {files}{f' of {printable(of)}' if of else ''}"


def _number(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def _problem(problem: Problem, colour: bool) -> list[str]:
    from hexvet.reporters.typesetting import Page, clean

    page = Page(colour=colour)
    style = "bad" if problem.severity == "error" else "open"
    kind = "warning: " if problem.severity == "warning" else ""
    said = page.ink(style, clean(f"{problem.code} {kind}{problem.message}"))
    margin = len(str(problem.place.line)) + 2
    lines = [f"{page.ink('strong', clean(str(problem.place)))}  {said}"]
    if problem.place.line and problem.place.text.strip():
        lines += _source(problem.place, margin, page.ink(style, "^"))
    if problem.hint:
        lines.append(f"{' ' * margin} = help: {clean(problem.hint)}")
    return lines


def _source(place: Place, margin: int, caret: str) -> list[str]:
    """The line, and carets under its faulty part; a piece of a line that is very long."""
    from hexvet.documents import printable
    from hexvet.reporters.typesetting import display_width

    text = printable(place.text).replace("\t", " ")
    start = min(max(place.column - 1, 0), len(text))
    first = 0 if len(text) <= WINDOW else max(0, min(start - WINDOW // 4, len(text) - WINDOW))
    shown = text[first : first + WINDOW]
    before = display_width(shown[: start - first])
    part = shown[start - first : start - first + max(place.width, 1)]
    carets = caret.replace("^", "^" * max(1, display_width(part)))
    lead = "..." if first else ""
    tail = "..." if first + WINDOW < len(text) else ""
    return [
        f"{place.line:>{margin}} | {lead}{shown.rstrip()}{tail}",
        f"{' ' * margin} | {' ' * (len(lead) + before)}{carets}",
    ]


def _write(text: str) -> None:
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except UnicodeEncodeError:
        sys.stderr.write(text.encode("ascii", "backslashreplace").decode("ascii"))
    except OSError:
        return
