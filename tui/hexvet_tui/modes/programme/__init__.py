"""Mode 7: the programme: partners, money, team, and the checks that hold every project."""

from __future__ import annotations

from hexvet_tui.citing import Cited, rests_on, said_of, why
from hexvet_tui.modes import Mode
from hexvet_tui.modes.programme.actions import ACTIONS
from hexvet_tui.modes.programme.printout import printout
from hexvet_tui.modes.programme.verbs import VERBS, explained, moved
from hexvet_tui.ruling import about_rule
from hexvet_tui.scene import Scene
from hexvet_tui.session import PROGRAMME
from hexvet_tui.typesetting import clean


def _cited(scene: Scene) -> Cited | None:
    """The check under the cursor, which is of the programme."""
    told = explained(scene)
    if told is None:
        return None
    row = (told.rule, clean(told.title), told.verdict.replace("_", " "))
    citation = f"{PROGRAMME}: {said_of(told)}; {rests_on(scene)}"
    return Cited(told.rule, row, why(scene, told), citation)


MODE = Mode(
    id="programme",
    prose=(
        "What is answered once for all projects: partners, money, the team and its two halves, "
        "and how the projects stand at the gates. A blocker of the programme holds or stops every "
        "project at its gate. What nobody has said is unknown, never none."
    ),
    panes=("checks", "facts", "why"),
    move=moved,
    printout=printout,
    screen="hexvet_tui.modes.programme.screen:ProgrammeScreen",
    actions=ACTIONS,
    verbs=VERBS,
    explained=explained,
    cited=_cited,
    subject=lambda scene, width: about_rule(scene, explained(scene), width),
)
