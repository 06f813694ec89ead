"""The lines above and below every screen: title, info, status and footer."""

from __future__ import annotations

from hexvet_tui import actions, marking, modes, presenting
from hexvet_tui.cells import cell_len
from hexvet_tui.keymap import printed
from hexvet_tui.presenting import plural
from hexvet_tui.prompting import Candidate, Prompt
from hexvet_tui.scene import Scene
from hexvet_tui.sorting import BY_ID
from hexvet_tui.typesetting import (
    Line,
    Run,
    clean,
    cut,
    cut_line,
    fit,
    fit_line,
    justified,
    overlaid,
    width_of,
)

TONES = {"plain": "text", "good": "met", "alert": "alert"}
CLOCKS = (34, 22, 0)
"""Cells that the two clocks must have left beside the modes with their words, with short ones,
and with their digits alone."""
MIN_QUESTION = 24
"""Cells that the words of a question keep however many keys answer it."""


# title ----------------------------------------------------------------------------------------
def title(scene: Scene, width: int) -> Line:
    """The modes with the active one in brackets; then what the verdicts rest on."""
    forms = list(zip(_tabs(scene), CLOCKS, strict=True))
    alarm = width_of(_alarm(scene))
    fitting = [tabs for tabs, clocks in forms if width_of(tabs) + max(clocks, alarm) <= width]
    runs = fitting[0] if fitting else forms[-1][0]
    return justified(runs, _clocks(scene, width - width_of(runs) - 2), width, "bar")


def _tabs(scene: Scene) -> list[list[Run]]:
    """The modes with their words, with short ones, and with the active one's alone."""
    aside = [tab for tab in modes.ASIDE if tab.id == scene.session.mode]
    tabs = (*modes.TABS, *aside)
    return [[_tab(tab, form, scene) for tab in tabs] for form in ("word", "short", "none")]


def _tab(tab: modes.Tab, form: str, scene: Scene) -> Run:
    word = f" {tab.word if form == 'word' else tab.short}"
    if tab.id == scene.session.mode:
        lead = " " if form == "short" and tab is not modes.TABS[0] else ""
        return f"{lead}[{f'{tab.key}{word}'.strip()}]", "bar active"
    gap = "" if form == "short" else " "
    return f" {tab.key}{'' if form == 'none' else word}{gap}", "bar"


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
    rules = [clean(session.rules)] if session.rules else packs
    city = clean(workspace.city)
    first = rules[0] if rules else city
    forms = [[city, *rules, day], [*rules, day], [first, day]]
    forms += [[_shortest(scene), date], [day], [date]]
    if session.read_only:
        alert = (("READ-ONLY", "bar alert"), ("  ", "bar"), *alert)
    size = width_of(alert) + 1
    for form in forms:
        text = dot.join(part for part in form if part)
        if cell_len(text) + size <= room:
            return (*alert, (text + " ", "bar"))
    return alert


def _alarm(scene: Scene) -> Line:
    """`! 2 problems`, or that what is shown is not what stands on the disk."""
    found = scene.session.assessment
    problems = found.workspace.problems if found else ()
    errors = sum(problem.severity == "error" for problem in problems)
    stale = "showing the last good result" if scene.session.notice else ""
    words = stale or (plural(errors, "problem") if errors else "")
    return ((f"! {words}", "bar alert"), ("  ", "bar")) if words else ()


def _shortest(scene: Scene) -> str:
    """The revision alone: `r14`, `DRAFT d3`, or the version of the first pack."""
    session = scene.session
    if session.rules:
        words = session.rules.split()
        return clean(" ".join(words[:2] if words[0].isupper() else words[:1]))
    packs = session.assessment.packs if session.assessment else ()
    return clean(packs[0].version) if packs else ""


# info -----------------------------------------------------------------------------------------
def info(scene: Scene, width: int) -> Line:
    """How many projects are shown, why these and in which order; the tally of the gates."""
    session, dot = scene.session, f" {scene.glyphs.dot} "
    if session.assessment is None:
        return fit_line((), width)
    shown = len(session.rows.order)
    count = plural(session.total, "project") if shown == session.total else ""
    runs: list[Run] = [(f" {count or f'{shown:,} of {session.total:,}'}", "strong")]
    runs.append((f"{dot}{sort_words(scene)}", "dim"))
    if session.filter.text:
        runs.append((f"{dot}filter {clean(session.filter.text)}", "text"))
    if session.marks:
        runs.append((f"{dot}{len(session.marks):,} marked", "mark"))
    if session.filter.error:
        runs.append((f"  ! {clean(session.filter.error)}", "alert"))
    return justified(runs, _tally(scene), width)


def sort_words(scene: Scene) -> str:
    """`sorted by name`, as the info line says it."""
    sort = scene.session.sort
    return f"sorted by {BY_ID[sort.column].word}" + (", reversed" if sort.reverse else "")


def _tally(scene: Scene) -> Line:
    """`3 +PASS  8 ~HOLD  1 xSTOP` over the rows that are shown."""
    runs: list[Run] = []
    for state, count in scene.session.rows.tally.items():
        runs += [(f"{count:,} ", "dim"), (presenting.passage(state), state), ("  ", "text")]
    return (*runs[:-1], (" ", "text")) if any(scene.session.rows.tally.values()) else ()


def project(scene: Scene, width: int) -> Line:
    """The header of one project: its title, verdict, strip, score, and its row of how many."""
    session = scene.session
    standing = session.standing
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
    left: list[Run] = [("*" if session.cursor in session.marks else " ", "mark")]
    left += [(clean(standing.title), "title")]
    left += [(f"  {mark}", "dim")] if mark and width >= 100 else []
    return justified(left, right, width)


# typing ---------------------------------------------------------------------------------------
def label(prompt: Prompt) -> str:
    """What stands before the text of a line that is typed."""
    return f" {prompt.label}: " if prompt.label else " :"


def prompt(scene: Scene, width: int) -> Line:
    """The line being typed, with its cursor, and what the filter leaves of the projects."""
    session = scene.session
    typed = session.prompt
    if typed is None:
        return fit_line((), width)
    under = typed.text[typed.at : typed.at + 1] or " "
    head, right = label(typed), _left_over(scene, width)
    before = window(typed, width - cell_len(head) - width_of(right))
    runs: list[Run] = [
        (head, "strong"),
        (before, "text"),
        (under, "caret"),
        (typed.text[typed.at + 1 :], "text"),
    ]
    # Bare, without the dots of a line that is cut: they could stand where the cursor is.
    return (*fit_line(runs, width - width_of(right)), *right)


def _left_over(scene: Scene, width: int) -> Line:
    """How many projects the filter leaves, or what is wrong with it."""
    session = scene.session
    if session.prompt is None or not session.prompt.purpose.counted:
        return ()
    if session.filter.error:
        text = cut(clean(session.filter.error), width * 2 // 3, scene.glyphs.more)
        return ((f"! {text} ", "alert"),)
    return ((f"{len(session.rows.order):,} of {session.total:,} ", "dim"),)


def typed_cells(scene: Scene, width: int) -> int:
    """The column of the cursor in the line that is typed."""
    typed = scene.session.prompt
    if typed is None:
        return 0
    head = cell_len(label(typed))
    room = width - head - width_of(_left_over(scene, width))
    return head + cell_len(window(typed, room))


def window(typed: Prompt, room: int) -> str:
    """The text before the cursor, its beginning cut where the cursor would be out of sight."""
    before = typed.text[: typed.at]
    while cell_len(before) >= max(8, room - 1):
        before = before[max(8, room // 3) :]
    return before


def candidates(scene: Scene) -> tuple[Candidate, ...]:
    """The rows below the line that is typed."""
    typed = scene.session.prompt
    if typed is None or not typed.purpose.listed:
        return ()
    return typed.purpose.candidates(scene, typed)


def palette(scene: Scene, width: int, height: int) -> list[Line]:
    """Those rows, the chosen one in view, each with its key or its help."""
    rows, typed = candidates(scene), scene.session.prompt
    if typed is None:
        return []
    top = max(0, min(typed.choice - height + 2, len(rows) - height + 1))
    shown = rows[top : top + height - 1]
    wide = min(max((cell_len(row.text) for row in shown), default=0), width // 2)
    painted: list[Line] = []
    for at, row in enumerate(shown, top):
        left = (
            (" > " if at == typed.choice else "   ", "mark"),
            (fit(clean(row.text), wide), "key"),
        )
        key = ((f"  {row.key} ", "key"),) if row.key else ()
        room = width - width_of(left) - width_of(key) - 3
        help_ = cut(clean(row.help), room, scene.glyphs.more) if row.help != row.text else ""
        line = justified((*left, (f"  {help_}", "dim")), key, width)
        painted.append(overlaid(line, "cursor") if at == typed.choice else line)
    more = len(rows) - top - len(shown)
    count = f"{more} more" if more > 0 else ""
    edge = scene.glyphs.horizontal * max(0, width - cell_len(count) - 3)
    return [*painted, fit_line(((f"{edge} {count} ", "frame"),), width, "frame")] if rows else []


# status and footer ----------------------------------------------------------------------------
def status(scene: Scene, width: int) -> Line:
    """What just happened; what stays wrong; otherwise what may be done with the marks, or a tip."""
    session = scene.session
    if session.question is not None:
        return question(scene, width)
    if session.prefix:
        return actions.which_key(scene.table, session.prefix, width)
    if session.message.text:
        tone = TONES[session.message.tone]
        return cut_line(((f" {clean(session.message.text)}", tone),), width, tone)
    if session.prompt is not None and not session.pages:
        return next_words(scene, width)
    if session.notice:
        return cut_line(((f" ! {clean(session.notice)}", "alert"),), width, "alert")
    if session.tip:
        return tip(scene, width)
    return fit_line(((f" {hint(scene)}", "dim"),), width)


def tip(scene: Scene, width: int) -> Line:
    """What the tour says: in the status line, or below it while that is needed."""
    return justified(((f" {clean(scene.session.tip)}", "mark"),), (("  F10 ", "key"),), width)


def next_words(scene: Scene, width: int) -> Line:
    """What may be typed next, in one line; where there is nothing to tell, the keys."""
    typed = scene.session.prompt
    if typed is None:
        return fit_line((), width)
    base = typed.rewritten(typed.cycle[0]) if typed.cycle else typed
    rows = () if typed.purpose.listed else typed.purpose.candidates(scene, base)
    if not rows:
        return fit_line(((f" {typed.purpose.hint}", "dim"),), width)
    chosen = typed.cycle[1] if typed.cycle else -1
    words = [clean(row.text.partition(":")[2] or row.text).strip() for row in rows]
    at = 0
    while at < chosen and sum(len(word) + 2 for word in words[at : chosen + 1]) > width - 8:
        at += 1
    runs: list[Run] = [(" tab ", "dim")]
    for number, word in enumerate(words[at:], at):
        runs += [(word, "key picked" if number == chosen else "key"), ("  ", "text")]
    return fit_line(runs, width)


def hint(scene: Scene) -> str:
    """What the marks are good for; without marks one key to learn."""
    table = {action.id: action for action in scene.table}
    dot = f" {scene.glyphs.dot} "
    if scene.session.anchor and "range" in table:
        count = plural(len(marking.spanned(scene.session)), "project")
        return f"range of {count}: {printed(table['range'].keys[0])} marks them{dot}esc gives it up"
    if scene.session.marks and "invert" in table:
        wanted = (("compare", "compare"), ("prefix_x", "export"), ("invert", "invert"))
        keys = [f"{printed(table[k].keys[0])} {word}" for k, word in wanted if k in table]
        return f"{len(scene.session.marks):,} marked: {dot.join([*keys, 'esc clear'])}"
    help_ = table.get("help")
    return f"{printed(help_.keys[0])} shows every key" if help_ and help_.keys else ""


def question(scene: Scene, width: int) -> Line:
    """A question and the keys that answer it."""
    asked = scene.session.question
    runs: list[Run] = []
    for choice in (one for one in asked.choices if one.word) if asked else ():
        runs += [(printed(choice.key), "bar key"), (f" {choice.word}  ", "bar")]
    runs += [("esc", "bar key"), (" leaves it", "bar")]
    room = max(MIN_QUESTION, width - width_of(runs) - 3)
    words = cut(clean(asked.text), room, scene.glyphs.more) if asked else ""
    return fit_line([(f" {words}  ", "bar alert"), *runs] if words else runs, width, "bar")


def footer(scene: Scene, width: int) -> Line:
    """The keys that matter here; the tip while the status line has something else to say."""
    if scene.session.tip and status(scene, width) != tip(scene, width):
        return tip(scene, width)
    return actions.footer(scene.table, width)
