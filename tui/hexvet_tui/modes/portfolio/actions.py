"""What only the portfolio can do: choose its columns."""

from __future__ import annotations

from hexvet_tui.actions import Action
from hexvet_tui.modes.portfolio.ledger import CHOICES

ACTIONS: tuple[Action, ...] = (
    Action(
        "prefix_o",
        ("o",),
        "Columns",
        "Show or hide a column: o and a letter",
        "View",
        75,
        lead="column",
    ),
    *(
        Action(
            f"column_{column}",
            (key,),
            word,
            f"Show or hide the column: {word}",
            "View",
            prefix="o",
        )
        for column, key, word in CHOICES
    ),
)
