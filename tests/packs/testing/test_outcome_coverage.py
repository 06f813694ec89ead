"""Coverage counts what tests ask for, not what happened to come out."""

from __future__ import annotations

from collections.abc import Callable

from hexvet.packs.loading import Loaded
from hexvet.testing import run_cases
from hexvet.testing.covering import Coverage, coverage_of
from hexvet.testing.suggesting import skeleton

City = Callable[..., Loaded]


def covered(loaded: Loaded) -> Coverage:
    """The coverage by all tests of a pack."""
    run = run_cases(loaded)
    assert run.pack
    assert not run.failures
    return coverage_of(run.pack, run.runs)


def states(coverage: Coverage, name: str) -> dict[str, str]:
    """Outcome to expected, came out, or never, of one rule."""
    rule = next(r for r in coverage.rules if r.target.id.rpartition("/")[2] == name)
    return {
        state: "expected" if state in rule.asserted else
        "came out" if state in rule.produced else "never"
        for state in rule.possible
    }  # fmt: skip


ONE = """
[test.one]
on = 2018-02-01
given = { start = 2018-01-01, end = 2018-06-01, votes = 1, exempt = false }
expect = { time_limited = "passed" }
"""


def test_an_outcome_that_only_came_out_is_not_covered(city: City) -> None:
    coverage = covered(city(ONE))
    assert states(coverage, "time_limited") == {
        "passed": "expected",
        "failed": "never",
        "unknown": "never",
    }
    assert states(coverage, "voted") == {
        "passed": "never",
        "failed": "came out",
        "unknown": "never",
        "not_applicable": "never",
    }


def test_every_outcome_that_a_rule_can_have_counts_and_no_other(city: City) -> None:
    """2 checks with 3, one with 4, 2 criteria with 3, a section with 3, a gate with 3."""
    coverage = covered(city(ONE))
    assert coverage.outcomes == (1, 3 + 4 + 3 + 3 + 3 + 3 + 3)
    assert coverage.outcomes.percent == 100 / 22


def test_a_rule_about_presence_is_never_unknown(city: City) -> None:
    change = ('require = "council"', 'require = "council is known"')
    assert list(states(covered(city(ONE, change)), "backed")) == ["passed", "failed"]


def test_a_gate_without_a_blocker_only_lets_pass(city: City) -> None:
    change = ('severity = "blocker"', 'severity = "warning"')
    assert list(states(covered(city(ONE, change)), "selection")) == ["pass"]


def test_each_leaf_counts_as_the_decider_both_ways(city: City) -> None:
    """One leaf of 5 (months, not exempt, two of votes, council) decided, by holding."""
    coverage = covered(city(ONE))
    assert coverage.ways == (1, 10)
    leaf = next(one for one in coverage.leaves if one.leaf.rule == "city/time_limited")
    assert (leaf.leaf.text, leaf.held, leaf.failed) == ("months <= max_months", True, False)


def test_the_leaf_that_failed_decided_and_the_one_that_held_beside_it_did_not(city: City) -> None:
    text = ONE.replace("time_limited", "voted").replace("passed", "failed")
    leaves = {one.leaf.text: (one.held, one.failed) for one in covered(city(text)).leaves}
    assert leaves["votes >= 2"] == (False, True)
    assert leaves["votes <= 9"] == (False, False)
    assert leaves["exempt"] == (False, True)


def test_each_key_and_segment_of_a_score_counts(city: City) -> None:
    text = """
[test.scores]
on = 2018-02-01
given = { condition = "worn", cost = 250 }
expect = { state = 40, cheap = 75 }
"""
    coverage = covered(city(text))
    pieces = {(piece.criterion, piece.piece): piece.covered for piece in coverage.pieces}
    assert pieces == {
        ("city/state", "'sound'"): False,
        ("city/state", "'worn'"): True,
        ("city/state", "'failing'"): False,
        ("city/cheap", "below 0"): False,
        ("city/cheap", "from 0 to below 1000"): True,
        ("city/cheap", "1000 and more"): False,
    }
    assert states(coverage, "state")["unmet"] == "expected"
    assert states(coverage, "cheap")["met"] == "expected"


def test_what_is_missing_comes_with_a_test_that_passes(city: City) -> None:
    """Every suggestion is added to the pack; then nothing is missing and nothing fails."""
    loaded = city(ONE)
    run = run_cases(loaded)
    assert run.pack
    added = [
        skeleton(rule, state, run.pack, run.runs)
        for rule in coverage_of(run.pack, run.runs).rules
        for state in rule.missing
    ]
    assert not any("no answers were found" in text for text in added)
    assert covered(city(ONE + "\n".join(added))).outcomes.percent == 100


def test_a_name_that_is_two_rules_covers_neither_when_both_could_have_met_it(city: City) -> None:
    """A check called like a section: with the kind before the name it is clear."""
    change = ("[check.backed]", "[check.need]")
    plain = "[test.one]\non = 2018-02-01\ngiven = {}\nexpect = { need = 'unknown' }\n"
    for key, expected in (("need", "came out"), ("'check.need'", "expected")):
        coverage = covered(city(plain.replace("need =", f"{key} ="), change))
        rule = next(r for r in coverage.rules if r.target == ("check", "city/need"))
        assert ("unknown" in rule.asserted) == (expected == "expected")
