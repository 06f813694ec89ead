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
    from hexvet.problems import Problem


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

    known = known_roles(workspace.packs)
    found = people.actor_of(workspace.people, known, arguments.by, people.login())
    if isinstance(found, Objection):
        refuse(found)
    if not workspace.people and arguments.by is not None:
        say("hexvet.toml names nobody", "recorded as said; [people.ID] would name them")
    return found


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
    from hexvet.problems import Unusable

    if arguments.dry_run:
        return None
    try:
        return record(workspace.root, draft, edits, now)
    except Unusable as error:
        report(error.problems, colour=arguments.color, total=False)
        raise Halt(Exit.USAGE, "nothing was changed") from error


def reason_of(arguments: Namespace) -> str:
    """The reason on one line of text. Halts when it holds what could steer a terminal."""
    from hexvet.documents import UNPRINTABLE
    from hexvet.records import LONGEST_TEXT

    text: str = arguments.reason.strip()
    if UNPRINTABLE.search(text) or len(text) > LONGEST_TEXT:
        hint = f"one line of at most {LONGEST_TEXT:,} characters"
        raise Halt(Exit.USAGE, "--reason holds control characters or is too long", hint)
    return text
