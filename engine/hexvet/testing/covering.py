"""What the tests of a pack ask for: outcomes, leaves that decide, keys and segments of scores.

Only what an `expect` names counts as asked for. An outcome that came out in a test which did
not name it would have come out wrong unnoticed: it is shown apart.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from hexvet.language import scalar
from hexvet.language.deciding import deciding
from hexvet.language.environment import Env
from hexvet.model import Where
from hexvet.packs.model import Check, Criterion, Expression, Pack, Scoring
from hexvet.testing.covering_rules import FIRING, firing
from hexvet.testing.leaves import Leaf, all_leaves, can_be_unknown
from hexvet.testing.outcomes import Target, targets
from hexvet.testing.running import CaseRun, Expectation


class Share(NamedTuple):
    """How many of how many."""

    covered: int
    total: int

    @property
    def percent(self) -> float:
        """0..100; 100 when there is nothing to cover."""
        return 100.0 * self.covered / self.total if self.total else 100.0


@dataclass(frozen=True, slots=True)
class RuleCoverage:
    """The outcomes that a rule can have: which are expected by a test, which only came out."""

    target: Target
    possible: tuple[str, ...]
    asserted: frozenset[str]
    produced: frozenset[str]
    where: Where

    @property
    def missing(self) -> tuple[str, ...]:
        """The possible outcomes that no test expects."""
        return tuple(state for state in self.possible if state not in self.asserted)


@dataclass(frozen=True, slots=True)
class LeafCoverage:
    """A leaf, and whether it decided an expected outcome by holding and by not holding."""

    leaf: Leaf
    held: bool
    failed: bool


@dataclass(frozen=True, slots=True)
class PieceCoverage:
    """One key, step or segment of a criterion's score, in words, and whether a test hits it."""

    criterion: str
    piece: str
    covered: bool
    where: Where


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a pack's tests ask for."""

    rules: tuple[RuleCoverage, ...]
    leaves: tuple[LeafCoverage, ...]
    pieces: tuple[PieceCoverage, ...]

    @property
    def outcomes(self) -> Share:
        """Expected outcomes of all possible ones."""
        possible = sum(len(rule.possible) for rule in self.rules)
        return Share(possible - sum(len(rule.missing) for rule in self.rules), possible)

    @property
    def ways(self) -> Share:
        """Ways (to hold and not to hold) in which leaves decided an expected outcome."""
        return Share(sum(leaf.held + leaf.failed for leaf in self.leaves), 2 * len(self.leaves))

    @property
    def scored(self) -> Share:
        """Keys, steps and segments of scores that a test hits."""
        return Share(sum(piece.covered for piece in self.pieces), len(self.pieces))


def coverage_of(pack: Pack, runs: Iterable[CaseRun]) -> Coverage:
    """What the cases that were run ask of a pack's own rules.

    What it takes over from another pack is left out: that pack's tests are there for it.
    """
    counter = _Counter(pack)
    for run in runs:
        counter.count(run)
    leaves = (leaf for leaf in all_leaves(pack) if leaf.home.where.file == pack.file)
    return Coverage(
        tuple(rule for rule in counter.rules() if rule.where.file == pack.file),
        tuple(counter.leaf(leaf) for leaf in leaves),
        tuple(piece for piece in counter.pieces() if piece.where.file == pack.file),
    )


class _Counter:
    def __init__(self, pack: Pack) -> None:
        self.pack, self.names = pack, targets(pack)
        self.asserted: dict[Target, set[str]] = {}
        self.produced: dict[Target, set[str]] = {}
        self.ways: set[tuple[int, int]] = set()
        self.hit: set[tuple[str, str]] = set()
        self.runs: list[CaseRun] = []

    def count(self, run: CaseRun) -> None:
        self.runs.append(run)
        for names in self.names.values():
            for target in names:
                self.produced.setdefault(target, set()).add(run.outcomes.state(target)[0])
        for target, state in asserted(run, self.names):
            if state:
                self.asserted.setdefault(target, set()).add(state)
            if target.kind == "check":
                self.check(self.pack.checks[target.id], state, run)
            elif target.kind == "criterion":
                self.criterion(self.pack.criteria[target.id], state, run)

    def check(self, check: Check, state: str, run: CaseRun) -> None:
        of_programme = check.of == "programme"
        env = run.trial.wide if of_programme else run.trial.judge.env(run.trial.project)
        if state in ("passed", "failed", "not_applicable") and check.when is not None:
            self.decided(check.when, env)
        if state in ("passed", "failed"):
            self.decided(check.require, env)

    def criterion(self, criterion: Criterion, state: str, run: CaseRun) -> None:
        env = run.trial.judge.env(run.trial.project)
        if criterion.met is not None and state in ("met", "unmet"):
            self.decided(criterion.met, env)
        if criterion.score is not None:
            piece = _piece_of(criterion.score, env)
            if piece:
                self.hit.add((criterion.id, piece))

    def decided(self, expression: Expression, env: Env) -> None:
        for leaf in deciding(expression.node, env):
            self.ways.add((id(leaf), scalar.truth(leaf, env)))

    def leaf(self, leaf: Leaf) -> LeafCoverage:
        held, failed = ((id(leaf.node), way) in self.ways for way in (1, -1))
        return LeafCoverage(leaf, held, failed)

    def rules(self) -> Iterator[RuleCoverage]:
        for target, possible, where in _possible(self.pack):
            asserted, produced = self.asserted.get(target, ()), self.produced.get(target, ())
            yield RuleCoverage(target, possible, frozenset(asserted), frozenset(produced), where)
        yield from _inferring(self.pack, self.runs)

    def pieces(self) -> Iterator[PieceCoverage]:
        for criterion in self.pack.criteria.values():
            if criterion.score is not None:
                for piece in _pieces(criterion.score):
                    covered = (criterion.id, piece) in self.hit
                    yield PieceCoverage(criterion.id, piece, covered, criterion.where)


def asserted(run: CaseRun, names: Mapping[str, tuple[Target, ...]]) -> Iterator[tuple[Target, str]]:
    """The rules whose outcome a case states and meets; state "" for one that only has a score.

    Where a name is two rules and both have the outcome, neither could fail alone.
    """
    for expected, found in zip(run.case.expected, run.expectations, strict=True):
        if found.passed and expected.name in names:
            yield from _stated(expected.value, found, names[expected.name], run)


def _stated(
    value: object, found: Expectation, named: tuple[Target, ...], run: CaseRun
) -> Iterator[tuple[Target, str]]:
    if isinstance(value, str):
        same = [target for target in named if run.outcomes.state(target)[0] == value]
        if len(same) == 1:
            yield same[0], value
        return
    scored = [target for target in named if run.outcomes.state(target)[1] is not None]
    for target in scored[:1]:
        criterion = run.trial.pack.criteria.get(target.id)
        told = criterion is not None and criterion.met is None
        yield target, run.outcomes.state(target)[0] if told else ""


def _inferring(pack: Pack, runs: Sequence[CaseRun]) -> Iterator[RuleCoverage]:
    """Inference rules: whether tests ask for each to fire, and not to fire."""
    if not pack.inferences:
        return
    asserted, produced = firing(pack, runs)
    for id_, rule in pack.inferences.items():
        target, states = Target("infer", id_), (frozenset(asserted[id_]), frozenset(produced[id_]))
        yield RuleCoverage(target, FIRING, *states, rule.where)


# what is possible -----------------------------------------------------------------------------
def _possible(pack: Pack) -> Iterator[tuple[Target, tuple[str, ...], Where]]:
    for check in pack.checks.values():
        parts = [check.require.node] + ([check.when.node] if check.when else [])
        open_ = any(can_be_unknown(node, pack) for node in parts)
        states = ["passed", "failed", *(["unknown"] if open_ else [])]
        states += ["not_applicable"] if check.when else []
        yield Target("check", check.id), tuple(states), check.where
    for criterion in pack.criteria.values():
        states = ["met", "unmet", *(["unknown"] if _open(criterion, pack) else [])]
        yield Target("criterion", criterion.id), tuple(states), criterion.where
    for section in pack.sections.values():
        inside = [c for c in pack.criteria.values() if c.section == section.id]
        states = ["filled", "unfilled"] if inside else []
        states += ["unknown"] if not inside or any(_open(c, pack) for c in inside) else []
        yield Target("section", section.id), tuple(states), section.where
    for gate in pack.gates.values():
        yield Target("gate", gate.id), _passages(gate.id, pack), gate.where


def _open(criterion: Criterion, pack: Pack) -> bool:
    if criterion.met is not None:
        return can_be_unknown(criterion.met.node, pack)
    return criterion.score is not None and can_be_unknown(criterion.score.input.node, pack)


def _passages(gate: str, pack: Pack) -> tuple[str, ...]:
    blockers = [c for c in pack.checks.values() if c.gate == gate and c.severity == "blocker"]
    holds = any(c.unknown == "hold" and _unsure(c, pack) for c in blockers)
    return ("pass", *(["hold"] if holds else []), *(["stop"] if blockers else []))


def _unsure(check: Check, pack: Pack) -> bool:
    parts = [check.require.node] + ([check.when.node] if check.when else [])
    return any(can_be_unknown(node, pack) for node in parts)


# keys, steps and segments of scores -----------------------------------------------------------
def _pieces(score: Scoring) -> list[str]:
    if score.form == "lookup":
        return [f"'{text}'" for text in score.lookup]
    return [_segment(score, at) for at in range(len(score.points) + 1)]


def _segment(score: Scoring, at: int) -> str:
    xs = [f"{x:g}" for x, _ in score.points]
    if at == 0:
        return f"below {xs[0]}"
    if at == len(xs):
        return f"{xs[-1]} and more"
    return f"from {xs[at - 1]} to below {xs[at]}"


def _piece_of(score: Scoring, env: Env) -> str:
    """The key or segment that an exact answer falls into; empty for a vague one."""
    if score.form == "lookup":
        text = scalar.text(score.input.node, env)
        return f"'{text}'" if text in score.lookup else ""
    low, high = scalar.quantity(score.input.node, env)
    if low != high:
        return ""
    return _segment(score, bisect_right(score.points, (low, float("inf"))))
