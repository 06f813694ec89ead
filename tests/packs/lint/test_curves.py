"""What lint says about scores, held against the arithmetic that scores projects."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexvet import scoring
from hexvet.model import INFINITY, Interval, Where
from hexvet.packs.lint.curves import _curve_span
from hexvet.packs.model import Expression, Scoring

from .conftest import VOCABULARY, Lint

NOWHERE = Expression("", None, Where("p.toml"))  # type: ignore[arg-type]
XS = st.lists(st.integers(-50, 50).map(float), min_size=2, max_size=6, unique=True).map(sorted)
ENDS = st.one_of(st.integers(-80, 80).map(float), st.sampled_from((-INFINITY, INFINITY)))


@given(st.sampled_from(("points", "steps", "ramp")), XS, st.data())
def test_the_span_of_a_curve_is_that_of_its_scores(
    form: str, xs: list[float], data: st.DataObject
) -> None:
    ys = [data.draw(st.integers(0, 100).map(float)) for _ in xs]
    score = Scoring(NOWHERE, form, tuple(zip(xs, ys, strict=True)))  # type: ignore[arg-type]
    low, high = sorted((data.draw(ENDS), data.draw(ENDS)))
    if low == high == INFINITY or low == high == -INFINITY:
        return
    assert _curve_span(score, Interval(low, high)) == pytest.approx(
        scoring.value_range(score, Interval(low, high))
    )


def criterion(score: str, more: str = "") -> str:
    return (
        VOCABULARY
        + '[section.s]\norder = 1\nkind = "benefit"\ntitle = "S"\nfill = "any"\n'
        + f'[criterion.c]\nsection = "s"\nrationale = "r"\nscore = {score}\n{more}'
        + '[check.k]\nrequire = "ready"\nseverity = "warning"\ngate = "selection"\n'
    )


@pytest.mark.parametrize(
    ("score", "code", "part"),
    [
        ("{ input = 'cost', ramp = [150, 0] }", "RP107", "150"),
        ("{ input = 'cost', ramp = [0, 150] }", "RP107", "150"),
        ("{ input = 'cost', points = [[-20, 0], [-10, 10], [50, 100]] }", "RP107", "[-20, 0]"),
        ("{ input = 'cost', steps = [[0, 0], [50, 50], [150, 100]] }", "RP107", "[150, 100]"),
        ("{ input = 'cost', points = [[0, 0], [20, 50], [40, 50], [60, 50]] }", "RP110",
         "[60, 50]"),
        ("{ input = 'cost', ramp = [-10, -5] }", "RP106", "[-10, -5]"),
    ],
)  # fmt: skip
def test_the_part_of_a_curve_is_pointed_at(linted: Lint, score: str, code: str, part: str) -> None:
    (flaw,) = [flaw for flaw in linted(criterion(score)) if flaw.code not in ("RP115", "RP156")]
    place = flaw.place
    assert flaw.code == code
    assert place.text[place.column - 1 : place.column - 1 + place.width] == part


@pytest.mark.parametrize(
    "score",
    [
        "{ input = 'cost', ramp = [100, 0] }",
        "{ input = 'months', ramp = [36, 6] }",
        "{ input = 'cost', points = [[-10, 0], [50, 100]] }",
        "{ input = 'cost', points = [[0, 0], [20, 50], [40, 50], [60, 100]] }",
        "{ input = 'months', steps = [[0, 0], [12, 50]] }",
        "{ input = 'name', lookup = { a = 0, b = 100 } }",
        "{ input = 'state', lookup = { idea = 0, plan = 60, done = 100 } }",
    ],
)
def test_a_sound_curve_is_left_alone(linted: Lint, score: str) -> None:
    found = {flaw.code for flaw in linted(criterion(score))}
    assert found <= {"RP115", "RP156"}
