"""What rules mean, sentence by sentence."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Set

import pytest
from shorthand import fact, rule, rules, then, when

from hexvet.inference import engine
from hexvet.inference.model import Fact, InferenceUnavailable, Pattern, Program, Support


def derived(program: Program, *facts: Fact) -> Set[Fact]:
    return engine.chain(program, facts).supports.keys()


def found(*ids: str) -> Set[Fact]:
    return {fact("finding", finding=id_) for id_ in ids}


PORT = fact("project", project="port", stage="vetting", director="Ruiz", cost=5.0, urgent=True,
            start=datetime.date(2018, 2, 1).toordinal())  # fmt: skip
BARE = fact("project", project="bare")


@pytest.mark.parametrize(
    ("field", "test", "holds"),
    [
        ("stage", "vetting", True),
        ("stage", "Vetting", False),
        ("stage", {"ne": "launch"}, True),
        ("stage", {"ne": "vetting"}, False),
        ("cost", 5, True),
        ("cost", {"lt": 5}, False),
        ("cost", {"le": 5}, True),
        ("cost", {"gt": 5}, False),
        ("cost", {"ge": 5}, True),
        ("cost", {"gt": -1e12}, True),
        ("cost", {"gt": 4, "lt": 6}, True),
        ("cost", {"gt": 4, "lt": 5}, False),
        ("start", datetime.date(2018, 2, 1).toordinal(), True),
        ("start", {"lt": datetime.date(2018, 2, 2).toordinal()}, True),
        ("start", {"gt": datetime.date(2018, 2, 1).toordinal()}, False),
        ("urgent", True, True),
        ("urgent", False, False),
        ("urgent", {"ne": False}, True),
        ("cost", {"exists": True}, True),
        ("cost", {"exists": False}, False),
    ],
)
def test_a_test_of_a_field(field: str, test: object, holds: bool) -> None:
    program = rules(rule("r", when("p", "project", **{field: test})))
    assert derived(program, PORT) == (found("r") if holds else set())


@pytest.mark.parametrize(
    ("test", "holds"),
    [("a", False), ({"ne": "a"}, False), ({"exists": True}, False), ({"exists": False}, True)],
)
def test_what_is_not_known_only_meets_missing(test: object, holds: bool) -> None:
    program = rules(rule("r", when("p", "project", stage=test)))
    assert derived(program, BARE) == (found("r") if holds else set())


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        (5, 5.0, True),
        (0.1 + 0.2, 0.3, True),
        (-0.0, 0, True),
        (-1e-9, 0.0, True),
        (1e-7, 0.0, True),
        (1e-6, 0.0, False),
        (1e12, 1e12 - 1, False),
        (12345678.125, 12345678.125001, False),
        (1e11, 100_000_000_000, True),
    ],
)
def test_numbers_that_agree_to_six_decimals_are_equal(
    one: float, other: float, equal: bool
) -> None:
    literal = rules(rule("r", when("p", "project", cost=other)))
    assert bool(derived(literal, fact("project", cost=one))) == equal
    joined = rules(
        rule("r", when("p", "project", cost={"exists": True}), when("f", "finding", cost="$p.cost"))
    )
    assert bool(derived(joined, fact("project", cost=one), fact("finding", cost=other))) == equal


TEXTS = ["", "a", "a ", "A", 'say "no"', "O'Neil", "back\\slash", "\\", '\\"', "Ямбол", "Ямбол ",
         "é", "e\u0301", "id", "true", "1", "1.0", "null", "$and", "\n", "\0", "\ud800",
         "x" * 10_000, "x" * 9_999 + "y", "😀", "}", '"}', "{", "%s"]  # fmt: skip


def test_texts_are_equal_to_themselves_alone() -> None:
    program = rules(
        rule("r", when("a", "edge"), when("b", "path", from_="$a.from"),
             so=then("finding", finding="$a.to", other="$b.to"))
    )  # fmt: skip
    edges = [fact("edge", from_=text, to=str(number)) for number, text in enumerate(TEXTS)]
    paths = [fact("path", from_=text, to=str(number)) for number, text in enumerate(TEXTS)]
    same = {fact("finding", finding=str(n), other=str(n)) for n in range(len(TEXTS))}
    assert derived(program, *edges, *paths) == same


@pytest.mark.parametrize(
    "text", [text for text in TEXTS if len(text) < 1_000 and text.isprintable()]
)
def test_texts_in_rules_are_those_in_facts(text: str) -> None:
    program = rules(rule("r", when("e", "edge", from_=text)))
    assert derived(program, fact("edge", from_=text)) == found("r")
    assert derived(program, *(fact("edge", from_=t) for t in TEXTS if t != text)) == set()


def test_a_chain_from_a_check_to_a_gate_with_its_reasons() -> None:
    program = rules(
        rule("unbacked", when("c", "check", check="sponsor", status="failed"),
             so=then("finding", finding="unbacked", project="$c.project")),
        rule("gate", when("f", "finding", finding="unbacked"),
             so=then("blocked", project="$f.project", gate="selection")),
        rule("ready", when("p", "project"),
             unless=(when("b", "blocked", project="$p.project", gate="selection"),),
             so=then("eligible", project="$p.project", gate="selection")),
    )  # fmt: skip
    check = fact("check", project="port", check="sponsor", status="failed", gate="selection")
    answer = engine.chain(program, [PORT, BARE, check])
    finding = fact("finding", finding="unbacked", project="port")
    blocked = fact("blocked", project="port", gate="selection")
    eligible = fact("eligible", project="bare", gate="selection")
    assert answer.supports == {
        blocked: (Support("gate", (finding,)),),
        eligible: (Support("ready", (BARE,), ("blocked",)),),
        finding: (Support("unbacked", (check,)),),
    }
    assert answer.firings == 3


def shared_director(*unless: Pattern) -> Program:
    """Two projects with one director; the ids say which comes first."""
    return rules(
        rule("shared", when("a", "project"), when("b", "project", director="$a.director"),
             unless=unless, so=then("finding", project="$a.project", other="$b.project"))
    )  # fmt: skip


def test_the_patterns_of_when_match_different_facts() -> None:
    one, two = (fact("project", project=id_, director="Ruiz") for id_ in ("one", "two"))
    assert derived(shared_director(), one) == set()
    assert derived(shared_director(), one, two) == {
        fact("finding", project="one", other="two"),
        fact("finding", project="two", other="one"),
    }


def test_unless_also_sees_the_facts_that_when_has_matched() -> None:
    same = rules(
        rule("alone", when("p", "project"),
             unless=(when("q", "project", director="$p.director"),)),
    )  # fmt: skip
    others = rules(
        rule("alone", when("p", "project"),
             unless=(when("q", "project", director="$p.director", project={"ne": "$p.project"}),)),
    )  # fmt: skip
    assert derived(same, PORT) == set()
    assert derived(others, PORT) == found("alone")


def test_a_field_that_others_refer_to_has_to_be_there() -> None:
    waived = rules(
        rule("r", when("c", "check", status="failed"),
             unless=(when("w", "waiver", project="$c.project"),)),
    )  # fmt: skip
    assert derived(waived, fact("check", project="port", status="failed")) == found("r")
    assert derived(waived, fact("check", status="failed")) == set()
    assert derived(shared_director(), BARE, PORT) == set()


def test_unless_takes_every_pattern_and_wants_none_of_them() -> None:
    program = rules(
        rule("r", when("p", "project", project={"exists": True}),
             unless=(when("w", "waiver", project="$p.project"),
                     when("b", "blocked", project="$p.project"))),
    )  # fmt: skip
    waiver, blocked = fact("waiver", project="port"), fact("blocked", project="port")
    assert derived(program, PORT) == found("r")
    assert derived(program, PORT, waiver) == set()
    assert derived(program, PORT, blocked) == set()
    assert derived(program, PORT, waiver, blocked) == set()


def test_unless_may_ask_that_nothing_of_a_kind_is_there_at_all() -> None:
    program = rules(rule("r", when("p", "project"), unless=(when("w", "waiver", check="legal"),)))
    assert derived(program, PORT, fact("waiver", check="other")) == found("r")
    assert derived(program, PORT, fact("waiver", check="legal", project="else")) == set()


def test_absence_of_what_follows_is_judged_when_all_has_followed() -> None:
    """In whatever order rules stand and facts arrive: a, b and c follow from each other's lack."""
    program = rules(
        rule("z", when("p", "project"), unless=(when("f", "finding", finding="y"),)),
        rule("y", when("p", "project"), unless=(when("f", "finding", finding="x"),)),
        rule("x", when("p", "project"), unless=(when("f", "finding", finding="w"),)),
    )
    assert derived(program, PORT) == found("x", "z")
    assert derived(program, PORT, *found("w")) == found("y")


def test_a_conclusion_leaves_out_what_it_copies_from_nothing() -> None:
    copying = then("finding", project="$p.project", other="$p.director")
    program = rules(rule("r", when("p", "project"), so=copying))
    assert derived(program, BARE) == {fact("finding", project="bare")}


def test_a_conclusion_copies_numbers_to_the_last_digit() -> None:
    program = rules(rule("r", when("p", "project"), so=then("finding", cost="$p.cost")))
    (answer,) = derived(program, fact("project", cost=1 / 3))
    assert answer.get("cost") == 1 / 3


def test_what_was_given_is_not_derived() -> None:
    program = rules(rule("r", when("p", "project")))
    assert derived(program, PORT, *found("r")) == set()


def edges(*ways: str) -> Iterable[Fact]:
    return (fact("edge", from_=way[0], to=way[1]) for way in ways)


REACHING = rules(
    rule("step", when("e", "edge"), so=then("path", from_="$e.from", to="$e.to")),
    rule("walk", when("p", "path"), when("e", "edge", from_="$p.to"),
         so=then("path", from_="$p.from", to="$e.to")),
)  # fmt: skip


def test_rules_may_feed_themselves() -> None:
    paths = {(p.get("from"), p.get("to")) for p in derived(REACHING, *edges("ab", "bc", "cd"))}
    assert paths == {tuple(way) for way in ("ab", "bc", "cd", "ac", "bd", "ad")}


def test_all_supports_are_kept_and_the_first_is_the_shallowest() -> None:
    answer = engine.chain(REACHING, edges("ab", "bc", "ac", "ba"))
    path = {way: fact("path", from_=way[0], to=way[1]) for way in ("ab", "aa", "ac")}
    edge = {way: fact("edge", from_=way[0], to=way[1]) for way in ("ab", "bc", "ac", "ba")}
    assert answer.supports[path["ac"]] == (
        Support("step", (edge["ac"],)),
        Support("walk", (path["ab"], edge["bc"])),
        Support("walk", (path["aa"], edge["ac"])),
    )
    assert answer.supports[path["ab"]] == (
        Support("step", (edge["ab"],)),
        Support("walk", (path["aa"], edge["ab"])),
    )


def test_supports_of_one_depth_are_in_the_order_of_rules_and_premises() -> None:
    program = rules(
        rule("b", when("p", "project"), so=then("blocked", gate="g")),
        rule("a", when("p", "project", stage="vetting"), so=then("blocked", gate="g")),
    )
    one = fact("project", project="one", stage="launch")
    two = fact("project", project="two", stage="vetting")
    answer = engine.chain(program, [two, one])
    (ways,) = answer.supports.values()
    assert ways == (Support("a", (two,)), Support("b", (one,)), Support("b", (two,)))


def test_facts_of_kinds_that_no_rule_names_are_left_out() -> None:
    program = rules(rule("r", when("p", "project")))
    assert derived(program, PORT, Fact("nonsense", ())) == found("r")


def test_a_single_kind_needs_no_equality_and_has_one_fact() -> None:
    program = rules(
        rule("r", when("g", "programme", open=True), when("p", "project", stage="vetting")),
        single=frozenset({"programme"}),
    )
    city = fact("programme", city="Los Angeles", open=True)
    assert derived(program, PORT, city) == found("r")
    with pytest.raises(InferenceUnavailable, match="2 facts are of the kind 'programme'"):
        engine.chain(program, [PORT, city, fact("programme", city="Melbourne")])
