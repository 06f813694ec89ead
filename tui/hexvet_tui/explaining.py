"""An explanation as lines: the verdict, the leaves that decide it, and the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hexvet_tui import findings, presenting
from hexvet_tui.scene import Scene
from hexvet_tui.typesetting import Line, Run, clean, cut, hanging, justified, width_of, wrap

if TYPE_CHECKING:
    from hexvet.model import Evidence, Explanation, Reason

LABEL = 9
_HOLDS = {True: ("+", "met"), False: ("x", "unmet"), None: ("?", "unknown")}
SETTLED = ("passed", "met", "filled", "pass", "not_applicable")
"""The verdicts that need no way out."""

_GLYPHS: dict[str, str] = {
    **{severity: glyph for severity, (glyph, _) in findings.MARKS.items()},
    "over": "x",
    "within": "+",
    "holds": "+",
    "met": "+",
    "unmet": "x",
    **{state: glyph for state, (glyph, _) in presenting.FILL.items()},
    **{state: glyph for state, (glyph, _) in presenting.PASSAGE.items()},
    **{status: glyph for status, (glyph, _, _) in presenting.STATUS.items()},
}


def verdict_glyph(verdict: str) -> str:
    """The glyph of a verdict's word; empty for a word that has none."""
    return _GLYPHS.get(verdict.casefold().replace(" ", "_"), "")


def verdict_style(verdict: str) -> str:
    """The style key of a verdict's word."""
    if verdict in findings.MARKS:
        return findings.MARKS[verdict][1]  # type: ignore[index]
    return presenting.VERDICT_STYLE.get(verdict.casefold().replace(" ", "_"), "strong")


def holds_word(holds: bool | None) -> str:
    """Whether a leaf holds: yes, no or unknown."""
    return {True: "yes", False: "no", None: "unknown"}[holds]


def heading(explanation: Explanation | None) -> str:
    """`WHY Time-limited scope is UNKNOWN`."""
    if explanation is None:
        return "WHY"
    verdict = explanation.verdict.replace("_", " ").upper()
    glyph = verdict_glyph(explanation.verdict)
    if explanation.kind == "finding":
        return f"WHY {glyph}{clean(verdict)} {clean(explanation.title)}"
    return f"WHY {clean(explanation.title)} is {glyph}{clean(verdict)}"


def lines(explanation: Explanation | None, scene: Scene, width: int) -> list[Line]:
    """The whole explanation, wrapped to a width."""
    if explanation is None:
        return [((" Nothing to explain here.", "dim"),)]
    painted: list[Line] = []
    if explanation.message:
        style = verdict_style(explanation.verdict)
        painted += [((f" {row}", style),) for row in wrap(explanation.message, width - 2)]
    for reason in explanation.reasons:
        painted += _reason(reason, scene, width, 1, explanation.changes)
    for part in explanation.parts:
        painted += _part(part, scene, width)
    painted += _way_out(explanation, scene, width)
    return painted or [((" Nothing stands against it.", "dim"),)]


def first(told: Explanation) -> Explanation:
    """What stands for an explanation in one line: of a gate, the first check that decides it."""
    return told.parts[0] if told.kind == "gate" and told.parts else told


def _part(part: Explanation, scene: Scene, width: int) -> list[Line]:
    """One check of a gate or one criterion of a section, with its own leaves."""
    glyph = verdict_glyph(part.verdict) or "-"
    word = clean(part.verdict.replace("_", " "))
    head = (f" {glyph} {word:<8} ", verdict_style(part.verdict))
    painted = _placed(head, part.title, "strong", scene.place(part.where), width)
    indent = min(12, width // 6)
    painted += _indented(part.message, "text", indent, width)
    unsettled = part.verdict not in SETTLED
    for reason in part.reasons:
        painted += _reason(reason, scene, width, 3, part.changes[:1] if unsettled else ())
    if unsettled:
        for text in (part.remedy, *part.changes[:1]):
            rows = hanging(("     fix", "dim"), text, "text", width - 1, 12) if text else []
            painted += [tuple(row) for row in rows]
    for below in part.parts:
        painted += [(("  ", "text"), *row) for row in _part(below, scene, width - 2)]
    return painted


def _indented(text: str, style: str, indent: int, width: int) -> list[Line]:
    if not text:
        return []
    blank = (" " * indent, "text")
    return [(blank, (row, style)) for row in wrap(text, width - indent - 1)]


def _placed(head: Run, text: str, style: str, place: str, width: int) -> list[Line]:
    """A head and a text beside it; the place at the right end, on a line of its own if need be."""
    indent = width_of((head,))
    rows = wrap(text, width - indent - 1)
    lead = (head, *[(" " * indent, style)] * (len(rows) - 1))
    painted: list[Line] = [(first, (row, style)) for first, row in zip(lead, rows, strict=True)]
    right = ((f"  {place} ", "dim"),)
    if width_of(painted[-1]) + width_of(right) <= width:
        return [*painted[:-1], justified(painted[-1], right, width)]
    return [*painted, justified((), right, width)] if width >= 60 else painted


def _reason(
    reason: Reason, scene: Scene, width: int, indent: int, told: tuple[str, ...]
) -> list[Line]:
    """A leaf with its truth, its value now, its evidence, and what was wanted unless told below."""
    glyph, style = _HOLDS[reason.holds]
    place, value = scene.place(reason.where), "" if _bare(reason) else clean(reason.value)
    head = (" " * indent + glyph + " ", style)
    tail = ((f"   {value}", style), (f"  {place} ", "dim"))
    short = width_of((head, (clean(reason.text), ""), *tail)) <= width
    if short:
        left = (head, (clean(reason.text), "text"), tail[0] if value else ("", style))
        painted = [justified(left, (tail[1],), width)]
    else:
        painted = [(head, (row, "text")) for row in wrap(reason.text, width - indent - 3)[:1]]
        painted += _indented_rest(reason.text, indent + 2, width)
        now = (" " * (indent + 4) + "now ", style)
        painted += _placed(now, value, style, place, width) if value else []
    for evidence in reason.evidence:
        painted.append(_evidence(evidence, scene, width, indent + 4))
    if reason.wanted and reason.wanted not in told and not reason.wanted.startswith(reason.text):
        said = reason.wanted if reason.wanted.startswith("answer:") else f"wanted: {reason.wanted}"
        painted += _indented(said, "dim", indent + 4, width)
    return painted


def _bare(reason: Reason) -> bool:
    """Whether the leaf is a field alone, so that its evidence says the value already."""
    return len(reason.evidence) == 1 and reason.text == reason.evidence[0].field


def _indented_rest(text: str, indent: int, width: int) -> list[Line]:
    """The rows of a leaf after its first one."""
    rows = wrap(text, width - indent - 1)[1:]
    return [((" " * indent, "text"), (row, "text")) for row in rows]


def _evidence(evidence: Evidence, scene: Scene, width: int, indent: int) -> Line:
    """`end = 2018-06-30  charter p. 3, by mayor`; source and place give way when it is narrow."""
    value = presenting.evidence_text(evidence, scene.field(evidence.field))
    left: Line = ((" " * indent + clean(evidence.field), "dim"), (f" = {value}", "text"))
    place = scene.place(evidence.where)
    for shown in (place, place.rpartition("/")[2], ""):
        right = ((f"  {shown} ", "dim"),)
        if width_of(left) + width_of(right) <= width or not shown:
            break
    room = width - width_of(left) - width_of(right) - 2
    origin = cut(presenting.origin_text(evidence), room, scene.glyphs.more) if room > 8 else ""
    return justified((*left, (f"  {origin}", "dim")), right, width)


def _way_out(explanation: Explanation, scene: Scene, width: int) -> list[Line]:
    """What is missing, what would turn it, and what the pack says about the rule."""
    painted: list[Line] = []
    for name in explanation.needs:
        field = scene.field(name)
        text = clean(name) + (f": {clean(field.ask or field.title)}" if field else "")
        painted += _labelled("needs", text, "unknown", width, first=name == explanation.needs[0])
    for change in explanation.changes:
        first = change == explanation.changes[0]
        painted += _labelled("change", change, "strong", width, first=first)
    painted += _labelled("for", explanation.to, "text", width)
    painted += _labelled("remedy", explanation.remedy, "text", width)
    waiver = explanation.waiver
    if waiver:
        words = f"{waiver.role} {waiver.name}, until {waiver.expires.isoformat()}: {waiver.reason}"
        painted += _labelled("waiver", words, "waived", width)
    clause = " ".join(part for part in (explanation.clause, explanation.rationale) if part)
    painted += _labelled("clause", clause, "dim", width)
    painted += _labelled(
        "rule", f"{explanation.rule}  {scene.place(explanation.where)}", "dim", width
    )
    return painted


def _labelled(label: str, text: str, style: str, width: int, first: bool = True) -> list[Line]:
    if not text:
        return []
    word = f" {label}" if first else ""
    return [tuple(line) for line in hanging((word, "dim"), text, style, width - 1, LABEL)]
