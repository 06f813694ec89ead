"""The header, the text with its gutter, and the rule under the caret in plain words."""

from __future__ import annotations

import datetime

from hexvet.workspace.folders import SETTINGS
from hexvet_tui.cells import cell_len, cells_of
from hexvet_tui.modes.rules import highlighting
from hexvet_tui.modes.rules.buffer import changed_rows
from hexvet_tui.modes.rules.mending import mistakes_of
from hexvet_tui.modes.rules.state import Opened, RulesState, text_of
from hexvet_tui.modes.rules.thinking import rule_of, subject_of
from hexvet_tui.presenting import VERDICT_STYLE, plural
from hexvet_tui.scene import Scene
from hexvet_tui.typesetting import (
    Line,
    Run,
    clean,
    cut,
    fit_line,
    framed,
    hanging,
    justified,
    titled,
    width_of,
    wrap,
)

TAB = "    "
HINT = 6
"""Cells of the lower edge of a frame that no hint takes."""
EDGE = 1
"""Cells at the end of each row of the text: there stands that it goes on."""
SELECTED = "cursor picked"
ALERTS = {"error": ("x", "unmet"), "warning": ("!", "unknown")}


def header(scene: Scene, width: int, height: int) -> list[Line]:
    """The file, whether it is saved, where the caret is, and how many mistakes there are."""
    text, dot = text_of(scene.session), f" {scene.glyphs.dot} "
    if text is None:
        return [fit_line(((" the rules of this city", "dim"),), width)]
    left: list[Run] = [(f" {clean(text.file.name)}", "title")]
    if text.dirty:
        left.append((" *modified", "unknown"))
    if text.file.shipped:
        left.append((" read-only: F2 extends it", "dim"))
    if text.theirs is not None:
        left.append((" ! changed by somebody else: F2", "alert"))
    if text.by_hand and not text.dirty and not text.file.shipped:
        left.append((f" changed by hand since {text.by_hand}: F2", "unknown"))
    row, column = text.buffer.caret
    left += [(dot, "dim"), *_count(text), (f"{dot}{row + 1}:{column + 1}", "dim")]
    undo = f" undo {len(text.buffer.done)} " if text.buffer.done else ""
    return [justified(left, ((_selected(scene, text) or undo, "dim"),), width)]


def _selected(scene: Scene, text: Opened) -> str:
    """How much is selected, and that moving selects."""
    size = len(text.buffer.selected)
    how = "selecting, " if scene.session.of(RulesState).marking else ""
    return f" {how}{plural(size, 'character')} " if how or size else ""


def _count(text: Opened) -> list[Run]:
    if text.fault:
        return [(f"x {text.fault} on disk: F2", "unmet")]
    if text.judged is None:
        return [("not judged yet", "dim")]
    errors, all_ = text.errors, len(text.judged.mistakes)
    stale = "" if text.judged_edits == text.buffer.edits else " before this key"
    if errors:
        return [(f"x {plural(errors, 'error')}{stale}", "unmet")]
    warned = f"! {plural(all_, 'warning')}" if all_ else f"+ {text.unmistaken}"
    return [(f"{warned}{stale}", "unknown" if all_ else "met")]


# the text -------------------------------------------------------------------------------------
def editor(scene: Scene, width: int, height: int, top: int, left: int) -> list[Line]:
    """The rows from `top` on and the cells from `left` on, in their frame."""
    text = text_of(scene.session)
    active = scene.pane == "edit"
    if text is None:
        rows: list[Line] = [(), ((" Choose a file: j and k, then enter.", "dim"),)]
        return framed(rows, width, height, scene.glyphs, title="EDIT", active=active)
    name = text.file.name.rpartition("/")[2]
    how = "TYPING" if scene.mode.typing(scene) else "READING"
    title = titled(cut(f"{how} {clean(name)}", width - 8, scene.glyphs.more), active)
    hint = ""
    for way in _ways(scene, active):
        longer = f"{hint} {scene.glyphs.dot} {way}" if hint else way
        hint = longer if cell_len(longer) <= width - HINT else hint
    painted = _rows(scene, text, width - 2, height - 2, top, left)
    return framed(painted, width, height, scene.glyphs, title=title, hint=hint, active=active)


def _ways(scene: Scene, active: bool) -> list[str]:
    """What the keys do in the text, or lead to it."""
    if scene.mode.typing(scene):
        return ["esc ends typing, keeps all", "F6 panes", "F1 help"]
    if scene.session.is_shut:
        return ["enter opens a file"] if not active else ["esc to the files"]
    external = any(one.id == "external" and one.keys for one in scene.hinted)
    keys = ["e types", *(["F4 $EDITOR"] if external else [])]
    return ["e types", "esc files", "v selects", *keys[1:]] if active else keys


def gutter(text: Opened) -> int:
    """The cells before the text: mark, number, blank."""
    return max(3, len(str(len(text.buffer.lines)))) + 2


def _rows(scene: Scene, text: Opened, width: int, height: int, top: int, left: int) -> list[Line]:
    lines, caret = text.buffer.lines, text.buffer.caret
    marks = _marks(text)
    coloured = len(lines) <= highlighting.MOST
    quotes = highlighting.inside(lines, top) if coloured else ""
    fresh = changed_rows(text.kept, lines) if any(text.kept) else frozenset()
    size = gutter(text)
    painted = []
    for row in range(top, min(top + height, len(lines))):
        line = lines[row]
        runs = highlighting.coloured(line, quotes) if coloured else ((line, "text"),)
        if coloured and ('"""' in line or "'''" in line or quotes):
            quotes = highlighting.inside((line,), 1) if not quotes else _still(line, quotes)
        here = row == caret.row
        at = caret.column if here and scene.pane == "edit" else -1
        mark = marks.get(row, (">", "mark") if here else ("*", "unknown") if row in fresh
                         else (" ", "dim"))  # fmt: skip
        cut_left = "<" if left and line else " "
        number = (f"{row + 1:>{size - 2}}{cut_left}", "strong" if here else "dim")
        ground = " place" if here else ""
        chosen = _chosen(text, row)
        painted_runs = tuple((t, f"{own}{ground}") for t, own in runs)
        body = in_cells(painted_runs, left, width - size - EDGE, at, chosen)
        ends = ((mark[0], f"{mark[1]}{ground}"), (number[0], f"{number[1]}{ground}"))
        rest = fit_line((*ends, *body), width - EDGE, f"text{ground}")
        more = cell_of(line, len(line)) > left + width - size - EDGE
        painted.append((*rest, (">" if more else " ", f"dim{ground}")))
    return painted


def _chosen(text: Opened, row: int) -> tuple[int, int]:
    """From which character of a row to before which one it is selected; its end counts as one."""
    start, end = text.buffer.span
    if not start.row <= row <= end.row:
        return 0, 0
    behind = end.column if row == end.row else len(text.buffer.lines[row]) + 1
    return (start.column if row == start.row else 0), behind


def _still(line: str, quotes: str) -> str:
    end = line.find(quotes)
    return quotes if end < 0 else highlighting.inside((line[end + 3 :],), 1)


def _marks(text: Opened) -> dict[int, Run]:
    """The worst mistake of each row, as a mark for the gutter."""
    marks: dict[int, Run] = {}
    for one in reversed(mistakes_of(text)):
        place = one.problem.place
        if place.file == text.file.name and place.line:
            marks[place.line - 1] = ALERTS[one.problem.severity]
    return marks


def in_cells(
    runs: tuple[Run, ...], left: int, width: int, caret: int, chosen: tuple[int, int] = (0, 0)
) -> list[Run]:
    """Runs from a cell on, with the character of the caret and those that are selected marked;
    every character that has no cell of its own is shown as one."""
    start, end = chosen
    shown: list[list[str]] = []
    cell = count = 0
    for text, style in runs:
        if cell > left + width and count > caret:
            break
        for character in text:
            glyph = shape(character)
            size = len(TAB) if glyph is TAB else cells_of(glyph) or 1
            picked = f"{style} {SELECTED}" if start <= count < end else style
            own = f"{style} caret" if count == caret else picked
            if cell >= left and cell + size <= left + width:
                if shown and shown[-1][1] == own:
                    shown[-1][0] += glyph
                else:
                    shown.append([glyph, own])
            elif cell < left < cell + size:
                shown.append([" " * (cell + size - left), own])
            cell += size
            count += 1
            if cell > left + width and count > caret:
                break
    if count in (caret, end - 1) and left <= cell < left + width:
        shown.append([" ", "caret" if count == caret else SELECTED])
    return [(text, style) for text, style in shown]


def shape(character: str) -> str:
    """What is shown for a character: controls and what is invisible have a cell, too."""
    if character == "\t":
        return TAB
    if character == " " or (character.isprintable() and cells_of(character)):
        return character
    return "?"


def cell_of(line: str, column: int) -> int:
    """The cell at which a character of a row is shown."""
    return sum(len(TAB) if c == "\t" else cells_of(shape(c)) or 1 for c in line[:column])


# the rule under the caret ---------------------------------------------------------------------
def rule(scene: Scene, width: int, height: int) -> list[Line]:
    """The rule in plain words: what it asks, of whom it is met, its clause and last change."""
    text = text_of(scene.session)
    title = "RULE UNDER THE CARET"
    rows: list[Line] = []
    if text is not None:
        kind, name = subject_of(text)
        if kind:
            title = f"RULE {clean(kind)} {clean(name)}".rstrip()
        rows = about(scene, text, width - 2)
    below = len(rows) - (height - 2)
    hint = f"{below} more: {'F1' if scene.mode.typing(scene) else '?'}" if below > 0 else ""
    return framed(rows, width, height, scene.glyphs, title=title, hint=hint)


def about(scene: Scene, text: Opened, width: int) -> list[Line]:
    """The rule under the caret in plain words; also for the help page."""
    from hexvet.drafting.telling import told

    kind, name = subject_of(text)
    assessment = scene.session.assessment
    if not kind:
        return _plainly("Put the caret into a rule.", width)
    if text.file.name == SETTINGS:
        words = "It names the city, its packs and its people, and answers for the programme."
        return _plainly(words, width)
    if text.pack is None:
        return _plainly("The text has not been without errors yet.", width)
    day = assessment.as_of if assessment else datetime.date.max
    pairs = told(text.pack, kind, name, day)
    if not pairs:
        return _plainly(f"[{kind}{'.' if name else ''}{name}] decides nothing by itself.", width)
    rows: list[Line] = [((f" {clean(row)}", "strong"),) for row in wrap(pairs[0][1], width - 2)]
    rows += _decides(scene, text, width)
    for label, words in pairs[1:]:
        rows += hanging((f" {label} ", "dim"), words, "text", width - 1, 11 if width > 40 else 9)
    rows += _last_change(text, kind, name, width)
    return rows


def _plainly(words: str, width: int) -> list[Line]:
    return [((f" {row}", "dim"),) for row in wrap(clean(words), width - 2)]


def _decides(scene: Scene, text: Opened, width: int) -> list[Line]:
    """`in force 7 passed, 6 unknown` of the projects, in as many lines as that needs."""
    key = (scene.session.revision, rule_of(text)[1])
    counts = scene.session.of(RulesState).counts.get(key) or {}
    rows: list[list[Run]] = [[(" in force", "dim")]] if counts else []
    for at, (outcome, count) in enumerate(sorted(counts.items(), key=lambda pair: -pair[1]), 1):
        style = VERDICT_STYLE.get(
            outcome, outcome if outcome in ("pass", "hold", "stop") else "text"
        )
        comma = "," if at < len(counts) else ""
        for word in f"{count:,} {outcome.replace('_', ' ')}{comma}".split():
            run: Run = (f" {word}", style)
            if width_of([*rows[-1], run]) > width:
                rows.append([(" " * 9, "dim")])
            rows[-1].append(run)
    return [tuple(row) for row in rows]


def _last_change(text: Opened, kind: str, name: str, width: int) -> list[Line]:
    from hexvet.drafting.revisions import last_change

    found = last_change(text.revisions, kind, name)
    if found is None:
        return []
    words = f"{found.name} by {found.by}, {found.day}: {found.reason}"
    return hanging((" changed ", "dim"), clean(words), "text", width - 1, 11 if width > 40 else 9)
