"""`hexvet decide`: a project goes to another stage, is paused, withdrawn or taken up again."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING, Any

from hexvet.cli.options import add_date, add_edge, add_verb, add_workspace
from hexvet.diagnostics import Exit, Halt

if TYPE_CHECKING:
    from hexvet.deciding.planning import Plan
    from hexvet.evaluation import Assessment
    from hexvet.model import Project

_MORE = """
Prints what the gates say about it, judged as if the project were there already, then what is
recorded. A project goes forward one stage at a time, and past gates that are open: what holds,
stops or blocks is refused (status 1) unless it is waived, or overridden by a role that may. Back,
paused, withdrawn and active again need a reason. `closed`: it passed its last gate."""
_EXAMPLES = """\
  hexvet decide hiring-time --to launch --by mayor --dry-run
  hexvet decide hiring-time --to launch --by mayor --override \\
    --reason "A fourth place is paid for by the fund until June."
  hexvet decide smart-benches --to withdrawn --by appointee --reason "Nobody asked for it." """


def register(subparsers: Any) -> None:
    """Adds the verb."""
    from hexvet.cli.acting import add_actor, add_dry_run

    parser = add_verb(subparsers, "decide", run, more=_MORE, examples=_EXAMPLES)
    parser.add_argument("project", metavar="PROJECT", help="the project's id")
    parser.add_argument("--to", metavar="STAGE", required=True,
                        help="a stage, or one of paused, withdrawn, active, closed")  # fmt: skip
    add_actor(parser, reason="why; needed for all but a step forward")
    parser.add_argument("--override", action="store_true",
                        help="against its gates: some roles may, with a reason")  # fmt: skip
    add_dry_run(parser)
    add_workspace(parser)
    add_date(parser)
    add_edge(parser)


def run(arguments: Namespace) -> int:
    """Plans the decision, prints it, and records it when nothing stands against it."""
    from hexvet.cli.acting import recorded
    from hexvet.cli.output import page, write
    from hexvet.cli.sources import judge
    from hexvet.deciding.recording import decision
    from hexvet.reporters import decision as text

    assessment, _ = judge(arguments)
    project = _project(assessment, arguments.project)
    _halt_on_errors(assessment, project)
    plan = _planned(arguments, assessment, project)
    paper = page(arguments)
    write(text.gates(plan, paper))
    if plan.objections:
        return _refused(arguments, plan)
    draft, edits = decision(assessment.workspace, plan)
    entry = recorded(arguments, assessment.workspace, draft, edits)
    write(text.recorded(plan, edits, entry, paper))
    return Exit.CLEAN


def _project(assessment: Assessment, id_: str) -> Project:
    from hexvet.cli.sources import known

    projects = assessment.workspace.files.projects
    (found,) = known(projects, [id_], "project")
    return projects[found]


def _halt_on_errors(assessment: Assessment, project: Project) -> None:
    """Nobody decides on files that cannot be read."""
    from hexvet.deciding.planning import unreadable

    found = unreadable(assessment.workspace, project)
    if found:
        raise Halt(Exit.BAD_DATA, found.message, found.hint)


def _planned(arguments: Namespace, assessment: Assessment, project: Project) -> Plan:
    from hexvet.cli.acting import actor_of, inferred_of, reason_of, refuse
    from hexvet.deciding.planning import plan, prospect
    from hexvet.granting import Objection

    found = prospect(assessment, project, arguments.to)
    if isinstance(found, Objection):
        refuse(found)
    move, judged = found
    who = actor_of(arguments, assessment.workspace)
    reason = reason_of(arguments)
    standing, inferred = inferred_of(assessment, judged)
    override = arguments.override
    return plan(inferred, project, move, who, reason, override=override, standing=standing)


def _refused(arguments: Namespace, plan: Plan) -> int:
    """Says all that stands against it; status 1 when it is the gates, 2 when it is the words."""
    from hexvet.diagnostics import say

    for one in plan.objections:
        say(f"not decided: {one.message}", one.hint)
    return Exit.FINDINGS if all(one.passable for one in plan.objections) else Exit.USAGE
