"""Lint: everything that is wrong with a pack, and everything that is weak, in one pass."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from hexvet.packs.lint.checks import check_flaws
from hexvet.packs.lint.conditions import condition_flaws, message_flaws
from hexvet.packs.lint.curves import curve_flaws
from hexvet.packs.lint.examples import example_flaws
from hexvet.packs.lint.hexagon import hexagon_flaws
from hexvet.packs.lint.inference import inference_flaws
from hexvet.packs.lint.levels import level_of
from hexvet.packs.lint.model import Draft, Flaw
from hexvet.packs.lint.overrides import pack_flaws
from hexvet.packs.lint.units import unit_flaws
from hexvet.packs.lint.view import View
from hexvet.packs.lint.vocabulary import vocabulary_flaws
from hexvet.packs.loading import Loaded
from hexvet.problems import Problem

RULES: tuple[Callable[[View], Iterator[Draft]], ...] = (
    pack_flaws,
    vocabulary_flaws,
    unit_flaws,
    condition_flaws,
    message_flaws,
    curve_flaws,
    hexagon_flaws,
    check_flaws,
    inference_flaws,
    example_flaws,
)


def lint(loaded: Loaded, *, pause: Callable[[], None] = lambda: None) -> tuple[Flaw, ...]:
    """What loading reports, and the weaknesses of a pack that loads, each once.

    The problems of loading come first; both lists are in the order of file, line and column. A
    pack that does not load has only the first: what is weak can be told when it is whole.
    `pause` is called before each rule, and may raise to give up.
    """
    problems = tuple(map(_told, loaded.problems))
    if loaded.pack is None or loaded.composition is None:
        return problems
    view = View(loaded.pack, loaded.composition)
    drafts = (draft for rule in RULES for draft in _drafts(rule, view, pause))
    found = (_placed(view, draft) for draft in drafts if view.concerns(draft))
    return (*problems, *sorted(_once(found), key=_position))


def _drafts(
    rule: Callable[[View], Iterator[Draft]], view: View, pause: Callable[[], None]
) -> Iterator[Draft]:
    pause()
    return rule(view)


def _told(problem: Problem) -> Flaw:
    return Flaw(problem.code, problem.severity, problem.message, problem.place, problem.hint)


def _placed(view: View, draft: Draft) -> Flaw:
    document = view.composition.documents[draft.where.file]
    path = draft.where.path
    if draft.span is None:
        place = document.place(path, key=draft.key)
    else:
        start, end = draft.span
        place = document.place(path, offset=start, width=max(1, end - start))
    fix = draft.fix if draft.fix and draft.fix.where.file == view.file else None
    level = draft.level or level_of(draft.code)
    return Flaw(draft.code, level, draft.message, place, draft.hint, fix)


def _once(flaws: Iterable[Flaw]) -> Iterator[Flaw]:
    """One flaw for each code and place."""
    seen: set[object] = set()
    for flaw in flaws:
        slot = (flaw.code, flaw.place)
        if slot not in seen:
            seen.add(slot)
            yield flaw


def _position(flaw: Flaw) -> tuple[str, int, int, str]:
    return flaw.place.file, flaw.place.line, flaw.place.column, flaw.code
