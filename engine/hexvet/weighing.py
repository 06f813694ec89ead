"""How far a section's weight may move before the project at the head of the ranking changes.

With the other weights kept in proportion, the totals of two projects are straight lines over one
section's share of all weight, so the share at which they tie has a closed form (decision analysis
calls it the one-weight flip point).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

from hexvet.evaluation import Assessment
from hexvet.model import Interval
from hexvet.packs.model import Pack, Section


@dataclass(frozen=True, slots=True)
class Tie:
    """The share of all weight, 0..1, from which `project` is ahead of the leader."""

    share: float
    project: str


@dataclass(frozen=True, slots=True)
class WeightFlip:
    """A section's share of all weight now, and the nearest ties below and above it."""

    section: Section
    share: float
    below: Tie | None
    above: Tie | None


@dataclass(frozen=True, slots=True)
class Standpoint:
    """One project's guaranteed scores: of each section, in the pack's order, and in total."""

    project: str
    sections: tuple[float, ...]
    total: Interval


def weight_flips(
    assessment: Assessment, pack: Pack, projects: Sequence[str] = ()
) -> tuple[str, tuple[WeightFlip, ...]]:
    """The leader by guaranteed score and, for each section, where it loses the lead.

    Scores are the low ends of what the evidence allows, as in the ranking. `projects` limits the
    ranking; the leader is "" and there are no flips when nothing is scored.
    """
    points = standpoints(assessment, pack, projects)
    total = fsum(section.weight for section in pack.sections.values())
    if not points or total <= 0:
        return "", ()
    leader = min(points, key=lambda point: (-point.total.low, point.project))
    others = [point for point in points if point is not leader]
    flips = []
    for at, section in enumerate(pack.sections.values()):
        share = section.weight / total
        ties = [tie for other in others if (tie := _tie(leader, other, at, share)) is not None]
        below = max((t for t in ties if t.share < share), key=_share, default=None)
        above = min((t for t in ties if t.share > share), key=_share, default=None)
        flips.append(WeightFlip(section, share, below, above))
    return leader.project, tuple(flips)


def standpoints(
    assessment: Assessment, pack: Pack, projects: Sequence[str] = ()
) -> tuple[Standpoint, ...]:
    """The guaranteed scores of the projects that a pack scores."""
    found = []
    for id_ in projects or assessment.workspace.projects:
        outcome = assessment.project(id_)
        scores = [outcome.sections[s].score for s in pack.sections if s in outcome.sections]
        lows = tuple(score.low for score in scores if score is not None)
        if outcome.score is not None and len(lows) == len(pack.sections):
            found.append(Standpoint(id_, lows, outcome.score))
    return tuple(found)


def _share(tie: Tie) -> float:
    return tie.share


def _tie(leader: Standpoint, other: Standpoint, at: int, share: float) -> Tie | None:
    """t* = t - (A - B)(1 - t) / ((a - b) - (A - B)), for totals A, B and section scores a, b;
    None when the lines do not cross between 0 and 1."""
    ahead = leader.total.low - other.total.low
    slope = (leader.sections[at] - other.sections[at]) - ahead
    if abs(slope) < 1e-12 or ahead <= 0 or share >= 1:
        return None
    tied = share - ahead * (1 - share) / slope
    return Tie(tied, other.project) if 0 <= tied <= 1 else None
