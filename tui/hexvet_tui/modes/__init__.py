"""The modes of the screen, and how one is added.

A mode is a folder `modes/NAME/`. Of the other modes it knows at most the state records, so that
it can hand over what to look at (`session.having(ProjectState(rule=...))`, then `entered`):

    __init__.py   MODE: one `Mode`, put together from the files below; imports no Textual
    actions.py    ACTIONS: rows of the action table that only this mode has, or says otherwise
    state.py      a frozen record with defaults for all fields: what this mode remembers
    verbs.py      VERBS and `moved`: pure functions from a scene to the next session
    panes.py      painters: (scene, width, height) -> lines of (text, style key); pure, no Textual
    printout.py   the screen as facts and tables: the plain twin and every export come from it
    cited.py      what a copy is about, where that is not the project under the cursor
    screen.py     a `ModeScreen` that places the painters, with `style.tcss` beside it
    tests/tui/modes/test_NAME.py

and one line in `TABS` below. Then it is in the title bar, under its digit and `g` + letter, in
the help, the footer, the palette, `docs/keys.md` and the schema of the settings (renew both:
`pytest tests/tui/test_keys_page.py tests/tui/test_settings.py --snapshot-update`), in
`hexvet show --screen NAME --plain`, and under every test that loops over the modes.

How the parts meet:

- A key becomes an action (`actions.py`: the common rows and the mode's own), an action a verb, a
  verb a new `Session`. A common action, `open` say, is there for a mode exactly when the mode has
  a verb for it; those that mean the same everywhere have theirs in `hexvet_tui/verbs.py`. A verb
  reads its mode's state by `session.of(RulesState)` and writes it by `session.having(state)`.
- What is more than state is an effect (`effects.py`): `session.wanting(Work(do, then))` runs `do`
  in a thread and shows `then(session, result)`; `Outside` gives the terminal to an editor; `Copy`
  and the others say what they do. Files are written inside `Work`, never in a verb.
- A line to be typed is `session.prompted(Prompt(Purpose(...)))`, a question that one key answers
  `session.asked(Question(...))`, a text over the mode `session.paged(Page(title, lines))`. All
  three are state: they need no widget, and esc closes them before anything else. Those that
  `then` brings wait for esc when a key was pressed meanwhile: see `waiting.py`.
- Painters get a `Scene`: session, form (colour, mono or ascii), keymap, `scene.explain`. Colours
  are style keys of `themes.py`. Everything that a person wrote goes through `typesetting.clean`.
- A screen places a `Canvas` for each painter, and a `Listing` for rows with a cursor. A page is
  what is in view of the canvas whose id is that of the active pane, else of the listing.
- A cursor is remembered by what it stands on (an id), not by its number, so that it stays there
  when the data change.
- Detail panes have fixed heights, nothing moves by itself, and a key repaints only lines that
  differ: see `docs/decisions/0007-screen.md`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from hexvet.model import Explanation
    from hexvet_tui.actions import Action
    from hexvet_tui.citing import Cited
    from hexvet_tui.printout import Printout
    from hexvet_tui.scene import Extent, Scene
    from hexvet_tui.session import Session
    from hexvet_tui.typesetting import Line

Verb: TypeAlias = "Callable[[Scene, Extent], Session]"
Move: TypeAlias = "Callable[[Scene, int, Extent], Session]"


@dataclass(frozen=True, slots=True)
class Tab:
    """What the title bar needs of a mode, without loading it.

    `key` switches to it, as `g` and `letter` do; `short` is its word where room is scarce.
    """

    id: str
    key: str
    letter: str
    word: str
    short: str


@dataclass(frozen=True, slots=True)
class Command:
    """A word for the command line that only the screen has, such as `theme`.

    `run(scene, rest)` gives the session; `words` what may follow it.
    """

    word: str
    help: str
    run: Callable[[Scene, str], Session]
    words: Callable[[Scene], tuple[str, ...]] = lambda scene: ()


@dataclass(frozen=True, slots=True)
class Unsaved:
    """A text that a mode holds and that is not saved: what a journal of drafts keeps.

    `file` is where it would be saved, `base` the SHA-256 of the file as it was opened, empty
    when there was none. Row and column of the caret count from 0.
    """

    file: str
    text: str = field(repr=False)
    base: str = ""
    row: int = 0
    column: int = 0


def _same(session: Session) -> Session:
    return session


def _no_lines(scene: Scene, width: int) -> list[Line]:
    return []


def _deciding(scene: Scene) -> Explanation | None:
    return scene.deciding


def _project(scene: Scene) -> Cited | None:
    from hexvet_tui.citing import of_project

    return of_project(scene, scene.session.cursor)


def _no_words(session: Session) -> str:
    return ""


def _no_drafts(session: Session) -> tuple[Unsaved, ...]:
    return ()


def _not_restored(session: Session, draft: Unsaved) -> Session:
    return session


def _not_typed(scene: Scene, key: str, character: str | None, extent: Extent) -> Session | None:
    return None


def _not_typing(scene: Scene) -> bool:
    return False


def _not_opening(session: Session) -> bool:
    return False


def _not_pasted(scene: Scene, text: str) -> Session:
    return scene.session


@dataclass(frozen=True, slots=True)
class Mode:
    """What a mode can do.

    - `prose` says on the help page what the mode shows; `subject` are lines about what is under
      its cursor, above everything else on that page.
    - `panes` are the panes that `tab` goes round, the first one active at the start.
    - `move(scene, step, extent)` moves the cursor of the active pane by lines; page, top and
      bottom go through it.
    - `printout` is the screen as facts and tables.
    - `screen` is where its screen is: `package.module:Class`, loaded when it is first shown.
    - `actions` and `verbs`: see the module.
    - `explained` is why what is under the cursor came out as it did; `cited` what that is, for
      copies and citations.
    - `enter` is done when the mode is entered and may refuse by giving a session in another one.
    - `renew` is done in the mode on the screen when there are new outcomes; `enter` does the same
      for one that was away.
    - `back` goes one level up within the mode; the same record means that there is none.
    - `unsaved` says in words what would be lost by quitting; empty when nothing. `save` goes to
      where it can be saved. `drafts` are those texts, `restored` takes one of them back into the
      mode.
    - `typed(scene, key, character, extent)` takes a key before the table of actions does, when the
      mode has an editor that is active; None leaves it to the table. `pasted` takes a paste;
      `typing` tells that letters are text just now. While it is `opening` what its keys are about,
      keys wait, in their order.
    """

    id: str
    prose: str
    panes: tuple[str, ...]
    move: Move
    printout: Callable[[Scene], Printout]
    screen: str
    actions: tuple[Action, ...] = ()
    verbs: Mapping[str, Verb] = field(default_factory=dict)
    commands: tuple[Command, ...] = ()
    subject: Callable[[Scene, int], list[Line]] = _no_lines
    explained: Callable[[Scene], Explanation | None] = _deciding
    cited: Callable[[Scene], Cited | None] = _project
    enter: Callable[[Session], Session] = _same
    renew: Callable[[Session], Session] = _same
    back: Callable[[Session], Session] = _same
    unsaved: Callable[[Session], str] = _no_words
    save: Callable[[Session], Session] | None = None
    drafts: Callable[[Session], tuple[Unsaved, ...]] = _no_drafts
    restored: Callable[[Session, Unsaved], Session] = _not_restored
    typed: Callable[[Scene, str, str | None, Extent], Session | None] = _not_typed
    pasted: Callable[[Scene, str], Session] = _not_pasted
    typing: Callable[[Scene], bool] = _not_typing
    opening: Callable[[Session], bool] = _not_opening


TABS: tuple[Tab, ...] = (
    Tab("portfolio", "1", "p", "Portfolio", "Portf"),
    Tab("project", "2", "d", "Project", "Proj"),
    Tab("rules", "3", "r", "Rules", "Rules"),
    Tab("compare", "4", "c", "Compare", "Cmp"),
    Tab("sensitivity", "5", "s", "Sensitivity", "Sens"),
    Tab("monitor", "6", "m", "Monitor", "Mon"),
    Tab("programme", "7", "o", "Programme", "Prog"),
    Tab("log", "8", "l", "Log", "Log"),
)
"""The modes that have a digit, in its order."""

ASIDE: tuple[Tab, ...] = (Tab("vetting", "", "", "Vetting", "Vet"),)
"""Modes without a digit: other modes lead to them, and esc leads back."""

IDS = tuple(tab.id for tab in (*TABS, *ASIDE))


@lru_cache(maxsize=16)
def load(name: str) -> Mode:
    """The mode of that id; its package is imported now. Raises KeyError for an unknown one."""
    if name not in IDS:
        raise KeyError(name)
    found: Mode = import_module(f"hexvet_tui.modes.{name}").MODE
    return found


def every() -> tuple[Mode, ...]:
    """All modes, loaded."""
    return tuple(map(load, IDS))


def loaded() -> tuple[Mode, ...]:
    """The modes that were needed so far: no other has anything to lose."""
    return tuple(load(name) for name in IDS if f"hexvet_tui.modes.{name}" in sys.modules)
