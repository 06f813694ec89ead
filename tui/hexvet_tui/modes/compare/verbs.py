"""What the keys do in the comparison."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hexvet_tui import judged, marking, verbs
from hexvet_tui.modes import Verb
from hexvet_tui.modes.compare import rows
from hexvet_tui.modes.compare.state import CompareState, compared
from hexvet_tui.modes.project.state import ProjectState
from hexvet_tui.pages import Page
from hexvet_tui.scene import Extent, Scene
from hexvet_tui.session import Session

JUDGED = ("gate", "section", "criterion", "check")
"""The kinds of rows that are explained by a rule."""


def entered(session: Session) -> Session:
    """On the comparison, unless there are no two projects."""
    if len(compared(session)) < 2:
        return session.returned().said("a comparison needs two projects: space marks them", "alert")
    return session


def place_of(session: Session) -> int:
    """The row under the cursor; the first one when the row is gone."""
    shown = [rows.key(row) for row in rows.visible(session)]
    wanted = session.of(CompareState).row
    return shown.index(wanted) if wanted in shown else 0


def column_of(session: Session) -> int:
    """The project's column under the cursor; the baseline's when it is gone."""
    names, wanted = compared(session), session.of(CompareState).column
    return names.index(wanted) if wanted in names else 0


def moved(scene: Scene, step: int, _: Extent) -> Session:
    """The cursor some rows further."""
    session = scene.session
    shown = rows.visible(session)
    if not shown:
        return session
    at = max(0, min(len(shown) - 1, place_of(session) + step))
    return session.having(replace(session.of(CompareState), row=rows.key(shown[at])))


def _to_unmet(scene: Scene, step: int) -> Session:
    """The next row that is not met by the project of the column."""
    session, shown = scene.session, rows.visible(scene.session)
    if not shown:
        return session
    column = column_of(session)
    unmet = [
        at
        for at, row in enumerate(shown)
        if row.kind in JUDGED and row.values[column] not in (None, *judged.SETTLED)
    ]

    def onto(at: int) -> Session:
        return session.having(replace(session.of(CompareState), row=rows.key(shown[at])))

    return judged.gone(session, step, unmet, place_of(session), onto)


def _across(scene: Scene, step: int) -> Session:
    """The cursor some columns further."""
    session = scene.session
    names = compared(session)
    if not names:
        return session
    at = max(0, min(len(names) - 1, column_of(session) + step))
    return session.having(replace(session.of(CompareState), column=names[at]))


def _chosen(session: Session) -> str:
    names = compared(session)
    return names[column_of(session)] if names else ""


def _baseline(scene: Scene, _: Extent) -> Session:
    """The column under the cursor becomes the one that the others are held against."""
    session, name = scene.session, _chosen(scene.session)
    if not name:
        return session
    state = replace(session.of(CompareState), baseline=name, column=name)
    return session.having(state).said(f"baseline: {scene.title(name)}")


def _dropped(scene: Scene, _: Extent) -> Session:
    """Without the column under the cursor; two stay."""
    session, names = scene.session, compared(scene.session)
    if len(names) < 3:
        return session.said("two projects are the least that can be compared")
    name = _chosen(session)
    after = marking.marked(session, [one for one in names if one != name])
    return after.said(f"{scene.title(name)} taken out; space in the portfolio marks it again")


def _all(scene: Scene, _: Extent) -> Session:
    session, state = scene.session, scene.session.of(CompareState)
    told = "rows that differ" if state.all else "all rows"
    return session.having(replace(state, all=not state.all)).said(told)


def _open(scene: Scene, _: Extent) -> Session:
    """The project of the column, on the check of the row."""
    session, shown = scene.session, rows.visible(scene.session)
    name = _chosen(session)
    if not name:
        return session
    inside = verbs.to_named(session, name)
    row = shown[place_of(session)] if shown else None
    if inside.mode == "project" and row is not None and row.kind in ("check", "gate"):
        inside = inside.having(replace(inside.of(ProjectState), rule=row.id, about="checks"))
    return inside


def _why(scene: Scene, _: Extent) -> Session:
    """Why the row came out as it did for the project of the column, as a page."""
    from hexvet_tui import explaining

    told = scene.mode.explained(scene)
    if told is None or not rows.visible(scene.session):
        return scene.session.said("nothing to explain here")
    title = f"{explaining.heading(told)}, {scene.title(_chosen(scene.session))}"
    return scene.session.paged(Page(title, lambda now, width: explaining.lines(told, now, width)))


VERBS: Mapping[str, Verb] = {
    "left": lambda scene, _: _across(scene, -1),
    "right": lambda scene, _: _across(scene, 1),
    "next_unmet": lambda scene, _: _to_unmet(scene, 1),
    "previous_unmet": lambda scene, _: _to_unmet(scene, -1),
    "baseline": _baseline,
    "drop": _dropped,
    "all_rows": _all,
    "open": _open,
    "why": _why,
    "framework": verbs.ABOUT["framework"],
    "drawing": verbs.ABOUT["drawing"],
}
