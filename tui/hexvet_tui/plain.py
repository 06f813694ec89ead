"""The plain twin of every screen: the same facts as lines that can be read aloud.

Neither Textual nor Rich is loaded for it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hexvet.problems import suggestion
from hexvet_tui import findings, modes, narrowing, revisions
from hexvet_tui.printout import as_text
from hexvet_tui.prompting import Purpose
from hexvet_tui.scene import Explain, Extent, Scene
from hexvet_tui.session import Session

if TYPE_CHECKING:
    from hexvet.evaluation import Assessment
    from hexvet.model import Explanation

SCREENS = modes.IDS
UNFILTERED = ("programme", "rules")
"""Screens that are not about some projects."""
ENDLESS = (1000, 1000)
"""Columns and rows: on paper no column gives way."""


def screen(assessment: Assessment, name: str, project: str = "", filter: str = "") -> str:
    """A screen as text, on a project where the screen shows one.

    Raises LookupError, with words for a person, for a screen, project or filter that is not
    there.
    """
    if name not in SCREENS:
        near = suggestion(name, SCREENS) or f"one of {', '.join(SCREENS)}"
        raise LookupError(f"there is no screen '{name[:40]}'; {near}")
    session = revisions.settled(Session().with_assessment(assessment))
    own = _own_filter(session, name) if filter else None
    if own is None:
        session = session.filtered(filter)
    if session.filter.error:
        raise LookupError(session.filter.error)
    if project and project not in session.rows.places:
        known = assessment.workspace.projects
        near = suggestion(project, known)
        there = (
            "the filter leaves it out" if project in known else near or "hexvet check lists them"
        )
        raise LookupError(f"there is no project '{project[:40]}' on this screen; {there}")
    session = session.to_row(session.rows.places.get(project, 0))
    entered = modes.load(name).enter(findings.settled(session).entered(name))
    scene = Scene(entered, "ascii", explain=explainer(assessment), size=ENDLESS)
    if own is not None:
        scene = replace(scene, session=own.accepted(scene, filter))
        if scene.session.message.tone == "alert":
            raise LookupError(scene.session.message.text)
    return as_text(modes.load(name).printout(scene))


def _own_filter(session: Session, name: str) -> Purpose | None:
    """The filter of a screen that has one of its own; None for that of the portfolio.

    Raises LookupError for a screen that has none.
    """
    if name in UNFILTERED:
        raise LookupError(f"the screen '{name}' has no filter; leave --filter out")
    verb = modes.load(name).verbs.get("filter")
    asked = verb(Scene(session.entered(name)), Extent(1, 1, ENDLESS)).prompt if verb else None
    return None if asked is None or asked.purpose is narrowing.FILTER else asked.purpose


def explainer(assessment: Assessment) -> Explain:
    """Why an outcome of an assessment is what it is, as scenes ask for it."""
    import hexvet

    def explain(subject: str, rule: str | None) -> Explanation | None:
        try:
            return hexvet.explain(assessment, subject, rule)
        except (KeyError, LookupError):
            return None

    return explain
