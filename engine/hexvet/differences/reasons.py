"""Why a verdict flipped: which changed rule did it, and the leaf that decides it now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from hexvet import wording
from hexvet.differences.comparing import Comparison
from hexvet.differences.flips import Side
from hexvet.differences.model import ABSENT, Flip
from hexvet.judging import check_status, criteria_of, criterion_outcome, passage_of
from hexvet.language.deciding import deciding
from hexvet.language.environment import Env
from hexvet.language.formatting import format_interval
from hexvet.packs.model import Check, Criterion, Expression


class Reason(NamedTuple):
    """The rule behind a flip, what it said and says, and its deciding leaves in words."""

    rule: str
    old: str
    new: str
    because: str


def reasons_of(comparison: Comparison, flip: Flip) -> tuple[Reason, ...]:
    """The changed rules behind a flip, each with the leaf that decides."""
    assert comparison.sides is not None
    if flip.kind == "section":
        return tuple(_of_section(comparison, flip))
    if flip.kind == "gate":
        return tuple(_of_gate(comparison, flip))
    return (_of_check(comparison, flip.rule, flip.project),)


def programme_reason(comparison: Comparison, name: str) -> Reason:
    """The same for a check of the programme."""
    return _of_check(comparison, name, -1)


def _of_gate(comparison: Comparison, flip: Flip) -> Iterator[Reason]:
    """The changed checks that do something else to the gate now."""
    assert comparison.sides is not None
    for name in _in_order(comparison):
        found = []
        for side in comparison.sides:
            check = _check(side, name)
            guards = check is not None and check.gate == flip.rule
            status = _status(side, check, flip.project) if check and guards else ABSENT
            found.append(passage_of(check, status) if check and guards else "pass")  # type: ignore[arg-type]
        if found[0] != found[1]:
            reason = _of_check(comparison, name, flip.project)
            weighs = _weighs(comparison, name) if reason.old == reason.new else ""
            yield reason._replace(because=weighs + reason.because)


def _weighs(comparison: Comparison, name: str) -> str:
    """Why one status does two things to a gate: `now a warning, it was a blocker; `."""
    assert comparison.sides is not None
    old, new = (_check(side, name) for side in comparison.sides)
    if old is None or new is None:
        return ""
    if old.gate != new.gate:
        return f"now at {new.gate}, it was at {old.gate}; "
    if old.severity != new.severity:
        return f"now a matter of {new.severity}, it was {old.severity}; "
    return f"now unknown means {new.unknown}, it meant {old.unknown}; "


def _in_order(comparison: Comparison) -> list[str]:
    assert comparison.sides is not None
    touched = comparison.touched.checks
    sides = reversed(comparison.sides)
    ids = [side.name(id_) for side in sides for id_ in side.judge.pack.checks]
    return [name for name in dict.fromkeys(ids) if name in touched]


def _check(side: Side, name: str) -> Check | None:
    checks = side.judge.pack.checks.values()
    return next((check for check in checks if side.name(check.id) == name), None)


def _env(side: Side, check: Check, project: int) -> Env:
    if check.of == "programme" or project < 0:
        return side.judge.env({}, side.rows)
    return side.judge.env(side.rows[project])


def _status(side: Side, check: Check, project: int) -> str:
    waived = project in side.waived.get(check.id, ()) or (check.id, "") in side.waivers
    status = check_status(check, _env(side, check, project))[0]
    return "waived" if waived and status in ("failed", "unknown") else status


def _of_check(comparison: Comparison, name: str, project: int) -> Reason:
    """Under the pack by which it is not passed, the new one first."""
    assert comparison.sides is not None
    statuses: list[str] = []
    told: list[str] = []
    for side in comparison.sides:
        check = _check(side, name)
        statuses.append(ABSENT if check is None else _status(side, check, project))
        told.append("" if check is None else _leaves(side, check, project))
    old, new = statuses
    because = told[1] if new not in ("passed", "not_applicable", ABSENT) else told[0] or told[1]
    return Reason(name, old, new, because or "the check is not in both packs")


def _leaves(side: Side, check: Check, project: int) -> str:
    env = _env(side, check, project)
    status, because = check_status(check, env)
    if because is None:
        because = check.when if status == "not_applicable" else check.require
    return "" if because is None else _told(because, env, side)


def _told(because: Expression, env: Env, side: Side) -> str:
    """`months_planned <= max_months (months_planned is 24, max_months is 18 months)`."""
    said = {}
    for leaf in deciding(because.node, env):
        home = wording.home_of(leaf, because, side.judge)
        values = wording.values(leaf, home, env, side.judge)
        text = wording.text_of(leaf, home)
        said[text] = f"{text} ({values})" if values else text
    return "; ".join(said.values())


# sections -------------------------------------------------------------------------------------
def _of_section(comparison: Comparison, flip: Flip) -> Iterator[Reason]:
    """The criteria that say something else, or the fill rule where none does."""
    assert comparison.sides is not None
    found: dict[str, list[str]] = {}
    told: dict[str, str] = {}
    for at, side in enumerate(comparison.sides):
        for criterion in _criteria(side, flip.rule):
            name = side.name(criterion.id)
            found.setdefault(name, [ABSENT, ABSENT])
            env = side.judge.env(side.rows[flip.project])
            found[name][at] = criterion_outcome(criterion, env).state
            told[name] = _criterion(criterion, env, side)
    moved = {name: states for name, states in found.items() if states[0] != states[1]}
    for name, (old, new) in moved.items():
        yield Reason(name, old, new, told[name])
    if not moved:
        why = "its criteria say the same; how it fills changed"
        yield Reason(flip.rule, flip.old, flip.new, why)


def _criteria(side: Side, name: str) -> list[Criterion]:
    pack = side.judge.pack
    sections = [s for s in pack.sections.values() if side.name(s.id) == name]
    return [criterion for section in sections for criterion in criteria_of(pack, section)]


def _criterion(criterion: Criterion, env: Env, side: Side) -> str:
    if criterion.met is not None:
        return _told(criterion.met, env, side)
    assert criterion.score is not None
    source = criterion.score.input
    outcome = criterion_outcome(criterion, env)
    score = format_interval(outcome.score, "number", spec=".0f") if outcome.score else "unknown"
    value = wording.value_of(source.node, env, side.judge)
    return f"{source.text} is {value}, worth {score}; met from {criterion.score.met_at:g}"
