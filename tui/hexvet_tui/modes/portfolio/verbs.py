"""What the keys do in the portfolio."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hexvet_tui import marking, narrowing, pinning, verbs
from hexvet_tui.deciding import moving
from hexvet_tui.modes import Verb
from hexvet_tui.modes.portfolio import why
from hexvet_tui.modes.portfolio.ledger import CHOICES, HIDDEN, shape_of
from hexvet_tui.modes.portfolio.state import PortfolioState
from hexvet_tui.scene import Extent, Scene
from hexvet_tui.session import Session


def moved(scene: Scene, step: int, _: Extent) -> Session:
    """The cursor of the table some rows further."""
    return scene.session.by_rows(step)


def back(session: Session) -> Session:
    """A range given up, else without the filter, else without marks."""
    for step in (
        marking.unmarked if session.anchor else narrowing.cleared,
        marking.unmarked,
    ):
        after = step(session)
        if after is not session:
            return after
    return session


def _open(scene: Scene, _: Extent) -> Session:
    return verbs.entered(scene.session, "project")


def _turned(scene: Scene, column: str) -> Session:
    """A column shown or hidden; told when there is no room for it or nothing in it."""
    session = scene.session
    state = session.of(PortfolioState)
    shown = column not in (HIDDEN - state.wanted) | state.unwanted
    after = session.having(state.turned(column, shown))
    if shown:
        return after.said(f"{column}: hidden")
    absent = column in shape_of(replace(scene, session=after)).absent
    return after.said(
        f"nothing to show in {column}" if absent else f"shown where it fits: {column}"
    )


VERBS: Mapping[str, Verb] = {
    **{
        f"column_{column}": lambda scene, _, column=column: _turned(scene, column)  # type: ignore[misc]
        for column, _, _ in CHOICES
    },
    **verbs.LISTED,
    "drawing": verbs.ABOUT["drawing"],
    "framework": verbs.ABOUT["framework"],
    "open": _open,
    "why": why.enlarged,
    **pinning.VERBS,
    "next_unmet": lambda scene, _: pinning.minded(scene, why.to_unmet(scene, 1)),
    "previous_unmet": lambda scene, _: pinning.minded(scene, why.to_unmet(scene, -1)),
    "decide": moving.begun,
}
