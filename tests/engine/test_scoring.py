"""Scores, weighted sums and the filling of sections: published figures and truth tables."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexvet import scoring
from hexvet.language.nodes import Literal
from hexvet.model import Interval, Where
from hexvet.packs.model import Expression, FillRule, Scoring

REFERENCE = Path(__file__).parent / "reference"
INPUT = Expression("x", Literal(0, 1, "number", 0.0), Where("rules/x.toml"))
RAMP = Scoring(INPUT, "ramp", ((6.0, 100.0), (36.0, 0.0)))
STEPS = Scoring(INPUT, "steps", ((2.0, 30.0), (5.0, 60.0), (10.0, 100.0)))
BUMP = Scoring(INPUT, "points", ((0.0, 0.0), (5.0, 100.0), (10.0, 20.0)))


def figures(name: str) -> dict[str, Any]:
    """The content of a reference file."""
    return json.loads((REFERENCE / f"{name}.json").read_text(encoding="utf-8"))


PIECEWISE = figures("piecewise_linear_values")


@pytest.mark.parametrize("case", PIECEWISE["cases"], ids=lambda case: case["name"])
def test_piecewise_linear_values_as_published(case: dict[str, Any]) -> None:
    points = tuple(sorted(zip(case["xs"], case["ys"], strict=True)))
    for x, expected in zip(case["x"], case["expected"], strict=True):
        found = scoring.value(points, x, stepped=False)
        assert found == pytest.approx(expected, abs=PIECEWISE["tolerance"])


def test_weighted_sums_as_published() -> None:
    case = figures("wsm_kracka_2010")
    columns = []
    for column, more in zip(zip(*case["matrix"], strict=True), case["maximise"], strict=True):
        plain = column if more else [1 / x for x in column]
        columns.append([x / sum(plain) for x in plain])
    scores = []
    for row in zip(*columns, strict=True):
        parts = [(w, Interval(v, v)) for w, v in zip(case["weights"], row, strict=True)]
        mean = scoring.weighted_mean(parts)
        assert mean is not None and mean.low == mean.high
        scores.append(mean.low)
    assert scores == pytest.approx(case["expected"]["score"], abs=case["tolerance"])
    order = sorted(range(len(scores)), key=lambda i: -scores[i])
    assert [order.index(i) + 1 for i in range(len(scores))] == case["expected"]["rank"]


def car_order(
    table: dict[str, list[float]], ranges: list[Scoring], weights: list[float]
) -> list[str]:
    """Thierry's cars from best to worst on fixed ranges."""
    scores = {}
    for name, row in table.items():
        parts = [
            (abs(w), scoring.value_range(s, Interval(x, x)))
            for w, s, x in zip(weights, ranges, row, strict=True)
        ]
        mean = scoring.weighted_mean(parts)
        assert mean is not None
        scores[name] = mean.low
    return sorted(scores, key=lambda name: -scores[name])


def test_a_further_candidate_never_changes_the_order_of_the_others() -> None:
    case = figures("rank_reversal_thierry")
    declared = ((13_000, 22_000), (28, 31), (34, 42), (1, 3), (1, 4))
    ranges = []
    for (low, high), more in zip(declared, case["maximise"], strict=True):
        ends = ((low, 0.0), (high, 100.0)) if more else ((low, 100.0), (high, 0.0))
        ranges.append(Scoring(INPUT, "ramp", ends))
    everyone = car_order(case["table"], ranges, case["weights"])
    for absent in case["table"]:
        others = {name: row for name, row in case["table"].items() if name != absent}
        expected = [name for name in everyone if name != absent]
        assert car_order(others, ranges, case["weights"]) == expected


@pytest.mark.parametrize(
    ("scored", "answer", "expected"),
    [
        # a ramp from 36 (worst) to 6 (best)
        (RAMP, (36, 36), (0, 0)), (RAMP, (6, 6), (100, 100)), (RAMP, (21, 21), (50, 50)),
        (RAMP, (0, 0), (100, 100)), (RAMP, (99, 99), (0, 0)), (RAMP, (21, 36), (0, 50)),
        (RAMP, (-1e15, 1e15), (0, 100)), (RAMP, (float("-inf"), float("inf")), (0, 100)),
        (RAMP, (12, float("inf")), (0, 80)),
        # steps: from 2 on 30, from 5 on 60, from 10 on 100
        (STEPS, (1.9, 1.9), (0, 0)), (STEPS, (2, 2), (30, 30)), (STEPS, (4.9, 4.9), (30, 30)),
        (STEPS, (5, 5), (60, 60)), (STEPS, (10, 10), (100, 100)), (STEPS, (99, 99), (100, 100)),
        (STEPS, (1, 5), (0, 60)), (STEPS, (5, 9), (60, 60)), (STEPS, (9, 10), (60, 100)),
        (STEPS, (float("-inf"), float("inf")), (0, 100)),
        # points that rise and fall: the best may lie inside a range
        (BUMP, (5, 5), (100, 100)), (BUMP, (2, 2), (40, 40)), (BUMP, (7.5, 7.5), (60, 60)),
        (BUMP, (4, 6), (80, 100)), (BUMP, (0, 10), (0, 100)), (BUMP, (6, 20), (20, 84)),
    ],
)  # fmt: skip
def test_scores_of_exact_answers_and_of_ranges(
    scored: Scoring, answer: tuple[float, float], expected: tuple[float, float]
) -> None:
    assert scoring.value_range(scored, Interval(*answer)) == pytest.approx(expected, abs=1e-9)


SHAPES = st.lists(
    st.tuples(st.integers(-50, 50), st.integers(0, 100)),
    min_size=2,
    max_size=6,
    unique_by=lambda p: p[0],
)


@given(SHAPES, st.booleans(), st.floats(-60, 60), st.floats(0, 40), st.floats(0, 1))
def test_the_score_of_a_value_lies_within_the_score_of_its_range(
    points: list[tuple[int, int]], stepped: bool, low: float, width: float, share: float
) -> None:
    shape = tuple(sorted((float(x), float(y)) for x, y in points))
    scored = Scoring(INPUT, "steps" if stepped else "points", shape)
    span = scoring.value_range(scored, Interval(low, low + width))
    inside = scoring.value(shape, min(low + share * width, low + width), stepped=stepped)
    assert span.low - 1e-9 <= inside <= span.high + 1e-9


def test_a_lookup() -> None:
    scored = Scoring(INPUT, "lookup", (), {"none": 10.0, "some": 60.0, "all": 90.0})
    assert scoring.looked_up(scored, "some") == (60, 60)
    assert scoring.looked_up(scored, None) == (10, 90)
    assert scoring.looked_up(scored, "of a city that uses another word") == (0, 100)


@pytest.mark.parametrize(
    ("score", "state"),
    [
        ((50, 50), "met"),
        ((50, 60), "met"),
        ((49, 50), "unknown"),
        ((0, 49), "unmet"),
        ((0, 100), "unknown"),
    ],
)
def test_a_score_is_met_from_its_mark_upwards(score: tuple[float, float], state: str) -> None:
    assert scoring.state_of_score(Interval(*score), 50) == state


# sections -------------------------------------------------------------------------------------
def filled_by_cases(rule: FillRule, states: tuple[str, ...]) -> str:
    """The truth table: filled when it is so however the unknown criteria turn out."""
    found = set()
    open_ = [i for i, state in enumerate(states) if state == "unknown"]
    for turned in itertools.product(("met", "unmet"), repeat=len(open_)):
        settled = list(states)
        for at, state in zip(open_, turned, strict=True):
            settled[at] = state
        met = settled.count("met")
        needed = {"any": 1, "all": len(states)}.get(rule.rule, rule.amount)
        found.add(met >= needed)
    return "unknown" if len(found) == 2 else "filled" if found == {True} else "unfilled"


@pytest.mark.parametrize(
    "rule", [FillRule("any"), FillRule("all"), *(FillRule("at_least", n) for n in (1, 2, 3, 4))]
)
@pytest.mark.parametrize("size", [1, 2, 3])
def test_sections_by_truth_table(rule: FillRule, size: int) -> None:
    for states in itertools.product(("met", "unmet", "unknown"), repeat=size):
        assert scoring.filled(rule, states, None) == filled_by_cases(rule, states), states  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("score", "state"),
    [
        ((60, 60), "filled"),
        ((60, 90), "filled"),
        ((59, 61), "unknown"),
        ((0, 59), "unfilled"),
        (None, "unknown"),
    ],
)
def test_a_section_that_is_filled_by_its_score(
    score: tuple[float, float] | None, state: str
) -> None:
    found = scoring.filled(FillRule("score", 60), ["unknown"], Interval(*score) if score else None)
    assert found == state


def test_a_section_without_criteria_was_not_asked() -> None:
    for rule in ("any", "all", "at_least", "score"):
        assert scoring.filled(FillRule(rule, 1), [], None) == "unknown"  # type: ignore[arg-type]


# weights --------------------------------------------------------------------------------------
def test_weighted_means_of_ranges() -> None:
    parts = [(2.0, Interval(0, 100)), (1.0, Interval(50, 50)), (1.0, Interval(100, 100))]
    assert scoring.weighted_mean(parts) == (37.5, 87.5)
    assert scoring.weighted_mean([(1.0, None), (1.0, Interval(20, 40))]) == (20, 40)
    assert scoring.weighted_mean([(0.0, Interval(20, 40))]) is None
    assert scoring.weighted_mean([]) is None


def test_missing_evidence_is_not_weighed_away() -> None:
    hidden = scoring.weighted_mean([(1.0, Interval(80, 80)), (1.0, Interval(0, 100))])
    assert hidden == (40, 90), "hiding the worst criterion must not leave an 80"


def test_the_share_of_evidence() -> None:
    assert scoring.evidence_share([(2.0, True), (1.0, False), (1.0, True)]) == 0.75
    assert scoring.evidence_share([(1.0, False)]) == 0
    assert scoring.evidence_share([]) is None
    assert scoring.evidence_share([(0.0, True)]) is None
