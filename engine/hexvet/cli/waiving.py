"""`hexvet waive`: a permission on record, renewed or taken back."""

from __future__ import annotations

import datetime
from argparse import ArgumentTypeError, Namespace
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from hexvet.cli.options import add_date, add_edge, add_verb, add_workspace, date
from hexvet.diagnostics import Exit, Halt

if TYPE_CHECKING:
    from hexvet.evaluation import Assessment
    from hexvet.journal.model import Draft, Edit
    from hexvet.model import Waiver
    from hexvet.packs.model import Check

_MORE = """
Adds a waiver to waivers.toml, where everything else stays as it is, and prints what it does: the
check and its gate with it and without. Refused are a role or a length that the pack does not
allow, a check that is passed (--force), and a ledger that changed meanwhile.
--renew goes on from a waiver: a new one for the same check and project, with its own reason.
--revoke takes one back from that day on; it stays in the ledger."""
_EXAMPLES = """\
  hexvet waive la-model/time_limited procurement --role mayor --name "A. Person" \\
    --reason "Council agreed on 3 May." --days 90
  hexvet waive --renew time_limited-procurement --role mayor --name "A. Person" \\
    --reason "The vendor needs until June." --until 2027-06-30
  hexvet waive --revoke time_limited-procurement --name "A. Person" --reason "Not needed." """


def register(subparsers: Any) -> None:
    """Adds `waive`."""
    parser = add_verb(subparsers, "waive", run, more=_MORE, examples=_EXAMPLES)
    parser.add_argument("check", metavar="CHECK", nargs="?",
                        help="a check: pack/id, or the id alone")  # fmt: skip
    parser.add_argument("project", metavar="PROJECT", nargs="?",
                        help="the project's id; left out for a check of the programme")  # fmt: skip
    parser.add_argument("--renew", metavar="ID", help="go on from this waiver")
    parser.add_argument("--revoke", metavar="ID", help="take this waiver back")
    parser.add_argument("--role", metavar="ROLE", help="the office that grants it")
    parser.add_argument("--name", metavar="NAME", help="the person who grants it")
    parser.add_argument("--reason", metavar="TEXT", help="why")
    parser.add_argument("--until", metavar="DATE", type=date, help="the last day")
    parser.add_argument("--days", metavar="N", type=days,
                        help="for N days from the day on which it is granted (default: as many "
                        "as the pack allows, at most 180)")  # fmt: skip
    parser.add_argument("--id", metavar="ID", help="its name in the ledger")
    parser.add_argument("--force", action="store_true",
                        help="also when the check is passed or does not apply")  # fmt: skip
    parser.add_argument("--dry-run", action="store_true", help="say what it would do, and stop")
    add_workspace(parser)
    add_date(parser)
    add_edge(parser)


def days(text: str) -> int:
    """A number of days; complains as argparse wants it."""
    if not text.isdecimal() or not text.isascii() or len(text) > 5:
        raise ArgumentTypeError(f"'{text[:40]}' is not a number of days")
    return int(text)


def run(arguments: Namespace) -> int:
    """Grants, renews or revokes a waiver."""
    from hexvet.cli.sources import judge

    if arguments.revoke and arguments.renew:
        raise Halt(Exit.USAGE, "either --renew or --revoke", "one at a time")
    assessment, _ = judge(arguments)
    if arguments.revoke:
        return _revoke(arguments, assessment)
    _require(arguments, "role", "name", "reason")
    waiver = _renewed(arguments, assessment) if arguments.renew else _new(arguments, assessment)
    _halt_on_objections(arguments, assessment, waiver)
    return _grant(arguments, assessment, waiver)


def _require(arguments: Namespace, *names: str) -> None:
    for name in names:
        value = getattr(arguments, name)
        if value is None or not value.strip():
            hint = "the ledger says who decided, and why"
            raise Halt(Exit.USAGE, f"--{name} is missing", hint)


def _new(arguments: Namespace, assessment: Assessment) -> Waiver:
    from hexvet.granting import Objection, find_check

    if not arguments.check:
        raise Halt(Exit.USAGE, "which check?", "hexvet waive CHECK PROJECT")
    check = find_check(assessment, arguments.check)
    if isinstance(check, Objection):
        raise Halt(Exit.USAGE, check.message, check.hint)
    project = arguments.project or ""
    if project == "programme" and check.of == "programme":
        project = ""
    return _drawn_up(arguments, assessment, check, project)


def _renewed(arguments: Namespace, assessment: Assessment) -> Waiver:
    from hexvet.granting import Objection, find_check

    if arguments.check:
        raise Halt(Exit.USAGE, "--renew knows check and project", "leave them out")
    old = _known(assessment, arguments.renew)
    check = find_check(assessment, old.check)
    if isinstance(check, Objection):
        raise Halt(Exit.USAGE, check.message, check.hint)
    return _drawn_up(arguments, assessment, check, old.project)


def _known(assessment: Assessment, id_: str) -> Waiver:
    """A waiver of the ledger by its id. Halts when there is none."""
    from hexvet.problems import suggestion

    waivers = {waiver.id: waiver for waiver in assessment.workspace.waivers}
    if id_ not in waivers:
        hint = suggestion(id_, waivers) or "hexvet waivers lists them"
        raise Halt(Exit.USAGE, f"there is no waiver '{id_[:60]}'", hint)
    return waivers[id_]


def _drawn_up(arguments: Namespace, assessment: Assessment, check: Check, project: str) -> Waiver:
    from hexvet.deciding.waiving import ids
    from hexvet.granting import default_end, free_id, waiver_of
    from hexvet.workspace.folders import ID_FORM, is_id

    taken = ids(assessment.workspace)
    id_ = arguments.id or free_id(check, project, taken)
    if id_ in taken:
        raise Halt(Exit.USAGE, f"the ledger has a waiver '{id_[:60]}'", "choose another --id")
    if not is_id(id_):
        raise Halt(Exit.USAGE, f"'{id_[:60]}' is not fit to be an id", ID_FORM)
    who = arguments.role.strip(), arguments.name.strip(), arguments.reason.strip()
    granted = assessment.as_of
    end = _end(arguments, granted) or default_end(check, granted)
    return waiver_of(id_, check, project, who, granted, end)


def _end(arguments: Namespace, granted: datetime.date) -> datetime.date | None:
    """The last day that is asked for; None when nobody says how long."""
    if arguments.until and arguments.days is not None:
        raise Halt(Exit.USAGE, "either --until or --days", "one of the two says how long")
    if arguments.days is not None:
        return granted + datetime.timedelta(days=arguments.days)
    until: datetime.date | None = arguments.until
    return until


def _halt_on_objections(arguments: Namespace, assessment: Assessment, waiver: Waiver) -> None:
    from hexvet.granting import objections

    for found in objections(assessment, waiver, arguments.renew or ""):
        if not (found.passable and arguments.force):
            raise Halt(Exit.USAGE, f"not waived: {found.message}", found.hint)


def _grant(arguments: Namespace, assessment: Assessment, waiver: Waiver) -> int:
    from hexvet.cli.output import write
    from hexvet.deciding.waiving import granted
    from hexvet.granting import effect
    from hexvet.reporters.ledger import effect_text

    change = effect(assessment, waiver, (*assessment.workspace.waivers, waiver))
    told = effect_text(waiver, change)
    _record(arguments, assessment, lambda: granted(assessment, waiver, change, arguments.renew))
    days = (waiver.expires - waiver.granted).days
    subject = waiver.project or "the programme"
    would = "Would waive" if arguments.dry_run else "Waived"
    write(f"{would} {waiver.check} for {subject} to {waiver.expires} ({days} days), by "
          f"{waiver.name} ({waiver.role}):\n{told}{_written(arguments, waiver)}")  # fmt: skip
    return Exit.CLEAN


def _revoke(arguments: Namespace, assessment: Assessment) -> int:
    from hexvet.cli.output import write
    from hexvet.deciding.waiving import irrevocable, revoked, without
    from hexvet.reporters.ledger import effect_text

    if arguments.check:
        raise Halt(Exit.USAGE, "--revoke knows check and project", "leave them out")
    _require(arguments, "name", "reason")
    old, day = _known(assessment, arguments.revoke), assessment.as_of
    refused = irrevocable(old, day)
    if refused:
        raise Halt(Exit.USAGE, refused.message, refused.hint)
    found = without(assessment, old)
    told = effect_text(*found) if found else ""
    who = arguments.name, arguments.role or "", arguments.reason
    _record(arguments, assessment, lambda: revoked(assessment, old, who))
    would = "Would revoke" if arguments.dry_run else "Revoked"
    write(f"{would} '{old.id}' from {day} on:\n{told}{_written(arguments, old)}")
    return Exit.CLEAN


def _record(
    arguments: Namespace,
    assessment: Assessment,
    made: Callable[[], tuple[Draft, Sequence[Edit]]],
) -> None:
    """Writes the ledger and the journal, unless something changed since it was judged."""
    from hexvet.cli.acting import now, unusable
    from hexvet.journal import record
    from hexvet.journal.chain import check_chain
    from hexvet.problems import Unusable

    try:
        draft, edits = made()
        check_chain(assessment.workspace.root)
        if not arguments.dry_run:
            record(assessment.workspace.root, draft, edits, now)
    except Unusable as error:
        raise unusable(error, "the ledger was not changed", arguments.color) from error


def _written(arguments: Namespace, waiver: Waiver) -> str:
    from hexvet.workspace.folders import WAIVERS

    return "" if arguments.dry_run else f"In {WAIVERS} as [waiver.{waiver.id}].\n"
