"""`test` for people: what did not come out, why, what no test asks, and what none notices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hexvet.documents import printable
from hexvet.packs.composing import place_of
from hexvet.problems import Place
from hexvet.reporters.excerpts import excerpt
from hexvet.reporters.typesetting import PLAIN, Page, clean, counted, paragraphs, wrapped
from hexvet.reporters.wording import words
from hexvet.testing.covering import Coverage, RuleCoverage, Share
from hexvet.testing.explaining import reasons
from hexvet.testing.mutants import Mutant
from hexvet.testing.mutating import Mutation, Survivor
from hexvet.testing.running import CaseRun, Expectation, TestRun
from hexvet.testing.suggesting import skeleton, witness_text


@dataclass(frozen=True, slots=True)
class Tested:
    """One pack's tests: the run, and what was asked for beside it."""

    run: TestRun
    coverage: Coverage | None = None
    mutation: Mutation | None = None

    @property
    def title(self) -> str:
        """`la-model 1.0.0`, or what was asked for when the pack does not load."""
        pack = self.run.pack
        return f"{pack.id} {pack.version}" if pack else self.run.name

    def place(self, expectation: Expectation) -> Place:
        """Where an expectation is written."""
        return place_of(self.run.loaded.documents, expectation.where)

    def place_of_mutant(self, mutant: Mutant) -> Place:
        """Where the change would be made."""
        document = self.run.loaded.documents[mutant.where.file]
        if mutant.width:
            return document.place(mutant.where.path, offset=mutant.offset, width=mutant.width)
        return document.place(mutant.where.path)


def render(found: Sequence[Tested], page: Page = PLAIN) -> str:
    """The whole text, one pack after the other."""
    blocks: list[list[str]] = []
    for tested in found:
        blocks.append([_heading(tested, page)])
        blocks += [_failure(tested, run, one, page) for run, one in tested.run.failures]
        blocks += [_idle(tested, page)] if tested.run.idle else []
        blocks += _coverage(tested, page) if tested.coverage else []
        blocks += _mutation(tested, page) if tested.mutation else []
    return paragraphs(blocks)


def _heading(tested: Tested, page: Page) -> str:
    run = tested.run
    if run.pack is None or run.errors:
        return page.ink("bad", clean(f"{tested.title}: not tested, it has errors"))
    if not run.runs:
        return page.ink("bad", clean(f"{tested.title}: no test was run"))
    failed = len(run.failures)
    count = f"{counted(len(run.runs), 'case')}, {counted(len(run.expectations), 'expectation')}"
    said = f"{failed:,} not met" if failed else "all met"
    return page.ink("bad" if failed else "good", clean(f"{tested.title}: {count}, {said}"))


def _failure(tested: Tested, run: CaseRun, one: Expectation, page: Page) -> list[str]:
    place = tested.place(one)
    said = f"{one.rule}: expected {words(one.expected)}, got {words(one.actual)}"
    head = page.ink("bad", "x ") + f"{clean(one.test)}  {clean(said)}"
    lines = [head, f"  {clean(str(place))}", *excerpt(place, 2)]
    for at, reason in enumerate(reasons(run, one, tested.run.loaded)):
        inner = len(reason) - len(reason.lstrip())
        lines += wrapped(reason, page, 11 + inner, first="  because  " if not at else "")
    return lines


def _idle(tested: Tested, page: Page) -> list[str]:
    lines = [page.ink("open", "Tests that cannot fail, because nothing is expected of them")]
    for case in tested.run.idle:
        place = place_of(tested.run.loaded.documents, case.where)
        lines.append(f"  {clean(case.id)}  {clean(str(place))}")
    return lines


# coverage -------------------------------------------------------------------------------------
def share_text(share: Share) -> str:
    """`95 % (440 of 463)`; 100 only when nothing is missing."""
    percent = int(share.percent)
    return f"{percent} % ({share.covered:,} of {share.total:,})"


def _coverage(tested: Tested, page: Page) -> Iterator[list[str]]:
    coverage = tested.coverage
    assert coverage is not None
    parts = (
        ("outcomes that a test expects", coverage.outcomes),
        ("leaves that decided one, each way", coverage.ways),
        ("keys, steps and segments of scores", coverage.scored),
    )
    title = page.ink("strong", "Coverage")
    yield [title, *(f"  {name:<36}{share_text(share)}" for name, share in parts if share.total)]
    missing = [(rule, state) for rule in coverage.rules for state in rule.missing]
    if missing:
        said = f"Outcomes that no test expects ({len(missing):,})"
        lines = [line for rule, state in missing for line in _missing(tested, rule, state, page)]
        yield [page.ink("strong", said), *_some(lines, page)]
    yield from _leaves(tested, coverage, page)
    hits = [piece for piece in coverage.pieces if not piece.covered]
    if hits:
        lines = [f"  {clean(f'{piece.criterion}: {piece.piece}')}" for piece in hits]
        yield [page.ink("strong", f"Parts of scores that no test hits ({len(hits):,})"), *lines]


def _missing(tested: Tested, rule: RuleCoverage, state: str, page: Page) -> list[str]:
    run = tested.run
    assert run.pack is not None
    came = "; it came out, but no test says so" if state in rule.produced else ""
    head = f"{rule.target.kind} {rule.target.id}: {words(state)}{came}"
    text = skeleton(rule, state, run.pack, run.runs)
    return [f"  {clean(head)}", *_toml(text, page)]


def _toml(text: str, page: Page) -> list[str]:
    return [page.ink("dim", f"      {printable(line)}") for line in text.splitlines()]


def _leaves(tested: Tested, coverage: Coverage, page: Page) -> Iterator[list[str]]:
    lines = []
    for one in coverage.leaves:
        absent = [way for way, found in (("true", one.held), ("false", one.failed)) if not found]
        if absent:
            said = f"{one.leaf.rule}: {one.leaf.text} ({' and '.join(absent)})"
            lines.append(f"  {clean(said)}")
    if lines:
        said = f"Leaves that decided no expected outcome by being ({len(lines):,})"
        yield [page.ink("strong", said), *_some(lines, page)]


def _some(lines: Sequence[str], page: Page) -> list[str]:
    limit = page.limit * 5
    if not limit or len(lines) <= limit:
        return list(lines)
    rest = counted(len(lines) - limit, "more line")
    return [*lines[:limit], page.ink("dim", f"  ... and {rest}; in a pipe you get all")]


# mutation -------------------------------------------------------------------------------------
def _mutation(tested: Tested, page: Page) -> Iterator[list[str]]:
    mutation = tested.mutation
    assert mutation is not None
    text = (
        f"{counted(mutation.tried, 'change')} tried: {mutation.killed:,} noticed by a test, "
        f"{len(mutation.survivors):,} not noticed, {len(mutation.alike):,} for which no answers "
        f"were found that would tell; noticed {int(mutation.percent)} %"
    )
    if mutation.left_out:
        text += f"; {mutation.left_out:,} not tried (--max)"
    yield [page.ink("strong", "Changes to the rules"), *wrapped(f"{text}.", page, 2)]
    if mutation.survivors:
        said = f"Changes that no test notices ({len(mutation.survivors):,})"
        lines = [line for at, s in enumerate(mutation.survivors, 1) for line in
                 _survivor(tested, s, at, page)]  # fmt: skip
        yield [page.ink("strong", said), *_some(lines, page)]
    if mutation.alike:
        said = f"Changes that no answers were found to tell ({len(mutation.alike):,})"
        lines = [_change(tested, mutant) for mutant in mutation.alike]
        yield [page.ink("strong", said), *_some(lines, page)]


def _survivor(tested: Tested, survivor: Survivor, number: int, page: Page) -> list[str]:
    lines = [_change(tested, survivor.mutant)]
    found, pack = survivor.witness, tested.run.pack
    if found is not None and pack is not None:
        lines += _toml(witness_text(found, pack, f"boundary_{number}"), page)
    return lines


def _change(tested: Tested, mutant: Mutant) -> str:
    """`la-model/time_limited: <= becomes <`, and where."""
    place = tested.place_of_mutant(mutant)
    read = mutant.infers or any(mutant.part.targets())
    unread = "" if read else " (no rule reads it, at most a message)"
    return f"  {clean(f'{mutant.rule}: {mutant.change}{unread}')}  {clean(str(place))}"
