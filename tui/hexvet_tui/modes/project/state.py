"""What the project's screen remembers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

About: TypeAlias = Literal["checks", "sections"]


@dataclass(frozen=True, slots=True)
class ProjectState:
    """The cursors of the panes.

    `about` is the pane whose cursor the why pane explains, `rule` the check (`pack/check`) or
    gate under the cursor, `section` the section, counted from 0. `scrolled` is how far the why
    pane is scrolled, and on what. `enlarged`: the why pane has the whole screen.
    """

    about: About = "checks"
    rule: str = ""
    section: int = 0
    scrolled: tuple[str, int] = ("", 0)
    enlarged: bool = False

    def top(self, cursor: str, pinned: str = "") -> int:
        """The first line in view of the explanation for a project; 0 after a move elsewhere."""
        return self.scrolled[1] if self.scrolled[0] == self.subject(cursor, pinned) else 0

    def subject(self, cursor: str, pinned: str = "") -> str:
        """What the why pane explains, as one text; what is pinned stays where it is scrolled."""
        return pinned or f"{cursor} {self.about} {self.rule} {self.section}"
