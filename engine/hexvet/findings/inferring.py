"""From an assessment to its findings: the rules of each project first, then of the portfolio.

What a pack's rules cannot see is not looked at; what has not changed is not inferred again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from hexvet.evaluation import Assessment
from hexvet.findings.concluding import concluded
from hexvet.findings.facts import ground_of, programme_facts, project_facts
from hexvet.findings.inferred import Inferred, inferred_of
from hexvet.findings.rulebooks import Case, Facts, Key, Memory, Rulebook, rulebook
from hexvet.findings.tallies import Balance, Member, balances_of, members_of
from hexvet.findings.troubles import too_many_facts, too_many_projects, unavailable
from hexvet.inference.model import Chained, Fact, InferenceUnavailable, Program
from hexvet.model import Finding, Project
from hexvet.packs.fact_kinds import Stage
from hexvet.packs.model import Inference, Pack

Piece = TypeVar("Piece")

MOST_PROJECTS = 200
"""So many projects of a portfolio are joined with each other."""

MOST_FACTS = 5_000
"""So many facts are chained together, of those that some rule could match."""


class Chainer(Protocol):
    """What runs rules over facts: a worker."""

    def chain_all(
        self, program: Program, lists: Iterable[Facts], /
    ) -> Sequence[Chained | InferenceUnavailable]:
        """What follows from each list of facts by itself, or why that cannot be said."""


def _at_once() -> None:
    """No pause."""


def infer(
    assessment: Assessment,
    worker: Chainer,
    previous: Inferred | None = None,
    pause: Callable[[], None] = _at_once,
) -> Inferred:
    """What the packs' inference rules say. The worker is not asked when there are none.

    With `previous`, what was inferred of an earlier reading, only what changed is inferred again.
    `pause` is called between pieces of the work, a few for each project.
    Never raises for what is in files, nor when the rules cannot be run: see `Inferred.troubles`.
    """
    if not any(pack.inferences for pack in assessment.packs):
        return Inferred(assessment)
    if previous is not None and not _comparable(previous.assessment, assessment):
        previous = None
    run = _Run(assessment, worker, previous, _unchanged(previous, assessment), pause)
    cases = run.projects()
    joined = () if run.troubles else run.portfolio(cases)
    memory = Memory(run.books, run.own, run.shared)
    return inferred_of(assessment, cases, joined, run.troubles, memory)


def _comparable(then: Assessment, now: Assessment) -> bool:
    """Whether all that facts depend on is as it was, but for the projects' own answers."""
    return (
        then.as_of == now.as_of
        and [pack.sha256 for pack in then.packs] == [pack.sha256 for pack in now.packs]
        and then.workspace.city == now.workspace.city
        and then.workspace.programme.cells == now.workspace.programme.cells
        and then.programme == now.programme
        and then.waivers == now.waivers
        and list(then.workspace.projects) == list(now.workspace.projects)
    )


def _unchanged(previous: Inferred | None, assessment: Assessment) -> frozenset[str]:
    """The projects that say what they said before."""
    if previous is None:
        return frozenset()
    earlier = previous.assessment.workspace.projects
    return frozenset(
        id_
        for id_, one in assessment.workspace.projects.items()
        if one is earlier[id_] or _said(one) == _said(earlier[id_])
    )


def _said(project: Project) -> tuple[object, ...]:
    return project.cells, project.title, project.lifecycle


def _needed(book: Rulebook, cases: Iterable[tuple[str, Facts]]) -> dict[str, Facts]:
    """Of the facts of some cases, those without which no rule would conclude less."""
    matching: dict[Fact, frozenset[int]] = {}
    needed: dict[str, Facts] = {}
    for id_, facts in cases:
        for fact in facts:
            if fact not in matching:
                matching[fact] = book.wanted.matching(fact)
        needed[id_] = book.wanted.needed({fact: matching[fact] for fact in facts})
    return needed


def _derived(case: Case | None, book: Rulebook) -> Iterator[Fact]:
    """What was concluded of a project and some rule of the portfolio looks at."""
    return (fact for fact in (case.supports if case else ()) if book.wanted.matching(fact))


@dataclass
class _Run:
    """One inference: what it takes over, what it makes anew, and what went wrong."""

    assessment: Assessment
    worker: Chainer
    previous: Inferred | None
    unchanged: frozenset[str]
    pause: Callable[[], None] = _at_once
    books: dict[Key, Rulebook] = field(default_factory=dict)
    own: dict[Key, Mapping[str, Facts]] = field(default_factory=dict)
    shared: dict[Key, Facts] = field(default_factory=dict)
    troubles: list[Finding] = field(default_factory=list)

    def pausing(self, pieces: Iterable[Piece]) -> Iterator[Piece]:
        for piece in pieces:
            self.pause()
            yield piece

    # facts ------------------------------------------------------------------------------------
    def book(self, packs: Sequence[Pack], of: Stage) -> tuple[Key, Rulebook]:
        key = (of, *(pack.id for pack in packs))
        known = self.previous.memory.books if self.previous else {}
        self.books[key] = known.get(key) or rulebook(packs, of)
        return key, self.books[key]

    def facts(self, key: Key, ids: Iterable[str]) -> tuple[Mapping[str, Facts], Facts]:
        """The own facts of some projects, and those of the programme."""
        ground = ground_of(self.assessment, self.books[key].wanted)
        memory = self.previous.memory if self.previous else Memory()
        known = memory.own.get(key, {})
        shared, earlier = programme_facts(ground), memory.shared.get(key)
        self.own[key] = {
            id_: known[id_]
            if id_ in self.unchanged and id_ in known
            else project_facts(ground, id_)
            for id_ in self.pausing(ids)
        }
        self.shared[key] = earlier if earlier == shared else shared
        return self.own[key], self.shared[key]

    # each project -----------------------------------------------------------------------------
    def projects(self) -> dict[str, Case]:
        key, book = self.book(self.assessment.packs, "project")
        if not book.rules:
            return {}
        own, shared = self.facts(key, self.assessment.workspace.projects)
        kept = self.kept(key, own)
        every = {id_: (*found, *shared) for id_, found in own.items() if id_ not in kept}
        needed = _needed(book, self.pausing(every.items()))
        for id_ in [id_ for id_, found in needed.items() if len(found) > MOST_FACTS]:
            number, rules = len(needed.pop(id_)), self.every_rule()
            self.troubles.append(too_many_facts(number, MOST_FACTS, id_, rules))
        made = self.chained(book, every, needed)
        found = {**kept, **made}
        return {id_: found[id_] for id_ in own if id_ in found}

    def kept(self, key: Key, own: Mapping[str, Facts]) -> dict[str, Case]:
        """The cases of projects of which nothing is known that was not known before."""
        if self.previous is None:
            return {}
        before, cases = self.previous.memory, self.previous.cases
        if before.shared.get(key) is not self.shared[key]:
            return {}
        return {id_: cases[id_] for id_ in own if id_ in cases and before.own[key][id_] == own[id_]}

    def chained(
        self, book: Rulebook, every: Mapping[str, Facts], needed: Mapping[str, Facts]
    ) -> dict[str, Case]:
        """The cases of some projects; the worker is asked about those for whom a rule can fire."""
        asked = {id_: facts for id_, facts in needed.items() if facts}
        lists = self.pausing(asked.values())
        found = self.worker.chain_all(book.compiled, lists) if asked else ()
        answers = dict(zip(asked, found, strict=True))
        cases, lost = {}, dict[str, list[str]]()
        for id_ in self.pausing(needed):
            chained = answers.get(id_, Chained({}))
            if isinstance(chained, InferenceUnavailable):
                lost.setdefault(str(chained), []).append(id_)
            else:
                conclusions = concluded(chained, book.rules)
                cases[id_] = Case(id_, every[id_], chained.supports, conclusions)
        anew = len(every) == len(self.assessment.workspace.projects)
        for why, ids in lost.items():
            about = () if anew and len(ids) == len(asked) else ids
            self.troubles.append(unavailable(why, about, self.every_rule()))
        return cases

    # the portfolio ----------------------------------------------------------------------------
    def portfolio(self, cases: Mapping[str, Case]) -> list[Case]:
        joined = (self.joined(packs, members, cases) for members, packs in self.portfolios())
        return [case for case in joined if case is not None]

    def portfolios(self) -> Iterable[tuple[Sequence[Member], list[Pack]]]:
        """The packs with rules of the portfolio, by the projects that their portfolio joins."""
        found: dict[tuple[tuple[str, bool], ...], tuple[Sequence[Member], list[Pack]]] = {}
        for judge in self.assessment.judges:
            if any(rule.of == "portfolio" for rule in judge.pack.inferences.values()):
                members = members_of(judge, self.assessment.workspace.projects.values())
                key = tuple((member.project.id, member.sure) for member in members)
                found.setdefault(key, (members, []))[1].append(judge.pack)
        return found.values()

    def joined(
        self, packs: Sequence[Pack], members: Sequence[Member], cases: Mapping[str, Case]
    ) -> Case | None:
        key, book = self.book(packs, "portfolio")
        ids = [member.project.id for member in members if member.sure]
        own, shared = self.facts(key, ids)
        found = {id_: (*own[id_], *_derived(cases.get(id_), book)) for id_ in ids}
        balances = self.balances(packs, members, book)
        every = (fact for facts in (*found.values(), shared, balances) for fact in facts)
        facts = tuple(dict.fromkeys(every))
        met = sum(1 for one in found.values() if one)
        if met > MOST_PROJECTS:
            trouble = too_many_projects(met, MOST_PROJECTS, packs, book.rules.values())
        elif len(needed := _needed(book, [("", facts)])[""]) > MOST_FACTS:
            trouble = too_many_facts(len(needed), MOST_FACTS, "", book.rules.values())
        else:
            return self.chained_together(book, facts, needed, balances, cases)
        self.troubles.append(trouble)
        return None

    def balances(
        self, packs: Sequence[Pack], members: Sequence[Member], book: Rulebook
    ) -> dict[Fact, Balance]:
        if "tally" not in book.wanted:
            return {}
        programme = self.assessment.workspace.programme.cells
        ids = {pack.id for pack in packs}
        judges = [judge for judge in self.assessment.judges if judge.pack.id in ids]
        found = (
            balance
            for judge in judges
            for tally in judge.pack.tallies.values()
            for balance in balances_of(tally, judge, members, programme)
        )
        return {one.fact: one for one in found if book.wanted.matching(one.fact)}

    def chained_together(
        self,
        book: Rulebook,
        facts: Facts,
        needed: Facts,
        balances: Mapping[Fact, Balance],
        cases: Mapping[str, Case],
    ) -> Case | None:
        (chained,) = self.worker.chain_all(book.compiled, [needed]) if needed else (Chained({}),)
        if isinstance(chained, InferenceUnavailable):
            self.troubles.append(unavailable(str(chained), (), book.rules.values()))
            return None
        known = {f: one for case in cases.values() for f, one in case.concluded.findings.items()}
        return Case("", facts, chained.supports, concluded(chained, book.rules, known), balances)

    def every_rule(self) -> list[Inference]:
        return [rule for pack in self.assessment.packs for rule in pack.inferences.values()]
