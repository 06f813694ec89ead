"""`hexvet log`: what was decided and changed, by whom and why."""

from __future__ import annotations

from argparse import ArgumentTypeError, Namespace
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hexvet.cli.options import add_edge, add_verb, add_workspace, date
from hexvet.diagnostics import Exit, Halt, report, worst

if TYPE_CHECKING:
    from hexvet.journal.model import Entry
    from hexvet.journal.selecting import Wanted
    from hexvet.problems import Problem

FORMATS = ("table", "json", "csv", "md")
KINDS = ("decision", "waiver", "rules", "answer", "vote", "resolution", "undo", "edit", "recovery")

_AT_ONCE = 500
"""How many lines are handed to standard output at a time."""

_MORE = """
The journal, oldest first; a terminal gets the last 20. With an entry's number, all that it says."""
_EXAMPLES = """\
  hexvet log
  hexvet log 12
  hexvet log --project procurement --since 2026-01-01 --kind decision
  hexvet log --rule la-model/sponsor -o csv=sponsor.csv"""


def register(subparsers: Any) -> None:
    """Adds the verb."""
    parser = add_verb(subparsers, "log", run, more=_MORE, examples=_EXAMPLES)
    parser.add_argument("entry", metavar="ENTRY", nargs="?", type=number,
                        help="one entry, by its number, whole")  # fmt: skip
    add_workspace(parser)
    parser.add_argument("--project", metavar="ID", action="append", default=[],
                        help="only about this project; repeatable")  # fmt: skip
    parser.add_argument("--person", metavar="ID", action="append", default=[],
                        help="only by this person; repeatable")  # fmt: skip
    parser.add_argument("--rule", metavar="RULE", action="append", default=[],
                        help="only about this check, gate, field or pack: pack/id, or the id "
                        "alone; repeatable")  # fmt: skip
    parser.add_argument("--kind", metavar="KIND", action="append", default=[], choices=KINDS,
                        help=f"only of this kind: {', '.join(KINDS)}; repeatable")  # fmt: skip
    parser.add_argument("--since", metavar="DATE", type=date, help="from this day on, in UTC")
    parser.add_argument("--until", metavar="DATE", type=date, help="to this day, in UTC")
    parser.add_argument("--limit", metavar="N", type=number,
                        help="the last N that match; 0 for all (default: 20 on a terminal, "
                        "else all)")  # fmt: skip
    parser.add_argument("-o", "--output", metavar="FORMAT[=FILE]", action="append", default=[],
                        help="table, json, csv or md; to FILE, or to standard output; "
                        "repeatable (default: table)")  # fmt: skip
    add_edge(parser)


def number(text: str) -> int:
    """The number of an entry; complains as argparse wants it."""
    if not text.isdecimal() or not text.isascii() or len(text) > 12:
        raise ArgumentTypeError(f"'{text[:40]}' is not a number")
    return int(text)


def run(arguments: Namespace) -> int:
    """Writes the entries; the status says whether all could be read."""
    from hexvet.cli.output import outputs
    from hexvet.cli.sources import root_of
    from hexvet.journal.reading import is_empty

    wanted = outputs(arguments.output, FORMATS)
    root = root_of(arguments)
    if arguments.since and arguments.until and arguments.since > arguments.until:
        raise Halt(Exit.USAGE, "--since is later than --until", "nothing can match")
    if arguments.entry is not None:
        return _one(arguments, root)
    if is_empty(root) and wanted[0].format == "table" and not wanted[0].file:
        return _nothing_yet()
    problems: list[Problem] = []
    for format, file in wanted:
        problems = []
        _emit(arguments, root, format, file, problems)
    _tell_unknown(arguments, root)
    report(problems, colour=arguments.color)
    errors = any(problem.severity == "error" for problem in problems)
    return worst([Exit.BAD_DATA if errors else Exit.CLEAN])


def _tell_unknown(arguments: Namespace, root: Path) -> None:
    """When nothing matches: names that stand in no entry, and the nearest ones that do."""
    from hexvet.diagnostics import say
    from hexvet.journal.model import Entry
    from hexvet.journal.reading import read_journal
    from hexvet.journal.selecting import unknown

    wanted = _wanted(arguments)
    named = wanted.people or wanted.projects or wanted.rules
    if not named or any(_matching(arguments, root, 1, [])):
        return
    entries = (one for one in read_journal(root) if isinstance(one, Entry))
    for what, word, near in unknown(wanted, entries):
        say(f"no entry names a {what} '{word[:60]}'", near or "hexvet log shows all")


def _nothing_yet() -> int:
    from hexvet.cli.output import write

    write("Nothing is recorded yet. The journal begins with the first answer, decision or waiver, "
          "or with hexvet record.\n")  # fmt: skip
    return Exit.CLEAN


def _one(arguments: Namespace, root: Path) -> int:
    from hexvet.cli.output import deliver, outputs, page, write
    from hexvet.journal.reading import head_of, read_entry
    from hexvet.journal.signing import signature_file
    from hexvet.journal.withholding import withholding
    from hexvet.problems import Problem
    from hexvet.reporters import journal

    found = read_entry(root, arguments.entry)
    if found is None:
        last = head_of(root).number
        hint = (
            f"the last one is {last}; hexvet log lists them" if last else "nothing is recorded yet"
        )
        raise Halt(Exit.USAGE, f"there is no entry {arguments.entry}", hint)
    if isinstance(found, Problem):
        report([found], colour=arguments.color)
        return Exit.BAD_DATA
    found = withholding(root)(found)
    file = signature_file(found.number)
    signature = file if (root / file).is_file() else ""
    for format, target in outputs(arguments.output, FORMATS):
        if format == "table" and not target:
            write(journal.whole(found, signature, page(arguments)))
            continue
        whole = format == "table"
        text = journal.whole(found, signature) if whole else "".join(_pieces(format, [found], 0))
        deliver(text, target)
    return Exit.CLEAN


def _emit(
    arguments: Namespace, root: Path, format: str, file: str, problems: list[Problem]
) -> None:
    """One output. Only what goes to a file is held; standard output gets it in pieces."""
    from hexvet.cli.output import page, write, write_exactly, write_file
    from hexvet.journal.reading import line_count
    from hexvet.reporters import journal

    paper, last = page(arguments), line_count(root)
    if format != "table" or file:
        entries = _matching(arguments, root, arguments.limit or 0, problems)
        pieces = _pieces(format, entries, last, problems)
        if file:
            write_file(file, "".join(pieces))
        else:
            _write_all(pieces, write_exactly)
        return
    limit = paper.limit if arguments.limit is None else arguments.limit
    entries = _matching(arguments, root, limit, problems)
    shown = _write_all(journal.table(entries, last, paper), write) - 1
    if not shown:
        write("No entry matches.\n")
    elif shown == limit and shown < last:
        write(f"The last {limit:,} of those that match; --limit 0 shows all.\n")


def _write_all(pieces: Iterable[str], put: Callable[[str], None]) -> int:
    """Writes the pieces a few at a time; how many there were."""
    waiting: list[str] = []
    count = 0
    for piece in pieces:
        waiting.append(piece)
        count += 1
        if len(waiting) >= _AT_ONCE:
            put("".join(waiting))
            waiting.clear()
    put("".join(waiting))
    return count


def _pieces(
    format: str, entries: Iterable[Entry], last: int, problems: Sequence[Problem] = ()
) -> Iterator[str]:
    from hexvet.reporters import journal

    if format == "table":
        return journal.table(entries, last)
    if format == "json":
        return journal.json(entries, problems)
    return journal.csv_rows(entries) if format == "csv" else journal.md(entries)


# which entries ----------------------------------------------------------------------------------
def _matching(
    arguments: Namespace, root: Path, limit: int, problems: list[Problem]
) -> Iterator[Entry]:
    """The entries that are asked for, oldest first; with a limit, read from the end."""
    from hexvet.journal.reading import read_backwards, read_lines
    from hexvet.journal.withholding import withholding

    show = withholding(root)
    if not limit:
        yield from map(show, _good(arguments, read_lines(root), problems))
        return
    found = map(show, _good(arguments, read_backwards(root), problems))
    last = [entry for entry, _ in zip(found, range(limit), strict=False)]
    yield from reversed(last)


def _good(arguments: Namespace, lines: Iterable[Any], problems: list[Problem]) -> Iterator[Entry]:
    from hexvet.journal.reading import entry_of
    from hexvet.journal.selecting import matches
    from hexvet.problems import Problem

    wanted = _wanted(arguments)
    for line in lines:
        found = entry_of(line)
        if isinstance(found, Problem):
            problems.append(found)
        elif matches(found, wanted):
            yield found


def _wanted(arguments: Namespace) -> Wanted:
    from hexvet.journal.selecting import Wanted

    return Wanted(
        arguments.kind,
        arguments.person,
        arguments.project,
        arguments.rule,
        arguments.since,
        arguments.until,
    )
