"""The panes about one project: the detail strip, the hexagon with its legend, why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hexvet_tui import checklist, explaining, hexagon, presenting
from hexvet_tui.scene import Scene
from hexvet_tui.session import PROGRAMME
from hexvet_tui.typesetting import (
    Line,
    Run,
    clean,
    cut,
    fit_line,
    framed,
    justified,
    overlaid,
    rule,
    width_of,
    wrap,
)

if TYPE_CHECKING:
    from hexvet.model import Explanation, Fill
    from hexvet.packs.model import Pack

LEGEND: tuple[Fill, ...] = ("filled", "unknown", "unfilled")


def detail(scene: Scene, width: int, height: int) -> list[Line]:
    """The strip below the table: verdict, sections by state, gates, and the first reason."""
    standing, outcome = scene.session.standing, scene.session.outcome
    head = rule(width, scene.glyphs)
    if standing is None or outcome is None:
        return [head, *[fit_line((), width)] * (height - 1)]
    gap = ("   ", "text")
    right: list[Run] = [presenting.gate_run(standing.gate, scene.gates), gap]
    if standing.score is not None and width >= 72:
        right += [("score ", "dim"), (presenting.score_text(standing.score), "text"), gap]
    right += [("evidence ", "dim"), (presenting.share_text(standing.evidence_share) + " ", "text")]
    painted = [head, justified(((f" {clean(standing.title)}", "title"),), right, width)]
    pack = scene.session.framework
    painted += [_state_line(scene, pack, state, width) for state in LEGEND] if pack else []
    painted += _gate_lines(scene, width, 1)
    painted += _why_lines(scene, width, height - len(painted))
    return [fit_line(line, width) for line in painted[:height]]


def _state_line(scene: Scene, pack: Pack, state: Fill, width: int) -> Line:
    """`+ met      1 Cost  2 Service`: the sections of one state; long titles when they fit."""
    outcome = scene.session.outcome
    assert outcome is not None
    glyph, word = presenting.FILL[state]
    states = presenting.section_states(outcome, pack)
    chosen = [k for k, own in enumerate(states) if own == state]
    head: Line = ((f" {glyph} {word:<8} ", presenting.FILL_STYLE[state]),)
    for names in (
        [clean(s.title) for s in pack.sections.values()],
        presenting.section_labels(pack),
    ):
        text = "  ".join(f"{k + 1} {names[k]}" for k in chosen) or "-"
        if width_of(head) + len(text) <= width:
            break
    return (*head, (text, "text" if chosen else "dim"))


def _gate_lines(scene: Scene, width: int, limit: int) -> list[Line]:
    """` gates     Intake +  Vetting +  Selection ~`, in at most `limit` lines."""
    outcome, titles = scene.session.outcome, scene.gates
    if outcome is None or not outcome.gates:
        return []
    painted: list[list[Run]] = [[(" gates", "dim"), (" " * 6, "text")]]
    for gate in outcome.gates.values():
        glyph = presenting.PASSAGE[gate.state][0]
        runs = [(glyph, gate.state), (f"{titles.get(gate.id, gate.id)}  ", "text")]
        if width_of(painted[-1]) + width_of(runs) > width + 2 and len(painted) < limit:
            painted.append([(" " * 12, "text")])
        painted[-1] += runs
    return [tuple(line) for line in painted]


def _why_lines(scene: Scene, width: int, limit: int) -> list[Line]:
    """The first checks that decide the gate, each with its message or what it needs."""
    explanation = deciding(scene)
    if explanation is None:
        return []
    painted: list[Line] = []
    for part in (explanation.parts or (explanation,))[:limit]:
        word = part.message or (f"needs {', '.join(part.needs)}" if part.needs else "")
        text = f"{clean(part.title)}: {clean(word)}" if word else clean(part.title)
        glyph, style = (
            explaining.verdict_glyph(part.verdict),
            explaining.verdict_style(part.verdict),
        )
        label = " why" if not painted else ""
        text = cut(text, width - 15, scene.glyphs.more)
        painted.append(((f"{label:<12}", "dim"), (f"{glyph} ", style), (text, "text")))
    return painted


def deciding(scene: Scene) -> Explanation | None:
    """Why the project stands where it stands: its deciding gate, explained."""
    standing = scene.session.standing
    if standing is None:
        return None
    return scene.explain(standing.id, None)


def drawing(scene: Scene, width: int, height: int, *, legend: bool, chosen: int = -1) -> list[Line]:
    """The hexagon in the middle of its pane, or the list; below it the legend when asked for."""
    outcome, pack = scene.session.outcome, scene.session.framework
    if outcome is None:
        return []
    if pack is None:
        return [(), ((" No pack in use has sections.", "dim"),)]
    states = presenting.section_states(outcome, pack)
    below = _legend(scene, width) if legend else []
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


def _packs(scene: Scene) -> tuple[Pack, ...]:
    return scene.session.assessment.packs if scene.session.assessment else ()


def _legend(scene: Scene, width: int) -> list[Line]:
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
    scene: Scene, width: int, height: int, *, legend: bool = True, owned: bool = False
) -> list[Line]:
    """The framed drawing. `owned`: the pane has a cursor on its sections."""
    session = scene.session
    pack = session.framework
    active = owned and session.pane == "sections"
    count = len(pack.sections) if pack else 1
    chosen = session.section % max(1, count) if active else -1
    rows = drawing(scene, width - 2, height - 2, legend=legend, chosen=chosen)
    title = "HEXAGON" if session.view.drawing else "SECTIONS"
    if pack is not None:
        title += f" {clean(pack.id)}"
    hint = ""
    if session.view.drawing and pack is not None:
        hint = f"1 {presenting.section_labels(pack)[0]} at the top, clockwise"
    return framed(
        rows, width, height, scene.glyphs, title=_title(title, active), hint=hint, active=active
    )


def _title(text: str, active: bool) -> str:
    return f"> {text}" if active else text


def checks_pane(scene: Scene, width: int, height: int, top: int) -> list[Line]:
    """The framed list of checks from line `top` on."""
    session = scene.session
    listed = checklist.entries(scene)
    at = checklist.current(listed, session.rule, session.outcome)
    rows = checklist.lines(scene, listed, at, width - 2)
    active = session.pane == "checks"
    hidden = len(rows) - (top + height - 2)
    shared = any(entry.subject == PROGRAMME for entry in listed)
    hint = f"{hidden} more" if hidden > 0 else checklist.tally(scene, listed)
    hint += f" {scene.glyphs.dot} * programme" if shared else ""
    return framed(
        rows[top:],
        width,
        height,
        scene.glyphs,
        title=_title("GOVERNANCE CHECKS", active),
        hint=hint,
        active=active,
    )


def explanation(scene: Scene) -> Explanation | None:
    """What the why pane of a project explains: the section or the check under the cursor."""
    session = scene.session
    outcome, pack = session.outcome, session.framework
    if outcome is None:
        return None
    if session.about == "sections" and pack is not None and pack.sections:
        names = list(pack.sections)
        return scene.explain(outcome.id, names[session.section % len(names)])
    listed = checklist.entries(scene)
    at = checklist.current(listed, session.rule, outcome)
    if at < 0:
        return scene.explain(outcome.id, None)
    return scene.explain(listed[at].subject, listed[at].rule)


def open_sections(scene: Scene, width: int) -> list[Line]:
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
) -> list[Line]:
    """The framed explanation, scrolled when it is the active pane.

    `also` adds the sections that are not filled.
    """
    rows = explaining.lines(told, scene, width - 2)
    rows += open_sections(scene, width - 2) if also else []
    top = max(0, min(scene.session.scroll, len(rows) - (height - 2))) if active else 0
    hidden = len(rows) - top - (height - 2)
    below = f"{hidden} more: {'j scrolls' if active else 'w shows all'}" if hidden > 0 else ""
    return framed(
        rows[top:],
        width,
        height,
        scene.glyphs,
        title=_title(explaining.heading(told), active),
        hint=below,
        active=active,
    )


def notice(width: int, height: int, scene: Scene) -> list[Line]:
    """The one thing shown when the terminal is too small."""
    words = [f"Hexvet needs 60x16, this is {width}x{height}.", "Enlarge the window; q quits."]
    rows: list[Line] = []
    for text in words:
        rows += [((row.center(width)[:width], "text"),) for row in wrap(text, width)]
    lead: list[Line] = [()] * max(0, (height - len(rows)) // 2)
    blank = [fit_line(line, width) for line in [*lead, *rows]][:height]
    return blank + [fit_line((), width)] * (height - len(blank))
