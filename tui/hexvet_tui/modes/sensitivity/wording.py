"""Flip points in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hexvet.model import Interval
from hexvet_tui import presenting
from hexvet_tui.scene import Scene
from hexvet_tui.typesetting import clean

if TYPE_CHECKING:
    from hexvet.sensitivity import FlipPoints, Turn
    from hexvet.weighing import Tie, WeightFlip


def label(found: FlipPoints) -> str:
    """The param's label, or its name with spaces."""
    return clean(found.param.label or found.param.name.replace("_", " "))


def value(found: FlipPoints, number: float, *, unit: bool = True) -> str:
    """`24 months`, `34%`, `2026-12-31`."""
    kind = found.param.kind
    shown = Interval(number, number)
    return presenting.cell_text(shown, kind, clean(found.param.unit) if unit else "")


def threshold(found: FlipPoints, turn: Turn) -> str:
    """`at 20 months or less`, `from 30 months`; `below 10%` and `above 30%` where the value itself
    does not turn it yet."""
    text, round_value = value(found, turn.value), round(turn.value, 7)
    if turn.value > found.now:
        return f"{'above' if turn.value > round_value else 'from'} {text}"
    return f"below {text}" if turn.value < round_value else f"at {text} or less"


def nearest(found: FlipPoints, *, above: bool) -> str:
    """The nearest value on one side at which any project turns; `-` when there is none."""
    sides = [turn.value for turn in found.turns if (turn.value > found.now) == above]
    if not sides:
        return "-"
    return value(found, min(sides) if above else max(sides), unit=False)


def change(scene: Scene, turn: Turn) -> str:
    """`Selection +PASS → xSTOP; sections Cost, Service filled → unfilled`."""
    arrow, titles = scene.glyphs.arrow, scene.gates
    parts = [
        f"{titles.get(gate, gate)} {presenting.passage(old)} {arrow} {presenting.passage(new)}"
        for gate, old, new in turn.gates
    ]
    turned: dict[str, list[str]] = {}
    for id_, old, new in turn.sections:
        turned.setdefault(f"{old} {arrow} {new}", []).append(section_title(scene, id_))
    for words, names in turned.items():
        noun = "section" if len(names) == 1 else "sections"
        parts.append(f"{noun} {', '.join(map(clean, names))} {words}")
    return "; ".join(parts)


def section_title(scene: Scene, id_: str) -> str:
    """The title of a section by its full id."""
    packs = scene.session.assessment.packs if scene.session.assessment else ()
    return next((pack.sections[id_].title for pack in packs if id_ in pack.sections), id_)


def percent(share: float) -> str:
    """`34 %`; one decimal where it matters."""
    return f"{share * 100:.1f}".removesuffix(".0") + " %"


def weight_sentences(scene: Scene, flip: WeightFlip, leader: str) -> list[str]:
    """What moving one section's weight does to the leader."""
    title, now = clean(flip.section.title), percent(flip.share)
    told = []
    for tie, word in ((flip.below, "falls below"), (flip.above, "exceeds")):
        if tie is not None:
            told.append(
                f"{project(scene, tie)} leads in place of {leader} when the weight of {title} "
                f"{word} {percent(tie.share)} (now {now})."
            )
    return told or [f"{leader} leads whatever the weight of {title} is (now {now})."]


def project(scene: Scene, tie: Tie) -> str:
    """The project that takes the lead."""
    return scene.title(tie.project)
