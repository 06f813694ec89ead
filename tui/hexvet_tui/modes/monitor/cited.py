"""What a copy is about: the project of the step or the indicator under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hexvet_tui.citing import WIDTH, Cited, as_text, of_project, rests_on
from hexvet_tui.modes.monitor.panes import STATES, delivery
from hexvet_tui.modes.monitor.verbs import current
from hexvet_tui.session import PROGRAMME

if TYPE_CHECKING:
    from hexvet.monitoring import Indicator, Step
    from hexvet_tui.scene import Scene


def cited(scene: Scene) -> Cited | None:
    """The project, or the programme, with the row that the cursor stands on."""
    chosen = current(scene)
    if chosen is None:
        return None
    project = chosen.project or PROGRAMME
    found = of_project(scene, chosen.project)
    lead = found.citation.partition("; ")[0] if found else project
    row, told = _row(chosen)
    delivered = as_text(f"DELIVERY {project}", delivery(scene, chosen.project, WIDTH))
    citation = f"{lead}; {chosen.name}: {told}; {rests_on(scene)}"
    return Cited(project, (project, scene.title(chosen.project), *row), delivered, citation)


def _row(chosen: Step | Indicator) -> tuple[tuple[str, ...], str]:
    """Its cells, and how it stands."""
    from hexvet.monitoring import Step

    if not isinstance(chosen, Step):
        last = f"{chosen.readings[-1].value:g}" if chosen.readings else "no reading"
        return (chosen.name, last, chosen.state), f"{last}, {chosen.state}"
    due = chosen.due.isoformat() if chosen.due else "no day"
    word = STATES[chosen.state][1]
    return (chosen.name, chosen.owner, due, word), f"due {due}, {word}"
