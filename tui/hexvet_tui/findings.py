"""What the inference rules say about the portfolio: found in the background, shown beside checks.

The screen never waits for it. Until new findings arrive the earlier ones stay, marked as earlier.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from hexvet_tui.effects import Work
from hexvet_tui.presenting import plural
from hexvet_tui.session import Session
from hexvet_tui.typesetting import Line, Run, clean, cut, cut_line, hanging, width_of

if TYPE_CHECKING:
    from hexvet.evaluation import Assessment
    from hexvet.findings.inferred import Inferred
    from hexvet.model import Explanation, Finding, Severity
    from hexvet_tui.scene import Scene

Infer: TypeAlias = "Callable[[Assessment, Inferred | None], Inferred]"
"""Runs the rules over an assessment, given what was found of an earlier one."""

KEY = "finding "
"""What the keys of findings begin with: no id of a rule does."""
PAINTED = 0.15
"""Seconds in which the outcomes that the findings are about are painted first."""

MARKS: Mapping[Severity, tuple[str, str]] = {
    "blocker": ("x", "unmet"),
    "warning": ("!", "unknown"),
    "advice": ("-", "dim"),
}
"""Glyph and style key of a finding, by its severity."""


@dataclass(frozen=True, slots=True)
class FindingsState:
    """What was found, and of which assessment: the session's `revision` of that time."""

    revision: int = -1
    inferred: Inferred | None = field(default=None, repr=False, compare=False)
    explain: Callable[[Finding], Explanation] | None = field(
        default=None, repr=False, compare=False
    )


def alone(assessment: Assessment, previous: Inferred | None = None) -> Inferred:
    """Runs the rules with a worker of their own, which ends with them."""
    from hexvet.findings.inferring import infer
    from hexvet.inference.worker import Worker

    with Worker() as worker:
        return infer(assessment, worker, previous)


def sought(session: Session, infer: Infer) -> Session:
    """The rules are run over the assessment in the background."""
    assessment, revision = session.assessment, session.revision
    if assessment is None or not has_rules(session):
        return session.having(FindingsState(revision))
    previous = session.of(FindingsState).inferred

    def then(now: Session, inferred: Inferred) -> Session:
        return found(now, inferred, revision)

    work = Work(lambda: infer(assessment, previous), then, group="findings", delay=PAINTED)
    return session.wanting(work)


def found(session: Session, inferred: Inferred, revision: int) -> Session:
    """With findings of an assessment, unless a later one is there already."""
    if revision != session.revision:
        return session
    explain = lru_cache(maxsize=256)(inferred.derivation)
    after = session.having(FindingsState(revision, inferred, explain))
    if not inferred.troubles:
        return after
    first = inferred.troubles[0].message
    return after.said(f"! {clean(first)} P tells more; every check is there", "alert")


def settled(session: Session, infer: Infer = alone) -> Session:
    """With the findings of the assessment, worked out now: for the plain twin."""
    if session.assessment is None or not has_rules(session):
        return session
    return found(session, infer(session.assessment, None), session.revision)


def has_rules(session: Session) -> bool:
    """Whether a pack in use has inference rules."""
    packs = session.assessment.packs if session.assessment else ()
    return any(pack.inferences for pack in packs)


def is_stale(session: Session) -> bool:
    """Whether the rules are being run, so that the findings are of an earlier moment."""
    return has_rules(session) and session.of(FindingsState).revision != session.revision


def inferred_of(session: Session) -> Inferred | None:
    """All that was found last."""
    return session.of(FindingsState).inferred


def every(session: Session) -> tuple[Finding, ...]:
    """All findings, in order."""
    inferred = inferred_of(session)
    return inferred.findings if inferred else ()


def about(session: Session, project: str) -> tuple[Finding, ...]:
    """The findings about a project, in order; of "" those about no project."""
    inferred = inferred_of(session)
    return inferred.of(project) if inferred else ()


def key_of(finding: Finding) -> str:
    """What a finding is known by while rules are run again: no rule has such an id."""
    return f"{KEY}{' '.join((finding.id, *finding.about))}\n{finding.message}"


def known_by(session: Session, project: str, key: str) -> Finding | None:
    """The finding about a project, "" for the programme, that has a key; when its message is
    another one now, since numbers in it changed, the first of its rule about the same."""
    keys = {key_of(finding): finding for finding in about(session, project)}
    rule, end, _ = key.partition("\n")
    alike = (finding for own, finding in keys.items() if own.startswith(rule + end))
    return keys.get(key) or next(alike, None)


def explained(session: Session, finding: Finding) -> Explanation | None:
    """Why a finding holds, down to the evidence."""
    explain = session.of(FindingsState).explain
    return explain(finding) if explain else None


def title_of(session: Session, finding: Finding) -> str:
    """The title of the rule that found it; its id when no pack has that rule."""
    packs = session.assessment.packs if session.assessment else ()
    for pack in packs:
        if finding.rule in pack.inferences:
            return clean(pack.inferences[finding.rule].title)
    return clean(finding.id)


def beside(session: Session, project: str, gate: str) -> Run | None:
    """What the rules say of a project at a gate, beside what its checks say."""
    inferred = inferred_of(session)
    if inferred is None:
        return None
    if gate in inferred.blocked(project):
        return "!BLOCK", "stop"
    return ("eligible", "dim") if gate in inferred.eligible(project) else None


def tally(session: Session, project: str) -> str:
    """`1 blocker, 3 warnings` about a project; empty without findings."""
    counts: dict[str, int] = {}
    for finding in about(session, project):
        counts[finding.severity] = counts.get(finding.severity, 0) + 1
    words = [plural(n, word) for word, n in counts.items() if word != "advice"]
    words += [f"{counts['advice']} advice"] if "advice" in counts else []
    return ", ".join(words)


# lines ------------------------------------------------------------------------------------------
def waiting(session: Session) -> str:
    """Said while the rules are being run; empty when they are not."""
    return "rules are being run ..." if is_stale(session) else ""


def strip(scene: Scene, width: int) -> list[Line]:
    """One line below a project's gates: how many findings, and the first of them."""
    session = scene.session
    listed = about(session, session.cursor)
    if not listed:
        told = waiting(session)
        return [((" findings  ", "dim"), (f" {told}", "dim"))] if told else []
    glyph, style = MARKS[listed[0].severity]
    words = f"{tally(session, session.cursor)}: "
    text = cut(words + clean(listed[0].message), width - 15, scene.glyphs.more)
    return [((" findings   ", "dim"), (f"{glyph} ", style), (text, "text"))]


def listed(scene: Scene, width: int) -> list[Line]:
    """All findings about the project under the cursor, each with its words."""
    session = scene.session
    painted: list[Line] = []
    for finding in about(session, session.cursor):
        glyph, style = MARKS[finding.severity]
        painted += hanging((f" {glyph}", style), finding.message, "text", width - 1, 3)
    if not painted:
        return []
    return [(), ((" Findings of the rules", "dim"),), *painted]


def paragraphs(scene: Scene, finding: Finding, width: int) -> list[Line]:
    """A finding with its place, its words, whom it is for, what helps, and what it rests on."""
    glyph, style = MARKS[finding.severity]
    subjects = ", ".join(map(scene.name, finding.about)) or "programme"
    head: Line = (
        (f" {glyph} {finding.severity}", style),
        (f"  {clean(finding.id)}", "strong"),
        (f"  {subjects}", "dim"),
    )
    where: Line = ((f"  {scene.place(finding.where)}", "dim"),)
    whole = width_of((*head, *where)) <= width
    painted = [(*head, *where)] if whole else [cut_line(head, width), ((" ", "text"), *where)]
    painted += [*hanging(("", "text"), finding.message, "text", width - 1, 3)]
    if finding.to:
        painted += hanging(("   for", "dim"), finding.to, "text", width - 1, 12)
    if finding.remedy:
        painted += hanging(("   remedy", "dim"), finding.remedy, "text", width - 1, 12)
    told = explained(scene.session, finding) if finding in every(scene.session) else None
    for part in told.parts if told else ():
        label = "   rests on" if part is (told.parts[0] if told else None) else ""
        text = f"{part.title}  {scene.place(part.where)}"
        painted += hanging((label, "dim"), text, "dim", width - 1, 12)
    return painted
