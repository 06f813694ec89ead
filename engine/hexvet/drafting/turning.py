"""The flips between two assessments of one portfolio, whatever made the second one different.

Rules are compared by their short names, so that a pack may take the place of another one; by
their full ids where several packs in use have a rule of the name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from hexvet.differences.affected import short
from hexvet.differences.model import ABSENT, Flip
from hexvet.drafting.effects import Effect, Turned

if TYPE_CHECKING:
    from hexvet.evaluation import Assessment
    from hexvet.model import Interval, ProjectOutcome

_KINDS = ("gate", "section", "check")
_SAME = 1e-9
"""Scores, on 0..100, that differ by less are the same."""


def effect_between(
    before: Assessment, after: Assessment, changes: Sequence[str], pause: Callable[[], None]
) -> Effect:
    """What is said otherwise of the projects that both have. `pause` is called for each rule."""
    at = {name: row for row, name in enumerate(before.workspace.projects)}
    names = list(after.workspace.projects)
    rows = [(at[name], row) for row, name in enumerate(names) if name in at]
    flips: dict[int, list[Flip]] = {}
    for kind in _KINDS:
        for rule, old, new in _columns(kind, before, after):
            pause()
            for a, b in rows:
                if old[a] != new[b]:
                    flips.setdefault(b, []).append(Flip(b, kind, rule, old[a], new[b]))
    scores = _scores(before, after, rows)
    turned = tuple(
        Turned(names[row], after.workspace.projects[names[row]].title,
               tuple(flips.get(row, ())), scores.get(row))
        for row in sorted({*flips, *scores})
    )  # fmt: skip
    programme = tuple(_programme(before, after))
    count = sum(map(len, flips.values())) + len(programme)
    return Effect(turned, len(rows), count, _gates(flips), programme, tuple(changes))


def _gates(flips: Mapping[int, Sequence[Flip]]) -> tuple[tuple[str, str, str, int], ...]:
    found = Counter(
        (flip.rule, flip.old, flip.new)
        for own in flips.values()
        for flip in own
        if flip.kind == "gate"
    )
    return tuple((*turn, count) for turn, count in found.items())


def _programme(before: Assessment, after: Assessment) -> Iterator[tuple[str, str, str]]:
    for rule, old, new in _paired(list(before.programme), list(after.programme)):
        one = before.programme[old].status if old else ABSENT
        other = after.programme[new].status if new else ABSENT
        if one != other:
            yield rule, one, other


# which rule is which --------------------------------------------------------------------------
def _paired(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """The name by which rules are compared and their ids, "" where a side has none: in the new
    order, then those that are gone."""
    counts = [Counter(map(short, ids)) for ids in (old, new)]

    def name(id_: str) -> str:
        return id_ if any(count[short(id_)] > 1 for count in counts) else short(id_)

    before, after = ({name(id_): id_ for id_ in ids} for ids in (old, new))
    for one in dict.fromkeys((*after, *before)):
        yield one, before.get(one, ""), after.get(one, "")


def _ids(kind: str, assessment: Assessment) -> list[str]:
    """The rules of projects, of all packs."""
    found: dict[str, None] = {}
    for pack in assessment.packs:
        if kind == "check":
            found.update(dict.fromkeys(c.id for c in pack.checks.values() if c.of == "project"))
        else:
            found.update(dict.fromkeys(pack.gates if kind == "gate" else pack.sections))
    return list(found)


# what they say --------------------------------------------------------------------------------
def _columns(
    kind: str, before: Assessment, after: Assessment
) -> Iterator[tuple[str, Sequence[str], Sequence[str]]]:
    for rule, old, new in _paired(_ids(kind, before), _ids(kind, after)):
        yield rule, _said(before, kind, old), _said(after, kind, new)


def _said(assessment: Assessment, kind: str, rule: str) -> Sequence[str]:
    """What a rule says of each project; taken over whole where the engine judged in columns."""
    names = list(assessment.workspace.projects)
    if not rule:
        return (ABSENT,) * len(names)
    whole, anew = _whole(assessment)
    if whole is None:
        return [_word(assessment.project(name), kind, rule) for name in names]
    read = {"check": whole.statuses, "section": whole.fills}.get(kind)
    found: list[str] = read(rule) if read else whole.gates()[rule]
    for row in anew:
        found[row] = _word(assessment.project(names[row]), kind, rule)
    return found


def _word(outcome: ProjectOutcome, kind: str, rule: str) -> str:
    if kind == "check":
        return outcome.checks[rule].status
    return (outcome.gates if kind == "gate" else outcome.sections)[rule].state


def _whole(assessment: Assessment) -> tuple[Any, Mapping[int, Any]]:
    """The columns of a large portfolio, None for a small one, and the lines made since."""
    lines = assessment.standings
    base = getattr(lines, "base", lines)
    return (base if hasattr(base, "statuses") else None), getattr(lines, "anew", {})


def _scores(
    before: Assessment, after: Assessment, rows: Sequence[tuple[int, int]]
) -> dict[int, tuple[float, float]]:
    """Both low ends where they differ; nothing where it is not one pack that scores."""
    scoring = [next((p.id for p in one.packs if p.scored), "") for one in (before, after)]
    if scoring[0] != scoring[1]:
        return {}
    old, new = (_score_column(one) for one in (before, after))
    pairs = ((row, old[a], new[row]) for a, row in rows)
    return {
        row: (one.low, other.low)
        for row, one, other in pairs
        if one is not None and other is not None and abs(one.low - other.low) > _SAME
    }


def _score_column(assessment: Assessment) -> Sequence[Interval | None]:
    whole, anew = _whole(assessment)
    if whole is None:
        return [line.score for line in assessment.standings]
    found: list[Interval | None] = whole.scores()
    for row, line in anew.items():
        found[row] = line.score
    return found
