"""The first line of every screen: the modes, and what the verdicts rest on."""

from __future__ import annotations

from dataclasses import replace

from hexvet_tui import amiss, modes, revisions
from hexvet_tui.cells import cell_len
from hexvet_tui.presenting import plural
from hexvet_tui.scene import Scene
from hexvet_tui.typesetting import Line, Run, clean, justified, width_of

CLOCKS = (34, 22, 0)
"""Cells that the two clocks must have left beside the modes with their words, with short ones,
and with their digits alone."""


def title(scene: Scene, width: int) -> Line:
    """The modes with the active one in brackets; then what the verdicts rest on."""
    forms = list(zip(_tabs(scene), CLOCKS, strict=True))
    alarm = 1 + width_of(_alarm(scene))
    fitting = [tabs for tabs, clocks in forms if width_of(tabs) + max(clocks, alarm) <= width]
    runs = fitting[0] if fitting else forms[-1][0]
    return justified(runs, _clocks(scene, width - width_of(runs) - 2), width, "bar")


def _tabs(scene: Scene) -> list[list[Run]]:
    """The modes with their words, with short ones, and with the active one's alone."""
    forms = ("word", "short", "none")
    aside = [tab for tab in modes.ASIDE if tab.id == scene.session.mode]
    if aside:
        # Digits are answers there: they lead to no mode, so none is drawn.
        plain = [replace(tab, key="") for tab in (*modes.TABS, *aside)]
        shown = {"word": plain, "short": plain, "none": plain[-1:]}
        return [[_tab(tab, form, scene) for tab in shown[form]] for form in forms]
    return [[_tab(tab, form, scene) for tab in modes.TABS] for form in forms]


def _tab(tab: modes.Tab, form: str, scene: Scene) -> Run:
    word = f" {tab.word if form == 'word' else tab.short}"
    if tab.id == scene.session.mode:
        lead = " " if form == "short" and tab is not modes.TABS[0] else ""
        return f"{lead}[{f'{tab.key}{word}'.strip()}]", "bar active"
    gap = "" if form == "short" else " "
    text = tab.key if form == "none" else f"{tab.key}{word}".strip()
    return f" {text}{gap}", "bar"


def _clocks(scene: Scene, room: int) -> Line:
    """The revision of the rules and the date of the data, the fullest form that fits; alarms."""
    session, dot = scene.session, f" {scene.glyphs.dot} "
    if session.assessment is None:
        return (("hexvet ", "bar"),)
    workspace = session.assessment.workspace
    alert = _alarm(scene)
    date = session.assessment.as_of.isoformat()
    day = f"as of {date}"
    packs = [f"{clean(pack.id)} {clean(pack.version)}" for pack in session.assessment.packs]
    revision = clean(revisions.words(session))
    rules = [revision] if revision else packs
    city = clean(workspace.city)
    first = rules[0] if rules else city
    forms = [[city, *rules, day], [*rules, day], [first, day]]
    short = [clean(form) for form in revisions.short(session)]
    # What is not in force yet must be seen: the date gives way to it.
    forms += [ends for form in short for ends in ([form, date], [form])] if revision else [
        [short[0], date], [day], [date]
    ]  # fmt: skip
    if session.is_shut:
        alert = (("READ-ONLY", "bar alert"), ("  ", "bar"), *alert)
    size = width_of(alert) + 1
    for form in forms:
        text = dot.join(part for part in form if part)
        if cell_len(text) + size <= room:
            return (*alert, (text + " ", "bar"))
    return alert


def _alarm(scene: Scene) -> Line:
    """`! 2 problems`; before that, that packs are not in force, that what is shown is not what
    stands on the disk, or that what is typed is not safe."""
    found = scene.session.assessment
    problems = found.workspace.problems if found else ()
    errors = sum(problem.severity == "error" for problem in problems)
    stale = "showing the last good result" if found and scene.session.notice else ""
    packs = len(amiss.absent(scene.session))
    wrong = f"{plural(packs, 'pack')} not in force" if packs else plural(errors, "problem")
    words = scene.session.alarm or stale or (wrong if errors else "")
    return ((f"! {words}", "bar alert"), ("  ", "bar")) if words else ()
