"""The lines above and below every screen: title, info, status and footer."""

from __future__ import annotations

from hexvet_tui import actions, presenting
from hexvet_tui.actions import Scope
from hexvet_tui.ledger import sort_words
from hexvet_tui.presenting import plural
from hexvet_tui.scene import Scene
from hexvet_tui.typesetting import Line, Run, clean, fit_line, justified

MODES: tuple[tuple[str, str], ...] = (("portfolio", "Portfolio"), ("project", "Project"))
TIP = "? shows every key"


def title(scene: Scene, width: int) -> Line:
    """The modes with the active one in brackets; the city, the pack in force and its date."""
    runs: list[Run] = []
    for number, (mode, word) in enumerate(MODES, 1):
        active = mode == scene.session.mode
        text = f"[{number} {word}]" if active else f" {number} {word} "
        runs.append((text, "bar active" if active else "bar"))
    right = _clocks(scene, width - sum(len(text) for text, _ in runs) - 2)
    return justified(runs, right, width, "bar")


def _clocks(scene: Scene, room: int) -> Line:
    """What the verdicts rest on, the fullest form that fits; and that files have errors."""
    session, dot = scene.session, f" {scene.glyphs.dot} "
    if session.assessment is None:
        return (("hexvet ", "bar"),)
    workspace = session.assessment.workspace
    errors = sum(problem.severity == "error" for problem in workspace.problems)
    alarm = "showing the last good result" if session.notice else plural(errors, "problem")
    alert: Line = ((f"! {alarm}", "bar alert"), ("  ", "bar")) if session.notice or errors else ()
    day = f"as of {session.assessment.as_of.isoformat()}"
    packs = [f"{clean(pack.id)} {clean(pack.version)}" for pack in session.assessment.packs]
    city = clean(workspace.city)
    forms = [[city, *packs, day], [*packs, day], [packs[0] if packs else city, day], [day]]
    size = sum(len(text) for text, _ in alert) + 1
    for form in forms:
        text = dot.join(part for part in form if part)
        if len(text) + size <= room:
            return (*alert, (text + " ", "bar"))
    return alert


def info(scene: Scene, width: int) -> Line:
    """How many projects are shown, why these and in which order; the tally of the gates."""
    session, dot = scene.session, f" {scene.glyphs.dot} "
    if session.prompt is not None:
        return prompt(scene, width)
    if session.assessment is None:
        return fit_line((), width)
    shown = len(session.rows.order)
    count = plural(session.total, "project") if shown == session.total else ""
    runs: list[Run] = [(f" {count or f'{shown:,} of {session.total:,}'}", "strong")]
    runs.append((f"{dot}{sort_words(scene)}", "dim"))
    if session.filter.text:
        runs.append((f"{dot}filter {clean(session.filter.text)}", "text"))
    if session.filter.error:
        runs.append((f"  ! {clean(session.filter.error)}", "alert"))
    return justified(runs, _tally(scene), width)


def _tally(scene: Scene) -> Line:
    """`3 +PASS  8 ~HOLD  1 xSTOP` over the rows that are shown."""
    runs: list[Run] = []
    for state, count in scene.session.rows.tally.items():
        runs += [(f"{count:,} ", "dim"), (presenting.passage(state), state), ("  ", "text")]
    return (*runs[:-1], (" ", "text")) if any(scene.session.rows.tally.values()) else ()


def prompt(scene: Scene, width: int) -> Line:
    """The line being typed, with its cursor, and how many projects it leaves."""
    session = scene.session
    typed = session.prompt
    if typed is None:
        return fit_line((), width)
    under = typed.text[typed.at : typed.at + 1] or " "
    runs: list[Run] = [
        (f" {typed.label}: ", "strong"),
        (typed.text[: typed.at], "text"),
        (under, "caret"),
        (typed.text[typed.at + 1 :], "text"),
    ]
    error = session.filter.error
    said = f"! {clean(error)} " if error else f"{len(session.rows.order):,} of {session.total:,} "
    right = ((said, "alert" if error else "dim"),)
    return justified(runs, right, width)


def project(scene: Scene, width: int) -> Line:
    """The header of one project: its title, verdict, strip, score, and its row of how many."""
    session = scene.session
    standing = session.standing
    if session.prompt is not None:
        return prompt(scene, width)
    if standing is None:
        return fit_line(((" No project is chosen.", "dim"),), width)
    gap = ("  ", "text")
    right: list[Run] = [gap, presenting.gate_run(standing.gate, scene.gates), gap]
    right += [*presenting.strip(standing.sections), gap]
    right += [(presenting.filled(standing.sections), "text"), gap] if standing.sections else []
    if standing.score is not None and width >= 72:
        right += [(presenting.score_text(standing.score), "text"), gap]
    right.append((f"{session.place + 1:,} of {len(session.rows.order):,} ", "dim"))
    mark = "illustration" if session.project and session.project.illustration else ""
    left: list[Run] = [(f" {clean(standing.title)}", "title")]
    left += [(f"  {mark}", "dim")] if mark and width >= 100 else []
    return justified(left, right, width)


def status(scene: Scene, scope: Scope, width: int) -> Line:
    """What just happened; what stays wrong; otherwise a tip. A prefix key lists what follows."""
    session = scene.session
    if session.prefix:
        return actions.which_key(session.prefix, scope, width)
    if session.message.text:
        tone = {"plain": "text", "good": "met", "alert": "alert"}[session.message.tone]
        return fit_line(((f" {clean(session.message.text)}", tone),), width)
    if session.notice:
        return fit_line(((f" ! {clean(session.notice)}", "alert"),), width)
    if session.prompt is not None:
        return fit_line(((" enter keeps the filter, esc gives it up", "dim"),), width)
    return fit_line(((f" {TIP}", "dim"),), width)


def footer(scope: Scope, width: int) -> Line:
    """The keys that matter here."""
    return actions.footer(scope, width)
