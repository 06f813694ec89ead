"""`hexvet waivers`: the ledger, what wants attention first."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING, Any

from hexvet.cli.options import add_date, add_edge, add_verb, add_workspace
from hexvet.cli.waiving import days
from hexvet.diagnostics import Exit, worst

if TYPE_CHECKING:
    from hexvet.evaluation import Assessment
    from hexvet.ledger import LedgerEntry

LEVELS = ("blocker", "warning", "advice")
FORMATS = ("table", "json")

_MORE = """
Every waiver of the ledger: those that are not allowed, too long, expired or about to expire
first, with the outcome and the gate as they are and as they would be without."""
_EXAMPLES = """\
  hexvet waivers sample_data/los-angeles --as-of 2026-10-01
  hexvet waivers --due 14 --fail-on warning"""


def register(subparsers: Any) -> None:
    """Adds the verb."""
    parser = add_verb(subparsers, "waivers", run, more=_MORE, examples=_EXAMPLES)
    add_workspace(parser, positional=True)
    parser.add_argument("--due", metavar="DAYS", type=days, default=30,
                        help="announce those that end within so many days (default: "
                        "30)")  # fmt: skip
    parser.add_argument("--fail-on", metavar="LEVEL", choices=LEVELS,
                        help="exit with 1 when something is at this level or above: blocker is "
                        "not allowed or too long; warning is expired, about to expire or matching "
                        "nothing; advice is not needed, not yet begun or named by an old "
                        "id")  # fmt: skip
    add_date(parser)
    parser.add_argument("-o", "--output", metavar="FORMAT[=FILE]", action="append", default=[],
                        help="table or json; to FILE, or to standard output; repeatable "
                        "(default: table)")  # fmt: skip
    add_edge(parser)


def run(arguments: Namespace) -> int:
    """Writes the ledger; the status says whether something wants attention."""
    from hexvet.cli.output import outputs
    from hexvet.cli.sources import judge
    from hexvet.ledger import ledger

    wanted = outputs(arguments.output, FORMATS)
    assessment, status = judge(arguments)
    entries = ledger(assessment, arguments.due)
    for format, file in wanted:
        _emit(arguments, assessment, entries, format, file)
    levels = LEVELS[: LEVELS.index(arguments.fail_on) + 1] if arguments.fail_on else ()
    fails = any(entry.severity in levels for entry in entries)
    return worst((status, Exit.FINDINGS if fails else Exit.CLEAN))


def _emit(
    arguments: Namespace,
    assessment: Assessment,
    entries: tuple[LedgerEntry, ...],
    format: str,
    file: str,
) -> None:
    from hexvet.cli.output import deliver, page, write
    from hexvet.reporters.ledger import render, render_json

    workspace, day = assessment.workspace, assessment.as_of
    if format == "table" and not file:
        write(render(entries, workspace, day, page(arguments)))
        return
    json = format == "json"
    text = (
        render_json(entries, workspace, day, arguments.due)
        if json
        else render(entries, workspace, day)
    )
    deliver(text, file)
