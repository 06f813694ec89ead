"""Side by side: every rule that says something of one of the projects, and where they differ."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hexvet
from hexvet.comparison import Row, compared, difference
from hexvet.model import ANYTHING, Interval

PACK = """
[pack]
id = "city"
title = "City"
version = "1.0.0"
format = 1
[field.cost]
type = "number"
unit = "USD"
label = "Cost"
[field.backed]
type = "truth"
[field.unasked]
type = "text"
[gate.selection]
order = 1
[section.a]
order = 1
kind = "benefit"
title = "Savings"
fill = "any"
[criterion.small]
section = "a"
title = "Small"
met = "cost < 100"
[check.backing]
title = "Backing"
require = "backed"
severity = "blocker"
gate = "selection"
[check.never]
title = "Never"
when = "cost > 100_000"
require = "backed"
severity = "blocker"
gate = "selection"
"""


@pytest.fixture
def rows(tmp_path: Path) -> dict[str, Row]:
    (tmp_path / "rules").mkdir()
    (tmp_path / "projects").mkdir()
    (tmp_path / "rules/city.toml").write_text(PACK)
    (tmp_path / "hexvet.toml").write_text('format = 1\ncity = "Town"\npacks = ["city"]\n')
    (tmp_path / "projects/a.toml").write_text('title = "A"\ncost = 50\nbacked = true\n')
    (tmp_path / "projects/b.toml").write_text('title = "B"\ncost = 120\n')
    assessment = hexvet.evaluate(hexvet.load(tmp_path), datetime.date(2026, 6, 1))
    return {row.id: row for row in compared(assessment, ["a", "b"])}


def test_rules_and_answers_stand_side_by_side(rows: dict[str, Row]) -> None:
    """a is small and backed; b costs more than 100 and nobody has said that it is backed."""
    assert rows["selection"].values == ("pass", "hold")
    assert rows["city/a"].values == ("filled", "unfilled")
    assert rows["city/small"].values == ("met", "unmet")
    assert rows["city/backing"].values == ("passed", "unknown")
    assert rows["cost"].values == (Interval(50, 50), Interval(120, 120))
    assert rows["backed"].values == (True, None)
    assert rows["cost"].title == "Cost"


def test_what_says_nothing_of_any_is_left_out(rows: dict[str, Row]) -> None:
    assert "city/never" not in rows
    assert "unasked" not in rows


def test_rows_know_whether_they_differ(rows: dict[str, Row]) -> None:
    assert rows["cost"].differs
    assert not rows["stage"].differs


@pytest.mark.parametrize(
    ("value", "baseline", "expected"),
    [
        (Interval(120, 120), Interval(50, 50), Interval(70, 70)),
        (Interval(1, 2), Interval(1, 1), Interval(0, 1)),
        # The scores of the sample: 80 (63-97) is the base of 81 (76-87) and 59 (47-70).
        (Interval(76, 87), Interval(63, 97), Interval(-21, 24)),
        (Interval(47, 70), Interval(63, 97), Interval(-50, 7)),
        (ANYTHING, Interval(1, 1), None),
        (True, False, None),
        (None, Interval(1, 1), None),
        ("x", "y", None),
    ],
)
def test_a_difference_lies_between_its_least_and_its_most(
    value: object, baseline: object, expected: object
) -> None:
    assert difference(value, baseline) == expected  # type: ignore[arg-type]


ENDS = st.lists(st.integers(-99, 99), min_size=2, max_size=2).map(lambda e: Interval(*sorted(e)))


@given(ENDS, ENDS, st.floats(0, 1), st.floats(0, 1))
def test_no_two_values_differ_by_more(a: Interval, b: Interval, x: float, y: float) -> None:
    found = difference(a, b)
    assert found is not None
    more = (a.low + x * (a.high - a.low)) - (b.low + y * (b.high - b.low))
    assert found.low - 1e-9 <= more <= found.high + 1e-9
    assert (found == Interval(0, 0)) == (a == b and a.low == a.high)


def test_what_is_only_known_as_a_range_is_never_the_same() -> None:
    open_, exact = Interval(63, 97), Interval(70, 70)
    assert Row("score", "score", "Score", (open_, open_)).differs
    assert not Row("score", "score", "Score", (exact, exact)).differs
