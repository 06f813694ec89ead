"""A rule in words: what it asks, where it comes from, and why it came out as it did."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from hexvet_tui import explaining
from hexvet_tui.printout import Sheet, Value
from hexvet_tui.revisions import recorded
from hexvet_tui.scene import Scene
from hexvet_tui.typesetting import Line, clean, hanging, wrap

if TYPE_CHECKING:
    from hexvet.model import Explanation
    from hexvet.packs.model import Check, Criterion, Gate, Section
    from hexvet_tui.pinning import Why

    Rule = Check | Criterion | Section | Gate

LABEL = 11


def rule_of(scene: Scene, told: Explanation | None) -> Rule | None:
    """The rule that an explanation is about; None when the packs in force have it no more."""
    assessment = scene.session.assessment
    if told is None or assessment is None:
        return None
    for pack in assessment.packs:
        for table in (pack.checks, pack.criteria, pack.sections, pack.gates):
            if told.rule in table:
                return table[told.rule]
    return None


def facts(scene: Scene, told: Explanation | None) -> list[tuple[str, str]]:
    """Label and text of what is known about a rule, in the order in which people ask."""
    rule = rule_of(scene, told)
    if told is None or rule is None:
        return []

    def own(name: str) -> str:
        return str(getattr(rule, name, "") or "")

    requires, when = getattr(rule, "require", None), getattr(rule, "when", None)
    pairs = [
        ("rule", told.rule),
        ("means", own("rationale")),
        ("requires", requires.text if requires else ""),
        ("when", when.text if when else ""),
        ("severity", own("severity")),
        ("gate", scene.gates.get(own("gate"), own("gate"))),
        ("remedy", own("remedy")),
        ("clause", own("clause")),
        ("source", scene.place(rule.where)),
        ("in force", _in_force(scene, told.rule)),
    ]
    questions = [(f"asks {name}", _question(scene, name)) for name in told.needs]
    return [(label, text) for label, text in (*pairs, *questions) if text]


def _in_force(scene: Scene, rule: str) -> str:
    """`la-model 1.0.0 r3`: the pack of a rule, in the revision that judges now."""
    packs = scene.session.assessment.packs if scene.session.assessment else ()
    pack = next((one for one in packs if one.id == rule.partition("/")[0]), None)
    if pack is None:
        return ""
    return f"{pack.id} {pack.version} {recorded(scene.session, pack.id)}".rstrip()


def _question(scene: Scene, name: str) -> str:
    field = scene.field(name)
    return field.ask or field.title if field else name


def about_rule(scene: Scene, told: Explanation | None, width: int) -> list[Line]:
    """The rule under the cursor, for the help page."""
    rows = facts(scene, told)
    if told is None or not rows:
        return []
    verdict = clean(told.verdict.replace("_", " "))
    glyph, tone = explaining.verdict_glyph(told.verdict), explaining.verdict_style(told.verdict)
    painted: list[Line] = [((f" {clean(told.title)}", "title"), (f"  {glyph} {verdict}", tone))]
    return [*painted, *labelled(rows, width)]


def labelled(rows: Iterable[tuple[str, str]], width: int) -> list[Line]:
    """Labels and texts for the help page; what is not known is left out."""
    return [
        tuple(line)
        for label, text in rows
        if text
        for line in hanging(
            (f" {label} ", "dim"), text, "text", min(width, 96) - 1, max(LABEL, len(label) + 2)
        )
    ]


def about_project(scene: Scene, width: int) -> list[Line]:
    """The project under the cursor and the rule that the mode explains, for the help page."""
    project = scene.session.project
    if project is None:
        return []
    head: Line = ((f" {clean(project.title)}", "title"), (f"  {clean(project.file)}", "dim"))
    summary = [((f" {row}", "text"),) for row in wrap(project.summary, min(width, 96) - 2)]
    told = scene.mode.explained(scene)
    rule = about_rule(scene, explaining.first(told) if told else None, width)
    return [head, *summary, *([(), *rule] if rule else [])]


def told_sheets(scene: Scene, why: Why) -> tuple[Sheet, ...]:
    """Why, as tables for a printout: the rule, and the leaves that decide it."""
    told = why.told
    if told is None:
        return ()
    reasons = [(reason, told) for reason in told.reasons]
    reasons += [(reason, part) for part in told.parts for reason in part.reasons]
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (
            explaining.holds_word(reason.holds),
            part.title,
            reason.text,
            reason.value,
            reason.wanted or None,
            scene.place(reason.where),
        )
        for reason, part in reasons
    )
    about = [*facts(scene, told), *(("change", change) for change in told.changes)]
    lead, _, rest = why.heading.partition(" ")
    title = f"{lead.capitalize()} {rest}"
    columns = ("holds", "of", "leaf", "value", "wanted", "place")
    return (
        Sheet(title, ("what", "text"), tuple((label, text) for label, text in about)),
        Sheet("Reasons", columns, rows, "nothing stands against it"),
    )
