"""Mode 1: all projects, and the one under the cursor beside or below them."""

from __future__ import annotations

from hexvet_tui.modes import Mode
from hexvet_tui.modes.portfolio.actions import ACTIONS
from hexvet_tui.modes.portfolio.printout import printout
from hexvet_tui.modes.portfolio.verbs import VERBS, back, moved
from hexvet_tui.modes.portfolio.why import explained
from hexvet_tui.ruling import about_project

MODE = Mode(
    id="portfolio",
    prose=(
        "Every project in one line. The six characters are the hexagon, section by section from "
        "the top, clockwise: # filled, ? unknown, . unfilled. The gate is the first one that the "
        "project may not pass yet, or the last one. A score such as 62 (55-71) is a range where "
        "evidence is missing or given as a range; it never stands in place of the hexagon."
    ),
    panes=("table",),
    move=moved,
    printout=printout,
    screen="hexvet_tui.modes.portfolio.screen:PortfolioScreen",
    actions=ACTIONS,
    verbs=VERBS,
    subject=about_project,
    explained=explained,
    back=back,
)
