"""`hexvet resolve`: what several parties answered differently is settled."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from hexvet.cli.acting import add_actor, add_dry_run
from hexvet.cli.options import add_date, add_edge, add_verb, add_workspace

_MORE = """
Writes the answer that holds, with its reason, into the project's own file: it stands against what
the parties say until somebody changes it. The answers of the parties stay as they are."""
_EXAMPLES = """\
  hexvet resolve service-requests buy_in yes --by mayor --reason "Sanitation was heard."
  hexvet resolve service-requests annual_saving 150k --reason "Counted." --source calls.csv"""


def register(subparsers: Any) -> None:
    """Adds the verb."""
    from hexvet.cli.answering import add_remarks

    parser = add_verb(subparsers, "resolve", run, more=_MORE, examples=_EXAMPLES)
    parser.add_argument("project", metavar="PROJECT", help="the project's id")
    parser.add_argument("field", metavar="FIELD", help="the field that is answered differently")
    parser.add_argument("value", metavar="VALUE", help="the answer that holds")
    add_remarks(parser)
    add_actor(parser, reason="why this answer holds; it is needed")
    add_dry_run(parser)
    add_workspace(parser)
    add_date(parser)
    add_edge(parser)


def run(arguments: Namespace) -> int:
    """Writes the resolution and tells what it changes."""
    from hexvet.cli.acting import actor_of, reason_of
    from hexvet.cli.answering import (
        judged_subject,
        put_on_record,
        remarks_of,
        typed,
        unless_refused,
    )
    from hexvet.deciding.answering import field_of, resolve

    assessment, subject = judged_subject(arguments)
    field = unless_refused(field_of(assessment.workspace, subject, arguments.field), arguments)
    value = typed(arguments.value, field)
    who = actor_of(arguments, assessment.workspace)
    remarks = remarks_of(arguments, who, reason_of(arguments))
    found = resolve(assessment.workspace, subject, field, value, remarks)
    return put_on_record(arguments, assessment, found, "resolution", who)
