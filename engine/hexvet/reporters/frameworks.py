"""One candidate judged by several frameworks, side by side: the hexagon, gate and score of each."""

from __future__ import annotations

from hexvet.differences.frameworks import Judgement, Row, side_by_side
from hexvet.reporters.report import Report
from hexvet.reporters.typesetting import Column, Page, clean, grid
from hexvet.reporters.wording import gate_word, score_text, strip, style

MOST_PROJECTS = 250
"""Beyond this many projects nobody reads them side by side; name those with `--project`."""


def render(report: Report, page: Page) -> list[str]:
    """A row a project, three columns a pack; nothing unless several packs judge."""
    packs = report.assessment.packs
    if len(packs) < 2 or len(report.projects) > MOST_PROJECTS:
        return []
    rows = list(side_by_side(report.assessment, report.projects))
    columns = [Column("ID", 24, shrinks=True), Column("")]
    for number, _ in enumerate(packs, 1):
        columns += [Column(f"HEX {number}"), Column(f"GATE {number}"), Column(f"SCORE {number}")]
    title = page.ink("strong", f"Side by side ({len(packs)} packs)")
    named = [
        clean(f"  {number} {pack.id} {pack.version}  {pack.file}")
        for number, pack in enumerate(packs, 1)
    ]
    cells = [_cells(row) for row in rows]
    return [title, *named, *grid(columns, cells, [_styles(row) for row in rows], page)]


def _cells(row: Row) -> list[str]:
    """`!` marks a project that one pack lets pass and another does not."""
    cells = [clean(row.project), "" if row.agree else "!"]
    for judgement in row.judgements:
        cells += _of_pack(judgement)
    return cells


def _of_pack(judgement: Judgement) -> list[str]:
    hexagon = strip(state for _, state in judgement.sections) or "-"
    return [hexagon, gate_word(judgement.gate), score_text(judgement.score)]


def _styles(row: Row) -> list[str]:
    styles = ["", "" if row.agree else "bad"]
    for judgement in row.judgements:
        styles += ["", style(judgement.gate[1]) if judgement.gate else "", ""]
    return styles
