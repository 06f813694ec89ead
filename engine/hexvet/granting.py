"""Granting, renewing and revoking a waiver: what stands against it, what it does, the new text."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hexvet.documents import Document, parse_document
from hexvet.model import CheckOutcome, Passage, Waiver, Where
from hexvet.packs.model import Check
from hexvet.packs.renaming import current
from hexvet.packs.rules import DEFAULT_WAIVER_DAYS
from hexvet.problems import Place, Problem, Unusable, suggestion
from hexvet.records import Mistakes, read_record
from hexvet.waivers import last_day, length, refusal
from hexvet.workspace.folders import WAIVERS, is_id
from hexvet.workspace.toml_values import add_table, set_value
from hexvet.workspace.waivers import SHAPE

if TYPE_CHECKING:
    from hexvet.evaluation import Assessment


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a waiver cannot be granted, and a way out. `passable`: it can be granted all the same."""

    message: str
    hint: str = ""
    passable: bool = False


@dataclass(frozen=True, slots=True)
class GateChange:
    """How many projects stand at a gate as `before` without the change and as `after` with it.

    `because` are the checks that decide the gate afterwards, told for one project only.
    """

    gate: str
    before: Passage
    after: Passage
    projects: int
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change of the ledger does to its check and to the gate that it guards."""

    before: CheckOutcome
    after: CheckOutcome
    gates: tuple[GateChange, ...]


def find_check(assessment: Assessment, name: str) -> Check | Objection:
    """The check of a full id, an old one, or a short one that only one pack has."""
    checks = {id_: check for pack in assessment.packs for id_, check in pack.checks.items()}
    renamed = {old: new for pack in assessment.packs for old, new in pack.renamed.items()}
    found = checks.get(name) or checks.get(current(renamed, name))
    if found:
        return found
    short = [check for check in checks.values() if check.name == name]
    if len(short) == 1:
        return short[0]
    if short:
        hint = f"write one of {', '.join(check.id for check in short)}"
        return Objection(f"'{name[:60]}' is a check of several packs", hint)
    names = [*checks, *(check.name for check in checks.values())]
    hint = suggestion(name, names) or "hexvet show PROJECT lists them"
    return Objection(f"there is no check '{name[:60]}'", hint)


def objections(assessment: Assessment, waiver: Waiver, renews: str = "") -> Iterator[Objection]:
    """All that stands against a waiver; `renews` is the id of the one that it goes on from."""
    check = assessment.check(waiver.check)
    projects = assessment.workspace.projects
    if waiver.project and check.of == "programme":
        yield Objection(f"{check.id} is a check of the programme", "leave the project out")
    elif not waiver.project and check.of == "project":
        yield Objection(f"{check.id} is a check of a project", "name the project after it")
    elif waiver.project and waiver.project not in projects:
        hint = suggestion(waiver.project, projects)
        yield Objection(f"there is no project '{waiver.project[:60]}'", hint)
    else:
        yield from _not_wanted(assessment, waiver, renews)
    yield from _not_allowed(check, waiver)


def _not_allowed(check: Check, waiver: Waiver) -> Iterator[Objection]:
    if waiver.expires < waiver.granted:
        hint = f"it is granted on {waiver.granted}; give a later --until"
        yield Objection(f"it would end on {waiver.expires}, before it begins", hint)
        return
    refused = refusal(check, waiver.role, length(waiver))
    if refused is None:
        return
    state, why = refused
    hint = "the check's waivable says so"
    if state == "over_long" and check.waivable:
        last = waiver.granted + datetime.timedelta(days=check.waivable.max_days)
        hint = f"--until {last} at the latest; renew it when that is near"
    yield Objection(why, hint)


def _not_wanted(assessment: Assessment, waiver: Waiver, renews: str) -> Iterator[Objection]:
    outcome = _outcome(assessment, waiver)
    if outcome.without in ("passed", "not_applicable"):
        state = outcome.without.replace("_", " ")
        hint = "--force records a waiver for the day when that changes"
        yield Objection(f"{waiver.check} is {state} now and needs no waiver", hint, passable=True)
    held = assessment.waivers.get((waiver.check, waiver.project))
    if held is None:
        return
    if held.id != renews:
        hint = f"go on from it: --renew {held.id}"
        yield Objection(f"'{held.id}' waives it already, to {last_day(held)}", hint)
    elif last_day(held) >= waiver.expires:
        hint = "give a later --until"
        yield Objection(f"'{held.id}' lasts to {last_day(held)} anyway", hint)


def effect(assessment: Assessment, waiver: Waiver, waivers: Sequence[Waiver]) -> Effect:
    """What becomes of a waiver's check and gate when the ledger holds `waivers` instead."""
    from hexvet.evaluation import evaluate

    workspace = replace(assessment.workspace, waivers=tuple(waivers))
    after = evaluate(workspace, assessment.as_of)
    outcome = _outcome(after, waiver)
    changes: dict[tuple[Passage, Passage], int] = {}
    for old, new in _passages(assessment, after, waiver.project, outcome.gate):
        changes[old, new] = changes.get((old, new), 0) + 1
    because: tuple[str, ...] = ()
    if waiver.project:
        because = after.project(waiver.project).gates[outcome.gate].because
    gates = [GateChange(outcome.gate, *pair, number, because) for pair, number in changes.items()]
    return Effect(_outcome(assessment, waiver), outcome, tuple(gates))


def _passages(
    before: Assessment, after: Assessment, project: str, gate: str
) -> Iterator[tuple[Passage, Passage]]:
    """How one project, or every one, stands at a gate before and after."""
    if project:
        yield tuple(one.project(project).gates[gate].state for one in (before, after))  # type: ignore[misc]
        return
    for old, new in zip(before.standings, after.standings, strict=True):
        yield dict(old.gates)[gate], dict(new.gates)[gate]


def _outcome(assessment: Assessment, waiver: Waiver) -> CheckOutcome:
    if not waiver.project:
        return assessment.programme[waiver.check]
    return assessment.project(waiver.project).checks[waiver.check]


def default_end(check: Check, granted: datetime.date) -> datetime.date:
    """As long as the check allows, but no longer than 180 days."""
    most = check.waivable.max_days if check.waivable else DEFAULT_WAIVER_DAYS
    days = min(most, DEFAULT_WAIVER_DAYS)
    return granted + datetime.timedelta(days=days)


def free_id(check: Check, project: str, taken: Sequence[str]) -> str:
    """An id that no waiver of the ledger has: `time_limited-procurement`, then `…-2`."""
    stem = f"{check.name}-{project}" if project else check.name
    stem = re.sub(r"[^a-z0-9_-]", "-", stem.lower())[:54]
    number, found = 1, stem
    while found in taken:
        number += 1
        found = f"{stem}-{number}"
    return found


# the text of the ledger -----------------------------------------------------------------------
def with_waiver(document: Document | None, waiver: Waiver) -> str:
    """The ledger with one waiver more, below all that is there; comments stay.

    Raises `Unusable` when a value is not fit for the ledger, or the file is written in a way
    that no table can be added to.
    """
    before = document or parse_document("", WAIVERS)
    assert isinstance(before, Document)
    try:
        new = add_table(before, ("waiver", waiver.id), table_of(waiver))
    except Unusable as error:
        hint = "write each waiver as a table of its own: [waiver.some-name]"
        message = "no waiver can be added to this file"
        raise Unusable([Problem("WS034", message, Place(WAIVERS), hint)]) from error
    read = parse_document(new, WAIVERS)
    assert isinstance(read, Document)
    mistakes = Mistakes(read)
    read_record(mistakes, ("waiver", waiver.id), SHAPE)
    if mistakes.problems or not is_id(waiver.id):
        raise Unusable(mistakes.in_order or [Problem("WS020", "no fit id", Place(WAIVERS))])
    return new


def table_of(waiver: Waiver) -> dict[str, object]:
    """A waiver as the keys and values of its table."""
    values: dict[str, object] = {
        "check": waiver.check,
        "project": waiver.project,
        "role": waiver.role,
        "name": waiver.name,
        "reason": waiver.reason,
        "granted": waiver.granted,
        "expires": waiver.expires,
    }
    return {key: value for key, value in values.items() if value != ""}


def with_revocation(document: Document, id_: str, day: datetime.date, why: str) -> str:
    """The ledger with a waiver taken back from `day` on; what was granted stays readable."""
    text = set_value(document, ("waiver", id_, "revoked"), day)
    read = parse_document(text, document.file)
    assert isinstance(read, Document)
    return set_value(read, ("waiver", id_, "revoked_because"), why)


def waiver_of(id_: str, check: Check, project: str, who: tuple[str, str, str],
              granted: datetime.date, expires: datetime.date) -> Waiver:  # fmt: skip
    """A waiver for the ledger; `who` is role, name and reason."""
    role, name, reason = who
    where = Where(WAIVERS, ("waiver", id_))
    return Waiver(id_, check.id, project, role, name, reason, granted, expires, where)
