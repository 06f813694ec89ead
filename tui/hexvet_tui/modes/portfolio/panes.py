"""The strip below the table: what matters about the project under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hexvet_tui import explaining, findings, panels, presenting
from hexvet_tui.scene import Scene
from hexvet_tui.typesetting import Line, Run, clean, cut, fit, fit_line, rule, width_of

if TYPE_CHECKING:
    from hexvet.model import Fill
    from hexvet.packs.model import Pack


def detail(scene: Scene, width: int, height: int) -> list[Line]:
    """The strip below the table: sections by state, gates, and the first finding or reason."""
    standing, outcome = scene.session.standing, scene.session.outcome
    head = rule(width, scene.glyphs)
    if standing is None or outcome is None:
        return [head, *[fit_line((), width)] * (height - 1)]
    painted = [head, fit_line(((f" {clean(standing.title)}", "title"),), width)]
    pack = scene.session.framework
    painted += [_state_line(scene, pack, state, width) for state in panels.LEGEND] if pack else []
    painted += _gate_lines(scene, width, 1)
    painted += findings.strip(scene, width) or _why_lines(scene, width, 1)
    return [fit_line(line, width) for line in painted[:height]]


def _state_line(scene: Scene, pack: Pack, state: Fill, width: int) -> Line:
    """`+ met      1 Cost            3 Buy-in`: each section in its own place, on the line of its
    state, so that a move of the cursor changes few cells."""
    outcome = scene.session.outcome
    assert outcome is not None
    glyph, word = presenting.FILL[state]
    states = presenting.section_states(outcome, pack)
    labels = presenting.section_labels(pack)
    room = (width - 12) // max(1, len(labels))
    places = [
        fit(f"{k + 1} {label}" if states[k] == state else "", room, "")
        for k, label in enumerate(labels)
    ]
    return ((f" {glyph} {word:<8} ", presenting.FILL_STYLE[state]), ("".join(places), "text"))


def _gate_lines(scene: Scene, width: int, limit: int) -> list[Line]:
    """` gates     Intake +  Vetting +  Selection ~`, in at most `limit` lines."""
    outcome, titles = scene.session.outcome, scene.gates
    if outcome is None or not outcome.gates:
        return []
    painted: list[list[Run]] = [[(" gates", "dim"), (" " * 6, "text")]]
    for gate in outcome.gates.values():
        glyph = presenting.PASSAGE[gate.state][0]
        runs = [(glyph, gate.state), (f"{titles.get(gate.id, gate.id)}  ", "text")]
        said = findings.beside(scene.session, outcome.id, gate.id)
        runs[1:1] = [("!", "stop")] if said and said[1] == "stop" else []
        if width_of(painted[-1]) + width_of(runs) > width + 2 and len(painted) < limit:
            painted.append([(" " * 12, "text")])
        painted[-1] += runs
    return [tuple(line) for line in painted]


def _why_lines(scene: Scene, width: int, limit: int) -> list[Line]:
    """The first checks that decide the gate, each with its message or what it needs."""
    explanation = scene.deciding
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
