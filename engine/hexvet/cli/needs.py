"""`hexvet needs`: which evidence to look for first."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from hexvet.cli.options import (
    add_date,
    add_edge,
    add_packs,
    add_projects,
    add_verb,
    add_workspace,
)

_MORE = """
Fields in the order of the outcomes that they alone would settle, with the question to ask and
how many outcomes over how many projects wait. With --project, or --which, it names the outcomes."""
_EXAMPLES = """\
  hexvet needs sample_data/los-angeles
  hexvet needs --project procurement --gate selection"""


def register(subparsers: Any) -> None:
    """Adds the verb."""
    parser = add_verb(subparsers, "needs", run, more=_MORE, examples=_EXAMPLES)
    add_workspace(parser, positional=True)
    add_projects(parser)
    parser.add_argument("--gate", metavar="GATE", action="append", default=[],
                        help="only the checks at this gate; repeatable")  # fmt: skip
    parser.add_argument("--which", action="store_true", help="name the outcomes of each field")
    add_date(parser)
    add_packs(parser)
    add_edge(parser)


def run(arguments: Namespace) -> int:
    """Writes the fields."""
    from hexvet.cli.check import halt_when_empty, report_of
    from hexvet.cli.output import page, write
    from hexvet.cli.sources import judge
    from hexvet.reporters.wanted import render

    assessment, status = judge(arguments)
    report = report_of(arguments, assessment)
    halt_when_empty(report)
    detailed = bool(arguments.project) or arguments.which
    write(render(report, page(arguments), detailed=detailed))
    return status
