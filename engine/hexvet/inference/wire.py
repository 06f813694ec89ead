"""How programs, facts and what follows travel between the worker and its process: as JSON.

JSON, because whatever a dying process may leave in the pipe is then at worst a text that cannot be
read. A frame is four bytes that tell the length, and that many bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO

from hexvet.inference.model import (
    Chained,
    Conclusion,
    Fact,
    Pattern,
    Program,
    Reference,
    Rule,
    Support,
    Test,
)

HEAD = 4
LARGEST = 1 << 28
"""The bytes of the largest frame."""
PROGRAMS = 8
"""How many programs each side keeps; those told first go first."""

encode = json.JSONEncoder(separators=(",", ":")).encode
"""A value as JSON in ASCII."""


def frame(payload: bytes) -> bytes:
    """The bytes to send for a payload."""
    return len(payload).to_bytes(HEAD, "big") + payload


def length(head: bytes) -> int:
    """How long a payload is; ValueError when no payload is that long."""
    found = int.from_bytes(head, "big")
    if found > LARGEST:
        raise ValueError("a frame is too long")
    return found


def read_frame(stream: BinaryIO) -> bytes | None:
    """The next payload; None when the other end is gone."""
    head = stream.read(HEAD)
    if len(head) < HEAD:
        return None
    size = length(head)
    payload = stream.read(size)
    return payload if len(payload) == size else None


# programs -------------------------------------------------------------------------------------
def program_data(program: Program) -> dict[str, Any]:
    """A program as values that JSON has."""
    return {
        "kinds": {kind: dict(fields) for kind, fields in program.kinds.items()},
        "single": sorted(program.single),
        "rules": [
            [rule.id, _patterns(rule.when), _patterns(rule.unless), _conclusions(rule.then)]
            for rule in program.rules
        ],
    }


def _patterns(patterns: Sequence[Pattern]) -> list[Any]:
    return [
        [p.alias, p.kind, [[t.field, t.operator, _operand(t.operand)] for t in p.tests]]
        for p in patterns
    ]


def _conclusions(conclusions: Sequence[Conclusion]) -> list[Any]:
    return [[c.kind, [[name, _operand(v)] for name, v in c.values]] for c in conclusions]


def _operand(value: Any) -> Any:
    return {"from": [value.alias, value.field]} if isinstance(value, Reference) else value


def program_of(data: Mapping[str, Any]) -> Program:
    """The program that `program_data` was made from."""
    rules = [
        Rule(
            id_,
            tuple(map(_pattern_of, when)),
            tuple(map(_pattern_of, unless)),
            tuple(Conclusion(k, tuple((n, _operand_of(v)) for n, v in fs)) for k, fs in then),
        )
        for id_, when, unless, then in data["rules"]
    ]
    return Program(data["kinds"], tuple(rules), frozenset(data["single"]))


def _pattern_of(data: Sequence[Any]) -> Pattern:
    alias, kind, tests = data
    return Pattern(alias, kind, tuple(Test(f, op, _operand_of(v)) for f, op, v in tests))


def _operand_of(value: Any) -> Any:
    return Reference(*value["from"]) if isinstance(value, dict) and "from" in value else value


# facts and what follows -----------------------------------------------------------------------
def fact_of(data: Sequence[Any]) -> Fact:
    """A fact from its kind and its values."""
    kind, values = data
    return Fact(kind, tuple((name, value) for name, value in values))


def chained_data(chained: Chained, program: Program, given: Sequence[Fact]) -> dict[str, Any]:
    """What follows, with rules and facts as numbers: the given facts first, then the derived."""
    facts: dict[Fact, int] = {}
    for number, fact in enumerate([*given, *chained.supports]):
        facts.setdefault(fact, number)
    rules = {rule.id: number for number, rule in enumerate(program.rules)}
    return {
        "firings": chained.firings,
        "derived": [[fact.kind, fact.values] for fact in chained.supports],
        "supports": [
            [[rules[way.rule], [facts[premise] for premise in way.premises]] for way in ways]
            for ways in chained.supports.values()
        ],
    }


def chained_of(data: Mapping[str, Any], program: Program, given: Sequence[Fact]) -> Chained:
    """What `chained_data` was made from. ValueError, TypeError or LookupError for anything else."""
    derived = [fact_of(found) for found in data["derived"]]
    facts = [*given, *derived]
    absent = [tuple(pattern.kind for pattern in rule.unless) for rule in program.rules]

    def support(rule: int, premises: Sequence[int]) -> Support:
        known = tuple(facts[number] for number in premises)
        return Support(program.rules[rule].id, known, absent[rule])

    supports = {
        fact: tuple(support(*way) for way in ways)
        for fact, ways in zip(derived, data["supports"], strict=True)
    }
    return Chained(supports, int(data["firings"]))
