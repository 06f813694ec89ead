"""The base of the screen at every size, in every form and theme: as pictures and as text.

Each mode has its pictures in `modes/`; these are the portfolio, a project, and what all modes
share: pages, typed lines, families of keys, marks.
"""

from __future__ import annotations

import fakes
import pytest
import screens
from textual.pilot import Pilot

from hexvet.cli import inside
from hexvet_tui import themes
from hexvet_tui.app import HexvetApp

SIZES = {"60x16": (60, 16), **screens.SIZES}
FORMS = {
    **screens.FORMS,
    "light": {"palette": themes.LIGHT},
    "contrast": {"palette": themes.CONTRAST},
    "ansi": {"palette": themes.ANSI},
}
KEYS = {
    "portfolio": ("down",) * 6,
    "project": (*["down"] * 6, "enter"),
    "why": (*["down"] * 10, "w"),
    "unmet": (*["down"] * 6, "J", "J"),
    "pinned": (*["down"] * 6, "enter", "J", "p", "right_square_bracket"),
    "sections": (*["down"] * 6, "enter", "t", "shift+tab", "down", "down"),
    "help": ("question_mark",),
    "about": (*["down"] * 10, "enter", "down", "question_mark"),
    "filter": ("slash", *"unknown:", "tab", "tab"),
    "command": ("colon", *"sort", "down"),
    "sort": ("s",),
    "marks": ("space", "down", "space", "v", "down", "down"),
    "problems": ("P",),
}
MATRIX = [
    (screen, size, form)
    for screen in ("portfolio", "project")
    for size in ("80x24", "120x36", "200x60")
    for form in ("colour", "mono", "ascii")
]
SHARED = (
    "why", "unmet", "pinned", "sections", "help", "about", "filter", "command", "sort", "marks",
    "problems",
)  # fmt: skip
MATRIX += [(screen, "80x24", "colour") for screen in SHARED]
MATRIX += [("portfolio", "120x36", form) for form in ("light", "contrast", "ansi")]
MATRIX += [(screen, "60x16", "colour") for screen in ("portfolio", "project", "command")]
NAMES = ["-".join(row) for row in MATRIX]

every = pytest.mark.parametrize(("screen", "size", "form"), MATRIX, ids=NAMES)


def application(form: str) -> HexvetApp:
    return HexvetApp(fakes.FakeSource(), shell=inside, **FORMS[form])  # type: ignore[arg-type]


@every
def test_screen(screen: str, size: str, form: str, request: pytest.FixtureRequest) -> None:
    async def prepare(pilot: Pilot[None]) -> None:
        await screens.settled(pilot)
        await screens.go(pilot, *KEYS[screen])

    name = f"{screen}-{size}-{form}"
    screens.same(request, name, application(form), SIZES[size], prepare)
