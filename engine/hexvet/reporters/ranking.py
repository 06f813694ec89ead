"""Projects by the score that their evidence guarantees. The order advises; the gates decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from hexvet.model import Standing
from hexvet.reporters.report import Report
from hexvet.reporters.table import heading
from hexvet.reporters.typesetting import PLAIN, Column, Page, clean, grid, paragraphs, wrapped
from hexvet.reporters.wording import gate_word, score_text, share_text, strip, style

_COLUMNS = (
    Column("RANK", right=True),
    Column("ID", 24, shrinks=True),
    Column("LOW", right=True),
    Column("SCORE", right=True),
    Column("HEX"),
    Column("GATE", 20),
    Column("EVID", right=True),
    Column("TITLE"),
)
_ADVICE = (
    "The order is advice: it goes by the low end of the score, which holds whatever the missing "
    "evidence turns out to be. Gates decide whether a project may go on."
)
_NO_SCORE = "The packs in force give no score, so there is no order."


def render(report: Report, page: Page = PLAIN) -> str:
    """The order, or the reason why there is none."""
    ranked = ranks(list(report.standings))
    if not ranked:
        return paragraphs([heading(report, page), wrapped(_NO_SCORE, page, 0)])
    rows, styles = [], []
    for place, line in ranked:
        gate = report.gate_of(line)
        rows.append(_cells(place, line, gate_word(gate)))
        styles.append(["", "", "", "", "", style(gate[1]) if gate else "", "", ""])
    blocks = ["!BLOCK marks a gate that only findings block."] if report.blocks else []
    notes = [*wrapped(_ADVICE, page, 0), "= marks a tie.", *blocks]
    return paragraphs([heading(report, page), grid(_COLUMNS, rows, styles, page), notes])


def ranks(lines: Sequence[Standing]) -> list[tuple[str, Standing]]:
    """(`3` or `3=`, line) by the guaranteed low end, best first; projects without one are out.

    Ends that agree to six decimals are a tie, and stay in the order of the workspace.
    """
    scored = [(round(line.score.low, 6), line) for line in lines if line.score]
    scored.sort(key=lambda pair: -pair[0])
    first = {low: at for at, (low, _) in reversed([*enumerate(scored, 1)])}
    tied = Counter(low for low, _ in scored)
    return [(f"{first[low]}{'=' if tied[low] > 1 else ''}", line) for low, line in scored]


def _cells(place: str, line: Standing, gate: str) -> list[str]:
    assert line.score is not None
    return [
        place,
        clean(line.id),
        f"{line.score.low:.1f}",
        score_text(line.score),
        strip(line.sections),
        gate,
        share_text(line.evidence_share),
        clean(line.title),
    ]
