"""What only shows when packs are used together: their inference rules share facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import get_args

from hexvet.documents import Document
from hexvet.inference.faults import faults
from hexvet.inference.model import Pattern
from hexvet.inference.strata import circles
from hexvet.language.kinds import describe
from hexvet.model import Where
from hexvet.packs.chains import program_of, rules_of
from hexvet.packs.composing import place_of
from hexvet.packs.fact_kinds import BUILT_IN, TALLY, Stage, clashes_of
from hexvet.packs.model import Inference, Pack
from hexvet.problems import Problem

_TABLES = {"check": "checks", "section": "sections", "criterion": "criteria", "tally": "tallies"}


def joint_problems(packs: Sequence[Pack]) -> tuple[Problem, ...]:
    """The problems of several packs that are used together, beside those that each has alone."""
    if not any(pack.inferences for pack in packs):
        return ()
    documents = {one.file: one for pack in packs for one in pack.documents}
    found = list(_foreign(packs, documents))
    if len(packs) > 1:
        clashes = list(_clashes(packs, documents))
        found += clashes or _refused(packs, documents)
    return tuple(dict.fromkeys(found))


def _clashes(packs: Sequence[Pack], documents: Mapping[str, Document]) -> Iterator[Problem]:
    for clash in clashes_of(packs):
        first, other = describe(clash.first.kind), describe(clash.other.kind)
        message = f"'{clash.field}' of a fact '{clash.kind}' is {other} here and {first} elsewhere"
        place = place_of(documents, clash.where)
        yield Problem("RP045", message, place, "packs that are used together must agree")


def _refused(packs: Sequence[Pack], documents: Mapping[str, Document]) -> Iterator[Problem]:
    """Rules of several packs that lead through an absence back to themselves, or are too many."""
    for of in get_args(Stage):
        rules, program = rules_of(packs, of), program_of(packs, of)
        barred = list(circles(program.rules, program.kinds))
        for circle in barred:
            message = f"these rules depend on their own absence: {' -> '.join(circle.rules)}"
            place = place_of(documents, rules[circle.rule.id].where)
            hint = "what a rule takes for absent must not follow from it"
            yield Problem("RP181", message, place, hint)
        for fault in () if barred else faults(program):
            where = rules[fault.rule].where if fault.rule else Where(packs[-1].file, ("infer",))
            yield Problem("RP046", fault.message, place_of(documents, where), fault.hint)


# ids of other packs ---------------------------------------------------------------------------
def _foreign(packs: Sequence[Pack], documents: Mapping[str, Document]) -> Iterator[Problem]:
    """A warning for each rule of another pack that no pack in use has."""
    known = {what: {id_ for p in packs for id_ in getattr(p, t)} for what, t in _TABLES.items()}
    rules = (rule for pack in packs for rule in pack.inferences.values())
    known["finding"] = {one.finding for rule in rules for one in rule.then}
    for pack in packs:
        for rule in pack.inferences.values():
            for what, id_ in named_ids(rule):
                if id_ not in known[what]:
                    message = f"no pack in use has the {what} '{id_}'"
                    hint = "use its pack, too, or mend the id"
                    place = place_of(documents, rule.where)
                    yield Problem("RP183", message, place, hint, "warning")


def named_ids(rule: Inference) -> Iterator[tuple[str, str]]:
    """(what, full id) of the checks, sections, criteria, tallies and findings that a rule names."""
    for pattern in (*rule.when, *rule.unless):
        yield from _ids(pattern)


def _ids(pattern: Pattern) -> Iterator[tuple[str, str]]:
    fields = {**BUILT_IN, "tally": TALLY}.get(pattern.kind, {})
    for test in pattern.tests:
        what = fields[test.field].names if test.field in fields else ""
        if isinstance(test.operand, str) and what in (*_TABLES, "finding"):
            yield what, test.operand
