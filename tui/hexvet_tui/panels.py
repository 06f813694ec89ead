"""What several modes show: the hexagon with its legend, why, and the notice for no room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hexvet_tui import actions, explaining, findings, hexagon, pinning, presenting, small
from hexvet_tui.cells import cell_len
from hexvet_tui.scene import Scene
from hexvet_tui.typesetting import (
    FRAME,
    Line,
    Run,
    clean,
    cut,
    fit_line,
    framed,
    overlaid,
    titled,
    width_of,
    wrap,
)

if TYPE_CHECKING:
    from hexvet.model import Explanation, Fill
    from hexvet.packs.model import Pack

LEGEND_FROM = 34
"""Columns from which the states fit side by side."""
LEGEND: tuple[Fill, ...] = ("filled", "unknown", "unfilled")


def drawing(scene: Scene, width: int, height: int, *, legend: bool, chosen: int = -1) -> list[Line]:
    """The hexagon in the middle of its pane, or the list; below it the legend when asked for."""
    outcome, pack = scene.session.outcome, scene.session.framework
    if outcome is None:
        return []
    if pack is None:
        return [(), ((" No pack in use has sections.", "dim"),)]
    states = presenting.section_states(outcome, pack)
    told = _legend(scene) if width >= LEGEND_FROM else _column(scene, pack, width)
    below = told if legend else []
    room = height - len(below) - (1 if below else 0)
    rows: tuple[Line, ...] = ()
    if scene.session.view.drawing:
        labels = presenting.section_labels(pack)
        rows = hexagon.draw(width, room, states, labels, scene.form, chosen)
    if rows:
        left = (width - width_of(rows[0])) // 2
        spare = [()] * ((room - len(rows) + 1) // 2)
        picture: list[Line] = [*spare, *(((" " * left, "text"), *row) for row in rows)]
    else:
        picture = _list(scene, pack, width, chosen)
    blank: list[Line] = [()] * max(0, height - len(below) - len(picture))
    return [*picture, *blank, *below] if below else picture


def _list(scene: Scene, pack: Pack, width: int, chosen: int) -> list[Line]:
    """The sections as text, each with its kind and the words that explain how it counts."""
    outcome = scene.session.outcome
    assert outcome is not None
    states = presenting.section_states(outcome, pack)
    more = scene.glyphs.more
    titles = [cut(clean(s.title), width - 15, more) for s in pack.sections.values()]
    rows = hexagon.listed(states, titles, chosen)
    lines: list[Line] = []
    for k, (row, section) in enumerate(zip(rows, pack.sections.values(), strict=True)):
        lines.append(overlaid(fit_line(row, width), "cursor") if k == chosen else row)
        score = outcome.sections[section.id].score
        told = f", score {presenting.score_text(score)}" if score is not None else ""
        lines.append(((f"   {section.kind}{told}", "dim"),))
    return lines


def _column(scene: Scene, pack: Pack, width: int) -> list[Line]:
    """The sections one below the other, for a pane that has no room for the legend."""
    outcome = scene.session.outcome
    assert outcome is not None
    states = presenting.section_states(outcome, pack)
    lines: list[Line] = []
    for number, (state, label) in enumerate(
        zip(states, presenting.section_labels(pack), strict=True), 1
    ):
        glyph = presenting.FILL[state][0]
        text = cut(f"{number} {label}", width - 4)
        lines.append(((f" {glyph} ", presenting.FILL_STYLE[state]), (text, "text")))
    return lines


def _packs(scene: Scene) -> tuple[Pack, ...]:
    return scene.session.assessment.packs if scene.session.assessment else ()


def _legend(scene: Scene) -> list[Line]:
    """Two lines under the drawing: the states counted; score and evidence.

    The score belongs to the first pack and stands under its drawing alone.
    """
    session = scene.session
    standing, outcome, pack = session.standing, session.outcome, session.framework
    if standing is None or outcome is None or pack is None:
        return []
    states = presenting.section_states(outcome, pack)
    runs: list[Run] = [(" ", "text")]
    for state in LEGEND:
        glyph, word = presenting.FILL[state]
        count = f"{glyph} {states.count(state)} {word}"
        runs += [(count, presenting.FILL_STYLE[state]), ("   ", "text")]
    score: list[Run] = [
        ("   evidence ", "dim"),
        (presenting.share_text(standing.evidence_share), "text"),
    ]
    if standing.score is not None and pack is presenting.drawn_packs(_packs(scene))[0]:
        score = [(" score ", "dim"), (presenting.score_text(standing.score), "text"), *score]
    return [tuple(runs), tuple(score)]


def hexagon_pane(
    scene: Scene, width: int, height: int, *, legend: bool = True, chosen: int = -1
) -> list[Line]:
    """The framed drawing. `chosen` is the section under the cursor, -1 in a pane without one."""
    session = scene.session
    pack = session.framework
    active = chosen >= 0
    count = len(pack.sections) if pack else 1
    chosen = chosen % max(1, count) if active else -1
    rows = drawing(scene, width - 2, height - 2, legend=legend, chosen=chosen)
    title = "HEXAGON" if session.view.drawing else "SECTIONS"
    if pack is not None:
        title += f" {clean(pack.id)}" if width >= LEGEND_FROM else ""
    hint = ""
    if session.view.drawing and pack is not None and width >= LEGEND_FROM:
        hint = f"1 {presenting.section_labels(pack)[0]} at the top, clockwise"
    return framed(
        rows, width, height, scene.glyphs, title=titled(title, active), hint=hint, active=active
    )


def _open_sections(scene: Scene) -> list[Line]:
    """The sections that are not filled, each with the evidence that would settle it."""
    outcome, pack = scene.session.outcome, scene.session.framework
    if outcome is None or pack is None:
        return []
    painted: list[Line] = []
    for number, (name, section) in enumerate(pack.sections.items(), 1):
        found = outcome.sections[name]
        if found.state == "filled":
            continue
        glyph, word = presenting.FILL[found.state]
        needs = f": needs {', '.join(clean(need) for need in found.needs)}" if found.needs else ""
        head = (f" {glyph} {word:<8} ", presenting.FILL_STYLE[found.state])
        painted.append((head, (f"{number} {clean(section.title)}{needs}", "text")))
    if painted:
        return [(), ((" Sections that are not filled", "dim"),), *painted]
    return []


def why_pane(
    scene: Scene,
    told: Explanation | None,
    width: int,
    height: int,
    *,
    active: bool = False,
    also: bool = False,
    top: int = 0,
) -> list[Line]:
    """The framed explanation from line `top` on, or the one that is pinned; `also` adds findings,
    and the sections that are not filled."""
    why = pinning.why(scene, told)
    rows = explaining.lines(why.told, scene, width - 2)
    if also and not why.whose:
        rows += [*findings.listed(scene, width - 2), *_open_sections(scene)]
    top = max(0, min(top, len(rows) - (height - 2)))
    hidden = len(rows) - top - (height - 2)
    below = f"{hidden} more: {'j scrolls' if active else 'w shows all'}" if hidden > 0 else ""
    return framed(
        rows[top:],
        width,
        height,
        scene.glyphs,
        title=titled(why.heading, active),
        hint=_with_keys(scene, below, width - 3 * FRAME, "let go" if why.whose else "pin"),
        active=active,
    )


def _with_keys(scene: Scene, hint: str, width: int, pin: str) -> str:
    """A pane's hint, and the keys of its own as far as they fit whole."""
    words = {"pin": pin, "next_unmet": "next unmet"} if pin == "pin" else {"pin": pin}
    able = {one.id: one for one in scene.hinted if one.id in words and one.keys}
    for name in (name for name in words if name in able):
        key = f"{actions.shown(able[name], scene.table)} {words[name]}"
        longer = f" {scene.glyphs.dot} ".join(filter(None, (hint, key)))
        hint = longer if cell_len(longer) <= width else hint
    return hint


def notice(width: int, height: int, scene: Scene) -> list[Line]:
    """The one thing shown when the terminal is too small."""
    rows: list[Line] = []
    for text in small.words(scene, width, height):
        rows += [((row.center(width)[:width], "text"),) for row in wrap(text, width)]
    lead: list[Line] = [()] * max(0, (height - len(rows)) // 2)
    blank = [fit_line(line, width) for line in [*lead, *rows]][:height]
    return blank + [fit_line((), width)] * (height - len(blank))
