"""hexvet.toml as a draft: what is wrong in it, and what would be judged otherwise by it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from hexvet.documents import Document, parse_document
from hexvet.packs.loading import Library, shipped_folder
from hexvet.problems import Problem
from hexvet.reporters.typesetting import counted, fit
from hexvet.reporters.wording import cell_text
from hexvet.workspace.folders import RULES, SETTINGS
from hexvet.workspace.settings import Settings, settings_of

if TYPE_CHECKING:
    from hexvet.drafting.effects import Effect
    from hexvet.evaluation import Assessment
    from hexvet.loading import Workspace
    from hexvet.model import Evidence, Field

_LONGEST = 60
"""The longest answer that is told whole, in columns."""


def supposed(
    root: Path, text: str, assessment: Assessment | None, pause: Callable[[], None]
) -> tuple[list[Problem], Effect | None]:
    """What is wrong in a text of hexvet.toml, and which verdicts flip by it.

    The packs that it names read its answers, too. Nothing is compared where it has errors, or
    where there is no assessment to compare with. `pause` is called between the steps.
    """
    from hexvet.evaluation import evaluate
    from hexvet.loading import load

    document = parse_document(text, SETTINGS)
    if not isinstance(document, Document):
        return [document], None
    settings = settings_of(root, document)
    problems = [*settings.problems, *_absent(root, settings, document)]
    if _errors(problems):
        return problems, None
    pause()
    before = assessment.workspace if assessment else None
    after = load(root, settings=settings, before=before, changed=(SETTINGS,))
    problems += [one for one in after.problems if one.place.file == SETTINGS]
    if assessment is None or _errors(problems):
        return problems, None
    from hexvet.drafting.turning import effect_between

    pause()
    judged = evaluate(after, assessment.as_of, assessment)
    pause()
    changes = tuple(_changes(assessment.workspace, after))
    return problems, effect_between(assessment, judged, changes, pause)


def _absent(root: Path, settings: Settings, document: Document) -> Iterator[Problem]:
    """The packs that are named and are not there, each at its place in the list."""
    library = Library((root / RULES, shipped_folder()), root, tests=False)
    for at, name in enumerate(settings.packs):
        for problem in library.load(name).problems if library.find(name) is None else ():
            yield replace(problem, place=document.place(("packs", at)))


def _errors(problems: list[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.severity == "error"]


# in words -------------------------------------------------------------------------------------
def _changes(old: Workspace, new: Workspace) -> Iterator[str]:
    """What the text says otherwise, and what of the city's other files is wrong by that."""
    if old.city != new.city:
        yield f"city: {old.city} -> {new.city}"
    yield from _packs(old.files.settings.packs, new.files.settings.packs)
    fields = {**old.fields, **new.fields}
    before, after = old.programme.evidence, new.programme.evidence
    for name in dict.fromkeys((*after, *before)):
        if before.get(name) != after.get(name):
            yield _answer(fields[name], before.get(name), after.get(name))
    yield from _named("person", old.people, new.people)
    known = frozenset(old.problems)
    worse = [one for one in new.errors if one.place.file != SETTINGS and one not in known]
    if worse:
        first = f"{worse[0].place}: {worse[0].message}"
        yield f"{counted(len(worse), 'new error')} in other files, the first at {first}"


def _packs(old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[str]:
    yield from _named("pack", dict.fromkeys(old), dict.fromkeys(new))
    if old != new and set(old) == set(new):
        yield f"packs in another order: {', '.join(new)}"


def _named(kind: str, old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[str]:
    for name in dict.fromkeys((*new, *old)):
        if old.get(name) != new.get(name) or (name in old) != (name in new):
            word = "changed" if name in old and name in new else "added"
            yield f"{kind} {name}: {word if name in new else 'taken away'}"


def _answer(field: Field, old: Evidence | None, new: Evidence | None) -> str:
    """`programme team_months (Length): 24 -> 30`; what else is said of it where that stays."""
    said, says = (_cell(field, one) for one in (old, new))
    turned = f"{said} -> {says}"
    if old is not None and new is not None and said == says:
        turned = "other rows" if old.cell != new.cell else "its source or a note"
    label = f" ({field.label})" if field.label else ""
    return f"programme {field.name}{label}: {turned}"


def _cell(field: Field, evidence: Evidence | None) -> str:
    return fit(cell_text(evidence.cell, field), _LONGEST) if evidence else "unknown"
