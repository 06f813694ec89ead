"""The lifecycle of a project: at which stage it stands, where it may go, and what that takes.

The stages are the gates of the packs, in order. A project at a stage works towards the gate of
that name, so it enters a stage when it has passed every gate before it, and is closed when it has
passed the last one. Beside its stage a project is active, paused, withdrawn or closed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, TypeAlias

from hexvet.granting import Objection
from hexvet.model import Evidence, Lifecycle, Project, Where
from hexvet.packs.model import Gate, Pack
from hexvet.problems import suggestion

if TYPE_CHECKING:
    from hexvet.evaluation import Assessment

STAGE = "stage"
"""The field that says at which stage a project is."""

Move: TypeAlias = Literal[
    "enter", "forward", "back", "stay", "close", "pause", "resume", "withdraw", "reopen"
]
Course: TypeAlias = Literal[
    "into", "next", "ahead", "here", "behind", "end", "early", "active", "paused", "withdrawn"
]
"""Where a target lies, seen from the project: `into` from no stage of that track, `end` to closed
from the last stage and `early` to closed from any other."""

WORDS: tuple[Lifecycle, ...] = ("active", "paused", "withdrawn", "closed")
"""The targets that are no stages."""


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table: the move, the gates that must be passed for it, whether a reason is
    asked for, and the state that the project is in afterwards."""

    move: Move
    after: Lifecycle = "active"
    gates: Literal["none", "before", "all"] = "none"
    reason: bool = True


TRANSITIONS: Mapping[tuple[Lifecycle, Course], Transition] = MappingProxyType(
    {
        ("active", "into"): Transition("enter", gates="before", reason=False),
        ("active", "next"): Transition("forward", gates="before", reason=False),
        ("active", "behind"): Transition("back"),
        ("active", "here"): Transition("stay"),
        ("active", "end"): Transition("close", "closed", gates="all", reason=False),
        ("active", "paused"): Transition("pause", "paused"),
        ("active", "withdrawn"): Transition("withdraw", "withdrawn"),
        ("paused", "active"): Transition("resume", reason=False),
        ("paused", "withdrawn"): Transition("withdraw", "withdrawn"),
        ("withdrawn", "active"): Transition("reopen"),
        ("closed", "active"): Transition("reopen"),
    }
)
"""Every legal move. What is not here is refused, with the command that would help."""


_ONWARDS: tuple[Move, ...] = ("forward", "enter", "close", "resume", "reopen")


@dataclass(frozen=True, slots=True)
class Step:
    """A legal move of one project. `stage` is where it stands afterwards, `at` the gate at which
    the decision is taken ("" where there is none), `gates` those that it has to have passed."""

    transition: Transition
    stage: str | None
    at: str
    gates: tuple[str, ...]


def track_of(packs: Sequence[Pack], stage: str | None) -> tuple[Gate, ...]:
    """The gates among which a stage is, in order; empty when no pack has such a gate.

    Packs that share a gate guard one track together; others have tracks of their own.
    """
    joined: dict[str, Gate] = {}
    rest = [pack for pack in packs if pack.gates]
    names = {stage}
    while near := [pack for pack in rest if names & pack.gates.keys()]:
        for pack in near:
            rest.remove(pack)
            for gate in pack.gates.values():
                joined[gate.id] = _joint(joined[gate.id], gate) if gate.id in joined else gate
        names = set(joined)
    return tuple(sorted(joined.values(), key=lambda gate: gate.order))


def _joint(first: Gate, other: Gate) -> Gate:
    """A gate that two packs guard: decided by roles that both allow."""
    return replace(
        first,
        decided_by=_both(first.decided_by, other.decided_by),
        overridden_by=_both(first.overridden_by, other.overridden_by),
    )


def _both(first: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    if not first or not other:
        return first or other
    return tuple(role for role in first if role in other) or first


def step(project: Project, packs: Sequence[Pack], target: str) -> Step | Objection:
    """The move that takes a project to a stage or to one of `WORDS`, or why there is none."""
    stage = stage_of(project)
    word = target in WORDS and not track_of(packs, target)
    track = track_of(packs, stage if word else target)
    if not word and not track:
        return _no_such_stage(packs, target)
    course = _course(stage, target, [gate.id for gate in track], word=word)
    transition = TRANSITIONS.get((project.lifecycle, course))
    if transition is None:
        return _illegal(project, target, course, track)
    return _step(transition, stage if word else target, stage, track)


def targets(project: Project, packs: Sequence[Pack]) -> tuple[tuple[str, Step], ...]:
    """Where a project may go from here, with the move; the next stage first."""
    names = (*(gate for pack in packs for gate in pack.gates), *WORDS)
    found = ((name, step(project, packs, name)) for name in dict.fromkeys(names))
    legal = [(name, one) for name, one in found if isinstance(one, Step)]
    return tuple(sorted(legal, key=lambda pair: pair[1].transition.move not in _ONWARDS))


def _step(
    transition: Transition, after: str | None, stage: str | None, track: Sequence[Gate]
) -> Step:
    names = [gate.id for gate in track]
    entered = names.index(after) if after in names else 0
    wanted = {"none": [], "before": names[:entered], "all": names}[transition.gates]
    at = stage if stage in names else names[max(entered - 1, 0)] if names else ""
    return Step(transition, after, at or "", tuple(wanted))


def stage_of(project: Project) -> str | None:
    """The stage that a project's evidence gives; None when it is unknown or disputed."""
    stage = project.cells.get(STAGE)
    return stage if isinstance(stage, str) else None


def _course(stage: str | None, target: str, names: Sequence[str], *, word: bool) -> Course:
    if word:
        if target != "closed":
            return target  # type: ignore[return-value]
        return "end" if names and stage == names[-1] else "early"
    if stage not in names:
        return "into"
    ahead = names.index(target) - names.index(stage)
    return "here" if ahead == 0 else "behind" if ahead < 0 else "next" if ahead == 1 else "ahead"


# what is refused ------------------------------------------------------------------------------
def _no_such_stage(packs: Sequence[Pack], target: str) -> Objection:
    names = [gate for pack in packs for gate in pack.gates]
    if not names:
        message = "the packs in use have no gates, so there is no stage to go to"
        return Objection(message, "paused, withdrawn and active are possible")
    hint = suggestion(target, (*names, *WORDS)) or f"there are: {', '.join((*names, *WORDS))}"
    return Objection(f"there is no stage '{target[:60]}'", hint)


def _illegal(project: Project, target: str, course: Course, track: Sequence[Gate]) -> Objection:
    """Why a move is not in the table, and the command that helps."""
    id_, stage = project.id, stage_of(project)
    names = [gate.id for gate in track]
    if project.lifecycle == target:
        return Objection(f"{id_} is {target} already", f"hexvet log --project {id_}")
    if project.lifecycle != "active":
        verb = "go on with it" if project.lifecycle == "paused" else "re-open it"
        hint = f"{verb} first: {command(id_, 'active')}"
        return Objection(f"{id_} is {project.lifecycle} and stays where it is", hint)
    if course == "early" and not names:
        return Objection(f"{id_} stands at no stage, so it has no last gate to pass", "")
    following = names[names.index(str(stage)) + 1] if stage in names[:-1] else ""
    message = f"{id_} is at {stage}; a project goes forward one stage at a time"
    return Objection(message, f"next is {following}: {command(id_, following)}")


def command(project: str, target: str) -> str:
    """The command line that decides a move, for hints."""
    return f"hexvet decide {project} --to {target} --by ROLE --reason TEXT"


# as if ----------------------------------------------------------------------------------------
def as_if(assessment: Assessment, project: str, stage: str | None) -> Assessment:
    """The assessment as it would be if a project were active and stood at a stage.

    Everything is judged that this touches: rules of the programme that count projects at a
    stage, too. Raises KeyError when there is no such project.
    """
    from hexvet.evaluation import evaluate
    from hexvet.loading import including

    workspace = including(assessment.workspace, project)
    placed = _placed(workspace.projects[project], stage)
    projects = {**workspace.projects, project: placed}
    return evaluate(replace(workspace, projects=projects), assessment.as_of, assessment)


def _placed(project: Project, stage: str | None) -> Project:
    if stage is None or stage_of(project) == stage:
        return replace(project, lifecycle="active")
    found = project.evidence.get(STAGE) or Evidence(STAGE, stage, Where(project.file, (STAGE,)))
    moved = replace(found, cell=stage, disputed=False)
    return replace(
        project,
        lifecycle="active",
        cells={**project.cells, STAGE: stage},
        evidence={**project.evidence, STAGE: moved},
    )
