"""Criteria, sections and the total: pure arithmetic on intervals from 0 to 100.

An additive value model on fixed, declared ranges (Keeney & Raiffa 1976). Nothing is ever
normalised over the current projects, and weights are never spread over missing evidence.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence

from hexvet.model import Fill, Interval, State
from hexvet.packs.model import FillRule, Scoring

NOTHING_KNOWN = Interval(0.0, 100.0)
_OF_STATE: Mapping[State, Interval] = {
    "met": Interval(100.0, 100.0),
    "unmet": Interval(0.0, 0.0),
    "unknown": NOTHING_KNOWN,
}


def value(points: Sequence[tuple[float, float]], x: float, *, stepped: bool) -> float:
    """The value function at one raw answer: linear between the points, or stepped.

    Beyond the ends it keeps the end's value; below the first step it is 0.
    """
    at = bisect_right(points, (x, float("inf")))
    if stepped:
        return points[at - 1][1] if at else 0.0
    if at == 0 or at == len(points):
        return points[max(at - 1, 0)][1]
    (x0, y0), (x1, y1) = points[at - 1], points[at]
    return y0 + (y1 - y0) * (x - x0) / (x1 - x0)


def value_range(scoring: Scoring, answer: Interval) -> Interval:
    """All values over an answer that is a range: its ends and every knot inside."""
    stepped = scoring.form == "steps"
    low, high = answer
    values = [value(scoring.points, end, stepped=stepped) for end in answer]
    values += [y for x, y in scoring.points if low < x < high]
    return Interval(min(values), max(values))


def looked_up(scoring: Scoring, answer: str | None) -> Interval:
    """The value of a text; an unknown one may have any value of the table."""
    if answer is None:
        return Interval(min(scoring.lookup.values()), max(scoring.lookup.values()))
    found = scoring.lookup.get(answer)
    return NOTHING_KNOWN if found is None else Interval(found, found)


def state_of_score(score: Interval, met_at: float) -> State:
    """A scored criterion is met from `met_at` upwards."""
    if score.low >= met_at:
        return "met"
    return "unmet" if score.high < met_at else "unknown"


def score_of(state: State, score: Interval | None) -> Interval:
    """What a criterion contributes: its score, or 100 and 0 for met and unmet."""
    return _OF_STATE[state] if score is None else score


def filled(rule: FillRule, states: Sequence[State], score: Interval | None) -> Fill:
    """Whether a section is filled. Without criteria nothing was asked: unknown."""
    if rule.rule == "score":
        found = "unknown" if score is None else state_of_score(score, rule.amount)
        return {"met": "filled", "unmet": "unfilled"}.get(found, "unknown")  # type: ignore[return-value]
    if not states:
        return "unknown"
    wanted = {"any": 1, "all": len(states)}.get(rule.rule, rule.amount)
    met, unknown = states.count("met"), states.count("unknown")
    if met >= wanted:
        return "filled"
    return "unfilled" if met + unknown < wanted else "unknown"


def weighted_mean(parts: Iterable[tuple[float, Interval | None]]) -> Interval | None:
    """Of (weight, score) pairs; None when no weight is left."""
    low = high = total = 0.0
    for weight, score in parts:
        if score is not None:
            low += weight * score.low
            high += weight * score.high
            total += weight
    return Interval(low / total, high / total) if total else None


def evidence_share(parts: Iterable[tuple[float, bool]]) -> float | None:
    """The weight of what is known over all weight, 0..1; None when there is no weight."""
    known = total = 0.0
    for weight, is_known in parts:
        total += weight
        known += weight * is_known
    return known / total if total else None
