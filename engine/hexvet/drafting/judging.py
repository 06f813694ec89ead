"""A text in place of a file of rules: its problems, and the verdicts that it would flip."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from hexvet.documents import parse_document
from hexvet.packs.loading import Library, Loaded, shipped_folder
from hexvet.packs.model import Pack
from hexvet.problems import Problem
from hexvet.workspace.folders import SETTINGS

if TYPE_CHECKING:
    from hexvet.differences.comparing import Comparison
    from hexvet.differences.reading import Portfolio
    from hexvet.drafting.effects import Effect
    from hexvet.evaluation import Assessment
    from hexvet.packs.lint.model import Fix


Pause: TypeAlias = Callable[[], None]
"""Called between steps; may raise to give up."""


def go_on() -> None:
    """The pause that never gives up."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A text that may come to stand in a file. `name` is the file's name in messages, `replaces`
    the id of the pack in whose place a new one would be used."""

    root: Path
    path: Path
    name: str
    text: str = field(repr=False)
    replaces: str = ""


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
    """What a draft means.

    `pack` is None when it has errors, and for hexvet.toml, which is none. `effect` is None when
    it has errors, and when there is nothing in force to compare it with.
    """

    mistakes: tuple[Mistake, ...]
    pack: Pack | None = None
    effect: Effect | None = None

    @property
    def errors(self) -> int:
        """How many mistakes keep it from being evaluated."""
        return len([mistake for mistake in self.mistakes if mistake.is_error])

    @property
    def loads(self) -> bool:
        """Whether it could come into force. What lint takes for an error does not keep a pack
        from loading."""
        return self.pack is not None or not self.errors


def judge(
    draft: Draft, assessment: Assessment | None, *, lint: bool = True, pause: Pause = go_on
) -> Judged:
    """Reads a draft; when it has no errors, compares it with what is in force.

    `lint` also looks for weaknesses, in the order of the file after the errors. `pause` is called
    between the steps, and may raise: nothing is left half done.
    """
    if draft.name == SETTINGS:
        from hexvet.drafting.supposing import supposed

        problems, effect = supposed(draft.root, draft.text, assessment, pause)
        return Judged(_mistakes(problems), effect=effect)
    library = _library(draft)
    own = library.load_file(draft.path)
    if own.pack is None:
        return Judged(_mistakes(own.problems))
    involved = _involved(draft, assessment)
    same = (own.pack.id, draft.replaces)
    changed = [(old, own if name in same else library.load(name)) for name, old in involved]
    pause()
    broken = [problem for _, new in changed for problem in new.problems if new.pack is None]
    if broken:
        return Judged(_mistakes([*own.problems, *broken]))
    comparisons = [_compared(draft, assessment, old, new, pause) for old, new in changed]
    whole = _weaknesses(draft, pause) if lint else _mistakes(own.problems)
    return Judged(whole, own.pack, _effect(comparisons))


def standing(
    draft: Draft, saved: str | None, assessment: Assessment | None, pause: Pause = go_on
) -> Judged | None:
    """What holds as long as a draft was never without errors: its file's text (`saved`), else the
    text of it in force, else the pack whose place it takes; None where there is none of them."""
    involved = _involved(draft, assessment)
    known = (one.documents[draft.name].text for _, one in involved if draft.name in one.documents)
    for text in dict.fromkeys((*(() if saved is None else (saved,)), *known)):
        judged = judge(replace(draft, text=text), assessment, lint=False, pause=pause)
        if judged.loads:
            return judged
    taken = next((one.pack for name, one in involved if name == draft.replaces), None)
    if taken is None or assessment is None:
        return None
    from hexvet.drafting.effects import Effect

    return Judged((), taken, Effect((), len(assessment.workspace.projects), 0))


def worsened(draft: Draft, text: str, assessment: Assessment | None) -> Problem | None:
    """The first error that another text of a draft has and the draft has not, in its own file or
    in those that are in force by it; None where it brings none."""
    found = list(_errors(replace(draft, text=text), assessment))
    known = Counter(map(_said, _errors(draft, assessment) if found else ()))
    for problem in found:
        if not known[_said(problem)]:
            return problem
        known[_said(problem)] -= 1
    return None


def _said(problem: Problem) -> tuple[str, str, str, str]:
    """A problem without its place in the file: a value that is added moves those below it."""
    return problem.code, problem.message, problem.hint, problem.place.file


def _errors(draft: Draft, assessment: Assessment | None) -> Iterator[Problem]:
    """All that keeps a draft, or a pack in force that it is a part of, from loading."""
    if draft.name == SETTINGS:
        found = judge(draft, None, lint=False).mistakes
    else:
        library = _library(draft)
        involved = (one.pack for _, one in _involved(draft, assessment) if one.pack)
        others = [one.id for one in involved if draft.name != one.file and one.id != draft.replaces]
        loaded = [library.load_file(draft.path), *map(library.load, others)]
        found = _mistakes(problem for one in loaded for problem in one.problems)
    return (one.problem for one in found if one.is_error)


def _effect(comparisons: Sequence[Comparison]) -> Effect | None:
    if not comparisons:
        return None
    from hexvet.drafting.effects import effect_of

    return effect_of(comparisons)


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
        if one.pack is not None and (draft.name in one.documents or one.pack.id == draft.replaces)
    ]


def _compared(
    draft: Draft, assessment: Assessment | None, old: Loaded, new: Loaded, pause: Pause
) -> Comparison:
    from hexvet.differences.comparing import compare

    pause()
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


def _weaknesses(draft: Draft, pause: Pause) -> tuple[Mistake, ...]:
    """What loading warns of, and what lint finds, in the pack's own tests, too; advice counts
    as a warning."""
    from hexvet.packs.lint.linting import lint

    pause()
    found = []
    for flaw in lint(_library(draft, tests=True).load_file(draft.path), pause=pause):
        severity = "error" if flaw.level == "error" else "warning"
        problem = Problem(flaw.code, flaw.message, flaw.place, flaw.hint, severity)  # type: ignore[arg-type]
        found.append(Mistake(problem, flaw.fix))
    return tuple(found)
