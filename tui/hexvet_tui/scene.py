"""What a picture is painted from: the session, the form, and a way to ask why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from hexvet_tui import actions, findings, modes, reading
from hexvet_tui.hexagon import Form
from hexvet_tui.keymap import Keymap
from hexvet_tui.presenting import gate_titles, project_name, project_title
from hexvet_tui.session import Session
from hexvet_tui.shell import NO_SHELL, Shell
from hexvet_tui.typesetting import ASCII, UNICODE, Glyphs, clean

if TYPE_CHECKING:
    from hexvet.model import Explanation, Field, Where

Explain: TypeAlias = "Callable[[str, str | None], Explanation | None]"

NARROWEST, SHORTEST = 60, 16
WIDTHS = ((0, "tiny"), (NARROWEST, "narrow"), (100, "mid"), (140, "wide"))
HEIGHTS = ((0, "stub"), (SHORTEST, "short"), (30, "tall"))


def _silent(subject: str, rule: str | None) -> None:
    """No explanations: the scene before anything is read."""


class Extent(NamedTuple):
    """What is in view: the lines and columns of the active pane, and the whole screen."""

    page: int
    width: int
    screen: tuple[int, int] = (80, 24)

    @property
    def small(self) -> bool:
        """Whether the screen has room for the notice alone."""
        return self.screen[0] < NARROWEST or self.screen[1] < SHORTEST


@dataclass(frozen=True, slots=True)
class Scene:
    """One frame to paint. `explain(subject, rule)` is cheap to call again with the same.

    `infer` runs the inference rules: slow, for the background alone.
    """

    session: Session
    form: Form = "colour"
    palette: str = "hexvet-dark"
    explain: Explain = _silent
    keymap: Keymap = ()
    root: str = "."
    shell: Shell = NO_SHELL
    size: tuple[int, int] = (80, 24)
    infer: findings.Infer = findings.alone

    @property
    def mode(self) -> modes.Mode:
        """The mode of the session."""
        return modes.load(self.session.mode)

    @property
    def table(self) -> actions.Table:
        """What can be done now: the actions of the mode, or those of the page over it."""
        return table_of("" if self.session.pages else self.session.mode, self.keymap)

    @property
    def hinted(self) -> actions.Table:
        """What hints may name: while letters are text, only what works then; where nothing can
        be changed, nothing that would."""
        typing = not self.session.pages and self.mode.typing(self)
        table = actions.while_typing(self.table) if typing else self.table
        if not self.session.is_shut:
            return table
        return tuple(one for one in table if not reading.refuses(self, one.id))

    @property
    def pane(self) -> str:
        """The active pane."""
        panes = self.mode.panes
        return self.session.pane if self.session.pane in panes else panes[0]

    @property
    def glyphs(self) -> Glyphs:
        """The characters of frames and separators."""
        return ASCII if self.form == "ascii" else UNICODE

    @property
    def gates(self) -> dict[str, str]:
        """Gate id to title over all packs."""
        return gate_titles(self.session.assessment.packs) if self.session.assessment else {}

    @property
    def deciding(self) -> Explanation | None:
        """Why the project under the cursor stands where it stands: its deciding gate."""
        standing = self.session.standing
        return self.explain(standing.id, None) if standing else None

    def field(self, name: str) -> Field | None:
        """The field of the vocabulary that has a name."""
        packs = self.session.assessment.packs if self.session.assessment else ()
        return next((pack.fields[name] for pack in packs if name in pack.fields), None)

    def title(self, project: str) -> str:
        """The title of a project by its id; the id of one that is gone."""
        assessment = self.session.assessment
        return project_title(assessment.workspace, project) if assessment else clean(project)

    def name(self, project: str) -> str:
        """`Permit routing (permits)`: the title of a project, with its id."""
        assessment = self.session.assessment
        return project_name(assessment.workspace, project) if assessment else clean(project)

    def place(self, where: Where | None) -> str:
        """`rules/la_model.toml:44`, as far as it is known."""
        if where is None or self.session.assessment is None:
            return ""
        place = self.session.assessment.workspace.place(where)
        return f"{clean(place.file)}:{place.line}" if place.line else clean(place.file)


@lru_cache(maxsize=32)
def table_of(mode: str, keymap: Keymap = ()) -> actions.Table:
    """The actions of a mode, or of a page over it for an empty name, with the user's keys."""
    from hexvet_tui.verbs import EVERYWHERE, PAGED, PANES

    able: set[str] = {*PAGED}
    own: actions.Table = ()
    if mode:
        chosen = modes.load(mode)
        panes = PANES if len(chosen.panes) > 1 else {}
        able, own = {*EVERYWHERE, *panes, *chosen.verbs}, chosen.actions
    able |= {f"prefix_{action.prefix}" for action in actions.COMMON if action.id in able}
    common = [action for action in actions.COMMON if action.id in able]
    return actions.keyed(actions.merged([*common, *_switches(mode)], own), keymap)


def _switches(mode: str) -> list[actions.Action]:
    """Digits and `g` + letter."""
    digits = [
        actions.Action(f"mode_{tab.id}", (tab.key,), tab.word, f"{tab.word} (also g {tab.letter})")
        for tab in modes.TABS
    ]
    letters = [
        actions.Action(f"go_{tab.id}", (tab.letter,), tab.word, tab.word, prefix="g")
        for tab in modes.TABS
    ]
    return [*digits, *letters] if mode else digits
