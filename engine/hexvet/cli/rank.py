"""`hexvet rank`: projects by score, as advice."""

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
The order goes by the low end of the score: what holds whatever the missing evidence turns out to
be. It is advice; beside it stand the hexagon and the gate, which decide."""
_EXAMPLES = """\
  hexvet rank sample_data/los-angeles --as-of 2026-10-01
  hexvet rank --project procurement --project real-estate"""


def register(subparsers: Any) -> None:
    """Adds the verb."""
    parser = add_verb(subparsers, "rank", run, more=_MORE, examples=_EXAMPLES)
    add_workspace(parser, positional=True)
    add_projects(parser)
    add_date(parser)
    add_packs(parser)
    add_edge(parser)


def run(arguments: Namespace) -> int:
    """Writes the order."""
    from hexvet.cli.check import halt_when_empty, report_of
    from hexvet.cli.output import page, write
    from hexvet.cli.vetting import vet
    from hexvet.reporters.ranking import render

    assessment, inferred, status = vet(arguments)
    report = report_of(arguments, assessment, inferred)
    halt_when_empty(report)
    write(render(report, page(arguments)))
    return status
