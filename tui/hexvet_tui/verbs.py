"""What actions do that mean the same in every mode: pure, from a scene to the next session.

`EVERYWHERE` works in all modes. `LISTED` is for modes whose cursor stands on the rows of the
portfolio, `ABOUT` for those that show one project: such a mode takes them into its own verbs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hexvet_tui import citing, commands, exporting, marking, modes, narrowing, pages, reading
from hexvet_tui.deciding import undoing
from hexvet_tui.effects import Quit, Reload, Repaint, Suspend
from hexvet_tui.modes import Verb
from hexvet_tui.presenting import drawn_packs
from hexvet_tui.prompting import Choice, Question
from hexvet_tui.scene import Extent, Scene
from hexvet_tui.session import FIRST, Session
from hexvet_tui.sorting import COLUMNS

FAR = 10**9
PREFIX = "prefix_"


# moving ---------------------------------------------------------------------------------------
def moved(scene: Scene, step: int, extent: Extent) -> Session:
    """The page on top scrolled, or the cursor of the active pane moved, by so many lines."""
    if scene.session.pages:
        return pages.scrolled(scene, step, extent)
    return scene.mode.move(scene, step, extent)


def _pane(scene: Scene, step: int) -> Session:
    """With the next or previous pane active."""
    panes = scene.mode.panes
    return scene.session.in_pane(panes[(panes.index(scene.pane) + step) % len(panes)])


def to_project(session: Session, step: int) -> Session:
    """The previous or next project, with a word at the ends."""
    to = session.by_rows(step)
    if to is session and session.rows.order:
        return session.said("this is the last project" if step > 0 else "this is the first project")
    return to


# modes and levels -----------------------------------------------------------------------------
def entered(session: Session, mode: str) -> Session:
    """In a mode, unless it refuses."""
    if mode == session.mode:
        return replace(session, pages=())
    return modes.load(mode).enter(session.entered(mode))


def back(scene: Scene, _: Extent) -> Session:
    """One level up: page, what the mode has open, the mode itself; at the top, what is marked."""
    session = scene.session
    if session.pages:
        return session.unpaged()
    within = scene.mode.back(session)
    return session.returned() if within is session else within


def _leave(scene: Scene, extent: Extent) -> Session:
    session = scene.session
    if session.pages:
        return session.unpaged()
    if session.mode == FIRST and not session.trail:
        return quitting(session)
    within = scene.mode.back(session)
    return within if within.mode == session.mode and within is not session else session.returned()


def shown(session: Session, project: str) -> Session:
    """With the cursor on a project by its id; a filter that hides it is cleared."""
    if project not in session.rows.places:
        session = session.filtered("").said("filter cleared to show it")
    return replace(session, cursor=project)


def to_named(session: Session, project: str) -> Session:
    """Project mode on a project by its id."""
    return entered(shown(session, project), "project")


def quitting(session: Session) -> Session:
    """The end; asks first when something would be lost. The key that asked answers nothing."""
    lost = [(mode, words) for mode in modes.loaded() if (words := mode.unsaved(session))]
    if not lost:
        return session.wanting(Quit())
    able = [mode.save for mode, _ in lost if mode.save]
    choices = (
        *(Choice("s", "save", save) for save in able[:1]),
        Choice("k", "keep for next time", _kept),
        Choice("enter", "", _kept),
        Choice("x", "discard", lambda now: now.wanting(Quit())),
    )
    return session.asked(Question(f"not saved: {'; '.join(words for _, words in lost)}", choices))


def _kept(session: Session) -> Session:
    return session.wanting(Quit(keeping=True))


# view -----------------------------------------------------------------------------------------
def _redrawn(scene: Scene, _: Extent) -> Session:
    session = scene.session
    view = replace(session.view, drawing=not session.view.drawing)
    return replace(session, view=view).said("drawing" if view.drawing else "text")


def _next_framework(scene: Scene, _: Extent) -> Session:
    session = scene.session
    packs = drawn_packs(session.assessment.packs) if session.assessment else ()
    if len(packs) < 2:
        return session.said("only one pack has sections")
    view = replace(session.view, framework=(session.view.framework + 1) % len(packs))
    return replace(session, view=view).said(f"drawn: {packs[view.framework].title}")


EVERYWHERE: Mapping[str, Verb] = {
    "down": lambda scene, extent: moved(scene, 1, extent),
    "up": lambda scene, extent: moved(scene, -1, extent),
    "page_down": lambda scene, extent: moved(scene, extent.page, extent),
    "page_up": lambda scene, extent: moved(scene, -extent.page, extent),
    "top": lambda scene, extent: moved(scene, -FAR, extent),
    "go_top": lambda scene, extent: moved(scene, -FAR, extent),
    "bottom": lambda scene, extent: moved(scene, FAR, extent),
    "back": back,
    "leave": _leave,
    "help": lambda scene, _: pages.helped(scene),
    "problems": lambda scene, _: scene.session.paged(pages.PROBLEMS),
    "messages": lambda scene, _: scene.session.paged(pages.MESSAGES),
    "command": lambda scene, _: commands.prompted(scene.session),
    "reload": lambda scene, _: scene.session.said("reading ...").wanting(Reload()),
    "repaint": lambda scene, _: scene.session.wanting(Repaint()),
    "suspend": lambda scene, _: scene.session.wanting(Suspend()),
    "quit": lambda scene, _: quitting(scene.session),
    "undo": undoing.undone,
    "redo": undoing.redone,
    "copy": lambda scene, _: citing.copied(scene, "row"),
    **{
        f"copy_{what}": lambda scene, _, what=what: citing.copied(scene, what)  # type: ignore[misc]
        for what in (*citing.COPIES, "markdown")
    },
    **{
        f"export_{form}": lambda scene, _, form=form: exporting.prompted(scene, form)  # type: ignore[misc]
        for form in exporting.FORMS
    },
    **{
        f"{way}_{mode}": lambda scene, _, mode=mode: entered(scene.session, mode)  # type: ignore[misc]
        for mode in modes.IDS
        for way in ("mode", "go")
    },
}
PANES: Mapping[str, Verb] = {
    "next_pane": lambda scene, _: _pane(scene, 1),
    "previous_pane": lambda scene, _: _pane(scene, -1),
}
LISTED: Mapping[str, Verb] = {
    "filter": lambda scene, _: narrowing.prompted(scene.session),
    "next_match": lambda scene, _: narrowing.to_match(scene.session, 1),
    "previous_match": lambda scene, _: narrowing.to_match(scene.session, -1),
    "reverse": lambda scene, _: narrowing.reversed_order(scene.session),
    "mark": lambda scene, _: marking.toggled(scene.session),
    "range": lambda scene, _: marking.ranged(scene.session),
    "invert": lambda scene, _: marking.inverted(scene.session),
    "compare": lambda scene, _: entered(scene.session, "compare"),
    "vet": lambda scene, _: entered(scene.session, "vetting"),
    **{
        f"sort_{column.id}": lambda scene, _, column=column.id: narrowing.sorted_by(  # type: ignore[misc]
            scene.session, column
        )
        for column in COLUMNS
    },
}
ABOUT: Mapping[str, Verb] = {
    "previous_project": lambda scene, _: to_project(scene.session, -1),
    "next_project": lambda scene, _: to_project(scene.session, 1),
    "drawing": _redrawn,
    "framework": _next_framework,
}
SCROLLING = ("down", "up", "page_down", "page_up", "top", "bottom")
LEAVING = ("back", "leave", "help", "repaint", "suspend", "quit")
PAGED = frozenset((*SCROLLING, *LEAVING, *(f"mode_{mode}" for mode in modes.IDS)))
"""What can be done while a page lies over the mode."""


def done(action: str, scene: Scene, extent: Extent) -> Session:
    """The session after an action; the same one when it means nothing here."""
    if action.startswith(PREFIX):
        return scene.session.prefixed(action.removeprefix(PREFIX))
    if reading.refuses(scene, action):
        return reading.refused(scene.session)
    own = {} if scene.session.pages else scene.mode.verbs
    verb = own.get(action) or EVERYWHERE.get(action) or PANES.get(action)
    return verb(scene, extent) if verb else scene.session
