"""The strip below the table: what matters about the project under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hexvet_tui import explaining, findings, panels, pinning, presenting
from hexvet_tui.cells import cell_len
from hexvet_tui.modes.portfolio import why
from hexvet_tui.pinning import Why
from hexvet_tui.scene import Scene
from hexvet_tui.typesetting import Line, Run, clean, cut, fit, fit_line, rule

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
    painted += _gate_line(scene)
    chosen = why.about(scene)
    explained = pinning.why(scene, why.told(scene, chosen))
    said = [] if explained.whose or chosen else findings.strip(scene, width)
    painted += said or _why_line(scene, explained, width)
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
    whole = all(cell_len(label) + 3 <= room for label in labels)
    places = [
        fit((f"{k + 1} {label}" if whole else f"{k + 1}") if states[k] == state else "", room)
        for k, label in enumerate(labels)
    ]
    return ((f" {glyph} {word:<8} ", presenting.FILL_STYLE[state]), ("".join(places), "text"))


def _gate_line(scene: Scene) -> list[Line]:
    """` gates     Intake +  Vetting +  Selection ~`, or nothing."""
    outcome, titles = scene.session.outcome, scene.gates
    if outcome is None or not outcome.gates:
        return []
    line: list[Run] = [(" gates", "dim"), (" " * 6, "text")]
    for gate in outcome.gates.values():
        glyph = presenting.PASSAGE[gate.state][0]
        said = findings.beside(scene.session, outcome.id, gate.id)
        mark = ("! ", "stop") if said and said[1] == "stop" else ("  ", "text")
        line += [(glyph, gate.state), (titles.get(gate.id, gate.id), "text"), mark]
    return [tuple(line)]


def _why_line(scene: Scene, explained: Why, width: int) -> list[Line]:
    """The first check that decides the gate, with its message or what it needs; what is explained
    in its place, or pinned; or nothing."""
    if explained.told is None:
        return []
    first = explaining.first(explained.told)
    word = first.message or (f"needs {', '.join(first.needs)}" if first.needs else "")
    text = f"{clean(first.title)}: {clean(word)}" if word else clean(first.title)
    text = f"{explained.whose}: {text}" if explained.whose else text
    glyph, style = explaining.verdict_glyph(first.verdict), explaining.verdict_style(first.verdict)
    text = cut(text, width - 15, scene.glyphs.more)
    label = " pinned" if explained.whose else " why"
    return [((f"{label:<12}", "dim"), (f"{glyph} ", style), (text, "text"))]
