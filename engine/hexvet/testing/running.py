"""Runs the worked examples inside a pack: given these answers, are these the outcomes?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from hexvet.findings.inferring import Chainer
from hexvet.language.formatting import format_interval
from hexvet.model import Interval, Where
from hexvet.packs.finding_examples import GATES, INFERRED, names_in_tests
from hexvet.packs.loading import Loaded
from hexvet.packs.model import Pack
from hexvet.packs.rule_names import RuleNames
from hexvet.problems import Problem
from hexvet.testing.assessing import assessment_of
from hexvet.testing.cases import Case, Expected, cases_of
from hexvet.testing.inferring import Chain, Inferences, in_words, is_met
from hexvet.testing.outcomes import Outcomes, Target, Trial, targets, trial
from hexvet.waivers import last_day
from hexvet.workspace.merging import cells_of

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
    """One case, what the pack says of it, and how that compares with what is expected.

    `inferences` are None when the case expects nothing of inference rules.
    """

    case: Case
    trial: Trial
    outcomes: Outcomes
    expectations: tuple[Expectation, ...]
    inferences: Inferences | None = None

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
    """Whether an expectation can be missed: an empty list of exactly what there is can."""
    return expected.value != [] or expected.name in ("findings", *GATES)


def run_tests(loaded: Loaded) -> tuple[tuple[Expectation, ...], tuple[Problem, ...]]:
    """Every expectation of every test of a pack, and what is wrong with the answers given."""
    run = run_cases(loaded)
    if run.pack is None:
        return (), run.problems
    return run.expectations, run.problems[len(loaded.problems) :]


def run_cases(
    loaded: Loaded, *, name: str = "", only: Iterable[str] = (), chainer: Chainer | None = None
) -> TestRun:
    """Runs the tests of a pack; `only` are patterns like `too_*` or `limits/at_24_months`.

    `chainer` runs inference rules; without it, a process is started when a test asks for them.
    """
    if chainer is None:
        from hexvet.inference.worker import Worker

        with Worker() as worker:
            return run_cases(loaded, name=name, only=only, chainer=worker)
    pack, patterns = loaded.pack, tuple(only)
    cases, mistakes = cases_of(loaded)
    problems = loaded.problems if pack is None else (*loaded.problems, *mistakes)
    if pack is None or any(problem.severity == "error" for problem in problems):
        return TestRun(name, pack, (), problems, loaded)
    runner = Runner(loaded, pack, targets(pack), names_in_tests(pack), Chain(chainer))
    chosen = (case for case in cases if _wanted(case, patterns))
    return TestRun(name, pack, tuple(runner.run(case) for case in chosen), problems, loaded)


def _wanted(case: Case, patterns: tuple[str, ...]) -> bool:
    return not patterns or any(
        fnmatchcase(case.id, pattern) or fnmatchcase(case.test, pattern) for pattern in patterns
    )


@dataclass(frozen=True, slots=True)
class Runner:
    """A pack with the names that its tests may use, and what runs its inference rules."""

    loaded: Loaded
    pack: Pack
    targets: Mapping[str, tuple[Target, ...]]
    names: RuleNames
    chain: Chain

    def run(self, case: Case) -> CaseRun:
        """Judges one case; a field of the programme is given among the others."""
        others = {id_: cells_of(given.evidence) for id_, given in case.projects.items()}
        held = {(one.check, one.project): one for one in case.waivers if case.on <= last_day(one)}
        made = trial(self.pack, case.on, case.cells, others, held)
        outcomes = made.outcomes()
        inferred = None
        if case.infers:
            assessment = assessment_of(case, made, outcomes, self.loaded)
            inferred = self.chain.inferences(assessment)
        met = tuple(self.compared(case, one, outcomes, inferred) for one in case.expected)
        return CaseRun(case, made, outcomes, met, inferred)

    def compared(
        self, case: Case, expected: Expected, outcomes: Outcomes, inferred: Inferences | None
    ) -> Expectation:
        """One expectation, compared with what came out."""
        if inferred is not None and expected.name in INFERRED:
            passed = is_met(expected, inferred, self.pack, self.names)
            actual = in_words(expected.name, inferred, self.pack)
        else:
            words, passed = _compare(expected, self.targets, outcomes)
            actual = words()
        wanted = shown(expected.value)
        return Expectation(case.id, expected.name, wanted, actual, passed, expected.where)


# what is expected, against what came out ------------------------------------------------------
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
    if expected == []:
        return "nothing"
    if isinstance(expected, list):
        texts = any(isinstance(one, str) and ":" in one for one in expected)
        numbers = all(isinstance(one, int | float) for one in expected)
        joint = " to " if numbers else "; " if texts else ", "
        return joint.join(map(str, expected))
    return str(expected)
