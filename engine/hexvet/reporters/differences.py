"""`diff` for people: the rules in words, the verdicts that flip, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hexvet.differences.changes import Change
from hexvet.differences.comparing import Comparison
from hexvet.differences.findings import Concluded
from hexvet.differences.model import Flip
from hexvet.differences.reasons import Reason, programme_reason, reasons_of
from hexvet.model import Interval
from hexvet.reporters.typesetting import (
    PLAIN,
    Column,
    Page,
    clean,
    counted,
    grid,
    paragraphs,
    wrapped,
)
from hexvet.reporters.wording import score_text, style, words


def render(comparison: Comparison, page: Page = PLAIN) -> str:
    """The whole text."""
    blocks = [heading(comparison), _rules(comparison, page)]
    if comparison.flips is not None:
        blocks += [_matrix(comparison, page), _programme(comparison, page)]
        blocks += [_flips(comparison, page), _scores(comparison, page)]
        blocks += [_findings(comparison, page), [summary(comparison)]]
    return paragraphs(blocks)


def heading(comparison: Comparison) -> list[str]:
    """Which pack is compared with which, and on what day."""
    old, new = (f"{pack.id} {pack.version} ({pack.file})" for pack in comparison.packs)
    return [clean(f"From {old} to {new}, as of {comparison.as_of}")]


def _rules(comparison: Comparison, page: Page) -> list[str]:
    if not comparison.changes:
        return ["The rules are the same."]
    lines = [page.ink("strong", f"Rules ({counted(len(comparison.changes), 'change')})")]
    for change in comparison.changes:
        lines += wrapped(change.text, page, 4, first="  ")
        lines += [f"    {sign} {clean(text)}" for sign, text in sides(change)]
    return lines


def sides(change: Change) -> list[tuple[str, str]]:
    """The old and the new text of a change that has them, to put below each other."""
    return [("-", change.old), ("+", change.new)] if change.old or change.new else []


# verdicts -------------------------------------------------------------------------------------
def _matrix(comparison: Comparison, page: Page) -> list[str]:
    rows = list(matrix(comparison))
    if not rows:
        return []
    columns = [Column("VERDICT", 40), Column("FROM"), Column("TO"), Column("PROJECTS", right=True)]
    cells = [[clean(f"{kind} {rule}"), words(old), words(new), f"{n:,}"]
             for kind, rule, old, new, n in rows]  # fmt: skip
    styles = [["", style(old), style(new), ""] for _, _, old, new, _ in rows]
    # The grid narrows its last column on a small screen; an empty one keeps the numbers whole.
    padded = [[*row, ""] for row in cells]
    body = grid([*columns, Column("")], padded, [[*row, ""] for row in styles], page)
    return [page.ink("strong", "Verdicts that flip"), *(f"  {line}" for line in body)]


def matrix(comparison: Comparison) -> Iterator[tuple[str, str, str, str, int]]:
    """(kind, rule, old, new, projects) of every kind of flip; most frequent first in each rule."""
    for table in comparison.flips.tables if comparison.flips else ():
        counts = sorted(table.matrix.items(), key=lambda pair: (-pair[1], pair[0]))
        for (old, new), number in counts:
            yield table.kind, table.rule, old, new, number


def _programme(comparison: Comparison, page: Page) -> list[str]:
    flips = comparison.flips.programme if comparison.flips else {}
    if not flips:
        return []
    lines = [page.ink("strong", f"Checks of the programme that flip ({len(flips):,})")]
    for name, (old, new) in flips.items():
        because = programme_reason(comparison, name).because
        lines += wrapped(f"{name}: {words(old)} -> {words(new)}: {because}", page, 4, first="  ")
    return lines


def _flips(comparison: Comparison, page: Page) -> list[str]:
    by_project = grouped(comparison)
    if not by_project:
        return []
    lines = [page.ink("strong", f"Projects whose verdicts flip ({len(by_project):,})")]
    limit = page.limit or len(by_project)
    for number, flips in list(by_project.items())[:limit]:
        id_, title = comparison.projects[number]
        lines.append(f"  {page.ink('strong', clean(id_))}  {clean(title)}")
        for text in told(comparison, flips):
            lines += wrapped(text, page, 6, first="    ")
    if len(by_project) > limit:
        rest = counted(len(by_project) - limit, "more project")
        lines.append(page.ink("dim", f"  ... and {rest}; in a pipe you get all"))
    return lines


def grouped(comparison: Comparison) -> dict[int, list[Flip]]:
    """The flips by project, in the portfolio's order."""
    found: dict[int, list[Flip]] = {}
    for flip in comparison.flipped():
        found.setdefault(flip.project, []).append(flip)
    return dict(sorted(found.items()))


def told(comparison: Comparison, flips: Sequence[Flip]) -> Iterator[str]:
    """Each flip of a project in a line, with its reason; a check's is told where its gate is."""
    explained = set()
    for flip in flips:
        if flip.kind == "check" and flip.rule in explained:
            continue
        reasons = reasons_of(comparison, flip)
        explained |= {reason.rule for reason in reasons}
        moved = f"{words(flip.old)} -> {words(flip.new)}"
        yield f"{flip.kind} {flip.rule}: {moved}{_why(flip, reasons)}"


def _why(flip: Flip, reasons: Sequence[Reason]) -> str:
    parts = []
    for reason in reasons:
        same = reason.old == reason.new
        moved = f"{words(reason.old)}{'' if same else f' -> {words(reason.new)}'}: "
        name = "" if flip.rule == reason.rule else f"{reason.rule} {moved}"
        parts.append(f"{name}{reason.because}")
    return f"; because {'; '.join(parts)}" if parts else ""


# scores ---------------------------------------------------------------------------------------
def _scores(comparison: Comparison, page: Page) -> list[str]:
    rows = list(score_rows(comparison))
    if not rows:
        return []
    columns = [Column("PROJECT", 30), Column("FROM"), Column("TO"), Column("RANK", right=True),
               Column("TO", right=True), Column("TITLE")]  # fmt: skip
    limit = page.limit or len(rows)
    cells = [
        [clean(comparison.projects[number][0]), score_text(old), score_text(new),
         f"{rank or '-'}", f"{other or '-'}", clean(comparison.projects[number][1])]
        for number, old, new, rank, other in rows[:limit]
    ]  # fmt: skip
    body = grid(columns, cells, [[""] * 6 for _ in cells], page)
    lines = [page.ink("strong", f"Scores and ranks that change ({len(rows):,})"), *body]
    if len(rows) > limit:
        rest = counted(len(rows) - limit, "more project")
        lines.append(page.ink("dim", f"  ... and {rest}; in a pipe you get all"))
    return lines


ScoreRow = tuple[int, Interval | None, Interval | None, int, int]


def score_rows(comparison: Comparison) -> Iterator[ScoreRow]:
    """(project, old score, new score, old rank, new rank), by new rank; rank 0 is none."""
    scores = comparison.flips.scores if comparison.flips else None
    if scores is None:
        return
    found: list[ScoreRow] = []
    for number in scores.changed.tolist():
        pair = [
            None if side is None else Interval(float(side[0][number]), float(side[1][number]))
            for side in (scores.old, scores.new)
        ]
        ranks = int(scores.old_rank[number]), int(scores.new_rank[number])
        found.append((number, pair[0], pair[1], *ranks))
    yield from sorted(found, key=lambda row: (row[4], row[3], row[0]))


# findings ---------------------------------------------------------------------------------------
def _findings(comparison: Comparison, page: Page) -> list[str]:
    found = comparison.findings
    if found is None or not (found.turned or found.troubles):
        return []
    lines = [page.ink("strong", findings_heading(found))]
    limit = page.limit or len(found.turned)
    for one in found.turned[:limit]:
        about = ", ".join(one.finding.about) or "the programme"
        words_ = f"{about}: {one.finding.message} ({one.name}, {one.finding.severity})"
        lines += wrapped(words_, page, 4, first=f"  {'+' if one.appears else '-'}")
    for trouble in found.troubles:
        lines += wrapped(trouble.message, page, 4, first="  ?")
    if len(found.turned) > limit:
        rest = counted(len(found.turned) - limit, "more finding")
        lines.append(page.ink("dim", f"  ... and {rest}; in a pipe you get all"))
    return lines


def findings_heading(found: Concluded) -> str:
    """`Findings (2 appear, 1 goes)`."""
    return f"Findings ({'not compared' if found.troubles else turned_text(found)})"


def turned_text(found: Concluded) -> str:
    """`2 appear, 1 goes`; `none appears or goes`."""
    parts = zip(found.counts, (("appears", "appear"), ("goes", "go")), strict=True)
    told = [f"{number:,} {words_[number != 1]}" for number, words_ in parts if number]
    return ", ".join(told) or "none appears or goes"


def summary(comparison: Comparison) -> str:
    """How many verdicts of how many projects flip, and how many findings turn."""
    flips = comparison.flips
    assert flips is not None
    size = counted(len(comparison.projects), "project")
    projects = len({flip.project for flip in comparison.flipped()})
    verb = "flips" if flips.count == 1 else "flip"
    told = f"{counted(flips.count, 'verdict')} of {projects:,} of {size} {verb}."
    if not flips.count:
        told = f"No verdict flips ({size})."
    found = comparison.findings
    return told if found is None or found.troubles else f"{told} Findings: {turned_text(found)}."
