"""Inference rules of a pack: each checked by itself, then all of them together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import get_args

from hexvet.inference import caps
from hexvet.inference.faults import faults as refused
from hexvet.inference.strata import circles
from hexvet.language.faults import Fault
from hexvet.language.kinds import describe
from hexvet.model import Where
from hexvet.packs.chains import program_of
from hexvet.packs.concluding import OPEN, concluded
from hexvet.packs.entries import Entry, Path
from hexvet.packs.fact_kinds import BUILT_IN, FactFields, Stage
from hexvet.packs.inference_drafts import Draft, read_draft
from hexvet.packs.model import Inference, Pack
from hexvet.packs.rule_checks import ReportFaults, checked_rule
from hexvet.packs.rule_names import names_of
from hexvet.packs.vocabulary import Report

Written = Mapping[str, Collection[str]]
"""The ids of all entries of a pack, by kind, with those that have mistakes."""


def read_inferences(
    entries: Sequence[Entry], pack: Pack, written: Written, report: Report, faults: ReportFaults
) -> dict[str, Inference]:
    """The rules of a pack that has everything else already; what is wrong is reported."""
    if len(entries) > caps.RULES:
        message = f"{len(entries):,} inference rules; at most {caps.RULES} are run together"
        report("RP046", message, entries[caps.RULES].at())
        return {}
    told: list[str] = []

    def reporting(code: str, *rest: object) -> None:
        told.append(code)
        report(code, *rest)

    def faulting(found: tuple[Fault, ...], where: Where) -> None:
        told.extend(fault.code for fault in found)
        faults(found, where)

    drafts = [read_draft(entry, reporting) for entry in entries]
    stages = {
        "project": _fields(pack, [draft for draft in drafts if draft.of == "project"], "project"),
        "portfolio": _fields(pack, drafts, "portfolio", reporting),
    }
    names = names_of(pack, _findings(drafts), written)
    rules = {
        draft.entry.id: checked_rule(draft, pack, stages, names, reporting, faulting)
        for draft in drafts
    }
    whole = all(draft.when and draft.then for draft in drafts)
    if whole and not told:
        _check_types(rules.values(), reporting)
    if whole and not told:
        _check_together(replace(pack, inferences=rules), entries, report)
    return rules


def _check_types(rules: Iterable[Inference], report: Report) -> None:
    """Reports fields that are only ever copied from themselves."""
    for rule in rules:
        for conclusion in (one for one in rule.then if one.fact.kind not in BUILT_IN):
            for name in (name for name, field in conclusion.fields.items() if field == OPEN):
                message = f"nothing says what '{name}' of a fact '{conclusion.fact.kind}' is"
                hint = "it only follows from itself: one rule must take it from elsewhere"
                report("RP045", message, conclusion.where, hint)


def _check_together(pack: Pack, entries: Sequence[Entry], report: Report) -> None:
    """What only shows when the rules stand beside each other, and what the engine refuses."""
    by_id = {entry.id: entry for entry in entries}
    for of in get_args(Stage):
        program = program_of([pack], of)
        barred = list(circles(program.rules, program.kinds))
        for circle in barred:
            chain = " -> ".join(id_.partition("/")[2] for id_ in circle.rules)
            message = f"these rules depend on their own absence: {chain}"
            hint = "what a rule takes for absent must not follow from it"
            where = by_id[circle.rule.id].at("unless", circle.position)
            report("RP181", message, where, hint)
        for fault in () if barred else refused(program):
            entry = by_id.get(fault.rule, entries[0])
            report("RP046", fault.message, entry.at(*_path(entry, fault.path)), fault.hint)


def _path(entry: Entry, path: Path) -> Path:
    """The path of a fault in the file: one conclusion alone is no list there."""
    alone = path[:1] == ("then",) and isinstance(entry.values.get("then"), Mapping)
    return (*path[:1], *path[2:]) if alone else path


def _fields(
    pack: Pack, drafts: Sequence[Draft], of: Stage, report: Report | None = None
) -> FactFields:
    fields, clashes = concluded(drafts, pack, of)
    for clash in clashes if report else ():
        assert report is not None
        first, other = describe(clash.first.kind), describe(clash.other.kind)
        message = f"'{clash.field}' of a {clash.kind} is {other} here and {first} elsewhere"
        report("RP045", message, clash.where, "facts of one kind must agree")
    return fields


def _findings(drafts: Iterable[Draft]) -> dict[str, None]:
    """The full ids of all findings that the rules conclude."""
    return {
        f"{draft.entry.pack}/{conclusion.id}": None
        for draft in drafts
        for conclusion in draft.then
        if conclusion.kind == "finding"
    }
