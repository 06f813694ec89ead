"""The tests inside a pack: outcomes that none expects, and expectations that cannot come true."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hexvet.model import Where
from hexvet.packs.examples import VERDICTS
from hexvet.packs.finding_examples import INFERRED, meant, names_in_tests
from hexvet.packs.lint.conditions import settles
from hexvet.packs.lint.model import Draft
from hexvet.packs.lint.view import View, of_entry
from hexvet.packs.model import Check, Criterion, PackTest


@dataclass(frozen=True, slots=True)
class Case:
    """One test, or one row of its table, with what the test gives to all rows.

    `projects` are the answers of several projects, if there are several.
    """

    where: Where
    on: datetime.date
    dated: Where
    given: Mapping[str, object]
    expect: Mapping[str, tuple[object, Where]]
    projects: tuple[object, ...] = ()
    waivers: tuple[object, ...] = ()


def example_flaws(view: View) -> Iterator[Draft]:
    """The flaws of a pack's tests."""
    if not view.pack.tests:
        yield from _none(view)
        return
    cases = [case for test in view.pack.tests.values() for case in _cases(test)]
    yield from _untested(view, cases)
    yield from _unfound(view, cases)
    seen: dict[tuple[object, str], str] = {}
    for case in cases:
        yield from _dated(view, case)
        yield from _expectations(view, case)
        slot = (case.on, repr((sorted(case.given.items()), case.projects, case.waivers)))
        name = "/".join(map(str, case.where.path[1:2]))
        if slot in seen:
            message = f"the test '{seen[slot]}' gives the same answers on the same day"
            yield Draft("RP175", message, case.where, "put the two together", key=True)
        seen.setdefault(slot, name)


def _cases(test: PackTest) -> Iterator[Case]:
    own = {name: (value, _below(test.where, "expect", name)) for name, value in test.expect.items()}
    if not test.cases:
        on = _below(test.where, "on")
        yield Case(test.where, test.on, on, test.given, own, (test.projects,), test.waivers)
    for row in test.cases:
        given = {**test.given, **row.given}
        given = {name: value for name, value in given.items() if name not in row.without}
        more = {
            name: (value, _below(row.where, "expect", name)) for name, value in row.expect.items()
        }
        dated = _below(test.where if row.on == test.on else row.where, "on")
        projects, waivers = (test.projects, row.projects), (*test.waivers, *row.waivers)
        yield Case(row.where, row.on, dated, given, {**own, **more}, projects, waivers)


def _below(where: Where, *path: str | int) -> Where:
    return Where(where.file, (*where.path, *path))


def _none(view: View) -> Iterator[Draft]:
    own = any(
        entry.where.file == view.file
        for kind in ("check", "criterion")
        for entry in view.entries(kind)
    )
    if own:
        hint = "add [test.some_id] with on, given and expect"
        yield Draft("RP170", "this pack has no tests", Where(view.file, ("pack",)), hint, key=True)


# outcomes that no test expects ----------------------------------------------------------------
def _untested(view: View, cases: Sequence[Case]) -> Iterator[Draft]:
    expected = _expected(view, cases)
    for check, entry in view.checks:
        told = expected["check", check.name]
        wanted = [outcome for outcome in _reachable(view, check) if outcome not in told]
        if wanted and entry.where.file == view.file:
            message = f"no test expects this check to be {' or '.join(wanted)}"
            yield of_entry("RP171", message, entry, hint="add a test: given = …, expect = …")
    for criterion, entry in view.criteria:
        told = expected["criterion", criterion.name]
        wanted = [outcome for outcome in VERDICTS["criterion"] if outcome not in told]
        if wanted and entry.where.file == view.file and not _is_decided(view, criterion):
            message = f"no test expects this criterion to be {' or '.join(wanted)}"
            yield of_entry("RP171", message, entry, hint="add a test: given = …, expect = …")


def _unfound(view: View, cases: Sequence[Case]) -> Iterator[Draft]:
    """Findings that no test expects to be made."""
    names = names_in_tests(view.pack)
    expected = {
        meant(names, word, str(one)).id
        for case in cases
        for word in ("findings", "found")
        for one in _listed(case.expect.get(word, ((), None))[0])
    }
    for rule in view.pack.inferences.values():
        for conclusion in rule.then:
            id_ = conclusion.finding
            if id_ and id_ not in expected and conclusion.where.file == view.file:
                hint = (
                    f"add a test: given = …, expect = {{ findings = ['{id_.partition('/')[2]}'] }}"
                )
                yield Draft("RP184", "no test expects this finding", conclusion.where, hint)


def _listed(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else ()


def _is_decided(view: View, criterion: Criterion) -> bool:
    """What lint has called decided cannot be asked to come out both ways."""
    met = criterion.met
    return met is not None and not all(view.worlds.can(met.node, want) for want in (1, -1))


def _reachable(view: View, check: Check) -> Iterator[str]:
    if view.worlds.can(check.require.node, 1):
        yield "passed"
    if view.worlds.can(check.require.node, -1):
        yield "failed"
    if not settles(check.require.node):
        yield "unknown"


def _expected(view: View, cases: Sequence[Case]) -> Mapping[tuple[str, str], set[str]]:
    """(kind, name) of a rule, and the outcomes that some test expects of it."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    criteria = {one.name: one for one, _ in view.criteria}
    for case in cases:
        for written, (outcome, _) in case.expect.items():
            for kind, name in _rules_named(view, written):
                if isinstance(outcome, str):
                    found[kind, name].add(outcome)
                elif kind == "criterion":
                    found[kind, name] |= _states(criteria[name], outcome)
    return found


def _states(criterion: Criterion, outcome: object) -> set[str]:
    """The states that an expected score, or range of scores, stands for."""
    ends = _ends(outcome)
    if criterion.score is None or not ends:
        return set()
    met = {end >= criterion.score.met_at for end in ends}
    return {"unknown"} if len(met) > 1 else {"met" if met == {True} else "unmet"}


def _rules_named(view: View, written: str) -> Iterator[tuple[str, str]]:
    """(kind, name) of every rule that a key of `expect` can mean."""
    kind, dot, rest = written.partition(".")
    kinds = (kind,) if dot and kind in VERDICTS else tuple(VERDICTS)
    name = rest if dot and kind in VERDICTS else written
    pack, slash, short = name.partition("/")
    for one in kinds:
        entry = view.composition.entries.get((one, short if slash else name))
        if entry is not None and (not slash or entry.pack == pack):
            yield one, entry.name


def _ends(outcome: object) -> list[float]:
    """The ends of an expected score or range of scores; none when it is something else."""
    ends = outcome if isinstance(outcome, list) else [outcome]
    numbers = [float(e) for e in ends if isinstance(e, int | float) and not isinstance(e, bool)]
    return numbers if len(numbers) == len(ends) else []


# expectations that cannot come true -----------------------------------------------------------
def _dated(view: View, case: Case) -> Iterator[Draft]:
    since, until = view.pack.effective_from, view.pack.effective_to
    if since and case.on < since:
        hint = f"the pack judges from {since} on"
        yield Draft("RP172", "on this day the pack is not yet in force", case.dated, hint)
    elif until and case.on > until:
        hint = f"the pack judges until {until}"
        yield Draft("RP172", "on this day the pack is no longer in force", case.dated, hint)


def _expectations(view: View, case: Case) -> Iterator[Draft]:
    if not case.expect:
        hint = "write what should come out: expect = { some_check = 'failed' }"
        yield Draft("RP173", "this test expects nothing", _below(case.where, "expect"), hint)
    for written, (outcome, where) in case.expect.items():
        if outcome == "not_applicable" and not _can_be_spared(view, written):
            hint = "only a check with 'when' can be not applicable"
            yield Draft("RP174", f"'{written[:60]}' always applies", where, hint)
        elif outcome == "waived" and not case.waivers:
            hint = "add waivers = [{ check = '…' }] to the test"
            yield Draft("RP174", "without a waiver nothing is waived", where, hint)
        elif isinstance(outcome, int | float | list) and written not in ("missing", *INFERRED):
            yield from _score(where, outcome)


def _can_be_spared(view: View, written: str) -> bool:
    checks = [name for kind, name in _rules_named(view, written) if kind == "check"]
    return any(view.pack.checks[view.entry("check", name).id].when for name in checks)


def _score(where: Where, outcome: object) -> Iterator[Draft]:
    ends = _ends(outcome)
    if not 1 <= len(ends) <= 2 or ends != sorted(ends) or not 0 <= ends[0] <= ends[-1] <= 100:
        hint = "write a number from 0 to 100, or [low, high]"
        yield Draft("RP174", "no score comes out like this", where, hint)
