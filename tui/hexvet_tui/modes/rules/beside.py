"""The panes beside the text: files with their revisions, mistakes, and what would flip."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from hexvet.problems_catalogue import CODES
from hexvet.workspace.folders import SETTINGS
from hexvet_tui.modes.rules.mending import Row, mistakes_of, row_at
from hexvet_tui.modes.rules.mending import rows_of as rows_of_mistakes
from hexvet_tui.modes.rules.panes import ALERTS
from hexvet_tui.modes.rules.state import Opened, RulesState, broken, rows_of, text_of
from hexvet_tui.presenting import PASSAGE, VERDICT_STYLE, plural
from hexvet_tui.revisions import BY_HAND
from hexvet_tui.scene import Scene
from hexvet_tui.typesetting import (
    Line,
    Run,
    clean,
    cut,
    cut_line,
    fit_line,
    framed,
    hanging,
    overlaid,
    pointed,
    scrolled,
    titled,
    wrap,
)

if TYPE_CHECKING:
    from hexvet.drafting.judging import Mistake


# files ----------------------------------------------------------------------------------------
def files(scene: Scene, width: int, height: int) -> list[Line]:
    """The packs' files, those in force first; the revisions below the one that is shown."""
    state, active = scene.session.of(RulesState), scene.pane == "files"
    rows = [_file(scene, state, row, width - 2) for row in rows_of(state)]
    at = min(state.row, len(rows) - 1)
    if active and rows:
        rows[at] = pointed(rows[at], width - 2)
    if not rows:
        rows = [((" reading the rules ...", "dim"),)]
    top = scrolled(0, max(at, 0), len(rows), height - 2)
    below = len(rows) - top - (height - 2)
    hint = f"{below} more" if below > 0 else "enter opens"
    title = titled("FILES", active)
    return framed(rows[top:], width, height, scene.glyphs, title=title, hint=hint, active=active)


def _file(scene: Scene, state: RulesState, row: tuple[str, int], width: int) -> Line:
    kind, number = row
    more = scene.glyphs.more
    if kind == "revision":
        text = state.text
        assert text is not None
        one = text.revisions[number]
        flips = "" if one.flipped is None else f" {one.flipped} flip"
        current = number == 0 and text.file.name not in broken(scene.session)
        standing = BY_HAND if text.by_hand else " in force"
        force = standing if current else f" {one.day}"
        words = cut(f"    {one.name}{force}{flips} {clean(one.by)}", width, more)
        return ((words, "text" if number == 0 else "dim"),)
    file = state.files[number]
    text = state.texts.get(file.path)
    faulty = file.name in broken(scene.session)
    bad = "x broken" if faulty else "x" if text and text.errors else ""
    marks = " ".join(filter(None, ("*" if text and text.dirty else "", bad)))
    name = clean(file.name.rpartition("/")[2])
    left = cut(f"  {name}", width - len(marks) - 1, more)
    used = file.used or faulty
    style = "strong" if file.path == state.chosen else "text" if used else "dim"
    return ((left, style), (f" {marks}" if marks else "", "unmet" if "x" in marks else "unknown"))


# mistakes -------------------------------------------------------------------------------------
def problems(scene: Scene, width: int, height: int) -> list[Line]:
    """Errors, then the warnings by their code; the chosen row in full, and in view."""
    text, state = text_of(scene.session), scene.session.of(RulesState)
    active, found = scene.pane == "problems", mistakes_of(text) if text else ()
    listed = rows_of_mistakes(text, state.unfolded) if text else []
    chosen = row_at(text, listed, state.problem) if text else 0
    rows: list[Line] = []
    starts: list[int] = []
    for at, row in enumerate(listed):
        assert text is not None
        starts.append(len(rows))
        rows += _mistake(text, found[row.number], row, width - 2, at == chosen, active)
    if not found:
        told = text.unmistaken if text else "no mistakes"
        rows = [((f" {told}", "dim"),)]
    top = 0
    if listed:
        last = starts[chosen + 1] - 1 if chosen + 1 < len(starts) else len(rows) - 1
        top = min(scrolled(0, last, len(rows), height - 2), starts[chosen])
    title = titled(_counted(found), active)
    hint = _problem_hint(scene, listed, chosen, active)
    return framed(rows[top:], width, height, scene.glyphs, title=title, hint=hint, active=active)


def _counted(found: Sequence[Mistake]) -> str:
    """`PROBLEMS 1 error, 44 warnings`."""
    errors = sum(one.is_error for one in found)
    parts = [plural(errors, "error")] if errors else []
    parts += [plural(len(found) - errors, "warning")] if len(found) > errors else []
    return " ".join(("PROBLEMS", ", ".join(parts))).rstrip()


def _problem_hint(scene: Scene, listed: list[Row], chosen: int, active: bool) -> str:
    dot = f" {scene.glyphs.dot} "
    if not active:
        return dot.join(("F8 next", "F9 quick fix", *(("F6 shows more",) if listed else ())))
    fold = scene.session.of(RulesState).unfolded
    lists = listed and listed[chosen].size > 1
    first = "enter lists them" if lists else "enter goes there"
    return dot.join((first, "w in full", "F9 quick fix", *((f"esc folds {fold}",) if fold else ())))


def _mistake(
    text: Opened, one: Mistake, row: Row, width: int, chosen: bool, active: bool
) -> list[Line]:
    """One mistake, or how many there are of its code; in one line unless it is chosen."""
    problem = one.problem
    glyph, style = ALERTS[problem.severity]
    words = f"{problem.message}{'; ' + problem.hint if problem.hint else ''}"
    if row.size > 1:
        head = f"{glyph} {problem.code} {row.size} times "
        words = f"{CODES.get(problem.code) or words}: enter lists them"
    else:
        own = problem.place.file == text.file.name
        place = f"{problem.place.line}:{problem.place.column}" if own else str(problem.place)
        head = f"{glyph} {problem.code} {clean(place)} "
    lines = hanging((head, style), words, "text", width - 2, len(head))
    lines = lines if chosen else lines[:1]
    mark: Run = (">" if chosen else " ", "mark")
    rows: list[Line] = [(mark if n == 0 else (" ", "text"), *line) for n, line in enumerate(lines)]
    if chosen and active:
        return [overlaid(fit_line(line, width), "cursor") for line in rows]
    return rows


# the effect -----------------------------------------------------------------------------------
def effect(scene: Scene, width: int, height: int) -> list[Line]:
    """Which verdicts flip by the last draft without errors."""
    text, active = text_of(scene.session), scene.pane == "effect"
    title = "EFFECT"
    rows: list[Line] = [((" Open a file to see what a change does.", "dim"),)]
    top = 0
    if text is not None:
        title = _effect_title(text)
        rows = effect_lines(scene, text, width - 2, chosen=active)
        at = next((n for n, row in enumerate(rows) if row and row[0] == (">", "mark cursor")), 0)
        top = scrolled(0, at, len(rows), height - 2)
    below = len(rows) - top - (height - 2)
    more = f"{below} more {scene.glyphs.dot} " if below > 0 else ""
    hint = f"{more}d diff {scene.glyphs.dot} enter opens" if active else f"{more}d diff"
    shown = titled(cut(title, width - 8, scene.glyphs.more), active)
    return framed(rows[top:], width, height, scene.glyphs, title=shown, hint=hint, active=active)


def _effect_title(text: Opened) -> str:
    if text.effect is None:
        return "EFFECT"
    if text.errors:
        return "EFFECT of the last valid draft"
    return (
        "EFFECT of this draft"
        if text.effect_edits == text.buffer.edits
        else "EFFECT of the draft before"
    )


def effect_lines(scene: Scene, text: Opened, width: int, *, chosen: bool) -> list[Line]:
    """How many projects change, which gates flip how often, then project by project."""
    found = text.effect
    if found is None:
        return [((f" {_silence(scene, text)}", "dim"),)]
    settings = text.file.name == SETTINGS
    changes: list[Line] = [((cut(f" {clean(one)}", width, scene.glyphs.more), "text"),)
                           for one in (found.changes if settings else ())]  # fmt: skip
    if not found.projects and not found.programme:
        it, are = ("the text", "is that") if settings else ("the rules", "are those")
        changed = f"{it} changed, the verdicts did not."
        hand = f", changed by hand since {text.by_hand}" if text.by_hand else ""
        words = changed if found.changes else f"{it} {are} in force{hand}."
        told = wrap(f"0 flips: {words}", width - 2)
        return [*(((f" {row}", "dim"),) for row in told), *changes]
    size = len(found.projects)
    change = "changes" if size == 1 else "change"
    head: list[Run] = [(f" {size} of {plural(found.total, 'project')} {change}", "strong"),
                       (f", {plural(found.flips, 'verdict')}", "dim")]  # fmt: skip
    rows: list[Line] = [tuple(head)]
    for gate, old, new, count in found.gates:
        rows.append(((f" {count:>3} ", "strong"), *_turn(scene, old, new),
                     (f" at {clean(scene.gates.get(gate, gate))}", "text")))  # fmt: skip
    for check, old, new in found.programme:
        rows.append(((" programme ", "dim"), (f"{clean(check)} ", "text"), *_turn(scene, old, new)))
    rows += changes
    cursor = scene.session.of(RulesState).project or found.projects[0].project if size else ""
    for one in found.projects:
        here = chosen and one.project == cursor
        room = max(12, min(30, width // 3))
        name = cut(clean(one.title), room, scene.glyphs.more)
        row: list[Run] = [(" ", "text"), (f"{name:<{room}} ", "name")]
        for flip in one.flips[:2]:
            row += [*_turn(scene, flip.old, flip.new), (f" {clean(flip.rule)}  ", "dim")]
        if one.score is not None:
            row.append((f"{one.score[0]:.0f}{scene.glyphs.arrow}{one.score[1]:.0f}", "text"))
        line = cut_line(row, width)
        rows.append(pointed(line, width) if here else line)
    return rows


def _silence(scene: Scene, text: Opened) -> str:
    """Why no effect is known."""
    if text.errors:
        return "the text has errors; F8 goes there"
    if not text.apart:
        return "judging ..."
    why = "no pack in force has this file"
    if text.file.name in broken(scene.session):
        why = "the file as it stands does not load"
    elif text.file.name == SETTINGS:
        why = "nothing is in force"
    return f"{why}: nothing to compare with"


def _turn(scene: Scene, old: str, new: str) -> list[Run]:
    """`~HOLD -> +PASS`: glyph, word and colour on both sides."""
    return [_verdict(old), (f" {scene.glyphs.arrow} ", "dim"), _verdict(new)]


def _verdict(word: str) -> Run:
    if word in PASSAGE:
        glyph, name = PASSAGE[word]  # type: ignore[index]
        return (f"{glyph}{name}" if not name.startswith(glyph) else name, word)
    return (word.replace("_", " "), VERDICT_STYLE.get(word, "text"))
