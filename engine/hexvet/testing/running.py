"""Runs the worked examples inside a pack: given these answers, are these the outcomes?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from hexvet.language.formatting import format_interval
from hexvet.model import Interval, Where
from hexvet.packs.loading import Loaded
from hexvet.packs.model import Pack
from hexvet.problems import Problem
from hexvet.testing.cases import Case, Expected, cases_of
from hexvet.testing.outcomes import Outcomes, Target, Trial, targets, trial

TOLERANCE = 0.05
"""How far an expected score may be off: one digit after the point is written in tests."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """One line of a test's `expect`, and what came out. `test` is the id of the case."""

    test: str
    rule: str
    expected: str
    actual: str
    passed: bool
    where: Where


@dataclass(frozen=True, slots=True)
class CaseRun:
    """One case, what the pack says of it, and how that compares with what is expected."""

    case: Case
    trial: Trial
    outcomes: Outcomes
    expectations: tuple[Expectation, ...]

    @property
    def passed(self) -> bool:
        """Whether everything came out as expected."""
        return all(one.passed for one in self.expectations)


@dataclass(frozen=True, slots=True)
class TestRun:
    """All cases of a pack that were run; `problems` are those of the pack and of the answers."""

    __test__ = False  # the name begins as pytest's classes do

    name: str
    pack: Pack | None
    runs: tuple[CaseRun, ...]
    problems: tuple[Problem, ...]
    loaded: Loaded

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What keeps the tests from meaning anything."""
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @property
    def failures(self) -> tuple[tuple[CaseRun, Expectation], ...]:
        """Every expectation that was not met, with its case."""
        return tuple((run, one) for run in self.runs for one in run.expectations if not one.passed)

    @property
    def expectations(self) -> tuple[Expectation, ...]:
        """Every expectation of every case."""
        return tuple(one for run in self.runs for one in run.expectations)

    @property
    def idle(self) -> tuple[Case, ...]:
        """The cases that cannot fail, because nothing is expected in them."""
        return tuple(run.case for run in self.runs if not any(map(_asks, run.case.expected)))


def _asks(expected: Expected) -> bool:
    return expected.value != []


def run_tests(loaded: Loaded) -> tuple[tuple[Expectation, ...], tuple[Problem, ...]]:
    """Every expectation of every test of a pack, and what is wrong with the answers given."""
    run = run_cases(loaded)
    if run.pack is None:
        return (), run.problems
    return run.expectations, run.problems[len(loaded.problems) :]


def run_cases(loaded: Loaded, *, name: str = "", only: Iterable[str] = ()) -> TestRun:
    """Runs the tests of a pack; `only` are patterns like `too_*` or `limits/at_24_months`."""
    pack, patterns = loaded.pack, tuple(only)
    cases, mistakes = cases_of(loaded)
    problems = loaded.problems if pack is None else (*loaded.problems, *mistakes)
    if pack is None or any(problem.severity == "error" for problem in problems):
        return TestRun(name, pack, (), problems, loaded)
    names = targets(pack)
    chosen = (case for case in cases if _wanted(case, patterns))
    return TestRun(name, pack, tuple(run_case(pack, names, c) for c in chosen), problems, loaded)


def _wanted(case: Case, patterns: tuple[str, ...]) -> bool:
    return not patterns or any(
        fnmatchcase(case.id, pattern) or fnmatchcase(case.test, pattern) for pattern in patterns
    )


def run_case(pack: Pack, names: Mapping[str, tuple[Target, ...]], case: Case) -> CaseRun:
    """Judges one case; a field of the programme is given among the others."""
    made = trial(pack, case.on, case.cells)
    outcomes = made.outcomes()
    expectations = tuple(compared(case.id, one, names, outcomes) for one in case.expected)
    return CaseRun(case, made, outcomes, expectations)


# what is expected, against what came out ------------------------------------------------------
def compared(
    case: str, expected: Expected, names: Mapping[str, tuple[Target, ...]], outcomes: Outcomes
) -> Expectation:
    """One expectation, compared with the outcomes."""
    actual, passed = _compare(expected, names, outcomes)
    return Expectation(case, expected.name, shown(expected.value), actual(), passed, expected.where)


def holds(expected: Expected, names: Mapping[str, tuple[Target, ...]], outcomes: Outcomes) -> bool:
    """Whether an expectation is met."""
    return _compare(expected, names, outcomes)[1]


Words = Callable[[], str]


def _compare(
    expected: Expected, names: Mapping[str, tuple[Target, ...]], outcomes: Outcomes
) -> tuple[Words, bool]:
    value = expected.value
    if expected.name == "missing" and isinstance(value, list):
        needs = outcomes.needs
        return lambda: ", ".join(sorted(needs)) or "nothing", set(map(str, value)) <= needs
    if expected.name == "score":
        return _score(outcomes.project.score, value)
    states = [outcomes.state(target) for target in names[expected.name]]
    if isinstance(value, str):
        return lambda: " and ".join(s for s, _ in states), any(s == value for s, _ in states)
    return _score(next((score for _, score in states if score is not None), None), value)


def _score(actual: Interval | None, expected: object) -> tuple[Words, bool]:
    if actual is None:
        return lambda: "no score", False
    ends = expected if isinstance(expected, list) and len(expected) == 2 else [expected, expected]
    numbers = all(isinstance(end, int | float) for end in ends)
    near = numbers and all(abs(a - e) <= TOLERANCE for a, e in zip(actual, ends, strict=True))
    return lambda: format_interval(actual, "number", spec=".1f"), near


def shown(expected: object) -> str:
    """What is expected, as it is read: `failed`, `30 to 70`, `end, start`."""
    if isinstance(expected, list):
        joint = " to " if all(isinstance(one, int | float) for one in expected) else ", "
        return joint.join(map(str, expected))
    return str(expected)
