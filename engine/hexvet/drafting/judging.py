"""A text in place of a pack's file: its problems, and the verdicts that it would flip."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from hexvet.documents import parse_document
from hexvet.packs.loading import Library, Loaded, shipped_folder
from hexvet.packs.model import Pack
from hexvet.problems import Problem

if TYPE_CHECKING:
    from hexvet.differences.comparing import Comparison
    from hexvet.differences.reading import Portfolio
    from hexvet.evaluation import Assessment
    from hexvet.packs.lint.model import Fix


@dataclass(frozen=True, slots=True)
class Draft:
    """A text that may come to stand in a file. `name` is the file's name in messages."""

    root: Path
    path: Path
    name: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Mistake:
    """A problem of the draft; `fix` is set when it can be mended without a person."""

    problem: Problem
    fix: Fix | None = None

    @property
    def is_error(self) -> bool:
        """Whether the pack does not load because of it."""
        return self.problem.severity == "error"


@dataclass(frozen=True, slots=True)
class Judged:
    """What a draft means. `pack` is None when it has errors; `comparisons` are then empty.

    There is one comparison for each pack in force that the file is a part of; `apart` tells that
    it is a part of none.
    """

    mistakes: tuple[Mistake, ...]
    pack: Pack | None
    comparisons: tuple[Comparison, ...] = ()
    apart: bool = False

    @property
    def errors(self) -> int:
        """How many mistakes keep it from being evaluated."""
        return len([mistake for mistake in self.mistakes if mistake.is_error])

    @property
    def flips(self) -> int:
        """How many verdicts are not what they are by the rules in force."""
        return sum(found.flips.count for found in self.comparisons if found.flips)


def judge(draft: Draft, assessment: Assessment | None, *, lint: bool = True) -> Judged:
    """Compiles a draft; when it has no errors, compares it with what is in force.

    `lint` also looks for weaknesses, in the order of the file after the errors.
    """
    library = _library(draft)
    own = library.load_file(draft.path)
    if own.pack is None:
        return Judged(_mistakes(own.problems), None)
    involved = _involved(draft, assessment)
    changed = [(old, own if name == own.pack.id else library.load(name)) for name, old in involved]
    broken = [problem for _, new in changed for problem in new.problems if new.pack is None]
    if broken:
        return Judged(_mistakes([*own.problems, *broken]), None)
    comparisons = tuple(_compared(draft, assessment, old, new) for old, new in changed)
    whole = _weaknesses(draft) if lint else _mistakes(own.problems)
    return Judged(whole, own.pack, comparisons, apart=not involved)


def _library(draft: Draft, *, tests: bool = False) -> Library:
    """The packs, with the draft in place of its file."""
    library = Library((draft.root / "rules", shipped_folder()), draft.root, tests=tests)
    library.hold(draft.path, parse_document(draft.text, draft.name))
    return library


def _involved(draft: Draft, assessment: Assessment | None) -> list[tuple[str, Loaded]]:
    """The packs in force that the file is a part of, as they are."""
    if assessment is None:
        return []
    return [
        (one.pack.id, one)
        for one in assessment.workspace.loaded
        if one.pack is not None and draft.name in one.documents
    ]


def _compared(draft: Draft, assessment: Assessment | None, old: Loaded, new: Loaded) -> Comparison:
    from hexvet.differences.comparing import compare

    assert assessment is not None and old.pack is not None and new.pack is not None
    portfolios = _portfolios(draft, assessment, old.pack, new.pack)
    return compare(old, new, assessment.as_of, portfolios)


def _portfolios(
    draft: Draft, assessment: Assessment, old: Pack, new: Pack
) -> tuple[Portfolio, Portfolio]:
    """The projects in memory where both packs ask the same questions, else read again."""
    from hexvet.differences.reading import Portfolio, portfolios

    if old.fields.keys() == new.fields.keys() and all(
        _same_answers(old, new, name) for name in old.fields
    ):
        workspace = assessment.workspace
        known = Portfolio(workspace.projects, workspace.programme, workspace.waivers)
        return known, known
    return portfolios(draft.root, _library(draft), old, new)


def _same_answers(old: Pack, new: Pack, name: str) -> bool:
    a, b = old.fields[name], new.fields[name]
    return (a.kind, a.of, a.range, a.columns) == (b.kind, b.of, b.range, b.columns)


# mistakes -------------------------------------------------------------------------------------
def _mistakes(problems: Iterable[Problem]) -> tuple[Mistake, ...]:
    """Each once, errors first, then by place."""
    kept = dict.fromkeys(problems)
    ordered = sorted(kept, key=lambda p: (p.severity != "error", p.place.file, p.place.line))
    return tuple(Mistake(problem) for problem in ordered)


def _weaknesses(draft: Draft) -> tuple[Mistake, ...]:
    """What loading warns of, and what lint finds, in the pack's own tests, too; advice counts
    as a warning."""
    from hexvet.packs.lint.linting import lint

    found = []
    for flaw in lint(_library(draft, tests=True).load_file(draft.path)):
        severity = "error" if flaw.level == "error" else "warning"
        problem = Problem(flaw.code, flaw.message, flaw.place, flaw.hint, severity)  # type: ignore[arg-type]
        found.append(Mistake(problem, flaw.fix))
    return tuple(found)
