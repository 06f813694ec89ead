"""Deciding where a project goes: what the gates say, who, why, and what will be recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from hexvet_tui import findings, presenting
from hexvet_tui.deciding import dialog
from hexvet_tui.deciding.typed import filled, filling
from hexvet_tui.effects import Work
from hexvet_tui.prompting import Choice
from hexvet_tui.scene import Extent, Scene
from hexvet_tui.session import Session
from hexvet_tui.typesetting import clean

if TYPE_CHECKING:
    from hexvet.deciding.planning import Plan
    from hexvet.evaluation import Assessment
    from hexvet.findings.inferred import Inferred
    from hexvet.granting import Objection
    from hexvet.journal.model import Entry
    from hexvet.lifecycle import Step
    from hexvet.model import Project


@dataclass(frozen=True, slots=True)
class Moving:
    """A move of one project. `inferred` is what holds as if it had been made, `standing` what
    holds as it is.

    `who` is what was said of who decides, "" for the one with the login.
    """

    assessment: Assessment = field(repr=False)
    project: Project
    target: str
    move: Step
    inferred: Inferred = field(repr=False)
    standing: Inferred = field(repr=False)
    infer: findings.Infer = field(repr=False)
    who: str = ""
    reason: str = ""
    override: bool = False

    @property
    def title(self) -> str:
        """`DECIDE Permit routing to launch`."""
        return f"DECIDE {clean(self.project.title)} to {self.target}"

    @property
    def name(self) -> str:
        """`DECIDE permits`."""
        return name_of(self.project)

    def fields(self) -> Sequence[tuple[str, str, str]]:
        """Where to, who, why, and whether against the gates."""
        planned, nobody = self.plan()
        who = "nobody" if nobody else str(planned.actor)
        override = "yes, against the gates" if self.override else "no"
        rows = (("t", "to", self.target), ("b", "by", who), ("r", "reason", self.reason))
        return (*rows, ("o", "override", override))

    def plan(self) -> tuple[Plan, Objection | None]:
        """The plan, and why nobody is known to decide when that is so."""
        from hexvet.deciding.planning import plan
        from hexvet.granting import Objection
        from hexvet.people import Actor

        found = dialog.actor(self.assessment.workspace, self.who)
        nobody = found if isinstance(found, Objection) else None
        who = Actor("nobody", "nobody") if isinstance(found, Objection) else found
        whole = (self.inferred, self.project, self.move, who, self.reason)
        planned = plan(*whole, override=self.override, standing=self.standing)
        return planned, nobody

    def told(self, width: int) -> str:
        """What would be recorded, and the gates."""
        from hexvet.deciding.recording import edits_of
        from hexvet.reporters import decision
        from hexvet.reporters.typesetting import Page

        planned, paper = self.plan()[0], Page(width)
        edits = edits_of(self.assessment.workspace, planned)
        recorded = decision.recorded(planned, edits, None, paper)
        gates = decision.gates(planned, paper).removeprefix(self.project.id)
        name = presenting.project_name(self.assessment.workspace, self.project.id)
        return f"{recorded}\n{name}{gates}"

    def objections(self) -> Sequence[Objection]:
        """What the plan says, after that nobody is known to decide."""
        planned, nobody = self.plan()
        if nobody is None:
            return planned.objections
        return (nobody, *(one for one in planned.objections if one.passable))

    def choices(self) -> Sequence[Choice]:
        """Where to, who, why, whether against the gates, and another project."""
        from hexvet.lifecycle import targets

        places = targets(self.project, self.assessment.packs)
        words = [(name, step.transition.move) for name, step in places]
        return (
            dialog.typing("t", "to", self, self._to, words=words),
            dialog.asking_who(self, self.assessment.workspace),
            dialog.asking_why(self),
            Choice(
                "o",
                "obey" if self.override else "override",
                self._turned,
            ),
            dialog.typing("p", "project", self, self._about, words=_projects(self.assessment)),
        )

    def _turned(self, session: Session) -> Session:
        turned = replace(self, override=not self.override)
        kept = filling(session, self.name, "override", "yes" if turned.override else "")
        return dialog.shown(kept, turned)

    def _to(self, session: Session, text: str) -> Session:
        return sought(session, replace(self, target=text or self.target))

    def _about(self, session: Session, text: str) -> Session:
        from hexvet.problems import suggestion

        session = filling(session, self.name, "project", "")
        known = self.assessment.workspace.files.projects
        if text and text not in known:
            near = suggestion(text, known)
            told = clean(f"there is no project '{text[:40]}'; {near}".rstrip("; "))
            return dialog.shown(session, self).said(told, "alert")
        return about(session, known.get(text, self.project), self.infer)

    def carry_out(self) -> Entry:
        """Records the decision."""
        from hexvet.deciding.recording import decision
        from hexvet.journal import record

        workspace = self.assessment.workspace
        draft, edits = decision(workspace, self.plan()[0])
        return record(workspace.root, draft, edits, dialog.now)

    def anew(self, session: Session) -> Session:
        """On the project as it is now."""
        known = session.assessment.workspace.files.projects if session.assessment else {}
        project = known.get(self.project.id)
        if project is None:
            told = f"{clean(self.project.title)} is not there any more"
            return session.said(told, "alert", "what was typed is kept")
        return about(session, project, self.infer)


def name_of(project: Project) -> str:
    """By what is kept what was typed about a project's decision."""
    return f"DECIDE {project.id}"


def _projects(assessment: Assessment) -> dialog.Words:
    """Every project, those that were withdrawn first: they are in no list."""
    workspace = assessment.workspace
    known = (*workspace.withdrawn.values(), *workspace.projects.values())
    return [(one.id, f"{clean(one.title)}: {one.lifecycle}") for one in known]


def begun(scene: Scene, _: Extent) -> Session:
    """The decision about the project under the cursor; where there is none, about the first that
    was withdrawn."""
    session = scene.session
    gone = session.assessment.workspace.withdrawn if session.assessment else {}
    project = session.project or (None if session.total else next(iter(gone.values()), None))
    if project is None:
        return session.said("no project to decide on", "alert")
    return about(session, project, scene.infer)


def about(session: Session, project: Project, infer: findings.Infer) -> Session:
    """The decision about a project, to the next stage at first; a withdrawn one is re-opened."""
    from hexvet.deciding.planning import unreadable
    from hexvet.lifecycle import targets

    assessment = session.assessment
    if assessment is None:
        return session
    refused = unreadable(assessment.workspace, project)
    if refused:
        return session.said(f"{refused.message}: {refused.hint}; P shows them", "alert")
    places = targets(project, assessment.packs)
    name = name_of(project)
    wanted = filled(session, name, "to")
    target, step = next((place for place in places if place[0] == wanted), places[0])
    inferred = findings.inferred_of(session)
    # What holds after the move is worked out in the background: `inferred` stands in for it.
    who = filled(session, name, "by") or session.of(dialog.Acting).who
    draft = Moving(assessment, project, target, step, inferred, inferred, infer, who)  # type: ignore[arg-type]
    override = bool(filled(session, name, "override"))
    return sought(
        session, replace(draft, reason=filled(session, name, "reason"), override=override)
    )


def sought(session: Session, wanted: Moving) -> Session:
    """Judges the project as if it had moved, in the background, and shows the deed."""

    def do() -> Moving | Objection:
        from hexvet.deciding.planning import prospect
        from hexvet.granting import Objection

        found = prospect(wanted.assessment, wanted.project, wanted.target)
        if isinstance(found, Objection):
            return found
        move, judged = found
        standing = wanted.infer(wanted.assessment, wanted.standing)
        inferred = wanted.infer(judged, standing)
        return replace(wanted, move=move, inferred=inferred, standing=standing)

    def then(after: Session, found: Moving | Objection) -> Session:
        from hexvet.granting import Objection

        if isinstance(found, Objection):
            after = filling(after, wanted.name, "to", "")
        return dialog.arrived(after, found)

    return session.said("judging ...").wanting(Work(do, then, group="deciding"))
