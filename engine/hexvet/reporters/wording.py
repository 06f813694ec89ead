"""Outcomes as words and glyphs, the same in every text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hexvet.language.formatting import format_cell
from hexvet.model import Cell, Evidence, Field, Fill, Finding, Interval, Lifecycle, Status, Waiver
from hexvet.reporters.typesetting import clean

STRIP: Mapping[Fill, str] = {"filled": "#", "unfilled": ".", "unknown": "?"}
PASSAGE: Mapping[str, str] = {
    "pass": "+PASS", "hold": "~HOLD", "stop": "xSTOP", "blocked": "!BLOCK"
}  # fmt: skip
"""A gate's outcome, and `blocked`: its checks let pass, and a finding does not."""

STATUS: Mapping[Status, str] = {
    "passed": "+",
    "failed": "x",
    "unknown": "?",
    "not_applicable": "-",
    "waived": "w",
    "error": "!",
}
_GLYPHS: Mapping[str, str] = {
    **dict[str, str](STATUS.items()),
    "met": "+",
    "unmet": "x",
    "filled": "#",
    "unfilled": ".",
    "pass": "+",
    "hold": "~",
    "stop": "x",
    **dict.fromkeys(("blocker", "warning", "advice"), "!"),
    **dict.fromkeys(("eligible", "within", "yes"), "+"),
    **dict.fromkeys(("blocked", "over", "no"), "x"),
    "holds": "=",
}
_STYLES: Mapping[str, str] = {
    **dict.fromkeys(("passed", "met", "filled", "pass", "eligible", "within"), "good"),
    **dict.fromkeys(("failed", "error", "unmet", "stop", "blocker", "blocked", "over"), "bad"),
    **dict.fromkeys(("unknown", "hold", "warning"), "open"),
    **dict.fromkeys(("not_applicable", "advice", "holds"), "dim"),
    "waived": "waived",
}


def glyph(verdict: str) -> str:
    """One character for any state, status or passage."""
    return _GLYPHS.get(verdict, "?")


def style(verdict: str) -> str:
    """The style of any state, status or passage; empty for a plain one."""
    return _STYLES.get(verdict, "")


def words(verdict: str) -> str:
    """`not_applicable` as it is read."""
    return verdict.replace("_", " ")


def stage_text(stage: str | None, lifecycle: Lifecycle = "active") -> str:
    """`launch`, or `launch, paused`; `-` where no stage is known."""
    told = clean(stage) if stage else "-"
    return told if lifecycle == "active" else f"{told}, {lifecycle}"


def strip(sections: Iterable[Fill]) -> str:
    """The hexagon in one character a section: `####?.`, filled, unknown and unfilled."""
    return "".join(STRIP[state] for state in sections)


def gate_word(gate: tuple[str, str] | None) -> str:
    """`~HOLD selection`, `!BLOCK selection`; `-` where no pack has gates."""
    return f"{PASSAGE[gate[1]]} {clean(gate[0])}" if gate else "-"


def score_text(score: Interval | None) -> str:
    """`62`, or `62 (55-71)`: the middle and the ends of what the evidence leaves open."""
    if score is None:
        return "-"
    low, high = round(score.low), round(score.high)
    if low == high:
        return f"{low}"
    return f"{round((score.low + score.high) / 2)} ({low}-{high})"


def share_text(share: float | None) -> str:
    """`83%`; 100 only when everything is known."""
    if share is None:
        return "-"
    percent = round(share * 100)
    return f"{min(percent, 99) if share < 1 else percent}%"


def cell_text(cell: Cell | None, field: Field | None) -> str:
    """An answer in words."""
    if cell is None:
        return "disputed"
    kind = field.kind if field else "number"
    return clean(format_cell(cell, kind, field.unit if field else ""))


def origin_text(evidence: Evidence) -> str:
    """Who says so, where and when: `charter p. 3, by mayor, 2015-07-01, confidence high`."""
    parts = (
        clean(evidence.source),
        f"by {clean(evidence.by)}" if evidence.by else "",
        evidence.as_of.isoformat() if evidence.as_of else "",
        f"confidence {clean(evidence.confidence)}" if evidence.confidence else "",
    )
    return ", ".join(part for part in parts if part)


def waiver_text(waiver: Waiver) -> str:
    """Who waived, until when and why."""
    return clean(
        f"waived by {waiver.name} ({waiver.role}) from {waiver.granted} to {waiver.expires}: "
        f"{waiver.reason}"
    )


def finding_text(finding: Finding) -> str:
    """What a finding says, for whom, and its id: `Silent for 92 days. (for mayor) [p/silent]`."""
    to = f" (for {finding.to})" if finding.to else ""
    return clean(f"{finding.message}{to} [{finding.id}]")


def in_force_text(since: object, until: object) -> str:
    """`from 2018-01-01`, `until ...`, `from ... to ...`, or `always`."""
    if since and until:
        return f"from {since} to {until}"
    return f"from {since}" if since else f"until {until}" if until else "always"


def file_text(file: str) -> str:
    """A file's name in results: relative to the workspace, never a path of this machine."""
    return file.rpartition("/")[2] if file.startswith("/") else file
