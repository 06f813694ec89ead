"""Several parties' answers to one field become one piece of evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from hexvet.model import Cell, Evidence, Interval


def merge(
    own: Mapping[str, Evidence], assessments: Iterable[Mapping[str, Evidence]]
) -> dict[str, Evidence]:
    """The evidence of a project from its own file and from finished assessments.

    An answer with a `reason` in the project's own file is a resolution and wins. Otherwise
    equal answers are one, differing quantities span from the lowest to the highest, and
    differing truths, texts or tables are disputed: their cell is None.
    """
    others: dict[str, list[Evidence]] = {}
    for assessment in assessments:
        for name, found in assessment.items():
            others.setdefault(name, []).append(found)
    merged = {name: merge_field(found, others.pop(name, ())) for name, found in own.items()}
    return merged | {name: merge_field(None, found) for name, found in others.items()}


def merge_field(own: Evidence | None, others: Sequence[Evidence]) -> Evidence:
    """One piece of evidence from the project's own answer and the parties' answers."""
    answers = [own, *others] if own else [*others]
    first = answers[0]
    if len(answers) == 1:
        return first
    if own and own.reason:
        return replace(own, answers=tuple(others))
    cell = _merged(answers)
    return replace(
        first,
        cell=cell,
        source=_shared(answer.source for answer in answers),
        as_of=first.as_of if len({answer.as_of for answer in answers}) == 1 else None,
        by=", ".join(dict.fromkeys(answer.by for answer in answers if answer.by)),
        confidence=_shared(answer.confidence for answer in answers),
        note=_shared(answer.note for answer in answers),
        reason="",
        disputed=cell is None,
        answers=tuple(answers),
    )


def cells_of(evidence: Mapping[str, Evidence]) -> dict[str, Cell]:
    """What the evaluators see: the cell of every field that has one."""
    return {name: found.cell for name, found in evidence.items() if found.cell is not None}


def _merged(answers: Sequence[Evidence]) -> Cell | None:
    cells = [answer.cell for answer in answers]
    spans = [cell for cell in cells if isinstance(cell, Interval)]
    if len(spans) == len(cells):
        return Interval(min(span.low for span in spans), max(span.high for span in spans))
    return cells[0] if all(cell == cells[0] for cell in cells) else None


def _shared(texts: Iterable[str]) -> str:
    """The text that all have in common, or nothing."""
    found = set(texts)
    return found.pop() if len(found) == 1 else ""
