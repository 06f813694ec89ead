"""`hexvet vote`: one party's vote about a project."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from hexvet.cli.acting import add_actor, add_dry_run
from hexvet.cli.options import add_date, add_edge, add_verb, add_workspace
from hexvet.diagnostics import Exit, Halt

_MORE = """
Writes the vote into the project's table of votes: one row for each party, with the day and the
reason. A party that votes again changes its row; unknown takes its vote back. The journal keeps
every vote that there was, and who put it there: minutes may be kept by anybody."""
_EXAMPLES = """\
  hexvet vote hiring-time yes --party government --by mayor
  hexvet vote hiring-time no --party private --by coalition --reason "The price is not settled." """


def register(subparsers: Any) -> None:
    """Adds the verb."""
    parser = add_verb(subparsers, "vote", run, more=_MORE, examples=_EXAMPLES)
    parser.add_argument("project", metavar="PROJECT", help="the project's id")
    parser.add_argument("vote", metavar="VOTE", help="yes, no, or unknown to take it back")
    parser.add_argument("--party", metavar="PARTY", required=True, help="who votes")
    add_actor(parser, reason="why it votes so")
    add_dry_run(parser)
    add_workspace(parser)
    add_date(parser)
    add_edge(parser)


def run(arguments: Namespace) -> int:
    """Writes the vote and tells what it changes."""
    from hexvet.cli.acting import actor_of, reason_of
    from hexvet.cli.answering import judged_subject, put_on_record, unless_refused
    from hexvet.deciding.answering import PROGRAMME, vote, vote_field

    if arguments.project == PROGRAMME:
        raise Halt(Exit.USAGE, "votes are about projects", "hexvet vote PROJECT yes --party PARTY")
    assessment, subject = judged_subject(arguments)
    workspace = assessment.workspace
    field = unless_refused(vote_field(workspace), arguments)
    party = _word(arguments.party, field, "party")
    if party is None:
        raise Halt(Exit.USAGE, "who votes?", f"one of {', '.join(field.columns['party'].values)}")
    row = {
        "party": party,
        "vote": _word(arguments.vote, field, "vote"),
        "date": assessment.as_of,
        "reason": reason_of(arguments) or None,
    }
    if row["vote"] is None:
        row |= {"date": None, "reason": None}
    who = actor_of(arguments, workspace)
    found = vote(workspace, subject, field, row)
    more = {"party": row["party"], "vote": row["vote"]}
    return put_on_record(arguments, assessment, found, "vote", who, more)


def _word(text: str, field: Any, name: str) -> Any:
    """A party or a vote in the pack's own words."""
    from hexvet.cli.answering import typed
    from hexvet.model import Field

    column = field.columns[name]
    return typed(text, Field(name, column.kind, field.where, values=column.values))
