"""The rules that are run together, and what was made of them and of the facts so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from hexvet.findings.concluding import Concluded, Rules
from hexvet.findings.tallies import Balance
from hexvet.findings.wanted import Wanted, wanted_by
from hexvet.inference.model import Fact, Program, Support
from hexvet.packs.chains import program_of, rules_of
from hexvet.packs.fact_kinds import FactFields, Stage, fact_fields
from hexvet.packs.model import Pack

Key: TypeAlias = tuple[str, ...]
"""A stage and the ids of the packs whose rules are run together in it."""

Facts: TypeAlias = tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The rules of one stage, what the engine makes of them, what they look at, and the kinds of
    fact as people read them."""

    rules: Rules
    compiled: Program
    wanted: Wanted
    fields: FactFields


def rulebook(packs: Sequence[Pack], of: Stage) -> Rulebook:
    """The rules of some packs for one stage."""
    rules = rules_of(packs, of)
    wanted = wanted_by(rules.values())
    return Rulebook(rules, program_of(packs, of), wanted, fact_fields(packs, of))


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of one project, or of a portfolio (""), and all that follows from it."""

    project: str
    facts: Facts
    supports: Mapping[Fact, tuple[Support, ...]]
    concluded: Concluded
    balances: Mapping[Fact, Balance] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Memory:
    """What the next inference may take over while it still holds: rulebooks, each project's own
    facts, and those of the programme."""

    books: Mapping[Key, Rulebook] = field(default_factory=dict)
    own: Mapping[Key, Mapping[str, Facts]] = field(default_factory=dict)
    shared: Mapping[Key, Facts] = field(default_factory=dict)

    def book_of(self, rule: str) -> Rulebook:
        """The rulebook that has a rule, by full id; KeyError when none has."""
        for book in self.books.values():
            if rule in book.rules:
                return book
        raise KeyError(rule)
