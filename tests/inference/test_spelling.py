"""What reaches the engine: one spelling for each value, and no names or texts of people."""

from __future__ import annotations

import re

import pytest
from random_rules import case
from shorthand import fact, rule, rules, then, when

from hexvet.inference import caps, engine
from hexvet.inference.encoding import misfit, plain, spelt
from hexvet.inference.faults import faults
from hexvet.inference.model import Fact, FactType, Value
from hexvet.inference.network import ABSENT, CONSTANT


@pytest.mark.parametrize(
    ("value", "type_", "text"),
    [
        (5, "number", "5.000000"),
        (5.0, "number", "5.000000"),
        (-5, "number", "-5.000000"),
        (0.1 + 0.2, "number", "0.300000"),
        (1e-7, "number", "0.000000"),
        (-1e-9, "number", "0.000000"),
        (-0.0, "number", "0.000000"),
        (1e12, "number", "1000000000000.000000"),
        (736_726, "date", "736726.000000"),
        (True, "truth", '"true"'),
        (False, "truth", '"false"'),
    ],
)
def test_a_value_has_one_spelling(value: Value, type_: FactType, text: str) -> None:
    assert misfit(value, type_) == ""
    assert spelt(value, type_, {}) == text


def test_a_text_is_a_number_that_stands_for_it() -> None:
    symbols: dict[str, int] = {}
    assert [spelt(text, "text", symbols) for text in ('"', "a", '"', "")] == [
        '"0"', '"1"', '"0"', '"2"',
    ]  # fmt: skip


def test_derived_facts_hold_plain_values() -> None:
    assert repr(plain(5, "number")) == "5.0"
    assert repr(plain(-0.0, "number")) == "0.0"
    assert repr(plain(736_726.0, "date")) == "736726"


def fnv(text: str) -> int:
    """FNV-1a of 32 bits: the engine tells names and ids from each other by nothing else."""
    found = 0x811C9DC5
    for byte in text.encode():
        found = (found ^ byte) * 0x01000193 & 0xFFFFFFFF
    return found


def test_no_two_ids_are_the_same_to_the_engine() -> None:
    ids = [str(number) for number in range(caps.FACTS + 1)]
    assert len({fnv(id_) for id_ in [*ids, "sid-0"]}) == len(ids) + 1


WORDS = ["all", "any", "pri", "count", "cap", "dist", "$lt", "$lte", "$gt", "$gte", "$eq", "$neq",
         "$mt", "$imt", "$iall", "$iany", "$ex", "$nex", "$or", "$and", "$m", "name", "$add",
         "$sub", "$mul", "$div", "$l", "$r", "$forward", "$i", "$s"]  # fmt: skip


def test_the_hash_is_that_of_the_engine() -> None:
    assert fnv("id") == 926_444_256  # HASH_ID in its state.h


def test_no_two_names_are_the_same_to_the_engine() -> None:
    own = ["id", "sid", "kind", "begin", CONSTANT]
    fields = [f"f{number}" for number in range(caps.FIELDS)]
    aliases = [f"v{number}" for number in range(caps.PATTERNS)]
    assert len({fnv(name) for name in own + fields + WORDS}) == len(own + fields + WORDS)
    assert len({fnv(name) for name in aliases + WORDS}) == len(aliases + WORDS)


HARMLESS = re.compile(
    r"""(?x) \{ | \} | \[ | \] | : | , | -?\d+\.\d{6} | 1
    | "(?: \d+ | ~?k\d+ | [fv]\d+(?:\$not)? | _ | m | all | begin | id | kind | true | false
         | \$(?:and|begin|neq|lte?|gte?|n?ex) )" """
)


def texts_of(monkeypatch: pytest.MonkeyPatch, program: object, facts: list[Fact]) -> list[str]:
    """All that the engine is given to read in one evaluation."""
    import durable_rules_engine

    given: list[str] = []

    class Listening:
        error = durable_rules_engine.error

        def __getattr__(self, name: str) -> object:
            def call(*arguments: object) -> object:
                given.extend(a for a in arguments if isinstance(a, str) and a[:1] == "{")
                return getattr(durable_rules_engine, name)(*arguments)

            return call

    monkeypatch.setattr(engine, "_extension", Listening)
    engine.chain(program, facts)  # type: ignore[arg-type]
    return given


def test_nothing_that_people_wrote_reaches_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    for seed in range(100):
        made = case(seed)
        if not faults(made.program):
            for text in texts_of(monkeypatch, made.program, [*made.facts]):
                assert HARMLESS.sub("", text) == "", f"seed {seed}"


def test_only_fields_that_tests_read_reach_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    program = rules(
        rule("r", when("p", "project", stage="a"),
             unless=(when("w", "waiver", check="x"),), so=then("finding", cost="$p.cost"))
    )  # fmt: skip
    facts = [
        fact("project", stage="a", cost=5.0, director="Ruiz"),
        fact("waiver", check="y", project="port"),
        fact("edge", from_="a", to="b"),
    ]
    assert texts_of(monkeypatch, program, facts)[2:] == [
        f'{{"id":"1","kind":"{ABSENT}k1","_":"_","f0":"2"}}',
        '{"id":"2","kind":"k0","_":"_","f0":"0"}',
    ]
