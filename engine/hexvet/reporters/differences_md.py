"""`diff` as Markdown, for the discussion of a change of the rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hexvet.differences.comparing import Comparison
from hexvet.differences.reasons import programme_reason
from hexvet.reporters.differences import (
    findings_heading,
    grouped,
    heading,
    matrix,
    score_rows,
    sides,
    summary,
    told,
)
from hexvet.reporters.typesetting import clean
from hexvet.reporters.wording import score_text, words

_SPECIAL = {ord(sign): f"\\{sign}" for sign in "\\`*_[]<>|#"}


def render(comparison: Comparison) -> str:
    """The whole text."""
    blocks = [[f"# {_text(heading(comparison)[0])}"], [*_rules(comparison)]]
    if comparison.flips is not None:
        blocks += [[summary(comparison)], [*_matrix(comparison)], [*_programme(comparison)]]
        blocks += [[*_flips(comparison)], [*_scores(comparison)], [*_findings(comparison)]]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _text(text: str) -> str:
    """Plain words that Markdown takes for nothing else."""
    return clean(text).translate(_SPECIAL)


def _code(text: str) -> str:
    """A text as code, whatever backquotes are in it."""
    fence = "``" if "`" in text else "`"
    return f"{fence}{clean(text)}{fence}"


def _table(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    headings = list(headings)
    yield f"| {' | '.join(headings)} |"
    yield f"|{'---|' * len(headings)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _rules(comparison: Comparison) -> Iterator[str]:
    yield "## Rules\n"
    if not comparison.changes:
        yield "The rules are the same."
    for change in comparison.changes:
        yield f"- {_text(change.text)}"
        for sign, text in sides(change):
            yield f"  - {'was' if sign == '-' else 'is'}: {_code(text)}"


def _matrix(comparison: Comparison) -> Iterator[str]:
    rows = [
        (f"{kind} {_text(rule)}", words(old), words(new), f"{number:,}")
        for kind, rule, old, new, number in matrix(comparison)
    ]
    if rows:
        yield "## Verdicts that flip\n"
        yield from _table(("Verdict", "From", "To", "Projects"), rows)


def _programme(comparison: Comparison) -> Iterator[str]:
    flips = comparison.flips.programme if comparison.flips else {}
    if flips:
        yield "## Checks of the programme that flip\n"
    for name, (old, new) in flips.items():
        because = _text(programme_reason(comparison, name).because)
        yield f"- **{_text(name)}**: {words(old)} -> {words(new)}: {because}"


def _flips(comparison: Comparison) -> Iterator[str]:
    found = grouped(comparison)
    if found:
        yield "## Projects whose verdicts flip\n"
    for number, flips in found.items():
        id_, title = comparison.projects[number]
        yield f"- **{_text(id_)}** {_text(title)}"
        for text in told(comparison, flips):
            yield f"  - {_text(text)}"


def _scores(comparison: Comparison) -> Iterator[str]:
    rows = [
        (
            _text(comparison.projects[number][0]),
            score_text(old),
            score_text(new),
            f"{rank or '-'}",
            f"{other or '-'}",
        )
        for number, old, new, rank, other in score_rows(comparison)
    ]
    if rows:
        yield "## Scores and ranks that change\n"
        yield from _table(("Project", "From", "To", "Rank", "To"), rows)


def _findings(comparison: Comparison) -> Iterator[str]:
    found = comparison.findings
    if found is None or not (found.turned or found.troubles):
        return
    yield f"## {findings_heading(found)}\n"
    for trouble in found.troubles:
        yield f"- {_text(trouble.message)}"
    for one in found.turned:
        about = ", ".join(one.finding.about) or "the programme"
        change = "appears" if one.appears else "goes"
        yield f"- {change}: **{_text(about)}**: {_text(one.finding.message)} ({_text(one.name)})"
