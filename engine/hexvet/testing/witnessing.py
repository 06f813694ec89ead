"""For a change that no test notices: a case in which it would be noticed."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from hexvet.judging import (
    check_status,
    criteria_of,
    criterion_outcome,
    gate_outcome,
    judge_of,
    passage_of,
    section_outcome,
)
from hexvet.language.nodes import Aggregate, Compare, Literal, Name, Node, walk
from hexvet.model import Cell, CheckOutcome, Interval
from hexvet.packs.model import Check, Criterion, Pack, Scoring
from hexvet.testing.leaves import leaf_around, leaves_of, names_in, opened
from hexvet.testing.mutants import Mutant
from hexvet.testing.outcomes import Target, Trial, trial, with_cells
from hexvet.testing.running import TOLERANCE, CaseRun
from hexvet.testing.solving import cells_of, env_of, reached, variations
from hexvet.testing.substituting import under

MOST_BASES = 5
"""From so many known cases a search starts."""

MOST_PROBES = 400
"""So many cases are tried for one change."""


@dataclass(frozen=True, slots=True)
class Witness:
    """A case that tells two packs apart: the first says `expected`, the other `instead`.

    `like` is the case that it starts from; `without` are the answers of that case that it takes
    away, `given` those that it adds. When `like` is empty, `given` is all there is.
    """

    on: datetime.date
    like: str
    given: Mapping[str, Cell]
    without: tuple[str, ...]
    target: Target
    expected: str | Interval
    instead: str | Interval


def witness(mutant: Mutant, runs: Sequence[CaseRun]) -> Witness | None:
    """A case that would notice the change; None when the search finds none."""
    probes = 0
    for like, base in islice(_bases(mutant, runs), MOST_BASES):
        for made in _around(mutant, base):
            probes += 1
            if probes > MOST_PROBES:
                return None
            changed = under(mutant, made)
            found = changed and _apart(mutant, made, changed)
            if found:
                return _shortest(mutant, like, base, made, found)
    return None


def _bases(mutant: Mutant, runs: Sequence[CaseRun]) -> Iterator[tuple[str, Trial]]:
    """The cases to start from: those that look at the rule first, then one made for it."""
    touched = set(mutant.part.targets())
    passing = [run for run in runs if _lets_pass(run, mutant)]
    if mutant.what in ("severity", "unknown"):
        chosen = passing
    else:
        known = {id_ for kind, id_ in touched}
        looking = [run for run in runs if _names_one(run, known)]
        chosen = [*looking[: MOST_BASES - 1], *(run for run in passing if run not in looking)]
    made = _made(mutant, runs)
    for run in chosen[: MOST_BASES - 1]:
        yield run.case.id, _dated(mutant, run.trial)
    if made is not None:
        yield "", made
    for run in runs:
        if run not in chosen:
            yield run.case.id, _dated(mutant, run.trial)


def _names_one(run: CaseRun, known: set[str]) -> bool:
    pack = run.trial.pack.id
    return any(e.name in known or f"{pack}/{e.name}" in known for e in run.case.expected)


def _lets_pass(run: CaseRun, mutant: Mutant) -> bool:
    gates = run.outcomes.project.gates
    return bool(mutant.part.gates) and all(gates[g].state == "pass" for g in mutant.part.gates)


def _dated(mutant: Mutant, base: Trial) -> Trial:
    """The case on a day on which the changed row of a param holds."""
    if mutant.since is None or base.judge.as_of >= mutant.since:
        return base
    judge = judge_of(base.pack, mutant.since, base.judge.programme)
    return replace(base, judge=judge)


def _made(mutant: Mutant, runs: Sequence[CaseRun]) -> Trial | None:
    """A case out of nothing in which the rule passes, or is met."""
    pack = runs[0].trial.pack
    found: Trial | None = _dated(mutant, trial(pack, runs[-1].case.on, {}))
    for id_ in mutant.part.checks:
        check = pack.checks[id_]
        for node in [*([check.when.node] if check.when else []), check.require.node]:
            found = found and reached(node, found, 1, check.of)
    for id_ in mutant.part.criteria:
        met = pack.criteria[id_].met
        if met is not None and found is not None:
            found = reached(met.node, found, 1) or found
    return found


# where to look --------------------------------------------------------------------------------
def _around(mutant: Mutant, base: Trial) -> Iterator[Trial]:
    """The case itself, then with one answer changed about a boundary of the old or new rule."""
    yield base
    changed = under(mutant, base)
    for before, where in ((True, base), (False, changed)):
        if where is None:
            continue
        for leaf, of in _leaves(mutant, where.pack, before=before):
            for other in variations(leaf, where, of):
                yield with_cells(base, cells_of(other))


def _leaves(mutant: Mutant, pack: Pack, *, before: bool) -> Iterator[tuple[Node, str]]:
    of = {pack.checks[id_].of for id_ in mutant.part.checks} or {"project"}
    subject = "programme" if of == {"programme"} else "project"
    if mutant.changed is not None and mutant.rule not in pack.lets:
        root = mutant.roots[0 if before else -1]
        for leaf in _touching(root, mutant.changed):
            yield leaf, subject
    elif mutant.roots and mutant.rule not in pack.lets:
        for root in mutant.roots:
            for leaf in leaves_of(root):
                yield leaf, subject
    else:
        for leaf in _reading(mutant, pack):
            yield leaf, subject
    for id_ in mutant.part.criteria:
        score = pack.criteria[id_].score
        if score is not None:
            for leaf in marks(score):
                yield leaf, "project"


def _touching(root: Node, part: Node) -> list[Node]:
    """The leaves that overlap what was changed."""
    if any(node is part for node in walk(root)):
        around = leaf_around(root, part)
        return list(leaves_of(around))
    found = [leaf for leaf in leaves_of(root) if leaf.start < part.end and part.start < leaf.end]
    return found or list(leaves_of(root))


def _reading(mutant: Mutant, pack: Pack) -> Iterator[Node]:
    """The leaves of the touched rules that read the changed let or param, lets opened."""
    nodes = [
        expression.node
        for id_ in mutant.part.checks
        for expression in (pack.checks[id_].when, pack.checks[id_].require)
        if expression is not None
    ]
    nodes += [c.met.node for c in map(pack.criteria.get, mutant.part.criteria) if c and c.met]
    for node in nodes:
        for leaf in _opened(node, pack):
            if any(name.name == mutant.rule for name in names_in(leaf, pack)):
                yield leaf


def _opened(node: Node, pack: Pack) -> Iterator[Node]:
    """The leaves of a condition, then those of the truths that it names, each once."""
    waiting, seen = [node], set[str]()
    while waiting:
        for leaf in leaves_of(waiting.pop()):
            yield leaf
            if isinstance(leaf, Name) and leaf.source == "let" and leaf.name not in seen:
                seen.add(leaf.name)
                waiting.append(pack.lets[leaf.name].expression.node)


def marks(score: Scoring) -> Iterator[Node]:
    """Conditions at the marks of a score, so that answers about them are tried."""
    node = score.input.node
    place = (node.start, node.end)
    if score.form == "lookup":
        for text in score.lookup:
            yield Compare(*place, "truth", "==", node, Literal(*place, "text", text))
        return
    for x in dict.fromkeys((*(x for x, _ in score.points), *_met_from(score))):
        yield Compare(*place, "truth", "<", node, Literal(*place, "number", x))


def _met_from(score: Scoring) -> Iterator[float]:
    """Where a score reaches its `met_at`, and halfway between the marks."""
    for (x0, y0), (x1, y1) in pairwise(score.points):
        if y0 != y1 and min(y0, y1) <= score.met_at <= max(y0, y1):
            yield x0 + (score.met_at - y0) * (x1 - x0) / (y1 - y0)
        yield (x0 + x1) / 2


# what tells them apart ------------------------------------------------------------------------
_Apart = tuple[Target, "str | Interval", "str | Interval"]


def _apart(mutant: Mutant, old: Trial, new: Trial) -> _Apart | None:
    if mutant.what in ("severity", "unknown"):
        return _gate_apart(mutant, old, new)
    for id_ in mutant.part.checks:
        one, other = (_status(trial.pack.checks[id_], trial) for trial in (old, new))
        if one != other:
            return Target("check", id_), one, other
    for id_ in mutant.part.criteria:
        found = _criterion_apart(id_, old, new)
        if found:
            return found
    if mutant.what == "fill":
        one, other = (_section(mutant.rule, trial) for trial in (old, new))
        if one != other:
            return Target("section", mutant.rule), one, other
    return None


def _status(check: Check, trial: Trial) -> str:
    return check_status(check, env_of(trial, check.of))[0]


def _criterion_apart(id_: str, old: Trial, new: Trial) -> _Apart | None:
    one = criterion_outcome(old.pack.criteria[id_], env_of(old))
    other = criterion_outcome(new.pack.criteria[id_], env_of(new))
    if one.state != other.state:
        return Target("criterion", id_), one.state, other.state
    if one.score is not None and other.score is not None:
        gap = max(abs(a - b) for a, b in zip(one.score, other.score, strict=True))
        if gap > 2 * TOLERANCE:
            return Target("criterion", id_), one.score, other.score
    return None


def _section(id_: str, trial: Trial) -> str:
    section = trial.pack.sections[id_]
    env = env_of(trial)
    inside: list[tuple[Criterion, object]] = [
        (c, criterion_outcome(c, env)) for c in criteria_of(trial.pack, section)
    ]
    return section_outcome(section, inside).state  # type: ignore[arg-type]


def _gate_apart(mutant: Mutant, old: Trial, new: Trial) -> _Apart | None:
    """Severity and the policy for the unknown show at the gate alone."""
    check = old.pack.checks[mutant.rule]
    status = check_status(check, env_of(old, check.of))[0]
    if passage_of(check, status) == passage_of(new.pack.checks[mutant.rule], status):
        return None
    one, other = _passage(check.gate, old), _passage(check.gate, new)
    return None if one == other else (Target("gate", check.gate), one, other)


def _passage(gate: str, trial: Trial) -> str:
    checks = []
    for check in trial.pack.checks.values():
        if check.gate == gate and check.severity == "blocker":
            status = check_status(check, env_of(trial, check.of))[0]
            outcome = CheckOutcome(check.id, status, status, check.severity, gate)
            checks.append((check, outcome))
    return gate_outcome(gate, checks).state


# made short -----------------------------------------------------------------------------------
def _shortest(mutant: Mutant, like: str, base: Trial, made: Trial, found: _Apart) -> Witness:
    """Only the answers that the rule reads, when they suffice; else the changes to a case."""
    cells = cells_of(made)
    read = _read(mutant, made.pack)
    bare = with_cells(made, {name: cell for name, cell in cells.items() if name in read})
    changed = under(mutant, bare)
    on = made.judge.as_of
    if changed is not None and _apart(mutant, bare, changed) == found:
        return Witness(on, "", cells_of(bare), (), *found)
    before = cells_of(base)
    if not like:
        return Witness(on, "", cells, (), *found)
    given = {name: cell for name, cell in cells.items() if before.get(name) != cell}
    without = tuple(name for name in before if name not in cells)
    return Witness(on, like, given, without, *found)


def _read(mutant: Mutant, pack: Pack) -> set[str]:
    names: set[str] = set()
    for id_ in mutant.part.checks:
        check = pack.checks[id_]
        names |= fields_of([check.require.node, *([check.when.node] if check.when else [])], pack)
    sections = mutant.part.sections if mutant.what == "fill" else ()
    inside = [c.id for c in pack.criteria.values() if c.section in sections]
    for id_ in (*mutant.part.criteria, *inside):
        criterion = pack.criteria[id_]
        nodes = [criterion.met.node] if criterion.met else []
        nodes += [criterion.score.input.node] if criterion.score else []
        names |= fields_of(nodes, pack)
    return names


def fields_of(nodes: Sequence[Node], pack: Pack) -> set[str]:
    """The fields that some expressions read, lets opened."""
    found: set[str] = set()
    for node in nodes:
        for part in opened(node, lambda name: pack.lets[name].expression.node):
            if isinstance(part, Name) and part.source in ("field", "programme"):
                found.add(part.name)
            elif isinstance(part, Aggregate) and part.table in pack.fields:
                found.add(part.table)
    return found
