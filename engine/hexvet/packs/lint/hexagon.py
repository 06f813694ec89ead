"""Sections and criteria: empty ones, weights, thresholds out of reach, double counting."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from hexvet.model import Interval
from hexvet.packs.entries import Entry
from hexvet.packs.lint.curves import score_span
from hexvet.packs.lint.meaning import Meaning
from hexvet.packs.lint.model import Draft
from hexvet.packs.lint.view import View, asked_by, of_entry
from hexvet.packs.model import Criterion, Section

SIDES = 6


def hexagon_flaws(view: View) -> Iterator[Draft]:
    """The flaws of sections, of criteria among each other, and of the hexagon as a whole."""
    by_section: dict[str, list[Criterion]] = defaultdict(list)
    for criterion, _ in view.criteria:
        by_section[criterion.section].append(criterion)
    for section in view.pack.sections.values():
        yield from _section(view, section, by_section[section.id])
    yield from _same_order(view.entries("section"), "RP116", "section")
    yield from _same_order(view.entries("gate"), "RP117", "gate")
    yield from _sides(view)
    yield from _same_titles(view)
    yield from _double_counting(view)


def _section(view: View, section: Section, criteria: Sequence[Criterion]) -> Iterator[Draft]:
    entry = view.entry("section", section.name)
    if not criteria:
        hint = "give it a criterion, or remove it"
        yield of_entry("RP100", "no criterion belongs to this section", entry, hint=hint)
        return
    if not sum(one.weight for one in criteria):
        message = "the weights of this section's criteria are all 0"
        yield of_entry("RP101", message, entry, hint="give at least one of them a weight")
    if section.fill.rule == "at_least" and section.fill.amount > len(criteria):
        message = f"{section.fill.amount:g} criteria are needed, but there are {len(criteria)}"
        yield of_entry("RP102", message, entry, "fill", "the section can never be filled")
    if section.fill.rule == "score":
        yield from _reach(view, section, criteria, entry)


def _reach(
    view: View, section: Section, criteria: Sequence[Criterion], entry: Entry
) -> Iterator[Draft]:
    total = sum(one.weight for one in criteria)
    if not total:
        return
    spans = [(one.weight, score_span(view, one)) for one in criteria]
    low = sum(weight * span.low for weight, span in spans) / total
    high = sum(weight * span.high for weight, span in spans) / total
    span, wanted = Interval(low, high), section.fill.amount
    if span.low < wanted <= span.high:
        return
    outcome = "never" if span.high < wanted else "always"
    message = f"the section is {outcome} filled: its score lies between {low:.4g} and {high:.4g}"
    yield of_entry("RP103", message, entry, "fill", f"it is filled from {wanted:g} upwards")


def _same_order(entries: Iterable[Entry], code: str, kind: str) -> Iterator[Draft]:
    seen: dict[object, str] = {}
    for entry in entries:
        order = entry.values.get("order")
        if order in seen:
            message = f"the {kind} '{seen[order]}' has the same order"
            yield of_entry(code, message, entry, "order", "give each its own number")
        else:
            seen[order] = entry.name


def _sides(view: View) -> Iterator[Draft]:
    number = len(view.pack.sections)
    if number in (0, SIDES):
        return
    last = list(view.pack.sections.values())[-1]
    message = f"there are {number} sections; a hexagon has {SIDES}"
    hint = "all are shown in a list; only six can be drawn as the sides of a hexagon"
    yield of_entry("RP115", message, view.entry("section", last.name), hint=hint)
    if view.pack.scored and not sum(one.weight for one in view.pack.sections.values()):
        yield _weightless(view)


def _weightless(view: View) -> Draft:
    first = next(iter(view.pack.sections.values()))
    message = "the weights of all sections are 0, so there is no total score"
    hint = "give one a weight, or write score = 'off' under [pack]"
    return of_entry("RP101", message, view.entry("section", first.name), hint=hint)


def _same_titles(view: View) -> Iterator[Draft]:
    for kind in ("section", "criterion", "check"):
        seen: dict[str, str] = {}
        for entry in view.entries(kind):
            title = str(entry.values.get("title", "")).casefold()
            if not title:
                continue
            if title in seen:
                message = f"the {kind} '{seen[title]}' has the same title"
                hint = "readers cannot tell them apart"
                yield of_entry("RP118", message, entry, "title", hint)
            seen.setdefault(title, entry.name)


# double counting ------------------------------------------------------------------------------
def _double_counting(view: View) -> Iterator[Draft]:
    """Criteria that ask what an earlier one asks, or of which one reads all that the other does."""
    questions: dict[tuple[Meaning, ...], int] = {}
    readers: dict[frozenset[str], int] = {}
    for at, (criterion, _) in enumerate(view.criteria):
        question, evidence = _question(view, criterion), _evidence(view, criterion)
        if question in questions:
            yield _counted_twice(view, questions[question], at, (), same=True)
        else:
            near = (one for one in readers if one <= evidence or evidence <= one)
            if evidence and (found := next(near, None)) is not None:
                shared = sorted(found & evidence)
                yield _counted_twice(view, readers[found], at, shared, same=False)
        questions.setdefault(question, at)
        if evidence:
            readers.setdefault(evidence, at)


def _counted_twice(
    view: View, first: int, second: int, fields: Sequence[str], *, same: bool
) -> Draft:
    name, entry = view.criteria[first][0].name, view.criteria[second][1]
    key = "met" if "met" in entry.values else "score"
    if same:
        message = f"the criterion '{name}' asks the very same"
        return of_entry("RP113", message, entry, key, "the same fact counts twice: remove one")
    message = f"the criterion '{name}' also reads {', '.join(fields[:6])}"
    hint = "is one fact counted twice? If that is meant, say so in the rationale"
    return of_entry("RP114", message, entry, key, hint)


def _evidence(view: View, criterion: Criterion) -> frozenset[str]:
    return frozenset().union(*(view.meanings.evidence(e.node) for e in asked_by(criterion)))


def _question(view: View, criterion: Criterion) -> tuple[Meaning, ...]:
    return tuple(view.meanings.of(expression.node) for expression in asked_by(criterion))
