"""A whole portfolio at once: columns in, one line a project out. Agrees with `judging` by test."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, overload

import numpy as np

from hexvet.judging import Judge, Waivers, criteria_of, criterion_weights, passage_of
from hexvet.language.columns import Columns, columns_of
from hexvet.language.nodes import Node
from hexvet.language.vector import Program, compile_program, run
from hexvet.loading import Workspace
from hexvet.model import CheckOutcome, Fill, Interval, Passage, Standing, Status
from hexvet.packs.model import Check, Criterion, FillRule, Pack, Scoring, Section

_STATUS: tuple[Status, ...] = ("not_applicable", "passed", "failed", "unknown", "waived")
_NOT_APPLICABLE, _PASSED, _FAILED, _UNKNOWN, _WAIVED = range(5)
_FILL: tuple[Fill, ...] = ("unfilled", "unknown", "filled")
_PASSAGE: tuple[Passage, ...] = ("pass", "hold", "stop")


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What one pack says about n projects.

    `statuses` (checks of projects x n) are indices into the statuses, `sections` (s x n) truths
    (+1 filled), `gates` (g x n) 0 pass, 1 hold, 2 stop; `score` is a pair (low, high) of n on
    0..100 or None, `share` the evidence share (n) or None.
    """

    statuses: Any
    sections: Any
    gates: Any
    score: tuple[Any, Any] | None
    share: Any | None


def compiled(judge: Judge) -> Program:
    """One program for every expression that the verdicts of a pack need."""
    return compile_program(_expressions(judge.pack), judge.lets)


def _project_checks(pack: Pack) -> list[Check]:
    return [check for check in pack.checks.values() if check.of == "project"]


def _expressions(pack: Pack) -> list[Node]:
    nodes: list[Node] = []
    for check in _project_checks(pack):
        nodes += [check.require.node] + ([check.when.node] if check.when else [])
    for criterion in pack.criteria.values():
        nodes += [criterion.met.node] if criterion.met else []
        nodes += [criterion.score.input.node] if criterion.score else []
    return nodes


def verdicts(
    judge: Judge,
    columns: Columns,
    programme: Mapping[str, CheckOutcome],
    waived: Mapping[str, Sequence[int]],
    program: Program | None = None,
) -> Verdicts:
    """Evaluates a pack over columns; `waived` gives project indices by check."""
    pack = judge.pack
    values = iter(run(program or compiled(judge), columns, judge.env({})))
    checks = _project_checks(pack)
    statuses = np.empty((len(checks), columns.size), np.int8)
    for row, check in zip(statuses, checks, strict=True):
        row[:] = _status(next(values), next(values) if check.when else None)
        indices = [i for i in waived.get(check.id, ()) if row[i] in (_FAILED, _UNKNOWN)]
        row[indices] = _WAIVED
    criteria = {c.id: _criterion(c, values, columns) for c in pack.criteria.values()}
    sections, scores = _sections(pack, criteria, columns.size)
    return Verdicts(
        statuses,
        sections,
        _gates(pack, checks, statuses, programme),
        _mean((s.weight, scores[s.id]) for s in pack.sections.values()) if pack.scored else None,
        _share(pack, criteria),
    )


def _status(holds: Any, applies: Any | None) -> Any:
    status = np.array([_FAILED, _UNKNOWN, _PASSED], np.int8)[holds + np.int8(1)]
    if applies is None:
        return status
    return np.where(applies < 0, _NOT_APPLICABLE, np.where(applies == 0, _UNKNOWN, status))


def _gates(
    pack: Pack, checks: Sequence[Check], statuses: Any, programme: Mapping[str, CheckOutcome]
) -> Any:
    names = list(pack.gates)
    gates = np.zeros((len(names), statuses.shape[1]), np.int8)
    for row, check in zip(statuses, checks, strict=True):
        effect = [_PASSAGE.index(passage_of(check, status)) for status in _STATUS]
        at = gates[names.index(check.gate)]
        np.maximum(at, np.array(effect, np.int8)[row], out=at)
    for check in pack.checks.values():
        if check.of == "programme":
            at = gates[names.index(check.gate)]
            passage = passage_of(check, programme[check.id].status)
            np.maximum(at, np.int8(_PASSAGE.index(passage)), out=at)
    return gates


# criteria and sections ------------------------------------------------------------------------
_Criterion = tuple[Any, Any, Any]
"""(truth, (low, high) of the score, whether decided), each n long."""


def _criterion(criterion: Criterion, values: Iterator[Any], columns: Columns) -> _Criterion:
    holds = next(values) if criterion.met else None
    if criterion.score is None:
        assert holds is not None
        low = np.where(holds > 0, 100.0, 0.0)
        return holds, (low, np.where(holds < 0, 0.0, 100.0)), holds != 0
    low, high = _score(criterion.score, next(values), columns)
    if holds is None:
        holds = _reaches(low, high, criterion.score.met_at)
    return holds, (low, high), low == high


def _reaches(low: Any, high: Any, limit: float) -> Any:
    return (low >= limit).astype(np.int8) - (high < limit).astype(np.int8)


def _score(scoring: Scoring, answer: Any, columns: Columns) -> tuple[Any, Any]:
    if scoring.form == "lookup":
        return _looked_up(scoring, answer, columns)
    x = np.array([point[0] for point in scoring.points])
    y = np.array([point[1] for point in scoring.points])
    ends = [_value(x, y, end, stepped=scoring.form == "steps") for end in answer]
    low, high = np.minimum(*ends), np.maximum(*ends)
    for knot, worth in scoring.points:
        inside = (answer[0] < knot) & (knot < answer[1])
        low = np.where(inside, np.minimum(low, worth), low)
        high = np.where(inside, np.maximum(high, worth), high)
    return low, high


def _value(x: Any, y: Any, answer: Any, *, stepped: bool) -> Any:
    """The same arithmetic as `scoring.value`, so that both agree to the last bit."""
    at = np.searchsorted(x, answer, side="right")
    if stepped:
        return np.where(at == 0, 0.0, y[np.maximum(at, 1) - 1])
    inner = np.clip(at, 1, len(x) - 1)
    x0, x1, y0, y1 = x[inner - 1], x[inner], y[inner - 1], y[inner]
    with np.errstate(invalid="ignore"):
        between = y0 + (y1 - y0) * (answer - x0) / (x1 - x0)
    return np.where(at == 0, y[0], np.where(at == len(x), y[-1], between))


def _looked_up(scoring: Scoring, codes: Any, columns: Columns) -> tuple[Any, Any]:
    worths = list(scoring.lookup.values())
    low = np.zeros(len(columns.codes) + 1)
    high = np.full(len(columns.codes) + 1, 100.0)
    low[-1], high[-1] = min(worths), max(worths)
    for text, worth in scoring.lookup.items():
        if text in columns.codes:
            low[columns.codes[text]] = high[columns.codes[text]] = worth
    return low[codes], high[codes]


def _sections(
    pack: Pack, criteria: Mapping[str, _Criterion], size: int
) -> tuple[Any, dict[str, tuple[Any, Any] | None]]:
    states = np.zeros((len(pack.sections), size), np.int8)
    scores: dict[str, tuple[Any, Any] | None] = {}
    for row, section in zip(states, pack.sections.values(), strict=True):
        inside = criteria_of(pack, section)
        scores[section.id] = _mean((c.weight, criteria[c.id][1]) for c in inside)
        row[:] = _filled(section, [criteria[c.id][0] for c in inside], scores[section.id])
    return states, scores


def _filled(section: Section, truths: Sequence[Any], score: tuple[Any, Any] | None) -> Any:
    rule: FillRule = section.fill
    if rule.rule == "score":
        return 0 if score is None else _reaches(*score, rule.amount)
    if not truths:
        return 0
    wanted = {"any": 1, "all": len(truths)}.get(rule.rule, rule.amount)
    met = sum((t > 0).astype(np.int16) for t in truths)
    possible = sum((t >= 0).astype(np.int16) for t in truths)
    return (met >= wanted).astype(np.int8) - (possible < wanted).astype(np.int8)


def _mean(parts: Any) -> tuple[Any, Any] | None:
    low: Any = 0.0
    high: Any = 0.0
    total = 0.0
    for weight, score in parts:
        if score is not None:
            low = low + weight * score[0]
            high = high + weight * score[1]
            total += weight
    return (low / total, high / total) if total else None


def _share(pack: Pack, criteria: Mapping[str, _Criterion]) -> Any | None:
    weights = criterion_weights(pack)
    known: Any = 0.0
    total = 0.0  # added up as `scoring.evidence_share` does: `sum` rounds otherwise on some Pythons
    for id_, (_, _, is_known) in criteria.items():
        total += weights[id_]
        known = known + weights[id_] * is_known
    return known / total if total else None


# lines ----------------------------------------------------------------------------------------
class Lines(Sequence[Standing]):
    """Standings made when they are looked at."""

    def __init__(self, workspace: Workspace, found: Sequence[tuple[Pack, Verdicts]]) -> None:
        self._projects = list(workspace.projects.values())
        self._found = found
        gates = _joint_gates(found)
        self._names, size = tuple(gates), len(self._projects)
        self._gates = np.array([*gates.values()], np.int8).reshape(len(gates), size)
        self._counts = np.zeros((4, size), np.int32)
        for counts, status in zip(self._counts, (_PASSED, _FAILED, _UNKNOWN, _WAIVED), strict=True):
            for _, verdict in found:
                counts += np.count_nonzero(verdict.statuses == status, axis=0)

    def __len__(self) -> int:
        return len(self._projects)

    @overload
    def __getitem__(self, at: int) -> Standing: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Standing]: ...
    def __getitem__(self, at: int | slice) -> Standing | Sequence[Standing]:
        if isinstance(at, slice):
            return [self[i] for i in range(*at.indices(len(self)))]
        if at >= len(self) or at < -len(self):
            raise IndexError(at)
        project = self._projects[at]
        stage = project.cells.get("stage")
        first = self._found[0][1] if self._found else None
        scored = next((v for _, v in self._found if v.score is not None), first)
        score = scored.score if scored else None
        share = scored.share if scored else None
        return Standing(
            project.id,
            project.title,
            stage if isinstance(stage, str) else None,
            tuple(_FILL[truth + 1] for truth in first.sections[:, at].tolist()) if first else (),
            tuple(zip(self._names, _named(self._gates[:, at], _PASSAGE), strict=True)),
            tuple(self._counts[:, at].tolist()),
            None if score is None else Interval(float(score[0][at]), float(score[1][at])),
            None if share is None else float(share[at]),
            project.lifecycle,
        )

    # whole columns, in the order of the projects ----------------------------------------------
    def stages(self) -> list[str | None]:
        """The stage of each project."""
        found = (project.cells.get("stage") for project in self._projects)
        return [stage if isinstance(stage, str) else None for stage in found]

    def gates(self) -> dict[str, list[Passage]]:
        """The state of each gate."""
        rows = (_named(row, _PASSAGE) for row in self._gates)
        return dict(zip(self._names, rows, strict=True))

    def counts(self) -> list[tuple[int, int, int, int]]:
        """How many checks are passed, failed, unknown and waived."""
        return list(zip(*self._counts.tolist(), strict=True))

    def scores(self) -> list[Interval | None]:
        """The scores."""
        scored = next((v for _, v in self._found if v.score is not None), None)
        if scored is None or scored.score is None:
            return [None] * len(self)
        low, high = (end.tolist() for end in scored.score)
        return [Interval(*ends) for ends in zip(low, high, strict=True)]

    def shares(self) -> list[float | None]:
        """The known share of the evidence."""
        first = self._found[0][1] if self._found else None
        scored = next((v for _, v in self._found if v.score is not None), first)
        share = scored.share if scored else None
        return [None] * len(self) if share is None else list(share.tolist())

    def statuses(self, check: str) -> list[Status] | None:
        """The status of one of the projects' checks by its full id; None when there is none."""
        for pack, verdict in self._found:
            ids = [one.id for one in _project_checks(pack)]
            if check in ids:
                return _named(verdict.statuses[ids.index(check)], _STATUS)
        return None

    def fills(self, section: str) -> list[Fill] | None:
        """The state of one section by its full id; None when there is none."""
        for pack, verdict in self._found:
            if section in pack.sections:
                at = list(pack.sections).index(section)
                return _named(verdict.sections[at] + 1, _FILL)
        return None


def _named(codes: Any, names: Sequence[Any]) -> list[Any]:
    """Codes as the words that they stand for."""
    return [names[code] for code in codes.tolist()]


def _joint_gates(found: Sequence[tuple[Pack, Verdicts]]) -> dict[str, Any]:
    gates: dict[str, Any] = {}
    for pack, verdict in found:
        for name, row in zip(pack.gates, verdict.gates, strict=True):
            gates[name] = np.maximum(gates[name], row) if name in gates else row
    return gates


def standings(
    workspace: Workspace,
    judges: Sequence[Judge],
    programme: Mapping[str, CheckOutcome],
    held: Waivers,
) -> Lines:
    """One line for each project of the workspace, in its order."""
    rows = [project.cells for project in workspace.projects.values()]
    index = {id_: number for number, id_ in enumerate(workspace.projects)}
    waived: dict[str, list[int]] = {}
    for check, project in held:
        if project:
            waived.setdefault(check, []).append(index[project])
    found = []
    for judge in judges:
        columns = columns_of(rows, judge.pack.fields, float(judge.as_of.toordinal()))
        found.append((judge.pack, verdicts(judge, columns, programme, waived)))
    return Lines(workspace, found)
