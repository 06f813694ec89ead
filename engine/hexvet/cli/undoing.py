"""`hexvet undo`: an entry of the journal is taken back by another one."""

from __future__ import annotations

from argparse import ArgumentTypeError, Namespace
from typing import TYPE_CHECKING, Any

from hexvet.cli.acting import add_actor, add_dry_run
from hexvet.cli.options import add_date, add_edge, add_verb, add_workspace
from hexvet.diagnostics import Exit, Halt, report

if TYPE_CHECKING:
    from hexvet.deciding.consequences import Held
    from hexvet.loading import Workspace
    from hexvet.people import Actor
    from hexvet.undoing import Undoing

_MORE = """
Nothing is deleted: a new entry turns the changes of an earlier one round. Without ENTRY it is the
last decision, answer, vote, resolution or waiver. What was changed again since is not touched:
the entry that did it is named, and has to go first. Undoing an undo does the thing again.
Where a project would be left at a stage whose gates do not let it pass, that is said, and --yes
is asked for; answers, votes and resolutions are taken back by who gave them, or in their role."""
_EXAMPLES = """\
  hexvet undo --reason "Entered for the wrong project."
  hexvet undo 12 --by mayor --reason "The council decided otherwise." """


def register(subparsers: Any) -> None:
    """Adds the verb."""
    parser = add_verb(subparsers, "undo", run, more=_MORE, examples=_EXAMPLES)
    parser.add_argument("entry", metavar="ENTRY", nargs="?", type=number,
                        help="the entry's number in hexvet log")  # fmt: skip
    add_actor(parser, reason="why it is taken back; it is needed")
    parser.add_argument("--yes", action="store_true",
                        help="also when projects stand on it at a later stage")  # fmt: skip
    add_dry_run(parser)
    add_workspace(parser)
    add_date(parser)
    add_edge(parser)


def number(text: str) -> int:
    """The number of an entry; complains as argparse wants it."""
    if not text.isdecimal() or not text.isascii() or len(text) > 12:
        raise ArgumentTypeError(f"'{text[:40]}' is not the number of an entry")
    return int(text)


def run(arguments: Namespace) -> int:
    """Takes the entry back, and says what is as it was."""
    from hexvet.cli.acting import actor_of, reason_of, recorded, refuse
    from hexvet.cli.output import page, write
    from hexvet.cli.sources import load
    from hexvet.deciding.consequences import against
    from hexvet.reporters.changes import taken_back
    from hexvet.undoing import draft

    workspace = load(arguments)
    found = _found(arguments, workspace)
    reason = reason_of(arguments)
    if not reason:
        raise Halt(Exit.USAGE, "--reason is missing", "the journal says why it is taken back")
    who = _entitled(actor_of(arguments, workspace), workspace, found)
    held = _held(arguments, workspace, found)
    if held and not (arguments.yes or arguments.dry_run):
        refuse(against(held))
    entry = recorded(arguments, workspace, draft(found, who, reason, held), found.edits)
    write(taken_back(found, entry, page(arguments), held))
    return Exit.CLEAN


def _held(arguments: Namespace, workspace: Workspace, found: Undoing) -> tuple[Held, ...]:
    """Whom it would leave beyond a gate; nobody where no pack judges. Halts when a file that it
    changes is not what it was."""
    from hexvet import evaluate
    from hexvet.cli.acting import unusable
    from hexvet.cli.options import day_of
    from hexvet.deciding.consequences import consequences
    from hexvet.problems import Unusable

    if not workspace.packs:
        return ()
    try:
        return consequences(evaluate(workspace, day_of(arguments)), found.edits)
    except Unusable as error:
        raise unusable(error, "nothing was changed", arguments.color) from error


def _found(arguments: Namespace, workspace: Workspace) -> Undoing:
    from hexvet.cli.acting import refuse
    from hexvet.granting import Objection
    from hexvet.problems import Unusable
    from hexvet.undoing import undoing

    try:
        found = undoing(workspace.root, arguments.entry)
    except Unusable as error:
        report(error.problems, colour=arguments.color, total=False)
        raise Halt(Exit.BAD_DATA, "nothing was changed") from error
    if isinstance(found, Objection):
        refuse(found)
    return found


def _entitled(who: Actor, workspace: Workspace, found: Undoing) -> Actor:
    """Who may take it back. Halts for others."""
    from hexvet.cli.acting import refuse
    from hexvet.granting import Objection
    from hexvet.undoing import entitled

    acting = entitled(who, found, workspace)
    if isinstance(acting, Objection):
        refuse(acting)
    return acting
