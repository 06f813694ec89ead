"""The governance checks of one project, under the gates that they guard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hexvet_tui import presenting
from hexvet_tui.scene import Scene
from hexvet_tui.session import PROGRAMME
from hexvet_tui.typesetting import Line, clean, cut, fit, fit_line, justified, overlaid

if TYPE_CHECKING:
    from hexvet.evaluation import Assessment
    from hexvet.model import CheckOutcome, GateOutcome, ProjectOutcome

SEVERITY_WIDTH = 7
_PASSABLE = ("passed", "waived", "not_applicable")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list: a gate, or a check under it. `subject` is whom the rule judges.

    `guards` counts a gate's checks and `passed` those that do not stand against it.
    """

    rule: str
    subject: str
    gate: GateOutcome | None = None
    check: CheckOutcome | None = None
    guards: int = 0
    passed: int = 0


def entries(scene: Scene) -> tuple[Entry, ...]:
    """Gates in order, each followed by its checks; checks without a gate come last."""
    assessment, outcome = scene.session.assessment, scene.session.outcome
    if assessment is None or outcome is None:
        return ()
    checks = _checks(assessment, outcome)
    listed: list[Entry] = []
    for gate in outcome.gates.values():
        guards = [entry for entry in checks if entry.check and entry.check.gate == gate.id]
        passed = sum(entry.check.status in _PASSABLE for entry in guards if entry.check)
        listed += [Entry(gate.id, outcome.id, gate, None, len(guards), passed), *guards]
    loose = [entry for entry in checks if entry.check and entry.check.gate not in outcome.gates]
    return (*listed, *loose)


def _checks(assessment: Assessment, outcome: ProjectOutcome) -> list[Entry]:
    own = [
        Entry(check.id, outcome.id, check=check)
        for check in outcome.checks.values()
        if check.id not in assessment.programme
    ]
    shared = [Entry(check.id, PROGRAMME, check=check) for check in assessment.programme.values()]
    return own + shared


def current(listed: Sequence[Entry], rule: str, outcome: ProjectOutcome | None) -> int:
    """The entry of a rule; without it the gate that stops the project; -1 for an empty list."""
    for place, entry in enumerate(listed):
        if entry.rule == rule:
            return place
    if outcome is not None:
        blocked = [gate.id for gate in outcome.gates.values() if gate.state != "pass"]
        for place, entry in enumerate(listed):
            if blocked and entry.rule == blocked[0]:
                return place
    return 0 if listed else -1


def lines(scene: Scene, listed: Sequence[Entry], at: int, width: int) -> list[Line]:
    """The list, with the cursor on one line."""
    if scene.session.outcome is None:
        return []
    if not listed:
        return [
            (),
            ((" No governance checks.", "strong"),),
            ((" The packs in use declare none;", "dim"),),
            ((" add [check.ID] to a pack in rules/.", "dim"),),
        ]
    active = scene.session.pane == "checks"
    painted = []
    for place, entry in enumerate(listed):
        line = _gate(scene, entry, width) if entry.gate else _check(scene, entry, width)
        if place == at:
            line = fit_line([(">", "mark"), (line[0][0][1:], line[0][1]), *line[1:]], width)
            line = overlaid(line, "cursor" if active else "place")
        painted.append(line)
    return painted


def _gate(scene: Scene, entry: Entry, width: int) -> Line:
    gate = entry.gate
    assert gate is not None
    title = scene.gates.get(gate.id, gate.id)
    word = presenting.passage(gate.state)
    left = ((" ", "text"), (word, gate.state), (f" {title}", "strong"))
    return justified(left, ((f"{entry.passed}/{entry.guards} ", "dim"),), width)


def _check(scene: Scene, entry: Entry, width: int) -> Line:
    check = entry.check
    assert check is not None
    glyph, _, style = presenting.STATUS[check.status]
    mark = " *" if entry.subject == PROGRAMME else ""
    room = width - SEVERITY_WIDTH - 2
    title = cut(check_title(scene, check.id), room - 5 - len(mark), "..") + mark
    severity = fit(check.severity, SEVERITY_WIDTH)
    tone = style if check.status in ("failed", "error") else "dim"
    left = ((f"   {glyph} ", style), (title, "dim" if style == "dim" else "text"))
    return (*fit_line(left, room), (f" {severity} ", tone))


def check_title(scene: Scene, rule: str) -> str:
    """The title of a check, or its id when no pack has it."""
    packs = scene.session.assessment.packs if scene.session.assessment else ()
    for pack in packs:
        if rule in pack.checks:
            return clean(pack.checks[rule].title or pack.checks[rule].name)
    return clean(rule)


def tally(scene: Scene, listed: Sequence[Entry]) -> str:
    """`14 passed, 2 unknown, 1 failed` over the list."""
    words: dict[str, int] = {}
    for entry in listed:
        if entry.check:
            word = presenting.STATUS[entry.check.status][1]
            words[word] = words.get(word, 0) + 1
    order = ("passed", "failed", "error", "unknown", "waived")
    return ", ".join(f"{words[word]} {word}" for word in order if word in words)
