"""Runs the worked examples inside a pack: given these answers, are these the outcomes?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hexvet.judging import judge_of, programme_outcomes, project_outcome
from hexvet.language.formatting import format_interval
from hexvet.model import Cell, CheckOutcome, Interval, ProjectOutcome, Where
from hexvet.packs.loading import Loaded
from hexvet.packs.model import Pack, PackTest
from hexvet.problems import Problem
from hexvet.workspace.answers import parse_answers
from hexvet.workspace.merging import cells_of

TOLERANCE = 0.05
"""How far an expected score may be off: one digit after the point is written in tests."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """One line of a test's `expect`, and what came out."""

    test: str
    rule: str
    expected: str
    actual: str
    passed: bool
    where: Where


def run_tests(loaded: Loaded) -> tuple[tuple[Expectation, ...], tuple[Problem, ...]]:
    """Every expectation of every test of a pack, and what is wrong with the answers given."""
    pack = loaded.pack
    if pack is None:
        return (), loaded.problems
    found: list[Expectation] = []
    problems: list[Problem] = []
    for test in pack.tests.values():
        document = loaded.documents[test.where.file]
        evidence, mistakes = parse_answers(
            document, pack.fields, path=(*test.where.path, "given")
        )
        problems += mistakes.problems
        found += run_test(pack, test, cells_of(evidence))
    return tuple(found), tuple(problems)


def run_test(pack: Pack, test: PackTest, cells: Mapping[str, Cell]) -> Iterator[Expectation]:
    """The expectations of one test; a field of the programme is given among the others."""
    split = {of: {n: c for n, c in cells.items() if pack.fields[n].of == of} for of in _SUBJECTS}
    judge = judge_of(pack, test.on, split["programme"])
    programme = programme_outcomes(judge, [split["project"]], {})
    outcome = project_outcome(judge, test.id, split["project"], programme, {})
    for rule, expected in test.expect.items():
        actual, passed = _compared(pack, rule, expected, outcome, programme)
        where = Where(test.where.file, (*test.where.path, "expect", rule))
        yield Expectation(test.id, rule, _shown(expected), actual, passed, where)


_SUBJECTS = ("project", "programme")


def _compared(
    pack: Pack,
    rule: str,
    expected: object,
    outcome: ProjectOutcome,
    programme: Mapping[str, CheckOutcome],
) -> tuple[str, bool]:
    if rule == "missing" and isinstance(expected, list):
        needs = {*outcome.needs, *(n for c in programme.values() for n in c.needs)}
        return ", ".join(sorted(needs)) or "nothing", set(map(str, expected)) <= needs
    if rule == "score":
        return _score(outcome.score, expected)
    states = _states(pack, rule, outcome, programme)
    if isinstance(expected, str):
        actual = " and ".join(str(state) for state, _ in states)
        return actual, any(state == expected for state, _ in states)
    score = next((score for _, score in states if score is not None), None)
    return _score(score, expected)


def _states(
    pack: Pack, rule: str, outcome: ProjectOutcome, programme: Mapping[str, CheckOutcome]
) -> list[tuple[str, Interval | None]]:
    """(state, score) of every rule of that name; `section.x` means the section alone."""
    kind, _, name = rule.rpartition(".")
    found: list[tuple[str, Interval | None]] = []
    tables: dict[str, Mapping[str, Any]] = {
        "gate": outcome.gates,
        "section": outcome.sections,
        "criterion": outcome.criteria,
        "check": {**programme, **outcome.checks},
    }
    for table, outcomes in tables.items():
        for id_, one in outcomes.items():
            if kind in ("", table) and name in (id_, id_.partition("/")[2]):
                state = one.status if isinstance(one, CheckOutcome) else one.state
                found.append((state, getattr(one, "score", None)))
    return found


def _score(actual: Interval | None, expected: object) -> tuple[str, bool]:
    if actual is None:
        return "no score", False
    ends = expected if isinstance(expected, list) and len(expected) == 2 else [expected, expected]
    if not all(isinstance(end, int | float) for end in ends):
        return format_interval(actual, "number", spec=".1f"), False
    near = all(abs(a - e) <= TOLERANCE for a, e in zip(actual, ends, strict=True))
    return format_interval(actual, "number", spec=".1f"), near


def _shown(expected: object) -> str:
    if isinstance(expected, list):
        return ", ".join(map(str, expected))
    return str(expected)
