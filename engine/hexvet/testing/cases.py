"""From the tests of a pack to cases: each with its answers parsed and its date fixed."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hexvet.documents import Document
from hexvet.model import Cell, Evidence, Where
from hexvet.packs.loading import Loaded
from hexvet.packs.model import Pack, PackCase, PackTest
from hexvet.problems import Problem
from hexvet.workspace.answers import parse_answers
from hexvet.workspace.merging import cells_of

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Expected:
    """One line of an `expect`: the name as it is written, and what should come out."""

    name: str
    value: object
    where: Where


@dataclass(frozen=True, slots=True)
class Case:
    """One worked example: `id` is the test's, or `test/case` for a row of its table.

    `evidence` are the answers of the project and of the programme together.
    """

    id: str
    test: str
    on: datetime.date
    evidence: Mapping[str, Evidence]
    expected: tuple[Expected, ...]
    where: Where

    @property
    def cells(self) -> Mapping[str, Cell]:
        """The answers as the evaluators see them."""
        return cells_of(self.evidence)


def cases_of(loaded: Loaded) -> tuple[tuple[Case, ...], tuple[Problem, ...]]:
    """Every case of a pack's tests, and what is wrong with the answers given in them."""
    if loaded.pack is None:
        return (), loaded.problems
    reader = _Reader(loaded.pack, loaded.documents)
    cases = tuple(case for test in loaded.pack.tests.values() for case in reader.cases(test))
    return cases, tuple(reader.problems)


class _Reader:
    """Parses the answers of tests; `problems` collects what is wrong with them."""

    def __init__(self, pack: Pack, documents: Mapping[str, Document]) -> None:
        self.pack, self.documents = pack, documents
        self.problems: list[Problem] = []

    def cases(self, test: PackTest) -> Iterator[Case]:
        evidence = self.answers(test.where.file, (*test.where.path, "given"), test.given)
        expected = _expected(test.where, test.expect)
        if not test.cases:
            yield Case(test.id, test.id, test.on, evidence, tuple(expected.values()), test.where)
        for case in test.cases:
            yield self.case(test, case, evidence, expected)

    def case(
        self,
        test: PackTest,
        case: PackCase,
        evidence: Mapping[str, Evidence],
        expected: Mapping[str, Expected],
    ) -> Case:
        own = self.answers(case.where.file, (*case.where.path, "given"), case.given)
        left = {name: found for name, found in evidence.items() if name not in case.without}
        both = {**expected, **_expected(case.where, case.expect)}
        id_ = f"{test.id}/{case.name}"
        return Case(id_, test.id, case.on, {**left, **own}, tuple(both.values()), case.where)

    def answers(self, file: str, path: Path, given: Mapping[str, object]) -> Mapping[str, Evidence]:
        if not given:
            return {}
        evidence, mistakes = parse_answers(self.documents[file], self.pack.fields, path=path)
        self.problems += mistakes.problems
        return evidence


def _expected(where: Where, expect: Mapping[str, object]) -> dict[str, Expected]:
    return {
        name: Expected(name, value, Where(where.file, (*where.path, "expect", name)))
        for name, value in expect.items()
    }
