"""How far a number of a pack may move before a verdict turns: flip points of params and weights.

Each answer is found with the real evaluator on a changed copy: what is said to flip does flip.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from hexvet.evaluation import Assessment
from hexvet.judging import Judge, check_status, criterion_outcome, passage_of, section_outcome
from hexvet.language import scalar
from hexvet.language.environment import Env
from hexvet.language.nodes import Compare, Name, Node, walk
from hexvet.model import PASSAGES, Fill, Interval, Passage
from hexvet.packs.model import Check, Criterion, Param

SAMPLES = 24
"""Values tried between a param's value and each end of its range, besides the exact ones."""
HALVINGS = 40
_QUANTITIES = ("number", "share", "money", "date")


@dataclass(frozen=True, slots=True)
class Turn:
    """What becomes of one project at `value`: the gates and sections (`pack/section`) that turn,
    each with its state before and after."""

    project: str
    value: float
    gates: tuple[tuple[str, Passage, Passage], ...]
    sections: tuple[tuple[str, Fill, Fill], ...]


@dataclass(frozen=True, slots=True)
class FlipPoints:
    """One param: its value now, the range that was looked at, and for each project that turns
    the nearest value below and above at which it does (at most two turns a project)."""

    id: str
    param: Param
    now: float
    range: Interval
    turns: tuple[Turn, ...]

    @property
    def projects(self) -> int:
        """How many projects turn at all within the range."""
        return len({turn.project for turn in self.turns})


def flip_points(assessment: Assessment, projects: Sequence[str]) -> tuple[FlipPoints, ...]:
    """The flip points of every param of the packs in force, for some projects.

    Params that no rule reads and those of text or truth are left out. In the packs' order.
    """
    found = []
    for judge in assessment.judges:
        for name, param in judge.pack.params.items():
            now = judge.params.get(name)
            if param.kind in _QUANTITIES and isinstance(now, Interval):
                reading = _Reading(assessment, judge, name)
                if reading.read:
                    found.append(_points(reading, param, now.low, projects))
    return tuple(found)


def span_of(param: Param, now: float) -> Interval:
    """Where a param is looked at: a share over all shares, a date two years either way, any
    other number from nothing to four times its value, and ten at least."""
    if param.kind == "share":
        return Interval(min(0.0, now), max(1.0, now))
    if param.kind == "date":
        return Interval(now - 730, now + 730)
    reach = max(abs(now) * 4, 10.0)
    return Interval(min(0.0, -reach if now < 0 else 0.0), reach)


def whole(param: Param, now: float) -> bool:
    """Whether a param goes in whole steps: dates, and numbers that are whole now."""
    return param.kind == "date" or (param.kind != "share" and float(now).is_integer())


def _points(reading: _Reading, param: Param, now: float, projects: Sequence[str]) -> FlipPoints:
    span = span_of(param, now)
    turns: list[Turn] = []
    for project in projects:
        for end in span:
            turn = _nearest(reading, project, now, end, whole(param, now))
            if turn is not None:
                turns.append(turn)
    return FlipPoints(f"{reading.judge.pack.id}/{param.name}", param, now, span, tuple(turns))


def _nearest(
    reading: _Reading, project: str, now: float, end: float, in_steps: bool
) -> Turn | None:
    """The value nearest to `now`, towards `end`, at which something turns."""
    before = reading.signature(project, now)
    last = now
    for value in _tried(reading, project, now, end, in_steps):
        if reading.signature(project, value) != before:
            turned = _narrowed(reading, project, last, value, in_steps)
            return _turn(project, turned, before, reading.signature(project, turned))
        last = value
    return None


def _tried(reading: _Reading, project: str, now: float, end: float, in_steps: bool) -> list[float]:
    """Values from `now` towards `end`: evenly spaced ones, and around each exact threshold."""
    values = {now + (end - now) * step / SAMPLES for step in range(1, SAMPLES + 1)}
    for exact in reading.thresholds(project):
        nudge = 1.0 if in_steps else max(abs(exact), 1.0) * 1e-9
        values |= {exact - nudge, exact, exact + nudge}
    if in_steps:
        values = {float(round(value)) for value in values}
    low, high = min(now, end), max(now, end)
    return sorted((v for v in values if low <= v <= high and v != now), reverse=end < now)


def _narrowed(reading: _Reading, project: str, same: float, turned: float, in_steps: bool) -> float:
    """The value nearest to `same` that still turns as `turned` does, by halving."""
    after = reading.signature(project, turned)
    for _ in range(HALVINGS):
        middle = (same + turned) / 2
        if in_steps:
            middle = float(int(middle // 1))
        if middle in (same, turned):
            break
        if reading.signature(project, middle) == after:
            turned = middle
        else:
            same = middle
    return turned


Signature = tuple[tuple[tuple[str, Passage], ...], tuple[tuple[str, Fill], ...]]


def _turn(project: str, value: float, before: Signature, after: Signature) -> Turn:
    gates = tuple(
        (name, old, new)
        for (name, old), (_, new) in zip(before[0], after[0], strict=True)
        if old != new
    )
    sections = tuple(
        (name, was, now)
        for (name, was), (_, now) in zip(before[1], after[1], strict=True)
        if was != now
    )
    return Turn(project, value, gates, sections)


class _Reading:
    """The rules of one pack that read one param, judged with other values of it."""

    def __init__(self, assessment: Assessment, judge: Judge, name: str) -> None:
        self.assessment, self.judge, self.name = assessment, judge, name
        pack = judge.pack
        self.checks = [c for c in pack.checks.values() if self.reads(c.when, c.require)]
        self.criteria = {
            c.id: c
            for c in pack.criteria.values()
            if self.reads(c.met, c.score.input if c.score else None)
        }
        wanted = {c.section for c in self.criteria.values()}
        self.sections = [s for s in pack.sections.values() if s.id in wanted]
        self.gates = tuple(dict.fromkeys(check.gate for check in self.checks))
        self.signature = lru_cache(maxsize=4096)(self._signature)

    @property
    def read(self) -> bool:
        return bool(self.checks or self.criteria)

    def reads(self, *expressions: object) -> bool:
        nodes = (getattr(expression, "node", None) for expression in expressions)
        return any(self.name in _params(node, self.judge.lets) for node in nodes if node)

    def env(self, of: str, project: str, value: float) -> Env:
        params = {**self.judge.params, self.name: Interval(value, value)}
        judge = replace(self.judge, params=params)
        projects = self.assessment.workspace.projects
        if of == "programme":
            return judge.env({}, [one.cells for one in projects.values()])
        return judge.env(projects[project].cells)

    def _signature(self, project: str, value: float) -> Signature:
        env = self.env("project", project, value)
        programme = None
        passages: dict[str, Passage] = {}
        for check in self.checks:
            if check.of == "programme" and programme is None:
                programme = self.env("programme", project, value)
            at = programme if check.of == "programme" and programme else env
            passages[check.id] = self.passage(check, project, at)
        gates = tuple((gate, self.gate(gate, project, passages)) for gate in self.gates)
        return gates, tuple((s.id, self.fill(s.id, project, env)) for s in self.sections)

    def passage(self, check: Check, project: str, env: Env) -> Passage:
        subject = "" if check.of == "programme" else project
        if (check.id, subject) in self.assessment.waivers:
            return "pass"
        return passage_of(check, check_status(check, env)[0])

    def gate(self, gate: str, project: str, passages: Mapping[str, Passage]) -> Passage:
        """The gate of all packs together, with some checks' passages changed."""
        outcomes = {**self.assessment.programme, **self.assessment.project(project).checks}
        states: list[Passage] = ["pass"]
        for pack in self.assessment.packs:
            for check in pack.checks.values():
                if check.gate == gate:
                    own = passage_of(check, outcomes[check.id].status)
                    states.append(passages.get(check.id, own))
        return max(states, key=PASSAGES.index)

    def fill(self, id_: str, project: str, env: Env) -> Fill:
        pack, outcomes = self.judge.pack, self.assessment.project(project).criteria
        section = pack.sections[id_]
        parts = [
            (c, criterion_outcome(c, env) if c.id in self.criteria else outcomes[c.id])
            for c in pack.criteria.values()
            if c.section == id_
        ]
        return section_outcome(section, parts).state

    def thresholds(self, project: str) -> Iterator[float]:
        """The values at which a comparison of the param with evidence turns, where it is
        compared as it stands: the ends of the other side."""
        for of, nodes in self.compared:
            env = self.env(of, project, self.now)
            for node in nodes:
                yield from (end for end in scalar.quantity(node, env) if abs(end) < 1e15)

    @property
    def now(self) -> float:
        cell = self.judge.params[self.name]
        assert isinstance(cell, Interval)
        return cell.low

    @property
    def compared(self) -> Iterator[tuple[str, list[Node]]]:
        rules: tuple[Check | Criterion, ...] = (*self.checks, *self.criteria.values())
        for rule in rules:
            of = rule.of if isinstance(rule, Check) else "project"
            yield of, [other for node in _nodes(rule) for other in self.others(node)]

    def others(self, root: Node) -> Iterator[Node]:
        for node in walk(root):
            if isinstance(node, Compare):
                for one, other in ((node.left, node.right), (node.right, node.left)):
                    if isinstance(one, Name) and one.source == "param" and one.name == self.name:
                        yield other


def _nodes(rule: Check | Criterion) -> Iterator[Node]:
    """The expressions of a rule that can compare with a param outside a table's rows."""
    parts = (rule.when, rule.require) if isinstance(rule, Check) else (rule.met,)
    yield from (part.node for part in parts if part is not None)


def _params(node: Node, lets: Mapping[str, Node]) -> set[str]:
    """The params that an expression reads, through lets too."""
    found: set[str] = set()
    waiting, seen = [node], set[str]()
    while waiting:
        for part in walk(waiting.pop()):
            if isinstance(part, Name) and part.source == "param":
                found.add(part.name)
            elif isinstance(part, Name) and part.source == "let" and part.name not in seen:
                seen.add(part.name)
                waiting.append(lets[part.name])
    return found
