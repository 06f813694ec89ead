"""`hexvet why`: the explanation of an outcome."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from hexvet.cli.options import add_date, add_edge, add_packs, add_verb, add_workspace
from hexvet.diagnostics import Exit, Halt

_MORE = """
The leaves that decide it with their values, the evidence and the rule with file and line, what
is missing, and what would turn it. Without RULE it explains the first gate that the project does
not pass. PROJECT can be `programme`."""
_EXAMPLES = """\
  hexvet why procurement
  hexvet why procurement la-model/time_limited -w sample_data/los-angeles"""


def register(subparsers: Any) -> None:
    """Adds the verb."""
    parser = add_verb(subparsers, "why", run, more=_MORE, examples=_EXAMPLES)
    parser.add_argument("project", metavar="PROJECT", help="the project's id, or programme")
    parser.add_argument("rule", metavar="RULE", nargs="?",
                        help="a check, criterion, section or gate: pack/id, or the id "
                        "alone")  # fmt: skip
    add_workspace(parser)
    add_date(parser)
    add_packs(parser)
    add_edge(parser)


def run(arguments: Namespace) -> int:
    """Writes the explanation."""
    from hexvet import explain
    from hexvet.cli.output import page, write
    from hexvet.cli.sources import judge
    from hexvet.explanation import NoSuchRule
    from hexvet.reporters.why import render

    assessment, status = judge(arguments)
    try:
        explanation = explain(assessment, arguments.project, arguments.rule)
    except NoSuchRule as error:
        raise Halt(Exit.USAGE, str(error)) from error
    write(render(explanation, assessment.workspace, page(arguments)))
    return status
