"""Small changes to the rules: which of them the tests notice, and what would notice the rest."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Callable, Mapping

import pytest

from hexvet.model import Cell, Interval
from hexvet.packs.loading import Loaded
from hexvet.testing import run_cases
from hexvet.testing.mutants import Mutant, mutants
from hexvet.testing.mutating import Mutation, mutation_of
from hexvet.testing.outcomes import Outcomes, trial
from hexvet.testing.substituting import under
from hexvet.testing.suggesting import witness_text
from hexvet.testing.variants import literal_text

City = Callable[..., Loaded]

FAR = """
[test.far_from_the_limits]
on = 2018-02-01
given = { start = 2018-01-01, end = 2018-06-01, votes = 5, exempt = false, council = true }
expect = { time_limited = "passed", voted = "passed", selection = "pass" }
[test.far_beyond]
on = 2018-02-01
given = { start = 2018-01-01, end = 2028-06-01, votes = 20, exempt = false }
expect = { time_limited = "failed", voted = "failed" }
"""


def changes(pack: Loaded, rule: str) -> list[str]:
    """What would be changed of one rule."""
    assert pack.pack
    return [mutant.change for mutant in mutants(pack.pack) if mutant.rule == rule]


def mutated(loaded: Loaded) -> Mutation:
    """What becomes of all changes."""
    run = run_cases(loaded)
    assert run.pack
    assert not run.failures
    return mutation_of(run.pack, run.runs)


def test_a_check_is_changed_in_every_way_that_a_slip_could(city: City) -> None:
    assert changes(city(FAR), "city/voted") == [
        "not is left out",
        "'when' is left out",
        "and becomes or",
        "'votes >= 2' is left out",
        "'votes <= 9' is left out",
        ">= becomes >",
        "2 becomes 3",
        "2 becomes 1",
        "<= becomes <",
        "9 becomes 10",
        "9 becomes 8",
        "'require' always holds",
        "blocker becomes warning",
        "unknown 'hold' becomes 'fail'",
        "unknown 'hold' becomes 'pass'",
    ]


def test_a_param_moves_by_its_unit(city: City) -> None:
    assert changes(city(FAR), "max_months") == ["24 becomes 25", "24 becomes 23"]
    money = ("[param.max_months]", "[param.cap]\nunit = 'USD'\nvalue = 5_000\n[param.max_months]")
    assert changes(city(FAR, money), "cap") == ["5000 becomes 5050", "5000 becomes 4950"]
    share = ("[param.max_months]", "[param.part]\ntype = 'share'\nvalue = 0.5\n[param.max_months]")
    assert changes(city(FAR, share), "part") == ["0.5 becomes 0.51", "0.5 becomes 0.49"]


def test_literals_move_by_the_unit_of_what_they_are_compared_with(city: City) -> None:
    change = ('require = "council"', 'require = "today() >= 2018-01-31 and council"')
    found = changes(city("", change), "city/backed")
    assert "2018-01-31 becomes 2018-02-01" in found
    assert "2018-01-31 becomes 2018-01-30" in found


@pytest.mark.parametrize(
    ("kind", "value", "written"),
    [
        ("share", 0.26, "26%"),
        ("number", 12_500.0, "12_500"),
        ("number", 0.5, "0.5"),
        ("date", 1.0, "0001-01-01"),
    ],
)
def test_a_moved_literal_is_told_as_the_rules_write_it(
    kind: str, value: float, written: str
) -> None:
    assert literal_text(kind, value) == written


def test_the_fill_rule_moves_between_one_and_all(city: City) -> None:
    assert changes(city(FAR), "city/need") == ["1 of 2 criteria becomes 2 of 2"]


def test_a_test_far_from_the_limit_lets_the_limit_move(city: City) -> None:
    """The case that would catch it stands at the boundary: 24 months to the day."""
    survivor = next(
        s for s in mutated(city(FAR)).survivors
        if (s.mutant.rule, s.mutant.change) == ("max_months", "24 becomes 23")
    )  # fmt: skip
    assert survivor.witness
    assert survivor.witness.target == ("check", "city/time_limited")
    assert (survivor.witness.expected, survivor.witness.instead) == ("passed", "failed")
    start, end = (survivor.witness.given[name] for name in ("start", "end"))
    assert isinstance(start, Interval)
    assert isinstance(end, Interval)
    assert 23 * 30.5 < end.low - start.low <= 731


def test_every_case_that_is_suggested_catches_its_change(city: City) -> None:
    """Added to the pack, each passes; and then no change is left that could be caught."""
    loaded = city(FAR)
    assert loaded.pack
    found = mutated(loaded)
    tests = [
        witness_text(s.witness, loaded.pack, f"boundary_{at}")
        for at, s in enumerate(found.survivors)
        if s.witness and not s.witness.like
    ]
    assert len(tests) > 10
    again = mutated(city(FAR + "\n".join(tests)))
    assert {s.mutant.what for s in again.survivors} <= {"severity", "unknown"}
    assert again.killed > found.killed


def test_a_gate_says_whether_the_policy_for_the_unknown_matters(city: City) -> None:
    """What happens to unknown evidence shows at the gate alone; the case starts from a test."""
    loaded = city(FAR)
    survivor = next(
        s for s in mutated(loaded).survivors
        if (s.mutant.rule, s.mutant.change) == ("city/voted", "unknown 'hold' becomes 'pass'")
    )  # fmt: skip
    assert survivor.witness
    assert loaded.pack
    text = witness_text(survivor.witness, loaded.pack, "x")
    remark, _, row = text.partition("\n")
    assert remark == "# a case like far_from_the_limits:"
    case = tomllib.loads(f"case = {row}")["case"]
    assert case["expect"] == {"selection": "hold"}
    assert case["without"] == ["votes"]


def test_the_order_is_the_same_every_time_and_max_takes_the_first(city: City) -> None:
    loaded = city(FAR)
    run = run_cases(loaded)
    assert loaded.pack
    names = [(m.rule, m.change) for m in mutants(loaded.pack)]
    assert names == [(m.rule, m.change) for m in mutants(loaded.pack)]
    part = mutation_of(loaded.pack, run.runs, 3)
    assert (part.tried, part.left_out) == (3, len(names) - 3)


def test_all_changes_are_accounted_for(city: City) -> None:
    found = mutated(city(FAR))
    assert found.tried == found.killed + len(found.survivors) + len(found.alike)


def test_what_can_make_no_difference_is_not_called_a_survivor(city: City) -> None:
    """Votes are never negative, so that 'at least 0' and 'at least -1' are the same."""
    loaded = city(FAR, ("votes >= 2 and", "votes >= 0 and"))
    alike = {(m.rule, m.change) for m in mutated(loaded).alike}
    assert ("city/voted", "0 becomes -1") in alike


def test_judging_a_part_gives_what_judging_everything_gives(city: City) -> None:
    """Only what a change can touch is judged again; the rest is kept."""
    from hexvet.testing.substituting import rejudged

    run = run_cases(city(FAR))
    assert run.pack
    for mutant in mutants(run.pack):
        for one in run.runs:
            partly = rejudged(mutant, one.trial, one.outcomes, needs=True)
            if partly is not None:
                wholly = _wholly(mutant, one.case.on, one.case.cells)
                assert partly.project.gates == wholly.project.gates
                assert partly.project.sections == wholly.project.sections
                assert partly.project.score == wholly.project.score
                assert partly.needs == wholly.needs


def _wholly(mutant: Mutant, on: datetime.date, cells: Mapping[str, Cell]) -> Outcomes:
    return trial(mutant.pack, on, cells).outcomes()


def test_a_change_before_its_date_is_not_seen(city: City) -> None:
    loaded = city(FAR, ("2015-01-01 = 24", "2015-01-01 = 24, 2030-01-01 = 12"))
    run = run_cases(loaded)
    assert loaded.pack
    later = [m for m in mutants(loaded.pack) if m.change == "12 becomes 13"]
    assert [under(mutant, run.runs[0].trial) for mutant in later] == [None]
