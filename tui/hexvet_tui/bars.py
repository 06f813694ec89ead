"""The lines above and below every screen, but for the title: info, status and footer."""

from __future__ import annotations

from hexvet_tui import actions, amiss, marking, presenting
from hexvet_tui.cells import cell_len
from hexvet_tui.keymap import printed
from hexvet_tui.presenting import plural
from hexvet_tui.prompting import Candidate, Prompt, Purpose
from hexvet_tui.scene import Scene
from hexvet_tui.typesetting import (
    MORE,
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
FILTERED = ("portfolio", "monitor")
"""The modes whose rows are those that the filter keeps."""
UNREAD = frozenset(("problems", "reload", "command", "leave", "help"))
"""What there is to do while nothing could be read."""
MIN_QUESTION = 24
"""Cells that the words of a question keep however many keys answer it."""
QUESTION_ROWS = 2


# info -----------------------------------------------------------------------------------------
def info(scene: Scene, width: int) -> Line:
    """How many projects are shown, why these and in which order; the tally of the gates."""
    session, dot = scene.session, f" {scene.glyphs.dot} "
    if session.assessment is None:
        return fit_line((), width)
    shown = len(session.rows.order)
    count = plural(session.total, "project") if shown == session.total else ""
    runs: list[Run] = [(f" {count or f'{shown:,} of {session.total:,}'}", "strong")]
    if not session.filter.wrong:
        runs.append((f"{dot}{sort_words(scene)}", "dim"))
    runs += filter_runs(scene)
    if session.marks:
        runs.append((f"{dot}{len(session.marks):,} marked", "mark"))
    tally = _tally(scene)
    fits = not session.filter.wrong and width_of(runs) + width_of(tally) <= width
    return justified(runs, tally if fits else (), width)


def filter_runs(scene: Scene) -> list[Run]:
    """The terms of the filter that are in force; the first one that means nothing is not."""
    kept, dot = scene.session.filter, f" {scene.glyphs.dot} "
    runs: list[Run] = [(f"{dot}filter {clean(kept.held)}", "text")] if kept.held else []
    if kept.wrong:
        runs.append((f"{dot}! not in force: {clean(kept.wrong)}", "alert"))
    return runs


def sort_words(scene: Scene) -> str:
    """`sorted by name`, as the info line says it."""
    sort = scene.session.sort
    return f"sorted by {sort.word}" + (", reversed" if sort.reverse else "")


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
        (typed.text[typed.at + 1 : typed.at + 1 + width], "text"),
    ]
    # Bare, without the dots of a line that is cut: they could stand where the cursor is.
    return (*fit_line(runs, width - width_of(right)), *right)


def _left_over(scene: Scene, width: int) -> Line:
    """How many projects the filter leaves, or that a term means nothing; why stands below."""
    session = scene.session
    if session.prompt is None or not session.prompt.purpose.counted:
        return ()
    if session.filter.wrong and not _completing(scene):
        return (("! unclear ", "alert"),)
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
    """The text before the cursor, its beginning cut where the cursor would be out of sight.

    It is cut in steps, so that most keys move nothing; of a long text only the end is looked at.
    """
    step, room = max(8, room // 3), max(8, room - 1)
    far = max(0, typed.at - 4 * room)
    before = typed.text[-(-far // step) * step : typed.at]
    while cell_len(before) >= room:
        before = before[step:]
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
    last = fit_line(((edge, "frame"), (f" {count} ", "hint")), width, "frame")
    return [*painted, last] if rows else []


# status and footer ----------------------------------------------------------------------------
def status(scene: Scene, width: int) -> Line:
    """What just happened; what stays wrong; otherwise what may be done with the marks, or a tip."""
    session = scene.session
    if session.question is not None:
        return question(scene, width)[0]
    if session.prefix:
        return _following(scene, width)[0]
    if session.message.text:
        tone = TONES[session.message.tone]
        return cut_line(((f" {clean(session.message.within(width))}", tone),), width, tone)
    if session.prompt is not None and not session.pages:
        return next_words(scene, width)
    if session.waiting:
        words = f" {clean(session.waiting[0].words)}"
        return cut_line(((words, "alert"),), width, "alert")
    if session.filter.error and session.mode in FILTERED:
        return _unclear(scene, width)
    if amiss.words(scene):
        return amiss.line(scene, width)
    if session.tip:
        return tip(scene, width)
    return fit_line(((f" {hint(scene)}", "dim"),), width)


def tip(scene: Scene, width: int) -> Line:
    """What the tour says: in the status line, or below it while that is needed."""
    return justified(((f" {clean(scene.session.tip)}", "mark"),), (("  F10 ", "key"),), width)


def _next(scene: Scene) -> tuple[Candidate, ...]:
    """What may be typed next, where that stands in one line; while it is gone through, what might
    have been."""
    typed = scene.session.prompt
    if typed is None or typed.purpose.listed:
        return ()
    base = typed.rewritten(typed.cycle[0]) if typed.cycle else typed
    return typed.purpose.candidates(scene, base)


def _completing(scene: Scene) -> bool:
    """Whether the term that means nothing is the one being typed, and may come to mean something:
    then it is completed before it is blamed."""
    typed, wrong = scene.session.prompt, scene.session.filter.wrong
    if typed is None or not wrong or not typed.text[: typed.at].endswith(wrong):
        return False
    return bool(_next(scene))


def next_words(scene: Scene, width: int) -> Line:
    """What may be typed next, in one line; why a term of the filter means nothing."""
    typed, rows = scene.session.prompt, _next(scene)
    if typed is None:
        return fit_line((), width)
    if typed.purpose.counted and scene.session.filter.error and not _completing(scene):
        return _unclear(scene, width)
    if not rows:
        return cut_line(((f" {typed.purpose.hint}", "dim"),), width)
    chosen = typed.cycle[1] if typed.cycle else -1
    words = [clean(row.text.partition(":")[2] or row.text).strip() for row in rows]
    at = 0
    while at < chosen and sum(len(word) + 2 for word in words[at : chosen + 1]) > width - 8:
        at += 1
    runs: list[Run] = [(" tab ", "dim")]
    for number, word in enumerate(words[at:], at):
        more = 0 if number + 1 == len(words) else len(MORE)
        if number > max(at, chosen) and width_of(runs) + cell_len(word) + more > width:
            return fit_line([*runs, (MORE, "dim")], width)
        runs += [(word, "key picked" if number == chosen else "key"), ("  ", "text")]
    return cut_line(runs, width)


def _unclear(scene: Scene, width: int) -> Line:
    """Why a term of the filter means nothing; the way out comes first where not all of it fits."""
    said = clean(scene.session.filter.error)
    what, _, hint = said.partition("; ")
    text = said if cell_len(said) + 3 <= width or not hint else f"{hint} {what}"
    return cut_line(((f" ! {text}", "alert"),), width, "alert")


def hint(scene: Scene) -> str:
    """What the marks are good for; without marks one key to learn."""
    table = {action.id: action for action in scene.hinted}
    dot = f" {scene.glyphs.dot} "
    if scene.session.anchor and "range" in table:
        count = plural(len(marking.span(scene.session)), "project")
        return f"range of {count}: {printed(table['range'].keys[0])} marks them{dot}esc gives it up"
    if scene.session.marks and "invert" in table:
        wanted = (("compare", "compare"), ("prefix_x", "export"), ("invert", "invert"))
        keys = [f"{printed(table[k].keys[0])} {word}" for k, word in wanted if k in table]
        return f"{len(scene.session.marks):,} marked: {dot.join([*keys, 'esc clear'])}"
    help_ = table.get("help")
    return f"{printed(help_.keys[0])} shows every key" if help_ and help_.keys else ""


def question(scene: Scene, width: int) -> tuple[Line, ...]:
    """A question and the keys that answer it: in one row, or going on in the footer's."""
    asked = scene.session.question
    if asked is None:
        return (fit_line((), width, "bar"),)
    ways = [(printed(one.key), one.word) for one in asked.choices if one.word]
    rows: list[list[Run]] = []
    for words, end in ((width, "leaves it"), (width, ""), (MIN_QUESTION, "leaves it"),
                       (MIN_QUESTION, "")):  # fmt: skip
        rows = [[(f" {cut(clean(asked.text), words - 2, scene.glyphs.more)} ", "bar alert")]]
        for key, word in (*ways, ("esc", end)):
            hint: list[Run] = [(" ", "bar"), (key, "bar key"), (f" {word} ", "bar")]
            if width_of([*rows[-1], *hint]) > width + 1:
                rows.append([])
            rows[-1] += hint
        if len(rows) <= QUESTION_ROWS:
            break
    return tuple(fit_line(row, width, "bar") for row in rows[:QUESTION_ROWS])


def footer(scene: Scene, width: int) -> Line:
    """The keys that matter here, and none that means nothing now; the tip while the status line
    has something else to say."""
    session = scene.session
    asked = question(scene, width) if session.question is not None else ()
    asked = asked or (_following(scene, width) if session.prefix else ())
    if len(asked) > 1:
        return asked[1]
    if session.tip and session.assessment and status(scene, width) != tip(scene, width):
        return tip(scene, width)
    if asked:
        return fit_line((), width, "bar")
    if session.prompt is not None and not session.pages:
        return actions.footer(_typing(scene, session.prompt.purpose), width)
    if session.assessment is None and session.mode != "rules":
        return actions.footer(tuple(a for a in scene.hinted if a.id in UNREAD), width)
    return actions.footer(scene.hinted, width)


def _following(scene: Scene, width: int) -> tuple[Line, ...]:
    """What may follow the key of a family that was pressed: in one row, or in two."""
    return actions.which_key(scene.table, scene.session.prefix, width)


def _typing(scene: Scene, purpose: Purpose) -> actions.Table:
    """What keys do while a line is typed, where letters are text."""
    arrows = "Rows" if purpose.counted else "Choose" if purpose.listed else "Earlier"
    rows = [("enter", purpose.does), ("escape", "Leave")]
    rows += [("tab", "Complete")] if purpose.listed or _next(scene) else []
    rows += [("up", arrows)]
    rows += [("ctrl+p", "Earlier")] if arrows != "Earlier" else []
    beside = {"up": "down"}
    table = [
        actions.Action(key, (key,), word, "", rank=rank, beside=beside.get(key, ""))
        for rank, (key, word) in enumerate(rows, 1)
    ]
    help_ = [one for one in actions.while_typing(scene.table) if one.id == "help"]
    return (*table, actions.Action("down", ("down",), "", ""), *help_)
