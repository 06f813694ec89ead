"""What the mode remembers, and what was worked out for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hexvet.evaluation import Assessment
    from hexvet.sensitivity import FlipPoints
    from hexvet.weighing import WeightFlip

MOST = 60
"""Projects that are looked at in one go; marks choose others."""


@dataclass(frozen=True, slots=True)
class Found:
    """What holds for one assessment and some of its projects, `left_out` others not looked at.

    `leader` is the project with the highest guaranteed score, "" when nothing is scored.
    """

    revision: int
    projects: tuple[str, ...]
    left_out: int
    points: tuple[FlipPoints, ...]
    leader: str
    weights: tuple[WeightFlip, ...]


@dataclass(frozen=True, slots=True)
class SensitivityState:
    """The cursors, by what they stand on; `found` is None until it has been worked out."""

    found: Found | None = None
    number: str = ""
    weight: str = ""


def work_out(assessment: Assessment, projects: tuple[str, ...], revision: int) -> Found:
    """Flip points of params and weights: slow enough for a thread of its own."""
    from hexvet.sensitivity import flip_points
    from hexvet.weighing import weight_flips

    looked = projects[:MOST]
    points = flip_points(assessment, looked)
    order = sorted(points, key=lambda found: (-found.projects, found.id))
    scored = next((pack for pack in assessment.packs if pack.sections and pack.scored), None)
    leader, weights = weight_flips(assessment, scored, looked) if scored else ("", ())
    return Found(revision, looked, len(projects) - len(looked), tuple(order), leader, weights)
