"""Whatever stands in rules and facts ends in an answer or in words, and never in a crash.

Everything goes through the worker, so that a crash is seen: it would cost a process.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from random_rules import Case, Dice, case
from shorthand import fact, rule, rules, then, when

from hexvet.inference.faults import faults
from hexvet.inference.model import (
    Chained,
    Fact,
    FactType,
    InferenceUnavailable,
    Pattern,
    Program,
    Reference,
    Rule,
)
from hexvet.inference.model import Test as FieldTest
from hexvet.inference.process import Lost
from hexvet.inference.worker import Worker

PROJECT = fact("project", project="port", cost=1.0)


def asked(worker: Worker, program: Program, facts: Sequence[Fact]) -> str:
    """What is wrong, or nothing; a lost process fails the test."""
    try:
        assert isinstance(worker.chain(program, facts), Chained)
    except InferenceUnavailable as error:
        assert not isinstance(error.__cause__, Lost), error
        return str(error)
    return ""


@pytest.fixture(autouse=True)
def survival(worker: Worker) -> Any:
    """The process that answered before the test answers after it."""
    simple = rules(rule("r", when("p", "project")))
    worker.chain(simple, [PROJECT])
    before = worker.pid
    yield
    assert worker.pid == before is not None
    assert worker.chain(simple, [PROJECT, fact("project", cost=random.random())]).firings == 2


READ = rules(rule("r", when("p", "project", cost={"gt": 0}, stage={"ne": "x"})))
BAD_VALUES: list[tuple[str, Any, str]] = [
    ("cost", float("nan"), "nan: a number from -1e12 to 1e12 is expected"),
    ("cost", float("inf"), "inf: a number"),
    ("cost", float("-inf"), "-inf: a number"),
    ("cost", 1e13, "10000000000000.0: a number"),
    ("cost", 10**400, "of more than 20 digits: a number"),
    ("cost", 10**5_000, "of more than 20 digits: a number"),
    ("cost", 2**63, "9223372036854775808: a number"),
    ("cost", "5", "'5': a number"),
    ("cost", True, "True: a number"),
    ("cost", [1], "[1]: a number"),
    ("cost", b"1", "b'1': a number"),
    ("cost", None, "None: a number"),
    ("cost", 1j, "1j: a number"),
    ("stage", 5, "5: a text is expected"),
    ("stage", ["a"], "['a']: a text"),
    ("stage", {"a": 1}, "{'a': 1}: a text"),
    ("urgent", 1, "1: true or false is expected"),
    ("urgent", "true", "'true': true or false"),
    ("start", -1, "-1: a date"),
    ("start", 10**9, "1000000000: a date"),
    ("start", 1.5, "1.5: a date"),
    ("colour", "red", "'red': there is no such field"),
]


@pytest.mark.parametrize(
    ("name", "value", "words"), BAD_VALUES, ids=[words for _, _, words in BAD_VALUES]
)
def test_a_value_that_cannot_be_compared_names_its_fact(
    worker: Worker, name: str, value: Any, words: str
) -> None:
    values = sorted([("project", "port\x1b[31m"), (name, value)])
    told = asked(worker, READ, [PROJECT, Fact("project", tuple(values))])
    assert told.startswith(f"the fact 'project' 'port\\x1b[31m' has '{name}' {words}")


@pytest.mark.parametrize(
    "values", [(("stage", "a"), ("cost", 1.0)), (("stage", "a"), ("stage", "b"))]
)
def test_fields_out_of_order_are_refused(worker: Worker, values: Any) -> None:
    assert "out of order" in asked(worker, READ, [Fact("project", values)])


@pytest.mark.parametrize(
    "text", ["x" * 1_000_000, "\ud800", "\0", '"}', "\\", "\x1b[2J", "$p.cost"]
)
def test_texts_of_facts_may_be_anything(worker: Worker, text: str) -> None:
    program = rules(rule("r", when("p", "project"), so=then("finding", finding="$p.stage")))
    (found,) = worker.chain(program, [fact("project", stage=text)]).supports
    assert found.get("finding") == text


def test_many_facts_are_refused_in_words(worker: Worker) -> None:
    many = [fact("project", cost=float(n)) for n in range(20_001)]
    assert asked(worker, READ, many) == "the rules read more than 20,000 facts"


def test_a_flood_of_matches_is_refused_in_words(worker: Worker) -> None:
    program = rules(
        rule("calm", when("p", "project")),
        rule("flood", when("a", "edge"), when("b", "edge", from_="$a.from")),
    )
    many = [fact("edge", from_="hub", to=str(n)) for n in range(400)]
    told = asked(worker, program, [PROJECT, *many])
    assert told == "the rules match more than 50,000 times, most often 'flood'"


SMALL = (
    "import sys; sys.path[:0] = sys.argv[1:]; from hexvet.inference import serving; "
    "serving.MEMORY = 1 << 27; serving.serve(60.0)"
)


def test_pairs_without_end_that_lead_nowhere_are_refused() -> None:
    """Pairs that wait for a third fact which never comes fill the memory, not the count."""
    program = rules(
        rule("r", when("a", "edge"), when("b", "edge", from_="$a.from"),
             when("c", "path", from_="$b.to"))
    )  # fmt: skip
    hub = [fact("edge", from_="hub", to=str(n)) for n in range(2_000)]
    with Worker(limit=60.0, command=[sys.executable, "-c", SMALL, *sys.path]) as small:
        with pytest.raises(InferenceUnavailable, match=r"too much memory|was lost"):
            small.chain(program, hub)
        assert small.chain(program, hub[:100]).supports == {}


# mutations ------------------------------------------------------------------------------------
JUNK: list[Any] = [
    None, "", "\0", "\ud800", "x" * 1_001, "x" * 100_000, '"', "\\", "$and", "$not", "$m", "v0",
    "id", "sid", "nil", "\x1b]0;x\x07", float("nan"), float("inf"), 1e16, 1e-320, 10**400, 2**63,
    -0.0, True, [], ["a", "b"], {}, {"$or": []}, (), Reference("p0", "id"), Reference("", ""),
    Reference("n0", "f0"), b"", object(),
]  # fmt: skip
NAMES = [junk for junk in JUNK if isinstance(junk, str)]


def spoilt_test(dice: Dice, test: FieldTest) -> FieldTest:
    part = dice.choice(("field", "operator", "operand"))
    return replace(test, **{part: dice.choice(JUNK if part == "operand" else NAMES)})


def spoilt_pattern(dice: Dice, pattern: Pattern) -> Pattern:
    if pattern.tests and dice.random() < 0.7:
        tests = [*pattern.tests]
        at = dice.randrange(len(tests))
        tests[at : at + 1] = [spoilt_test(dice, tests[at])] * dice.choice((1, 1, 1, 50))
        return replace(pattern, tests=tuple(tests))
    return replace(pattern, **{dice.choice(("alias", "kind")): dice.choice(NAMES)})


def spoilt_rule(dice: Dice, found: Rule) -> Rule:
    part = dice.choice(("id", "when", "when", "unless", "then"))
    if part == "id":
        return replace(found, id=dice.choice(NAMES))
    if part == "then":
        one = found.then[0]
        values = (*one.values, (dice.choice(NAMES), dice.choice(JUNK)))
        return replace(
            found, then=dice.choice(((replace(one, values=values),), (), found.then * 30))
        )
    patterns = [spoilt_pattern(dice, p) if dice.random() < 0.5 else p for p in getattr(found, part)]
    return replace(found, **{part: tuple(patterns * dice.choice((1, 1, 1, 0, 7)))})


def spoilt_fact(dice: Dice, found: Fact) -> Fact:
    values = [(name, dice.choice(JUNK) if dice.random() < 0.5 else v) for name, v in found.values]
    kind = dice.choice(NAMES) if dice.random() < 0.1 else found.kind
    return Fact(kind, tuple(values))


def hostile(seed: int) -> Case:
    """A random case of which something is spoilt: kinds, rules or facts."""
    dice, made = Dice(f"hostile {seed}"), case(seed)
    kinds: dict[str, dict[str, FactType]] = {k: dict(v) for k, v in made.program.kinds.items()}
    found, facts = [*made.program.rules], [*made.facts]
    what = dice.random()
    if what < 0.6:
        at = dice.randrange(len(found))
        found[at] = spoilt_rule(dice, found[at])
        found *= dice.choice((1, 1, 1, 1, 40))
    elif what < 0.7:
        kinds[dice.choice([*kinds])] = {}
    else:
        facts = [spoilt_fact(dice, one) for one in facts]
    return Case(Program(kinds, tuple(found)), tuple(facts))


def test_spoilt_rules_and_facts_end_in_an_answer_or_in_words(
    worker: Worker, budget: Callable[[int, int], int]
) -> None:
    outcomes = {"answer": 0, "rules": 0, "facts": 0}
    for seed in range(budget(500, 10_000)):
        made = hostile(seed)
        try:
            told = asked(worker, *made)
        except AssertionError as error:
            raise AssertionError(f"seed {seed}: {error}") from error
        wrong = bool(faults(made.program))
        assert bool(told) if wrong else "faulty" not in told, f"seed {seed}: {told}"
        assert "\x1b" not in told, f"seed {seed}"
        assert len(told) < 1_000, f"seed {seed}"
        outcomes["rules" if wrong else "facts" if told else "answer"] += 1
    assert min(outcomes.values()) > 10, outcomes
