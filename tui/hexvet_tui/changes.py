"""What an edit on disk changed, in one line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from hexvet_tui import presenting
from hexvet_tui.presenting import plural
from hexvet_tui.typesetting import clean

if TYPE_CHECKING:
    from hexvet.evaluation import Assessment
    from hexvet.model import Standing
    from hexvet.problems import Problem

LISTED = 3
NOTHING = "nothing changed"
"""What is told where no outcome is another, and no rule."""


def told(before: Assessment, after: Assessment) -> str:
    """`2 verdicts changed: Procurement Selection ~HOLD -> +PASS; ...`, or what else changed."""
    old, new = _lines(before, after)
    both = [(old[name], new[name]) for name in new if name in old and old[name] != new[name]]
    arrivals = [clean(new[name].title) for name in new if name not in old]
    departures = [clean(old[name].title) for name in old if name not in new]
    titles = presenting.gate_titles(after.packs)
    verdicts = [text for pair in both for text in _gates(*pair, titles)]
    sections = [text for pair in both for text in _sections(*pair)]
    checks = [text for pair in both for text in _checks(*pair)]
    scores = [text for pair in both for text in _scores(*pair)]
    counted = (
        _counted(verdicts, "verdict"),
        _counted(sections, "hexagon"),
        _counted(checks, "project"),
        _counted(scores, "score"),
    )
    first = next((text for text in counted if text), "")
    moves = (("new", arrivals), ("gone", departures))
    moved = (f"{word}: {several(names)}" for word, names in moves if names)
    said = "; ".join(part for part in (first, *moved) if part)
    if said:
        return said
    return "no verdict changed" if both or packs_differ(before, after) else NOTHING


def _lines(
    before: Assessment, after: Assessment
) -> tuple[Mapping[str, Standing], Mapping[str, Standing]]:
    """The lines of both by project; of the same projects those alone that can differ."""
    from hexvet.incremental import apart

    was, now = before.standings, after.standings
    if list(before.workspace.projects) == list(after.workspace.projects):
        rows = apart(was, now)
        was, now = [was[row] for row in rows], [now[row] for row in rows]
    return {line.id: line for line in was}, {line.id: line for line in now}


def packs_differ(before: Assessment, after: Assessment) -> bool:
    """Whether the rules changed."""
    return [pack.sha256 for pack in before.packs] != [pack.sha256 for pack in after.packs]


def several(names: Sequence[str]) -> str:
    """`Permits, Benches, Lights and 5 more`."""
    more = f" and {len(names) - LISTED:,} more" if len(names) > LISTED else ""
    return f"{', '.join(names[:LISTED])}{more}"


def _counted(texts: list[str], word: str) -> str:
    if not texts:
        return ""
    more = f"; and {len(texts) - LISTED} more" if len(texts) > LISTED else ""
    return f"{plural(len(texts), word)} changed: " + "; ".join(texts[:LISTED]) + more


def _gates(old: Standing, new: Standing, titles: dict[str, str]) -> Iterator[str]:
    was = dict(old.gates)
    for gate, state in new.gates:
        if gate in was and was[gate] != state:
            verdicts = f"{presenting.passage(was[gate])} -> {presenting.passage(state)}"
            yield f"{clean(new.title)} {titles.get(gate, gate)} {verdicts}"


def _sections(old: Standing, new: Standing) -> Iterator[str]:
    if old.sections != new.sections:
        was, now = presenting.strip_text(old.sections), presenting.strip_text(new.sections)
        yield f"{clean(new.title)} {was} -> {now}"


def _checks(old: Standing, new: Standing) -> Iterator[str]:
    if old.counts != new.counts:
        was, now = presenting.counts_text(old.counts), presenting.counts_text(new.counts)
        yield f"{clean(new.title)} {was} -> {now}"


def _scores(old: Standing, new: Standing) -> Iterator[str]:
    if old.score != new.score:
        was, now = presenting.score_text(old.score), presenting.score_text(new.score)
        yield f"{clean(new.title)} {was} -> {now}"


def errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems that are errors."""
    return tuple(problem for problem in problems if problem.severity == "error")


def fresh_errors(before: Iterable[Problem], after: Iterable[Problem]) -> tuple[Problem, ...]:
    """The errors that were not there before; a line that only moved does not make one new."""
    known = {(problem.code, problem.place.file, problem.message) for problem in before}
    return tuple(p for p in errors(after) if (p.code, p.place.file, p.message) not in known)


def notice(problems: tuple[Problem, ...]) -> str:
    """`hexvet.toml has 1 error: ...; showing the last good result`."""
    first = problems[0]
    same = sum(problem.place.file == first.place.file for problem in problems)
    line = f" (line {first.place.line})" if first.place.line else ""
    text = f"{first.place.file} has {plural(same, 'error')}: {first.message}{line}"
    others = len(problems) - same
    more = f", and {plural(others, 'error')} elsewhere" if others else ""
    return f"{text}{more}; showing the last good result"
