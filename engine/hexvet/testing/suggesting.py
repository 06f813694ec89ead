"""Tests that a pack lacks, written out: a person has only to read whether they are right."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence

from hexvet.judging import check_status, criterion_outcome
from hexvet.language.nodes import Node
from hexvet.model import Cell, Interval
from hexvet.packs.model import Check, Criterion, Inference, Pack
from hexvet.testing.covering import RuleCoverage
from hexvet.testing.outcomes import Target, Trial, trial, with_cells
from hexvet.testing.running import CaseRun
from hexvet.testing.solving import cells_of, env_of, reached
from hexvet.testing.witnessing import Witness, fields_of, marks
from hexvet.workspace.toml_values import toml_value

_WANTED = {"passed": 1, "failed": -1, "unknown": 0, "met": 1, "unmet": -1}


def skeleton(missing: RuleCoverage, state: str, pack: Pack, runs: Sequence[CaseRun]) -> str:
    """A test that expects the outcome that no test expects, its answers filled in if possible.

    Without answers (`given = {}`) where none were found: then a person has to think of some.
    """
    target = missing.target
    if target.kind == "infer":
        return _firing(pack.inferences[target.id], state, pack, runs)
    found = _answers(target, state, pack, runs)
    on = runs[-1].case.on if runs else datetime.date(2018, 1, 1)
    name = f"{target.id.partition('/')[2] or target.id}_{state}"
    cells = {} if found is None else cells_of(found)
    remark = "" if found else "  # no answers were found that give this"
    return _test(name, on, cells, pack, target, state) + remark


def _firing(rule: Inference, state: str, pack: Pack, runs: Sequence[CaseRun]) -> str:
    """A test in which a rule has to fire, or must not; a person thinks of the answers."""
    on = runs[-1].case.on if runs else datetime.date(2018, 1, 1)
    first = rule.then[0]
    kind = first.fact.kind if first.fact.kind in ("finding", "blocked", "eligible") else ""
    gate = str(dict(first.fact.values).get("gate", "")) if kind != "finding" else ""
    name = first.finding.removeprefix(f"{pack.id}/") or gate
    if state == "fired":
        word = {"finding": "found"}.get(kind, kind or "found")
        expect = f"{{ {word} = {toml_value([name] if name else [])} }}"
    else:
        word = {"finding": "not_found"}.get(kind, kind or "not_found")
        named = [name] if kind == "finding" else []
        expect = f"{{ {word} = {toml_value(named)} }}"
    given = "projects = { a = {}, b = {} }" if rule.of == "portfolio" else "given  = {}"
    lines = (f"[test.{rule.name}_{state}]", f"on     = {on}", given, f"expect = {expect}")
    return "\n".join(lines) + "  # the answers are yours to think of"


def witness_text(witness: Witness, pack: Pack, name: str) -> str:
    """The test that would notice a change; or a case to add to the test that it starts from."""
    if not witness.like:
        return _test(name, witness.on, witness.given, pack, witness.target, witness.expected)
    given = _given(witness.given, pack)
    without = toml_value(list(witness.without))
    parts = [f"given = {given}"] if witness.given else []
    parts += [f"without = {without}"] if witness.without else []
    expect = _expect(pack, witness.target, witness.expected)
    return f"# a case like {witness.like}:\n{{ {', '.join((*parts, f'expect = {expect}'))} }}"


def _test(
    name: str,
    on: datetime.date,
    cells: Mapping[str, Cell],
    pack: Pack,
    target: Target,
    expected: str | Interval,
) -> str:
    expect = _expect(pack, target, expected)
    given = _given(cells, pack)
    lines = (f"[test.{name}]", f"on     = {on}", f"given  = {given}", f"expect = {expect}")
    return "\n".join(lines)


def _expect(pack: Pack, target: Target, expected: str | Interval) -> str:
    """Under the shortest name that means this rule alone."""
    name = target.id.partition("/")[2] or target.id
    key = name if _means_one(name, pack) else f'"{target.kind}.{name}"'
    if isinstance(expected, str):
        return f'{{ {key} = "{expected}" }}'
    low, high = (_plain(round(end, 1)) for end in expected)
    return f"{{ {key} = {toml_value(low if low == high else [low, high])} }}"


def _means_one(name: str, pack: Pack) -> bool:
    """Whether only one rule bears a short name."""
    rules = (*pack.sections, *pack.criteria, *pack.checks)
    packs = {id_.partition("/")[0] for id_ in rules}
    full = [f"{id_}/{name}" for id_ in packs]
    tables = (pack.sections, pack.criteria, pack.checks)
    return (name in pack.gates) + sum(id_ in table for id_ in full for table in tables) == 1


def _given(cells: Mapping[str, Cell], pack: Pack) -> str:
    if not cells:
        return "{}"
    written = ", ".join(f"{name} = {_written(cell, name, pack)}" for name, cell in cells.items())
    return f"{{ {written} }}"


def _written(cell: Cell, name: str, pack: Pack) -> str:
    field = pack.fields[name]
    if isinstance(cell, tuple) and not isinstance(cell, Interval):
        rows = [
            {column: _value(c, field.columns[column].kind) for column, c in row.items()}
            for row in cell
        ]
        return toml_value(rows)
    return toml_value(_value(cell, field.kind))


def _value(cell: Cell, kind: str) -> object:
    if not isinstance(cell, Interval):
        return cell
    low, high = (_end(end, kind) for end in cell)
    return low if low == high else {"low": low, "high": high}


def _end(value: float, kind: str) -> object:
    if kind == "date":
        return datetime.date.fromordinal(int(value))
    return _plain(value)


def _plain(value: float) -> float | int:
    return int(value) if value == int(value) else round(value, 6)


# answers --------------------------------------------------------------------------------------
def _answers(target: Target, state: str, pack: Pack, runs: Sequence[CaseRun]) -> Trial | None:
    """Answers that give a rule an outcome, as few as the rule reads; judged before given back."""
    on = runs[-1].case.on if runs else datetime.date(2018, 1, 1)
    for start in (trial(pack, on, {}), *(run.trial for run in runs[:8])):
        for found in _reach(target, state, start):
            short = with_cells(found, _read_only(target, found))
            for made in (short, found):
                if _state(target, made) == state:
                    return made
    return None


def _reach(target: Target, state: str, start: Trial) -> Iterator[Trial]:
    pack = start.pack
    if target.kind == "check":
        yield from _check(pack.checks[target.id], state, start)
    elif target.kind == "criterion":
        yield from _criterion(pack.criteria[target.id], state, start)
    elif target.kind == "section":
        yield start
        wanted = {"filled": "met", "unfilled": "unmet", "unknown": "unknown"}[state]
        inside = [c for c in pack.criteria.values() if c.section == target.id]
        yield from _all(start, [Target("criterion", c.id) for c in inside], wanted)
    else:
        yield start
        wanted = {"pass": "passed", "stop": "failed", "hold": "unknown"}[state]
        blockers = [
            c for c in pack.checks.values() if c.gate == target.id and c.severity == "blocker"
        ]
        yield from _all(start, [Target("check", c.id) for c in blockers], wanted)


def _all(start: Trial, parts: Sequence[Target], wanted: str) -> Iterator[Trial]:
    """One part after the other brought to an outcome. Each step may already be enough, but for
    a gate that all have to pass."""
    for part in parts:
        found = next((f for f in _reach(part, wanted, start) if _state(part, f) == wanted), None)
        if found is not None:
            start = found
            if wanted != "passed":
                yield start
    yield start


def _check(check: Check, state: str, start: Trial) -> Iterator[Trial]:
    if state == "not_applicable":
        if check.when is not None:
            found = reached(check.when.node, start, -1, check.of)
            yield from () if found is None else (found,)
        return
    applies: Trial | None = start
    if check.when is not None:
        applies = reached(check.when.node, start, 1, check.of)
    found = applies and reached(check.require.node, applies, _WANTED[state], check.of)
    if found is not None:
        yield found
    if state == "unknown" and check.when is not None:
        found = reached(check.when.node, start, 0, check.of)
        yield from () if found is None else (found,)


def _criterion(criterion: Criterion, state: str, start: Trial) -> Iterator[Trial]:
    if criterion.met is not None:
        found = reached(criterion.met.node, start, _WANTED[state])
        yield from () if found is None else (found,)
    elif criterion.score is not None:
        yield start
        for leaf in marks(criterion.score):
            for wanted in (1, -1, 0):
                found = reached(leaf, start, wanted)
                if found is not None:
                    yield found


def _state(target: Target, made: Trial) -> str:
    if target.kind == "check":
        check = made.pack.checks[target.id]
        return check_status(check, env_of(made, check.of))[0]
    if target.kind == "criterion":
        return criterion_outcome(made.pack.criteria[target.id], env_of(made)).state
    return made.outcomes().state(target)[0]


def _read_only(target: Target, made: Trial) -> dict[str, Cell]:
    """The answers that the rule reads."""
    pack, cells = made.pack, cells_of(made)
    nodes: list[Node] = []
    for check in _checks_of(target, pack):
        nodes += [check.require.node] + ([check.when.node] if check.when else [])
    for criterion in _criteria_of(target, pack):
        nodes += [criterion.met.node] if criterion.met else []
        nodes += [criterion.score.input.node] if criterion.score else []
    read = fields_of(nodes, pack)
    return {name: cell for name, cell in cells.items() if name in read}


def _checks_of(target: Target, pack: Pack) -> list[Check]:
    if target.kind == "gate":
        return [check for check in pack.checks.values() if check.gate == target.id]
    return [pack.checks[target.id]] if target.kind == "check" else []


def _criteria_of(target: Target, pack: Pack) -> list[Criterion]:
    if target.kind == "section":
        return [c for c in pack.criteria.values() if c.section == target.id]
    return [pack.criteria[target.id]] if target.kind == "criterion" else []
