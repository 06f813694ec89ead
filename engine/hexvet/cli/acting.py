"""Who acts, when and why: what all verbs that record something share."""

from __future__ import annotations

import datetime
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

from hexvet.diagnostics import Exit, Halt, report

if TYPE_CHECKING:
    from hexvet.evaluation import Assessment
    from hexvet.findings.inferred import Inferred
    from hexvet.granting import Objection
    from hexvet.journal.model import Draft, Edit, Entry
    from hexvet.loading import Workspace
    from hexvet.people import Actor
    from hexvet.problems import Problem, Unusable


def add_actor(parser: ArgumentParser, *, reason: str = "why") -> None:
    """`--by` and `--reason`."""
    parser.add_argument("--by", metavar="WHO",
                        help="who it is: a person of hexvet.toml, or a role (default: the one "
                        "with this login)")  # fmt: skip
    parser.add_argument("--reason", metavar="TEXT", default="", help=reason)


def add_dry_run(parser: ArgumentParser) -> None:
    """`--dry-run`."""
    parser.add_argument("--dry-run", action="store_true", help="say what it would do, and stop")


def now() -> datetime.datetime:
    """The time, for the journal."""
    return datetime.datetime.now(datetime.UTC)


def actor_of(arguments: Namespace, workspace: Workspace) -> Actor:
    """Who acts. Halts when that cannot be told; says so when the workspace names nobody."""
    from hexvet import people
    from hexvet.diagnostics import say
    from hexvet.granting import Objection
    from hexvet.packs.roles import known_roles

    _check_people(workspace)
    known = known_roles(workspace.packs)
    found = people.actor_of(workspace.people, known, arguments.by, people.login())
    if isinstance(found, Objection):
        refuse(found)
    if not workspace.people and arguments.by is not None:
        say("hexvet.toml names nobody", "recorded as said; [people.ID] would name them")
    return found


def _check_people(workspace: Workspace) -> None:
    """Halts when it cannot be read who there is: a mistake in a file makes nobody the mayor."""
    settings = workspace.files.settings
    if settings.document is None or (not settings.people and "people" in settings.document.data):
        why = "hexvet.toml cannot be read, so nobody can be told by name"
        if settings.document is not None:
            why = "nobody below [people] in hexvet.toml can be read"
        raise Halt(Exit.BAD_DATA, why, "nothing was changed; mend it first")


def inferred_of(assessment: Assessment, supposed: Assessment) -> tuple[Inferred, Inferred]:
    """What follows from an assessment, and from one as if something had been done.

    The worker is only started when there are rules.
    """
    from hexvet.findings.inferring import infer
    from hexvet.inference.worker import Worker

    with Worker() as worker:
        standing = infer(assessment, worker)
        return standing, infer(supposed, worker, standing)


def refuse(found: Objection | Sequence[Problem], colour: str = "auto") -> NoReturn:
    """Halts with what stands against it."""
    from hexvet.granting import Objection

    if isinstance(found, Objection):
        raise Halt(Exit.USAGE, found.message, found.hint)
    report(found, colour=colour, total=False)
    raise Halt(Exit.USAGE, "nothing was changed")


def recorded(
    arguments: Namespace, workspace: Workspace, draft: Draft, edits: Sequence[Edit]
) -> Entry | None:
    """The entry, with its edits carried out; None in a dry run. Halts when it is refused."""
    from hexvet.journal import record
    from hexvet.journal.chain import check_chain
    from hexvet.problems import Unusable

    try:
        if arguments.dry_run:
            check_chain(workspace.root)
            return None
        return record(workspace.root, draft, edits, now)
    except Unusable as error:
        raise unusable(error, "nothing was changed", arguments.color) from error


def unusable(error: Unusable, said: str, colour: str = "auto") -> Halt:
    """The halt of a verb that could not write: its problems are told, its status is theirs."""
    from hexvet.diagnostics import status_of

    report(error.problems, colour=colour, total=False)
    return Halt(status_of(error.problems), said)


def reason_of(arguments: Namespace) -> str:
    """The reason on one line of text. Halts when it holds what could steer a terminal."""
    from hexvet.documents import UNPRINTABLE
    from hexvet.records import LONGEST_TEXT

    text: str = arguments.reason.strip()
    if UNPRINTABLE.search(text) or len(text) > LONGEST_TEXT:
        hint = f"one line of at most {LONGEST_TEXT:,} characters"
        raise Halt(Exit.USAGE, "--reason holds control characters or is too long", hint)
    return text
