"""Rules in few words, so that tests read as statements: `when("c", "check", status="failed")`.

A value is meant to be equal; `{"ge": 3}` says something else, and `"$c.project"` refers to a field.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hexvet.inference.model import Conclusion, Fact, Kinds, Pattern, Program, Reference, Rule, Test
from hexvet.inference.model import fact as _fact

KINDS: Kinds = {
    "project": {"project": "text", "stage": "text", "director": "text", "cost": "number",
                "start": "date", "urgent": "truth"},
    "check": {"project": "text", "check": "text", "status": "text", "gate": "text"},
    "waiver": {"project": "text", "check": "text"},
    "programme": {"city": "text", "open": "truth"},
    "finding": {"finding": "text", "project": "text", "other": "text", "cost": "number"},
    "blocked": {"project": "text", "gate": "text"},
    "eligible": {"project": "text", "gate": "text"},
    "edge": {"from": "text", "to": "text"},
    "path": {"from": "text", "to": "text"},
}  # fmt: skip


def operand(value: Any) -> Any:
    if isinstance(value, str) and value.startswith("$") and "." in value:
        alias, _, name = value[1:].partition(".")
        return Reference(alias, name)
    return value


def tests(values: dict[str, Any]) -> Iterator[Test]:
    for name, value in values.items():
        for operator, other in (value if isinstance(value, dict) else {"eq": value}).items():
            if operator == "exists":
                yield Test(name, "exists" if other else "missing")
            else:
                yield Test(name, operator, operand(other))


def when(alias: str, kind: str, /, **values: Any) -> Pattern:
    return Pattern(alias, kind, tuple(tests({n.rstrip("_"): v for n, v in values.items()})))


def then(kind: str, /, **values: Any) -> Conclusion:
    named = {name.rstrip("_"): operand(value) for name, value in values.items()}
    return Conclusion(kind, tuple(sorted(named.items())))


def rule(
    id_: str, *patterns: Pattern, unless: tuple[Pattern, ...] = (), so: Conclusion | None = None
) -> Rule:
    return Rule(id_, patterns, unless, (so or then("finding", finding=id_),))


def rules(*found: Rule, kinds: Kinds = KINDS, single: frozenset[str] = frozenset()) -> Program:
    return Program(kinds, found, single)


def fact(kind: str, /, **values: Any) -> Fact:
    return _fact(kind, {name.rstrip("_"): value for name, value in values.items()})
