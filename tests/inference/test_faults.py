"""Everything that is wrong with a program is said at once, with its place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from shorthand import KINDS, fact, rule, rules, then, when

from hexvet.inference import caps, engine
from hexvet.inference.faults import faults
from hexvet.inference.model import (
    Conclusion,
    Fault,
    InferenceUnavailable,
    Pattern,
    Program,
    Reference,
    Rule,
)
from hexvet.inference.model import Test as FieldTest

P = when("p", "project")
OK = (then("finding", finding="x"),)


def one(*patterns: Pattern, unless: tuple[Pattern, ...] = (), so: Any = OK) -> Program:
    return rules(Rule("r", patterns, unless, so))


def test_a_sound_program_has_no_faults() -> None:
    assert faults(one(P, when("c", "check", project="$p.project"))) == ()
    assert faults(rules()) == ()


@pytest.mark.parametrize(
    ("program", "path", "words"),
    [
        (one(), ("when",), "at least one pattern"),
        (one(*[when(f"p{n}", "project", project="$p0.project") if n else when("p0", "project")
               for n in range(7)]), ("when",), "7 patterns are too many: at most 6"),
        (one(P, so=()), ("then",), "at least one conclusion"),
        (one(P, so=OK * 21), ("then",), "21 conclusions are too many: at most 20"),
        (one(when("p", "Project")), ("when", 0), "no kind of fact 'Project'"),
        (one(P, so=(then("Finding"),)), ("then", 0), "no kind of fact 'Finding'"),
        (one(when("p", "project", stge="x")), ("when", 0, "stge"), "have no field 'stge'"),
        (one(P, so=(then("finding", id="x"),)), ("then", 0, "id"), "have no field 'id'"),
        (one(when("", "project")), ("when", 0), "the alias is empty"),
        (one(P, when("p", "check", project="$p.project")), ("when", 1), "given twice: 'p'"),
        (one(P, unless=(when("p", "check", project="$p.project"),)), ("unless", 0), "given twice"),
        (one(when("p", "project", stage={"like": "x"})), ("when", 0, "stage"),
         "no operator 'like'"),
        (one(when("p", "project", stage={"lt": "x"})), ("when", 0, "stage"), "eq and ne only"),
        (one(when("p", "project", urgent={"ge": True})), ("when", 0, "urgent"), "eq and ne only"),
        (one(Pattern("p", "project", (FieldTest("stage", "exists", "x"),))), ("when", 0, "stage"),
         "exists takes no value"),
        (one(Pattern("p", "project", (FieldTest("stage", "eq"),))), ("when", 0, "stage"),
         "a text is expected"),
        (one(when("p", "project", stage=5)), ("when", 0, "stage"), "a text is expected"),
        (one(when("p", "project", cost="5")), ("when", 0, "cost"), "a number from -1e12 to 1e12"),
        (one(when("p", "project", cost=True)), ("when", 0, "cost"), "a number"),
        (one(when("p", "project", urgent=1)), ("when", 0, "urgent"), "true or false"),
        (one(when("p", "project", start=0)), ("when", 0, "start"), "a date"),
        (one(when("p", "project", start=1.5)), ("when", 0, "start"), "a date"),
        (one(when("p", "project", cost={"gt": float("nan")})), ("when", 0, "cost"), "a number"),
        (one(when("p", "project", cost={"gt": float("inf")})), ("when", 0, "cost"), "a number"),
        (one(when("p", "project", cost=1.1e12)), ("when", 0, "cost"), "a number"),
        (one(when("p", "project", cost=10**400)), ("when", 0, "cost"), "a number"),
        (one(when("p", "project", stage="x" * 1_001)), ("when", 0, "stage"),
         "1,001 characters: at most 1,000"),
        (one(when("p", "project", stage="a\0")), ("when", 0, "stage"), "no text"),
        (one(when("p", "project", stage="\ud800")), ("when", 0, "stage"), "no text"),
        (one(P, so=(then("finding", cost=1e300),)), ("then", 0, "cost"), "a number"),
        (one(P, when("c", "check", project="$q.project")), ("when", 1, "project"),
         "no earlier pattern of when has the alias 'q'"),
        (one(P, when("c", "check", project="$p.project", gate="$c.gate")), ("when", 1, "gate"),
         "has the alias 'c'"),
        (one(when("a", "check", project="$b.project"), when("b", "check", project="$a.project")),
         ("when", 0, "project"), "has the alias 'b'"),
        (one(P, unless=(when("a", "check", project="$p.project"),
                        when("b", "check", project="$a.project"))),
         ("unless", 1, "project"), "has the alias 'a'"),
        (one(P, unless=(when("a", "check", project="$p.project"),),
             so=(then("finding", project="$a.project"),)),
         ("then", 0, "project"), "has the alias 'a'"),
        (one(P, when("c", "check", project="$p.name")), ("when", 1, "project"), "no field 'name'"),
        (one(P, when("c", "check", project="$p.cost")), ("when", 1, "project"),
         "'p.cost' is a number, and a text is expected"),
        (one(P, so=(then("finding", cost="$p.stage"),)), ("then", 0, "cost"),
         "a number is expected"),
        (one(P, when("c", "check")), ("when", 1), "not tied to an earlier one"),
        (one(P, when("c", "check", status="failed")), ("when", 1), "not tied"),
        (one(P, when("c", "check", project={"ne": "$p.project"})), ("when", 1), "not tied"),
        (one(P, unless=(when("c", "check", project={"ne": "$p.project"}),)), ("unless", 0),
         "not tied"),
        (one(P, so=(Conclusion("finding", (("other", "a"), ("other", "b"))),)),
         ("then", 0, "other"), "given twice"),
        (rules(rule("r", P, so=then("programme")), single=frozenset({"programme"})),
         ("then", 0), "cannot be concluded"),
        (one(Pattern("p", "project", tuple(FieldTest("cost", "gt", float(n)) for n in range(41)))),
         ("when", 0), "at most 40 tests"),
        (one(P, Pattern("q", "project", (FieldTest("cost", "eq", Reference("p", "cost")),) * 29)),
         ("when", 1), "28 of them references"),
    ],
)  # fmt: skip
def test_a_fault_says_what_and_where(
    program: Program, path: tuple[str | int, ...], words: str
) -> None:
    assert [(fault.rule, fault.path) for fault in faults(program)] == [("r", path)]
    assert words in faults(program)[0].message
    with pytest.raises(InferenceUnavailable, match="the rules are faulty: r "):
        engine.chain(program, [])


def test_all_faults_come_at_once() -> None:
    program = rules(
        rule("a", when("p", "project", stage=5, cost={"gt": "x"}), when("q", "nothing")),
        rule("b", P, unless=(when("f", "finding", finding="b"),)),
        rule("a", P, so=then("finding", colour="red")),
    )
    assert [(fault.rule, fault.path) for fault in faults(program)] == [
        ("a", ()),
        ("a", ("when", 0, "stage")),
        ("a", ("when", 0, "cost")),
        ("a", ("when", 1)),
        ("a", ("then", 0, "colour")),
        ("b", ("unless", 0)),
    ]


def test_a_misspelt_name_gets_a_suggestion() -> None:
    assert faults(one(when("p", "projekt")))[0].hint == "did you mean 'project'?"
    assert faults(one(when("p", "project", stag="x")))[0].hint == "did you mean 'stage'?"


def test_names_of_any_kind_can_stand_in_a_message() -> None:
    (fault,) = faults(one(when("p", "\x1b[31m" + "x" * 10_000)))
    assert "\x1b" not in fault.message
    assert len(fault.message) < 200


# absence --------------------------------------------------------------------------------------
def circle(*found: Rule) -> Sequence[Fault]:
    return faults(rules(*found))


def lacking(id_: str, other: str) -> Rule:
    return rule(id_, P, unless=(when("f", "finding", finding=other),))


def having(id_: str, other: str) -> Rule:
    return rule(id_, when("f", "finding", finding=other))


def test_a_rule_that_denies_itself_is_refused() -> None:
    (fault,) = circle(lacking("a", "a"))
    assert (fault.rule, fault.path) == ("a", ("unless", 0))
    assert fault.message.endswith("its own conclusion: a -> a")


def test_a_circle_is_named_rule_by_rule() -> None:
    (fault,) = circle(lacking("a", "c"), having("b", "a"), having("c", "b"), having("d", "c"))
    assert fault.message.endswith(": a -> b -> c -> a")


def test_each_rule_of_a_circle_that_denies_is_named() -> None:
    assert [fault.rule for fault in circle(lacking("a", "b"), lacking("b", "a"))] == ["a", "b"]


def test_values_that_differ_make_no_circle() -> None:
    assert circle(lacking("a", "b"), lacking("b", "c"), having("c", "d")) == ()


def test_a_circle_of_presence_alone_is_sound() -> None:
    assert circle(having("a", "b"), having("b", "a")) == ()


def test_a_value_that_is_copied_may_be_any() -> None:
    copying = rule("copy", when("e", "edge"), so=then("finding", finding="$e.from"))
    denying = rule("deny", when("e", "edge"), unless=(when("f", "finding", finding="x"),),
                   so=then("edge", from_="y"))  # fmt: skip
    (fault,) = circle(copying, denying)
    assert fault.message.endswith(": deny -> copy -> deny")


@pytest.mark.parametrize(
    ("test", "turns"),
    [
        ({"ne": "b"}, True),
        ({"ne": "a"}, False),
        ({"exists": True}, True),
        ({"exists": False}, False),
    ],
)
def test_whether_a_conclusion_can_match_is_judged_by_each_test(test: Any, turns: bool) -> None:
    found = circle(rule("a", P, unless=(when("f", "finding", finding=test),)))
    assert bool(found) == turns


def test_a_field_that_is_never_concluded_is_missing() -> None:
    assert circle(rule("a", P, unless=(when("f", "finding", other="x"),))) == ()
    assert circle(rule("a", P, unless=(when("f", "finding", other={"exists": False}),)))


# crowds ---------------------------------------------------------------------------------------
WIDE = {**KINDS, "wide": {f"f{n}": "number" for n in range(300)}}


def wide(*found: Rule) -> Program:
    return rules(*found, kinds=WIDE)  # type: ignore[arg-type]


def ordered(count: int) -> Program:
    """Rules whose tests are all true for one fact."""
    return wide(*(rule(f"r{n}", when("w", "wide", f0={"gt": -n})) for n in range(count)))


def joined(count: int) -> Program:
    """The same with tests against another fact: they are never shared."""
    return wide(
        *(
            rule(f"r{n}", when("p", "project"), when("w", "wide", f0="$p.cost"))
            for n in range(count)
        )
    )


def branching(count: int) -> Program:
    """Tests for different values of one field."""
    tests = [when(f"w{n}", "wide", f0="$p.cost", f1=n) for n in range(count)]
    return wide(
        *(rule(f"r{n}", when("p", "project"), *tests[n : n + 5]) for n in range(0, count, 5))
    )


def reading(count: int) -> Program:
    """Patterns that are all the same."""
    same = [when(f"w{n}", "wide", f0=1) for n in range(count)]
    return wide(*(rule(f"r{n}", P, unless=tuple(same[n : n + 5])) for n in range(0, count, 5)))


def missing(count: int) -> Program:
    """Tests that different fields are missing, after others that exclude each other."""
    return wide(*(rule(f"r{n}", when("w", "wide", f299=n, **{f"f{n}": {"exists": False}}))
                  for n in range(count)))  # fmt: skip


def fields(count: int) -> Program:
    """Tests that read different fields."""
    names = [f"f{n}" for n in range(count)]
    return wide(
        *(rule(f"r{n}", when("w", "wide", **dict.fromkeys(names[n : n + 40], 1)))
          for n in range(0, count, 40))
    )  # fmt: skip


@pytest.mark.parametrize(
    ("make", "most", "words"),
    [
        (ordered, caps.AT_ONCE, "one fact of kind 'wide' can meet 61 tests of all rules at once"),
        (joined, caps.AT_ONCE, "can meet 61 tests"),
        (branching, caps.CHILDREN, "more than 400 different tests"),
        (reading, caps.READERS, "more than 250 patterns ask for the very same"),
        (fields, caps.FIELDS, "tests read 201 fields of kind 'wide': at most 200"),
    ],
)
def test_the_engine_takes_the_most_that_is_allowed_and_no_more_is(
    make: Any, most: int, words: str
) -> None:
    full = {f"f{n}": 1.0 for n in range(300)}
    facts = [fact("project", project="a", cost=1.0), fact("wide", **full)]
    assert faults(make(most)) == ()
    engine.chain(make(most), facts)
    (fault,) = faults(make(most + 1))
    assert words in fault.message


def test_many_tests_for_missing_are_counted_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    apart = [when("w", "wide", **{f"f{n}": {"exists": False}}) for n in range(caps.MISSING + 1)]
    monkeypatch.setattr(caps, "AT_ONCE", 1_000)
    assert faults(wide(*(rule(f"r{n}", p) for n, p in enumerate(apart[:-1])))) == ()
    (fault,) = faults(wide(*(rule(f"r{n}", p) for n, p in enumerate(apart))))
    assert "more than 120 tests that a field is missing" in fault.message
    assert faults(missing(150)) == ()


def test_two_hundred_rules_are_the_most() -> None:
    many = [rule(f"r{n}", when("p", "project", stage=str(n))) for n in range(caps.RULES + 1)]
    assert faults(rules(*many[:-1])) == ()
    (fault,) = faults(rules(*many))
    assert fault == Fault("", (), "201 rules are too many: at most 200")


def test_ten_thousand_rules_are_refused_without_building_anything() -> None:
    many = [rule(f"r{n}", when("p", "project", stage=str(n))) for n in range(10_000)]
    assert len(faults(rules(*many))) == 1
