"""What is judged about one project, in the order of its gates: checks and findings; and what of
that stands against it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from hexvet_tui import explaining, findings
from hexvet_tui.scene import Scene
from hexvet_tui.session import PROGRAMME, Session

if TYPE_CHECKING:
    from hexvet.evaluation import Assessment
    from hexvet.model import CheckOutcome, Explanation, Finding, GateOutcome, ProjectOutcome

SETTLED = frozenset({*explaining.SETTLED, "waived", "advice"})
"""The verdicts that leave nothing to be done; advice is no more than that."""


class About(NamedTuple):
    """What an explanation is of: whom it judges, and by which rule; a finding by its key."""

    subject: str
    rule: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list: a gate, or a check or finding under it. `subject` is whom it judges.

    `guards` counts a gate's checks and `passed` those that do not stand against it.
    """

    rule: str
    subject: str
    gate: GateOutcome | None = None
    check: CheckOutcome | None = None
    finding: Finding | None = None
    guards: int = 0
    passed: int = 0

    @property
    def is_unmet(self) -> bool:
        """Whether a check or a finding stands against the project, or nobody knows; a gate is
        told by its checks."""
        if self.check is not None:
            return self.check.status not in SETTLED
        return self.finding is not None and self.finding.severity not in SETTLED


def entries(scene: Scene) -> tuple[Entry, ...]:
    """Gates in order, each followed by its checks and findings; those without a gate last."""
    assessment, outcome = scene.session.assessment, scene.session.outcome
    if assessment is None or outcome is None:
        return ()
    checks, found = _checks(assessment, outcome), _findings(scene, outcome)
    listed: list[Entry] = []
    for gate in outcome.gates.values():
        guards = [entry for entry in checks if entry.check and entry.check.gate == gate.id]
        passed = sum(not entry.is_unmet for entry in guards)
        listed.append(Entry(gate.id, outcome.id, gate, guards=len(guards), passed=passed))
        listed += [*guards, *(entry for entry in found if _gate_of(entry) == gate.id)]
    loose = [entry for entry in (*checks, *found) if _gate_of(entry) not in outcome.gates]
    return (*listed, *loose)


def _gate_of(entry: Entry) -> str:
    judged = entry.check or entry.finding
    return judged.gate if judged else entry.rule


def _findings(scene: Scene, outcome: ProjectOutcome) -> list[Entry]:
    """What the rules found about the project, then about the programme."""
    return [
        Entry(findings.key_of(finding), subject, finding=finding)
        for about, subject in ((outcome.id, outcome.id), ("", PROGRAMME))
        for finding in findings.about(scene.session, about)
    ]


def _checks(assessment: Assessment, outcome: ProjectOutcome) -> list[Entry]:
    own = [
        Entry(check.id, outcome.id, check=check)
        for check in outcome.checks.values()
        if check.id not in assessment.programme
    ]
    shared = [Entry(check.id, PROGRAMME, check=check) for check in assessment.programme.values()]
    return own + shared


def current(listed: Sequence[Entry], rule: str, outcome: ProjectOutcome | None) -> int:
    """The entry of a rule; without it the gate that stops the project; -1 for an empty list."""
    for place, entry in enumerate(listed):
        if entry.rule == rule:
            return place
    if outcome is not None:
        blocked = [gate.id for gate in outcome.gates.values() if gate.state != "pass"]
        for place, entry in enumerate(listed):
            if blocked and entry.rule == blocked[0]:
                return place
    return 0 if listed else -1


def unfilled(scene: Scene) -> tuple[int, ...]:
    """The sections of the drawn pack that are not filled, counted from 0."""
    outcome, pack = scene.session.outcome, scene.session.framework
    if outcome is None or pack is None:
        return ()
    states = (outcome.sections[name].state for name in pack.sections)
    return tuple(at for at, state in enumerate(states) if state not in SETTLED)


def unmet(scene: Scene) -> tuple[About, ...]:
    """All that stands against the project under the cursor, or is not known: checks and findings,
    those of the gate that decides first, and then sections."""
    session = scene.session
    gate = session.standing.gate if session.standing else None
    decides = gate[0] if gate else ""
    listed = sorted(entries(scene), key=lambda one: _gate_of(one) != decides)
    judged = [About(one.subject, one.rule) for one in listed if one.is_unmet]
    names = list(session.framework.sections) if session.framework else []
    return (*judged, *(About(session.cursor, names[at]) for at in unfilled(scene)))


def gone(
    session: Session, step: int, places: Sequence[int], at: int, onto: Callable[[int], Session]
) -> Session:
    """On the nearest of some places, in their order, after a place or before it; or a word that
    there is none."""
    further = [place for place in places[::step] if (place - at) * step > 0]
    return onto(further[0]) if further else none_left(session, step)


def explained(scene: Scene, about: About) -> Explanation | None:
    """Why that came out as it did; None when it is no more."""
    if not about.rule.startswith(findings.KEY):
        return scene.explain(*about)
    subject = "" if about.subject == PROGRAMME else about.subject
    finding = findings.known_by(scene.session, subject, about.rule)
    return findings.explained(scene.session, finding) if finding else None


def about_of(scene: Scene, told: Explanation) -> About:
    """What an explanation that is shown is of."""
    session = scene.session
    if told.kind == "finding":
        for project in (session.cursor, ""):
            for finding in findings.about(session, project):
                if findings.explained(session, finding) == told:
                    return About(project or PROGRAMME, findings.key_of(finding))
    return About(told.subject, told.rule)


def none_left(session: Session, step: int) -> Session:
    """That nothing more stands against it in that direction."""
    return session.said(f"nothing {'further' if step > 0 else 'before it'} is unmet or unknown")
