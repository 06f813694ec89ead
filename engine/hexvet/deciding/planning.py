"""Planning a decision: what the gates say, who may take it, and what stands against it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hexvet.granting import Objection
from hexvet.lifecycle import STAGE, Move, Step, as_if, stage_of, step, track_of
from hexvet.model import CheckOutcome, Finding, Lifecycle, Passage, Project, Waiver
from hexvet.packs.model import Gate
from hexvet.people import OVERRIDING, Actor, deciders, overriders, refusal
from hexvet.workspace.folders import ASSESSMENTS, SETTINGS, WAIVERS

if TYPE_CHECKING:
    from hexvet.evaluation import Assessment
    from hexvet.findings.inferred import Inferred
    from hexvet.loading import Workspace

FEWEST_WORDS = 3
"""A reason of substance has at least so many different words."""

_WORD = re.compile(r"[^\W\d_]{2,}")
_PHRASES: dict[Move, str] = {
    "back": "go back",
    "stay": "stay where it is",
    "pause": "be paused",
    "withdraw": "be withdrawn",
    "reopen": "be taken up again",
}
_STATES: dict[Passage, str] = {"pass": "is blocked", "hold": "holds", "stop": "stops"}


@dataclass(frozen=True, slots=True)
class GateReading:
    """What one gate says about a project, judged as if it had moved.

    `because` are the checks that decide its state, `blocked` the findings that block it and
    `waived` the waivers without which its state would be another.
    """

    gate: Gate
    state: Passage
    because: tuple[CheckOutcome, ...]
    blocked: tuple[Finding, ...]
    waived: tuple[Waiver, ...]

    @property
    def is_open(self) -> bool:
        """Whether nothing at this gate keeps the project."""
        return self.state == "pass" and not self.blocked

    @property
    def keeping(self) -> tuple[CheckOutcome, ...]:
        """The checks that keep the project."""
        return () if self.state == "pass" else self.because

    @property
    def against(self) -> tuple[str, ...]:
        """The ids of the checks and findings that keep the project."""
        return (*(one.id for one in self.keeping), *(one.id for one in self.blocked))


@dataclass(frozen=True, slots=True)
class Plan:
    """A decision before it is recorded. `objections` are empty when it can be.

    `before` and `after` are lifecycle and stage; `at` is the gate at which it is taken, ""
    where there is none. `gates` are those that the move has to have passed; `overridden` the
    ids of all checks and findings against which it is taken.
    """

    project: Project
    move: Move
    before: tuple[Lifecycle, str | None]
    after: tuple[Lifecycle, str | None]
    at: str
    actor: Actor
    reason: str
    gates: tuple[GateReading, ...]
    overridden: tuple[str, ...]
    objections: tuple[Objection, ...]
    inferred: Inferred = field(repr=False)

    @property
    def judged(self) -> Assessment:
        """The assessment as if the project had moved."""
        return self.inferred.assessment

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found about the project: of its waivers, and by inference."""
        return findings_of(self.inferred, self.project.id)


def project_of(workspace: Workspace, id_: str) -> Project | None:
    """A project of the workspace, a withdrawn one too; None when there is none."""
    return workspace.files.projects.get(id_)


def unreadable(workspace: Workspace, project: Project) -> Objection | None:
    """Why nobody can decide on a project: mistakes in its own files, or in the city's.

    A stage that is none, because the pack's gates are called otherwise now, is no hindrance.
    """
    own = (project.file, SETTINGS, WAIVERS)
    document = workspace.documents[project.file]
    stage = [document.place(path) for path in ((STAGE,), (STAGE, "value"))]
    for problem in workspace.errors:
        file = problem.place.file
        if problem.code == "WS013" and problem.place in stage:
            continue
        asked = file.startswith(f"{ASSESSMENTS}/") and file.endswith(f"/{project.id}.toml")
        if file in own or asked:
            hint = "mend its files first; nothing was recorded"
            return Objection(f"{project.id} cannot be decided on", hint)
    return None


def prospect(
    assessment: Assessment, project: Project, target: str
) -> tuple[Step, Assessment] | Objection:
    """The move to a target and the assessment as if it had been made, or why it cannot be."""
    found = step(project, assessment.packs, target)
    if isinstance(found, Objection):
        return found
    return found, as_if(assessment, project.id, found.stage)


def plan(
    inferred: Inferred,
    project: Project,
    move: Step,
    actor: Actor,
    reason: str,
    *,
    override: bool = False,
    standing: Inferred | None = None,
) -> Plan:
    """Everything that a decision will record, and what stands against it.

    `inferred` is what follows from the assessment as if the project had moved already
    (`prospect`), `standing` what follows from it as it is: a finding that blocks a gate today
    counts, though it would not be about the project after the move. `project` is as it stands
    now. With `override` the gates may be against it, if
    a role that may override them gives a reason of substance.
    """
    track = track_of(inferred.assessment.packs, move.at)
    both = (inferred, standing or inferred)
    readings = [_reading(both, project.id, gate) for gate in track if gate.id in move.gates]
    at = next((gate for gate in track if gate.id == move.at), None)
    closed = [reading for reading in readings if not reading.is_open]
    unsure = bool(readings) and bool(inferred.troubles)
    if override and closed:
        actor = actor.acting(overriders(closed[0].gate))
    elif at is not None:
        actor = actor.acting(deciders(at))
    against = _against(inferred, closed, actor, reason, override=override, unsure=unsure)
    entitled = () if override and closed else _not_entitled(at, actor)
    return Plan(
        project,
        move.transition.move,
        (project.lifecycle, stage_of(project)),
        (move.transition.after, move.stage),
        move.at,
        actor,
        reason,
        tuple(readings),
        tuple(dict.fromkeys(id_ for one in closed for id_ in one.against)) if override else (),
        (*entitled, *_no_reason(move, reason), *against),
        inferred,
    )


def findings_of(inferred: Inferred, project: str) -> tuple[Finding, ...]:
    """The findings about a project: those of its waivers, then those of inference."""
    own = (one for one in inferred.assessment.findings if project in one.about)
    return (*own, *inferred.of(project))


def _reading(both: tuple[Inferred, Inferred], project: str, gate: Gate) -> GateReading:
    judged = both[0].assessment
    outcome = judged.project(project)
    checks = {**judged.programme, **outcome.checks}
    found = outcome.gates[gate.id]
    here = (one for one in checks.values() if one.gate == gate.id)
    blocked = (
        one
        for inferred in both
        for about in (project, "")
        for one in inferred.blocked(about).get(gate.id, ())
    )
    return GateReading(
        gate,
        found.state,
        tuple(checks[id_] for id_ in found.because),
        tuple(dict.fromkeys(blocked)),
        tuple(one.waiver for one in here if one.waiver is not None),
    )


# what stands against it -----------------------------------------------------------------------
def _not_entitled(at: Gate | None, actor: Actor) -> Iterator[Objection]:
    if at is not None:
        refused = refusal(actor, deciders(at), f"a decision at the gate {at.id}")
        if refused:
            yield refused


def _no_reason(move: Step, reason: str) -> Iterator[Objection]:
    if move.transition.reason and not reason:
        what = _PHRASES.get(move.transition.move, move.transition.move)
        yield Objection(f"to {what} needs a reason", "say why with --reason")


def _against(
    inferred: Inferred,
    closed: Sequence[GateReading],
    actor: Actor,
    reason: str,
    *,
    override: bool,
    unsure: bool,
) -> Iterator[Objection]:
    if override:
        yield from _not_overriding(closed, actor, reason, unsure=unsure)
        return
    for reading in closed:
        who = " or ".join(overriders(reading.gate))
        hint = f"do what it asks, waive it (hexvet waive), or let {who} decide with --override"
        yield Objection(f"the gate {reading.gate.id} {_STATES[reading.state]}", hint, passable=True)
    for trouble in inferred.troubles if unsure else ():
        hint = "try it again, or decide without them: --override"
        yield Objection(trouble.message.rstrip("."), hint, passable=True)


def _not_overriding(
    closed: Sequence[GateReading], actor: Actor, reason: str, *, unsure: bool
) -> Iterator[Objection]:
    if not closed and not unsure:
        yield Objection("there is nothing to override: the gates are open", "leave --override out")
        return
    allowed = [(overriders(reading.gate), f"the gate {reading.gate.id}") for reading in closed]
    for roles, what in allowed or [(OVERRIDING, "rules that were not run")]:
        refused = refusal(actor.acting(roles), roles, f"to override {what}")
        if refused:
            yield refused
    if not has_substance(reason):
        hint = f"say with --reason, in at least {FEWEST_WORDS} words, why it goes on all the same"
        yield Objection("an override needs a reason of substance", hint)


def has_substance(reason: str) -> bool:
    """Whether a reason says something: at least three different words of letters."""
    return len({word.casefold() for word in _WORD.findall(reason)}) >= FEWEST_WORDS
