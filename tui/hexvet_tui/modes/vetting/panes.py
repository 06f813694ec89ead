"""The panes of the form: the questions, the one that is asked, and what the last answer did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hexvet.deciding.asking import Asked
from hexvet.deciding.effects import Shift
from hexvet_tui import panels, presenting
from hexvet_tui.cells import cell_len
from hexvet_tui.modes.vetting import listing
from hexvet_tui.modes.vetting.questioning import question_lines
from hexvet_tui.modes.vetting.state import Glance, VettingState
from hexvet_tui.presenting import plural
from hexvet_tui.scene import Scene
from hexvet_tui.typesetting import (
    MORE,
    Line,
    Run,
    clean,
    cut,
    fit_line,
    framed,
    justified,
    pointed,
    titled,
    width_of,
    wrap,
)

COUNT = 4
"""Cells for how many outcomes wait for a question."""
ALIKE = 8
"""Characters that stay of what two long values begin with."""
GAP = 2
"""Blanks between what was answered and what that did to the score."""
WORDED_FROM = 100
"""Columns from which the header says the order, too."""
WRITING = "Each answer is written at once; here stands what it moves. z takes it back."
LOOKING = "Nothing can be answered here. [ and ] lead to the other projects, esc leads back."
WORDS = {"settling": "what settles most", "pack": "the pack's order", "across": "all projects"}


def header(scene: Scene, width: int, height: int) -> list[Line]:
    """The project, whose answers, what is open; at the right where it stands."""
    session, dot = scene.session, f" {scene.glyphs.dot} "
    project = session.project
    if project is None:
        return [fit_line(((" No project is chosen.", "dim"),), width)]
    near, open_ = listing.counts(session)
    state = session.of(VettingState)
    left: list[Run] = [(f" {cut(clean(project.title), max(16, width - 62), '..')}", "title")]
    if session.is_shut:
        left.append((f"{dot}only looking", "mark"))
    if state.party:
        word = "blind" if listing.blind(session) else "finished"
        left.append((f"{dot}{clean(state.party)} ({word})", "mark"))
    left.append((f"{dot}{near} near, {open_} open", "text"))
    if width >= WORDED_FROM or state.order == "across":
        left.append((f"{dot}{WORDS[state.order]}", "dim"))
    seen = listing.eyes(session).assessment
    assert seen is not None
    return [
        justified(left, (*glance(scene, listing.glance(seen, project.id)), (" ", "text")), width)
    ]


def glance(scene: Scene, found: Glance) -> Line:
    """`##?..?  ~HOLD Vetting`."""
    return (
        *presenting.strip(found.sections),
        ("  ", "text"),
        presenting.gate_run(found.gate, scene.gates),
    )


# the questions ----------------------------------------------------------------------------------
def row_of_cursor(scene: Scene) -> int:
    """The row of the question or the project that is asked about."""
    session, one = scene.session, listing.asked(scene.session)
    if session.of(VettingState).order == "across":
        rows = listing.projects(session)
        return rows.index(session.cursor) if session.cursor in rows else -1
    return listing.place(listing.listed(session), one.field.name) if one else -1


def row_count(scene: Scene) -> int:
    """How many rows the list has."""
    session = scene.session
    if session.of(VettingState).order == "across":
        return len(listing.projects(session))
    return len(listing.listed(session))


def questions(scene: Scene, width: int, height: int, top: int) -> list[Line]:
    """The framed list from row `top` on."""
    session, at = scene.session, row_of_cursor(scene)
    across = session.of(VettingState).order == "across"
    shown = range(top, min(top + height - 2, row_count(scene)))
    rows = (
        [_project_row(scene, n, width - 2) for n in shown]
        if across
        else _rows(scene, shown, width - 2)
    )
    rows = [pointed(row, width - 2) if n == at else row for n, row in zip(shown, rows, strict=True)]
    more = row_count(scene) - top - (height - 2)
    if not rows:
        rows = [(), *[((f" {text}", "met"),) for text in wrap(_nothing(scene), width - 4)]]
    title = titled("PROJECTS" if across else "QUESTIONS", True)
    hint = f"{more} more" if more > 0 else "outcomes that wait" if not across else ""
    return framed(rows, width, height, scene.glyphs, title=title, hint=hint, active=True)


def _nothing(scene: Scene) -> str:
    if scene.session.assessment is None or scene.session.project is None:
        return "No project is chosen."
    if not listing.every(scene.session):
        return "The packs in use ask nothing about a project."
    return "Every question is answered; a lists them."


def _rows(scene: Scene, shown: range, width: int) -> list[Line]:
    found = listing.listed(scene.session)
    return [_row(scene, found[n], width) for n in shown]


def mark_of(scene: Scene, one: Asked) -> Run:
    """`!` disputed, `~` being written, `?` unknown, `+` answered, `-` left for later."""
    session = scene.session
    state = session.of(VettingState)
    if any(w.field == one.field.name and w.project == session.cursor for w in state.queue):
        return "~", "dim"
    if one.disputed:
        return "!", "alert"
    if not one.open:
        return "+", "met"
    late = one.field.name in state.skipped.get(session.cursor, ())
    return ("-", "dim") if late else ("?", "unknown")


def _row(scene: Scene, one: Asked, width: int) -> Line:
    glyph, style = mark_of(scene, one)
    tone = "text" if one.near or not one.open else "dim"
    left: list[Run] = [(f" {glyph} ", style), (clean(one.field.title), tone)]
    if not one.open and one.evidence is not None:
        value = presenting.evidence_text(one.evidence, one.field)
        return justified(left, ((f" {cut(value, 14, scene.glyphs.more)} ", "dim"),), width)
    count = str(one.waiting) if one.waiting else ""
    return justified(left, ((f" {count:>{COUNT - 1}} ", "strong" if one.near else "dim"),), width)


def _project_row(scene: Scene, at: int, width: int) -> Line:
    session, one = scene.session, listing.asked(scene.session)
    name = listing.projects(session)[at]
    assert session.assessment is not None
    title = clean(session.assessment.workspace.projects[name].title)
    found = listing.answer_of(session, name, one.field.name) if one else None
    if found is None:
        return justified(((" ? ", "unknown"), (title, "text")), (), width)
    value = presenting.evidence_text(found, one.field if one else None)
    glyph, style = ("!", "alert") if found.disputed else ("+", "met")
    said = ((f" {cut(value, 14, scene.glyphs.more)} ", "dim"),)
    return justified(((f" {glyph} ", style), (title, "text")), said, width)


# the question, and what answers do ----------------------------------------------------------------
def question(scene: Scene, width: int, height: int) -> list[Line]:
    """The question that is asked, with its keys."""
    rows = question_lines(scene, width - 2)
    hidden = len(rows) - (height - 2)
    hint = f"{plural(hidden, 'line')} more: ? has them" if hidden > 0 else ""
    return framed(rows, width, height, scene.glyphs, title="ASKED", hint=hint)


def effect(scene: Scene, width: int, height: int) -> list[Line]:
    """What the last answer did: before and after."""
    told, arrow = scene.session.of(VettingState).told, scene.glyphs.arrow
    if not told.words:
        text = LOOKING if scene.session.is_shut else WRITING
        rows: Sequence[Line] = [((f" {row}", "dim"),) for row in wrap(text, width - 3)]
        return framed(rows, width, height, scene.glyphs, title="WHAT IT MOVES")
    score = _score(scene)
    room = width - 2 - (width_of(score) + GAP if score else 0)
    lines: list[Line] = [justified(((_changed(scene, room), "strong"),), score, width - 2)]
    lines.append(
        (
            (" ", "text"),
            *glance(scene, told.before),
            (f"  {arrow}  ", "strong"),
            *glance(scene, told.after),
        )
    )
    lines += _shifts(scene, width - 2, height - 4)
    return framed(lines, width, height, scene.glyphs, title="WHAT IT MOVES")


def _changed(scene: Scene, width: int) -> str:
    """`Condition: worn → failing`; where both values do not fit, what they begin with alike is
    left out, and the longer one is cut most."""
    told, arrow = scene.session.of(VettingState).told, f" {scene.glyphs.arrow} "
    if not told.now:
        return f" {cut(clean(told.words), width - 1)}"
    rest, values = cell_len(f" : {arrow}"), cell_len(told.was + told.now)
    label = cut(clean(told.words), max(width // 2, width - rest - values))
    room = max(2, width - rest - cell_len(label))
    was, now = (told.was, told.now) if values <= room else _apart(told.was, told.now)
    now = cut(now, max(room - room // 2, room - cell_len(was)))
    return f" {label}: {cut(was, room - cell_len(now))}{arrow}{now}"


def _apart(one: str, other: str) -> tuple[str, str]:
    """Two texts from a little before where they differ."""
    pairs = enumerate(zip(one, other, strict=False))
    at = next((n for n, (a, b) in pairs if a != b), min(len(one), len(other))) - ALIKE
    return (f"{MORE}{one[at:]}", f"{MORE}{other[at:]}") if at > 0 else (one, other)


def _score(scene: Scene) -> Line:
    """`score 30-80, was 25-80`, where it moved."""
    told = scene.session.of(VettingState).told
    before, after = told.before.score, told.after.score
    if before is None or after is None or before == after:
        return ()
    now, was = presenting.score_text(after), presenting.score_text(before)
    return (("score ", "dim"), (now, "strong"), (f", was {was} ", "dim"))


def _shifts(scene: Scene, width: int, room: int) -> list[Line]:
    """The checks and gates that changed: one line each, or counted where there is one line."""
    found = [one for one in scene.session.of(VettingState).told.shifts if one.what != "section"]
    if not found:
        return [((" No check and no gate changes.", "dim"),)]
    arrow = scene.glyphs.arrow
    lines: list[Line] = []
    for one in found:
        style = presenting.VERDICT_STYLE.get(one.after, "text")
        was, now = (state.replace("_", " ") for state in (one.before, one.after))
        words = f"{_title(scene, one)}: {was} {arrow} {now}"
        lines.append(((f" {one.what} ", "dim"), (words, style)))
    if len(lines) <= room:
        return lines
    more = plural(len(lines) - room + 1, "more change")
    if room <= 1:
        return [
            fit_line((*lines[0], (f"  and {plural(len(lines) - 1, 'more change')}", "dim")), width)
        ]
    return [*lines[: room - 1], ((f" and {more}", "dim"),)]


def _title(scene: Scene, one: Shift) -> str:
    """What a check or a gate is called; the id of one that is gone."""
    packs = scene.session.assessment.packs if scene.session.assessment else ()
    titles = (pack.checks[one.id].title for pack in packs if one.id in pack.checks)
    return clean(scene.gates.get(one.id, one.id) if one.what == "gate" else next(titles, one.id))


def hexagon(scene: Scene, width: int, height: int) -> list[Line]:
    """The drawing as the party may see it."""
    seen = replace(scene, session=listing.eyes(scene.session))
    return panels.hexagon_pane(seen, width, height, legend=False)


def subject(scene: Scene, width: int) -> list[Line]:
    """The question whole, for the help page."""
    return question_lines(scene, width)
