"""Outcomes as words, glyphs and style keys. A state is a glyph, a word and a style: never hue."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from hexvet.reporters.wording import score_text as score_text
from hexvet.reporters.wording import share_text as share_text
from hexvet_tui.typesetting import Line, Run, clean

if TYPE_CHECKING:
    from hexvet.loading import Workspace
    from hexvet.model import (
        Cell,
        Evidence,
        Field,
        Fill,
        Kind,
        Passage,
        ProjectOutcome,
        State,
        Status,
    )
    from hexvet.packs.model import Pack

STRIP: Mapping[Fill, str] = {"filled": "#", "unknown": "?", "unfilled": "."}
FILL: Mapping[Fill, tuple[str, str]] = {
    "filled": ("+", "met"),
    "unknown": ("?", "unknown"),
    "unfilled": ("x", "unmet"),
}
FILL_STYLE: Mapping[Fill, str] = {
    "filled": "met",
    "unknown": "unknown",
    "unfilled": "unfilled",
}
STATE: Mapping[State, tuple[str, str]] = {
    "met": ("+", "met"),
    "unknown": ("?", "unknown"),
    "unmet": ("x", "unmet"),
}
PASSAGE: Mapping[Passage, tuple[str, str]] = {
    "pass": ("+", "PASS"),
    "hold": ("~", "HOLD"),
    "stop": ("x", "STOP"),
}
STATUS: Mapping[Status, tuple[str, str, str]] = {
    "passed": ("+", "passed", "met"),
    "failed": ("x", "failed", "unmet"),
    "unknown": ("?", "unknown", "unknown"),
    "not_applicable": ("-", "not applicable", "dim"),
    "waived": ("w", "waived", "waived"),
    "error": ("!", "error", "alert"),
}
VERDICT_STYLE: Mapping[str, str] = {
    **{word: word for word in ("met", "unmet", "unknown")},
    **{word: word for word in ("pass", "hold", "stop")},
    "filled": "met",
    "unfilled": "unfilled",
    **{status: style for status, (_, _, style) in STATUS.items()},
}


def project_title(workspace: Workspace, id_: str) -> str:
    """What people call a project, a withdrawn one too; the id of one that is gone."""
    found = workspace.projects.get(id_) or workspace.withdrawn.get(id_)
    return clean(found.title if found else id_)


def project_name(workspace: Workspace, id_: str) -> str:
    """`Permit routing (permits)`: where the id is needed, too, to type it or to find the file."""
    title = project_title(workspace, id_)
    return title if title == clean(id_) else f"{title} ({clean(id_)})"


def strip(sections: Iterable[Fill]) -> Line:
    """The hexagon in one character a section: `####?.`, filled, unknown and unfilled."""
    return tuple((STRIP[state], FILL_STYLE[state]) for state in sections)


def strip_text(sections: Iterable[Fill]) -> str:
    """The hexagon as plain characters."""
    return "".join(STRIP[state] for state in sections)


def filled(sections: Sequence[Fill]) -> str:
    """`4/6`: how many of the sections are filled."""
    return f"{sum(1 for state in sections if state == 'filled')}/{len(sections)}"


def passage(state: Passage) -> str:
    """`+PASS`, `~HOLD` or `xSTOP`."""
    return "".join(PASSAGE[state])


def gate_text(gate: tuple[str, Passage] | None, titles: Mapping[str, str]) -> str:
    """`~HOLD Selection`, or `-` when no pack has gates."""
    if gate is None:
        return "-"
    return f"{passage(gate[1])} {titles.get(gate[0], gate[0])}"


def gate_run(gate: tuple[str, Passage] | None, titles: Mapping[str, str]) -> Run:
    """The gate's text in the style of its state."""
    return gate_text(gate, titles), gate[1] if gate else "dim"


def counts_text(counts: tuple[int, int, int, int]) -> str:
    """`12 passed, 1 failed, 3 unknown, 0 waived` without the zeros after the first."""
    words = ("passed", "failed", "unknown", "waived")
    parts = [f"{n} {word}" for n, word in zip(counts, words, strict=True) if n]
    return ", ".join(parts) if parts else "nothing checked"


def _quantity(value: float, kind: Kind, unit: str) -> str:
    if abs(value) == float("inf"):
        return "any"
    if kind == "date":
        day = int(value)
        possible = 1 <= day <= datetime.date.max.toordinal()
        return datetime.date.fromordinal(day).isoformat() if possible else "any"
    if kind == "share":
        return f"{value * 100:.6g}%"
    text = f"{value:,.0f}" if value == round(value) else f"{value:,.2f}"
    return f"{text} {unit}" if unit else text


def cell_text(cell: Cell | None, kind: Kind, unit: str = "") -> str:
    """An answer in words: a quantity or its range, yes or no, the text, the number of rows."""
    if cell is None:
        return "disputed"
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, str):
        return clean(cell)
    if kind == "table":
        return f"{len(cell)} row" if len(cell) == 1 else f"{len(cell)} rows"
    low, high = cell
    if low == high:
        return _quantity(float(low), kind, unit)  # type: ignore[arg-type]
    ends = (_quantity(float(low), kind, unit), _quantity(float(high), kind, unit))  # type: ignore[arg-type]
    return " to ".join(ends)


def evidence_text(evidence: Evidence, field: Field | None) -> str:
    """`1,500,000 USD`: what the evidence says, in words."""
    kind: Kind = field.kind if field else "number"
    if field is None and isinstance(evidence.cell, tuple) and not hasattr(evidence.cell, "low"):
        kind = "table"
    return cell_text(evidence.cell, kind, field.unit if field else "")


def origin_text(evidence: Evidence) -> str:
    """Who said it and where: `charter p. 3, by mayor, 2015-07-01, confidence high`."""
    parts = [
        clean(evidence.source),
        f"by {clean(evidence.by)}" if evidence.by else "",
        evidence.as_of.isoformat() if evidence.as_of else "",
        f"confidence {clean(evidence.confidence)}" if evidence.confidence else "",
        "disputed" if evidence.disputed else "",
    ]
    return ", ".join(part for part in parts if part)


def gate_titles(packs: Iterable[Pack]) -> dict[str, str]:
    """Gate id to title, in the packs' order."""
    return {gate.id: clean(gate.title or gate.id) for pack in packs for gate in pack.gates.values()}


def drawn_packs(packs: Iterable[Pack]) -> tuple[Pack, ...]:
    """The packs that have sections to draw."""
    return tuple(pack for pack in packs if pack.sections)


def section_states(outcome: ProjectOutcome, pack: Pack) -> tuple[Fill, ...]:
    """The states of a pack's sections, in the pack's order."""
    return tuple(outcome.sections[name].state for name in pack.sections)


def section_labels(pack: Pack) -> tuple[str, ...]:
    """What stands inside the drawing: the short name, or the first word of the title."""
    return tuple(
        clean(section.short or section.title.split()[0] if section.title else section.name)[:8]
        for section in pack.sections.values()
    )


def late_text(days: float) -> str:
    """`16 d late`: how far beyond its day something is. Everywhere `!` marks it."""
    return f"{abs(days):,.0f} d late"


def plural(count: int, word: str) -> str:
    """`1 project`, `12 projects`."""
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"
