"""The flips of a draft, project by project: what a person wants to see while typing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hexvet.differences.model import Flip

if TYPE_CHECKING:
    from hexvet.differences.comparing import Comparison

_ORDER = {"gate": 0, "section": 1, "check": 2}


@dataclass(frozen=True, slots=True)
class Turned:
    """One project that stands differently: its flips, gates first, and its scores' low ends on
    0..100 before and after, None where they are the same or there are none."""

    project: str
    title: str
    flips: tuple[Flip, ...]
    score: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """What a draft does. `total` is how many projects there are, `flips` how many verdicts are
    not what they are in force, those of the programme's checks included. `gates` counts per gate
    how many go from what to what; `changes` are the rules, or the answers, that changed, in
    words."""

    projects: tuple[Turned, ...]
    total: int
    flips: int
    gates: tuple[tuple[str, str, str, int], ...] = ()
    programme: tuple[tuple[str, str, str], ...] = ()
    changes: tuple[str, ...] = ()


def effect_of(comparisons: Sequence[Comparison]) -> Effect:
    """The flips of all packs in force that a draft is a part of."""
    turned = [one for found in comparisons for one in _turned(found)]
    total = max((len(found.projects) for found in comparisons), default=0)
    count = sum(found.flips.count for found in comparisons if found.flips)
    gates = [
        (table.rule, old, new, count)
        for found in comparisons
        for table in (found.flips.tables if found.flips else ())
        if table.kind == "gate"
        for (old, new), count in table.matrix.items()
    ]
    programme = [
        (check, old, new)
        for found in comparisons
        for check, (old, new) in (found.flips.programme.items() if found.flips else ())
    ]
    changes = dict.fromkeys(change.text for found in comparisons for change in found.changes)
    return Effect(tuple(turned), total, count, tuple(gates), tuple(programme), tuple(changes))


def _turned(found: Comparison) -> Iterator[Turned]:
    """By project, in the portfolio's order."""
    flips: dict[int, list[Flip]] = {}
    for flip in found.flipped():
        flips.setdefault(flip.project, []).append(flip)
    scores = _scores(found)
    for at in sorted({*flips, *scores}):
        own = sorted(flips.get(at, ()), key=lambda flip: _ORDER[flip.kind])
        yield Turned(*found.projects[at], tuple(own), scores.get(at))


def _scores(found: Comparison) -> dict[int, tuple[float, float]]:
    """The projects whose score, not only their rank, is another one."""
    scores = found.flips.scores if found.flips else None
    if scores is None or scores.old is None or scores.new is None:
        return {}
    pairs = {int(at): (float(scores.old[0][at]), float(scores.new[0][at])) for at in scores.changed}
    return {at: pair for at, pair in pairs.items() if abs(pair[0] - pair[1]) > 1e-9}
