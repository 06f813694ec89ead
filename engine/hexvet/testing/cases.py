"""From the tests of a pack to cases: each with its answers parsed and its date fixed."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import get_args

from hexvet.documents import Document
from hexvet.model import Cell, Evidence, Lifecycle, Waiver, Where
from hexvet.packs.finding_examples import INFERRED, RESERVED
from hexvet.packs.loading import Loaded
from hexvet.packs.model import Pack, PackCase, PackTest
from hexvet.packs.rule_names import names_of
from hexvet.problems import Problem
from hexvet.workspace.answers import parse_answers
from hexvet.workspace.merging import cells_of

Path = tuple[str | int, ...]

ALONE = "case"
"""What the project of a test is called that has only one."""

WAIVED_DAYS = 30
"""For so many days a test's waiver holds when the test does not say."""


@dataclass(frozen=True, slots=True)
class Expected:
    """One line of an `expect`: the name as it is written, and what should come out."""

    name: str
    value: object
    where: Where


@dataclass(frozen=True, slots=True)
class Given:
    """One project of a case."""

    evidence: Mapping[str, Evidence]
    title: str = ""
    lifecycle: Lifecycle = "active"


@dataclass(frozen=True, slots=True)
class Case:
    """One worked example: `id` is the test's, or `test/case` for a row of its table.

    `evidence` are the answers of the project and of the programme together; with several
    `projects`, by id, those that they share. `alone` is what stands beside them.
    """

    id: str
    test: str
    on: datetime.date
    evidence: Mapping[str, Evidence]
    expected: tuple[Expected, ...]
    where: Where
    projects: Mapping[str, Given] = field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()
    alone: Given = Given({})

    @property
    def cells(self) -> Mapping[str, Cell]:
        """The answers as the evaluators see them."""
        return cells_of(self.evidence)

    @property
    def infers(self) -> bool:
        """Whether something is expected of inference rules."""
        return any(expected.name in INFERRED for expected in self.expected)


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
        rows: Sequence[PackCase] = test.cases or (
            PackCase("", test.on, {}, (), {}, Where(test.where.file)),
        )
        evidence = self.answers(test.where, ("given",), test.given)
        projects = self.projects(test.where, test.projects)
        for row in rows:
            yield self.case(test, row, evidence, projects)

    def case(
        self,
        test: PackTest,
        row: PackCase,
        evidence: Mapping[str, Evidence],
        projects: Mapping[str, Mapping[str, Evidence]],
    ) -> Case:
        own = self.answers(row.where, ("given",), row.given)
        left = {name: found for name, found in evidence.items() if name not in row.without}
        both = {**_expected(test.where, test.expect), **_expected(row.where, row.expect)}
        more = self.projects(row.where, row.projects)
        shared = {name: e for name, e in {**left, **own}.items() if self.of_project(name)}
        return Case(
            f"{test.id}/{row.name}" if row.name else test.id,
            test.id,
            row.on,
            {**left, **own},
            tuple(both.values()),
            row.where if row.name else test.where,
            {
                id_: _given(
                    {**shared, **projects.get(id_, {}), **more.get(id_, {})},
                    (test.given, row.given, test.projects.get(id_, {}), row.projects.get(id_, {})),
                )
                for id_ in dict.fromkeys((*test.projects, *row.projects))
            },
            tuple(self.waivers(test, row)),
            _given({}, (test.given, row.given)),
        )

    def of_project(self, name: str) -> bool:
        return self.pack.fields[name].of == "project"

    def projects(
        self, where: Where, projects: Mapping[str, Mapping[str, object]]
    ) -> Mapping[str, Mapping[str, Evidence]]:
        return {
            id_: self.answers(where, ("projects", id_), given) for id_, given in projects.items()
        }

    def answers(
        self, where: Where, path: Path, given: Mapping[str, object]
    ) -> Mapping[str, Evidence]:
        if not given:
            return {}
        evidence, mistakes = parse_answers(
            self.documents[where.file],
            self.pack.fields,
            path=(*where.path, *path),
            reserved=RESERVED,
        )
        self.problems += mistakes.problems
        return evidence

    def waivers(self, test: PackTest, row: PackCase) -> Iterator[Waiver]:
        names = names_of(self.pack)
        places = ((test.where, test.waivers), (row.where, row.waivers))
        for where, waivers in places:
            for index, values in enumerate(waivers):
                id_ = names.meant("check", str(values.get("check", ""))).id
                check = self.pack.checks.get(id_)
                if check is None or check.waivable is None:
                    continue
                project = "" if check.of == "programme" else str(values.get("project", ALONE))
                roles = (values.get("role"), *check.waivable.by, "")
                role = next(str(role) for role in roles if role is not None)
                at = Where(where.file, (*where.path, "waivers", index))
                expires = values.get("expires")
                if not isinstance(expires, datetime.date):
                    expires = row.on + datetime.timedelta(days=WAIVED_DAYS)
                waiver_id = f"{check.name}-{project}"
                yield Waiver(waiver_id, id_, project, role, "", "", row.on, expires, at)


def _given(evidence: Mapping[str, Evidence], tables: Sequence[Mapping[str, object]]) -> Given:
    """A project; of its title and lifecycle the last that is said counts."""
    title, lifecycle = "", "active"
    for table in tables:
        title = str(table.get("title", title))
        lifecycle = str(table.get("lifecycle", lifecycle))
    states: dict[str, Lifecycle] = {state: state for state in get_args(Lifecycle)}
    return Given(evidence, title, states.get(lifecycle, "active"))


def _expected(where: Where, expect: Mapping[str, object]) -> dict[str, Expected]:
    return {
        name: Expected(name, value, Where(where.file, (*where.path, "expect", name)))
        for name, value in expect.items()
    }
