"""The guided tour of the screen: what each step goes to, does, and says. Pure, no Textual.

Steps name actions, not keys, so that they also hold with a user's own keys.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hexvet_tui import actions, dispatch, findings, modes
from hexvet_tui.effects import Work
from hexvet_tui.filtering import parse
from hexvet_tui.modes.project.state import ProjectState
from hexvet_tui.plain import explainer
from hexvet_tui.printout import Printout, as_text
from hexvet_tui.scene import Extent, Scene, table_of
from hexvet_tui.session import BY_NAME, Session
from hexvet_tui.typesetting import clean

if TYPE_CHECKING:
    from hexvet.evaluation import Assessment
    from hexvet_tui.keymap import Keymap

DECIDER = "mayor"
"""In whose name the tour decides: somebody of the sample city."""
ROWS = 12
_WIDTH = 78
_EXTENT = Extent(10, 76)


@dataclass(frozen=True, slots=True)
class Step:
    """One stop: a mode on its first pane, a project, then actions, and what one sees.

    In `say`, `{id}` is the key of that action. `sheets` are the tables of the mode's printout
    that tell the same in the plain twin, by the beginning of their titles; none: the first.
    """

    mode: str
    say: str
    project: str = ""
    actions: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TourState:
    """Where the tour stands: the number of its step from 0; -1 when it was left."""

    at: int = 0


TOUR: tuple[Step, ...] = (
    Step("portfolio", "F10 goes on, esc leaves. 123456: # filled . unfilled ? unknown",
         project="smart-benches"),
    Step("project", "{mode_project}: one project: its hexagon, and the checks that guard gates.",
         project="fleet-downtime", sheets=("Sections",)),
    Step("project", "{why}: why a check failed: the rule, the answer, what would mend it.",
         project="inspection-scheduling", actions=("down", "why"),
         sheets=("Why", "Reasons")),
    Step("portfolio", "{problems}: findings. Two projects want money that is there once.",
         actions=("problems",), sheets=("Findings",)),
    Step("portfolio", "{mark} marks, {compare} compares: only what differs is listed.",
         project="fleet-downtime", actions=("mark", "mark", "compare")),
    Step("sensitivity", "{mode_sensitivity}: how far each number is from turning a verdict."),
    Step("monitor", "{mode_monitor}: delivery: what is late, and what indicators read.",
         project="invoice-payment"),
    Step("programme", "{mode_programme}: what carries all projects, and what holds them all.",
         sheets=("Partners", "Money")),
    Step("project", "{open} twice on a check: its rule, text that you edit. {mode_rules}: all.",
         project="inspection-scheduling", actions=("down", "open", "open")),
    Step("portfolio", "{decide}: a decision asks before it records. Here a gate stops it.",
         project="inspection-scheduling", actions=("decide",)),
    Step("log", "{mode_log}: the journal: who decided what and why; {verify} found it whole.",
         actions=("verify",)),
    Step("portfolio", "That was all. This is a copy: try any key, {help} shows them."),
)  # fmt: skip
"""The tour of the Los Angeles sample as of 2026-10-01."""


def is_on(session: Session) -> bool:
    """Whether the tour goes on."""
    return bool(session.tip)


def following(session: Session) -> int:
    """The number of the next step; after the last one the tour begins again."""
    return (session.of(TourState).at + 1) % len(TOUR)


def left(session: Session) -> Session:
    """Without the tour, until it is asked for again: it then goes on where it was."""
    return replace(session, tip="").said("The tour waits: F10 goes on with it.")


def told(step: Step, keymap: Keymap = ()) -> str:
    """What a step says, with the keys that the user has."""
    table = table_of(step.mode, keymap)
    return step.say.format_map({action.id: actions.shown(action) for action in table})


def placed(session: Session, at: int, keymap: Keymap = ()) -> Session:
    """At the beginning of a step, whatever was done before: nothing open, nothing marked."""
    step = TOUR[at]
    bare = replace(
        session.quiet(), pages=(), prompt=None, question=None, waiting=(), marks={}, anchor="",
        trail=(),
    )  # fmt: skip
    there = bare.arranged(parse("", bare), BY_NAME).to_row(0)
    there = there.to_row(there.rows.places.get(step.project, there.place)).having(ProjectState())
    if session.assessment is None:
        there = replace(there, cursor=step.project)
    entered = replace(there, mode=step.mode, panes={**there.panes, step.mode: ""})
    tip = f"{at + 1}/{len(TOUR)} {told(step, keymap)}"
    return replace(modes.load(step.mode).enter(entered), tip=tip).having(TourState(at))


# the plain twin -------------------------------------------------------------------------------
def plain(assessment: Assessment) -> Iterator[str]:
    """The tour as text: what each step says, then the beginning of its plain twin."""
    explain = explainer(assessment)
    session = findings.settled(Session().with_assessment(assessment)).having(deciding())
    for at, step in enumerate(TOUR):
        session = _worked(placed(session, at))
        for action in step.actions:
            scene = Scene(session, "ascii", explain=explain)
            session = _worked(dispatch.acted(scene, action, _EXTENT))
        yield f"{session.tip}\n\n{_twin(Scene(session, 'ascii', explain=explain), step)}\n"


def deciding() -> object:
    """The state in which decisions are made in the name of `DECIDER`."""
    from hexvet_tui.deciding.dialog import Acting

    return Acting(DECIDER)


def _worked(session: Session) -> Session:
    """With what was wanted in the background done now; other effects need a terminal."""
    effects, session = session.effects, session.calm()
    for effect in effects:
        if isinstance(effect, Work):
            session = effect.then(session, effect.do())
    return session


def _twin(scene: Scene, step: Step) -> str:
    pages = scene.session.pages
    if pages and not step.sheets:
        lines = pages[-1].lines(scene, _WIDTH)
        rows = ["".join(text for text, _ in line).rstrip() for line in lines]
        return "\n".join(_cut([clean(pages[-1].title), *rows], 2 * ROWS)) + "\n"
    printout = scene.mode.printout(scene)
    wanted = tuple(sheet for sheet in printout.sheets if sheet.title.startswith(step.sheets or ""))
    sheets = wanted if step.sheets else wanted[:1]
    told = as_text(Printout(printout.title, (), tuple(replace(s, rows=s.rows[:ROWS])
                                                      for s in sheets)))  # fmt: skip
    more = max((len(sheet.rows) for sheet in sheets), default=0) - ROWS
    command = f"hexvet show --screen {scene.session.mode} --plain"
    return f"{told}... {more} more rows: {command}\n" if more > 0 else told


def _cut(rows: list[str], most: int) -> list[str]:
    more = len(rows) - most
    return [*rows[:most], f"... {more} more lines"] if more > 0 else rows
